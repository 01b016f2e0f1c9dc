"""What goes on from what was just said or told of: its day, and who hears it."""

from __future__ import annotations

from ingest.nlp import Annotator
from tests.ingest.discourse.prose import hear


def test_the_next_sentence_of_a_speaker_is_of_the_same_week(annotator: Annotator) -> None:
    text = "Maria Keller told the Dawn Post last week that the dam was full. She would resign, Keller said."
    heard = hear(annotator, text)
    assert heard.day("the dam was full") == heard.day("She would resign") == "2024-03-04/2024-03-10"


def test_another_paragraph_does_not_go_on_with_a_bygone_week(annotator: Annotator) -> None:
    text = "Maria Keller told the Dawn Post last week that the dam was full.\nKeller said the road was open."
    assert hear(annotator, text).day("the road was open") == "2024-03-15~"


def test_at_the_time_is_the_time_just_told_of(annotator: Annotator) -> None:
    text = "The tax was announced in January. The miners said at the time that it would ruin them."
    assert hear(annotator, text).day("it would ruin them") == "2024-01"


def test_after_the_hearing_is_the_day_of_the_hearing(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Senate committee on Wednesday that the dam was full.\n"
        "John Brown said after the hearing that it was empty."
    )
    assert hear(annotator, text).day("it was empty") == "2024-03-13"


def test_what_is_told_after_a_meeting_of_a_day_is_of_that_day(annotator: Annotator) -> None:
    text = "The two ministers held talks in Vienna on Tuesday. Maria Keller offered to open the gate."
    assert hear(annotator, text).day("to open the gate") == "2024-03-12"


def test_what_is_told_after_a_meeting_to_come_is_not(annotator: Annotator) -> None:
    text = "The two ministers will hold talks in Vienna on Tuesday. Maria Keller offered to open the gate."
    assert hear(annotator, text).day("to open the gate") == "2024-03-15~"


def test_an_article_that_begins_with_yesterdays_hearing_goes_on_with_it(annotator: Annotator) -> None:
    text = (
        "Maria Keller told the Water Committee on Thursday that the dam was full.\nIt rained.\n"
        "Keller said the road was open."
    )
    assert hear(annotator, text).day("the road was open") == "2024-03-14"
