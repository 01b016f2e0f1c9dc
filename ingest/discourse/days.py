"""The one day of a body's session, which all that was said to the body shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ingest.discourse.dating import authorial, sentence_of
from ingest.discourse.scenes import LEAD, Scenes
from ingest.model import Span, Statement
from ingest.times.occasion import inherit


@dataclass(frozen=True)
class Days:
    """Finds the days of the sessions that one article tells of."""

    scenes: Scenes
    published: date | None

    def share(self) -> None:
        """Date what was said to a body by the one day on which the article says that the body was told something."""
        scenes, times = self.scenes, self.scenes.times
        days = self.days()
        for n, statement in enumerate(scenes.statements):
            body = self.body(statement)
            told = days.get(body, set()) if body is not None else set()
            if len(told) != 1 or times.timed(statement) or not scenes.shares(statement) or scenes.moved(statement):
                continue
            inherited = inherit(times.known[next(iter(told))])
            scenes.statements[n] = replace(statement, said_on=times.number(inherited))

    def days(self) -> dict[int, set[int]]:
        """Return the days of each body: those on which it speaks or is told something, else that of the lead."""
        days = self.told()
        for body in self.sitting().difference(days):
            day = self.day_beside(body)
            if day is None and self.meeting(body):
                day = self.lead_day(body)
            if day is not None:
                days[body] = {day}
        return days

    def told(self) -> dict[int, set[int]]:
        """Return the days on which the article says that a body speaks or is told something."""
        days: dict[int, set[int]] = {}
        for statement in self.scenes.statements:
            venue, day = statement.venue, self.scenes.times.day(statement)
            if day is None:
                continue
            bodies = {venue.entity if venue is not None else None, *(r.entity for r in statement.claimants)}
            for body in bodies:
                if body is not None and self.scenes.meets(body):
                    days.setdefault(body, set()).add(day)
        return days

    def body(self, statement: Statement) -> int | None:
        """Return the body that a statement was made to, or that made it alone."""
        if statement.venue is not None:
            return statement.venue.entity
        return statement.claimants[0].entity if len(statement.claimants) == 1 else None

    def sitting(self) -> frozenset[int]:
        """Return the bodies and meetings in which somebody speaks."""
        venues = (s.venue.entity for s in self.scenes.statements if s.venue is not None)
        return frozenset(number for number in venues if number is not None and self.scenes.meets(number))

    def meeting(self, number: int) -> bool:
        """Say whether an entity is a body or a meeting of which the article's lead can be the report."""
        lexicon = self.scenes.lexicon
        words = set(self.scenes.cast.drafts[number].label.lower().split())
        return bool(words & (lexicon.meeting_bodies | lexicon.gatherings | lexicon.chambers))

    def lead_day(self, body: int) -> int | None:
        """Return the one day that the first sentences date what is said by, but not what is said elsewhere."""
        scenes, times = self.scenes, self.scenes.times
        lead = (s for n, s in enumerate(scenes.statements) if scenes.shares(s) and scenes.sentence(n) < LEAD)
        here = (s for s in lead if s.venue is None or s.venue.entity == body)
        found = {times.known[day].edtf: day for s in here if (day := times.day(s)) is not None}
        if len(found) != 1:
            return None
        day = next(iter(found.values()))
        return day if not times.bygone(day, self.published) else None

    def day_beside(self, body: int) -> int | None:
        """Return the day in the sentence of the lead that names a body at work, outside what anybody says."""
        contents = [span for s in self.scenes.statements if not authorial(s) for span in s.attribution.content]
        for place in self.scenes.cast.places.get(body, ()):
            sentence = self.scenes.parse.tokens[place].sent
            found = self.days_in(sentence, contents)
            if len(found) == 1 and not self.scenes.times.bygone(found[0], self.published):
                return found[0]
        return None

    def days_in(self, sentence: int, contents: list[Span]) -> list[int]:
        """Return the times in a sentence that are one day, outside what anybody says."""
        return [
            n
            for n, time in enumerate(self.scenes.times.known)
            if time.span is not None
            and time.earliest is not None
            and time.earliest == time.latest
            and sentence_of(self.scenes.parse, time.span) == sentence
            and not any(span.covers(time.span) for span in contents)
        ]
