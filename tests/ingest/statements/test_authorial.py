"""The publisher's own assertions are what is nobody else's words (STATEMENTS 20)."""

import pytest

from ingest.lexicon import load
from ingest.model import QuoteForm, Stance
from ingest.statements.authorial import assert_own
from tests.ingest.statements.reading import own, parse


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Around 20,000 people gathered in Norby on Friday.", "Around 20,000 people gathered in Norby on Friday"),
        ("Thousands rallied in Norby, vowing to return.", "Thousands rallied in Norby"),
        ("The group ended its truce when it accused Norland of lying.", "The group ended its truce"),
    ],
)
def test_the_publisher_asserts_what_nobody_else_says(text: str, content: str) -> None:
    assert own(text) == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Berg said that the road was closed.",
        "“The road is closed,” Berg said.",
        "Is the road safe?",
        "A cold day in Norby.",
        "Anna Berg said that the road was closed, Reuters reported.",
        "Berg was quoted by Tass as saying that the road was closed.",
        "A site it said was secret was opened.",
    ],
)
def test_reports_questions_and_fragments_are_no_assertions_of_the_publisher(text: str) -> None:
    assert own(text) == []


def test_an_assertion_has_its_form_its_polarity_and_no_source() -> None:
    [found] = assert_own(parse("The rebels have not left the city."), (), load())
    assert (found.quote_form, found.polarity) == (QuoteForm.AUTHORIAL, Stance.DENY)
    assert (found.source, found.cue, found.embedded_in) == ((), (), None)
    assert 0 < found.confidence < 1
