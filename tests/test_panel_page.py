"""What the page on panels says is so: its commands, columns and codes; its notebook runs; its R lines are whole."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.panels.counting import name_columns, name_keys
from api.panels.values import CODES, COUNTS, Unit
from onrecord.cli import app
from tests.pages import blocks, quoted, run_notebook, table

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "panel.md").read_text("utf-8")
NOTEBOOK = ROOT / "docs" / "notebooks" / "panel.ipynb"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles in its store, under the name that a command takes unless told another."""
    folder = tmp_path_factory.mktemp("samples")
    found = CliRunner().invoke(app, ["ingest", str(ROOT / "examples"), "--store", str(folder / "onrecord-data")])
    assert found.exit_code == 0, found.output
    return folder


def test_the_commands_of_the_page_run(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(samples)
    commands = [shlex.split(line)[1:] for line in "".join(blocks(PAGE, "sh")).splitlines()]
    assert len(commands) == 3
    for words in commands:
        found = CliRunner().invoke(app, words)
        assert found.exit_code == 0, (words, found.output)
    assert (samples / "panel.csv").stat().st_size > 1000
    assert (samples / "actors.parquet").read_bytes().startswith(b"PAR1")


def test_every_unit_column_and_code_is_named() -> None:
    units = {quoted(row[0])[0]: row for row in table(PAGE, "| `--unit`")}
    assert set(units) == set(Unit)
    for unit in Unit:
        assert quoted(units[unit][1]) == name_keys(unit)
        told = {*quoted(units[unit][1]), *quoted(units[unit][2])} - {"month", "_a", "_b"}
        assert told == set(name_columns(unit, []))
    assert tuple(quoted(row[0])[0] for row in table(PAGE, "| Column |")) == COUNTS
    pairs = {quoted(row[at])[0]: quoted(row[at + 1])[0] for row in table(PAGE, "| Code |") for at in (0, 2)}
    assert pairs == {name: f"rec:{path.rpartition('#')[2]}" for name, path in CODES.items()}


def test_the_notebook_joins_one_to_one(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(samples)
    names = run_notebook(NOTEBOOK)
    said, acled, ucdp = names["said"], names["with_acled"], names["with_ucdp"]
    assert len(acled) == len(said)
    assert acled["events"].sum() == len(names["acled"])
    assert acled["dead"].sum() == names["acled"]["fatalities"].sum()
    assert ucdp["best"].sum() == names["ged"]["best"].sum()
    joined = acled[(acled["country"] == "Pakistan") & (acled["month"] == "2023-02")]
    assert joined["events"].tolist() == [2]
    assert joined["distinct_statements"].tolist() != [0]


def test_the_notebook_is_kept_without_outputs_and_with_its_own_rows() -> None:
    kept = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (kept["nbformat"], kept["nbformat_minor"]) == (4, 5)
    for cell in kept["cells"]:
        assert cell["cell_type"] == "markdown" or (cell["outputs"], cell["execution_count"]) == ([], None)
    assert "made up" in "".join(kept["cells"][0]["source"])


def test_the_r_lines_are_whole_and_name_columns_that_there_are(samples: Path) -> None:
    [lines] = blocks(PAGE, "r")
    bare = re.sub(r'"[^"]*"', '""', lines)
    for opening, closing in ("()", "[]", "{}"):
        assert bare.count(opening) == bare.count(closing)
    assert not any(line.rstrip().endswith("|>") for line in bare.rstrip().splitlines()[-1:])
    sources = ["".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]]
    headings = {
        name
        for source in sources
        for line in source.splitlines()
        if line.startswith(("event_id_cnty,", "id,relid"))
        for name in next(csv.reader([line]))
    }
    used = {"iso", "event_date", "event_id_cnty", "fatalities", "date_start", "date_end", "best", "country_id"}
    assert used <= headings
    assert all(re.search(rf"\b{name}\b", lines) for name in used)
    ours = {*name_columns(Unit.country, ["isonum", "gwno"]), "month"}
    assert {"state", "month", "isonum", "gwno"} <= ours
