"""All pages of what filters leave, true of one state of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from pydantic import BaseModel

from api.freshness import name_snapshot
from api.v1.filters import MOST_ROWS
from onrecord.client.source import Parameters, Source, find_kind
from onrecord.errors import Refused, Unanswered

type Value = str | int | float | bool | date | Enum

_TRIES = 3
_OURS = ("offset", "format", "show")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows from all pages, the number of their snapshot, what to say of the filters, and the query of the first."""

    items: tuple[BaseModel, ...]
    snapshot: str
    notes: tuple[str, ...]
    query: str


def spell(filters: Mapping[str, Value | Iterable[Value]]) -> Parameters:
    """Write filters as a request has them; an underscore behind a name is for Python alone, and None is not given.

    Raises
    ------
    Refused
        A filter has no value at all, which is neither any of none nor all.

    Examples
    --------
    >>> spell({"from_": date(2023, 1, 31), "claimant": ["Taliban", "NATO"], "embedded": False})
    {'from': ('2023-01-31',), 'claimant': ('Taliban', 'NATO'), 'embedded': ('false',)}
    """
    spelt = {
        name.removesuffix("_"): tuple(map(_spell, [value] if isinstance(value, _SINGLE) else value))
        for name, value in filters.items()
        if value is not None
    }
    for name, values in spelt.items():
        if not values:
            raise Refused(f"{name} has no value; give one, several, or leave it out", 400)
    return spelt


def gather(source: Source, kind: str, parameters: Parameters, limit: int | None) -> Gathered:
    """Follow the pages to the end, or to the limit; begin again where the graph changed in between.

    Raises
    ------
    Refused
        There is no such kind or filter, or it does not take this value.
    Unanswered
        There is no answer, or the graph changed too often.
    """
    find_kind(kind)
    for name in _OURS:
        if name in parameters:
            raise Refused(f"{name} is not taken here, for all pages are read; give limit for fewer rows", 400)
    if limit is not None and limit < 1:
        raise Refused(f"limit is {limit}; give 1 or more, or none for all rows", 400)
    for _ in range(_TRIES):
        if (found := _follow(source, kind, parameters, limit)) is not None:
            return found
    raise Unanswered(f"{source.where}: the graph was changed while its pages were read, several times; ask again")


def _follow(source: Source, kind: str, parameters: Parameters, limit: int | None) -> Gathered | None:
    items: list[BaseModel] = []
    first = None
    while limit is None or len(items) < limit:
        size = MOST_ROWS if limit is None else min(MOST_ROWS, limit - len(items))
        part = source.find(kind, {**parameters, "limit": (str(size),), "offset": (str(len(items)),)})
        first = first or part
        if part.state != first.state:
            return None
        items += part.items
        if not part.more or not part.items:
            break
    assert first is not None  # noqa: S101  # a limit is 1 or more
    return Gathered(tuple(items), name_snapshot(first.state), first.notes, first.query)


def _spell(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Enum():
            return str(value.value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)


_SINGLE = (str, int, float, date, Enum)
