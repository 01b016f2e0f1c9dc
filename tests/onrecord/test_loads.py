"""What a load tells while it goes on and leaves when it ends: progress, the manifest, the graph, and the quarantine."""

import json
import os
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

import shapes
from api.store import open_store
from ingest.gate import Gate
from ingest.model import Article
from ingest.parse import Parse
from onrecord.manifest import find_latest, goes_on
from ontology.terms import PROV, RDF, REC
from tests.onrecord.conftest import BRIDGE, HARBOUR, QUARREL, Invoke, command, write_articles

STORE = Path("onrecord-data")


def loads() -> list[Graph]:
    with open_store(STORE).read() as reader:
        graphs = [reader.graph(name) for name in reader.graphs() if "/run/" in name]
    return [graph for graph in graphs if (URIRef(str(graph.identifier)), RDF.type, REC.Load) in graph]


def kept() -> list[dict[str, object]]:
    return [json.loads(file.read_bytes()) for file in sorted((STORE / "quarantine").glob("*/reason.json"))]


def told(stderr: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in stderr.splitlines()]


@pytest.mark.usefixtures("no_quarrel")
def test_the_manifest_and_the_graph_tell_what_came_of_a_load(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(
        tmp_path / "a.jsonl", {"text": BRIDGE}, {"title": "no text"}, {"text": QUARREL}, {"text": HARBOUR}
    )
    invoke("ingest", file)
    manifest = find_latest(STORE / "loads")
    assert manifest is not None
    assert manifest.inputs == (file,)
    assert manifest.ending == "finished"
    assert {name: manifest.counts[name] for name in ("added", "quarantined", "unreadable")} == {
        "added": 2,
        "quarantined": 1,
        "unreadable": 1,
    }
    assert manifest.versions["onrecord"] in json.loads(manifest.configuration)["software"]
    assert not goes_on(STORE / "loads", manifest)
    failures = (STORE / "loads" / f"{manifest.name}.failures.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in failures] == ["unreadable", "quarantined"]
    [graph] = loads()
    load = URIRef(str(graph.identifier))
    assert str(load) == f"{manifest.run}/{manifest.name}"
    assert graph.value(load, REC.carriesOut) == URIRef(manifest.run)
    assert graph.value(load, REC.articlesAdded) == Literal(2)
    assert graph.value(load, REC.articlesQuarantined) == Literal(1)
    assert graph.value(load, PROV.endedAtTime) is not None
    assert file not in graph.serialize(format="nt")
    assert shapes.Validator().validate(graph).conforms


def test_a_load_that_stores_nothing_leaves_the_graph_alone(invoke: Invoke, articles: str) -> None:
    invoke("ingest", articles)
    invoke("ingest", articles)
    assert len(loads()) == 1
    assert len(list((STORE / "loads").glob("*.json"))) == 2


def test_status_tells_of_the_last_load(invoke: Invoke, tmp_path: Path) -> None:
    invoke("ingest", write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"title": "no text"}))
    said = invoke("status").stdout
    assert "finished" in said
    assert "1 added" in said
    assert "1 unreadable" in said
    assert "articles a second" in said


def test_a_load_that_was_killed_is_told_from_one_that_goes_on(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE})
    load = subprocess.Popen(command("ingest", file, "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        while not (STORE / "loads").exists() or find_latest(STORE / "loads") is None:
            assert load.poll() is None
            time.sleep(0.05)
        assert "goes on" in describe_last(invoke)
    finally:
        os.kill(load.pid, signal.SIGKILL)
        load.communicate()
    assert "was stopped" in describe_last(invoke)
    invoke("ingest", file)
    assert "finished" in describe_last(invoke)


def describe_last(invoke: Invoke) -> str:
    """Say what status says of the last load, also where nothing was published yet."""
    found = invoke("status")
    return found.stdout or found.stderr


def test_what_could_not_be_read_waits_with_its_reason_until_it_can(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"title": "no text"})
    assert invoke("ingest", file).returncode == 1
    [reason] = kept()
    assert reason["where"] == f"{file}:2"
    assert reason["source"] == file
    assert "has no 'text'" in str(reason["problem"])
    assert invoke("ingest", "--retry-quarantine").returncode == 1
    assert kept() == [reason]
    write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"text": HARBOUR})
    result = invoke("ingest", "--retry-quarantine")
    assert result.returncode == 0
    assert "1 added, 0 revised, 1 unchanged" in result.stderr
    assert list((STORE / "quarantine").iterdir()) == []
    assert "nothing is in quarantine" in invoke("ingest", "--retry-quarantine").stderr


def test_what_could_not_be_read_before_any_article_is_kept_too(invoke: Invoke, tmp_path: Path) -> None:
    bad = write_articles(tmp_path / "a.jsonl", {"title": "no text"})
    assert invoke("ingest", bad).returncode == 3
    assert not STORE.exists()
    assert invoke("ingest", bad, write_articles(tmp_path / "b.jsonl", {"text": BRIDGE})).returncode == 1
    assert len(kept()) == 1


def test_a_mistake_in_the_program_is_kept_with_its_article(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit = Gate.admit

    def stumble(gate: Gate, article: Article, parse: Parse | None = None) -> object:
        if article.text == HARBOUR:
            raise ZeroDivisionError("a harbour")
        return admit(gate, article, parse)

    with monkeypatch.context() as patch:
        patch.setattr(Gate, "admit", stumble)
        invoke("ingest", write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"text": HARBOUR}))
    [reason] = kept()
    assert reason["kind"] == "failed"
    assert "ZeroDivisionError" in str(reason["problem"])
    assert "1 failed" in invoke("status").stdout
    result = invoke("ingest", "--retry-quarantine")
    assert result.returncode == 0
    assert "1 added" in result.stderr
    assert list((STORE / "quarantine").iterdir()) == []


@pytest.mark.usefixtures("no_quarrel")
def test_on_request_every_line_is_json(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(
        tmp_path / "a.jsonl", {"text": BRIDGE}, {"title": "no text"}, {"text": QUARREL}, {"text": BRIDGE}
    )
    *articles, end = told(invoke("ingest", file, "--log-format", "json").stderr)
    assert [line["outcome"] for line in articles] == ["added", "unreadable", "quarantined", "unchanged"]
    assert [line["origin"] for line in articles] == [f"{file}:{n}" for n in (1, 2, 3, 4)]
    assert articles[2]["shapes"] == ["https://example.org/shapes#NoQuarrel"]
    assert end["event"] == "end"
    assert end["added"] == end["quarantined"] == end["unreadable"] == end["unchanged"] == 1


def test_nothing_to_read_is_a_mistake_in_the_command(invoke: Invoke) -> None:
    assert invoke("ingest").returncode == 2
    assert invoke("ingest", "--log-format", "xml").returncode == 2


def test_what_the_page_on_loads_says_can_be_done(invoke: Invoke, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "loads.md").read_text("utf-8")
    (tmp_path / "articles").mkdir()
    write_articles(tmp_path / "articles" / "a.jsonl", {"text": BRIDGE}, {"title": "no text"})
    blocks = re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL)
    commands = [line for kind, body in blocks if kind == "sh" for line in body.splitlines()]
    assert len(commands) == 4
    for line in commands:
        found = invoke(*shlex.split(line)[1:])
        assert found.returncode in {0, 1}, found.stderr
    [query] = [body for kind, body in blocks if kind == "sparql"]
    answer = invoke("query", "-", "--store", "graph", "--format", "csv", given=query).stdout.splitlines()
    assert [row.split(",")[2:] for row in answer] == [["added", "unreadable"], ["1", "1"]]
