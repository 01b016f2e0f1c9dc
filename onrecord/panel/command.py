"""Counting what a store holds, and writing the table."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from api.panels.counting import count
from api.panels.reading import Selection, read_corpus
from api.panels.values import CODES, Omitted, Panel, Unit
from api.store import Answerer, open_store
from api.v1.values import EventType, When
from onrecord import screen
from onrecord.errors import UnknownColumn
from onrecord.files import write_whole
from onrecord.panel.table import WRITERS
from onrecord.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a panel is asked to be."""

    unit: Unit = Unit.country
    codes: tuple[str, ...] = ("iso3",)
    selection: Selection = field(default_factory=Selection)
    when: When = When.certain
    fill: bool = False


def write_panel(settings: Settings, wanted: Wanted, form: str, output: Path | None) -> None:
    """Write a panel to a file or to standard output, and say on standard error how many statements are in no row.

    Raises
    ------
    StoreError
        Nothing is stored there, or it cannot be read.
    OutputFailed
        The file cannot be written; what stood there still does.
    """
    panel = make_panel(settings, wanted)
    if output is None:
        sink = io.BytesIO()
        WRITERS[form](panel, sink)
        screen.put_bytes(sink.getvalue())
    else:
        with write_whole(output) as file:
            WRITERS[form](panel, file)
    screen.say(f"{len(panel.rows)} rows; {explain(panel.omitted, wanted)}")


def make_panel(settings: Settings, wanted: Wanted) -> Panel:
    """Count what a store holds.

    Raises
    ------
    StoreError, QueryFailed
        Nothing is stored there, or it cannot be read or asked.
    """
    with open_store(settings.store, settings).read() as reader:
        return count_statements(reader, wanted)


def count_statements(reader: Answerer, wanted: Wanted) -> Panel:
    """Count what answers there.

    Raises
    ------
    QueryFailed
        There is no answer.
    """
    corpus = read_corpus(reader, wanted.unit, wanted.selection)
    return count(corpus, wanted.unit, wanted.codes, wanted.when, fill=wanted.fill)


def explain(omitted: Omitted, wanted: Wanted) -> str:
    """Say how many statements are in no row, and why.

    Examples
    --------
    >>> explain(Omitted(3, 2), Wanted())
    'left out: 3 statements of no known state, 2 without a day that lies in one month'
    """
    sides = {"about": "claimant and what it is about", "addressee": "claimant and addressee"}
    where = {
        Unit.country: "of no known state",
        Unit.dyad: f"without two known states ({sides[wanted.selection.other]})",
        Unit.actor: "of nobody in the authority",
    }[wanted.unit]
    day = "a day that lies in one month" if wanted.when is When.certain else "a first and a last day"
    return f"left out: {omitted.unplaced} statements {where}, {omitted.undated} without {day}"


def read_wanted(
    unit: str,
    codes: str | Iterable[str],
    event_type: str | Iterable[str] = (),
    *,
    text: str = "",
    about: bool = False,
    when: str = "certain",
    fill: bool = False,
) -> Wanted:
    """Read what a panel is asked to be.

    Raises
    ------
    UnknownColumn
        There is no such unit, code, type of event or way to count months, or they do not go together.

    Examples
    --------
    >>> read_wanted("dyad-month", ["iso3"], "assault", about=True).selection.other
    'about'
    """
    if unit not in set(Unit):
        raise UnknownColumn(f"{unit!r} is no unit; choose from {', '.join(Unit)}")
    if when not in set(When):
        raise UnknownColumn(f"{when!r} is no way to count months; choose from {', '.join(When)}")
    if about and Unit(unit) is not Unit.dyad:
        raise UnknownColumn(f"about is for the unit {Unit.dyad}, whose second side it names")
    types = read_event_types([event_type] if isinstance(event_type, str) else event_type)
    return Wanted(
        unit=Unit(unit),
        codes=read_codes(codes if isinstance(codes, str) else ",".join(codes)),
        selection=Selection(types, text, "about" if about else "addressee"),
        when=When(when),
        fill=fill,
    )


def read_codes(given: str) -> tuple[str, ...]:
    """Read the names of codes, with commas between.

    Raises
    ------
    UnknownColumn
        There is no such code, or it is named twice.

    Examples
    --------
    >>> read_codes("iso3, gwno")
    ('iso3', 'gwno')
    """
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in names:
        if name not in CODES:
            raise UnknownColumn(f"{name!r} is no code of states; choose from {', '.join(CODES)}")
        if names.count(name) > 1:
            raise UnknownColumn(f"the code {name!r} is named twice; name it once")
    return names


def read_event_types(given: Iterable[str]) -> tuple[EventType, ...]:
    """Read the names of event types, in capitals or not.

    Raises
    ------
    UnknownColumn
        There is no such type.

    Examples
    --------
    >>> [each.value for each in read_event_types(["assault"])]
    ['ASSAULT']
    """
    known = {each.value: each for each in EventType}
    found = []
    for name in given:
        if name.upper() not in known:
            raise UnknownColumn(f"{name!r} is no type of event; choose from {', '.join(known)}")
        found.append(known[name.upper()])
    return tuple(found)
