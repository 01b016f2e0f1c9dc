"""Cues set into the sentence they report: "The talks, she said, had failed", "as he put it"."""

from __future__ import annotations

from ingest.model import Span, Spans
from ingest.parse import Parse, Token
from ingest.statements.phrases import dependents, trim
from ingest.statements.spans import join, without

HOSTED = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "relcl", "acl"})
BOUNDS = frozenset({",", "-", "--", "–", "—", "(", ")", ".", ";", '"', "”", "“", "''"})


def around(parse: Parse, verb: Token) -> Spans:
    """Return the sentence around a cue set into it, without the cue's own clause; nothing if it is not set in."""
    if verb.dep not in HOSTED or verb.head == verb.i:
        return ()
    manner = any(t.lower == "as" for t in dependents(parse, verb, "mark", "advmod"))
    if not manner and verb.dep != "parataxis":
        return ()
    first, last = parse.edges[verb.i]
    if not bounded(parse, verb, first, last):
        return ()
    host = parse.tokens[verb.head]
    left, right = parse.edges[host.i]
    while left < host.i and parse.tokens[left].dep in {"cc", "punct"} and parse.tokens[left].head == host.i:
        left += 1
    whole = trim(parse, left, right)
    return without(whole, (parse.span(first, last),))


def bounded(parse: Parse, verb: Token, first: int, last: int) -> bool:
    """Say whether punctuation, or the end of the sentence, stands on both sides of a clause."""
    start, end = parse.sentences[verb.sent]
    before = first == start or parse.tokens[first].text in BOUNDS or parse.tokens[first - 1].text in BOUNDS
    after = last + 1 >= end or parse.tokens[last].text in BOUNDS or parse.tokens[last + 1].text in BOUNDS
    return before and after


def resume(parse: Parse, verb: Token, content: Spans, saying: Spans) -> Spans:
    """Take in the rest of a sentence that goes on with the content: after a colon, or after a cue set into it.

    "It will freeze, she insists, and the road will close"; "They cannot, he answered: the law forbids it".
    """
    if not content or not saying:
        return content
    after_cue = content[-1].end <= verb.start
    start = rest_of(
        parse, verb, max(span.end for span in saying) if after_cue else content[-1].end, after_cue=after_cue
    )
    if start is None:
        return content
    _, end = parse.sentences[verb.sent]
    rest = trim(parse, start, end - 1)
    if after_cue:
        return join((*content, *rest))
    return (*content[:-1], Span(content[-1].start, rest[-1].end))


def rest_of(parse: Parse, verb: Token, offset: int, *, after_cue: bool) -> int | None:
    """Return the token with which the content goes on after an offset, ``None`` where the reporter does."""
    place = parse.first_at(offset)
    _, end = parse.sentences[verb.sent]
    if place < verb.i and after_cue:
        return None
    if place + 2 >= end:
        return None
    mark, first = parse.tokens[place], parse.tokens[place + 1]
    if mark.text == ":":
        return first.i if first.text[0].isalnum() else None
    if not after_cue or mark.text != "," or first.dep != "cc":
        return None
    for token in parse.tokens[first.i + 1 : end]:
        if token.dep == "conj" and token.head == first.head and dependents(parse, token, "nsubj", "nsubjpass"):
            return first.i
    return None
