"""From the words of an article and its statements to the events that the statements are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.lexicon import load as load_names
from ingest.events.commitment import Climber, judge
from ingest.events.grammar import below, head, verbal
from ingest.events.lexicon import Lexicon, load
from ingest.events.mediation import mediate
from ingest.events.merging import Mention, Taking, merge
from ingest.events.parties import Caster, Parties, Referents
from ingest.events.scope import Scope
from ingest.events.setting import Setting, settle
from ingest.events.triggers import Spotter, Trigger
from ingest.model import Entity, EntityKind, Event, Spans, Stance, Statement, TimeExpression
from ingest.parse import Parse, Token

FORCES = frozenset({EntityKind.STATE, EntityKind.GROUP, EntityKind.PLACE, EntityKind.SITE})
SPOKEN_OF = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION})
VERB, NOUN, WEAK, PARTY = 0.75, 0.65, 0.5, 0.1
"""How sure a trigger alone makes us, and what each party that was found adds: an ordering, and no measured rate."""


def find(
    parse: Parse, statements: Sequence[Statement], entities: Sequence[Entity], times: Sequence[TimeExpression]
) -> tuple[Event, ...]:
    """Return the events that an article's statements affirm, deny or leave open, in order of their first mention.

    Roles and statements are indices into the sequences given. Nothing that no statement speaks of is an event.
    """
    return Finder(parse, tuple(statements), tuple(entities), tuple(times), load()).find()


@dataclass(frozen=True)
class Finder:
    """Finds the events of one article."""

    parse: Parse
    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    times: tuple[TimeExpression, ...]
    lexicon: Lexicon

    @cached_property
    def contents(self) -> tuple[Spans, ...]:
        """The contents of the statements, each in order of the text."""
        return tuple(tuple(sorted(statement.attribution.content)) for statement in self.statements)

    def find(self) -> tuple[Event, ...]:
        """Spot the triggers, see who speaks of them, cast and place them, and bring mentions together."""
        scope = Scope(self.parse, self.statements)
        spotted = [(t, scope.speakers(t.token)) for t in Spotter(self.parse, self.lexicon, scope.cues).spot()]
        spoken = [(trigger, speakers) for trigger, speakers in spotted if speakers]
        referents = Referents(self.parse, self.entities, self.lexicon, load_names())
        triggers = [trigger for trigger, _ in spoken]
        setting = settle(self.parse, triggers, referents, self.times, self.lexicon)
        caster = Caster(self.parse, referents, self.lexicon)
        cast = [caster.fill(trigger, self.speaker(speakers)) for trigger, speakers in spoken]
        cast, absorbed = mediate(self.parse, triggers, cast)
        numbers: dict[int, int] = {}
        mentions: list[Mention] = []
        for n, (trigger, speakers) in enumerate(spoken):
            if n in absorbed:
                continue
            mention = self.mention(trigger, speakers, cast[n], setting, numbers)
            if mention is not None:
                numbers[trigger.token.i] = len(mentions)
                mentions.append(mention)
        return merge(mentions, self.times)

    def speaker(self, speakers: Sequence[int]) -> int | None:
        """Return the one claimant of the innermost statement around a trigger, the publisher left out."""
        claimants = self.statements[speakers[0]].claimants
        if len(claimants) != 1 or claimants[0].entity is None:
            return None
        number = claimants[0].entity
        return None if self.entities[number].kind is EntityKind.PUBLISHER else number

    def mention(
        self,
        trigger: Trigger,
        speakers: Sequence[int],
        parties: Parties,
        setting: Setting,
        numbers: Mapping[int, int],
    ) -> Mention | None:
        """Return a trigger as a mention, ``None`` where too little stands beside it to tell an event."""
        token, frame = trigger.token, trigger.frame
        known = [n for n in (parties.agent, parties.recipient, *parties.mediators) if n is not None]
        around = (*setting.places.get(token.i, ()), parties.place)
        place = next((n for n in around if n is not None and n not in known), None)
        if not self.enough(trigger, parties, place):
            return None
        base = WEAK if frame.weak else (VERB if verbal(token) else NOUN)
        return Mention(
            type=self.type_of(trigger, parties),
            family=self.family(token, frame.beside),
            trigger=self.parse.span(token.i, token.i),
            agent=parties.agent,
            recipient=parties.recipient,
            mediators=parties.mediators,
            place=place,
            time=next(iter(setting.times.get(token.i, ())), None),
            statements=tuple((n, self.stance(n, trigger, parties)) for n in speakers),
            confidence=base + PARTY * min(2, len(known) + (place is not None)),
            reciprocal=frame.reciprocal,
            lemmas=frozenset({self.lexicon.lemma(token)}),
            taking=self.taking(token),
            general=self.lexicon.lemma(token) in self.lexicon.general,
            leader=self.leader(token, numbers),
            doer=parties.doer,
        )

    def enough(self, trigger: Trigger, parties: Parties, place: int | None) -> bool:
        """Say whether a weak word has a party, and whether an object is of the kind that its frame wants."""
        frame = trigger.frame
        if frame.objects_are:
            kinds = {None if n is None else self.entities[n].kind for n in (parties.recipient, parties.place)}
            wanted = "person" in frame.objects_are and EntityKind.PERSON in kinds
            wanted = wanted or ("actor" in frame.objects_are and parties.recipient is not None)
            wanted = wanted or ("force" in frame.objects_are and bool(kinds & FORCES))
            wanted = wanted or ("place" in frame.objects_are and parties.place is not None)
            if not (wanted or "unknown" in frame.objects_are):
                return False
        return not frame.weak or any(
            n is not None for n in (parties.agent, parties.recipient, *parties.mediators, place)
        )

    def type_of(self, trigger: Trigger, parties: Parties) -> str:
        """Return the type: what a named person does with words is told apart from what forces do."""
        frame = trigger.frame
        kinds = [None if n is None else self.entities[n].kind for n in (parties.agent, parties.recipient)]
        spoken = kinds[0] is EntityKind.PERSON and (verbal(trigger.token) or kinds[1] in SPOKEN_OF)
        return frame.personal if frame.personal and spoken else frame.type

    def family(self, token: Token, beside: str) -> str:
        """Return the name that a word's relatives share."""
        lemma = self.lexicon.lemma(token)
        for word in (f"{lemma} {beside}" if beside else lemma, lemma):
            if word in self.lexicon.kin:
                return self.lexicon.kin[word]
        return stem(lemma)

    def taking(self, token: Token) -> Taking:
        """Return how the words before a noun tie it to what was named before: "the attack", "another attack"."""
        if verbal(token):
            return Taking.SAME_WORD
        before = below(self.parse, token, "amod", "det", "poss")
        if any(t.lower in self.lexicon.bearing.new_words for t in before):
            return Taking.NEW
        determined = [t for t in before if t.dep in {"det", "poss"}]
        if any(t.lower not in {"a", "an", "any", "some"} for t in determined):
            return Taking.UP
        return Taking.ALIKE if determined or token.tag == "NNS" else Taking.UP

    def leader(self, token: Token, numbers: Mapping[int, int]) -> int | None:
        """Return the mention that a trigger only spells out: right above it, or right below it."""
        near = below(self.parse, token, "nsubj", "nsubjpass", "dobj")
        near += [n for p in below(self.parse, token, "prep", "agent") for n in below(self.parse, p, "pobj")]
        if token.dep in {"advcl", "xcomp", "acl", "relcl", "dobj", "nsubj", "nsubjpass"}:
            near.append(head(self.parse, token))
        if token.dep == "pobj":
            near.append(head(self.parse, head(self.parse, token)))
        return next((numbers[t.i] for t in near if t.i in numbers), None)

    def stance(self, number: int, trigger: Trigger, parties: Parties) -> Stance:
        """Return what one statement holds of the event at a trigger."""
        statement = self.statements[number]
        content = self.contents[number]
        reading = Climber(self.parse, self.lexicon, content).climb(parties.word or trigger.token)
        first = self.parse.tokens[min(self.parse.first_at(content[0].start), len(self.parse.tokens) - 1)]
        speakers = {reference.entity for reference in statement.claimants}
        return judge(
            statement,
            reading,
            self.lexicon.bearing,
            first=first.sent == trigger.token.sent,
            own=parties.agent is not None and parties.agent in speakers,
        )


ENDINGS = (
    "isation",
    "ization",
    "ation",
    "ition",
    "tion",
    "sion",
    "ment",
    "ing",
    "ize",
    "ise",
    "al",
    "er",
    "or",
    "ion",
    "e",
)


def stem(lemma: str) -> str:
    """Return a word without its ending, so that "bomb" and "bombing" are related.

    >>> stem("deployment") == stem("deploy")
    True
    """
    for ending in ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)]
    return lemma
