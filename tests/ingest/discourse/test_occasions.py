from __future__ import annotations

from ingest.model import Basis, TimeBasis
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import label, read

COUNCIL = "Regional Council on Water"


def test_a_body_that_is_told_something_is_addressee_and_venue(annotator: Annotator) -> None:
    text = "Maria Keller told the Regional Council on Water that the dam was full."
    found = read(annotator, text, ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"))
    statement = found.statements[0]
    assert label(found, statement.addressee) == COUNCIL
    assert label(found, statement.venue) == COUNCIL


def test_people_who_are_told_something_are_no_venue(annotator: Annotator) -> None:
    text = "Maria Keller told reporters that the dam was full."
    found = read(annotator, text, ("Maria Keller", "told", "the dam was full", "reporters"))
    assert label(found, found.statements[0].addressee) == "reporters"
    assert found.statements[0].venue is None


def test_one_occasion_shares_its_audience_and_day_and_the_lead_sentence_counts(annotator: Annotator) -> None:
    text = (
        "Maria Keller said on Thursday that the dam was full.\n"
        "Keller told the Regional Council on Water that rain had come early.\n"
        "She told the council that the gates would open."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "said", "the dam was full"),
        ("Keller", "told", "rain had come early", "the Regional Council on Water"),
        ("She", "told", "the gates would open", "the council"),
    )
    lead, second, third = found.statements[:3]
    assert [label(found, s.venue) for s in (lead, second, third)] == [COUNCIL] * 3
    assert lead.venue is not None
    assert lead.venue.basis is Basis.SAME_OCCASION
    assert third.addressee is not None
    assert third.addressee.basis is Basis.DESCRIPTION
    days = [found.times[s.said_on] for s in (lead, second, third) if s.said_on is not None]
    assert [day.edtf for day in days] == ["2024-03-14"] * 3
    assert [day.basis for day in days] == [TimeBasis.EXPLICIT, TimeBasis.INHERITED, TimeBasis.INHERITED]


def test_another_speaker_shares_nothing(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Regional Council on Water that the dam was full.\nJohn Brown said the farmers were glad."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"),
        ("John Brown", "said", "the farmers were glad"),
    )
    assert found.statements[1].venue is None
    assert found.statements[1].addressee is None
