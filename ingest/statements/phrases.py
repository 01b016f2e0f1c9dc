"""Phrases as spans: names, runs of words, what hangs on a word."""

from __future__ import annotations

from ingest.model import Span, Spans
from ingest.parse import Parse, Token

SET_APART = frozenset({"appos", "relcl", "acl"})
SEPARATORS = frozenset({",", ".", ";", ":", "-", "--", "–", "—"})


def name(parse: Parse, head: Token) -> Spans:
    """Return the words of a name or noun phrase without what is set apart from it (STATEMENTS rule 10)."""
    first, last = head.i, head.i
    for i in parse.children[head.i]:
        child = parse.tokens[i]
        left, right = parse.edges[i]
        if child.dep in SET_APART or child.dep == "punct":
            if i > head.i and child.dep != "punct":
                break
            continue
        if i < head.i and child.dep in {"cc", "advcl", "mark", "intj"}:
            continue
        first, last = min(first, left), max(last, right)
    return clean(parse, first, last)


def clean(parse: Parse, first: int, last: int) -> Spans:
    """Return a name without the conjunction before it and the separators after it."""
    while first < last and (parse.tokens[first].dep == "cc" or parse.tokens[first].text in SEPARATORS):
        first += 1
    while first < last and parse.tokens[last].text in SEPARATORS:
        last -= 1
    return (parse.span(first, last),)


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
