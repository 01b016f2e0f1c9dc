"""The README and the pages on the API do what they say: their commands run, and print what stands below them.

``python -m tests.test_readme`` writes the answers anew where they have changed for a good reason.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RUN = (
    "README.md",
    "docs/api.md",
    "docs/importing.md",
    "docs/lookups.md",
    "docs/pages.md",
    "docs/reconciliation.md",
    "docs/search.md",
)
PRINTED_PORT = "127.0.0.1:8000"
_FENCED = re.compile(r"```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)
_COMMANDS = frozenset(
    {"ingest", "extract", "validate", "query", "serve", "export", "demo", "status", "shapes", "check"}
    | {"backup", "restore", "migrate", "import", "link", "shard", "load", "authority", "panel", "release", "forget"}
)


def answer_all(readme: str, folder: Path) -> str:
    """Run every command of a README in a folder, and give the README with what they printed."""
    (folder / "examples").symlink_to(ROOT / "examples")
    run("onrecord demo --no-serve", folder)
    printed = ""
    parts: list[str] = []
    done = 0
    with serving(folder) as address:
        for block in _FENCED.finditer(readme):
            kind, body = block["kind"], block["body"]
            if kind == "sparql":
                (folder / body.partition("\n")[0].removeprefix("# ")).write_text(body, encoding="utf-8")
            elif kind == "sh" and not body.startswith("make") and body != "onrecord demo\n":
                printed = run(body.replace(PRINTED_PORT, address), folder).replace(address, PRINTED_PORT)
            elif kind == "text":
                parts += [readme[done : block.start("body")], printed]
                done = block.end("body")
    return "".join([*parts, readme[done:]])


def run(line: str, folder: Path) -> str:
    """Run a line in a shell, with the command beside this Python, and give what it printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, (line, found.stderr)
    return "".join(part.rstrip() + "\n" for part in found.stdout.splitlines())


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the store of a folder for as long as this lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [str(Path(sys.executable).with_name("onrecord")), "serve", "--port", address.rpartition(":")[2]]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            while not answers(f"http://{address}/healthz"):
                assert process.poll() is None
                time.sleep(0.05)
            yield address
        finally:
            process.terminate()


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address).close()
    except URLError:
        return False
    return True


@pytest.mark.skipif(shutil.which("curl") is None, reason="the pages ask with curl")
@pytest.mark.parametrize("page", RUN)
def test_the_commands_print_what_stands_below_them(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert answer_all(text, tmp_path) == text


def test_the_readme_names_every_command() -> None:
    from onrecord.cli import app

    registered = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert registered | {group.name for group in app.registered_groups} == _COMMANDS
    readme = README.read_text("utf-8")
    assert [
        name for name in sorted(_COMMANDS) if f"`onrecord {name}`" not in readme and f"`{name}`" not in readme
    ] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_link_within_the_repository_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_citation_names_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


if __name__ == "__main__":
    for page in map(ROOT.joinpath, sys.argv[1:] or RUN):
        with tempfile.TemporaryDirectory() as place:
            page.write_text(answer_all(page.read_text("utf-8"), Path(place)), encoding="utf-8")
