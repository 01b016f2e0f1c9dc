"""Arithmetic on spans: joining, cutting, trimming."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from ingest.model import Span, Spans

EDGES = frozenset(" \t\u00a0,;:.-–—")


def join(spans: Iterable[Span]) -> Spans:
    """Merge the spans that touch, in order of the text.

    >>> join([Span(4, 9), Span(0, 5)])
    (Span(start=0, end=9),)
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def without(spans: Spans, holes: Spans) -> Spans:
    """Cut ``holes`` out of ``spans``.

    >>> without((Span(0, 9),), (Span(3, 5),))
    (Span(start=0, end=3), Span(start=5, end=9))
    """
    for hole in holes:
        parts: list[Span] = []
        for span in spans:
            if not span.overlaps(hole):
                parts.append(span)
                continue
            if span.start < hole.start:
                parts.append(Span(span.start, hole.start))
            if hole.end < span.end:
                parts.append(Span(hole.end, span.end))
        spans = tuple(parts)
    return spans


def shave(text: str, spans: Spans) -> Spans:
    """Take white space and separating punctuation off the edges; what has no letter or digit goes altogether."""
    kept = []
    for span in spans:
        start, end = span.start, span.end
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            kept.append(Span(start, end))
    return tuple(kept)


def within(spans: Spans, frame: Span) -> Spans:
    """Return the parts of ``spans`` that lie inside ``frame``.

    >>> within((Span(0, 4), Span(6, 9)), Span(2, 7))
    (Span(start=2, end=4), Span(start=6, end=7))
    """
    met = (span for span in spans if span.overlaps(frame))
    return tuple(Span(max(span.start, frame.start), min(span.end, frame.end)) for span in met)


def met(joined: Spans, span: Span) -> bool:
    """Say whether a span shares a code point with spans that are in order and do not touch, as ``join`` gives them.

    >>> met((Span(0, 4), Span(6, 9)), Span(4, 6))
    False
    """
    before = bisect_left(joined, span.end, key=lambda each: each.start) - 1
    return before >= 0 and joined[before].overlaps(span)
