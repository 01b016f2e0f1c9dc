"""A court, a council or a parliament at work: who else speaks in the session that an article reports from.

STATEMENTS rules 14 and 15: statements of one hearing share its venue where the article makes that evident. It is
evident from what only those in the session do ("testified", "moved that"), from an office in it ("the judge" of the
court, "the chairwoman" of the council), and from words that put the saying there ("under cross-examination").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.discourse.cues import Cues, own
from ingest.discourse.dating import ONE_DAY
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.meetings import Meetings
from ingest.discourse.proceedings import Proceedings
from ingest.discourse.roles import Description
from ingest.discourse.seats import Seats
from ingest.discourse.venues import Setting
from ingest.model import Basis, EntityKind, Reference, Statement, TimeBasis, TimeExpression
from ingest.parse import Parse


@dataclass(frozen=True)
class Sessions:
    """Seats the speakers of one article in the session it reports from."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]
    times: Sequence[TimeExpression]
    meetings: Meetings

    @cached_property
    def work(self) -> Proceedings:
        """The bodies that the article shows at work."""
        return Proceedings(self.parse, self.lexicon, self.cast, self.meetings, self.times)

    @cached_property
    def cues(self) -> Cues:
        """The cues of the statements in their sentences."""
        return Cues(self.parse, self.lexicon)

    def seat(self, statements: Sequence[Statement], scenes: list[Setting]) -> list[Statement]:
        """Return the statements, with the session for venue where it is evident; ``scenes`` takes it up as well.

        Whoever speaks in the article of a body at work speaks in its session, unless the words put the saying
        elsewhere, before or after it, or the speaker has left it. Whoever is heard there speaks to the body where the
        article says of one of them that it was told something; a court's judge speaks to nobody.
        """
        seated = self.work.identify(statements)
        session = self.work.session(seated)
        if session is not None:
            seated = self.fill(seated, scenes, session, wholly=self.reports(session, seated, scenes))
        others = {s.venue.entity for s in seated if s.venue is not None and s.venue.entity is not None}
        others |= {r.entity for s in seated for r in s.claimants if r.entity is not None and self.work.court(r.entity)}
        for number in sorted(others):
            if self.cast.drafts[number].kind is EntityKind.FORUM and (session is None or number != session.entity):
                seated = self.fill(seated, scenes, self.work.reference(number), wholly=False)
        return seated

    def reports(self, session: Reference, statements: Sequence[Statement], scenes: Sequence[Setting]) -> bool:
        """Say whether an article is the report of a session: of a body's, or of a gathering that hears its speakers."""
        if any(scene.dated and scene.venue is not None and scene.venue.entity == session.entity for scene in scenes):
            return False
        seats = Seats(self.cues, self.lexicon, self.cast, self.people, self.work, session, statements)
        if not seats.gathering:
            return self.work.early(session)
        return any(seats.crowd(s) is not None for s in statements) or self.work.leads(session)

    def fill(
        self, statements: Sequence[Statement], scenes: list[Setting], session: Reference, *, wholly: bool
    ) -> list[Statement]:
        """Seat the speakers of one session: all who can be of it if the article is ``wholly`` about it.

        Of any other session only those speak whose words or office put them there, near where it is spoken of.
        """
        seats = Seats(self.cues, self.lexicon, self.cast, self.people, self.work, session, statements)
        seated = [seats.before_body(statement) for statement in statements]
        sitting = self.open(seats, seated, wholly=wholly)
        for n in sorted(range(len(seated)), key=lambda n: seated[n].start):
            statement, scene = seated[n], scenes[n]
            if not own(statement):
                continue
            if sitting.loses(statement, scene, self.day(statement)):
                sitting.dismiss(statement, scene)
            elif sitting.admits(statement, scene):
                seated[n], scenes[n] = sitting.take(statement, scene)
        return seated

    def open(self, seats: Seats, statements: Sequence[Statement], *, wholly: bool) -> Sitting:
        """Return a session before anybody is seated in it, with what the article says outright of it."""
        inside = [s for s in statements if seats.inside(s)]
        return Sitting(
            seats,
            wholly=wholly,
            hears=self.hears(seats.session, statements),
            audience=next((crowd for s in statements if seats.gathering and (crowd := seats.crowd(s))), None),
            days=self.days(inside, statements),
            tags=frozenset(self.cues.cue(s).tag for s in inside if s.attribution.cue),
            final=max((s.start for s in inside), default=0),
            last=None if wholly else self.opened(seats, statements),
        )

    def hears(self, session: Reference, statements: Sequence[Statement]) -> bool:
        """Say whether the article says of anybody that a body was told something."""
        told = any(s.addressee is not None and s.addressee.entity == session.entity for s in statements)
        return told or (session.entity is not None and self.work.told(session.entity))

    def days(self, inside: Sequence[Statement], statements: Sequence[Statement]) -> frozenset[str]:
        """Return the days on which the article says that something was said in the session."""
        lead = [s for s in statements if own(s) and self.cues.sentence(s) < 2]
        found = (
            {day for s in group if (day := self.day(s)) is not None and len(day) == ONE_DAY} for group in (inside, lead)
        )
        return next((frozenset(days) for days in found if days), frozenset())

    def day(self, statement: Statement) -> str | None:
        """Return the day by which a statement's own words date it."""
        if statement.said_on is None:
            return None
        time = self.times[statement.said_on]
        return time.edtf if time.basis is TimeBasis.EXPLICIT else None

    def opened(self, seats: Seats, statements: Sequence[Statement]) -> int | None:
        """Return the first sentence in which something is said in a session, or in which a court rules."""
        return min((self.cues.sentence(s) for s in statements if own(s) and seats.concerns(s)), default=None)


