"""Two who are spoken of together: "the two ministers", "both governments", "the two sides"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.entities import Cast
from ingest.discourse.focus import Group
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import capitalised
from ingest.discourse.roles import Description
from ingest.model import EntityKind
from ingest.parse import Parse, Token

REACH = 200
"""How many tokens back the two states are looked for."""

TWO = frozenset({"two", "both"})
PEOPLE = frozenset({EntityKind.PERSON})
STATES = frozenset({EntityKind.STATE, EntityKind.PLACE})
PARTIES = STATES | {EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM}


@dataclass(frozen=True)
class Pairs:
    """Finds the two of whom an article has spoken together."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]

    def resolve(self, noun: Token) -> Group | None:
        """Return the two whom a plural noun with "two" or "both" takes up, ``None`` where it takes up nobody."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i]]
        if (
            noun.tag != "NNS"
            or not any(t.lower in TWO for t in below)
            or any(t.dep in {"prep", "relcl"} for t in below)
        ):
            return None
        definite = any(t.lower in {"the", "both", "these"} for t in below)
        if not definite:
            return None
        lemma = noun.lemma.lower()
        if lemma in self.lexicon.roles | self.lexicon.persons | self.lexicon.kin:
            return self.holders(noun) or self.last(noun, PEOPLE)
        kinds = STATES if lemma in self.lexicon.powers else PARTIES if lemma in self.lexicon.parties else None
        return None if kinds is None else self.last(noun, kinds)

    def holders(self, noun: Token) -> Group | None:
        """Return the two people who are called by a noun, if there are just two before it."""
        members = dict.fromkeys(d.member for d in self.people.get(noun.lemma.lower(), ()))
        known = [n for n in members if self.cast.places.get(n, [noun.i])[0] < noun.i]
        return (known[0], known[1]) if len(known) == 2 else None

    def last(self, noun: Token, kinds: frozenset[EntityKind]) -> Group | None:
        """Return the last two of some kinds that stood side by side, else the last two that were named."""
        for one, other in reversed(self.joined):
            ends = {self.cast.at[one], self.cast.at[other]}
            if max(one, other) < noun.i and len(ends) == 2 and all(self.cast.drafts[n].kind in kinds for n in ends):
                return self.actors((self.cast.at[one], self.cast.at[other]))
        return self.states(noun) if kinds == STATES else self.parties(noun)

    def parties(self, noun: Token) -> Group | None:
        """Return the two states that alone were named before a noun."""
        states = [n for n, d in enumerate(self.cast.drafts) if d.kind is EntityKind.STATE and self.before(n, noun.i)]
        return (states[0], states[1]) if len(states) == 2 else None

    def before(self, number: int, token: int) -> bool:
        """Say whether an entity has been named before a token."""
        places = self.cast.places.get(number)
        start = self.parse.tokens[token].start
        return places[0] < token if places else any(m.start < start for m in self.cast.drafts[number].mentions)

    def states(self, noun: Token) -> Group | None:
        """Return the two states spoken of last before a noun, by their names, their adjectives or their capitals."""
        found: dict[str, int] = {}
        for token in reversed(self.parse.tokens[max(0, noun.i - REACH) : noun.i]):
            named = self.cast.at.get(token.i)
            words = token.text if named is None else self.cast.drafts[named].label
            state = self.lexicon.state_of_name(words) or self.lexicon.state_of_adjective(token.text)
            state = state or (self.lexicon.state_of_capital(words) if named is not None else None)
            if state is not None and capitalised(token) and (state in found or len(found) < 2):
                found[state] = token.i
        if len(found) < 2:
            return None
        one, other = sorted(found, key=found.__getitem__)
        return self.cast.state(one), self.cast.state(other)

    @cached_property
    def joined(self) -> list[tuple[int, int]]:
        """The tokens of names joined by "and", in order."""
        at = self.cast.at
        return [(t.head, t.i) for t in self.parse.tokens if t.dep == "conj" and t.i in at and t.head in at]

    def actors(self, pair: Group) -> Group:
        """Let the capitals of a pair speak for their states."""
        found = []
        for number in pair:
            draft = self.cast.drafts[number]
            state = self.lexicon.state_of_capital(draft.label) if draft.kind is EntityKind.PLACE else None
            found.append(number if state is None else self.cast.state(state))
        return tuple(found)
