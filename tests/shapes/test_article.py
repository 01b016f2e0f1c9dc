"""A whole article's graph, sound and with one thing wrong."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, Namespace, URIRef

from ontology.terms import NIF, RDF, RDFS, REC, SCHEMA, SSSOM, TIMEBASIS, XSD
from shapes import Validator
from tests.shapes.article import BASE, SENTENCE, write_article

RECSH = Namespace("https://w3id.org/onrecord/shapes#")
VALIDATOR = Validator()


def find_broken(graph: Graph) -> set[URIRef]:
    return {finding.shape for finding in VALIDATOR.validate(graph).results}


@pytest.mark.parametrize("sentences", [1, 3])
def test_a_sound_article_conforms_without_a_warning(sentences: int) -> None:
    assert VALIDATOR.validate(write_article(sentences)).results == ()


def test_a_span_that_is_one_code_point_off_is_found_and_named_with_its_sentence() -> None:
    graph = write_article(2)
    span = next(graph.subjects(NIF.anchorOf, Literal("on Thursday")))
    graph.set((span, NIF.anchorOf, Literal(" on Thursda")))

    report = VALIDATOR.validate(graph)

    assert {finding.shape for finding in report.results} == {RECSH.SpanWords}
    assert f'at " on Thursda" in "{SENTENCE.strip()}"' in report.as_text()


def test_a_span_that_ends_after_the_text_is_found() -> None:
    graph = write_article(1)
    span = next(graph.subjects(NIF.anchorOf, Literal("Rain fell.")))
    text = str(graph.value(None, NIF.isString))
    graph.add((span, NIF.anchorOf, Literal("Rain fell.\n")))
    graph.remove((span, NIF.anchorOf, Literal("Rain fell.")))
    graph.set((span, NIF.endIndex, Literal(len(text) + 1)))

    assert RECSH.SpanWords in find_broken(graph)


def test_a_text_that_is_not_the_digests_is_found() -> None:
    graph = write_article(1)
    graph.set((URIRef(BASE), REC.textDigest, Literal("0" * 64)))

    assert find_broken(graph) == {RECSH.ArticleDigestTrue}


def test_a_weekday_in_an_article_without_a_date_has_no_day() -> None:
    graph = write_article(1)
    graph.remove((URIRef(BASE), SCHEMA.datePublished, None))
    assert find_broken(graph) == {RECSH.TimeAnchored}

    time = URIRef(f"{BASE}/time/0")
    for path in (REC.edtf, REC.earliest, REC.latest):
        graph.remove((time, path, None))
    graph.set((time, REC.basis, TIMEBASIS.none))
    assert find_broken(graph) == set()


def test_a_statement_that_was_made_elsewhere_than_its_occasion_is_found() -> None:
    graph = write_article(1)
    statement = graph.value(None, REC.madeIn, URIRef(f"{BASE}/speech/0"), any=True)
    assert statement
    site = URIRef(f"{BASE}/place/0")
    graph.set((statement, REC.venue, site))
    for path, value in ((RDF.type, REC.Place), (RDF.type, REC.Site), (RDFS.label, Literal("Port Lira"))):
        graph.add((site, path, value))

    assert {RECSH.SpeechVenue, RECSH.LinkWhere} == find_broken(graph)


def test_a_literal_that_storage_would_rewrite_is_found() -> None:
    graph = write_article(1)
    graph.set((URIRef(f"{BASE}/actor/1"), RDFS.label, Literal("Ana Duarte", datatype=XSD.token)))

    assert find_broken(graph) == {RECSH.ArticleLiterals}


def test_a_link_without_score_and_method_is_found_at_the_words_it_is_about() -> None:
    graph = write_article(1)
    mapping = URIRef(f"{BASE}/links/2")
    graph.remove((mapping, SSSOM.confidence, None))
    graph.remove((mapping, SSSOM.mapping_justification, None))

    report = VALIDATOR.validate(graph)

    assert {finding.shape for finding in report.results} == {
        RECSH.LinkMappingConfidence,
        RECSH.LinkMappingJustification,
    }
    assert {finding.words for finding in report.results} == {"the Senate"}


def test_an_event_that_nobody_speaks_of_is_found() -> None:
    graph = write_article(2)
    graph.remove((None, REC.affirms, URIRef(f"{BASE}/event/0")))

    assert find_broken(graph) == {RECSH.EventNotBare}


def test_a_denial_that_reads_as_a_claim_is_found() -> None:
    graph = write_article(1)
    statement = graph.value(URIRef(f"{BASE}/actor/1"), REC.claims)
    assert find_broken(graph) == set()
    assert statement

    graph.set((statement, REC.stance, URIRef("https://w3id.org/onrecord/ns/stance#deny")))

    assert find_broken(graph) == {RECSH.LinkClaims}
