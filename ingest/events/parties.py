"""Which of an article's entities take part in an event: the words around its trigger, resolved by their mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.lexicon import Lexicon as Names
from ingest.events.grammar import below, doers, objects_of, passive, sufferers, with_joined
from ingest.events.lexicon import Lexicon
from ingest.events.merging import PRONOUN
from ingest.events.triggers import Trigger
from ingest.model import Entity, EntityKind
from ingest.parse import Parse, Token

PLACES = frozenset({EntityKind.PLACE, EntityKind.SITE})
BODIES = frozenset({EntityKind.STATE, EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.FORUM})
ONESELF = frozenset({"i", "me", "my"})
OURSELVES = frozenset({"we", "us", "our"})
STRUCK = frozenset({"object", "on", "at", "of"})
"""Slots in which a place is where it happened, and not who it was done with."""
STEPS = 3
"""How many nouns deep an entity is looked for: "thousands of fighters of the group"."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in an event, as indices of entities; ``doer`` is the word for an agent that is no entity.

    ``word`` is what a statement's stance is read off, where that is not the trigger.
    """

    agent: int | None = None
    recipient: int | None = None
    mediators: tuple[int, ...] = ()
    place: int | None = None
    doer: str | None = None
    word: Token | None = None


@dataclass(frozen=True)
class Referents:
    """Leads the words of an article to its entities."""

    parse: Parse
    entities: tuple[Entity, ...]
    lexicon: Lexicon
    names: Names

    @cached_property
    def at(self) -> dict[int, int]:
        """The entity mentioned at each token; the shortest mention where several hold the token."""
        mentions = [(m.end - m.start, n, m) for n, entity in enumerate(self.entities) for m in entity.mentions]
        found: dict[int, int] = {}
        for _, n, mention in sorted(mentions, reverse=True):
            for token in self.parse.between(mention):
                found[token.i] = n
        return found

    @cached_property
    def states(self) -> dict[str, int]:
        """The states of the article by the authority's name for them."""
        return {
            self.names.state_of_name(entity.label) or entity.label: n
            for n, entity in enumerate(self.entities)
            if entity.kind is EntityKind.STATE
        }

    def resolve(self, noun: Token, steps: int = STEPS) -> int | None:
        """Return the entity that a noun mentions, stands for, or counts; ``None`` where the article names none."""
        if noun.i in self.at:
            return self.at[noun.i]
        if noun.tag.startswith("PRP"):
            return self.first(below(self.parse, noun, "appos"), 0)
        lemma = self.lexicon.lemma(noun)
        if noun.dep in {"amod", "compound", "npadvmod", "nmod"} and lemma not in self.lexicon.members:
            return self.states.get(self.names.state_of_adjective(noun.text) or "")
        found = self.first(below(self.parse, noun, "appos"), 0)
        if found is not None or steps == 0:
            return found
        if lemma in self.lexicon.members:
            owners = below(self.parse, noun, "poss", "compound", "nmod", "amod")
            found = self.first(reversed(owners), steps - 1)
            if found is not None:
                return found
        if lemma in self.lexicon.members or lemma in self.lexicon.amounts or noun.tag == "CD":
            of = [p for p in below(self.parse, noun, "prep") if p.lower in {"of", "from"}]
            return self.first((n for p in of for n in objects_of(self.parse, p)), steps - 1)
        return None

    def first(self, nouns: Iterable[Token], steps: int) -> int | None:
        """Return the first entity that one of the nouns leads to."""
        return next((n for n in (self.resolve(noun, steps) for noun in nouns) if n is not None), None)

    def actor(self, noun: Token, speaker: int | None) -> int | None:
        """Return the actor a noun leads to: a seat of government stands for its state, "I" for who speaks."""
        if speaker is not None and noun.i not in self.at:
            if noun.lower in ONESELF:
                return speaker
            if noun.lower in OURSELVES:
                return self.spoken_for(speaker)
        found = self.resolve(noun)
        if found is not None and self.entities[found].kind in PLACES:
            label = self.entities[found].label
            state = self.names.state_of_capital(label.title() if label.isupper() else label)
            return self.states.get(state) if state is not None else None
        return found

    def spoken_for(self, speaker: int) -> int | None:
        """Return whom a speaker means by "we": themselves if they are a body, else the one their title names."""
        if self.entities[speaker].kind in BODIES:
            return speaker
        for mention in self.entities[speaker].mentions:
            for token in self.parse.between(mention):
                titles = below(self.parse, token, "compound", "amod", "nmod", "poss", "appos")
                found = (self.resolve(title) for title in titles if self.at.get(title.i) != speaker)
                body = next((n for n in found if n is not None and self.entities[n].kind in BODIES), None)
                if body is not None:
                    return body
        return None


