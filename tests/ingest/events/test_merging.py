"""One happening is one event, however often the article comes back to it."""

from __future__ import annotations

from ingest.model import Stance
from ingest.nlp import Annotator
from tests.ingest.events.stage import Said, play


def count(annotator: Annotator, text: str, kind: str = "ASSAULT") -> int:
    return sum(event.type == kind for event in play(annotator, text).events)


def test_two_who_disagree_speak_of_one_event(annotator: Annotator) -> None:
    text = "The minister said that Kenya shelled Garissa.\nThe envoy denied that Kenya had shelled Garissa on Monday."
    scene = play(
        annotator,
        text,
        Said("the minister", "said", "Kenya shelled Garissa"),
        Said("the envoy", "denied", "Kenya had shelled Garissa on Monday", "deny", "deny", Stance.DENY),
    )
    event = scene.one("ASSAULT")
    assert event.statements == ((0, Stance.AFFIRM), (1, Stance.DENY))
    assert event.time is not None


def test_the_attack_takes_up_what_was_named_before(annotator: Annotator) -> None:
    scene = play(annotator, "Shabab fighters shelled Garissa. The attack lasted an hour.")
    assert len(scene.one("ASSAULT").statements) == 2


def test_a_noun_and_its_verb_are_one(annotator: Annotator) -> None:
    assert count(annotator, "Kenya bombed Somalia. The bombing of Somalia lasted an hour.") == 1


def test_what_an_attack_did_is_the_attack(annotator: Annotator) -> None:
    scene = play(annotator, "A Kenyan airstrike killed five Shabab fighters.")
    assert scene.parties(scene.one("ASSAULT")) == ("Kenya", "Shabab")


def test_another_attack_is_another_event(annotator: Annotator) -> None:
    assert count(annotator, "Kenya was hit by an attack in Garissa. Another attack followed.") == 2


def test_other_doers_places_or_days_make_other_events(annotator: Annotator) -> None:
    assert count(annotator, "Kenya bombed Somalia. Ethiopia bombed Somalia.") == 2
    assert count(annotator, "Rebels bombed Garissa. Rebels bombed Mombasa.") == 2
    assert count(annotator, "Kenya bombed Somalia in May. Kenya bombed Somalia in July.") == 2


def test_an_indefinite_noun_needs_something_in_common(annotator: Annotator) -> None:
    assert count(annotator, "Kenya bombed Somalia. A bombing is a crime.") == 2


def test_talks_are_the_same_whoever_is_named_first(annotator: Annotator) -> None:
    scene = play(annotator, "Kenya held talks with Somalia. The negotiations between Somalia and Kenya ended.")
    assert scene.parties(scene.one("CONSULT")) == ("Kenya", "Somalia")


def test_who_denies_having_done_it_does_not_deny_that_it_was_done(annotator: Annotator) -> None:
    text = "A bomb attack killed ten people in Mombasa.\nThe Taliban denied that they had carried out the attack."
    scene = play(
        annotator,
        text,
        Said("The Gazette", "A", "bomb attack killed ten people in Mombasa"),
        Said("Taliban", "denied", "they had carried out the attack", "deny", "deny", Stance.DENY),
    )
    assert [event.statements for event in scene.events] == [((0, Stance.AFFIRM),), ((1, Stance.DENY),)]


def test_nobody_is_taken_to_name_the_doer_whom_another_names_and_a_third_denies(annotator: Annotator) -> None:
    text = (
        "The minister said that Kenya shelled Garissa.\nThe envoy denied that Kenya had shelled Garissa.\n"
        "The shelling of Garissa lasted an hour."
    )
    scene = play(
        annotator,
        text,
        Said("the minister", "said", "Kenya shelled Garissa"),
        Said("the envoy", "denied", "Kenya had shelled Garissa", "deny", "deny", Stance.DENY),
        Said("The Gazette", "The", "shelling of Garissa lasted an hour"),
    )
    stated = {scene.name(event.agent): [number for number, _ in event.statements] for event in scene.events}
    assert stated == {"Kenya": [0, 1], None: [2]}


def test_who_speaks_of_talks_does_not_speak_of_their_mediation(annotator: Annotator) -> None:
    text = "Norway mediated the talks between Kenya and Somalia. The talks between Kenya and Somalia ended."
    scene = play(annotator, text)
    assert [(len(event.mediators), len(event.statements)) for event in scene.events] == [(1, 1), (0, 1)]


def test_a_mediation_that_one_names_and_another_denies_is_one_event(annotator: Annotator) -> None:
    text = (
        "The envoy said that Norway mediated the talks between Kenya and Somalia.\n"
        "Kenya denied that Norway had mediated the talks."
    )
    scene = play(
        annotator,
        text,
        Said("the envoy", "said", "Norway mediated the talks between Kenya and Somalia"),
        Said("Kenya", "denied", "Norway had mediated the talks", "deny", "deny", Stance.DENY),
    )
    assert scene.one("CONSULT").statements == ((0, Stance.AFFIRM), (1, Stance.DENY))


def test_events_stand_in_the_order_of_the_text(annotator: Annotator) -> None:
    scene = play(annotator, "Kenya bombed Somalia. Turkey sent tents to Somalia. Oman arrested Omar Hassan.")
    starts = [event.trigger.start for event in scene.events]
    assert [event.type for event in scene.events] == ["ASSAULT", "AID", "COERCE"]
    assert starts == sorted(starts)
