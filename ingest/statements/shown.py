"""Words shown without a verb of saying: a speaker and a colon, a post with its author's handle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.datelines import opening
from ingest.model import Block, BlockRole, Span, Spans
from ingest.parse import Parse, Token

HANDLE = re.compile(r"[—–-]\s?(?P<who>[^\n()—]{2,60}?)\s?\(@\w{1,30}\)")
SIGNED = re.compile(
    r"\s*(?P<words>[‘“\"'«][^\n]{8,300}[’”\"'»])\s*(?P<dash>[–—-])\s*(?P<who>[^\W\d_][^\n,.:;()]{1,60}?)\s*"
)
AUTHOR = re.compile(r"\s*(?P<who>[^\n()@:]{2,60}?)\s?\(@\w{1,30}\)(?:,[^\n.?!]{1,60})?\s*")
"""A line that is an author, a handle, and perhaps what the author does."""

TURN = re.compile(r"([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}):\s+(\S[^\n]*)")
"""A line that begins with capitals and a colon."""

UNKNOWN = frozenset({"a", "answer", "q", "question"})
"""Names of turns that say nobody's."""

LONGEST_NAME = 5
SHORTEST_WORDS = 3
MARKS = frozenset('“"«‘')
SPEAKING = frozenset({"PERSON", "ORG", "NORP", "GPE"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is shown to speak, the mark that says so, if any, and the words."""

    source: Spans
    cue: Spans
    content: Spans


def in_dateline(parse: Parse, cue: Span) -> bool:
    """Say whether a cue is the colon of a dateline: "ISLAMABAD: The panel was told"; a lone line tells too little."""
    if cue.of(parse.text) != ":" or len(parse.blocks) == 1:
        return False
    block = parse.blocks[parse.tokens[parse.first_at(cue.start)].block]
    dateline = opening(parse.text, block.span.start, block.span.end)
    return dateline is not None and cue.start < dateline.end()


def find_shown(parse: Parse, labels: frozenset[str]) -> list[Shown]:
    """Return what each speaking block shows in one of the two ways; ``labels`` are no speakers."""
    named = {
        token.text for name in parse.names if name.label in SPEAKING for token in parse.tokens[name.start : name.end]
    }
    turns = Counter(match[1] for block in parse.blocks if (match := label_of(parse, block)))
    found = []
    for number, block in enumerate(parse.blocks):
        label = label_of(parse, block)
        if not block.speaks:
            continue
        first, end = parse.first_at(block.span.start), parse.first_at(block.span.end)
        if first >= end or parse.tokens[first].block != number:
            continue
        shown = (
            post(parse, block.span)
            or below_author(parse, number)
            or after_dash(parse, block.span)
            or before_colon(parse, parse.tokens[first:end], labels, named)
            or (turn(parse, label) if label is not None and turns[label[1]] > 1 else None)
        )
        if shown is not None and shown.cue and in_dateline(parse, shown.cue[0]):
            continue
        if shown is not None:
            found.append(shown)
    return found


def label_of(parse: Parse, block: Block) -> re.Match[str] | None:
    """Return the name and the words of a block that begins as a turn of a transcript does: "Strait Hour: Is it?"."""
    return TURN.match(parse.text, block.span.start, block.span.end) if block.speaks else None


def turn(parse: Parse, found: re.Match[str]) -> Shown | None:
    """Read a turn whose speaker's name is only known from the other turns that begin with it."""
    words = parse.between(Span(*found.span(2)))
    if not words or found[1].lower() in UNKNOWN:
        return None
    colon = found.end(1)
    return Shown((Span(*found.span(1)),), (Span(colon, colon + 1),), (parse.span(words[0].i, words[-1].i),))


def post(parse: Parse, block: Span) -> Shown | None:
    """Read a post: its words, a dash, its author and the author's handle."""
    match = HANDLE.search(parse.text, block.start, block.end)
    if match is None or match.start() - block.start < SHORTEST_WORDS:
        return None
    return Shown((Span(*match.span("who")),), (), (Span(block.start, match.start()),))


def below_author(parse: Parse, number: int) -> Shown | None:
    """Read a post below a line with its author and the author's handle."""
    above = next((parse.blocks[n].span for n in range(number - 1, -1, -1) if parse.blocks[n].speaks), None)
    match = None if above is None else AUTHOR.fullmatch(parse.text, above.start, above.end)
    return None if match is None else Shown((Span(*match.span("who")),), (), (parse.blocks[number].span,))


def after_dash(parse: Parse, block: Span) -> Shown | None:
    """Read a line that is a quotation, a dash and a speaker, as headlines do."""
    match = SIGNED.fullmatch(parse.text, block.start, block.end)
    if match is None or len(match["who"].split()) > LONGEST_NAME:
        return None
    return Shown(*((Span(*match.span(part)),) for part in ("who", "dash", "words")))


def before_colon(parse: Parse, line: Sequence[Token], labels: frozenset[str], known: set[str]) -> Shown | None:
    """Read a line that begins with a speaker's name and a colon, as transcripts and headlines do.

    A headline may name its speaker by a word that is only known from the names in the story.
    """
    colon = next((n for n, token in enumerate(line[: LONGEST_NAME + 2]) if token.text == ":"), 0)
    if not colon or len(line) - colon <= SHORTEST_WORDS:
        return None
    speaker = [token for n, token in enumerate(line[:colon]) if n or token.text[0].isalnum()]
    if not speaker or any(t.lower in labels for t in speaker):
        return None
    shouted = all(t.text.isupper() or not t.text.isalnum() for t in speaker)
    proper = all(t.tag.startswith("NNP") for t in speaker)
    headline = parse.blocks[line[0].block].role is BlockRole.HEADLINE
    named = proper and (speaker[0].ent in SPEAKING or (headline and speaker[-1].text in known))
    phrase = parse.text[line[colon].end :].lstrip()[:1] in MARKS and is_phrase(speaker)
    if not (shouted or named or phrase) or not any(t.text[0].isalpha() for t in speaker):
        return None
    mark = line[colon]
    source = parse.span(speaker[0].i, speaker[-1].i)
    return Shown((source,), (Span(mark.start, mark.end),), (parse.span(line[colon + 1].i, line[-1].i),))


def is_phrase(speaker: Sequence[Token]) -> bool:
    """Say whether words are one noun phrase with a capital, before a quotation: "State civil defence: “...”"."""
    inside = {token.i for token in speaker}
    tops = [token for token in speaker if token.head not in inside or token.head == token.i]
    return len(tops) == 1 and tops[0].tag.startswith("NN") and any(t.tag == "NNP" for t in speaker)
