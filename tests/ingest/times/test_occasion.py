"""The time of saying, read from real parses of sentences made up for it."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from ingest.model import Attribution, Block, BlockRole, Kind, QuoteForm, Span, Stance, TimeBasis, TimeExpression
from ingest.nlp import Annotator, load
from ingest.times import find, inherit, saying

PUBLISHED = date(2022, 1, 28)


@cache
def annotator() -> Annotator:
    return load()


def when(
    text: str, cue: str, content: str, published: date | None = PUBLISHED, outer: int | None = None
) -> TimeExpression | None:
    parse = annotator().parse(text, (Block(Span(0, len(text)), BlockRole.BODY, "test"),))
    place, said = text.index(cue), text.index(content)
    attribution = Attribution(
        source=(),
        cue=(Span(place, place + len(cue)),),
        content=(Span(said, said + len(content)),),
        addressee=(),
        lemma=cue,
        speech_act="assert",
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=Stance.AFFIRM,
        quote_form=QuoteForm.INDIRECT,
        confidence=1.0,
        rule="test",
        embedded_in=outer,
    )
    return saying(parse, attribution, find(parse, published), published)


@pytest.mark.parametrize(
    ("text", "cue", "content", "edtf", "basis"),
    [
        (
            "The mayor said on Thursday that the bridge would open.",
            "said",
            "the bridge would open",
            "2022-01-27",
            "explicit",
        ),
        (
            "On Monday, the mayor told reporters the bridge was safe.",
            "told",
            "the bridge was safe",
            "2022-01-24",
            "explicit",
        ),
        (
            "The mayor said the bridge closed on Monday.",
            "said",
            "the bridge closed on Monday",
            "2022-01-28~",
            "publication",
        ),
        ("The mayor had said the bridge was safe.", "said", "the bridge was safe", "../2022-01-28", "none"),
        ("The mayor often says the bridge is safe.", "says", "the bridge is safe", "../2022-01-28", "none"),
        (
            "The quarrel broke out on Thursday when the mayor said that the bridge was closed.",
            "said",
            "the bridge was closed",
            "2022-01-27",
            "explicit",
        ),
    ],
)
def test_a_saying_is_dated_by_the_words_on_its_cue(text: str, cue: str, content: str, edtf: str, basis: str) -> None:
    found = when(text, cue, content)
    assert found is not None
    assert (found.edtf, found.basis) == (edtf, TimeBasis(basis))


def test_words_without_a_day_of_publication_are_kept_unresolved() -> None:
    found = when("The mayor said on Thursday that it was safe.", "said", "it was safe", None)
    assert found is not None
    assert (found.words, found.edtf, found.basis) == ("Thursday", None, TimeBasis.NONE)


def test_nothing_is_said_of_a_saying_without_words_or_publication() -> None:
    assert when("The mayor said it was safe.", "said", "it was safe", None) is None


def test_an_inherited_time_keeps_its_days_and_says_where_it_comes_from() -> None:
    found = when("The mayor said on Thursday that it was safe.", "said", "it was safe")
    assert found is not None
    assert (inherit(found).edtf, inherit(found).basis) == (found.edtf, TimeBasis.INHERITED)


def test_a_nested_saying_never_takes_the_outer_date() -> None:
    text = "On Monday, the mayor told reporters that the engineer refused by saying that it was safe."
    found = when(text, "saying", "it was safe", outer=0)
    assert found is not None
    assert (found.words, found.edtf, found.earliest, found.basis) == (None, "../2022-01-28", None, TimeBasis.NONE)


def test_a_colon_is_news_of_the_day() -> None:
    found = when("The mayor: the bridge is safe.", ":", "the bridge is safe")
    assert found is not None
    assert found.edtf == "2022-01-28~"
