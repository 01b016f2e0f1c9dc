"""What the tests of the commands share: sample articles in files, the commands in this process and in their own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner

import onrecord.reading
from ingest.gate import Gate
from onrecord.cli import app
from shapes import Validator

BRIDGE = "Lucía Ferrer told reporters on Tuesday that the bridge would open in May."
HARBOUR = "Tomas Brandt said on Monday that the harbour was closed."
QUARREL = "Ana Reyes said on Friday that the quarrel was over."

LOAD = re.compile(r"<[^<>]*/id/run/[0-9a-f]{16}/[^<>]*> \.$")

type Invoke = Callable[..., "Result"]
Result = subprocess.CompletedProcess[str]

_NO_QUARREL = """
@prefix rec: <https://w3id.org/onrecord/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shapes#NoQuarrel> a sh:PropertyShape ;
    sh:targetClass rec:Statement ; sh:path rec:text ; sh:severity sh:Violation ;
    sh:not [ sh:pattern "quarrel" ] ; sh:message "No statement may speak of a quarrel." .
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in a folder of its own, with none of the caller's settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ONRECORD_") and name != "ONRECORD_GOLD"]:
        monkeypatch.delenv(name)


@pytest.fixture
def invoke() -> Invoke:
    """A command in this process."""

    def run(*arguments: str, given: str | bytes | None = None) -> Result:
        found = CliRunner().invoke(app, list(arguments), input=given)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Result(list(arguments), found.exit_code, found.stdout, found.stderr)

    return run


def command(*arguments: str) -> list[str]:
    """The words that run a command in a process of its own."""
    return [sys.executable, "-c", "from onrecord.cli import main; main()", *arguments]


def call(*arguments: str, **settings: str) -> Result:
    """Run a command in a process of its own."""
    return subprocess.run(
        command(*arguments), capture_output=True, check=False, encoding="utf-8", env=os.environ | settings
    )


def write_articles(file: Path, *articles: dict[str, str]) -> str:
    """Write articles as JSON Lines, and give the file's name."""
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return str(file)


@pytest.fixture
def articles(tmp_path: Path) -> str:
    """A file of two articles."""
    return write_articles(
        tmp_path / "articles.jsonl",
        {"url": "https://example.org/bridge", "text": BRIDGE, "published": "2024-04-04"},
        {"url": "https://example.org/harbour", "text": HARBOUR, "published": "2024-04-04"},
    )


@pytest.fixture(scope="session")
def holding(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds those two articles, for tests that only read."""
    folder = tmp_path_factory.mktemp("holding")
    file = write_articles(
        folder / "articles.jsonl",
        {"url": "https://example.org/bridge", "text": BRIDGE, "published": "2024-04-04"},
        {"url": "https://example.org/harbour", "text": HARBOUR, "published": "2024-04-04"},
    )
    store = str(folder / "store")
    found = CliRunner().invoke(app, ["ingest", file, "--store", store])
    assert found.exit_code == 0, found.output
    return store


@pytest.fixture
def no_quarrel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that keeps out what speaks of a quarrel."""
    strict = Validator(Graph().parse(data=_NO_QUARREL, format="turtle"))
    gate = onrecord.reading.open_gate

    def open_gate(pipeline: str, tagger: str, base: str) -> Gate:
        return replace(gate(pipeline, tagger, base), validator=strict)

    monkeypatch.setattr(onrecord.reading, "open_gate", open_gate)


def without_loads(export: str) -> list[str]:
    """Give what is stored but for the accounts of the loads, which differ in their times."""
    return sorted(line for line in export.splitlines() if not LOAD.search(line))
