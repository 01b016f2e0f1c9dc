"""Days and spans of days in words."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from rdflib import Graph, Literal
from rdflib.term import Node

from api.labels import Labels
from api.views.bases import say_basis
from ontology.terms import REC


@dataclass(frozen=True, slots=True)
class When:
    """A time as a page shows it: what is known of the days, the words it was told in, and what that rests on."""

    days: str
    words: str | None
    edtf: str | None
    basis: str | None


def read_time(graph: Graph, time: Node, labels: Labels) -> When:
    """Read a time expression out of a graph."""
    words, edtf, basis = (graph.value(time, path) for path in (REC.words, REC.edtf, REC.basis))
    days = say_days(_day(graph.value(time, REC.earliest)), _day(graph.value(time, REC.latest)))
    return When(
        f"{_doubt(str(edtf or ''))}{days}",
        str(words) if words is not None else None,
        str(edtf) if edtf is not None else None,
        say_basis(basis) or (labels.words(basis) if basis is not None else None),
    )


def say_days(earliest: date | None, latest: date | None) -> str:
    """Say which days a time may be.

    Examples
    --------
    >>> say_days(date(2022, 1, 27), date(2022, 1, 27)), say_days(date(2021, 8, 1), date(2021, 8, 31))
    ('27 January 2022', 'August 2021')
    >>> say_days(date(2022, 1, 27), None), say_days(None, None)
    ('27 January 2022 or later', 'day not known')
    """
    if earliest is None and latest is None:
        return "day not known"
    if latest is None or earliest is None:
        return f"{_say(earliest)} or later" if earliest else f"{_say(latest)} or earlier"
    if earliest == latest:
        return _say(earliest)
    whole_months = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if whole_months and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%B} {earliest.year}"
    if whole_months and (earliest.month, latest.month) == (1, 12):
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year} to {latest.year}"
    return f"{_say(earliest)} to {_say(latest)}"


def _doubt(edtf: str) -> str:
    # EDTF, level 1: ~ is approximate, ? uncertain, % both.
    if edtf.endswith("~"):
        return "about "
    return "perhaps " if edtf.endswith(("?", "%")) else ""


def _say(day: date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _day(value: Node | None) -> date | None:
    if not isinstance(value, Literal):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None  # a day that the calendar lacks is shown as unknown, and stays as it is in the data
