"""How well a recorded event fits an event that statements speak of: by its parties, place, days and type.

Each ground gives a score between 0 and 1 with words for it, or nothing where too little is known. What is known to be
different rules a pair out, however well the rest fits: another town on the same day is another event.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ingest.actors.names import fold
from ingest.datasets.known import is_unnamed, spell
from ingest.datasets.record import Level

THRESHOLD: Final = 0.75
"""What a pair has to come to, to be a match. docs/importing.md says what that keeps and what it leaves."""

WEIGHTS: Final = {"actor": 0.3, "place": 0.25, "date": 0.25, "type": 0.2}
UNKNOWN: Final = {"actor": 0.3, "place": 0.0, "date": 0.0, "type": 0.3}
"""What a ground counts where nothing is known of it: a place and a day have to be earned."""

REPORTED: Final = 14
"""Days before its publication within which an article speaks of an event to which it gives no day."""

_EARTH = 6371.0
_SORT = re.compile(r" (?:town|city|village|district|province|region|county|governorate|municipality|oblast|state)$")
_SPANS: Final = ((1, 1.0), (7, 0.85), (31, 0.7), (92, 0.5), (366, 0.3))
_AFTER: Final = ((3, 0.5), (7, 0.4), (REPORTED, 0.25))
_GAPS: Final = {1: 0.6, 2: 0.4}
_PAIRS = """
ASSAULT COERCE, PROTEST COERCE, MOBILIZE COERCE, SANCTION COERCE, MOBILIZE THREATEN, ACCUSE REJECT, AGREE COOPERATE,
AGREE CONSULT, AGREE CONCEDE, CONSULT COOPERATE, SUPPORT COOPERATE, AID COOPERATE, AID SUPPORT, CONCEDE RETREAT
"""
_NEAR: Final = frozenset(frozenset(pair.split()) for pair in _PAIRS.split(","))
"""Types between which coders often differ over one and the same event."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who takes part: the names, and the authority's entities that they are or belong to."""

    names: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """A name for a reader."""
        return min(self.names, default="nobody named")


