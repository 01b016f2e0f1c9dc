"""Articles whose statements and entities are given by hand, so that these tests are about events alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.events import find
from ingest.model import (
    Article,
    Attribution,
    Basis,
    Block,
    BlockRole,
    Entity,
    EntityKind,
    Event,
    Kind,
    QuoteForm,
    Reference,
    Span,
    Stance,
    Statement,
)
from ingest.nlp import Annotator
from ingest.times import find as find_times

DAY = date(2024, 3, 15)
"""A Friday."""

STATES = ("Kenya", "Somalia", "Norway", "Oman", "Iran", "Ukraine", "Russia", "Turkey", "Pakistan", "Ethiopia", "China")
KINDS = dict.fromkeys(STATES, EntityKind.STATE) | {
    "Taliban": EntityKind.GROUP,
    "Shabab": EntityKind.GROUP,
    "Hamas": EntityKind.GROUP,
    "Anna Petrova": EntityKind.PERSON,
    "Omar Hassan": EntityKind.PERSON,
    "Geneva": EntityKind.PLACE,
    "Garissa": EntityKind.PLACE,
    "Mombasa": EntityKind.PLACE,
    "Nairobi": EntityKind.PLACE,
    "the minister": EntityKind.UNNAMED,
    "the envoy": EntityKind.UNNAMED,
}


@dataclass(frozen=True)
class Said:
    """What somebody says in a text: the words of the claimant, of the cue, and of the content."""

    who: str
    cue: str
    content: str
    lemma: str = "say"
    act: str = "assert"
    stance: Stance = Stance.AFFIRM
    kind: Kind = Kind.STATEMENT


@dataclass(frozen=True)
class Scene:
    """The events of a text, with the labels of its entities at hand."""

    text: str
    events: tuple[Event, ...]
    entities: tuple[Entity, ...]
    times: tuple[str | None, ...]

    def name(self, number: int | None) -> str | None:
        return None if number is None else self.entities[number].label

    def parties(self, event: Event) -> tuple[str | None, str | None]:
        return self.name(event.agent), self.name(event.recipient)

    def one(self, kind: str) -> Event:
        """The only event of a type."""
        (event,) = [event for event in self.events if event.type == kind]
        return event

    def stances(self, kind: str) -> list[Stance]:
        return [stance for _, stance in self.one(kind).statements]


def play(annotator: Annotator, text: str, *said: Said) -> Scene:
    """Find the events of a text; without ``said`` its publisher says all of it."""
    blocks = [Block(Span(*m.span()), BlockRole.BODY, "a line") for m in re.finditer(r"[^\n]+", text)]
    parse = annotator.parse(text, blocks)
    times = find_times(parse, DAY)
    entities = [Entity(EntityKind.PUBLISHER, "The Gazette")]
    for label, kind in KINDS.items():
        found = [Span(*m.span()) for m in re.finditer(rf"\b{label}\b", text, re.IGNORECASE)]
        if found or kind is EntityKind.STATE:
            entities.append(Entity(kind, label, (), tuple(found)))
    numbers = {entity.label: n for n, entity in enumerate(entities)}
    if said:
        statements = [statement(text, one, numbers) for one in said]
    else:
        statements = [authorial(parse.span(first, end - 1)) for first, end in parse.sentences]
    events = find(parse, statements, entities, times)
    assert all(event.statements for event in events), "an event that nobody speaks of"
    return Scene(text, events, tuple(entities), tuple(time.words for time in times))


def statement(text: str, said: Said, numbers: dict[str, int]) -> Statement:
    content = text.index(said.content)
    line = text.rfind("\n", 0, content) + 1
    cue = text.index(said.cue, line)
    found = Attribution(
        source=(),
        cue=(Span(cue, cue + len(said.cue)),),
        content=(Span(content, content + len(said.content)),),
        addressee=(),
        lemma=said.lemma,
        speech_act=said.act,
        kind=said.kind,
        stance=said.stance,
        polarity=said.stance,
        quote_form=QuoteForm.INDIRECT,
        confidence=1.0,
        rule="by hand",
    )
    return Statement(found, (Reference(numbers.get(said.who), Basis.NAMED),))


def authorial(span: Span) -> Statement:
    found = Attribution(
        (),
        (),
        (span,),
        (),
        "",
        "assert",
        Kind.STATEMENT,
        Stance.AFFIRM,
        Stance.AFFIRM,
        QuoteForm.AUTHORIAL,
        1.0,
        "hand",
    )
    return Statement(found, (Reference(0, Basis.PUBLISHER),))


def article(text: str) -> Article:
    return Article(text, "a test", published=DAY)
