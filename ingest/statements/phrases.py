"""Phrases as spans: names, runs of words, what hangs on a word."""

from __future__ import annotations

from ingest.model import Span, Spans
from ingest.parse import Parse, Token

LEADING = frozenset({"cc", "advcl", "mark", "intj"})
SET_APART = frozenset({"appos", "relcl", "acl"})
UNNAMED = frozenset({"anonymity", "anonymous", "anonymously", "unnamed", "named", "identified"})
LONGEST = 25
"""How many words a clause may have and still be part of a name."""
SEPARATORS = frozenset({",", ".", ";", ":", "-", "--", "–", "—"})


def name(parse: Parse, head: Token) -> Spans:
    """Return the words of a name or noun phrase without any clause on it and without what is set apart from it."""
    return gather(parse, head, cue=None)


def full_name(parse: Parse, head: Token, cue: int) -> Spans:
    """Return the words that name a claimant: without what is set apart from them (STATEMENTS rule 10).

    A clause that tells who is meant stays, but not one that holds the token ``cue``: "voters backing the ban" are
    voters when they back it.
    """
    return gather(parse, head, cue)


def gather(parse: Parse, head: Token, cue: int | None) -> Spans:
    """Return a noun with what belongs to it, up to the first thing after it that is set apart."""
    first, last = head.i, head.i
    for i in parse.children[head.i]:
        child = parse.tokens[i]
        left, right = parse.edges[i]
        if child.dep in SET_APART and (cue is None or left <= cue <= right or not narrows(parse, head, child)):
            if i > head.i:
                break
        elif child.dep != "punct" and (i > head.i or child.dep not in LEADING):
            first, last = min(first, left), max(last, right)
    while first < last and (parse.tokens[first].dep == "cc" or parse.tokens[first].text in SEPARATORS):
        first += 1
    while first < last and parse.tokens[last].text in SEPARATORS:
        last -= 1
    return (parse.span(first, last),)


def narrows(parse: Parse, head: Token, child: Token) -> bool:
    """Say whether a clause tells which people are meant: no mark sets it apart, and it hides nobody's name.

    "Residents who fled" are those; "a diplomat who spoke on condition of anonymity" is a diplomat.
    """
    first, last = parse.edges[child.i]
    if child.dep == "appos" or first <= head.i or first == 0 or head.ent == "PERSON":
        return False
    if not parse.tokens[first - 1].text.isalnum() or not parse.tokens[first].text.isalnum():
        return False
    return last - first < LONGEST and not any(t.lower in UNNAMED for t in parse.tokens[first : last + 1])


def whole_name(parse: Parse, head: Token) -> Spans:
    """Return a noun phrase with everything set apart from it, as PolNeAR's annotators do."""
    return trim(parse, *parse.edges[head.i])


def trim(parse: Parse, first: int, last: int) -> Spans:
    """Return the span of a run of tokens without separating punctuation at its edges."""
    while first < last and parse.tokens[last].text in SEPARATORS:
        last -= 1
    while first < last and parse.tokens[first].text in SEPARATORS:
        first += 1
    return (parse.span(first, last),)


def dependents(parse: Parse, head: Token, *labels: str) -> list[Token]:
    """Return the dependents of a token that carry one of the labels."""
    return [parse.tokens[i] for i in parse.children[head.i] if parse.tokens[i].dep in labels]


def span_of(token: Token) -> Span:
    """Return a token's place in the text."""
    return Span(token.start, token.end)