@dataclass(frozen=True, slots=True)
class Where:
    """A place: its names, those around it, the authority's entity, the state that it lies in, and degrees."""

    names: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    state: str | None = None
    level: Level = Level.SPOT
    degrees: tuple[float, float] | None = None

    @property
    def shown(self) -> str:
        """A name for a reader."""
        return min(self.names, default="somewhere")


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, said or recorded, as far as it is compared. ``printed`` is the day of the article that speaks of it."""

    iri: str
    type: str | None
    quad: str | None = None
    first: Who | None = None
    second: Who | None = None
    place: Where | None = None
    earliest: date | None = None
    latest: date | None = None
    printed: date | None = None

    @property
    def window(self) -> tuple[date, date] | None:
        """The days between which it took place: those given, else the days before it was told of."""
        if self.earliest is not None and self.latest is not None:
            return self.earliest, self.latest
        last = self.latest or self.printed
        return (self.earliest or last - timedelta(days=REPORTED), last) if last is not None else None


@dataclass(frozen=True, slots=True)
class Ground:
    """What one comparison came to: a score, or ``None`` where too little is known, and words for a reader."""

    score: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """A recorded event that fits an event that was said, with its grounds by name and their sum."""

    said: str
    recorded: str
    score: float
    grounds: dict[str, Ground]

    @property
    def reason(self) -> str:
        """The grounds in a line."""
        return "; ".join(ground.words for ground in self.grounds.values())

    @property
    def placed(self) -> bool:
        """Whether the place itself agrees, and not just the country."""
        place = self.grounds["place"].score
        return place is not None and place > 0.5


def match(said: Happening, recorded: Happening, *, ordered: bool) -> Match | None:
    """Compare two events. ``ordered`` says that the first party of the recorded one is the one that acts.

    >>> kandahar = Where(names=frozenset({"Kandahar"}))
    >>> said = Happening("a", "ASSAULT", None, Who(frozenset({"Taliban"})), None, kandahar, *[date(2021, 8, 26)] * 2)
    >>> row = Happening("b", "ASSAULT", None, Who(frozenset({"Taliban"})), None, kandahar, *[date(2021, 8, 27)] * 2)
    >>> found = match(said, row, ordered=False)
    >>> round(found.score, 3), found.reason
    (0.855, 'same party: Taliban; same place: Kandahar; 1 day apart; both ASSAULT')
    """
    grounds = {"date": compare_days(said, recorded)}
    if grounds["date"].score == 0:
        return None
    grounds["type"] = compare_types(said, recorded)
    if grounds["type"].score == 0:
        return None
    said = _take_place(said, recorded)
    grounds["place"] = compare_places(said.place, recorded.place)
    if grounds["place"].score == 0:
        return None
    grounds["actor"] = compare_parties(said, recorded, ordered=ordered)
    if grounds["actor"].score == 0:
        return None
    total = sum(
        weight * (UNKNOWN[name] if (score := grounds[name].score) is None else score)
        for name, weight in WEIGHTS.items()
    )
    if round(total, 3) < THRESHOLD:
        return None
    return Match(said.iri, recorded.iri, round(total, 3), {name: grounds[name] for name in WEIGHTS})


def _take_place(said: Happening, recorded: Happening) -> Happening:
    """Take a town that an event was done to for its place: in "Russia shelled Kharkiv" it is both."""
    if said.place is not None or said.second is None or recorded.place is None:
        return said
    names = _fold(recorded.place.names | recorded.place.areas)
    if not _fold(said.second.names) & names:
        return said
    return replace(said, place=Where(said.second.names), second=None)


def compare_days(said: Happening, recorded: Happening) -> Ground:
    """Compare when two events took place: the more days either may mean, the less an overlap says."""
    mine, theirs = said.window, recorded.window
    if mine is None or theirs is None:
        return Ground(None, "no day to compare")
    gap = max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days)
    if said.earliest is None:
        if gap > 0:
            return Ground(0.0, "told of at another time")
        after = max((mine[1] - theirs[1]).days, 0)
        score = next((score for most, score in _AFTER if after <= most), 0.1)
        return Ground(score, f"no day is given; told of {count(after, 'day')} after it")
    if gap > 0:
        return Ground(_GAPS.get(gap, 0.0), f"{count(gap, 'day')} apart")
    days = (max(mine[1], theirs[1]) - min(mine[0], theirs[0])).days + 1
    score = next((score for most, score in _SPANS if days <= most), 0.1)
    return Ground(score, "same day" if days == 1 else f"both within {days} days")


def compare_types(said: Happening, recorded: Happening) -> Ground:
    """Compare two types: the same, such as coders often take for each other, or of one quad class."""
    if said.type is None or recorded.type is None:
        return Ground(None, "no type to compare")
    if said.type == recorded.type:
        return Ground(1.0, f"both {said.type}")
    words = f"{said.type} and {recorded.type}"
    if frozenset({said.type, recorded.type}) in _NEAR:
        return Ground(0.6, f"near types: {words}")
    if said.quad is not None and said.quad == recorded.quad:
        return Ground(0.4, f"same class of types: {words}")
    return Ground(0.0, f"other types: {words}")


def compare_places(said: Where | None, recorded: Where | None) -> Ground:
    """Compare where two events took place: by entity and name, then by what lies around, then by distance."""
    if said is None or recorded is None or not (said.entities or any(map(is_name, said.names))):
        return Ground(None, "no place to compare")
    mine, theirs = _fold(said.names), _fold(recorded.names)
    if said.entities & recorded.entities or (mine & theirs and not _apart(said.state, recorded.state)):
        return Ground(1.0, f"same place: {recorded.shown}")
    if recorded.state is not None and recorded.state in said.entities:
        return Ground(0.5, f"same country: {said.shown}")
    if _apart(said.state, recorded.state):
        return Ground(0.0, f"other countries: {said.shown} and {recorded.shown}")
    if mine & _fold(recorded.areas):
        return Ground(0.8, f"{recorded.shown} lies in {said.shown}")
    if any(_holds(one, other) or _holds(other, one) for one in mine for other in theirs):
        return Ground(0.7, f"like places: {said.shown} and {recorded.shown}")
    if said.degrees is not None and recorded.degrees is not None:
        return _compare_distance(said, recorded)
    if recorded.level is Level.COUNTRY:
        same = said.state is not None and said.state == recorded.state
        return Ground(0.5, f"{said.shown} lies in the same country") if same else Ground(None, "no place to compare")
    return Ground(0.0, f"other places: {said.shown} and {recorded.shown}")


def compare_parties(said: Happening, recorded: Happening, *, ordered: bool) -> Ground:
    """Compare who took part, both ways round where the data set gives no direction."""
    mine = (said.first, said.second)
    ways = [((recorded.first, recorded.second), 1.0), ((recorded.second, recorded.first), 0.5 if ordered else 1.0)]
    found = [(_compare_sides(mine, theirs), share) for theirs, share in ways]
    known = [(ground.score * share, ground.words) for ground, share in found if ground.score is not None]
    if not known:
        return Ground(None, "no party to compare")
    score, words = max(known)
    return Ground(score, words)


def _compare_sides(mine: tuple[Who | None, ...], theirs: tuple[Who | None, ...]) -> Ground:
    pairs = [(one, other, _same(one, other)) for one, other in zip(mine, theirs, strict=True)]
    same = [one.shown for one, other, score in pairs if score and one is not None and other is not None]
    scores = [score for _, _, score in pairs if score is not None]
    if not scores:
        return Ground(None, "no party to compare")
    if not same or min(scores) == 0:
        return Ground(0.0, "other parties")
    share = 1.0 if len(scores) > 1 else 0.85
    return Ground(
        round(share * sum(scores) / len(scores), 3),
        f"same {'parties' if len(same) > 1 else 'party'}: {' and '.join(same)}",
    )


def _same(one: Who | None, other: Who | None) -> float | None:
    """Return how far two parties are the same, or ``None`` where one is nobody in particular."""
    if one is None or other is None:
        return None
    if one.entities & other.entities:
        return 1.0
    mine = {fold(name) for name in one.names}
    theirs = {fold(name) for full in other.names for name in spell(full)}
    if mine & theirs:
        return 1.0
    if not (one.entities or any(map(is_name, one.names))) or all(map(is_unnamed, other.names)):
        return None
    if one.entities and other.entities:
        return 0.0
    return 0.7 if any(_holds(a, b) or _holds(b, a) for a in mine for b in theirs) else 0.0


def is_name(words: str) -> bool:
    """Say whether words name somebody or some place: a capital stands in them.

    >>> is_name("Kandahar"), is_name("the border"), is_name("gunmen")
    (True, False, False)
    """
    return any(letter.isupper() for letter in words)


def count(number: int, what: str) -> str:
    """Put a number before a word.

    >>> count(1, "day"), count(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _fold(names: frozenset[str]) -> set[str]:
    """Fold the names of places, without the word for what sort of place each is: "Mogadishu town" is Mogadishu."""
    return {_SORT.sub("", fold(name)) for name in names if is_name(name)}


def _apart(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _holds(long: str, short: str) -> bool:
    """Say whether a name holds another as whole words: "kandahar city" holds "kandahar"."""
    words, sought = long.split(), short.split()
    return 0 < len(sought) < len(words) and any(
        words[n : n + len(sought)] == sought for n in range(len(words) - len(sought) + 1)
    )


def _compare_distance(said: Where, recorded: Where) -> Ground:
    assert said.degrees is not None and recorded.degrees is not None  # noqa: S101, PT018 -- both were looked at
    far = round(measure(said.degrees, recorded.degrees))
    score = next((score for most, score in ((10, 0.9), (50, 0.6), (100, 0.4)) if far <= most), 0.0)
    return Ground(score, f"{far} km apart: {said.shown} and {recorded.shown}")


def measure(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the kilometres between two points, given in degrees north and east, over a round earth.

    >>> round(measure((31.61, 65.71), (34.53, 69.17)))
    458
    """
    (north, east), (further, along) = ([math.radians(each) for each in point] for point in (one, other))
    half = math.sin((further - north) / 2) ** 2
    half += math.cos(north) * math.cos(further) * math.sin((along - east) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half))


class Candidates:
    """Keeps the best matches of each event that was said.

    Where several fit as well, they are kept if their place agrees: a data set may tell one event in two rows. Where
    only the country does, or no place is known, which of them it is cannot be told, and none is kept.
    """

    SLACK: Final = 0.02
    MOST: Final = 4

    def __init__(self) -> None:
        self._kept: dict[str, list[Match]] = {}

    def add(self, found: Match) -> None:
        """Take a match, if none so far fits better."""
        kept = self._kept.setdefault(found.said, [])
        kept.append(found)
        best = max(each.score for each in kept)
        self._kept[found.said] = [each for each in kept if each.score >= best - self.SLACK]

    def settle(self) -> list[Match]:
        """Give the matches that remain, in a fixed order."""
        settled = [
            each
            for kept in self._kept.values()
            if len(kept) == 1 or (len(kept) <= self.MOST and all(each.placed for each in kept))
            for each in kept
        ]
        return sorted(settled, key=lambda each: (each.said, each.recorded))


def days_between(earliest: date, latest: date) -> list[date]:
    """Give every day of a window.

    >>> [str(day) for day in days_between(date(2024, 2, 28), date(2024, 3, 1))]
    ['2024-02-28', '2024-02-29', '2024-03-01']
    """
    return [earliest + timedelta(days=n) for n in range((latest - earliest).days + 1)]
