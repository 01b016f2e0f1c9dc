"""Quotation marks into quotations: one pass over the text, and no marks so unbalanced that it fails.

A curly or angled mark says itself whether it opens; a straight one opens where it follows white space or an opening
bracket, and closes otherwise. A quotation left open ends with its paragraph, as printers do when a quotation
goes on in the next one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest.model import QuoteForm, Span
from ingest.parse import Parse

OPENING = {"“": "”", "„": "”", "«": "»", "‟": "”", "‘": "’"}
STRAIGHT = '"'
SINGLE = "'"
PAIR = "''"
MARK = re.compile(f"{PAIR}|[{''.join(sorted({*OPENING, *OPENING.values(), STRAIGHT, SINGLE}))}]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks; ``closed`` says whether the paragraph held its closing mark."""

    span: Span
    closed: bool


@dataclass(frozen=True)
class Quotations:
    """All outermost quotations of a text, in order."""

    found: tuple[Quotation, ...]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(quotation.span.start for quotation in self.found)

    def at(self, offset: int) -> Quotation | None:
        """Return the quotation around ``offset``, its marks included."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self.found[place].span.end:
            return self.found[place]
        return None

    def within(self, span: Span) -> tuple[Quotation, ...]:
        """Return the quotations that share a code point with ``span``."""
        place = max(bisect_right(self._starts, span.start) - 1, 0)
        inside = []
        for quotation in self.found[place:]:
            if quotation.span.start >= span.end:
                break
            if quotation.span.overlaps(span):
                inside.append(quotation)
        return tuple(inside)


@dataclass(frozen=True)
class Marks:
    """How many of a text's words stand inside quotation marks, counted once for any span asked about."""

    parse: Parse
    quotations: Quotations

    @cached_property
    def counts(self) -> tuple[list[int], list[int]]:
        """For each token, how many words come before it, and how many of them inside marks."""
        words, quoted = [0], [0]
        for token in self.parse.tokens:
            word = token.text.isalnum() or any(c.isalnum() for c in token.text)
            words.append(words[-1] + word)
            quoted.append(quoted[-1] + (word and self.quotations.at(token.start) is not None))
        return words, quoted

    def form(self, spans: Iterable[Span]) -> QuoteForm:
        """Count the words inside marks: all of them is direct, some is mixed, none is indirect."""
        words, quoted = self.counts
        total = marked = 0
        for span in spans:
            low, high = self.parse.first_at(span.start), self.parse.first_at(span.end)
            total += words[high] - words[low]
            marked += quoted[high] - quoted[low]
        if not marked:
            return QuoteForm.INDIRECT
        return QuoteForm.DIRECT if marked == total else QuoteForm.MIXED


def scan(text: str, paragraphs: Iterable[Span]) -> Quotations:
    """Find the outermost quotations of each paragraph.

    >>> text = 'He called it "a test" and left.'
    >>> [q.span.of(text) for q in scan(text, [Span(0, len(text))]).found]
    ['"a test"']
    """
    found: list[Quotation] = []
    for paragraph in paragraphs:
        found.extend(scan_paragraph(text, paragraph))
    return Quotations(tuple(found))


def scan_speaking(parse: Parse) -> Quotations:
    """Find the outermost quotations in the speaking blocks of an article."""
    return scan(parse.text, (block.span for block in parse.blocks if block.speaks))


def scan_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    """Find the outermost quotations of one paragraph, the last of which may be left open."""
    found: list[Quotation] = []
    start, closer = -1, ""
    single = ("", -1)
    for mark in MARK.finditer(text, paragraph.start, paragraph.end):
        c, i, end = mark[0], mark.start(), mark.end()
        if start >= 0:
            if (
                c == closer
                or {c, closer} == {"”", STRAIGHT}
                or (c == "“" and closer == "”" and shuts(text, i, paragraph))
            ):
                found.append(Quotation(Span(start, end), closed=True))
                start = -1
        elif c in OPENING and c != "‘":
            start, closer = i, OPENING[c]
        elif c in {STRAIGHT, PAIR} and opens(text, i, end, paragraph):
            start, closer = i, c
        elif c in {"‘", SINGLE} and opens(text, i, end, paragraph):
            single = ("’" if c == "‘" else SINGLE, i)
        elif c == single[0] and closes(text, i, paragraph):
            found.append(Quotation(Span(single[1], end), closed=True))
            single = ("", -1)
    if start >= 0:
        found.append(Quotation(Span(start, paragraph.end), closed=False))
    return outermost(found)


def outermost(found: list[Quotation]) -> list[Quotation]:
    """Sort by place and drop the quotations that overlap an earlier, wider one."""
    kept: list[Quotation] = []
    for quotation in sorted(found, key=lambda q: (q.span.start, -q.span.end)):
        if not kept or kept[-1].span.end <= quotation.span.start:
            kept.append(quotation)
    return kept


def opens(text: str, i: int, end: int, paragraph: Span) -> bool:
    """Say whether the mark from ``i`` to ``end``, the same on both sides, stands where a quotation can begin."""
    before = text[i - 1] if i > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return not before.isalnum() and not after.isspace()


def closes(text: str, i: int, paragraph: Span) -> bool:
    """Say whether a single mark stands where a quotation can end: an apostrophe inside a word cannot."""
    after = text[i + 1] if i + 1 < paragraph.end else " "
    return not after.isalnum() and not text[i - 1].isspace()


def shuts(text: str, i: int, paragraph: Span) -> bool:
    """Say whether an opening mark was printed where only a closing one can stand."""
    after = text[i + 1] if i + 1 < paragraph.end else " "
    return not text[i - 1].isspace() and not after.isalnum()
