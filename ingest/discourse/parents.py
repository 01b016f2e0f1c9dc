"""The bodies that a forum is part of, as far as its own name shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.discourse.entities import BODIES, Cast
from ingest.discourse.forums import ARTICLES, OF
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, words_of
from ingest.model import EntityKind
from ingest.parse import Parse


def find_parents(
    parse: Parse, mentions: Sequence[Mention], lexicon: Lexicon, cast: Cast
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of a forum and the body it is part of that their names show.

    "National Assembly Standing Committee" is part of the National Assembly, the "Committee of the Senate" of the
    Senate, and so is "the Senate's Finance Committee".
    """
    found: dict[tuple[int, int], None] = {}
    for mention in mentions:
        if mention.kind is not EntityKind.FORUM:
            continue
        child = cast.at[mention.first]
        owner = cast.at.get(mention.first - 2) if parse.tokens[mention.first - 1].tag == "POS" else None
        if owner is not None and owner != child and cast.drafts[owner].kind in BODIES:
            found[(child, owner)] = None
            call_in_full(cast, child, owner, mention.words, parse)
        for first, last in wholes(parse, mention, lexicon):
            label = words_of(parse, first, last)
            parent = cast.body_called(label)
            if parent is None:
                parent = cast.add(EntityKind.FORUM, label)
            if parent != child and (parent, child) not in found:
                cast.mention(parent, parse.span(first, last), label)
                found[(child, parent)] = None
    return tuple(found)


def call_in_full(cast: Cast, child: int, owner: int, words: str, parse: Parse) -> None:
    """Put the owner before the name of a body that is known by less: "the National Assembly's Committee on Power"."""
    draft, whole = cast.drafts[child], cast.drafts[owner].label
    if draft.label == words and cast.drafts[owner].kind is EntityKind.FORUM:
        mark = next((mark for mark in ("’", "'") if f"{whole}{mark}s {words}" in parse.text), None)
        draft.label = f"{whole}{mark}s {words}" if mark is not None else words


def wholes(parse: Parse, mention: Mention, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the tokens within a forum's name that name a body it is part of."""
    tokens = parse.tokens
    joint = next(
        (k for k in range(mention.first, mention.last) if tokens[k].lower in lexicon.joints and k > mention.first),
        mention.last + 1,
    )
    for k in range(joint - 2, mention.first - 1, -1):
        words = words_of(parse, mention.first, k)
        if tokens[k].lower in lexicon.forums or words in lexicon.names.forums or words in lexicon.names.organizations:
            yield mention.first, k
            return
    if joint < mention.last and tokens[joint].lower in OF:
        first = joint + 1
        while first < mention.last and tokens[first].lower in ARTICLES:
            first += 1
        if tokens[mention.last].lower in lexicon.forums:
            yield first, mention.last
