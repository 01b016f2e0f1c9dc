"""Where something was said, from the words beside its cue."""

from __future__ import annotations

import pytest

from ingest.model import EntityKind
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import hear, label, read


def where(annotator: Annotator, text: str, content: str, cue: str = "said") -> tuple[str | None, str | None]:
    found = read(annotator, text, ("Maria Keller", cue, content))
    return label(found, found.statements[0].venue), label(found, found.statements[0].addressee)


@pytest.mark.parametrize(
    ("scene", "venue"),
    [
        ("at a news conference", "news conference"),
        ("at a news conference in Geneva", "news conference"),
        ("at a briefing in Geneva", "briefing in Geneva"),
        ("during a Senate hearing", "Senate"),
        ("in Geneva", "Geneva"),
        ("in a speech at the European Parliament", "European Parliament"),
        ("in an interview in Geneva", None),
        ("by telephone from Geneva", None),
        ("in a statement", None),
        ("in a letter to the European Parliament", None),
    ],
)
def test_a_meeting_or_a_town_is_a_venue_and_a_channel_is_none(
    annotator: Annotator, scene: str, venue: str | None
) -> None:
    assert where(annotator, f"Maria Keller said {scene} that the dam was full.", "the dam was full")[0] == venue


@pytest.mark.parametrize(
    ("scene", "addressee"),
    [
        ("in an interview with Reuters", "Reuters"),
        ("in a letter to the European Parliament", "European Parliament"),
        ("at a meeting with farmers", "farmers"),
    ],
)
def test_whoever_an_interview_or_a_letter_is_with_or_to_is_told(
    annotator: Annotator, scene: str, addressee: str
) -> None:
    assert where(annotator, f"Maria Keller said {scene} that the dam was full.", "the dam was full")[1] == addressee


def test_who_appears_before_a_body_speaks_there_and_to_it(annotator: Annotator) -> None:
    text = "Testifying before the Senate Water Committee, Maria Keller said the dam was full."
    assert where(annotator, text, "the dam was full") == ("Senate Water Committee", "Senate Water Committee")


def test_a_post_has_no_venue(annotator: Annotator) -> None:
    text = "Maria Keller tweeted in Geneva that the dam was full."
    assert where(annotator, text, "the dam was full", "tweeted")[0] is None


def test_a_place_in_which_something_is_said_is_a_site(annotator: Annotator) -> None:
    text = "Maria Keller said in Geneva that the dam was full."
    found = read(annotator, text, ("Maria Keller", "said", "the dam was full"))
    assert [entity.kind for entity in found.entities if entity.label == "Geneva"] == [EntityKind.SITE]


def test_a_dateline_is_no_venue(annotator: Annotator) -> None:
    text = "GENEVA (AP) - Maria Keller said the dam was full."
    assert where(annotator, text, "the dam was full")[0] is None


def test_two_meetings_of_the_same_sort_are_two(annotator: Annotator) -> None:
    text = "Maria Keller said at a rally that the dam was full.\nJohn Brown said at a rally that it was empty."
    found = read(
        annotator,
        text,
        ("Maria Keller", "said", "the dam was full"),
        ("John Brown", "said", "it was empty"),
    )
    one, other = (statement.venue for statement in found.statements[:2])
    assert one is not None
    assert other is not None
    assert one.entity != other.entity


def test_a_committees_name_shows_the_house_it_is_part_of(annotator: Annotator) -> None:
    text = "Maria Keller told the National Assembly Standing Committee on Water that the dam was full."
    found = read(
        annotator,
        text,
        ("Maria Keller", "told", "the dam was full", "the National Assembly Standing Committee on Water"),
    )
    pairs = [(found.entities[child].label, found.entities[parent].label) for child, parent in found.parents]
    assert pairs == [("National Assembly Standing Committee on Water", "National Assembly")]
    assert found.entities[found.parents[0][1]].mentions


def test_a_parliament_with_its_states_adjective_has_its_full_name(annotator: Annotator) -> None:
    text = "Maria Keller told the Pakistani Senate that the dam was full."
    found = read(annotator, text, ("Maria Keller", "told", "the dam was full", "the Pakistani Senate"))
    venue = found.statements[0].venue
    assert label(found, venue) == "Senate of Pakistan"
    assert venue is not None
    assert found.entities[venue.entity or 0].names == ("Pakistani Senate",)


@pytest.mark.parametrize(
    ("said", "appearance", "venue"),
    [
        ("Maria Keller said the dam was full.", "She was speaking at a briefing in Geneva.", "briefing in Geneva"),
        ("Maria Keller said the dam was full.", "She was speaking at the briefing.", "briefing"),
        ("The dam was full, Maria Keller said.", "She spoke at a rally in Geneva.", "rally in Geneva"),
    ],
)
def test_a_sentence_that_says_where_she_spoke_is_about_what_was_said_before_it(
    annotator: Annotator, said: str, appearance: str, venue: str
) -> None:
    assert hear(annotator, f"{said}\n{appearance}").where("dam was full") == venue


def test_where_she_spoke_is_not_where_he_did(annotator: Annotator) -> None:
    text = (
        "Maria Keller said the dam was full.\nShe was speaking at the briefing.\nJohn Brown said the fields were dry."
    )
    assert hear(annotator, text).where("the fields were dry") is None


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("At a briefing hours later, Maria Keller said the road was dry.", "briefing"),
        ("“The road was dry,” Maria Keller said, pouring tea in her kitchen.", "kitchen"),
        ("An aide to the minister, who briefed reporters in the courtyard, said the road was dry.", "courtyard"),
        ("The road was dry, according to an aide, who briefed reporters in the courtyard.", "courtyard"),
        ("At the Hilltop plant, work went on. “The road was dry,” Maria Keller said.", "Hilltop plant"),
        ("The World Reef Conference ended. In a speech at the closing session, Maria Keller said the road was dry.",
         "World Reef Conference"),
    ],
)  # fmt: skip
def test_words_around_a_saying_place_it(annotator: Annotator, text: str, venue: str) -> None:
    assert hear(annotator, text).where("road was dry") == venue


def test_a_demand_on_somebody_is_no_broadcast(annotator: Annotator) -> None:
    heard = hear(annotator, "China on Thursday called on the European Union to lift its tax.")
    assert heard.where("to lift its tax") is None


def test_whoever_is_asked_in_a_session_answers_in_it(annotator: Annotator) -> None:
    text = (
        "In March a prosecutor, Wilfredo Ccama, told a congressional committee that the firm was a door.\n"
        "The committee’s chairwoman, Rosa Tudela, asked Ccama if the tax office knew. He said that it did."
    )
    assert hear(annotator, text).where("it did") == "congressional committee"
