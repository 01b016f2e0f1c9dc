from __future__ import annotations

import pytest

from ingest.discourse import Discourse
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import hear, label, read

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


BODY = "Havel Water Committee"


@pytest.mark.parametrize(
    ("lead", "last"),
    [
        ("A committee was told on Monday that the dam was full.", "The Havel Water Committee met in the old mill."),
        (
            "A parliamentary committee was told on Monday that the dam was full.",
            "The Havel Water Committee will report.",
        ),
        (
            "Anna Weber told a parliamentary panel on Monday that the dam was full.",
            "The Havel Water Committee will report.",
        ),
    ],
)
def test_a_body_that_the_lead_only_classes_is_the_one_named_after_it(
    annotator: Annotator, lead: str, last: str
) -> None:
    heard = hear(annotator, f"{lead}\nMaria Keller said the gates were open.\n{last}")
    for content in ("the dam was full", "the gates were open"):
        assert (heard.where(content), heard.told(content), heard.day(content)) == (BODY, BODY, "2024-03-11")


@pytest.mark.parametrize(
    ("last", "venue"),
    [
        ("The directors spoke at Thursday's annual meeting in Bremen.", "annual meeting in Bremen"),
        ("The meeting was held in Bremen on Thursday.", "meeting"),
        ("The Havel Municipal Council met on Thursday.", COUNCIL),
    ],
)
def test_the_last_sentence_says_where_everybody_spoke(annotator: Annotator, last: str, venue: str) -> None:
    heard = hear(annotator, f"The firm had paid, Maria Keller said.\nJohn Brown said wages would rise.\n{last}")
    assert [heard.where(content) for content in ("The firm had paid", "wages would rise")] == [venue] * 2


@pytest.mark.parametrize(
    "last",
    [
        "The previous meeting was held in May.",
        "Another meeting will be held in Bremen.",
        "Fish live in the river.\nIt is deep.\nIt is cold.\nThe Havel Municipal Council had met in May.",
    ],
)
def test_a_meeting_that_is_over_or_to_come_seats_nobody(annotator: Annotator, last: str) -> None:
    heard = hear(annotator, f"The ferry will stop, Maria Keller said.\nJohn Brown said the river was wide.\n{last}")
    assert [heard.where(content) for content in ("The ferry will stop", "the river was wide")] == [None] * 2


@pytest.mark.parametrize("when", ["At a recent council meeting", "At Monday's council meeting"])
def test_a_meeting_of_another_day_seats_only_whom_its_words_put_there(annotator: Annotator, when: str) -> None:
    heard = hear(annotator, f"{when}, Maria Keller said the ferry would stop.\nJohn Brown said he had a boat.")
    assert heard.where("the ferry would stop") == "council meeting"
    assert heard.where("he had a boat") is None


@pytest.mark.parametrize(
    ("text", "crowd", "venue"),
    [
        (
            "Some 300 villagers gathered at the public meeting in Makale on Thursday.\n{told}",
            "villagers",
            "public meeting",
        ),
        (
            "{told}\nThe firm's annual meeting was held in Bremen on Thursday.",
            "shareholders",
            "annual meeting",
        ),
    ],
)
def test_those_at_a_gathering_hear_everybody_who_speaks_there(
    annotator: Annotator, text: str, crowd: str, venue: str
) -> None:
    told = f"Maria Keller told {crowd} that the dam was full.\nJohn Brown said wages would rise."
    heard = hear(annotator, text.format(told=told))
    for content in ("dam was full", "wages would rise"):
        assert (heard.told(content), heard.where(content), heard.day(content)) == (crowd, venue, "2024-03-14")


@pytest.mark.parametrize(
    "lead",
    [
        "The dam is full, Maria Keller said at a news conference on Thursday with Peter Stone.",
        "The dam is full, Maria Keller and Peter Stone told a news conference on Thursday.",
        "The dam is full.\nDuring the news conference, Maria Keller spoke beside Peter Stone.",
    ],
)
def test_only_its_hosts_speak_at_a_press_conference(annotator: Annotator, lead: str) -> None:
    heard = hear(annotator, f"{lead}\nStone said rain was near.\nJohn Brown, a farmer, said the fields were dry.")
    assert heard.where("rain was near") == "news conference"
    assert heard.where("the fields were dry") is None


@pytest.mark.parametrize(
    "words",
    [
        "John Brown, reached by phone, said",
        "Reached by phone, John Brown said",
        "John Brown said by text message",
        "John Brown said in an email",
        "In a letter to the mayor, John Brown said",
        "John Brown wrote in an email",
    ],
)
def test_whoever_is_reached_by_phone_or_in_writing_is_not_in_the_session(annotator: Annotator, words: str) -> None:
    heard = hear(
        annotator,
        "The Havel Municipal Council met on Monday.\nMaria Keller said the ferry would stop.\n"
        f"{words} that the river was wide.\nPeter Stone said the bridge was old.",
    )
    said = ("the ferry would stop", "the river was wide", "the bridge was old")
    assert [heard.where(content) for content in said] == [COUNCIL, None, COUNCIL]
