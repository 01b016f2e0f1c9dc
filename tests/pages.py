"""Pages and notebooks whose Python runs: their blocks one after another, each printing what stands below it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

_FENCED = re.compile(r"```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)


def blocks(page: str, kind: str) -> list[str]:
    """Give the blocks of one kind."""
    return [block["body"] for block in _FENCED.finditer(page) if block["kind"] == kind]


def table(page: str, heading: str) -> list[list[str]]:
    """Give the cells of the table whose first line begins like this."""
    rows = page[page.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def quoted(words: str) -> tuple[str, ...]:
    """Give what stands between backticks."""
    return tuple(re.findall(r"`([^`]+)`", words))


def run_notebook(file: Path) -> dict[str, Any]:
    """Run the cells of a notebook one after another, as a kernel would, and give what they define."""
    names: dict[str, Any] = {}
    for cell in json.loads(file.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{file.name}, {cell['id']}", "exec"), names)
    return names


def run_page(page: str, name: str, change: Callable[[str], str] = str) -> str:
    """Run the Python of a page, and give the page with what it printed."""
    names: dict[str, Any] = {}
    parts, done, printed = list[str](), 0, ""
    for block in _FENCED.finditer(page):
        if block["kind"] == "python":
            sink = io.StringIO()
            with redirect_stdout(sink):
                exec(compile(change(block["body"]), name, "exec"), names)
            printed = sink.getvalue()
        elif block["kind"] == "text":
            parts += [page[done : block.start("body")], printed]
            done = block.end("body")
    return "".join([*parts, page[done:]])
