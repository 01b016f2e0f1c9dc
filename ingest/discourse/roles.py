"""The offices people hold as the article prints them: titles before a name, and appositions after it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mentions import Mention, words_of
from ingest.model import EntityKind, Membership
from ingest.parse import Parse, Token

PREPOSITIONS = frozenset({"of", "for", "at", "in", "to"})


def find_roles(parse: Parse, mentions: Sequence[Mention], lexicon: Lexicon, cast: Cast) -> tuple[Membership, ...]:
    """Return each role of each person once, in order of the text."""
    found: dict[tuple[int, str], Membership] = {}
    for mention in mentions:
        if mention.kind is not EntityKind.PERSON:
            continue
        member = cast.at[mention.first]
        ranges = [mention.title] if mention.title else []
        ranges += apposed(mention, parse, lexicon)
        for first, last in ranges:
            membership = membership_of(member, first, last, parse, lexicon, cast)
            if membership is not None:
                found.setdefault((member, membership.role.lower()), membership)
    return tuple(sorted(found.values(), key=lambda membership: membership.evidence))


def apposed(mention: Mention, parse: Parse, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the noun phrases of office that stand in apposition to a name: "Maria Keller, the mayor of Bern,"."""
    ranges = []
    for i in range(mention.first, mention.last + 1):
        for j in parse.children[i]:
            token = parse.tokens[j]
            if token.dep == "appos" and token.lower in lexicon.roles:
                ranges.append(phrase_of(token, parse))
    return ranges


def phrase_of(head: Token, parse: Parse) -> tuple[int, int]:
    """Return a noun with what stands before it, and after it the phrases with "of" and the like."""
    first, last = head.i, head.i
    for i in parse.children[head.i]:
        token = parse.tokens[i]
        if i < head.i and token.dep in {"compound", "amod", "nmod", "poss", "det"}:
            first = min(first, parse.edges[i][0])
        elif i > head.i and token.dep == "prep" and token.lower in PREPOSITIONS and i == last + 1:
            last = parse.edges[i][1]
    return first, last


def membership_of(member: int, first: int, last: int, parse: Parse, lexicon: Lexicon, cast: Cast) -> Membership | None:
    """Split an office into the role as printed and the body it is held in."""
    tokens = parse.tokens
    organization: int | None = None
    start, end = first, last
    while start <= end and tokens[start].pos in {"DET", "PUNCT"}:
        start += 1
    begin = start
    while start < end:
        token = tokens[start]
        state = lexicon.state_of_adjective(token.text)
        two = lexicon.state_of_adjective(words_of(parse, start, start + 1))
        if two is not None and start + 1 < end:
            organization, start = cast.state(two), start + 2
        elif state is not None:
            organization, start = cast.state(state), start + 1
        elif start in cast.at and cast.at[start] != member:
            organization, start = cast.at[start], start + 1
        elif start > begin and (token.tag == "POS" or token.lower == "the"):
            start += 1
        else:
            break
    for i in range(start, end + 1):
        body = next((cast.at[j] for j in range(i + 1, end + 1) if j in cast.at), None)
        if tokens[i].lower in PREPOSITIONS and i > start and body is not None and organization is None:
            organization, end = body, i - 1
            break
    if start > end or not any(t.lower in lexicon.roles for t in tokens[start : end + 1]):
        return None
    return Membership(member, words_of(parse, start, end), organization, parse.span(first, last))
