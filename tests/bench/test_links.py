"""How links are scored, and that their gold set holds to its form."""

import pytest
from rdflib import RDF, URIRef

import ontology
from bench.links import Answer, Figures, bin_scores, find_entity, read_gold
from ingest.address import BASE
from ingest.model import Article, Entity, EntityKind, Extraction, Span

RIGHT = Answer("a", "UN", "forum/un", "forum/un", 0.9)
WRONG = Answer("a", "UN", "forum/un", "forum/us", 0.9)
UNSURE = Answer("a", "UN", "forum/un", "forum/un", 0.5)
MISSED = Answer("a", "UN", "forum/un", None, 0.0)
NIL = Answer("a", "Zaza", None, None, 0.0)
MADE_UP = Answer("a", "Zaza", None, "actor/zaza", 0.9)


@pytest.mark.parametrize(
    ("answers", "precision", "recall", "nil"),
    [
        ([RIGHT, NIL], 100, 100, 100),
        ([RIGHT, WRONG], 50, 50, 0),
        ([RIGHT, UNSURE], 100, 50, 0),
        ([RIGHT, MISSED], 100, 50, 0),
        ([RIGHT, MADE_UP], 50, 100, 0),
    ],
)
def test_only_links_that_are_published_as_exact_count(
    answers: list[Answer], precision: float, recall: float, nil: float
) -> None:
    figures = Figures.of(answers)
    assert (figures.precision, figures.recall, figures.nil) == (precision, recall, nil)


def test_scores_are_set_against_how_often_they_were_right() -> None:
    assert [*bin_scores([RIGHT, WRONG, UNSURE, NIL], (0.0, 0.6, 1.01))] == [(1, 0.5, 1.0), (2, 0.9, 0.5)]


def test_the_entity_of_a_name_is_that_of_the_mention_that_shares_most_of_it() -> None:
    entities = (
        Entity(EntityKind.ORGANIZATION, "Qatar's foreign ministry", (), (Span(0, 24),)),
        Entity(EntityKind.STATE, "Qatar", (), (Span(0, 5),)),
        Entity(EntityKind.PLACE, "Doha", (), (Span(30, 34),)),
    )
    extraction = Extraction(Article(text="…" * 40, origin="test"), (), (), entities)
    assert find_entity(extraction, Span(0, 5)) == 1
    assert find_entity(extraction, Span(0, 24)) == 0
    assert find_entity(extraction, Span(30, 34)) is None
    assert find_entity(extraction, Span(26, 29)) is None


def test_every_annotated_name_is_printed_and_every_entry_is_there() -> None:
    known = {each for each in ontology.authority().subjects(RDF.type) if isinstance(each, URIRef)}
    for row, article in read_gold():
        for mention in row["mentions"]:
            assert Span(*mention["span"]).of(article.text) == mention["name"], row["id"]
            assert mention["target"] is None or URIRef(BASE + mention["target"]) in known, mention
