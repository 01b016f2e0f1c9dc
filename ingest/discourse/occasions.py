"""One occasion, one audience: what the statements of a briefing, a hearing or an interview share.

STATEMENTS rules 13 to 16: whoever is told is the addressee; a body that is told something in session is the venue
too; the statements the same speaker makes on the same occasion share addressee, venue and day, and the lead sentence
counts although it comes before the occasion is named.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ingest.discourse.dating import Times
from ingest.discourse.days import Days
from ingest.discourse.entities import Cast
from ingest.discourse.following import Following
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.scenes import Scenes, same_occasion
from ingest.discourse.series import Series
from ingest.discourse.venues import Setting
from ingest.model import Basis, Membership, Occasion, QuoteForm, Reference, Statement, TimeExpression
from ingest.parse import Parse
from ingest.times.occasion import inherit
from ingest.times.quoted import anchored


@dataclass(frozen=True)
class Shared:
    """The statements of one article with whom they were made to, where and when, and the occasions they share."""

    statements: tuple[Statement, ...]
    times: tuple[TimeExpression, ...]
    occasions: tuple[Occasion, ...]


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

    @cached_property
    def scenes(self) -> Scenes:
        """The statements where they were made, as they stand at any time."""
        return Scenes(self.parse, self.lexicon, self.cast, self.statements, self.settings, self.times)

    def share(self) -> Shared:
        """Let the statements of one occasion share what one of them says."""
        runs = Series(self.scenes, self.memberships).runs()
        for run in runs:
            self.pool(run)
        Days(self.scenes, self.published).share()
        Following(self.scenes, self.published).share()
        self.anchor()
        occasions = [occasion for run in runs for occasion in self.occasions(run)]
        return Shared(tuple(self.statements), tuple(self.times.known), tuple(occasions))

    def pool(self, run: Sequence[int]) -> None:
        """Give every statement of an occasion what one of them has, on the ground that it is the same occasion."""
        self.share_hearers(run)
        self.share_venue(run)
        self.share_day(run)

    def share_hearers(self, run: Sequence[int]) -> None:
        """Let those who hear one statement of an occasion be told those that name nobody."""
        hearers = {n: reference for n in run if (reference := self.scenes.heard(n)) is not None}
        if not hearers:
            return
        addressee = next(iter(hearers.values()))
        named = sorted(self.scenes.sentence(n) for n in hearers)
        for n in run:
            if self.statements[n].addressee is None and self.scenes.spans(addressee, named, n):
                self.statements[n] = replace(self.statements[n], addressee=same_occasion(addressee))

    def share_venue(self, run: Sequence[int]) -> None:
        """Let the venue of one statement of an occasion be that of the others; a body that meets before any other."""
        venues = {n: reference for n in run if (reference := self.statements[n].venue) is not None}
        if not venues:
            return
        forums = [r for r in venues.values() if r.entity is not None and self.scenes.meets(r.entity)]
        venue = next(iter(forums or venues.values()))
        named = sorted(self.scenes.sentence(n) for n in venues)
        for n in run:
            own = self.statements[n].venue
            free = own is None or (bool(forums) and self.scenes.within(own, venue))
            if free and self.settings[n].channel is None and self.scenes.spans(venue, named, n):
                self.statements[n] = replace(self.statements[n], venue=same_occasion(venue))

    def share_day(self, run: Sequence[int]) -> None:
        """Let the day of one statement of an occasion be that of the others; an old one only of what follows it."""
        dated = next((n for n in run if self.times.day(self.statements[n]) is not None), None)
        day = self.times.day(self.statements[dated]) if dated is not None else None
        if dated is None or day is None:
            return
        old = self.times.bygone(day, self.published)
        inherited = inherit(self.times.known[day])
        for n in run:
            if self.times.dated(self.statements[n]) or (old and not self.follows(n, dated)):
                continue
            self.statements[n] = replace(self.statements[n], said_on=self.times.number(inherited))

    def follows(self, n: int, dated: int) -> bool:
        """Say whether a statement comes right after another, in its sentence or the next."""
        near = self.scenes.sentence(n) - self.scenes.sentence(dated) in (0, 1)
        return near and self.statements[n].start >= self.statements[dated].start

    def anchor(self) -> None:
        """Count "today" and "tomorrow" inside a quotation from the day it was spoken on."""
        places = [(time.span.start, n) for n, time in enumerate(self.times.known) if time.span is not None]
        starts = [start for start, _ in places]
        for statement in self.statements:
            spoken = self.times.known[statement.said_on].earliest if statement.said_on is not None else None
            if (
                statement.attribution.quote_form is not QuoteForm.DIRECT
                or spoken is None
                or not self.times.timed(statement)
            ):
                continue
            for span in statement.attribution.content:
                for _, n in places[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
                    self.times.known[n] = anchored(self.times.known[n], statement.attribution.content, spoken)

    def occasions(self, run: Sequence[int]) -> Iterator[Occasion]:
        """Yield what a speaker's statements share in the end, as far as it is more than the speaker."""
        groups: dict[tuple[int | None, int | None, str | None], list[int]] = {}
        for n in run:
            statement = self.statements[n]
            day = statement.said_on if self.times.timed(statement) else None
            key = (
                entity(statement.venue),
                entity(self.scenes.heard(n)),
                None if day is None else self.times.known[day].edtf,
            )
            groups.setdefault(key, []).append(n)
        for (venue, hearer, _), members in groups.items():
            if len(members) < 2 and venue is None and hearer is None:
                continue
            told = [self.statements[n] for n in members]
            yield Occasion(
                tuple(sorted(members)),
                first_hand([s.venue for s in told]),
                first_hand([self.scenes.heard(n) for n in members]),
                next(
                    (s.said_on for s in told if self.times.dated(s)),
                    told[0].said_on if self.times.timed(told[0]) else None,
                ),
            )


def entity(reference: Reference | None) -> int | None:
    """Return what a field refers to."""
    return None if reference is None else reference.entity


def first_hand(references: Sequence[Reference | None]) -> Reference | None:
    """Return the reference that the article's own words give, else any."""
    given = [reference for reference in references if reference is not None]
    own = [reference for reference in given if reference.basis is not Basis.SAME_OCCASION]
    return next(iter(own or given), None)
