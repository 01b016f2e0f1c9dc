from __future__ import annotations

from ingest.discourse import Discourse
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import label, read

COURT = "Bremen Regional Court"
COUNCIL = "Havel Municipal Council"


def venue(found: Discourse, number: int) -> str | None:
    return label(found, found.statements[number].venue)


def test_a_judge_and_a_witness_speak_in_the_court_that_the_lead_shows_ruling(annotator: Annotator) -> None:
    text = (
        "The Bremen Regional Court ruled on Tuesday that the bakery must pay its staff.\n"
        "Judge Maria Keller noted that the books were empty.\n"
        "The bookkeeper, John Brown, testified that the safe had been open."
    )
    found = read(
        annotator,
        text,
        ("The Bremen Regional Court", "ruled", "the bakery must pay its staff"),
        ("Judge Maria Keller", "noted", "the books were empty"),
        ("John Brown", "testified", "the safe had been open"),
    )
    assert [venue(found, n) for n in range(3)] == [None, COURT, COURT]
    assert [label(found, found.statements[n].addressee) for n in (1, 2)] == [None, COURT]
    days = [found.times[s.said_on].edtf for s in found.statements[:3] if s.said_on is not None]
    assert days == ["2024-03-12"] * 3


def test_nobody_speaks_in_a_court_that_the_article_has_left(annotator: Annotator) -> None:
    text = (
        "The Bremen Regional Court ruled on Tuesday that the bakery must pay its staff.\n"
        "Maria Keller told the Daily Gazette that she was glad.\n"
        "The defendant said that he would bake on."
    )
    found = read(
        annotator,
        text,
        ("The Bremen Regional Court", "ruled", "the bakery must pay its staff"),
        ("Maria Keller", "told", "she was glad", "the Daily Gazette"),
        ("The defendant", "said", "he would bake on"),
    )
    assert [venue(found, n) for n in range(3)] == [None, None, None]


def test_whoever_speaks_in_the_report_of_a_meeting_speaks_there_until_words_put_it_elsewhere(
    annotator: Annotator,
) -> None:
    text = (
        "At Monday's meeting of the Havel Municipal Council the ferry was discussed.\n"
        "The chairwoman, Maria Keller, announced that it would stop.\n"
        "John Brown complained at the meeting that he had no bridge.\n"
        "Peter Stone said that the river was wide.\n"
        "Outside the hall, Anna Weber said that she would not pay.\n"
        "Karl Braun had said last year that it was cheap."
    )
    found = read(
        annotator,
        text,
        ("Maria Keller", "announced", "it would stop"),
        ("John Brown", "complained", "he had no bridge"),
        ("Peter Stone", "said", "the river was wide"),
        ("Anna Weber", "said", "she would not pay"),
        ("Karl Braun", "said", "it was cheap"),
    )
    assert [venue(found, n) for n in range(5)] == [COUNCIL, COUNCIL, COUNCIL, "hall", None]


def test_a_court_that_is_begged_is_called_what_it_is(annotator: Annotator) -> None:
    text = "Maria Keller begged a juvenile court in Bremen to spare her son."
    found = read(annotator, text, ("Maria Keller", "begged", "to spare her son", "a juvenile court in Bremen"))
    assert venue(found, 0) == "juvenile court in Bremen"
