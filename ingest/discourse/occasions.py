"""One occasion, one audience: what the statements of a briefing, a hearing or an interview share.

STATEMENTS rules 13 to 16: whoever is told is the addressee; a body that is told something in session is the venue
too; the statements the same speaker makes on the same occasion share addressee, venue and day, and the lead sentence
counts although it comes before the occasion is named.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.venues import WRITING, Setting
from ingest.model import (
    Basis,
    EntityKind,
    Kind,
    Membership,
    Occasion,
    QuoteForm,
    Reference,
    Span,
    Statement,
    TimeBasis,
    TimeExpression,
)
from ingest.parse import Parse, Token
from ingest.times.occasion import inherit, saying
from ingest.times.quoted import anchored

SPEAKERS = frozenset(
    {
        EntityKind.PERSON,
        EntityKind.UNNAMED,
        EntityKind.ORGANIZATION,
        EntityKind.FORUM,
        EntityKind.STATE,
        EntityKind.GROUP,
    }
)
ELSEWHEN = frozenset({"earlier", "previously", "later", "separately", "once", "often", "repeatedly", "frequently"})
PERFECT = frozenset({"had", "has", "have", "'ve", "'d"})

REACH = 15
"""How many sentences may stand between two statements of one occasion."""

NEAR = 5
"""The same for a venue or an audience that is no body in session: the press, an outlet, a rally."""

BESIDE = 2
"""The same for other people without a name."""

FRESH = 7
"""How many days back the news of an article may lie."""

LEAD = 3
"""How many sentences at the head of an article tell what it is about."""


@dataclass(frozen=True)
class Shared:
    """The statements of one article with whom they were made to, where and when, and the occasions they share."""

    statements: tuple[Statement, ...]
    times: tuple[TimeExpression, ...]
    occasions: tuple[Occasion, ...]


@dataclass
class Times:
    """The times of one article, found by sentence; new ones are added at the end."""

    known: list[TimeExpression]
    numbers: dict[TimeExpression, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {time: n for n, time in reversed(list(enumerate(self.known)))}

    def number(self, time: TimeExpression | None) -> int | None:
        """Return a time's number, added if it is new."""
        if time is None:
            return None
        if time not in self.numbers:
            self.numbers[time] = len(self.known)
            self.known.append(time)
        return self.numbers[time]


