"""Who stands behind a statement: the words beside its cue, resolved to somebody the article speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.discourse.descriptions import described
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mentions import words_of
from ingest.model import Attribution, Basis, EntityKind, Membership, Reference, Span
from ingest.parse import Parse, Token

PEOPLE = frozenset({EntityKind.PERSON})
BODIES = frozenset({EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM, EntityKind.STATE})


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody was the claimant of a statement at this offset."""

    at: int
    entity: int


def head_of(words: Sequence[Token]) -> Token | None:
    """Return the word of a phrase whose head lies outside it."""
    inside = {token.i for token in words}
    heads = [token for token in words if token.head not in inside or token.head == token.i]
    nouns = [token for token in heads if token.pos in {"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"}]
    return nouns[0] if nouns else (heads[0] if heads else None)


@dataclass(frozen=True)
class Resolver:
    """Resolves phrases of one article against its cast. ``said`` grows as the statements are walked in order."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    memberships: tuple[Membership, ...]
    said: list[Said]
    heads: list[tuple[int, str]]
    """The nouns of sources without a name, each with its entity, in the order they were met."""

    def addressee(self, attribution: Attribution) -> Reference | None:
        """Return who is told, if the words beside the cue say so."""
        for span in attribution.addressee:
            for reference in self.phrase(span):
                return reference
        return None

    def venue(self, attribution: Attribution, addressee: Reference | None) -> Reference | None:
        """Return the body in session that was told something: it is the audience and the venue in one."""
        if addressee is None or addressee.entity is None or attribution.lemma not in self.lexicon.telling:
            return None
        return addressee if self.cast.drafts[addressee.entity].kind is EntityKind.FORUM else None

    def claimants(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Return who stands behind an attribution; nobody for an agentless passive."""
        found: list[Reference] = []
        for span in attribution.source:
            for reference in self.phrase(span):
                if reference.entity is None or all(reference.entity != other.entity for other in found):
                    found.append(reference)
        return tuple(found) if attribution.source else self.hearsay(attribution)

    def hearsay(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Take the noun for the source where it is the cue itself: "there are reports that"."""
        cue = head_of([token for span in attribution.cue for token in self.parse.between(span)])
        if cue is None or cue.pos != "NOUN" or cue.lemma not in self.lexicon.hearsay:
            return ()
        return (self.unnamed(cue, Span(cue.start, cue.end)),)

    def phrase(self, span: Span) -> tuple[Reference, ...]:
        """Resolve one phrase: a name, several names joined, a pronoun, a description."""
        words = self.parse.between(span)
        head = head_of(words)
        if head is None:
            return ()
        return tuple(self.one(noun, span) for noun in (head, *self.joined(head, span)))

    def joined(self, head: Token, span: Span) -> list[Token]:
        """Return the nouns that stand beside a noun within a phrase, joined by "and"."""
        beside: list[Token] = []
        for i in self.parse.children[head.i]:
            token = self.parse.tokens[i]
            if token.dep == "conj" and span.start <= token.start and token.end <= span.end:
                beside += [token, *self.joined(token, span)]
        return beside

    def one(self, noun: Token, span: Span) -> Reference:
        """Resolve one noun or pronoun of a phrase."""
        evidence = self.evidence(noun, span)
        lower = noun.lower
        if lower in self.lexicon.male | self.lexicon.female:
            return self.pronoun(noun, PEOPLE, evidence)
        if lower in self.lexicon.several:
            return self.pronoun(noun, BODIES, evidence)
        named = self.named_at(noun, evidence)
        if named is not None:
            return self.as_state(named, evidence)
        if lower in self.lexicon.thing | self.lexicon.relative or noun.pos == "PRON":
            return Reference(None, Basis.UNRESOLVED, evidence)
        known = described(noun, self.parse, self.lexicon, self.cast, self.memberships)
        if known is not None:
            self.cast.mention(known, evidence)
            return Reference(known, Basis.DESCRIPTION, evidence)
        return self.unnamed(noun, evidence)

    def evidence(self, noun: Token, span: Span) -> Span:
        """Return the part of a phrase that belongs to one of its nouns."""
        beside = self.joined(noun, span)
        end = min((self.parse.span(*self.parse.edges[t.i]).start for t in beside), default=span.end)
        words = list(self.parse.between(Span(max(span.start, self.left(noun)), max(end, noun.end))))
        while words and (words[-1].dep in {"cc", "punct"} or words[-1].lower in {"and", ",", "or"}):
            words.pop()
        return Span(words[0].start, words[-1].end) if words else Span(noun.start, noun.end)

    def left(self, noun: Token) -> int:
        """Return where the words before a noun that belong to it begin."""
        return self.parse.tokens[self.parse.edges[noun.i][0]].start

    def named_at(self, noun: Token, evidence: Span) -> int | None:
        """Return the entity named by a noun, or by the name that a phrase ends with."""
        if noun.i in self.cast.at:
            return self.cast.at[noun.i]
        if noun.pos == "PROPN":
            for token in reversed(self.parse.between(evidence)):
                if token.i in self.cast.at:
                    return self.cast.at[token.i]
        return None

    def as_state(self, entity: int, evidence: Span) -> Reference:
        """Let a capital speak for its state."""
        draft = self.cast.drafts[entity]
        state = self.lexicon.state_of_capital(draft.label)
        if draft.kind is EntityKind.PLACE and state is not None:
            number = self.cast.state(state)
            self.cast.mention(number, evidence, draft.label)
            return Reference(number, Basis.METONYM, evidence)
        return Reference(entity, Basis.NAMED, evidence)

    def pronoun(self, noun: Token, kinds: frozenset[EntityKind], evidence: Span) -> Reference:
        """Take the last speaker of the right kind, and only without one the nearest name before the pronoun."""
        for said in reversed(self.said):
            if said.at < noun.start and self.cast.drafts[said.entity].kind in kinds | {EntityKind.UNNAMED}:
                self.cast.mention(said.entity, evidence)
                return Reference(said.entity, Basis.PRONOUN, evidence)
        for i in range(noun.i - 1, -1, -1):
            entity = self.cast.at.get(i)
            if entity is not None and self.cast.drafts[entity].kind in kinds:
                self.cast.mention(entity, evidence)
                return Reference(entity, Basis.PRONOUN, evidence)
        return Reference(None, Basis.UNRESOLVED, evidence)

    def unnamed(self, noun: Token, evidence: Span) -> Reference:
        """Make a source of its own out of people who are not named, under the words that class them."""
        tokens = self.parse.between(evidence)
        label = words_of(self.parse, tokens[0].i, tokens[-1].i)
        if tokens[0].pos == "DET":
            label = label[0].lower() + label[1:]
        kind = EntityKind.ORGANIZATION if noun.lower in self.lexicon.bodies else EntityKind.UNNAMED
        known = self.taken_up(noun) if label == f"the {noun.lower}" else self.cast.named(label, kind)
        number = self.cast.add(kind, label) if known is None else known
        self.cast.mention(number, evidence)
        self.heads.append((number, noun.lower))
        return Reference(number, Basis.UNNAMED if kind is EntityKind.UNNAMED else Basis.NAMED, evidence)

    def taken_up(self, noun: Token) -> int | None:
        """Return the source without a name that "the official" takes up: the last one of that noun."""
        return next((number for number, word in reversed(self.heads) if word == noun.lower), None)
