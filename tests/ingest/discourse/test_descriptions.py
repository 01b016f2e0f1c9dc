"""Whom a description means: by a nation, a number, an age, or a name that a clause gives."""

from __future__ import annotations

import pytest

from ingest.model import Basis, EntityKind
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import hear

MINISTERS = "Syrian Foreign Minister Omar Haddad met his Turkish counterpart Kemal Aydin in Geneva."


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("The Syrian", "Omar Haddad"),
        ("The Turk", "Kemal Aydin"),
        ("The Syrian minister", "Omar Haddad"),
        ("The Turkish minister", "Kemal Aydin"),
    ],
)
def test_a_nation_says_which_of_two_is_meant_also_one_called_counterpart(
    annotator: Annotator, source: str, meant: str
) -> None:
    heard = hear(annotator, f"{MINISTERS}\n{source} said the border would open.")
    assert heard.who("the border would open") == meant
    assert heard.statement("the border would open").claimants[0].basis is Basis.DESCRIPTION


@pytest.mark.parametrize(
    "before",
    [
        "Norway and Kenya signed a fishing treaty on Monday.",
        "Norway sent a ship to Kenya.\nIt carried grain.",
        "The Norwegian envoy arrived in Kenya on Monday.",
        "The Norwegian envoy arrived in Nairobi on Monday.",
    ],
)
@pytest.mark.parametrize("both", ["The two countries", "Both countries"])
def test_the_two_countries_are_those_spoken_of_by_name_adjective_or_capital(
    annotator: Annotator, before: str, both: str
) -> None:
    heard = hear(annotator, f"{before}\n{both} said the seas were calm.")
    assert heard.who("the seas were calm") == "Norway and Kenya"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A tenant known as Umm Karim", "Umm Karim"),
        ("A miller who gave his name as Yusuf Aziz", "Yusuf Aziz"),
        ("A fugitive called Duncan Murray", "Duncan Murray"),
    ],
)
def test_somebody_known_by_a_name_is_a_person_of_that_name(annotator: Annotator, source: str, name: str) -> None:
    heard = hear(annotator, f"{source} said the roof leaked.\n{name} said the rent was high.")
    assert heard.who("the roof leaked") == heard.who("the rent was high") == name
    assert [e.kind for e in heard.found.entities if e.label == name] == [EntityKind.PERSON]


@pytest.mark.parametrize(("age", "name"), [(54, "Peter Stone"), (60, "John Brown")])
def test_an_age_says_who_is_meant(annotator: Annotator, age: int, name: str) -> None:
    text = f"Peter Stone, 54, bought the mill.\nJohn Brown, 60, sold it.\nThe {age}-year-old said the mill was old."
    assert hear(annotator, text).who("the mill was old") == name


def test_an_age_that_nobody_was_given_is_whoever_is_in_mind(annotator: Annotator) -> None:
    text = "Peter Stone bought the mill.\nThe mill was old, the 54-year-old said."
    assert hear(annotator, text).who("The mill was old") == "Peter Stone"


@pytest.mark.parametrize("publisher", ["Evening Star", "The Evening Star", "Star of Bremen"])
def test_a_paper_by_a_part_of_its_name_is_the_publisher(annotator: Annotator, publisher: str) -> None:
    heard = hear(annotator, "Anna Weber told the Star that the mill was old.", publisher)
    told = heard.statement("the mill was old").addressee
    assert told is not None
    assert (told.entity, told.basis) == (0, Basis.PUBLISHER)


def test_another_paper_is_not_the_publisher(annotator: Annotator) -> None:
    assert hear(annotator, "Anna Weber told the Star that the mill was old.", "Evening Post").told("the mill") == "Star"
