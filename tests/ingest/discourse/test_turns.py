"""Who goes on, who asks and who answers."""

from __future__ import annotations

import pytest

from ingest.model import Basis
from ingest.nlp import Annotator
from tests.ingest.discourse.prose import hear


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("A nurse at the clinic", "a nurse at the clinic"),
        ("A boatman from Havel", "a boatman from Havel"),
        ("An official", "an official"),
    ],
)
@pytest.mark.parametrize("pronoun", ["he", "she"])
def test_a_pronoun_takes_up_somebody_without_a_name(
    annotator: Annotator, source: str, label: str, pronoun: str
) -> None:
    heard = hear(annotator, f"{source} lost everything in the flood.\nThe river rose in minutes, {pronoun} said.")
    assert heard.who("The river rose") == label


def test_somebody_without_a_name_is_forgotten_if_nothing_refers_to_them(annotator: Annotator) -> None:
    text = "A nurse lost everything in the flood.\nMaria Keller said the river was wide."
    assert "a nurse" not in {entity.label for entity in hear(annotator, text).found.entities}


def test_whoever_goes_on_is_who_spoke_last_and_not_who_was_named_last(annotator: Annotator) -> None:
    text = (
        "Peter Braun thanked Karl Lund for the new roof.\nLund said the roof had cost little.\nBraun smiled.\n"
        "He added that it leaked."
    )
    assert hear(annotator, text).who("it leaked") == "Karl Lund"


@pytest.mark.parametrize("answer", ["She said", "She replied", "She answered"])
def test_whoever_was_asked_answers(annotator: Annotator, answer: str) -> None:
    text = f"Maria Keller asked Anna Weber whether the dam was full.\n{answer} that it was empty."
    assert hear(annotator, text).who("it was empty") == "Anna Weber"


@pytest.mark.parametrize("between", ["John Brown nodded and", "When John Brown laughed,"])
def test_a_pronoun_that_is_asked_is_who_spoke_last(annotator: Annotator, between: str) -> None:
    heard = hear(annotator, f"The dam was full, Peter Braun said.\n{between} a farmer asked him whether it would hold.")
    assert (heard.who("it would hold"), heard.told("it would hold")) == ("a farmer", "Peter Braun")


@pytest.mark.parametrize(
    "question", ["Asked by Anna Weber whether it would hold,", "Anna Weber asked whether it would hold, and"]
)
def test_whoever_asks_in_the_same_sentence_is_not_who_answers(annotator: Annotator, question: str) -> None:
    heard = hear(annotator, f"Maria Keller opened the dam. {question} she said it was safe.")
    assert heard.who("it was safe") == "Maria Keller"
    assert heard.told("it would hold") == "Maria Keller"


@pytest.mark.parametrize(
    ("before", "content", "argues"),
    [
        ("Peter Braun defended the mayor.", "Mr Pym, he argued, had concealed nothing.", "Peter Braun"),
        ("Anna Weber inspected the mill.", "Mrs Lund, she argued, had concealed nothing.", "Anna Weber"),
    ],
)
def test_a_pronoun_is_nobody_whom_its_content_names(
    annotator: Annotator, before: str, content: str, argues: str
) -> None:
    assert hear(annotator, f"{before}\n{content}").who("had concealed nothing") == argues


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("“Is the dam full?” asked Maria Keller.", "Is the dam full"),
        ("Maria Keller asked whether the dam was full.", "whether the dam was full"),
    ],
)
def test_a_question_is_told_to_who_answers_and_a_reply_to_who_asked(
    annotator: Annotator, question: str, asked: str
) -> None:
    heard = hear(annotator, f"{question}\nJohn Brown replied that it was empty.")
    assert (heard.told(asked), heard.told("it was empty")) == ("John Brown", "Maria Keller")


@pytest.mark.parametrize(
    ("turn", "asker", "basis"),
    [
        ("Harbour Radio", "Harbour Radio", Basis.SAME_OCCASION),
        ("Q", "The Gazette", Basis.PUBLISHER),
        ("Question", "The Gazette", Basis.PUBLISHER),
    ],
)
def test_an_answer_in_a_transcript_is_told_to_whoever_has_the_turn_before_it(
    annotator: Annotator, turn: str, asker: str, basis: Basis
) -> None:
    heard = hear(annotator, f"John Brown runs the dam.\n{turn}: Is the dam full?\nJohn Brown: It is empty.")
    assert heard.told("It is empty") == asker
    told = heard.statement("It is empty").addressee
    assert told is not None
    assert told.basis is basis
