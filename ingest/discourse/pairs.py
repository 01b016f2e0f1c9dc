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

SOON = 2
"""How many sentences after a meeting is told of the two sides of it are."""

MEETING = frozenset({"meet", "host", "receive"})

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
        if kinds is None:
            return None
        return (self.met(noun) if lemma in self.lexicon.parties else None) or self.last(noun, kinds)

    def met(self, noun: Token) -> Group | None:
        """Return the two who met in the sentences right before: "X held talks with Y. The two sides agreed"."""
        parse, at = self.parse, self.cast.at
        for sent in range(noun.sent - 1, max(-1, noun.sent - 1 - SOON), -1):
            first, end = parse.sentences[sent]
            for verb in parse.tokens[first:end]:
                below = [parse.tokens[i] for i in parse.children[verb.i]]
                one = next((at[t.i] for t in below if t.dep == "nsubj" and t.i in at), None)
                talks = [t for t in below if t.dep == "dobj" and {t.lower, t.lemma} & self.lexicon.dialogues]
                if one is None or not (talks or verb.lemma in MEETING):
                    continue
                withs = [i for t in (verb, *talks) for i in parse.children[t.i] if parse.tokens[i].lower == "with"]
                whom = [parse.tokens[i] for j in withs for i in parse.children[j]] if talks else below
                nouns = [t for t in whom if t.dep in {"pobj", "dobj"}]
                found = (at.get(i) for t in nouns for i in (t.i, *parse.children[t.i]) if parse.tokens[i].dep != "poss")
                other = next((n for n in found if n is not None and n != one), None)
                if other is not None:
                    return self.actors((one, other))
        return None

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
