"""Meetings that have no name: "a news conference in Geneva", "the rally", "a Senate hearing"."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.discourse.descriptions import Descriptions
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import words_of
from ingest.model import Basis, EntityKind, Reference
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

HERE = frozenset({"in", "at"})


@dataclass(frozen=True)
class Meetings:
    """Finds or makes the forum that a noun for a meeting stands for."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    descriptions: Descriptions

    def holds(self, noun: Token) -> bool:
        """Say whether a noun is one for a meeting, or for a body that meets, and no name."""
        words = self.lexicon.occasions | self.lexicon.meeting_bodies
        return noun.tag in {"NN", "NNP"} and noun.lemma.lower() in words and noun.i not in self.cast.at

    def resolve(self, noun: Token) -> Reference:
        """Return the body whose session a meeting is, else the meeting spoken of before, else a new one.

        Two meetings of the same sort are two, so only "the rally" is one that was named before.
        """
        left, right = self.parse.edges[noun.i]
        evidence = name(self.parse, noun)[0]
        for i in range(left, right + 1):
            number = self.cast.at.get(i)
            if number is not None and self.cast.drafts[number].kind is EntityKind.FORUM:
                return Reference(number, Basis.NAMED, evidence)
        known = self.descriptions.resolve(noun)
        if known is not None:
            return Reference(known, Basis.DESCRIPTION, evidence)
        first = noun.i
        while first > left and self.classes(self.parse.tokens[first - 1]) and not self.is_date(first - 1):
            first -= 1
        words = words_of(self.parse, first, noun.i)
        place = self.place_of(noun)
        number = self.cast.add(EntityKind.FORUM, words if place is None else f"{words} in {place}")
        self.cast.mention(number, self.parse.span(first, noun.i), words)
        self.cast.place(number, noun.i)
        return Reference(number, Basis.NAMED, evidence)

    def classes(self, token: Token) -> bool:
        """Say whether a word before a noun says which sort of meeting or body it is: "news", "customary"."""
        return token.dep == "compound" or (token.dep == "amod" and token.lower in self.lexicon.classing)

    def place_of(self, noun: Token) -> str | None:
        """Return the name of the place a meeting is said to be in."""
        for i in self.parse.children[noun.i]:
            if self.parse.tokens[i].dep == "prep" and self.parse.tokens[i].lower in HERE:
                for j in self.parse.children[i]:
                    number = self.cast.at.get(j)
                    if number is not None:
                        draft = self.cast.drafts[number]
                        return draft.label if draft.kind in {EntityKind.PLACE, EntityKind.SITE} else None
        return None

    def dated(self, noun: Token) -> bool:
        """Say whether a meeting's own words say that it was not the day's: "Monday's debate", "a recent rally"."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i] if i < noun.i]
        return any(self.is_date(t.i) or t.lower in self.lexicon.bygone for t in below)

    def is_date(self, i: int) -> bool:
        """Say whether a token is part of a date."""
        return self.parse.tokens[i].ent in {"DATE", "TIME"}
