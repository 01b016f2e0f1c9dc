"""What the page on reading says is so: its formats, keys, limits and commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.read import FORMATS, SUFFIXES, limits
from ingest.read.layouts import LAYOUTS
from ingest.read.records import Record
from ingest.read.tables import HEADINGS
from onrecord.cli import app

PAGE = (Path(__file__).parent.parent / "docs" / "reading.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    rows = PAGE[PAGE.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def quoted(words: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", words))


def test_every_format_and_every_ending_is_named() -> None:
    rows = table("| Format |")
    assert set().union(*(quoted(row[0]) for row in rows)) == set(FORMATS)
    assert set().union(*(quoted(row[1]) for row in rows)) == set(SUFFIXES)


def test_every_key_is_named() -> None:
    keys = set(Record.model_fields)
    assert keys == set(HEADINGS)
    sentence = PAGE[PAGE.index("Our own keys") :].split("\n\n")[0]
    assert keys == quoted(sentence)


def test_every_layout_has_the_marks_that_are_named() -> None:
    rows = {row[0].removesuffix(" (IPTC)"): quoted(row[1]) for row in table("| Layout |")}
    assert rows == {layout.name: set(layout.marks) for layout in LAYOUTS}


def test_every_limit_has_the_value_that_is_named() -> None:
    named = {next(iter(quoted(row[0]))): row[1] for row in table("| Limit |")}
    known = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert named.keys() == known.keys()
    for name, value in known.items():
        assert named[name] == (limits.show_size(value) if value >= 2**20 else str(value)), name


def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stories.csv").write_text('Story,Day\n"Ana Reyes said on Friday that it rained.",2024-04-05\n', "utf-8")
    commands = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert len(commands) == 1
    for line in "".join(commands).splitlines():
        found = CliRunner().invoke(app, shlex.split(line)[1:])
        assert found.exit_code == 0, found.output
        assert "Ana Reyes" in found.output


@pytest.mark.parametrize("columns", ["txt=a", "text", "text=", "=a"])
def test_columns_that_cannot_be_are_refused(columns: str) -> None:
    found = CliRunner().invoke(app, ["extract", "a.csv", "--columns", columns])
    assert found.exit_code == 2
    assert "--columns" in found.output
