"""The quote scanner finds quotations and survives any marks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Span
from ingest.quotes import scan


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in scan(text, [Span(0, len(text))]).found] if text else []


def test_curly_and_straight_marks_make_quotations() -> None:
    assert quoted('He said “one two” and "three".') == ["“one two”", '"three"']


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    assert quoted("“It goes on and on") == ["“It goes on and on"]


def test_apostrophes_are_no_quotations() -> None:
    assert quoted("The mayor's plan won't work, the towns' heads said.") == []


def test_inches_are_no_quotations() -> None:
    assert quoted('A 6" pipe and a 7" pipe.') == []


@given(st.text(alphabet="ab “”\"«»„‘’'\u00a0\n\u200f😀.,", max_size=80))
def test_any_marks_give_ordered_spans_within_the_text(text: str) -> None:
    if not text:
        return
    spans = [q.span for q in scan(text, [Span(0, len(text))]).found]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.end <= len(text) for s in spans)
