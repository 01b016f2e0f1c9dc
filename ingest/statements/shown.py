"""Words shown without a verb of saying: a speaker and a colon, a post with its author's handle."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span, Spans
from ingest.parse import Parse

HANDLE = re.compile(r"[—–-]\s?(?P<who>[^\n()—]{2,60}?)\s?\(@\w{1,30}\)")
LONGEST_NAME = 5
SHORTEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is shown to speak, the mark that says so, if any, and the words."""

    source: Spans
    cue: Spans
    content: Spans


def find_shown(parse: Parse, labels: frozenset[str]) -> list[Shown]:
    """Return what each speaking block shows in one of the two ways; ``labels`` are no speakers."""
    found = []
    for number, block in enumerate(parse.blocks):
        if not block.speaks:
            continue
        first, end = parse.first_at(block.span.start), parse.first_at(block.span.end)
        if first >= end or parse.tokens[first].block != number:
            continue
        shown = post(parse, block.span) or before_colon(parse, first, end, labels)
        if shown is not None:
            found.append(shown)
    return found


def post(parse: Parse, block: Span) -> Shown | None:
    """Read a post: its words, a dash, its author and the author's handle."""
    match = HANDLE.search(parse.text, block.start, block.end)
    if match is None or match.start() - block.start < SHORTEST_WORDS:
        return None
    return Shown((Span(*match.span("who")),), (), (Span(block.start, match.start()),))


def before_colon(parse: Parse, first: int, end: int, labels: frozenset[str]) -> Shown | None:
    """Read a line that begins with a speaker's name and a colon, as transcripts and headlines do."""
    tokens = parse.tokens
    colon = next((i for i in range(first + 1, min(first + 1 + LONGEST_NAME, end)) if tokens[i].text == ":"), None)
    if colon is None or end - colon <= SHORTEST_WORDS:
        return None
    while first < colon and not tokens[first].text[0].isalnum():
        first += 1
    speaker = tokens[first:colon]
    if not speaker or any(t.lower in labels for t in speaker):
        return None
    shouted = all(t.text.isupper() or not t.text.isalnum() for t in speaker)
    named = all(t.tag.startswith("NNP") for t in speaker) and speaker[0].ent in {"PERSON", "ORG", "NORP", "GPE"}
    if not (shouted or named) or not any(t.text[0].isalpha() for t in speaker):
        return None
    mark = tokens[colon]
    return Shown((parse.span(first, colon - 1),), (Span(mark.start, mark.end),), (parse.span(colon + 1, end - 1),))
