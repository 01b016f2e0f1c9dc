"""To whom, where and how the statements of an article were made, and which of them were plainly made elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.discourse.cues import own
from ingest.discourse.dating import Times
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.venues import WRITING, Setting
from ingest.model import Basis, EntityKind, Reference, Statement
from ingest.parse import Parse, Token

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

NEAR = 5
"""How many sentences may stand between statements to an audience that is no body in session: the press, a rally."""

BESIDE = 2
"""The same for other people without a name."""

LEAD = 3
"""How many sentences at the head of an article tell what it is about."""


@dataclass(frozen=True)
class Scenes:
    """The statements of one article where they were made. ``settings`` are the scenes their own words give them."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    statements: list[Statement]
    settings: Sequence[Setting]
    times: Times

    def shares(self, statement: Statement) -> bool:
        """Say whether a statement can share an occasion: somebody's own words, not told by another."""
        speakers = [r.entity for r in statement.claimants if r.entity is not None]
        return own(statement) and bool(speakers) and all(self.cast.drafts[n].kind in SPEAKERS for n in speakers)

    def moved(self, statement: Statement) -> bool:
        """Say whether the sentence itself puts the statement at another time than those around it."""
        cue = self.cue(statement)
        if cue is None or not (cue.tag.startswith("V") or cue.text == ":"):
            return True
        if self.times.dated(statement) and self.times.day(statement) is None:
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

    def sentence(self, n: int) -> int:
        """Return the number of the sentence a statement's cue stands in."""
        cue = self.cue(self.statements[n])
        return cue.sent if cue is not None else 0

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

    def differs(self, m: int, n: int) -> bool:
        """Say whether two statements were plainly made to other people, in other places or on other days."""
        one, other = self.statements[m], self.statements[n]
        if self.apart(self.heard(m), self.heard(n)) or self.apart(one.venue, other.venue):
            return True
        ways = {self.way(m), self.way(n)}
        if len(ways) > 1 and None not in ways and (WRITING not in ways or "in person" in ways):
            return True
        known = self.times.known
        days = [known[s.said_on].edtf for s in (one, other) if s.said_on is not None and self.times.dated(s)]
        return len(days) == 2 and days[0] != days[1]

    def apart(self, first: Reference | None, second: Reference | None) -> bool:
        """Say whether two audiences or venues are two, and not the one in the other."""
        if first is None or second is None or first.entity == second.entity:
            return False
        return not (self.sits(first, second) or self.sits(second, first) or self.within(first, second))

    def within(self, one: Reference, other: Reference) -> bool:
        """Say whether one of two venues is a meeting and the other the town in which it can be."""
        kinds = {self.cast.drafts[r.entity].kind for r in (one, other) if r.entity is not None}
        towns = [r.entity for r in (one, other) if r.entity is not None and self.town(r.entity)]
        common = any(self.cast.drafts[number].label[:1].islower() for number in towns)
        return not common and kinds in ({EntityKind.FORUM, EntityKind.SITE}, {EntityKind.FORUM, EntityKind.PLACE})

    def town(self, number: int) -> bool:
        """Say whether an entity is a place."""
        return self.cast.drafts[number].kind in {EntityKind.SITE, EntityKind.PLACE}

    def meets(self, number: int) -> bool:
        """Say whether an entity is a body that meets, by its name."""
        return self.cast.drafts[number].kind is EntityKind.FORUM

    def sits(self, body: Reference, members: Reference) -> bool:
        """Say whether the one are the members of the other: "the lawmakers" of a committee."""
        if body.entity is None or members.entity is None:
            return False
        draft = self.cast.drafts[members.entity]
        named = draft.kind is EntityKind.UNNAMED and draft.label in self.lexicon.members
        return named and self.meets(body.entity)

    def spans(self, scene: Reference, named: Sequence[int], n: int) -> bool:
        """Say whether an audience or venue named in some sentences is that of a statement in another too.

        A body that meets is that of the whole occasion; a crowd or a town is that of the lead and of what is near.
        """
        if scene.entity is None:
            return False
        here = self.sentence(n)
        if here < LEAD or self.meets(scene.entity):
            return True
        draft = self.cast.drafts[scene.entity]
        crowd = draft.kind is EntityKind.UNNAMED and draft.label.split()[-1] not in self.lexicon.press
        reach = BESIDE if crowd else NEAR
        place = bisect_left(named, here)
        return any(abs(sentence - here) <= reach for sentence in named[max(place - 1, 0) : place + 1])


def same_occasion(reference: Reference) -> Reference:
    """Return the same reference on the ground of the same occasion; its evidence stays where the words are."""
    return replace(reference, basis=Basis.SAME_OCCASION)
