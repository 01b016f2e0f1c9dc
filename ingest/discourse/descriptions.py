"""Definite descriptions: "the minister", "the committee", "the group" are somebody the article has named before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.roles import Description
from ingest.model import EntityKind
from ingest.parse import Parse, Token

DEFINITE = frozenset({"the", "this", "that"})
BANDS = frozenset({EntityKind.GROUP, EntityKind.ORGANIZATION})
LOOSE = frozenset({"prep", "relcl", "acl", "poss"})
"""What makes a noun phrase say by itself who is meant."""


@dataclass(frozen=True)
class Descriptions:
    """Resolves the definite noun phrases of one article."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]
    """What the article says of people, by noun."""

    @cached_property
    def by_word(self) -> dict[str, list[Description]]:
        """What the article says of people, by each word: "the Republican" is who was called the Republican nominee."""
        found: dict[str, list[Description]] = {}
        for description in (each for group in self.people.values() for each in group):
            for word in description.words:
                found.setdefault(word, []).append(description)
        return found

    def resolve(self, noun: Token) -> int | None:
        """Return whom a definite noun phrase takes up, ``None`` if it is not definite or fits nobody before it."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i]]
        if noun.tag not in {"NN", "NNP"} or not any(t.dep == "det" and t.lower in DEFINITE for t in below):
            return None
        if any(t.dep in LOOSE for t in below if not (t.dep == "prep" and t.i < noun.i)):
            return None
        words = {t.lower for t in below if t.dep in {"amod", "compound", "nmod"}}
        person = self.person(noun, words)
        return self.body(noun) if person is None and not words else person

    def person(self, noun: Token, words: set[str]) -> int | None:
        """Return the person that the article has given this noun, or an office that the noun can take up."""
        word = self.lexicon.short.get(noun.lower, noun.lower).split()[-1]
        nouns = {word, *self.lexicon.wider.get(word, ())}
        gender = self.lexicon.gender_of(word)
        fitting: dict[int, int] = {}
        for each in nouns:
            for description in self.people.get(each, ()):
                if gender is None or self.cast.drafts[description.member].gender in (gender, None):
                    shared = len(words & description.words)
                    fitting[description.member] = max(fitting.get(description.member, 0), shared)
        if not fitting and word in self.lexicon.persons:
            fitting = {each.member: len(words & each.words) for each in self.by_word.get(word, ())}
        if not fitting:
            return None
        most = max(fitting.values())
        if most < len(words) and (most == 0 or len(words) > 1) and len(fitting) > 1:
            return None
        return self.cast.last_before(noun.i, [member for member, shared in fitting.items() if shared == most])

    def body(self, noun: Token) -> int | None:
        """Return the body whose name has this noun, or for a wide noun the last one named."""
        word = noun.lower
        if word in self.lexicon.forums | self.lexicon.occasions | self.lexicon.meeting_bodies:
            forums = frozenset({EntityKind.FORUM})
            found = self.called(noun.lower, noun.i, forums)
            others = sorted(self.lexicon.courts - {word}) if found is None and word in self.lexicon.courts else ()
            return next((n for each in others if (n := self.called(each, noun.i, forums)) is not None), found)
        if word not in self.lexicon.bodies:
            return None
        named = self.called(word, noun.i, BANDS)
        if named is None and word in self.lexicon.takers:
            return self.cast.nearest(noun.i, BANDS)
        return named

    def called(self, word: str, i: int, kinds: frozenset[EntityKind]) -> int | None:
        """Return the entity of some kinds that was named last before a token by a name that has a word in it."""
        numbers = [n for n in self.cast.words.get(word, ()) if self.cast.drafts[n].kind in kinds]
        return self.cast.last_before(i, numbers)
