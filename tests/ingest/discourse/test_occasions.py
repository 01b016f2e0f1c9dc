from __future__ import annotations

from ingest.discourse import Discourse
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
    text = "Maria Keller told a news conference that the dam was full.\nJohn Brown said the farmers were glad."
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "a news conference"),
        ("John Brown", "said", "the farmers were glad"),
    )
    assert found.statements[1].venue is None
    assert found.statements[1].addressee is None


def test_another_speaker_in_the_report_of_a_sitting_speaks_there_and_to_it(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Regional Council on Water that the dam was full.\nJohn Brown said the farmers were glad."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"),
        ("John Brown", "said", "the farmers were glad"),
    )
    first, second = found.statements
    assert first.venue is not None
    assert second.venue is not None
    assert second.addressee is not None
    assert second.venue.entity == second.addressee.entity == first.venue.entity


def days(found: Discourse) -> list[str | None]:
    return [found.times[s.said_on].edtf if s.said_on is not None else None for s in found.statements]


def test_an_occasion_is_one_value_with_its_statements(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Regional Council on Water on Thursday that the dam was full.\n"
        "She said that the gates would open."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"),
        ("She", "said", "the gates would open"),
    )
    occasion = found.occasions[0]
    assert occasion.statements == (0, 1)
    assert label(found, occasion.venue) == label(found, occasion.addressee) == COUNCIL
    assert occasion.said_on is not None
    assert found.times[occasion.said_on].edtf == "2024-03-14"


def test_the_members_of_a_body_are_no_other_audience(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Regional Council on Water on Thursday that the dam was full.\n"
        "She told the lawmakers that the gates would open."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"),
        ("She", "told", "the gates would open", "the lawmakers"),
    )
    assert label(found, found.statements[1].venue) == COUNCIL
    assert days(found)[1] == "2024-03-14"


def test_what_another_told_the_same_body_is_of_the_same_day(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Regional Council on Water on Thursday that the dam was full.\n"
        "John Brown told the council that it was empty."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the Regional Council on Water"),
        ("John Brown", "told", "it was empty", "the council"),
    )
    assert days(found)[:2] == ["2024-03-14", "2024-03-14"]


def test_a_day_of_long_ago_is_not_that_of_what_stands_before_it(annotator: Annotator) -> None:
    text = "Maria Keller said that the dam was full.\nKeller said on Jan. 8 that it was empty."
    found = read(annotator, text, ("Maria Keller", "said", "the dam was full"), ("Keller", "said", "it was empty"))
    assert days(found)[:2] == ["2024-03-15~", "2024-01-08"]


def test_a_bygone_meeting_is_not_the_days(annotator: Annotator) -> None:
    text = "Maria Keller said at a recent rally that the dam was full.\nShe said that it was empty."
    found = read(annotator, text, ("Maria Keller", "said", "the dam was full"), ("She", "said", "it was empty"))
    assert found.statements[0].venue is not None
    assert found.statements[1].venue is None


def test_a_crowd_hears_what_stands_beside_it_and_a_far_sentence_is_another_occasion(annotator: Annotator) -> None:
    text = (
        "Maria Keller opened a bridge.\nIt was long.\nIt was wide.\n"
        "Keller told villagers that the dam was full.\nThe sun shone.\nBirds sang.\nA dog slept.\nIt was hot.\n"
        "Keller said that it was empty."
    )
    found = read(
        annotator,
        text,
        ("Keller", "told", "the dam was full", "villagers"),
        ("Keller", "said", "it was empty"),
    )
    assert found.statements[1].addressee is None


def test_today_in_a_quotation_is_the_day_it_was_spoken_on(annotator: Annotator) -> None:
    text = "“The gates open today,” Maria Keller told reporters on Tuesday."
    found = read(annotator, text, ("Maria Keller", "told", "“The gates open today,”", "reporters"), quoted=True)
    assert {time.words: time.edtf for time in found.times if time.words} == {
        "today": "2024-03-12",
        "Tuesday": "2024-03-12",
    }