@dataclass(frozen=True)
class Caster:
    """Fills the roles of one event after another. ``speaker`` is who says the words it stands in."""

    parse: Parse
    referents: Referents
    lexicon: Lexicon

    def fill(self, trigger: Trigger, speaker: int | None) -> Parties:
        """Return who takes part in what a trigger names."""
        agents = list(self.nouns(trigger, trigger.frame.agent))
        recipients = list(self.nouns(trigger, trigger.frame.recipient))
        doing = self.actors(agents, speaker)
        if trigger.suffered and trigger.carrier is not None:
            recipients = doers(self.parse, trigger.carrier) + recipients
        suffering = self.actors(recipients, speaker)
        agent = doing[0] if doing else None
        if trigger.frame.reciprocal:
            suffering = doing[1:] + suffering
        recipient = next((n for n in suffering if n != agent), None)
        if trigger.frame.mediation:
            return self.mediated(trigger, doing, speaker)
        if self.hosted(trigger):
            return self.mediated(trigger, self.actors(self.slot(trigger, "subject"), speaker), speaker)
        between = tuple(n for n in self.go_betweens(trigger, speaker) if n not in {agent, recipient})
        return Parties(agent, recipient, between, self.struck(trigger), self.doer(agents) if agent is None else None)

    def doer(self, agents: Sequence[Token]) -> str | None:
        """Return the word for who does it, so that unknown doers can be told apart."""
        if not agents:
            return None
        return PRONOUN if agents[0].tag.startswith("PRP") else self.lexicon.lemma(agents[0])

    def hosted(self, trigger: Trigger) -> bool:
        """Say whether the subject only gives the talks a room: "Norway hosted talks", and not "held talks with"."""
        if trigger.carrier is None or not trigger.frame.reciprocal:
            return False
        return self.lexicon.lemma(trigger.carrier) in self.lexicon.hosts and not any(self.slot(trigger, "with"))

    def mediated(self, trigger: Trigger, doing: Sequence[int], speaker: int | None) -> Parties:
        """Return the roles around a word of mediation: whoever does it stands between the others."""
        sides = [n for slot in ("between", "among", "with") for n in self.slot(trigger, slot)]
        if not doing:
            before = self.modifiers(trigger.token)
            doing = self.actors((*below(self.parse, trigger.token, "npadvmod", "nmod"), *before), speaker)
        parties = [n for n in self.actors(sides, speaker) if n not in doing]
        return Parties(parties[0] if parties else None, parties[1] if len(parties) > 1 else None, tuple(doing))

    def go_betweens(self, trigger: Trigger, speaker: int | None) -> list[int]:
        """Return whom the parties went through: "talks through Oman"."""
        if trigger.frame.type not in {"CONSULT", "AGREE"}:
            return []
        return self.actors((n for word in sorted(self.lexicon.mediated_by) for n in self.slot(trigger, word)), speaker)

    def struck(self, trigger: Trigger) -> int | None:
        """Return the place that something was done to: "shelled Kharkiv"."""
        if trigger.frame.type not in self.lexicon.physical:
            return None
        slots = [slot for slot in trigger.frame.recipient if slot in STRUCK]
        found = (self.referents.resolve(noun) for noun in self.nouns(trigger, slots))
        return next((n for n in found if n is not None and self.referents.entities[n].kind in PLACES), None)

    def actors(self, nouns: Iterable[Token], speaker: int | None) -> list[int]:
        """Return the actors that nouns lead to, each once."""
        found = (self.referents.actor(noun, speaker) for noun in nouns)
        return list(dict.fromkeys(n for n in found if n is not None))

    def nouns(self, trigger: Trigger, slots: Sequence[str]) -> Iterator[Token]:
        """Yield the nouns in a frame's slots, in the order of the slots."""
        for slot in slots:
            yield from self.slot(trigger, slot)

    def slot(self, trigger: Trigger, slot: str) -> Iterator[Token]:
        """Yield the nouns in one slot of a trigger."""
        verb = trigger.carrier or trigger.token
        if slot == "subject":
            if verb.tag.startswith("V") and not trigger.suffered:
                yield from self.spread(doers(self.parse, verb))
        elif slot == "object":
            yield from self.spread(sufferers(self.parse, trigger.token))
        elif slot == "dative":
            yield from self.spread(n for n in below(self.parse, verb, "dative") if n.pos != "ADP")
        elif slot == "owner":
            for noun in sufferers(self.parse, trigger.token):
                yield from self.spread(below(self.parse, noun, "poss"))
        elif slot == "poss":
            yield from self.spread(below(self.parse, trigger.token, "poss"))
        elif slot == "modifier":
            yield from self.modifiers(trigger.token)
        else:
            yield from self.prepositional(trigger, slot)

    def modifiers(self, noun: Token) -> Iterator[Token]:
        """Yield the words before a noun that can name who does it, also in "US-led"."""
        for word in reversed(below(self.parse, noun, "compound", "nmod", "amod")):
            yield word
            yield from below(self.parse, word, "npadvmod", "compound")

    def prepositional(self, trigger: Trigger, word: str) -> Iterator[Token]:
        """Yield the nouns after a preposition, at the trigger or at the verb that carries it."""
        anchors = [trigger.token] if trigger.carrier is None else [trigger.token, trigger.carrier]
        anchors += below(self.parse, trigger.token, "prt", "advmod")
        if trigger.token.tag.startswith("V"):
            anchors += below(self.parse, trigger.token, "dobj")
        for anchor in anchors:
            if word == "by" and anchor is trigger.carrier and passive(self.parse, anchor):
                continue
            for preposition in below(self.parse, anchor, "prep", "agent", "dative"):
                if preposition.lower == word:
                    yield from self.spread(objects_of(self.parse, preposition))

    def spread(self, nouns: Iterable[Token]) -> Iterator[Token]:
        """Yield nouns and those joined to them."""
        for noun in nouns:
            yield from with_joined(self.parse, noun)
