"""A graph that is only added to holds what rdflib's own would, and gives Oxigraph the same."""

from __future__ import annotations

import pickle

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from api.errors import InvalidTerm
from api.store.terms import to_quads
from ontology.triples import Triples

NAME, RAIN, FELL = URIRef("urn:graph"), URIRef("urn:rain"), URIRef("urn:fell")
TRIPLES = [
    (RAIN, RDF.type, URIRef("urn:Weather")),
    (RAIN, FELL, Literal("hard")),
    (RAIN, FELL, Literal("hard")),
    (RAIN, FELL, Literal("hard", lang="en")),
    (RAIN, FELL, Literal("007", datatype=XSD.integer)),
    (BNode("b"), FELL, RAIN),
]


def plain() -> Graph:
    graph = Graph(identifier=NAME)
    for triple in TRIPLES:
        graph.add(triple)
    return graph


def test_it_holds_what_another_graph_would() -> None:
    graph = Triples(NAME, TRIPLES)

    assert len(graph) == len(plain()) == 5
    assert set(graph) == set(plain())
    assert isomorphic(graph, plain())
    for pattern in ((RAIN, None, None), (None, FELL, None), (None, None, RAIN), (RAIN, FELL, Literal("hard"))):
        assert set(graph.triples(pattern)) == set(plain().triples(pattern))
    assert (RAIN, FELL, Literal("softly")) not in graph
    assert set(graph.objects(None, FELL / RDF.type)) == {URIRef("urn:Weather")}


def test_oxigraph_is_given_the_same_and_what_is_added_later_too() -> None:
    graph = Triples(NAME, TRIPLES[:1])
    assert {*to_quads(str(NAME), graph)} < {*to_quads(str(NAME), plain())}

    for triple in TRIPLES:
        graph.add(triple)

    assert {*to_quads(str(NAME), graph)} == {*to_quads(str(NAME), plain())}
    assert {*to_quads("urn:other", graph)} == {*to_quads("urn:other", plain())}


def test_it_crosses_into_another_process() -> None:
    graph = Triples(NAME, TRIPLES)

    there = pickle.loads(pickle.dumps(graph))

    assert there.identifier == NAME
    assert set(there) == set(graph)


def test_nothing_is_taken_out() -> None:
    with pytest.raises(TypeError, match="only added to"):
        Triples(NAME, TRIPLES).remove((RAIN, None, None))


def test_a_malformed_term_is_named() -> None:
    with pytest.raises(InvalidTerm, match="mend it where it is made"):
        to_quads(str(NAME), Triples(NAME, [(RAIN, FELL, URIRef("urn:not an iri"))]))
