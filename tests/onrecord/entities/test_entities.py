"""Somebody whom several articles name becomes one entity; merged and split by hand, and told of each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from api.store.embedded import EmbeddedStore
from ontology.terms import ORG, REC, SEMAPV, SSSOM
from shapes import Validator
from tests.onrecord.conftest import Invoke

BASE = "https://w3id.org/onrecord/id/"
TEXTS = {
    "one": (
        "2024-01-10",
        (
            "Lucía Ferrer, head of the Harbour Office, told reporters that the quay in Mombasa was closed. "
            "Kenya is repairing it. Kenya pays."
        ),
    ),
    "two": (
        "2024-03-02",
        (
            "The quay will open in May, Lucia Ferrer, head of the Harbour Office, said on Saturday. "
            "Kenya had closed it. Kenya paid."
        ),
    ),
    "three": (
        "2024-03-05",
        "Lucía Ferrer, a swimmer, said that she would leave Peru. Peru has no better one. Peru will miss her.",
    ),
    "four": ("2024-04-01", "Tomas Brandt denied that the quay had been sold."),
}


@pytest.fixture
def store(invoke: Invoke) -> EmbeddedStore:
    with Path("articles.jsonl").open("w", encoding="utf-8") as sink:
        for name, (day, text) in TEXTS.items():
            url = f"https://news.example/{name}"
            sink.write(json.dumps({"url": url, "published": day, "text": text, "publisher": "Example Wire"}) + "\n")
    assert invoke("ingest", "articles.jsonl").returncode == 0
    return EmbeddedStore(Path("onrecord-data"))


def dump(store: EmbeddedStore) -> dict[str, Graph]:
    with store.read() as reader:
        return {name: reader.graph(name) for name in reader.graphs()}


def whole(store: EmbeddedStore) -> Graph:
    graph = Graph()
    for each in dump(store).values():
        graph += each
    return graph


def find_entities(graph: Graph) -> list[URIRef]:
    return sorted(each for each in graph.subjects(RDF.type, REC.CorpusEntity) if isinstance(each, URIRef))


def find_node(graph: Graph, name: str) -> URIRef:
    """Find the node of Ferrer in one of the articles."""
    text = TEXTS[name][1]
    version = next(graph.subjects(predicate=None, object=Literal(text)), None)
    assert version is not None
    return next(
        node
        for node in graph.subjects(REC.article, version)
        if isinstance(node, URIRef) and "Ferrer" in str(graph.value(node, RDFS.label) or "")
    )


def test_one_who_is_named_in_two_articles_is_one_entity(store: EmbeddedStore, invoke: Invoke) -> None:
    before = whole(store)
    told = invoke("link", "entities")
    assert told.returncode == 0, told.stderr
    after = whole(store)
    people = [each for each in find_entities(after) if (each, RDF.type, REC.Person) in after]
    assert len(people) == 1
    ferrer = people[0]
    assert {*after.subjects(REC.refersTo, ferrer)} == {find_node(after, "one"), find_node(after, "two")}
    assert {str(each) for path in (RDFS.label, SKOS.altLabel) for each in after.objects(ferrer, path)} >= {
        "Lucía Ferrer",
        "Lucia Ferrer",
    }
    assert len([*after.objects(ferrer, REC.claims)]) == 2
    for path in (REC.claims, REC.disputes):
        assert {*after.objects(predicate=path)} == {*before.objects(predicate=path)}
    (office,) = after.subjects(ORG.member, ferrer)
    assert after.value(office, REC.earliest) == Literal("2024-01-10", datatype=XSD.date)
    assert after.value(office, REC.latest) == Literal("2024-03-02", datatype=XSD.date)


def test_an_office_of_a_body_on_record_leads_to_that_body(invoke: Invoke) -> None:
    with Path("articles.jsonl").open("w", encoding="utf-8") as sink:
        for number in (1, 2):
            text = f"Zebulon Quince, a spokesman for the Taliban, told reporters that road {number} was open."
            sink.write(json.dumps({"url": f"https://news.example/{number}", "text": text}) + "\n")
    invoke("ingest", "articles.jsonl")
    told = invoke("link", "entities")
    assert told.returncode == 0, told.stderr
    graph = whole(EmbeddedStore(Path("onrecord-data")))
    (quince,) = find_entities(graph)
    (office,) = graph.subjects(ORG.member, quince)
    assert graph.value(office, ORG.organization) == URIRef(BASE + "actor/taliban")
    assert invoke("validate", "--store", "onrecord-data").returncode == 0


def test_a_second_run_changes_nothing(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    once = {name: {*graph} for name, graph in dump(store).items()}
    assert "0 names changed theirs" in invoke("link", "entities").stderr
    assert {name: {*graph} for name, graph in dump(store).items()} == once


def test_every_link_has_its_score_and_its_reasons(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    graph = whole(store)
    mapping = next(graph.subjects(SSSOM.subject_id, find_node(graph, "two")))
    assert graph.value(mapping, SSSOM.mapping_justification) == SEMAPV.CompositeMatching
    assert 0.75 <= float(str(graph.value(mapping, SSSOM.confidence))) <= 1
    assert "same name" in str(graph.value(mapping, SSSOM.other))


def test_what_a_person_merges_can_be_split_again(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    first = whole(store)
    ferrer = next(each for each in find_entities(first) if (each, RDF.type, REC.Person) in first)
    swimmer = find_node(first, "three")
    merged = invoke("link", "merge", str(ferrer), str(swimmer), "--reviewer", "Ana Duarte")
    assert merged.returncode == 0, merged.stderr
    second = whole(store)
    assert len({*second.subjects(REC.refersTo, ferrer)}) == 3
    assert second.value(swimmer, REC.refersTo) == ferrer
    parted = invoke("link", "split", str(ferrer).removeprefix(BASE), str(swimmer), "--reviewer", "Ana Duarte")
    assert parted.returncode == 0, parted.stderr
    third = whole(store)
    assert third.value(swimmer, REC.refersTo) is None
    assert {*third.objects(swimmer, REC.claims)} == {*first.objects(swimmer, REC.claims)} != set()
    assert {*third.subjects(REC.refersTo, ferrer)} == {*first.subjects(REC.refersTo, ferrer)}
    changes = [each for each in third.subjects(RDF.type, REC.EntityChange) if (each, PROV.used, swimmer) in third]
    assert {(third.value(each, REC.into), third.value(each, REC.outOf)) for each in changes} == {
        (ferrer, None),
        (None, ferrer),
    }
    assert invoke("link", "entities").stderr.endswith("0 names changed theirs\n")


def test_an_entity_that_is_merged_leads_on_and_comes_back(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    graph = whole(store)
    ferrer, office = sorted(find_entities(graph), key=lambda each: (each, RDF.type, REC.Person) not in graph)[:2]
    invoke("link", "merge", str(ferrer), str(office), "--reviewer", "Ana Duarte")
    merged = whole(store)
    assert merged.value(office, DCTERMS.isReplacedBy) == ferrer
    assert find_entities(merged) == [ferrer]
    back = invoke("link", "split", str(ferrer), str(office), "--reviewer", "Ana Duarte")
    assert back.returncode == 0, back.stderr
    again = whole(store)
    assert find_entities(again) == find_entities(graph)
    assert {*again.subjects(REC.refersTo, office)} == {*graph.subjects(REC.refersTo, office)}


def test_an_entity_can_be_an_entry_of_the_authority_after_all(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    graph = whole(store)
    ferrer = next(each for each in find_entities(graph) if (each, RDF.type, REC.Person) in graph)
    khan = URIRef(BASE + "actor/imran-khan")
    assert invoke("link", "merge", str(khan), str(ferrer), "--reviewer", "Ana Duarte").returncode == 0
    after = whole(store)
    assert ferrer not in find_entities(after)
    assert {*after.subjects(REC.refersTo, khan)} >= {find_node(after, "one"), find_node(after, "two")}
    assert after.value(ferrer, DCTERMS.isReplacedBy) == khan


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["merge", "actor/nobody", "actor/imran-khan"], "is no entity of the store"),
        (["merge", "actor/imran-khan", "actor/nobody"], "no article of the store speaks of"),
        (["split", "actor/imran-khan", "actor/nobody"], "is no entity that was joined"),
    ],
)
def test_what_is_not_there_is_named(store: EmbeddedStore, invoke: Invoke, words: list[str], said: str) -> None:
    before = {name: {*graph} for name, graph in dump(store).items()}
    result = invoke("link", *words, "--reviewer", "Ana Duarte")
    assert result.returncode == 3
    assert said in result.stderr
    assert {name: {*graph} for name, graph in dump(store).items()} == before


def test_what_is_written_keeps_the_shapes(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    graph = whole(store)
    ferrer = next(each for each in find_entities(graph) if (each, RDF.type, REC.Person) in graph)
    invoke("link", "merge", str(ferrer), str(find_node(graph, "three")), "--reviewer", "Ana Duarte")
    validator = Validator()
    for name, each in dump(store).items():
        if "/actor/" in name or "/entities/" in name:
            assert not [finding for finding in validator.validate(each).results if finding.breaks], name
    assert invoke("validate", "--store", "onrecord-data").returncode == 0
