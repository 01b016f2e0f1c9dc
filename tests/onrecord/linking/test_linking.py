"""The command: our own server and a copy of a part of Wikidata are asked, and proposals are all that is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from typer.testing import CliRunner

from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from onrecord.cli import app
from ontology.terms import PROV, REC, SSSOM
from shapes import Validator
from tests.api import desk
from tests.api.engines import serve
from tests.api.serving import serving

GROUP = desk.VERSION + "/actor/2"
NAME = "Harbour Watch"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    """A store with one article, whose group nobody on record is, in the folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_LINK_PAUSE", "0")
    store = EmbeddedStore(tmp_path / "onrecord-data")
    graphs = desk.graphs()
    article = graphs[str(desk.VERSION)]
    article.set((GROUP, RDFS.label, Literal(NAME)))
    with store.write() as writer:
        writer.put(graphs)
    return store


@pytest.fixture
def knowing(tmp_path: Path) -> Path:
    """The folder of another store, whose authority knows that group."""
    other = EmbeddedStore(tmp_path / "other")
    graph = Graph(identifier=URIRef(desk.BASE + "authority"))
    graph.add((URIRef(desk.BASE + "actor/harbour-watch"), RDF.type, REC.Group))
    graph.add((URIRef(desk.BASE + "actor/harbour-watch"), RDFS.label, Literal(NAME, lang="en")))
    with other.write() as writer:
        writer.put({str(graph.identifier): graph})
    return Path(other.where)


def dump(store: EmbeddedStore) -> dict[str, Graph]:
    with store.read() as reader:
        return {name: reader.graph(name) for name in reader.graphs()}


def link(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["link", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_our_own_server_is_asked_and_nothing_but_proposals_is_stored(store: EmbeddedStore, knowing: Path) -> None:
    before = dump(store)
    with serving(knowing, request_log="") as running:
        assert "1 proposals of OnRecord" in link("--service", f"{running.address}/reconcile")
    after = dump(store)
    [name] = after.keys() - before.keys()
    assert name.startswith(desk.BASE + "proposals/")
    assert all(set(after[each]) == set(before[each]) for each in before)
    graph = after[name]
    [mapping] = graph.subjects(RDF.type, SSSOM.Mapping)
    assert graph.value(mapping, SSSOM.subject_id) == GROUP
    assert graph.value(mapping, SSSOM.object_id) == URIRef(desk.BASE + "actor/harbour-watch")
    assert graph.value(mapping, SSSOM.predicate_id) == SKOS.exactMatch
    assert str(graph.value(mapping, SSSOM.confidence)) == "1"
    assert "score 100" in str(graph.value(mapping, SSSOM.other))
    assert str(graph.value(mapping, PROV.generatedAtTime)).startswith(str(graph.value(mapping, SSSOM.mapping_date)))
    assert Validator().validate(graph).conforms


def test_a_thing_is_no_proposal_for_itself(store: EmbeddedStore) -> None:
    with serving(Path(store.where), request_log="") as running:
        assert " 0 proposals" in link("--service", f"{running.address}/reconcile")


def test_asking_again_changes_nothing(store: EmbeddedStore, knowing: Path) -> None:
    with serving(knowing, request_log="") as running:
        link("--service", f"{running.address}/reconcile")
        once = dump(store)
        link("--service", f"{running.address}/reconcile")
    assert {name: set(graph) for name, graph in dump(store).items()} == {
        name: set(graph) for name, graph in once.items()
    }


def test_wikidata_is_asked_by_label_and_kind(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entity, kind = "http://www.wikidata.org/entity/", URIRef("http://www.wikidata.org/prop/direct/P31")
    items = Graph(identifier=URIRef("https://copy.example/"))
    for number, human in ((1, False), (2, True)):
        item = URIRef(f"{entity}Q90{number}")
        items.add((item, RDFS.label, Literal(NAME, lang="en")))
        items.add((item, kind, URIRef(entity + ("Q5" if human else "Q43229"))))
    with serve(tmp_path / "copy", "--union-default-graph") as engine:
        monkeypatch.setenv("ONRECORD_WIKIDATA", engine.query)
        Endpoint(Address.read(engine.query), timeout=30).update("INSERT DATA { " + items.serialize(format="nt") + " }")
        assert "contact" in link("--wikidata", code=2)
        monkeypatch.setenv("ONRECORD_CONTACT", "desk@example.org")
        assert "1 proposals of Wikidata" in link("--wikidata")
    [name] = [name for name in dump(store) if "/proposals/" in name]
    graph = dump(store)[name]
    assert set(graph.objects(None, SSSOM.object_id)) == {URIRef(entity + "Q901")}
    assert set(graph.objects(None, SSSOM.predicate_id)) == {SKOS.exactMatch}


def test_nothing_is_stored_where_nobody_answers(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.util.Retry.sleep", lambda *_: None)
    before = dump(store).keys()
    assert "gave no answer" in link("--service", "http://127.0.0.1:1/reconcile", code=3)
    assert dump(store).keys() == before


def test_one_service_is_to_be_named() -> None:
    assert link(code=2)
    assert link("--wikidata", "--service", "http://127.0.0.1:1/", code=2)
