"""Cues set into the sentence they report: "The talks, she said, had failed", "as he put it"."""

from __future__ import annotations

from ingest.model import Spans
from ingest.parse import Parse, Token
from ingest.statements.phrases import dependents, trim
from ingest.statements.spans import without

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
