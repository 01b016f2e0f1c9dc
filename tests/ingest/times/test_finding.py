"""Words for times, in small parses made by hand, and in real ones."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Block, BlockRole, Span, TimeBasis, TimeExpression
from ingest.nlp import Annotator
from ingest.parse import Parse, Token
from ingest.times import find

PUBLISHED = date(2022, 1, 28)


def parse_plainly(text: str, tags: dict[str, str] | None = None) -> Parse:
    """Annotate a text as one sentence, each word a noun or figure unless a tag is given."""
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    tokens = tuple(
        Token(
            i=i,
            start=word.start(),
            end=word.end(),
            text=word[0],
            lower=word[0].lower(),
            lemma=word[0].lower(),
            tag=(tags or {}).get(word[0], "CD" if word[0].isdigit() else "NN"),
            pos="NOUN",
            dep="dep",
            head=0,
            ent="",
            sent=0,
            block=0,
        )
        for i, word in enumerate(found)
    )
    blocks = (Block(Span(0, len(text)), BlockRole.BODY, "test"),) if text else ()
    return Parse(text, blocks, tokens, ((0, len(tokens)),) if tokens else (), ())


def read(text: str, published: date | None = PUBLISHED) -> list[TimeExpression]:
    return list(find(parse_plainly(text), published))


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("He said on Thursday that it failed.", "Thursday", "2022-01-27"),
        ("He spoke on Monday.", "Monday", "2022-01-24"),
        ("They left in August.", "August", "2021-08"),
        ("They left in August 2019.", "August 2019", "2019-08"),
        ("on January 5, 2015", "January 5, 2015", "2015-01-05"),
        ("on 5 January 2015", "5 January 2015", "2015-01-05"),
        ("on Jan. 5", "Jan. 5", "2022-01-05"),
        ("on 2015-01-05", "2015-01-05", "2015-01-05"),
        ("since 1999", "1999", "1999"),
        ("in the 1990s", "the 1990s", "199X"),
        ("he said last week", "last week", "2022-01-17/2022-01-23"),
        ("he said this week", "this week", "2022-01-24/2022-01-28"),
        ("this month", "this month", "2022-01"),
        ("last year", "last year", "2021"),
        ("he came yesterday", "yesterday", "2022-01-27"),
        ("last summer", "last summer", "2021-22"),
        ("the third quarter of 2020", "the third quarter of 2020", "2020-35"),
        ("from 1990 to 1995", "from 1990 to 1995", "1990/1995"),
        ("three days ago", "three days ago", "2022-01-25"),
    ],
)
def test_words_come_to_the_days_a_reader_would_take(text: str, words: str, edtf: str) -> None:
    (found,) = read(text)
    assert (found.words, found.edtf, found.basis) == (words, edtf, TimeBasis.EXPLICIT)


def test_a_duration_has_a_length_and_no_date() -> None:
    (found,) = read("for 20 years")
    assert (found.edtf, found.timex, found.basis) == (None, "P20Y", TimeBasis.NONE)


@pytest.mark.parametrize("text", ["on Thursday", "in August", "last week", "yesterday", "three days ago"])
def test_relative_words_stay_unresolved_without_a_day_of_publication(text: str) -> None:
    (found,) = read(text, None)
    assert (found.edtf, found.earliest, found.latest, found.basis) == (None, None, None, TimeBasis.NONE)


@pytest.mark.parametrize("text", ["They may march.", "It sat there.", "Theresa May resigned", "The Sun wrote", "$1999"])
def test_words_that_only_look_like_dates_are_left_alone(text: str) -> None:
    assert read(text) == []


WORDS = st.lists(
    st.sampled_from(
        [
            "last",
            "May",
            "31",
            "Feb",
            "0000",
            "2022",
            "-",
            ",",
            "first",
            "second",
            "Sunday",
            "9999",
            "ago",
            "years",
            "30th",
            "century",
        ]
    )
)


@given(st.text(max_size=60) | WORDS.map(" ".join))
def test_any_text_is_read_and_every_span_slices_it(text: str) -> None:
    for found in read(text):
        assert found.span is not None
        assert found.span.of(text) == found.words


@pytest.mark.parametrize(
    "text",
    [
        "Ambassador Zhang Jun said the bridge was open.",
        "This is the last day of the war.",
        "In a second ruling the court sided with the farmers.",
        "She told USA Today that the bridge was open.",
    ],
)
def test_what_only_looks_like_a_time_is_none(annotator: Annotator, text: str) -> None:
    block = Block(Span(0, len(text)), BlockRole.BODY, "test")
    assert [time.words for time in find(annotator.parse(text, [block]), PUBLISHED)] == []


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("the first six months of 2020", "the first six months of 2020", "2020-40"),
        ("the winter of nineteen ninety-four", "the winter of nineteen ninety-four", "1994-24"),
        ("last year's third quarter", "last year's third quarter", "2021-35"),
        ("Christmas Eve", "Christmas Eve", "2021-12-24"),
        ("New Year’s Day 2020", "New Year’s Day 2020", "2020-01-01"),
        ("Thanksgiving", "Thanksgiving", "2021-11-25"),
        ("Election Day of 2020", "Election Day of 2020", "2020-11-03"),
    ],
)
def test_more_of_the_calendar(text: str, words: str, edtf: str) -> None:
    assert [(time.words, time.edtf) for time in read(text)] == [(words, edtf)]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("a couple of years", "P2Y"),
        ("eight trading days", "P8D"),
        ("the weeks ahead", "PXW"),
        ("several quarters", "PXQ"),
    ],
)
def test_more_lengths(text: str, timex: str) -> None:
    assert [time.timex for time in read(text)] == [timex]


def test_what_ran_through_a_day_lies_behind_and_what_leaves_from_a_day_ahead(annotator: Annotator) -> None:
    def edtf(text: str) -> str | None:
        block = Block(Span(0, len(text)), BlockRole.BODY, "test")
        return find(annotator.parse(text, [block]), PUBLISHED)[0].edtf

    assert edtf("The firm had bought nine ships through Sept. 29.") == "2021-09-29"
    assert edtf("Two flights would leave Bombay, with the third departing from August 6.") == "2022-08-06"
