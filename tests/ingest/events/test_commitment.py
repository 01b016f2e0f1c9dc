"""Whether somebody holds that it happened, that it did not, or leaves it open: cue and words together."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Stance
from ingest.nlp import Annotator
from tests.ingest.events.stage import Said, play

AFFIRM, DENY, ENTERTAIN = Stance.AFFIRM, Stance.DENY, Stance.ENTERTAIN

SAID = [
    ("Kenya bombed Somalia", AFFIRM),
    ("Kenya did not bomb Somalia", DENY),
    ("Kenya never bombed Somalia", DENY),
    ("nobody bombed Somalia", DENY),
    ("no Kenyan jet bombed Somalia", DENY),
    ("Kenya may have bombed Somalia", ENTERTAIN),
    ("Kenya allegedly bombed Somalia", ENTERTAIN),
    ("Kenya could not bomb Somalia", DENY),
    ("Kenya should not bomb Somalia", ENTERTAIN),
    ("if Kenya bombs Somalia, Oman will help", ENTERTAIN),
    ("Oman would help if Kenya bombed Somalia", ENTERTAIN),
    ("Kenya would have bombed Somalia", ENTERTAIN),
    ("Kenya will bomb Somalia in May", AFFIRM),
    ("Kenya planned to bomb Somalia", ENTERTAIN),
    ("Kenya had no plans to bomb Somalia", DENY),
    ("there is no chance that Kenya will bomb Somalia", DENY),
    ("Kenya managed to bomb Somalia", AFFIRM),
    ("Kenya failed to bomb Somalia", DENY),
    ("Kenya did not fail to bomb Somalia", AFFIRM),
    ("Kenya stopped bombing Somalia", AFFIRM),
    ("it was not clear whether Kenya bombed Somalia", ENTERTAIN),
    ("it had rained after Kenya bombed Somalia", AFFIRM),
    ("it did not rain after Kenya bombed Somalia", AFFIRM),
    ("the planes that bombed Somalia were not new", AFFIRM),
    ("an invasion of Somalia never took place", DENY),
    ("there was no invasion of Somalia", DENY),
    ("the invasion of Somalia was not wise", AFFIRM),
    ("they had prevented an invasion of Somalia", DENY),
    ("there is no chance Kenya will bomb Somalia", DENY),
    ("sanctions and an invasion of Somalia would hurt Kenya", ENTERTAIN),
    ("there was a risk of an invasion of Somalia", ENTERTAIN),
    ("the invasion of Somalia must end", AFFIRM),
    ("a planned invasion of Somalia was known", ENTERTAIN),
    ("an invasion of Somalia would hurt Kenya", ENTERTAIN),
    ("Kenya had not carried out any raid", DENY),
    ("an invasion of Somalia was a crime", ENTERTAIN),
    ("an invasion of Somalia was likely", ENTERTAIN),
    ("there were ways and reasons to bomb Somalia", ENTERTAIN),
]


@pytest.mark.parametrize(("content", "stance"), SAID)
def test_the_words_of_what_is_said(annotator: Annotator, content: str, stance: Stance) -> None:
    text = f"The minister said that {content}."
    assert play(annotator, text, Said("the minister", "said", content)).stances("ASSAULT") == [stance]


CUES = [
    (Said("the minister", "denied", "Kenya bombed Somalia", "deny", "deny", DENY), "that ", DENY),
    (Said("the minister", "denied", "Kenya did not bomb Somalia", "deny", "deny", DENY), "that ", AFFIRM),
    (Said("the minister", "denied", "Kenya planned to bomb Somalia", "deny", "deny", DENY), "that ", DENY),
    (Said("the minister", "denied", "involvement in the bombing of Somalia", "deny", "deny", DENY), "", AFFIRM),
    (Said("the minister", "denied", "the bombing of Somalia", "deny", "deny", DENY), "", DENY),
    (Said("the minister", "denied", "carrying out the bombing of Somalia", "deny", "deny", DENY), "", DENY),
    (Said("the minister", "asked", "Kenya bombed Somalia", "ask", "ask", ENTERTAIN), "whether ", ENTERTAIN),
    (Said("the minister", "threatened", "to bomb Somalia", "threaten", "threaten"), "", ENTERTAIN),
    (Said("the minister", "promised", "Kenya would not bomb Somalia", "promise", "promise"), "that ", DENY),
    (Said("the minister", "promised", "Kenya would bomb Somalia", "promise", "promise"), "that ", ENTERTAIN),
    (Said("the minister", "demanded", "Kenya should bomb Somalia", "demand", "demand"), "that ", ENTERTAIN),
    (Said("the minister", "warned of", "a bombing of Somalia", "warn of", "warn"), "", ENTERTAIN),
    (Said("the minister", "warned", "Kenya had bombed Somalia", "warn", "warn"), "that ", AFFIRM),
    (Said("the minister", "refused", "to bomb Somalia", "refuse", "refuse", DENY), "", DENY),
    (Said("the minister", "claimed", "to have bombed Somalia", "claim"), "", AFFIRM),
    (Said("the minister", "condemned", "the bombing of Somalia", "condemn", "condemn"), "", AFFIRM),
    (Said("the minister", "accused", "Kenya of bombing Somalia", "accuse", "accuse"), "", AFFIRM),
    (Said("the minister", "demanded", "an end to the bombing of Somalia", "demand", "demand"), "", AFFIRM),
    (Said("the minister", "hoped", "Kenya bombed Somalia", "hope", kind=Kind.ATTITUDE), "that ", ENTERTAIN),
    (Said("the minister", "believed", "Kenya bombed Somalia", "believe", kind=Kind.ATTITUDE), "that ", AFFIRM),
]


@pytest.mark.parametrize(("said", "joint", "stance"), CUES)
def test_the_cue_has_its_say(annotator: Annotator, said: Said, joint: str, stance: Stance) -> None:
    text = f"The minister {said.cue} {joint}{said.content}."
    assert play(annotator, text, said).stances("ASSAULT") == [stance]


def test_a_demand_that_is_not_met_was_made(annotator: Annotator) -> None:
    text = "The minister said that no state could meet Kenya's demands."
    scene = play(annotator, text, Said("the minister", "said", "no state could meet Kenya's demands"))
    assert (scene.stances("CONCEDE"), scene.stances("REQUEST")) == ([DENY], [AFFIRM])


def test_what_one_says_one_will_do_is_left_open(annotator: Annotator) -> None:
    text = "Kenya said that Kenya would bomb Somalia."
    assert play(annotator, text, Said("Kenya", "said", "Kenya would bomb Somalia")).stances("ASSAULT") == [ENTERTAIN]


def test_a_question_leaves_it_open(annotator: Annotator) -> None:
    assert play(annotator, "Did Kenya bomb Somalia?").stances("ASSAULT") == [ENTERTAIN]


def test_who_repeats_a_statement_does_not_share_it(annotator: Annotator) -> None:
    text = "The envoy said that the minister denied that Kenya bombed Somalia."
    outer = Said("the envoy", "said", "the minister denied that Kenya bombed Somalia")
    inner = Said("the minister", "denied", "Kenya bombed Somalia", "deny", "deny", DENY)
    assert play(annotator, text, outer, inner).one("ASSAULT").statements == ((1, DENY),)
