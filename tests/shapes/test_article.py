"""A whole article's graph, sound and with one thing wrong."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from shapes import Validator
from tests.shapes.article import BASE, write_article

REC = Namespace("https://w3id.org/onrecord/ns#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
RECSH = Namespace("https://w3id.org/onrecord/shapes#")
VALIDATOR = Validator()


def find_broken(graph: Graph) -> set[URIRef]:
    return {finding.shape for finding in VALIDATOR.validate(graph).results}


@pytest.mark.parametrize("sentences", [1, 3])
def test_a_sound_article_conforms_without_a_warning(sentences: int) -> None:
    assert VALIDATOR.validate(write_article(sentences)).results == ()


def test_a_span_that_is_one_code_point_off_is_found_and_named() -> None:
    graph = write_article(2)
    span = next(graph.subjects(NIF.anchorOf, Literal("the bridge is closed")))
    graph.set((span, NIF.anchorOf, Literal(" the bridge is close")))

    report = VALIDATOR.validate(graph)

    assert {finding.shape for finding in report.results} == {RECSH.SpanWords}
    assert "the bridge is close" in report.as_text()


def test_an_event_that_nobody_speaks_of_is_found() -> None:
    graph = write_article(2)
    graph.remove((None, REC.affirms, URIRef(f"{BASE}/event/0")))

    assert find_broken(graph) == {RECSH.EventNotBare}


def test_a_denial_that_reads_as_a_claim_is_found() -> None:
    graph = write_article(1)
    statement = next(graph.subjects(RDF.type, REC.Statement))
    graph.add((URIRef(f"{BASE}/actor/1"), REC.claims, statement))
    assert find_broken(graph) == set()

    graph.set((statement, REC.stance, URIRef("https://w3id.org/onrecord/ns/stance#deny")))

    assert find_broken(graph) == {RECSH.LinkClaims}
