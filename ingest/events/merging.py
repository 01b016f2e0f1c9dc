"""One event for one happening: mentions of the same thing in an article come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ingest.model import Event, Span, Stance, TimeExpression

Dispute = tuple[str, str, int | None]
"""The type and the family of a deed that is denied, and who is said not to have done it."""

PRONOUN = "*"
"""The doer where all that stands there is a pronoun."""

RECENT = 12
"""How many events of one family are tried, the latest first; it keeps merging linear in long articles."""


class Taking(Enum):
    """How a mention can take up an event that was named before, where nothing that is known speaks against it."""

    UP = "up"
    """It says so: "the attack"."""
    SAME_WORD = "same word"
    """A verb: by the same word, or a party, place or time that both have."""
    ALIKE = "alike"
    """An indefinite noun: by a party, place or time that both have."""
    NEW = "new"
    """It says that it is another one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where an event is named.

    ``family`` is shared by words for the same sort of thing ("attack", "raid"); ``general`` words can take up any
    event of their type. ``leader`` is the index of the mention in the same sentence that this one only spells out
    ("killed five" in "the attack killed five"). ``doer`` is the word for who does it where that leads to no entity.
    """

    type: str
    family: str
    trigger: Span
    agent: int | None
    recipient: int | None
    mediators: tuple[int, ...]
    place: int | None
    time: int | None
    statements: tuple[tuple[int, Stance], ...]
    confidence: float
    reciprocal: bool = False
    lemmas: frozenset[str] = frozenset()
    taking: Taking = Taking.UP
    general: bool = False
    leader: int | None = None
    doer: str | None = None

    @property
    def dispute(self) -> Dispute | None:
        """The deed with its doer, where a statement denies it."""
        denied = any(stance is Stance.DENY for _, stance in self.statements)
        return (self.type, self.family, self.agent) if denied else None


def merge(mentions: Sequence[Mention], times: Sequence[TimeExpression]) -> tuple[Event, ...]:
    """Return the events that mentions come to, in order of their first mention."""
    gathering = Gathering(times, frozenset(dispute for m in mentions if (dispute := m.dispute) is not None))
    for number, mention in enumerate(mentions):
        gathering.take(number, mention)
    return tuple(event_of(group, held) for group, held in zip(gathering.groups, gathering.held, strict=True))


class Gathering:
    """Events in the making. ``disputed`` are the deeds that somebody in the article denies, with who did them."""

    def __init__(self, times: Sequence[TimeExpression], disputed: frozenset[Dispute]) -> None:
        self.times = times
        self.disputed = disputed
        self.groups: list[Mention] = []
        self.held: list[dict[int, Stance]] = []
        self.group_of: dict[int, int] = {}
        self.families: dict[tuple[str, str], list[int]] = {}

    def take(self, number: int, mention: Mention) -> None:
        """Add a mention to the event that it is of, or make it the first of a new one."""
        members = self.families.setdefault((mention.type, mention.family), [])
        known = self.find(mention, members)
        if known is None:
            known = len(self.groups)
            self.groups.append(mention)
            self.held.append({})
        else:
            self.groups[known] = join(self.groups[known], mention)
        hold(self.held[known], mention.statements)
        self.group_of[number] = known
        if known not in members[-RECENT:]:
            members.append(known)

    def find(self, mention: Mention, family: Sequence[int]) -> int | None:
        """Return the event that a mention is of, ``None`` where it is the first of its own."""
        if mention.leader is not None and mention.leader in self.group_of:
            leader = self.group_of[mention.leader]
            group = self.groups[leader]
            if group.type == mention.type and compatible(group, mention, self.times, loose=True):
                return leader
        if mention.taking is Taking.NEW:
            return None
        for known in reversed(family[-RECENT:]):
            if self.joins(self.groups[known], mention) and tied(self.groups[known], mention):
                return known
        if mention.general and mention.taking is Taking.UP:
            for known in range(len(self.groups) - 1, max(-1, len(self.groups) - 1 - RECENT), -1):
                if self.groups[known].type == mention.type and self.joins(self.groups[known], mention):
                    return known
        return None

    def joins(self, group: Mention, mention: Mention) -> bool:
        """Say whether a mention can be of an event without putting words into anybody's mouth.

        Whoever says that there was mediation says more than who speaks of the talks, and who denies having done it
        does not deny that it was done: there both must name the same.
        """
        if bool(group.mediators) != bool(mention.mediators) or not compatible(group, mention, self.times):
            return False
        if group.mediators or not (self.is_disputed(group) or self.is_disputed(mention)):
            return True
        if group.agent is None and mention.agent is None:
            return group.doer == mention.doer and group.doer != PRONOUN
        return group.agent == mention.agent or mention.doer == PRONOUN

    def is_disputed(self, mention: Mention) -> bool:
        """Say whether somebody denies a deed like this one of the same doer, or of one that we cannot tell."""
        family = (mention.type, mention.family)
        return (*family, mention.agent) in self.disputed or (*family, None) in self.disputed


def tied(one: Mention, other: Mention) -> bool:
    """Say whether a mention takes up an event of its family: it says so, or the two have something in common."""
    if other.taking is Taking.UP or (other.taking is Taking.SAME_WORD and other.lemmas & one.lemmas):
        return True
    parties = {n for n in (one.agent, one.recipient) if n is not None}
    same = {n for n in (other.agent, other.recipient) if n is not None} & parties
    return (
        bool(same)
        or (one.place is not None and one.place == other.place)
        or (one.time is not None and one.time == other.time)
    )


def compatible(one: Mention, other: Mention, times: Sequence[TimeExpression], *, loose: bool = False) -> bool:
    """Say whether nothing that is known of two mentions speaks against their being of the same event."""
    if one.place is not None and other.place is not None and one.place != other.place and not loose:
        return False
    if not (loose or same_time(one.time, other.time, times)):
        return False
    if one.mediators and other.mediators and not set(one.mediators) & set(other.mediators):
        return False
    if one.reciprocal and other.reciprocal:
        sides = {n for m in (one, other) for n in (m.agent, m.recipient) if n is not None}
        return len(sides) <= 2
    return agree(one.agent, other.agent) and agree(one.recipient, other.recipient)


def agree(one: int | None, other: int | None) -> bool:
    """Say whether two fillers of a role can be the same: an unknown one can be anybody."""
    return one is None or other is None or one == other


def same_time(one: int | None, other: int | None, times: Sequence[TimeExpression]) -> bool:
    """Say whether two times can be the same: one is unknown, or their days overlap."""
    if one is None or other is None or one == other:
        return True
    a, b = times[one], times[other]
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def join(one: Mention, other: Mention) -> Mention:
    """Return what two mentions of the same event say together of its parties; the earlier one names it."""
    sides = [one.agent, one.recipient, other.agent, other.recipient] if one.reciprocal else []
    parties = list(dict.fromkeys(n for n in sides if n is not None))
    if one.reciprocal:
        agent = first(one.agent, other.agent)
        recipient = first(*(n for n in parties if n != agent))
    else:
        agent, recipient = first(one.agent, other.agent), first(one.recipient, other.recipient)
    return replace(
        one,
        agent=agent,
        recipient=None if recipient == agent else recipient,
        mediators=tuple(dict.fromkeys(one.mediators + other.mediators)),
        place=first(one.place, other.place),
        time=first(one.time, other.time),
        confidence=max(one.confidence, other.confidence),
        lemmas=one.lemmas | other.lemmas,
    )


def first(*fillers: int | None) -> int | None:
    """Return the first filler that is known."""
    return next((n for n in fillers if n is not None), None)


def hold(held: dict[int, Stance], more: Sequence[tuple[int, Stance]]) -> None:
    """Add what statements hold of an event: one that leaves it open in one place and decides elsewhere has decided.

    A statement that affirms in one place and denies in another keeps what it says first.
    """
    for number, stance in more:
        if held.get(number, Stance.ENTERTAIN) is Stance.ENTERTAIN:
            held[number] = stance


def event_of(mention: Mention, held: Mapping[int, Stance]) -> Event:
    """Return the finished event, with what each statement holds of it."""
    return Event(
        type=mention.type,
        trigger=mention.trigger,
        agent=mention.agent,
        recipient=mention.recipient,
        mediators=mention.mediators,
        place=mention.place,
        time=mention.time,
        statements=tuple(sorted(held.items())),
        confidence=round(mention.confidence, 3),
    )
