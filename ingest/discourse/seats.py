"""Whether a statement was made in a session: by its cue, its speaker's office, and the words that place the saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.discourse.cues import Cues, own
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.proceedings import Proceedings
from ingest.discourse.roles import Description
from ingest.discourse.venues import Setting
from ingest.model import Basis, EntityKind, Reference, Statement

ROOMS = frozenset({"chamber", "floor", "hall", "house", "room"})
"""Rooms that stand for those who meet in them: "told the hall"."""

PARTS = frozenset({"ceremony", "plenary", "session"})
"""Parts of a conference or a summit."""

PRESS = frozenset({"briefing", "conference", "interview"})
"""Occasions on which only some speak to the press."""

BESIDE = 4
"""How many sentences beside the one that tells of a joint press conference its two hosts speak in."""

FAR = 6
"""How many sentences may lie between two statements of a session."""

SPEAKERS = frozenset({EntityKind.PERSON, EntityKind.UNNAMED})


@dataclass(frozen=True)
class Seats:
    """Says of the statements of one article which were made in one session."""

    cues: Cues
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]
    work: Proceedings
    session: Reference
    statements: Sequence[Statement] = ()

    @cached_property
    def hosts(self) -> frozenset[int]:
        """The people named where the article speaks of the session, and who speaks in the sentences beside it."""
        parse = self.cues.parse
        if self.session.evidence is None:
            return frozenset()
        here = parse.tokens[parse.first_at(self.session.evidence.start)].sent
        first, end = parse.sentences[here]
        named = {n for i in range(first, end) if (n := self.cast.at.get(i)) is not None}
        joint = "joint" in self.cast.drafts[self.session.entity or 0].label.lower().split()
        block = parse.tokens[first].block
        near = BESIDE if joint else 1
        beside = (s for s in self.statements if own(s) and abs(self.cues.sentence(s) - here) <= near)
        beside = (s for s in beside if joint or self.cues.cue(s).block == block)
        spoken = {r.entity for s in beside for r in s.claimants if r.entity is not None}
        return frozenset(n for n in named | spoken if self.cast.drafts[n].kind is EntityKind.PERSON)

    @cached_property
    def court(self) -> bool:
        """Say whether the session is that of a court."""
        return self.session.entity is not None and self.work.court(self.session.entity)

    @cached_property
    def sitting(self) -> bool:
        """Say whether the session is that of a body or a sitting, in which an office tells who speaks."""
        return self.session.entity is not None and self.work.sits(self.session.entity)

    @cached_property
    def gathering(self) -> bool:
        """Say whether the session is a meeting of people who hear everybody there: shareholders, villagers."""
        label = self.cast.drafts[self.session.entity].label if self.session.entity is not None else ""
        nouns = set(label.lower().split()) & (self.lexicon.occasions | self.lexicon.gatherings)
        return bool(nouns) and not self.sitting_body and not nouns & PRESS

    @cached_property
    def sitting_body(self) -> bool:
        """Say whether the session is that of a body, by its name."""
        words = set(self.cast.drafts[self.session.entity or 0].label.lower().split())
        return bool(words & (self.lexicon.meeting_bodies | self.lexicon.chambers))

    def inside(self, statement: Statement) -> bool:
        """Say whether a statement has the session for venue."""
        return statement.venue is not None and statement.venue.entity == self.session.entity

    @cached_property
    def press(self) -> bool:
        """Say whether the session is one for the press, at which only those speak who hold it."""
        label = self.cast.drafts[self.session.entity].label if self.session.entity is not None else ""
        return bool(set(label.lower().split()) & PRESS) and label.islower() and not self.sitting_body

    def crowd(self, statement: Statement) -> Reference | None:
        """Return the people who are told something as an audience is: "told shareholders"."""
        told = statement.addressee
        if told is None or told.entity is None or not own(statement):
            return None
        draft = self.cast.drafts[told.entity]
        heard = draft.kind is EntityKind.UNNAMED and draft.label.lower().split()[-1] in self.lexicon.audiences
        inside = self.inside(statement) and statement.attribution.lemma in self.lexicon.telling
        return told if heard and (statement.venue is None or inside) else None

    def concerns(self, statement: Statement) -> bool:
        """Say whether a statement is one of the session, or of the court that sits."""
        return self.session.entity in {r.entity for r in statement.claimants} or self.inside(statement)

    def near(self, statement: Statement, last: int | None) -> bool:
        """Say whether a statement follows soon after the sentence of the last one of the session."""
        return last is not None and 0 <= self.cues.sentence(statement) - last <= FAR

    def before_body(self, statement: Statement) -> Statement:
        """Let those told be the body where its members are: "told members", "told the lawmakers"."""
        told = statement.addressee
        if told is None or not self.work.before_members(statement):
            return statement
        body = replace(self.session, basis=Basis.DESCRIPTION, evidence=told.evidence)
        return replace(statement, addressee=body, venue=statement.venue or body)

    def leaves(self, statement: Statement, scene: Setting) -> bool:
        """Say whether somebody speaks elsewhere, at another time, to an outlet, or in writing."""
        venue = statement.venue
        if venue is not None and venue.entity not in (None, self.session.entity) and not self.bare(statement):
            return True
        if scene.channel is not None or scene.dated or self.cues.outside(statement):
            return True
        return self.to_outlet(statement, scene)

    def to_outlet(self, statement: Statement, scene: Setting) -> bool:
        """Say whether somebody tells the press or an outlet something."""
        told = scene.audience
        if told is None or told.entity is None or statement.attribution.lemma not in self.lexicon.telling:
            return False
        return self.outlet(told.entity)

    def outlet(self, number: int) -> bool:
        """Say whether somebody told is an outlet, or the press."""
        draft = self.cast.drafts[number]
        press = draft.kind is EntityKind.UNNAMED and draft.label.split()[-1] in self.lexicon.press
        body = draft.kind is EntityKind.ORGANIZATION and draft.label[:1].isupper()
        return press or body or draft.kind is EntityKind.PUBLISHER

    def bare(self, statement: Statement) -> bool:
        """Say whether a statement's venue is only "the meeting" or "the hearing", which is that of the session."""
        venue = statement.venue
        if venue is None or venue.entity is None:
            return False
        label = self.cast.drafts[venue.entity].label
        part = self.work.gathers and label.split()[-1] in PARTS and label.islower()
        if label in ROOMS or (self.court and label.endswith("courtroom")):
            return True
        plain = label in self.lexicon.sittings or self.cues.put_there(statement)
        return part or (label in self.lexicon.occasions and plain)

    def able(self, statement: Statement, scene: Setting) -> bool:
        """Say whether people speak, and nothing puts the saying elsewhere or before."""
        speakers = [r.entity for r in statement.claimants if r.entity is not None]
        persons = bool(speakers) and all(self.cast.drafts[n].kind in SPEAKERS for n in speakers)
        elsewhere = statement.venue is not None and not self.bare(statement)
        return persons and not elsewhere and scene.channel is None and not scene.dated

    def shown(self, statement: Statement) -> bool:
        """Say whether a cue or words beside it put a statement in a session, and not only an office."""
        cues = self.lexicon.trial_cues if self.court else self.lexicon.chamber_cues
        return statement.attribution.lemma in cues or self.cues.put_there(statement)

    def evident(self, statement: Statement) -> bool:
        """Say whether only those in a session say such a thing, or words put the saying there."""
        offices = self.lexicon.trial_offices if self.court else self.lexicon.chamber_offices
        held = bool(set(self.offices(statement)) & offices)
        return (held and not self.cues.past(statement)) or self.shown(statement)

    def offices(self, statement: Statement) -> Iterator[str]:
        """Yield the nouns by which the article, or the source itself, says who speaks."""
        speakers = {r.entity for r in statement.claimants}
        for noun, descriptions in self.people.items():
            if any(description.member in speakers for description in descriptions):
                yield noun
        for span in statement.attribution.source:
            yield from (token.lower for token in self.cues.parse.between(span))

    def sits(self, statement: Statement, last: int | None) -> bool:
        """Say whether a statement near others of a session was made in it too."""
        if self.session.entity is None or statement.venue is not None or self.cues.past(statement):
            return False
        cue = self.cues.cue(statement)
        if not cue.tag.startswith("V") and cue.text != ":":
            return False
        if last is not None and self.cues.sentence(statement) - last > FAR:
            return False
        label = self.cast.drafts[self.session.entity].label
        words, named = label.lower().split(), label[:1].isupper()
        body = self.sitting or self.gathering or (named and words[:1] == ["working"])
        wide = bool(set(words) & self.lexicon.gatherings) and (named or "summit" in words)
        if self.press:
            return all(r.entity in self.hosts for r in statement.claimants)
        states = wide or (named and not self.court)
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
            hidden = any(word in self.cues.around(statement) for word in self.lexicon.hiding)
            return not shy and not hidden
        return draft.kind is EntityKind.PERSON

    def tells(self, statement: Statement, *, hears: bool) -> bool:
        """Say whether a body in session is told what somebody says in it."""
        if self.session.entity is None:
            return False
        if not self.court:
            return hears
        judging = bool(set(self.offices(statement)) & self.lexicon.judges)
        return statement.attribution.lemma in self.lexicon.pleading or (hears and not judging)
