from __future__ import annotations

from ingest.model import Basis, EntityKind, QuoteForm
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import claimant, read


def test_a_short_name_joins_the_full_one(annotator: Annotator) -> None:
    text = "Maria Keller opened the bridge.\nKeller said the work had taken three years."
    found = read(annotator, text, ("Keller", "said", "the work had taken three years"))
    assert claimant(found) == "Maria Keller"
    entity = found.statements[0].claimants[0].entity
    assert entity is not None
    assert found.entities[entity].names == ("Keller",)


def test_a_pronoun_goes_to_the_last_speaker_and_not_to_the_nearest_subject(annotator: Annotator) -> None:
    text = (
        "Maria Keller told reporters that the bridge was safe.\n"
        "John Brown opened a shop beside it.\n"
        "She added that trains would run in May."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the bridge was safe", "reporters"),
        ("She", "added", "trains would run in May"),
    )
    assert claimant(found, 1) == "Maria Keller"
    assert found.statements[1].claimants[0].basis is Basis.PRONOUN


def test_people_without_a_name_are_a_source_of_their_own_under_their_class(annotator: Annotator) -> None:
    text = "A senior official said the talks had failed."
    found = read(annotator, text, ("A senior official", "said", "the talks had failed"))
    entity = found.statements[0].claimants[0].entity
    assert entity is not None
    assert found.entities[entity].kind is EntityKind.UNNAMED
    assert found.entities[entity].label.lower() == "a senior official"


def test_a_passive_without_an_agent_has_no_claimant(annotator: Annotator) -> None:
    text = "The talks are said to have failed."
    found = read(annotator, text, ("", "said", "to have failed"))
    assert found.statements[0].claimants == ()


def test_a_sentence_that_gives_nobody_the_word_is_the_publishers(annotator: Annotator) -> None:
    text = "The bridge opened on Monday.\nMaria Keller said it was safe."
    found = read(annotator, text, ("Maria Keller", "said", "it was safe"))
    own = found.statements[1]
    assert own.attribution.quote_form is QuoteForm.AUTHORIAL
    assert own.attribution.content[0].of(text) == "The bridge opened on Monday."
    assert own.claimants[0].entity == 0
    assert found.entities[0].label == "The Gazette"


def test_an_unknown_publisher_has_no_label(annotator: Annotator) -> None:
    found = read(annotator, "The bridge opened on Monday.", publisher=None)
    assert found.entities[0].kind is EntityKind.PUBLISHER
    assert found.entities[0].label == ""


def test_the_official_is_the_official_spoken_of_before(annotator: Annotator) -> None:
    text = "A senior official said the talks had failed.\nThe official said they would go on."
    found = read(
        annotator,
        text,
        ("A senior official", "said", "the talks had failed"),
        ("The official", "said", "they would go on"),
    )
    assert claimant(found, 0) == claimant(found, 1) == "a senior official"