@dataclass(frozen=True)
class Sharing:
    """Groups the statements of one article by occasion. ``settings`` are the scenes their own words give them."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    statements: list[Statement]
    settings: Sequence[Setting]
    times: Times
    published: date | None
    memberships: Sequence[Membership] = ()

    def share(self) -> Shared:
        """Let the statements of one occasion share what one of them says."""
        runs = self.runs()
        for run in runs:
            self.pool(run)
        self.share_sessions()
        self.anchor()
        occasions = [occasion for run in runs for occasion in self.occasions(run)]
        return Shared(tuple(self.statements), tuple(self.times.known), tuple(occasions))

    def share_sessions(self) -> None:
        """Date what was said to a body by the one day on which the article says that the body was told something."""
        days: dict[int, set[int]] = {}
        for statement in self.statements:
            venue, day = statement.venue, self.day(statement)
            if day is None:
                continue
            bodies = {venue.entity if venue is not None else None, *(r.entity for r in statement.claimants)}
            for body in bodies:
                if body is not None and self.meets(body):
                    days.setdefault(body, set()).add(day)
        for body in self.sitting():
            day = self.day_beside(body) if body not in days else None
            day = self.lead_day() if day is None and body not in days and self.meeting(body) else day
            if day is not None:
                days[body] = {day}
        for n, statement in enumerate(self.statements):
            venue = statement.venue
            if venue is None and len(statement.claimants) == 1:
                venue = statement.claimants[0] if statement.claimants[0].entity in days else None
            told = days.get(venue.entity, set()) if venue is not None and venue.entity is not None else set()
            if len(told) == 1 and self.shares(statement) and not self.moved(statement) and not self.timed(statement):
                inherited = inherit(self.times.known[next(iter(told))])
                self.statements[n] = replace(statement, said_on=self.times.number(inherited))

    def sitting(self) -> frozenset[int]:
        """Return the bodies and meetings in which somebody speaks."""
        venues = (s.venue.entity for s in self.statements if s.venue is not None)
        return frozenset(number for number in venues if number is not None and self.meets(number))

    def meeting(self, number: int) -> bool:
        """Say whether an entity is a body or a meeting of which the article's lead can be the report."""
        words = set(self.cast.drafts[number].label.lower().split())
        return bool(words & (self.lexicon.meeting_bodies | self.lexicon.gatherings | self.lexicon.chambers))

    def lead_day(self) -> int | None:
        """Return the one day that the first sentences date what is said by."""
        lead = (s for n, s in enumerate(self.statements) if self.shares(s) and self.sentence(n) < LEAD)
        found = {self.times.known[day].edtf: day for s in lead if (day := self.day(s)) is not None}
        return next(iter(found.values())) if len(found) == 1 and not self.bygone(next(iter(found.values()))) else None

    def day_beside(self, body: int) -> int | None:
        """Return the day in the sentence of the lead that names a body at work, outside what anybody says."""
        contents = [span for s in self.statements if not own(s) for span in s.attribution.content]
        for place in self.cast.places.get(body, ()):
            sentence = self.parse.tokens[place].sent
            if sentence >= LEAD + 1:
                return None
            found = [
                n
                for n, time in enumerate(self.times.known)
                if time.span is not None
                and time.earliest is not None
                and time.earliest == time.latest
                and sentence_of(self.parse, time.span) == sentence
                and not any(span.covers(time.span) for span in contents)
            ]
            if len(found) == 1 and not self.bygone(found[0]):
                return found[0]
        return None

    def anchor(self) -> None:
        """Count "today" and "tomorrow" inside a quotation from the day it was spoken on."""
        places = [(time.span.start, n) for n, time in enumerate(self.times.known) if time.span is not None]
        starts = [start for start, _ in places]
        for statement in self.statements:
            spoken = self.times.known[statement.said_on].earliest if statement.said_on is not None else None
            if statement.attribution.quote_form is not QuoteForm.DIRECT or spoken is None or not self.timed(statement):
                continue
            for span in statement.attribution.content:
                for _, n in places[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
                    self.times.known[n] = anchored(self.times.known[n], statement.attribution.content, spoken)

    def timed(self, statement: Statement) -> bool:
        """Say whether words have dated a statement, its own or those of its occasion."""
        known = self.times.known
        return statement.said_on is not None and known[statement.said_on].basis is not TimeBasis.PUBLICATION

    def meets(self, number: int) -> bool:
        """Say whether an entity is a body that meets, by its name."""
        draft = self.cast.drafts[number]
        return draft.kind is EntityKind.FORUM

    def runs(self) -> list[list[int]]:
        """Group the statements: the same speaker, near each other, and no other audience, day or channel between."""
        open_runs: dict[tuple[int | None, ...], list[int]] = {}
        finished: list[list[int]] = []
        leads = self.leads()
        for n in sorted(range(len(self.statements)), key=lambda n: self.statements[n].start):
            statement = self.statements[n]
            speaker = self.speaker(statement, leads)
            if not self.shares(statement) or self.settings[n].dated or self.moved(statement):
                continue
            run = open_runs.get(speaker)
            if run is None or not self.joins(run, n):
                run = open_runs[speaker] = []
                finished.append(run)
            run.append(n)
        return finished

    def leads(self) -> frozenset[int]:
        """Return the states and bodies that speak in the lead, where nothing is said of whom they speak to."""
        found = set()
        for n, statement in enumerate(self.statements):
            alone = self.heard(n) is None and statement.venue is None and self.settings[n].channel is None
            if self.shares(statement) and self.sentence(n) < LEAD and alone and len(statement.claimants) == 1:
                number = statement.claimants[0].entity
                if number is not None and self.cast.drafts[number].kind is not EntityKind.PERSON:
                    found.add(number)
        return frozenset(found)

    def speaker(self, statement: Statement, leads: frozenset[int]) -> tuple[int | None, ...]:
        """Return who speaks; a spokesman speaks on the occasion on which his body does in the lead."""
        speakers = tuple(reference.entity for reference in statement.claimants)
        if len(speakers) != 1 or not leads:
            return speakers
        for held in self.memberships:
            spokes = any(noun in held.role.lower() for noun in self.lexicon.spokes)
            if held.member == speakers[0] and spokes and held.organization is not None:
                bodies = {held.organization, self.whole(held.organization)}
                return next(((body,) for body in bodies if body in leads), speakers)
        return speakers

    def whole(self, number: int) -> int | None:
        """Return the state that a body acts for, as far as its name shows it."""
        words = self.cast.drafts[number].label.split()
        state = self.lexicon.state_of_adjective(words[0]) if words else None
        if state is None and words and words[-1].lower() == "ministry":
            states = [n for n, d in enumerate(self.cast.drafts) if d.kind is EntityKind.STATE and d.mentions]
            return min(states, key=lambda n: self.cast.drafts[n].mentions[0], default=None)
        return self.cast.named(state, EntityKind.STATE) if state is not None else None

    def shares(self, statement: Statement) -> bool:
        """Say whether a statement can share an occasion: somebody's own words, not told by another."""
        found = statement.attribution
        if found.kind is not Kind.STATEMENT or found.embedded_in is not None or not found.cue:
            return False
        speakers = [r.entity for r in statement.claimants if r.entity is not None]
        return bool(speakers) and all(self.cast.drafts[number].kind in SPEAKERS for number in speakers)

    def moved(self, statement: Statement) -> bool:
        """Say whether the sentence itself puts the statement at another time than those around it."""
        cue = self.cue(statement)
        if cue is None or not (cue.tag.startswith("V") or cue.text == ":"):
            return True
        if self.dated(statement) and self.day(statement) is None:
            return True
        below = [self.parse.tokens[i] for i in self.parse.children[cue.i]]
        return any(t.lower in ELSEWHEN or (t.dep == "aux" and t.lower in PERFECT) or self.then(t) for t in below)

    def then(self, token: Token) -> bool:
        """Say whether a token begins "at the time", which is another time than the day's."""
        return token.lower == "at" and any(self.parse.tokens[i].lower == "time" for i in self.parse.children[token.i])

    def cue(self, statement: Statement) -> Token | None:
        """Return the first word of a statement's cue."""
        words = self.parse.between(statement.attribution.cue[0])
        return words[0] if words else None

    def joins(self, run: Sequence[int], n: int) -> bool:
        """Say whether a statement belongs to an occasion that is open."""
        gap = self.sentence(n) - self.sentence(run[-1])
        lead = self.sentence(run[-1]) < LEAD
        return (gap <= REACH or lead) and not any(self.differs(m, n) for m in run[-MEMBERS:])

    def sentence(self, n: int) -> int:
        """Return the number of the sentence a statement's cue stands in."""
        cue = self.cue(self.statements[n])
        return cue.sent if cue is not None else 0

    def differs(self, m: int, n: int) -> bool:
        """Say whether two statements were plainly made to other people, in other places or on other days."""
        one, other = self.statements[m], self.statements[n]
        for first, second in (
            (self.heard(m), self.heard(n)),
            (one.venue, other.venue),
        ):
            if first is not None and second is not None and first.entity != second.entity:
                if self.sits(first, second) or self.sits(second, first) or self.within(first, second):
                    continue
                return True
        ways = {self.way(m), self.way(n)}
        if len(ways) > 1 and None not in ways and (WRITING not in ways or "in person" in ways):
            return True
        days = [self.times.known[s.said_on].edtf for s in (one, other) if s.said_on is not None and self.dated(s)]
        return len(days) == 2 and days[0] != days[1]

    def within(self, one: Reference, other: Reference) -> bool:
        """Say whether one of two venues is a meeting and the other the town in which it can be."""
        kinds = {self.cast.drafts[r.entity].kind for r in (one, other) if r.entity is not None}
        towns = [r.entity for r in (one, other) if r.entity is not None and self.town(r.entity)]
        common = any(self.cast.drafts[number].label[:1].islower() for number in towns)
        return not common and kinds in ({EntityKind.FORUM, EntityKind.SITE}, {EntityKind.FORUM, EntityKind.PLACE})

    def town(self, number: int) -> bool:
        """Say whether an entity is a place."""
        return self.cast.drafts[number].kind in {EntityKind.SITE, EntityKind.PLACE}

    def sits(self, body: Reference, members: Reference) -> bool:
        """Say whether the one are the members of the other: "the lawmakers" of a committee."""
        if body.entity is None or members.entity is None:
            return False
        draft = self.cast.drafts[members.entity]
        named = draft.kind is EntityKind.UNNAMED and draft.label in self.lexicon.members
        return named and self.cast.drafts[body.entity].kind is EntityKind.FORUM

    def heard(self, n: int) -> Reference | None:
        """Return who was listening, and not only whom a demand was aimed at."""
        statement = self.statements[n]
        if statement.addressee is None or statement.addressee.entity is None:
            return None
        told = statement.attribution.lemma in self.lexicon.telling or not statement.attribution.addressee
        party = self.cast.drafts[statement.addressee.entity].kind in {EntityKind.STATE, EntityKind.GROUP}
        return statement.addressee if told and not party else None

    def way(self, n: int) -> str | None:
        """Return how a statement was made, where that is told: before people, or through which channel."""
        if self.settings[n].channel is not None:
            return self.settings[n].channel
        return "in person" if self.statements[n].venue is not None else None

    def dated(self, statement: Statement) -> bool:
        """Say whether the statement's own sentence dates it."""
        return statement.said_on is not None and self.times.known[statement.said_on].basis is TimeBasis.EXPLICIT

    def pool(self, run: Sequence[int]) -> None:
        """Give every statement of an occasion what one of them has, on the ground that it is the same occasion."""
        venues = {n: reference for n in run if (reference := self.statements[n].venue) is not None}
        forums = [r for r in venues.values() if r.entity is not None and self.meets(r.entity)]
        venue = next(iter(forums or venues.values()), None)
        hearers = {n: reference for n in run if (reference := self.heard(n)) is not None}
        addressee = next(iter(hearers.values()), None)
        at_venue, at_hearers = (sorted(self.sentence(n) for n in named) for named in (venues, hearers))
        dated = next((n for n in run if self.day(self.statements[n]) is not None), -1)
        day = self.day(self.statements[dated]) if dated >= 0 else None
        old = day is not None and self.bygone(day)
        inherited = None if day is None else inherit(self.times.known[day])
        for n in run:
            statement = self.statements[n]
            if statement.addressee is None and addressee is not None and self.spans(addressee, at_hearers, n):
                statement = replace(statement, addressee=same_occasion(addressee))
            outside = statement.venue is not None and venue is not None and self.within(statement.venue, venue)
            if (
                (statement.venue is None or (outside and venue in forums))
                and venue is not None
                and self.settings[n].channel is None
                and self.spans(venue, at_venue, n)
            ):
                statement = replace(statement, venue=same_occasion(venue))
            far = dated >= 0 and self.sentence(n) - self.sentence(dated) not in (0, 1)
            early = old and n != dated and (far or self.statements[n].start < self.statements[dated].start)
            if inherited is not None and not self.dated(statement) and not early:
                statement = replace(statement, said_on=self.times.number(inherited))
            self.statements[n] = statement

    def occasions(self, run: Sequence[int]) -> Iterator[Occasion]:
        """Yield what a speaker's statements share in the end, as far as it is more than the speaker."""
        groups: dict[tuple[int | None, int | None, str | None], list[int]] = {}
        for n in run:
            statement = self.statements[n]
            day = statement.said_on if self.timed(statement) else None
            key = entity(statement.venue), entity(self.heard(n)), None if day is None else self.times.known[day].edtf
            groups.setdefault(key, []).append(n)
        for (venue, hearer, _), members in groups.items():
            if len(members) < 2 and venue is None and hearer is None:
                continue
            told = [self.statements[n] for n in members]
            yield Occasion(
                tuple(sorted(members)),
                first_hand([s.venue for s in told]),
                first_hand([self.heard(n) for n in members]),
                next((s.said_on for s in told if self.dated(s)), told[0].said_on if self.timed(told[0]) else None),
            )

    def spans(self, scene: Reference, named: Sequence[int], n: int) -> bool:
        """Say whether an audience or venue named in some sentences is that of a statement in another too.

        A body that meets is that of the whole occasion; a crowd or a town is that of the lead and of what is near.
        """
        if scene.entity is None:
            return False
        draft = self.cast.drafts[scene.entity]
        if self.sentence(n) < LEAD or self.meets(scene.entity):
            return True
        crowd = draft.kind is EntityKind.UNNAMED and draft.label.split()[-1] not in self.lexicon.press
        reach = BESIDE if crowd else NEAR
        here = self.sentence(n)
        place = bisect_left(named, here)
        return any(abs(sentence - here) <= reach for sentence in named[max(place - 1, 0) : place + 1])

    def bygone(self, day: int) -> bool:
        """Say whether a day lies too far back to be that of statements before the one it dates."""
        latest = self.times.known[day].latest
        return latest is not None and self.published is not None and (self.published - latest).days > FRESH

    def day(self, statement: Statement) -> int | None:
        """Return the time of a statement that its own sentence dates to one day."""
        if not self.dated(statement) or statement.said_on is None:
            return None
        time = self.times.known[statement.said_on]
        one = time.earliest is None or time.earliest == time.latest
        return statement.said_on if one else None


MEMBERS = 12
"""How many statements of an occasion a new one is held against; it keeps the work linear in long articles."""


def dates(
    parse: Parse, statements: Sequence[Statement], times: Sequence[TimeExpression], published: date | None
) -> tuple[list[Statement], Times]:
    """Date each statement by its own words; the publisher's own and attitudes have no time of saying."""
    known = Times(list(times))
    by_sentence: dict[int, list[TimeExpression]] = {}
    for time in times:
        if time.span is not None:
            by_sentence.setdefault(sentence_of(parse, time.span), []).append(time)
    contents: dict[int, list[Span]] = {}
    for statement in statements:
        if statement.attribution.quote_form is not QuoteForm.AUTHORIAL:
            for span in statement.attribution.content:
                for number in parse.sentences_in(span):
                    contents.setdefault(number, []).append(span)
    made = []
    for statement in statements:
        found = None
        own = statement.attribution
        if own.quote_form is not QuoteForm.AUTHORIAL and own.kind is Kind.STATEMENT:
            near = by_sentence.get(sentence_of(parse, (statement.attribution.cue or (Span(0, 1),))[0]), ())
            place = sentence_of(parse, (own.cue or (Span(0, 1),))[0])
            found = saying(parse, own, near, published, contents.get(place, ()))
        made.append(replace(statement, said_on=known.number(found)))
    return made, known


def sentence_of(parse: Parse, span: Span) -> int:
    """Return the number of the sentence a stretch of text begins in, -1 where the text has no word there."""
    i = parse.first_at(span.start)
    return parse.tokens[i].sent if i < len(parse.tokens) else -1


def own(statement: Statement) -> bool:
    """Say whether a statement is the publisher's own."""
    return statement.attribution.quote_form is QuoteForm.AUTHORIAL


def entity(reference: Reference | None) -> int | None:
    """Return what a field refers to."""
    return None if reference is None else reference.entity


def first_hand(references: Sequence[Reference | None]) -> Reference | None:
    """Return the reference that the article's own words give, else any."""
    given = [reference for reference in references if reference is not None]
    own = [reference for reference in given if reference.basis is not Basis.SAME_OCCASION]
    return next(iter(own or given), None)


def same_occasion(reference: Reference) -> Reference:
    """Return the same reference on the ground of the same occasion; its evidence stays where the words are."""
    return replace(reference, basis=Basis.SAME_OCCASION)
