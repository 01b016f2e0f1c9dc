"""The same commands over an engine elsewhere: any SPARQL 1.1 endpoint, here Oxigraph's own server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.engines import serve
from tests.onrecord.conftest import BRIDGE, HARBOUR, QUARREL, Invoke, write_articles

LATEST = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?text { ?work rec:latestVersion/nif:isString ?text } ORDER BY ?text"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("engine"), "--union-default-graph") as running:
        yield running.query


def test_articles_go_to_an_engine_and_come_back(
    invoke: Invoke, articles: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_STORE", engine)
    first = invoke("ingest", articles)
    assert first.returncode == 0, first.stderr
    assert "2 added" in first.stderr
    assert "2 unchanged" in invoke("ingest", articles).stderr
    found = invoke("query", "-", "--format", "json", given=LATEST)
    assert found.returncode == 0, found.stderr
    texts = [row["text"]["value"] for row in json.loads(found.stdout)["results"]["bindings"]]
    assert texts == [BRIDGE, HARBOUR]
    assert BRIDGE in invoke("query", "-", given=LATEST).stdout
    assert invoke("validate", "--store", engine).returncode == 0
    status = invoke("status").stdout
    assert "articles     2" in status
    assert "Oxigraph, known by its answers" in status
    assert BRIDGE in invoke("export", "--format", "nquads").stdout


def test_a_new_text_takes_the_place_of_the_old(invoke: Invoke, articles: str, engine: str, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "new.jsonl", {"url": "https://example.org/bridge", "text": QUARREL})
    result = invoke("ingest", file, "--store", engine)
    assert result.returncode == 0, result.stderr
    texts = invoke("query", "-", "--store", engine, "--format", "csv", given=LATEST).stdout
    assert QUARREL in texts
    assert BRIDGE not in texts


@pytest.mark.usefixtures("no_quarrel")
def test_what_breaks_a_shape_never_reaches_the_engine(invoke: Invoke, engine: str, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": QUARREL + " It was late."})
    result = invoke("ingest", file, "--store", engine)
    assert result.returncode == 1
    assert "quarantined:" in result.stderr
    assert "It was late" not in invoke("export", "--store", engine).stdout
    assert not list(tmp_path.glob("**/quarantine"))
