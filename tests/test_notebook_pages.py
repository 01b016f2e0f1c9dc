"""What the pages on the client and on releases say is so: their Python and commands run, their tables are whole.

``python -m tests.test_notebook_pages FOLDER`` writes the page on the client anew, with the samples in that folder.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import networkx as nx
import pytest
from typer.testing import CliRunner

from api.v1.collections import STATEMENTS
from onrecord import Client
from onrecord.cli import Dump, app
from onrecord.client.frames import TYPES
from onrecord.exporting.network import EDGE, NODE
from onrecord.exporting.speech import KINDS
from tests.pages import blocks, quoted, run_notebook, run_page, table

pytest.importorskip("pandas")

ROOT = Path(__file__).parent.parent
CLIENT = (ROOT / "docs" / "client.md").read_text("utf-8")
RELEASES = (ROOT / "docs" / "releases.md").read_text("utf-8")
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles in its store, under the name that a command takes unless told another."""
    folder = tmp_path_factory.mktemp("samples")
    found = CliRunner().invoke(app, ["ingest", str(ROOT / "examples"), "--store", str(folder / "onrecord-data")])
    assert found.exit_code == 0, found.output
    return folder


def test_the_python_of_the_page_prints_what_stands_below_it(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(samples)
    assert run_page(CLIENT, "docs/client.md") == CLIENT


def test_the_page_names_every_call_and_every_type() -> None:
    calls = {quoted(row[0])[0].partition("(")[0] for row in table(CLIENT, "| Call |")}
    ours = {name for name in vars(Client) if not name.startswith("_")} - {"local", "where", "close"}
    assert calls == ours
    told = {kind for row in table(CLIENT, "| Literals |") for kind in quoted(row[1])}
    assert told == {*TYPES.values(), "datetime64[us, UTC]", "string"}


def test_the_page_names_every_attribute_of_a_frame(samples: Path) -> None:
    with Client.local(samples / "onrecord-data") as client:
        frames = {
            "sparql": client.sparql("SELECT ?s { ?s ?p ?o } LIMIT 1"),
            "rows": client.statements(limit=1),
            "entity": client.entity("Taliban"),
            "panel": client.panel(),
        }
    named: dict[str, set[str]] = {name: set() for name in frames}
    for row in table(CLIENT, "| `attrs` |"):
        for name in quoted(row[1]) or frames:
            named[name] |= set(quoted(row[0]))
    assert named == {name: set(frame.attrs) for name, frame in frames.items()}


def test_the_commands_of_the_page_run(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(samples)
    [first, check] = blocks(RELEASES, "sh")
    commands = [shlex.split(line)[1:] for line in first.splitlines()]
    assert len(commands) == 5
    for words in commands:
        found = CliRunner().invoke(app, words)
        assert found.exit_code == 0, (words, found.output)
    assert subprocess.run(["bash", "-ec", check], capture_output=True, check=False).returncode == 0
    assert (samples / "statements.parquet").read_bytes().startswith(b"PAR1")
    assert len(nx.read_gexf(samples / "network.gexf")) > 10
    assert zipfile.is_zipfile(samples / "crate.zip")
    said = json.loads((samples / "releases" / "second" / "CHANGES.json").read_text("utf-8"))
    assert said["since"]["version"] == said["release"]["version"]
    assert [said[kind][how] for kind in ("articles", "statements", "entities") for how in ("added", "removed")] == [
        []
    ] * 6


def test_the_page_names_every_format_file_and_attribute(samples: Path) -> None:
    forms = {name for row in table(RELEASES, "| `--format` |") for name in quoted(row[0])}
    assert forms == set(get_args(Dump))
    assert [name for row in table(RELEASES, "| Node |") for name in quoted(row[0])] == [*NODE]
    assert [name for row in table(RELEASES, "| Edge |") for name in quoted(row[0])] == [*EDGE]
    [kinds] = [quoted(row[1]) for row in table(RELEASES, "| Node |") if row[0] == "`kind`"]
    assert kinds == (*KINDS, "unknown")
    found = CliRunner().invoke(
        app, ["release", str(samples / "named"), "--store", str(samples / "onrecord-data"), "--publisher", "The desk"]
    )
    assert found.exit_code == 0
    named = {name for row in table(RELEASES, "| File |") for name in quoted(row[0])}
    assert named == {file.name for file in (samples / "named").iterdir()}


@pytest.mark.parametrize("page", ["client", "releases"])
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_notebook_on_the_client_leads_to_the_sentence(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(samples)
    names = run_notebook(ROOT / "docs" / "notebooks" / "client.ipynb")
    assert len(names["heard"]) >= 3
    assert names["first"]["text"] in names["first"]["sentence"]
    assert {*names["disputed"]["ways"]} <= {"disputes", "raises"}
    assert names["parliament"]["label"].tolist() == ["Parliament of Pakistan"]
    assert [*names["said"].columns] == [*STATEMENTS.columns]
    assert names["by_month"].sum() > 10


def test_the_notebook_on_networks_reads_what_was_released(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(samples)
    names = run_notebook(ROOT / "docs" / "notebooks" / "network.ipynb")
    assert names["changes"]["articles"]["total"] == 10
    assert names["quads"] > 1000
    assert {*names["edges"]["relation"]} == {"to", "of"}
    assert names["edges"]["weight"].min() >= 1


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_kept_without_outputs(file: Path) -> None:
    kept = json.loads(file.read_text("utf-8"))
    assert (kept["nbformat"], kept["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in kept["cells"]}) == len(kept["cells"])
    for cell in kept["cells"]:
        assert cell["cell_type"] == "markdown" or (cell["outputs"], cell["execution_count"]) == ([], None)


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    (ROOT / "docs" / "client.md").write_text(run_page(CLIENT, "docs/client.md"), "utf-8")
