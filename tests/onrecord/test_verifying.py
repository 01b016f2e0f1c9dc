"""`onrecord check`, against an engine on the web and against one that imitates what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import questions
from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from api.store.probing import load_features
from tests.api.engines import Puppet, Request, pull_strings, serve
from tests.onrecord.conftest import Invoke, Result

YES = '{"head":{},"boolean":true}'


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, holding: str) -> Iterator[str]:
    """An engine that holds the same as the store that the other tests read."""
    with serve(tmp_path_factory.mktemp("engine")) as running:
        copy_over(holding, running.query)
        yield running.query


def copy_over(store: str, engine: str) -> None:
    from api.store import open_store

    with EmbeddedStore(Path(store)).read() as reader, open_store(engine).write() as writer:
        for name in reader.graphs():
            writer.put({name: reader.graph(name)})


def verdicts(found: Result) -> dict[str, str]:
    rows = [re.split(r"\s{2,}", line) for line in found.stdout.splitlines()[2:]]
    return {row[0]: row[1] for row in rows}


def test_an_engine_that_does_all_it_must_is_told_so(invoke: Invoke, engine: str) -> None:
    found = invoke("check", engine)
    assert found.returncode == 0, found.stdout
    told = verdicts(found)
    assert {told[feature.name] for feature in load_features()} == {"yes"}
    assert told["union default graph"] == told["whole rows"] == told["whole graphs"] == told["graph store"] == "yes"
    assert told["updates"] == "unknown"
    assert "Oxigraph, known by its answers" in found.stdout


@pytest.mark.parametrize("copy", [True, False])
def test_the_answers_of_two_stores_of_the_same_articles_are_the_same(
    invoke: Invoke, engine: str, holding: str, copy: bool
) -> None:
    found = invoke("check", engine, *(["--copy"] if copy else ["--store", holding]))
    assert found.returncode == 0, found.stdout
    compared = {name: told for name, told in verdicts(found).items() if name.startswith("same ")}
    assert compared.keys() == {"same graphs", *(f"same {question.name}" for question in questions.load())}
    assert set(compared.values()) == {"yes"}


def test_what_differs_is_named_and_counts_as_a_finding(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    with serve(tmp_path / "engine") as running:
        copy_over(holding, running.query)
        swap = """
            PREFIX rec: <https://w3id.org/onrecord/ns#> PREFIX qf: <https://w3id.org/onrecord/ns/quote-form#>
            DELETE { GRAPH ?g { ?s rec:quoteForm ?f } } INSERT { GRAPH ?g { ?s rec:quoteForm qf:authorial } }
            WHERE { GRAPH ?g { ?s rec:quoteForm ?f } }"""
        Endpoint(Address.read(running.query), 30).update(swap)
        found = invoke("check", running.query, "--store", holding)
    assert found.returncode == 1
    told = verdicts(found)
    assert told["same graphs"] == "yes"
    assert told["same reporters-own-voice"] == "NO"


def test_an_engine_without_the_union_is_told_the_remedy(invoke: Invoke, engine: str, holding: str) -> None:
    found = invoke("check", engine, "--store", holding, "--query-timeout", "20")
    assert found.returncode == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_ENGINE", "generic")
        found = invoke("check", engine, "--store", holding)
    assert found.returncode == 1
    assert verdicts(found)["union default graph"] == "NO"
    assert "make the union of all graphs its default graph" in found.stdout
    assert "not compared" in found.stdout


def test_what_cannot_be_checked_at_all_is_said_in_a_line(invoke: Invoke, engine: str, tmp_path: Path) -> None:
    for words, code in (
        (["http://127.0.0.1:9/sparql"], 3),
        ([str(tmp_path)], 2),
        ([engine, "--store", str(tmp_path / "none")], 3),
        ([engine, "--store", engine], 2),
        ([engine, "--store", "x", "--copy"], 2),
    ):
        found = invoke("check", *words)
        assert found.returncode == code, (words, found.stderr)
        assert "Traceback" not in found.stderr


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    with pull_strings() as puppet:
        yield puppet


def test_an_engine_that_leaves_out_rows_and_runs_on_is_caught(
    invoke: Invoke, puppet: Puppet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.store.probing._HASTE", 0.1)
    monkeypatch.setattr("api.store.probing._GRACE", 0.1)

    def answer(request: Request) -> bytes:
        query = dict(request.form).get("query", "")
        puppet.pause = 10 if "?l }" in query else 0
        if query.startswith("ASK"):
            body = '{"head":{},"boolean":false}' if "EXISTS" in query else YES
        elif "COUNT" in query:
            body = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"70"}}]}}'
        else:
            body = '{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"http://a/g"}}]}}'
        kind = "text/turtle" if query.startswith("CONSTRUCT") else "application/sparql-results+json"
        return f"HTTP/1.1 200 OK\r\nServer: Virtuoso/7\r\nContent-Type: {kind}\r\n\r\n{body}".encode()

    puppet.answer = answer
    found = invoke("check", puppet.root + "/sparql")
    assert found.returncode == 1
    told = verdicts(found)
    assert told["whole rows"] == told["whole graphs"] == told["stops in time"] == told["groups"] == "NO"
    assert "1 rows came of 70" in found.stdout
    assert "text/turtle" in found.stdout
    assert "still ran" in found.stdout
