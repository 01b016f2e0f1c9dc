"""What tells an entry of the authority from its namesakes, on extractions made by hand."""

from datetime import date

import pytest

import ontology
from ingest.actors import words
from ingest.actors.features import candidates, gather, scan, survey
from ingest.actors.names import Names
from ingest.link import SURE, UNLIKELY, Linker
from ingest.model import Article, Entity, EntityKind, Extraction, Span


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(ontology.authority())


@pytest.fixture(scope="module")
def names(linker: Linker) -> Names:
    return linker.names


def read(text: str, *entities: tuple[EntityKind, str], published: date = date(2022, 3, 10)) -> Extraction:
    found = tuple(
        Entity(kind, label, (), (Span(at, at + len(label)),) if (at := text.find(label)) >= 0 else ())
        for kind, label in entities
    )
    return Extraction(Article(text=text, origin="test", published=published), (), (), found)


def score(linker: Linker, extraction: Extraction, entity: int = 0) -> float:
    return next((link.score for link in linker.link(extraction) if link.entity == entity), 0.0)


def test_states_are_found_by_name_adjective_and_capital(names: Names) -> None:
    found = [str(state).rpartition("/")[2] for _, state in scan("Kenya's envoy met Ugandan officials in Kyiv.", names)]
    assert found == ["kenya", "uganda", "ukraine"]


def test_an_article_begins_where_its_dateline_says(names: Names) -> None:
    seat = survey(read("NAIROBI — The Senate met on Monday."), names).seat
    assert str(seat).endswith("actor/kenya")


def test_a_bare_name_is_that_of_the_state_the_article_speaks_of(names: Names) -> None:
    extraction = read("NAIROBI — The Senate met on Monday.", (EntityKind.FORUM, "Senate"))
    (entry,) = candidates(extraction.entities[0], names, survey(extraction, names))
    assert str(entry.iri).endswith("forum/senate-of-kenya")


def test_a_minister_is_the_minister_and_a_publican_is_not(linker: Linker) -> None:
    minister = "ANTALYA — Russian Foreign Minister Sergey Lavrov met Dmytro Kuleba of Ukraine on Thursday."
    people = ((EntityKind.PERSON, "Sergey Lavrov"), (EntityKind.PERSON, "Dmytro Kuleba"))
    assert score(linker, read(minister, *people)) >= SURE
    publican = "LISTOWEL — The publican John Kerry told Aoife Brosnan in Ireland that he was tired of it."
    others = ((EntityKind.PERSON, "John Kerry"), (EntityKind.PERSON, "Aoife Brosnan"))
    assert score(linker, read(publican, *others)) < UNLIKELY


def test_an_office_counts_on_the_days_on_which_it_was_held(names: Names) -> None:
    text = "LONDON — Prime Minister Liz Truss spoke."
    person = (EntityKind.PERSON, "Liz Truss")
    for day, held in ((date(2022, 9, 20), 1.0), (date(2015, 1, 1), 0.0)):
        (choice,) = gather(read(text, person, published=day), names, words.load())
        assert choice.rows[0]["role"] == held


def test_an_acronym_that_is_spelled_out_as_something_else_is_nobody_on_record(names: Names) -> None:
    text = "The Ruritanian Apple Farmers (RAF) of Germany met."
    entity = Entity(EntityKind.ORGANIZATION, "Ruritanian Apple Farmers", ("RAF",), (Span(4, 28),))
    extraction = Extraction(Article(text=text, origin="test"), (), (), (entity,))
    assert candidates(entity, names, survey(extraction, names)) == ()
    alone = Entity(EntityKind.ORGANIZATION, "RAF", (), (Span(30, 33),))
    assert len(candidates(alone, names, survey(extraction, names))) == 1


def test_a_body_that_bears_the_name_of_a_seat_is_the_state(names: Names) -> None:
    extraction = read("Downing Street said no.", (EntityKind.ORGANIZATION, "Downing Street"))
    (entry,) = candidates(extraction.entities[0], names, survey(extraction, names))
    assert str(entry.iri).endswith("actor/united-kingdom")
