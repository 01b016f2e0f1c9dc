"""Which words are a name, and where it begins and ends."""

from __future__ import annotations

import pytest

from ingest.nlp import Annotator
from tests.ingest.discourse.prose import Heard, hear


def parents(heard: Heard) -> list[tuple[str, str]]:
    entities = heard.found.entities
    return [(entities[part].label, entities[whole].label) for part, whole in heard.found.parents]


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        ("National Assembly's Standing Committee on Water", "National Assembly"),
        ("Havel Provincial Assembly's Standing Committee on Roads", "Havel Provincial Assembly"),
        ("Knesset's Committee on Water", "Knesset"),
    ],
)
def test_a_committee_that_a_parliament_owns_has_the_parliaments_name_in_its_own(
    annotator: Annotator, body: str, whole: str
) -> None:
    heard = hear(annotator, f"Maria Keller told the {body} that the dam was full.")
    assert heard.where("the dam was full") == body
    assert parents(heard) == [(body, whole)]


def test_a_committee_of_a_parliament_that_the_authority_knows_keeps_a_name_of_its_own(annotator: Annotator) -> None:
    text = "Maria Keller told the Kenyan National Assembly's Standing Committee on Water that the dam was full."
    heard = hear(annotator, text)
    assert heard.where("the dam was full") == "Standing Committee on Water"
    assert parents(heard) == [("Standing Committee on Water", "National Assembly of Kenya")]


@pytest.mark.parametrize(
    "body",
    [
        "House committee on natural resources",
        "Senate committee on roads and bridges",
        "Havel Assembly committee on fish and game",
    ],
)
def test_a_body_with_a_small_noun_goes_on_with_its_small_topic(annotator: Annotator, body: str) -> None:
    heard = hear(annotator, f"Maria Keller told the {body} on Monday that the dam was full.")
    assert heard.where("the dam was full") == body


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("CAH", "Comité de Água do Havel"),
        ("OAH", "Órgão de Águas do Havel"),
        ("AVA", "Água Viva Association"),
        ("WOOTN", "Water Office of the North"),
    ],
)
def test_an_acronym_is_explained_across_small_words_and_accents(annotator: Annotator, short: str, full: str) -> None:
    heard = hear(annotator, f"The {full} ({short}) met on Friday.\n{short} said the dam was full.")
    assert heard.who("the dam was full") == full


@pytest.mark.parametrize("letters", ["QC", "KC", "OBE"])
def test_letters_after_a_name_are_no_part_of_it(annotator: Annotator, letters: str) -> None:
    text = f"Maria Keller {letters} opened the case.\nMaria Keller {letters} said the dam was full."
    assert hear(annotator, text).who("the dam was full") == "Maria Keller"
