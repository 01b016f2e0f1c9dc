"""What acts for a state without a name of its own: "Kenyan police", "Norway's government", "the Turkish parliament"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.discourse.entities import BODIES, Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, words_of
from ingest.model import EntityKind
from ingest.parse import Parse, Token

BEFORE = frozenset({"compound", "amod", "nmod", "poss"})


@dataclass(frozen=True, slots=True)
class Organs:
    """The organs an article names, and the pairs of an organ and its state."""

    mentions: tuple[Mention, ...]
    parents: tuple[tuple[int, int], ...]


def find_organs(parse: Parse, mentions: Sequence[Mention], lexicon: Lexicon, cast: Cast) -> Organs:
    """Make entities of the organs of states, and say of which state each is one."""
    found: list[Mention] = []
    parents: dict[tuple[int, int], None] = {}
    for token in parse.tokens:
        kind = kind_of(token, parse, lexicon)
        if kind is None or token.i in cast.at:
            continue
        first, whole = owner(token, parse, lexicon, cast)
        if whole is None:
            continue
        label = words_of(parse, first, token.i)
        known = cast.named(label, kind)
        number = cast.add(kind, label) if known is None else known
        cast.drafts[number].plural = token.tag == "NNS"
        cast.mention(number, parse.span(first, token.i), label)
        cast.at[token.i] = number
        cast.place(number, token.i)
        parents[(number, whole)] = None
        found.append(Mention(token.i, token.i, token.text, kind))
    for mention in mentions:
        if mention.kind is EntityKind.ORGANIZATION:
            for i in (mention.first - 1, mention.first):
                state = lexicon.state_of_adjective(parse.tokens[i].text) if i >= 0 else None
                if state is not None and parse.tokens[i].sent == parse.tokens[mention.first].sent:
                    parents[(cast.at[mention.first], cast.state(state))] = None
    return Organs(tuple(found), tuple(parents))


def kind_of(token: Token, parse: Parse, lexicon: Lexicon) -> EntityKind | None:
    """Return what sort of organ a noun is one for, in small letters."""
    if token.pos not in {"NOUN", "PROPN"} or not token.text[0].islower():
        return None
    if token.lower in lexicon.meeting_bodies:
        return EntityKind.FORUM
    two = f"{parse.tokens[token.i - 1].lower} {token.lower}" if token.i else ""
    return EntityKind.ORGANIZATION if token.lower in lexicon.organs or two in lexicon.organs else None


def owner(token: Token, parse: Parse, lexicon: Lexicon, cast: Cast) -> tuple[int, int | None]:
    """Return where the words before an organ begin, and the state or the body they name."""
    first, state, body = token.i, None, None
    for i in words_before(token, parse):
        number = cast.at.get(i)
        adjective = lexicon.state_of_adjective(parse.tokens[i].text)
        if number is not None and cast.drafts[number].kind is EntityKind.STATE:
            state, first = number, min(first, i)
        elif number is not None and cast.drafts[number].kind in BODIES:
            body, first = number, min(first, i)
        elif adjective is not None:
            state, first = cast.state(adjective), min(first, i)
    return first, state if body is None else body


def words_before(token: Token, parse: Parse) -> Iterator[int]:
    """Yield the words of a noun phrase before its noun, without its article."""
    for i in parse.children[token.i]:
        if i < token.i and parse.tokens[i].dep in BEFORE and parse.tokens[i].tag != "PRP$":
            yield from (j for j in parse.subtree(i) if parse.tokens[j].dep != "det" and j < token.i)
