"""Places that go by a common noun: "army headquarters", "the main square of Tambobamba"."""

from __future__ import annotations

from ingest.discourse.entities import Cast
from ingest.discourse.meetings import SOME
from ingest.discourse.mention import words_of
from ingest.model import Basis, EntityKind, Reference
from ingest.parse import Parse, Token

REACH = 6
"""How many words may follow the noun of a place in its name."""


def make_site(noun: Token, parse: Parse, cast: Cast) -> Reference:
    """Return the place that a common noun stands for: "army headquarters", "the main square of Tambobamba"."""
    first, last = noun.i, noun.i
    for i in parse.children[noun.i]:
        token = parse.tokens[i]
        which = token.dep in {"compound", "amod", "nmod", "poss"} and token.tag != "PRP$" and token.lower not in SOME
        if i < noun.i and which:
            first = min(first, parse.edges[i][0])
        elif i > noun.i and token.dep == "prep" and token.lower in {"of", "at", "in"} and i == last + 1:
            end = parse.edges[i][1]
            if end - i <= REACH and not any(parse.tokens[j].ent in {"DATE", "TIME"} for j in range(i, end + 1)):
                last = end
    if parse.tokens[first].pos == "DET":
        first += 1
    label = words_of(parse, first, last)
    known = cast.named(label, EntityKind.SITE)
    number = cast.add(EntityKind.SITE, label) if known is None else known
    evidence = parse.span(first, last)
    cast.mention(number, evidence)
    return Reference(number, Basis.NAMED, evidence)
