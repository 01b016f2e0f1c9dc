"""The description of the data: read by rdflib, held to shapes, and counted again in the graph itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyshacl
import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, VOID

import api
import ontology
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from tests.api import desk

VOID_ADDRESS = "/.well-known/void"
DATA = URIRef("http://testserver/.well-known/void#data")
WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"
LICENCE = "https://creativecommons.org/licenses/by-nc/4.0/"
SHAPES = Path(__file__).with_name("dataset.ttl")
FORMS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server of the hand-written store with the authority that ships, a licence and a publisher."""
    folder = tmp_path_factory.mktemp("described")
    store = EmbeddedStore(folder)
    close = URIRef("https://sws.geonames.org/1/")
    with store.write() as writer:
        writer.put(desk.graphs())
        writer.put({desk.BASE + "authority": ontology.authority()})
        writer.put({desk.BASE + "near": Graph().add((desk.SENATE, SKOS.closeMatch, close))})
    settings = Settings(title="Coast desk", publisher="The <Coast> Desk", licence=LICENCE)
    with TestClient(api.create(settings, store)) as client:
        yield client


def read(client: TestClient, form: str = "text/turtle") -> Graph:
    answer = client.get(VOID_ADDRESS, headers={"Accept": form})
    assert answer.status_code == 200, answer.text
    graph = Graph()
    return graph.parse(data=answer.text, format=form)


def ask(client: TestClient, query: str) -> int:
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_the_description_holds_to_the_shapes(described: TestClient) -> None:
    conforms, _, words = pyshacl.validate(read(described), shacl_graph=Graph().parse(SHAPES), meta_shacl=True)
    assert conforms, words


def test_the_shapes_miss_what_is_missing(described: TestClient) -> None:
    shapes = Graph().parse(SHAPES)
    for path in (DCTERMS.title, DCTERMS.license, DCAT.accessURL, VOID.objectsTarget, VOID.triples, DCAT.distribution):
        graph = read(described)
        graph.remove((None, path, None))
        assert not pyshacl.validate(graph, shacl_graph=shapes)[0], path


def test_every_format_says_the_same(described: TestClient) -> None:
    assert len({frozenset(read(described, form)) for form in FORMS}) == 1


def test_links_to_the_outside_are_those_of_the_graph(described: TestClient) -> None:
    graph = read(described)
    found: dict[tuple[str, str], int] = {}
    for links in graph.subjects(RDF.type, VOID.Linkset):
        target = graph.value(links, VOID.objectsTarget)
        key = str(graph.value(target, VOID.uriSpace)), str(graph.value(links, VOID.linkPredicate))
        found[key] = int(str(graph.value(links, VOID.triples)))
        assert (links, VOID.subjectsTarget, DATA) in graph
    exact, close = str(SKOS.exactMatch), str(SKOS.closeMatch)
    assert set(found) == {(WIKIDATA, exact), (GEONAMES, exact), (GEONAMES, close)}
    known = ontology.authority()
    for space in (WIKIDATA, GEONAMES):
        counted = sum(str(match).startswith(space) for match in known.objects(None, SKOS.exactMatch))
        assert found[space, exact] == counted > 100
    assert found[GEONAMES, close] == 1


def test_partitions_are_counted_in_the_graph(described: TestClient) -> None:
    graph = read(described)
    whole = ask(described, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert graph.value(DATA, VOID.triples) == Literal(whole)
    parts = list(graph.objects(DATA, VOID.propertyPartition))
    assert sum(int(str(graph.value(part, VOID.triples))) for part in parts) == whole
    for part in parts[:5]:
        path = graph.value(part, VOID.property)
        assert graph.value(part, VOID.triples) == Literal(
            ask(described, f"SELECT (COUNT(*) AS ?n) {{ ?s <{path}> ?o }}")
        )
    kinds = {graph.value(part, VOID["class"]) for part in graph.objects(DATA, VOID.classPartition)}
    assert len(kinds) == int(str(graph.value(DATA, VOID.classes)))


def test_every_address_of_the_description_answers(described: TestClient) -> None:
    graph = read(described)
    addresses = {
        str(each)
        for path in (DCAT.accessURL, DCAT.landingPage, VOID.sparqlEndpoint)
        for each in graph.objects(None, path)
    }
    assert len(addresses) == 3
    for address in addresses:
        assert described.get(address, headers={"Accept": "*/*"}).status_code == 200, address
    kinds = {
        str(kind).partition("media-types/")[2]
        for way in graph.subjects(DCAT.accessURL)
        for kind in graph.objects(way, DCAT.mediaType)
    }
    assert {"text/csv", "application/json", "text/turtle", "application/n-quads"} <= kinds


def test_the_citation_names_the_snapshot_that_can_be_asked_again(described: TestClient) -> None:
    answer = described.get(VOID_ADDRESS)
    snapshot = answer.headers["onrecord-snapshot"]
    words = str(read(described).value(DATA, DCTERMS.bibliographicCitation))
    assert words.startswith(f"Coast desk, snapshot {snapshot} of 20")
    assert ". The <Coast> Desk. Made with OnRecord " in words
    assert words.endswith(str(DATA))
    assert described.get("/sparql", params={"query": "ASK {}", "snapshot": snapshot}).status_code == 200


def test_what_is_not_set_is_not_said(client: TestClient) -> None:
    graph = read(client)
    assert list(graph.objects(None, DCTERMS.license)) == []
    assert list(graph.objects(None, DCTERMS.publisher)) == []
