"""Sources without a name: people who are only classed, and bodies that go by a common noun."""

from __future__ import annotations

import re
from bisect import insort
from dataclasses import dataclass, field

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import words_of
from ingest.model import Basis, EntityKind, Reference, Span
from ingest.parse import Parse, Token

ONE = frozenset({"another", "one", "somebody", "someone"})
PLURAL = frozenset({"NNS", "NNPS"})
CROWDS = frozenset({"police", "people"})
"""Nouns that mean several without the form of a plural."""

ARTICLES = frozenset({"a", "an", "the"})
SOME = frozenset(
    {"about", "almost", "around", "hundreds", "more", "nearly", "of", "over", "several", "some", "than", "thousands"}
)
ARTICLE = re.compile(r"^(?:the|an?) ")
NEAR = 8
"""How many tokens after a noun a phrase has ended that says which people are told."""


@dataclass(frozen=True)
class Unnamed:
    """Makes the sources of one article that have no name."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    heads: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """The tokens and entities of the sources without a name by their noun, in order."""

    def take(self, noun: Token, evidence: Span, *, told: bool = False) -> Reference:
        """Make a source of its own out of people who are not named, under the words that class them."""
        kind = self.kind_of(noun, self.parse.between(evidence)[0])
        label = self.told(noun, evidence) if told else self.label(noun, evidence, kind)
        number = self.known(noun, label, kind)
        if number is None:
            number = self.add(noun, label, kind)
        self.cast.mention(number, evidence)
        body = kind is not EntityKind.UNNAMED
        if body:
            self.cast.place(number, noun.i)
        insort(self.heads.setdefault(noun.lower, []), (noun.i, number))
        return Reference(number, Basis.NAMED if body else Basis.UNNAMED, evidence)

    def introduce(self, noun: Token, evidence: Span) -> int:
        """Make somebody of a noun who is forgotten again where nothing refers to them."""
        label = self.label(noun, evidence, EntityKind.UNNAMED)
        number = self.cast.named(label, EntityKind.UNNAMED)
        if number is None:
            number = self.add(noun, label, EntityKind.UNNAMED)
            self.cast.drafts[number].spare = True
        self.cast.mention(number, evidence)
        insort(self.heads.setdefault(noun.lower, []), (noun.i, number))
        return number

    def kind_of(self, noun: Token, first: Token) -> EntityKind:
        """Return what a noun is one for in a phrase that begins with ``first``: a body that meets, a body, people."""
        if noun.tag in PLURAL:
            return EntityKind.UNNAMED
        if noun.lower in self.lexicon.meeting_bodies:
            return EntityKind.FORUM
        body = noun.lower in self.lexicon.bodies and first.lower not in {"a", "an"}
        return EntityKind.ORGANIZATION if body else EntityKind.UNNAMED

    def label(self, noun: Token, evidence: Span, kind: EntityKind) -> str:
        """Return the words of a phrase up to what is set apart after its noun, as they are within a sentence."""
        tokens = self.parse.between(evidence)
        comma = next((t.i for t in tokens if t.text in {",", "("} and t.i > noun.i), tokens[-1].i + 1)
        label = words_of(self.parse, tokens[0].i, comma - 1)
        if self.opens(tokens[0]):
            label = label[0].lower() + label[1:]
        bare = kind is not EntityKind.UNNAMED or noun.tag in PLURAL
        return ARTICLE.sub("", label) if bare else label

    def opens(self, token: Token) -> bool:
        """Say whether a word has its capital only because a sentence begins with it."""
        first = self.parse.sentences[token.sent][0] == token.i
        proper = token.pos == "PROPN" or token.ent in {"NORP", "GPE", "ORG", "PERSON"}
        return (first and not proper and token.text[1:].islower()) or token.text in {"A", "The"}

    def told(self, noun: Token, evidence: Span) -> str:
        """Return the words for who is told, without their article and the place at which they are."""
        words = [t for t in self.parse.between(evidence) if t.i <= noun.i]
        for i in self.parse.children[noun.i]:
            token = self.parse.tokens[i]
            last = self.parse.edges[i][1]
            if i == words[-1].i + 1 and token.dep == "prep" and last < noun.i + NEAR and not self.places(i):
                words += [t for t in self.parse.tokens[i : last + 1] if t.end <= evidence.end]
        crowd = noun.lower in self.lexicon.audiences
        while len(words) > 1 and (words[0].lower in ARTICLES or (crowd and counts(words[0]))):
            words = words[1:]
        return words_of(self.parse, words[0].i, words[-1].i)

    def places(self, preposition: int) -> bool:
        """Say whether a phrase says where or when people are, and not which people they are."""
        for i in self.parse.subtree(preposition):
            token = self.parse.tokens[i]
            number = self.cast.at.get(i)
            town = number is not None and self.cast.drafts[number].kind in {EntityKind.PLACE, EntityKind.SITE}
            where = token.lemma in self.lexicon.sites | self.lexicon.buildings | self.lexicon.occasions
            if token.ent in {"DATE", "TIME"} or (self.parse.tokens[preposition].lower != "of" and (town or where)):
                return True
        return False

    def known(self, noun: Token, label: str, kind: EntityKind) -> int | None:
        """Return the source that was made before: the last of a bare noun ("the official"), else that of a label."""
        bare = label in (noun.lower, f"the {noun.lower}")
        if not bare or noun.tag in PLURAL:
            return self.cast.named(label, kind)
        before = [number for token, number in self.heads.get(noun.lower, ()) if token < noun.i]
        return before[-1] if before else None

    def add(self, noun: Token, label: str, kind: EntityKind) -> int:
        """Add a new source, and note what its noun says of it: one or several, a man or a woman."""
        number = self.cast.add(kind, label)
        draft = self.cast.drafts[number]
        draft.plural = noun.tag in PLURAL or noun.lower in (self.lexicon.some - ONE) | CROWDS
        draft.person = not draft.plural and kind is EntityKind.UNNAMED and self.single(noun)
        draft.gender = self.lexicon.gender_of(noun.lower)
        return number

    def single(self, noun: Token) -> bool:
        """Say whether a source without a name is one person: any one that is no text and no body."""
        texts = self.lexicon.vehicles | self.lexicon.hearsay | self.lexicon.bodies | self.lexicon.meeting_bodies
        one = noun.tag == "NN" and not {noun.lower, noun.lemma.lower()} & texts
        return one or noun.lower in ONE


def counts(token: Token) -> bool:
    """Say whether a word says how many people there are: "some 300 shareholders"."""
    return token.tag == "CD" or token.lower in SOME
