"""One name in the text, and what can be read off its words."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.discourse.lexicon import Gender
from ingest.model import EntityKind, Span
from ingest.parse import Parse, Token


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its tokens (the last included), its words, and the sort of thing it names.

    ``title`` is the token range of a title that stands before it, the last included; ``gender`` is what a form of
    address or a title before it tells.
    """

    first: int
    last: int
    words: str
    kind: EntityKind
    title: tuple[int, int] | None = None
    gender: Gender | None = None


def capitalised(token: Token) -> bool:
    """Say whether a token is written as a part of a name."""
    return token.text[:1].isupper()


def words_of(parse: Parse, first: int, last: int) -> str:
    """Return the words from one token to another, with single spaces."""
    return " ".join(Span(parse.tokens[first].start, parse.tokens[last].end).of(parse.text).split())
