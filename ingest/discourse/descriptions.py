"""Definite descriptions: "the minister", "the committee", "the group" are somebody the article has named before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.model import EntityKind, Membership
from ingest.parse import Parse, Token

DEFINITE = frozenset({"the", "this", "that"})
BANDS = (EntityKind.GROUP, EntityKind.ORGANIZATION)


def described(noun: Token, parse: Parse, lexicon: Lexicon, cast: Cast, memberships: Sequence[Membership]) -> int | None:
    """Return whom a definite noun phrase takes up, ``None`` if it is not definite or fits nobody before it."""
    below = [parse.tokens[i] for i in parse.children[noun.i]]
    if noun.tag != "NN" or not any(t.dep == "det" and t.lower in DEFINITE for t in below):
        return None
    if any(t.dep in {"prep", "relcl", "acl", "poss", "compound"} for t in below):
        return None
    holders = {m.member for m in memberships if m.role.lower().split()[-1] == noun.lower}
    if holders:
        return latest(noun, cast, lambda number: number in holders)
    if noun.lower in lexicon.forums:
        return latest(
            noun,
            cast,
            lambda number: cast.drafts[number].kind is EntityKind.FORUM and has_word(cast, number, noun.lower),
        )
    if noun.lower in lexicon.bodies:
        named = latest(noun, cast, lambda number: body(cast, number) and has_word(cast, number, noun.lower))
        if named is not None:
            return named
        if noun.lower in lexicon.takers:
            return latest(noun, cast, lambda number: body(cast, number))
    return None


def body(cast: Cast, number: int) -> bool:
    """Say whether an entity is a band or an organisation."""
    return cast.drafts[number].kind in BANDS


def has_word(cast: Cast, number: int, word: str) -> bool:
    """Say whether a word is part of one of an entity's names."""
    draft = cast.drafts[number]
    return any(word in name.lower().split() for name in (draft.label, *draft.names))


def latest(noun: Token, cast: Cast, fits: Callable[[int], bool]) -> int | None:
    """Return the fitting entity that was named last before a noun."""
    for i in range(noun.i - 1, -1, -1):
        number = cast.at.get(i)
        if number is not None and fits(number):
            return number
    return None
