"""Stance, polarity, form, act and kind follow STATEMENTS 16 to 21."""

import pytest

from ingest.lexicon import load
from ingest.model import Kind, QuoteForm, Stance
from tests.ingest.statements.reading import extract, only

AFFIRM, DENY, ENTERTAIN = Stance.AFFIRM, Stance.DENY, Stance.ENTERTAIN


@pytest.mark.parametrize(
    ("text", "stance", "polarity"),
    [
        ("The minister said the road was closed.", AFFIRM, AFFIRM),
        ("The minister said the road was not closed.", AFFIRM, DENY),
        ("The envoy said the talks did not fail.", AFFIRM, DENY),
        ("The minister said no road was closed.", AFFIRM, DENY),
        ("The minister said they would no longer pay.", AFFIRM, DENY),
        ("“You cannot close the road,” she said.", AFFIRM, DENY),
        ("The minister said the report was false.", AFFIRM, DENY),
        ("The minister denied that the road was closed.", DENY, DENY),
        ("The minister denied that the road was not closed.", DENY, AFFIRM),
        ("The minister said there was no doubt that the road was safe.", AFFIRM, AFFIRM),
        ("The minister said the talks failed.", AFFIRM, AFFIRM),
        ("The minister said the road might be closed.", AFFIRM, ENTERTAIN),
        ("The minister said the road was probably closed.", AFFIRM, ENTERTAIN),
        ("The minister asked whether the road was safe.", ENTERTAIN, ENTERTAIN),
        ("“Is the road safe?” asked Berg.", ENTERTAIN, ENTERTAIN),
        ("He asked the council to pray for peace.", AFFIRM, AFFIRM),
        ("She said she would resign if the ban stood.", AFFIRM, ENTERTAIN),
        ("He threatened to resign if the ban stood.", AFFIRM, AFFIRM),
        ("Berg does not believe that the road is safe.", DENY, DENY),
        ("The ministry said the reef lies within its waters.", AFFIRM, AFFIRM),
        ("The ministry said the report lies.", AFFIRM, DENY),
        ("The ministry said the photo was a forgery.", AFFIRM, DENY),
        ("Berg said the bridge would open no later than June.", AFFIRM, AFFIRM),
        ("Berg said that nowhere was the road safe.", AFFIRM, DENY),
        ("Berg said under no circumstances would she resign.", AFFIRM, DENY),
        ("The envoy asked the rebels not to leave.", AFFIRM, DENY),
        ("Norland vowed never to leave.", AFFIRM, DENY),
        ("Berg said she will resign if the ban stands.", AFFIRM, AFFIRM),
        ("“If the ban stands, we would leave,” Berg said.", AFFIRM, AFFIRM),
        ("“The dam will break if it rains,” Berg said.", AFFIRM, ENTERTAIN),
    ],
)
def test_stance_is_the_cues_and_polarity_that_of_cue_and_content(text: str, stance: Stance, polarity: Stance) -> None:
    found = only(text)
    assert (found.stance, found.polarity) == (stance, polarity)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Berg said that Norland refused to leave.", DENY),
        ("Norland denied that it refused to pay.", AFFIRM),
    ],
)
def test_a_refusal_inside_a_content_turns_it_around(text: str, polarity: Stance) -> None:
    outer, refused = extract(text)
    assert (outer.polarity, refused.polarity, refused.embedded_in) == (polarity, DENY, 0)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“The road is closed,” she said.", QuoteForm.DIRECT),
        ("''The road is closed,'' she said.", QuoteForm.DIRECT),
        ("She said the road was “closed”.", QuoteForm.MIXED),
        ("She said the road was closed.", QuoteForm.INDIRECT),
    ],
)
def test_the_form_is_counted_from_the_marks(text: str, form: QuoteForm) -> None:
    assert only(text).quote_form is form


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("He asked the council to pray for peace.", "urge"),
        ("He asked whether the council would pray.", "ask"),
        ("The court ordered the ministry to pay.", "order"),
        ("Berg accused Holm of lying.", "accuse"),
        ("She refused to sign.", "refuse"),
        ("The rebels offered to withdraw.", "offer"),
    ],
)
def test_the_act_is_the_cues(text: str, act: str) -> None:
    assert only(text).speech_act == act


@pytest.mark.parametrize(
    "text",
    [
        "Norland was hopeful that the talks would resume.",
        "Berg is not convinced that the road is safe.",
        "He believes that the bridge is safe.",
        "The company plans to hire staff.",
        "The dam is believed to be safe.",
        "Norland hopes that the reef will recover.",
        "Voters support the ban.",
    ],
)
def test_a_belief_or_an_intention_is_an_attitude(text: str) -> None:
    assert only(text).kind is Kind.ATTITUDE


def test_a_belief_somebody_tells_of_themselves_is_what_was_said_and_that_of_another_is_kept_inside() -> None:
    assert only("Berg said that he believed that the road was safe.").kind is Kind.STATEMENT
    said, believed = extract("Berg said that the mayor believed that the road was safe.")
    assert (said.kind, believed.kind, believed.embedded_in) == (Kind.STATEMENT, Kind.ATTITUDE, 0)


def test_every_rule_has_a_measured_confidence_and_frequent_cues_their_own() -> None:
    precision = load().precision
    rules = {"clause", "quotation", "aside", "passive", "noun", "adjective", "according to", "colon", "post"}
    measured = {rule for rule, _ in precision.kinds}
    apart = {f"{rule} {where}" for rule in rules for where in ("within", "beside", "apart")}
    assert rules | {"authorial", "authorial rest", "free indirect"} == measured - apart
    assert {f"clause {where}" for where in ("within", "beside", "apart")} < measured
    assert precision.confidence("quotation", Kind.STATEMENT) > precision.confidence("noun", Kind.STATEMENT)
    sure, unsure = (precision.confidence("clause", Kind.STATEMENT, lemma) for lemma in ("say", "show"))
    assert sure > unsure
    assert only("Berg said that it was safe.").confidence == sure
