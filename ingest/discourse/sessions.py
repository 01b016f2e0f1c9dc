"""A court, a council or a parliament at work: who else speaks in the session that an article reports from.

STATEMENTS rules 14 and 15: statements of one hearing share its venue where the article makes that evident. It is
evident from what only those in the session do ("testified", "moved that"), from an office in it ("the judge" of the
court, "the chairwoman" of the council), and from words that put the saying there ("under cross-examination").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.meetings import Meetings
from ingest.discourse.roles import Description
from ingest.discourse.venues import Setting
from ingest.model import Basis, EntityKind, Kind, Reference, Statement, TimeBasis, TimeExpression
from ingest.parse import Parse, Token

PARTS = frozenset({"ceremony", "session"})
"""Parts of a conference or a summit."""

SOON = 80
"""How many tokens after "a parliamentary committee" its name comes."""

FAR = 6
"""How many sentences may lie between two statements of a session."""

LEAD = 4
"""How many sentences at the head of an article say which session it reports from."""

SITTING = frozenset({"at", "before", "during", "in", "to"})
SPEAKERS = frozenset({EntityKind.PERSON, EntityKind.UNNAMED})


@dataclass(frozen=True)
class Sessions:
    """Seats the speakers of one article in the session it reports from."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]
    times: Sequence[TimeExpression]
    meetings: Meetings

    def seat(self, statements: Sequence[Statement], scenes: list[Setting]) -> list[Statement]:
        """Return the statements, with the session for venue where it is evident; ``scenes`` takes it up as well.

        Whoever speaks in the article of a body at work speaks in its session, unless the words put the saying
        elsewhere, before or after it, or the speaker has left it. Whoever is heard there speaks to the body where the
        article says of one of them that it was told something; a court's judge speaks to nobody.
        """
        seated = self.identify(statements)
        session = self.session(seated)
        if session is not None:
            seated = self.fill(seated, scenes, session, wholly=True)
        others = {s.venue.entity for s in seated if s.venue is not None and s.venue.entity is not None}
        others |= {r.entity for s in seated for r in s.claimants if r.entity is not None and self.court(r.entity)}
        for number in sorted(others):
            if self.cast.drafts[number].kind is EntityKind.FORUM and (session is None or number != session.entity):
                named = Reference(number, Basis.SAME_OCCASION, self.cast.drafts[number].mentions[0])
                seated = self.fill(seated, scenes, named, wholly=False)
        return seated

    def fill(
        self, statements: Sequence[Statement], scenes: list[Setting], session: Reference, *, wholly: bool
    ) -> list[Statement]:
        """Seat the speakers of one session: all who can be of it if the article is ``wholly`` about it.

        Of any other session only those speak whose words or office put them there, near where it is spoken of.
        """
        seated = [self.before_body(statement, session) for statement in statements]
        hears = any(s.addressee is not None and s.addressee.entity == session.entity for s in seated)
        days = self.days(seated, session)
        told = {
            self.cue(s).tag
            for s in seated
            if s.venue is not None and s.venue.entity == session.entity and s.attribution.cue
        }
        gone: set[int | None] = set()
        left = False
        final = max((s.start for s in seated if s.venue is not None and s.venue.entity == session.entity), default=0)
        last: int | None = None if wholly else self.opened(seated, session)
        for n in sorted(range(len(seated)), key=lambda n: seated[n].start):
            statement, scene = seated[n], scenes[n]
            speakers = {r.entity for r in statement.claimants}
            if not self.own(statement):
                continue
            if statement.addressee is not None and not speakers:
                speakers = {statement.addressee.entity}
            inside = statement.venue is not None and statement.venue.entity == session.entity
            day = self.day(statement)
            if not inside and (self.leaves(statement, scene, session) or (day and days and day not in days)):
                gone |= speakers
                moved = statement.venue is not None or self.to_outlet(statement, scene)
                left = left or (statement.start > final and moved)
                continue
            near = last is not None and 0 <= self.sentence(statement) - last <= FAR and self.sits_in(session)
            evident = self.evident(statement, session) and (wholly or near)
            if not inside and not evident:
                if not wholly:
                    continue
                present = told == {"VBD"} and self.cue(statement).tag in {"VBZ", "VBP"}
                if present or left or gone & speakers or not self.sits(statement, session, last):
                    continue
            if evident and (not self.able(statement, scene) or (left and not self.shown(statement, session))):
                continue
            if not wholly and statement.venue is not None and not inside:
                continue
            gone -= speakers
            last = self.sentence(statement)
            body = session if statement.addressee is None and self.tells(statement, session, hears=hears) else None
            scenes[n] = replace(scene, venue=session, audience=scene.audience or body)
            seated[n] = replace(statement, venue=session, addressee=statement.addressee or body)
        return seated

    def identify(self, statements: Sequence[Statement]) -> list[Statement]:
        """Let "a parliamentary committee" be the one committee that is named soon after it."""
        alias: dict[int, int] = {}
        for number, places in self.cast.places.items():
            label = self.cast.drafts[number].label
            noun = label.split()[-1].lower() if label else ""
            if not places or not label.islower() or noun not in self.lexicon.meeting_bodies:
                continue
            named = [
                n
                for n, found in self.cast.places.items()
                if self.cast.drafts[n].kind is EntityKind.FORUM
                and not self.cast.drafts[n].label.islower()
                and noun in self.cast.drafts[n].label.lower().split()
                and 0 < found[0] - places[0] < SOON
            ]
            if len(named) == 1:
                alias[number] = named[0]
        return [self.renamed(statement, alias) for statement in statements]

    def renamed(self, statement: Statement, alias: dict[int, int]) -> Statement:
        """Return a statement that refers to a body by the entity of its name."""
        if not alias:
            return statement

        def known(reference: Reference | None) -> Reference | None:
            if reference is None or reference.entity not in alias:
                return reference
            return replace(reference, entity=alias[reference.entity], basis=Basis.DESCRIPTION)

        claimants = tuple(found for r in statement.claimants if (found := known(r)) is not None)
        return replace(
            statement, claimants=claimants, addressee=known(statement.addressee), venue=known(statement.venue)
        )

    def days(self, statements: Sequence[Statement], session: Reference) -> frozenset[str]:
        """Return the days on which the article says that something was said in the session."""
        inside = (s for s in statements if s.venue is not None and s.venue.entity == session.entity)
        found = frozenset(day for s in inside if (day := self.day(s)) is not None)
        lead = (s for s in statements if self.own(s) and self.sentence(s) < 2)
        return found or frozenset(day for s in lead if (day := self.day(s)) is not None)

    def day(self, statement: Statement) -> str | None:
        """Return the day by which a statement's own words date it."""
        if statement.said_on is None:
            return None
        time = self.times[statement.said_on]
        return time.edtf if time.basis is TimeBasis.EXPLICIT else None

    def cue(self, statement: Statement) -> Token:
        """Return the first word of a statement's cue."""
        start = self.parse.first_at(statement.attribution.cue[0].start)
        return self.parse.tokens[min(start, len(self.parse.tokens) - 1)]

    def sits_in(self, session: Reference) -> bool:
        """Say whether a forum is a body or a sitting, in which an office tells who speaks."""
        words = self.cast.drafts[session.entity].label.lower().split() if session.entity is not None else []
        return bool(set(words) & (self.lexicon.meeting_bodies | self.lexicon.chambers | self.lexicon.sittings))

    def opened(self, statements: Sequence[Statement], session: Reference) -> int | None:
        """Return the first sentence in which something is said in a session, or in which a court rules."""
        places = [self.sentence(s) for s in statements if self.own(s) and self.concerns(s, session)]
        return min(places, default=None)

    def concerns(self, statement: Statement, session: Reference) -> bool:
        """Say whether a statement is one of a session, or of the court that sits."""
        entities = {r.entity for r in statement.claimants}
        return session.entity in entities or (statement.venue is not None and statement.venue.entity == session.entity)

    def before_body(self, statement: Statement, session: Reference) -> Statement:
        """Let those told be the body where its members are: "told members", "told the lawmakers"."""
        told = statement.addressee
        if told is None or not self.before_members(statement):
            return statement
        body = replace(session, basis=Basis.DESCRIPTION, evidence=told.evidence)
        return replace(statement, addressee=body, venue=statement.venue or body)

    def before_members(self, statement: Statement) -> bool:
        """Say whether somebody tells the members of a body something: "told lawmakers"."""
        told = statement.addressee
        if told is None or told.entity is None or not self.own(statement):
            return False
        draft = self.cast.drafts[told.entity]
        members = draft.kind is EntityKind.UNNAMED and draft.label.lower().removeprefix("the ") in self.lexicon.members
        return members and statement.attribution.lemma in self.lexicon.telling

    def own(self, statement: Statement) -> bool:
        """Say whether a statement is somebody's own words in the article."""
        found = statement.attribution
        return found.kind is Kind.STATEMENT and found.embedded_in is None and bool(found.cue)

    def session(self, statements: Sequence[Statement]) -> Reference | None:
        """Return the first body that the lead shows at work: a court that rules, or a body something is said in."""
        ruling = {r.entity for s in statements for r in s.claimants}
        heard = {s.venue.entity for s in statements if s.venue is not None}
        for token in (t for first, end in self.parse.sentences[:LEAD] for t in self.parse.tokens[first:end]):
            if self.meetings.holds(token) and token.lemma in self.lexicon.sittings and self.works(token):
                found = self.meetings.resolve(token)
                return replace(found, basis=Basis.SAME_OCCASION)
        members = any(self.before_members(s) for s in statements)
        for i, number in self.forums():
            token = self.parse.tokens[i]
            if number in heard or (number in ruling and self.court(number)) or self.works(token):
                return Reference(number, Basis.SAME_OCCASION, self.cast.drafts[number].mentions[0])
        for _, number in self.forums() if members else ():
            words = set(self.cast.drafts[number].label.lower().split())
            if words & (self.lexicon.meeting_bodies | self.lexicon.chambers):
                return Reference(number, Basis.SAME_OCCASION, self.cast.drafts[number].mentions[0])
        return None

    def forums(self) -> list[tuple[int, int]]:
        """Return the bodies and meetings of the lead by the tokens that name them, in order."""
        return sorted(
            (i, number)
            for number, places in self.cast.places.items()
            if self.cast.drafts[number].kind is EntityKind.FORUM
            for i in places
            if self.parse.tokens[i].sent < LEAD
        )

    def court(self, number: int) -> bool:
        """Say whether a body is a court, by its name."""
        return bool(set(self.cast.drafts[number].label.lower().split()) & self.lexicon.courts)

    def works(self, token: Token) -> bool:
        """Say whether a body is where something happens ("at a meeting of the council"), or sits."""
        while token.dep in {"compound", "nmod", "amod"} and token.head != token.i:
            token = self.parse.tokens[token.head]
        for i in (token.i, *self.parse.ancestors(token.i)):
            above = self.parse.tokens[i]
            if above.dep == "dobj" and self.parse.tokens[above.head].lemma in self.lexicon.holding:
                return above.lemma in self.lexicon.sittings
            if above.dep == "nsubj" and self.parse.tokens[above.head].lemma in self.lexicon.sitting:
                return i == token.i or above.lemma in self.lexicon.occasions
            if above.dep != "pobj":
                continue
            preposition = self.parse.tokens[above.head]
            lemma = above.lemma.lower()
            meets = i != token.i and (lemma in self.lexicon.occasions or lemma in self.lexicon.parts)
            if meets and preposition.lower in SITTING:
                return True
        return False

    def leaves(self, statement: Statement, scene: Setting, session: Reference) -> bool:
        """Say whether somebody speaks elsewhere, at another time, to an outlet, or in writing."""
        venue = statement.venue
        if venue is not None and venue.entity not in (None, session.entity) and not self.bare(statement):
            return True
        if scene.channel is not None or scene.dated or self.outside(statement):
            return True
        return self.to_outlet(statement, scene)

    def to_outlet(self, statement: Statement, scene: Setting) -> bool:
        """Say whether somebody tells the press or an outlet something."""
        told = scene.audience
        if told is None or told.entity is None or statement.attribution.lemma not in self.lexicon.telling:
            return False
        return self.outlet(told.entity)

    def shown(self, statement: Statement, session: Reference) -> bool:
        """Say whether a cue or words beside it put a statement in a session, and not only an office."""
        court = session.entity is not None and self.court(session.entity)
        cues = self.lexicon.trial_cues if court else self.lexicon.chamber_cues
        return statement.attribution.lemma in cues or self.put_there(statement)

    def outside(self, statement: Statement) -> bool:
        """Say whether words of the sentence before the content put the saying outside, or after."""
        words = self.around(statement)
        if any(phrase in words for phrase in self.lexicon.leaving_phrases):
            return True
        cue = self.cue(statement)
        first, end = self.parse.sentences[cue.sent]
        for token in self.parse.tokens[first : min(end, cue.i + 1)]:
            if token.lemma in self.lexicon.occasions | self.lexicon.channels and token.pos == "NOUN":
                below = {self.parse.tokens[i].lower for i in self.parse.children[token.i]}
                inside = any(span.start <= token.start < span.end for span in statement.attribution.content)
                if below & {"a", "an"} and not inside:
                    return True
        return False

    def bare(self, statement: Statement) -> bool:
        """Say whether a statement's venue is only "the meeting" or "the hearing", which is that of the session."""
        venue = statement.venue
        if venue is None or venue.entity is None:
            return False
        label = self.cast.drafts[venue.entity].label
        part = self.gathers and label.split()[-1] in PARTS and label.islower()
        return part or (label in self.lexicon.occasions and self.put_there(statement))

    @cached_property
    def gathers(self) -> bool:
        """Say whether the lead names a conference or a summit, of which a session is a part."""
        return any(set(self.cast.drafts[n].label.lower().split()) & self.lexicon.gatherings for _, n in self.forums())

    def outlet(self, number: int) -> bool:
        """Say whether somebody told is an outlet, or the press."""
        draft = self.cast.drafts[number]
        press = draft.kind is EntityKind.UNNAMED and draft.label.split()[-1] in self.lexicon.press
        body = draft.kind is EntityKind.ORGANIZATION and draft.label[:1].isupper()
        return press or body or draft.kind is EntityKind.PUBLISHER

    def able(self, statement: Statement, scene: Setting) -> bool:
        """Say whether people speak, and nothing puts the saying elsewhere or before."""
        speakers = [r.entity for r in statement.claimants if r.entity is not None]
        persons = bool(speakers) and all(self.cast.drafts[n].kind in SPEAKERS for n in speakers)
        elsewhere = statement.venue is not None and not self.bare(statement)
        return persons and not elsewhere and scene.channel is None and not scene.dated

    def evident(self, statement: Statement, session: Reference) -> bool:
        """Say whether only those in a session say such a thing, or words put the saying there."""
        court = session.entity is not None and self.court(session.entity)
        cues = self.lexicon.trial_cues if court else self.lexicon.chamber_cues
        offices = self.lexicon.trial_offices if court else self.lexicon.chamber_offices
        held = bool(set(self.offices(statement)) & offices)
        return (held and not self.past(statement)) or statement.attribution.lemma in cues or self.put_there(statement)

    def sits(self, statement: Statement, session: Reference, last: int | None) -> bool:
        """Say whether a statement near others of a session was made in it too."""
        if session.entity is None or statement.venue is not None or self.past(statement):
            return False
        if not self.cue(statement).tag.startswith("V") and self.cue(statement).text != ":":
            return False
        if last is not None and self.sentence(statement) - last > FAR:
            return False
        words = self.cast.drafts[session.entity].label.lower().split()
        named = self.cast.drafts[session.entity].label[:1].isupper()
        body = bool(set(words) & (self.lexicon.meeting_bodies | self.lexicon.chambers | self.lexicon.sittings))
        body = body or (named and words[:1] == ["working"])
        wide = bool(set(words) & self.lexicon.gatherings) and (named or "summit" in words)
        states = wide or (named and not self.court(session.entity))
        return (body or wide) and all(self.member(r.entity, statement, states=states) for r in statement.claimants)

    def member(self, number: int | None, statement: Statement, *, states: bool) -> bool:
        """Say whether somebody can be one of those who speak in a session."""
        if number is None:
            return False
        draft = self.cast.drafts[number]
        if draft.kind is EntityKind.STATE:
            return states
        if draft.kind is EntityKind.UNNAMED:
            shy = set(draft.label.lower().split()) & self.lexicon.shy
            hidden = any(word in self.around(statement) for word in self.lexicon.hiding)
            return not shy and not hidden
        return draft.kind is EntityKind.PERSON

    def tells(self, statement: Statement, session: Reference, *, hears: bool) -> bool:
        """Say whether a body in session is told what somebody says in it."""
        if session.entity is None:
            return False
        if not self.court(session.entity):
            return hears
        judging = bool(set(self.offices(statement)) & self.lexicon.judges)
        return statement.attribution.lemma in self.lexicon.pleading or (hears and not judging)

    def sentence(self, statement: Statement) -> int:
        """Return the number of the sentence that a statement's cue stands in."""
        words = self.parse.between(statement.attribution.cue[0])
        return words[0].sent if words else 0

    def offices(self, statement: Statement) -> Iterator[str]:
        """Yield the nouns by which the article, or the source itself, says who speaks."""
        speakers = {r.entity for r in statement.claimants}
        for noun, descriptions in self.people.items():
            if any(description.member in speakers for description in descriptions):
                yield noun
        for span in statement.attribution.source:
            yield from (token.lower for token in self.parse.between(span))

    def past(self, statement: Statement) -> bool:
        """Say whether the cue stands in a perfect, or lies ahead."""
        cue = self.cue(statement)
        below = [self.parse.tokens[i] for i in self.parse.children[cue.i]]
        return any(t.dep == "aux" and t.lower in {"had", "has", "have", "will", "would"} for t in below)

    def put_there(self, statement: Statement) -> bool:
        """Say whether words of the sentence outside the content put the saying in a session."""
        outside = self.around(statement)
        return any(phrase in outside for phrase in self.lexicon.session_phrases)

    def around(self, statement: Statement) -> str:
        """Return the words of a statement's sentence outside what was said, in lower case."""
        cue = self.cue(statement)
        first, end = self.parse.sentences[cue.sent]
        content = statement.attribution.content
        return " ".join(
            t.lower for t in self.parse.tokens[first:end] if not any(s.start <= t.start < s.end for s in content)
        )