@dataclass
class Sitting:
    """One session, along the statements of an article: who has left it, and where it was last heard.

    ``hears`` says whether the body is told something, ``tags`` are the forms of the cues in it, ``days`` those on
    which it sits; ``final`` is where the last statement begins that the article itself puts in it.
    """

    seats: Seats
    wholly: bool
    hears: bool
    audience: Reference | None
    days: frozenset[str]
    tags: frozenset[str]
    final: int
    last: int | None
    gone: set[int | None] = field(default_factory=set)
    left: bool = False
    asked: set[int | None] = field(default_factory=set)

    def loses(self, statement: Statement, scene: Setting, day: str | None) -> bool:
        """Say whether somebody speaks outside the session, or on another day."""
        if self.seats.inside(statement):
            return False
        return self.seats.leaves(statement, scene) or (day is not None and self.differs(day))

    def differs(self, day: str) -> bool:
        """Say whether a time is none of the days on which the session sits, or no day at all."""
        return len(day) != ONE_DAY or (bool(self.days) and day not in self.days)

    def dismiss(self, statement: Statement, scene: Setting) -> None:
        """Let the speakers of a statement have left, and the article too if it has no more of the session."""
        self.gone |= speakers(statement)
        moved = statement.venue is not None or self.seats.to_outlet(statement, scene)
        self.left = self.left or (statement.start > self.final and moved)

    def admits(self, statement: Statement, scene: Setting) -> bool:
        """Say whether a statement is one of the session."""
        heard = self.wholly and self.seats.gathering and self.seats.crowd(statement) is not None
        inside, evident = self.seats.inside(statement) or heard, self.evident(statement)
        if self.answers(statement):
            return self.seats.able(statement, scene)
        if not inside and not evident and not self.likely(statement):
            return False
        if evident and not self.seats.able(statement, scene):
            return False
        if evident and self.left and not self.seats.shown(statement):
            return False
        return self.wholly or statement.venue is None or inside

    def answers(self, statement: Statement) -> bool:
        """Say whether somebody who has just been asked something in the session speaks."""
        return bool(speakers(statement) & self.asked) and self.seats.near(statement, self.last)

    def evident(self, statement: Statement) -> bool:
        """Say whether a statement's own words or its speaker's office put it in this session."""
        near = self.seats.sitting and self.seats.near(statement, self.last)
        return (self.wholly or near) and self.seats.evident(statement)

    def likely(self, statement: Statement) -> bool:
        """Say whether a statement is of the session because the article is, and nobody has left it."""
        if not self.wholly or self.left or self.gone & speakers(statement):
            return False
        present = self.tags == {"VBD"} and self.seats.cues.cue(statement).tag in {"VBZ", "VBP"}
        return not present and self.seats.sits(statement, self.last)

    def take(self, statement: Statement, scene: Setting) -> tuple[Statement, Setting]:
        """Return a statement and its scene in the session, whose body is told it if it hears what is said."""
        self.gone -= speakers(statement)
        self.last = self.seats.cues.sentence(statement)
        asks = statement.attribution.lemma in self.seats.lexicon.questioning and statement.addressee is not None
        self.asked = {statement.addressee.entity} if asks and statement.addressee is not None else self.asked
        session = self.seats.session
        told = statement.addressee is None and self.seats.tells(statement, hears=self.hears)
        body = session if told else None
        if body is None and self.audience is not None and statement.addressee is None:
            body = replace(self.audience, basis=Basis.SAME_OCCASION)
        return (
            replace(statement, venue=session, addressee=statement.addressee or body),
            replace(scene, venue=session, audience=scene.audience or body),
        )


def speakers(statement: Statement) -> set[int | None]:
    """Return who speaks, or who is told something where nobody is said to speak."""
    found = {reference.entity for reference in statement.claimants}
    if statement.addressee is not None and not found:
        return {statement.addressee.entity}
    return found
