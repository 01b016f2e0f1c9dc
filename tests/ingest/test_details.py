"""What is known of an article beside its text, and on what ground, reaches its graph; other languages are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from rdflib import Literal, URIRef

from ingest import nlp
from ingest.address import Address
from ingest.extractor import Extractor
from ingest.graph import build, build_work
from ingest.model import Article, BlockRole, DetailBasis, Extraction
from ingest.pipeline import Pipeline
from ingest.read import read
from ingest.record import describe
from ingest.statements import RuleExtractor
from ontology.terms import DCTERMS, DETAILBASIS, REC, SCHEMA, XSD
from shapes import Validator

ENGLISH = "The bridge over the strait will open in the spring, the transport minister said on Tuesday. "
GERMAN = "Die Brücke über die Meerenge wird im Frühjahr eröffnet, sagte der Verkehrsminister am Dienstag. "
RUN = URIRef("https://w3id.org/onrecord/id/run/0")


@pytest.fixture(scope="module")
def pipeline(annotator: nlp.Annotator) -> Pipeline:
    extractor: Extractor = RuleExtractor()
    return Pipeline(annotator, extractor)


def article(text: str) -> Article:
    (found,) = read("-", input_format="txt", stdin=BytesIO(text.encode()))
    assert isinstance(found, Article)
    return found


def test_a_language_that_is_not_given_is_told_by_the_words() -> None:
    for text, language in ((ENGLISH, "en"), (GERMAN, "de")):
        found = article(text * 4)
        assert (found.language, found.language_basis) == (language, DetailBasis.WORDS)
    assert article("Rates held.").language is None


def test_every_detail_is_in_the_graph_and_keeps_to_the_shapes(pipeline: Pipeline) -> None:
    given = replace(
        article(ENGLISH * 4),
        published=date(2024, 3, 1),
        published_at="2024-03-01T23:30:00+05:30",
        published_basis=DetailBasis.FEED,
        encoding="cp1252",
        seen=date(2024, 3, 5),
        rights="CC BY 4.0",
        located="Port Town",
    )
    graph = build(pipeline.read(given), RUN)
    version = graph.identifier
    assert {(path, value) for _, path, value in graph.triples((version, None, None))} >= {
        (REC.publishedBasis, DETAILBASIS.feed),
        (REC.publishedAt, Literal("2024-03-01T23:30:00+05:30")),
        (REC.languageBasis, DETAILBASIS.words),
        (REC.encoding, Literal("cp1252")),
        (REC.seenOn, Literal("2024-03-05", datatype=XSD.date)),
        (DCTERMS.rights, Literal("CC BY 4.0")),
        (SCHEMA.dateline, Literal("Port Town")),
        (SCHEMA.inLanguage, Literal("en")),
    }
    assert Validator().validate(graph, build_work(Address.of(given), given.url)).conforms


def test_a_printed_day_stands_on_the_dateline(pipeline: Pipeline) -> None:
    graph = build(pipeline.read(article("GENEVA, 15 January 2026 – The minister said that the talks had failed.")), RUN)
    assert graph.value(graph.identifier, REC.publishedBasis) == DETAILBASIS.dateline


def test_an_article_in_another_language_is_kept_and_marked(pipeline: Pipeline) -> None:
    found: list[Extraction] = list(pipeline.read_all([article(GERMAN * 4), article(ENGLISH * 4)]))
    other, english = found
    assert (len(other.statements), len(other.times), len(other.events)) == (0, 0, 0)
    assert [block.role for block in other.blocks] == [BlockRole.BODY]
    assert other.unread == "no statements are looked for in de"
    assert english.statements
    assert english.unread is None
    graph = build(other, RUN)
    assert graph.value(graph.identifier, REC.unread) == Literal(other.unread)
    assert graph.value(graph.identifier, REC.publisher) is not None
    assert describe(other)["unread"] == other.unread
    assert "unread" not in describe(english)


def test_a_language_that_is_no_tag_does_no_harm(pipeline: Pipeline) -> None:
    record = BytesIO(b'{"text": "The minister said that it rained.", "title": "Rain", "language": "x\\" <y>"}')
    (found,) = read("-", stdin=record)
    assert isinstance(found, Article)
    assert found.language is None
    assert len(build(pipeline.read(found), RUN))
