"""ACLED's events, as its export tool gives them: one row an event, or one an actor in the older dyadic exports.

The layouts of 2017 to 2025 differ in names and order, never in what a name stands for: headings are compared without
case, and ``ally_actor_1`` is today's ``assoc_actor_1``.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from pydantic import AliasChoices, Field

from ingest.datasets.cells import Count, Day, Latitude, Longitude, Needed, Row, Words, split_names
from ingest.datasets.record import Code, Deaths, Level, Party, Record, Scheme, Whereabouts
from ingest.datasets.types import find_type

NEEDED: Final = ("event_date", "event_type", "country")
"""The headings without which a table is none of ACLED's."""

IDS: Final = ("event_id_cnty", "data_id")
"""The headings of an event's identifier, of which one has to be there; the second only in exports without the first."""

_EXACT, _WEEK, _MONTH = 1, 2, 3
_LEVELS: Final = {"1": Level.SPOT, "2": Level.SPOT, "3": Level.AREA}


class AcledRow(Row):
    """A row as ACLED's codebook describes it."""

    event_id: Needed = Field(validation_alias=AliasChoices(*IDS))
    event_date: Day
    time_precision: Count = None
    event_type: Needed
    sub_event_type: Words = None
    actor1: Words = None
    actor2: Words = None
    assoc_actor_1: Words = Field(None, validation_alias=AliasChoices("assoc_actor_1", "ally_actor_1"))
    assoc_actor_2: Words = Field(None, validation_alias=AliasChoices("assoc_actor_2", "ally_actor_2"))
    iso: Count = Field(None, validation_alias=AliasChoices("iso", "iso3n"))
    country: Words = None
    admin1: Words = None
    admin2: Words = None
    admin3: Words = None
    location: Words = None
    latitude: Latitude = None
    longitude: Longitude = None
    geo_precision: Words = None
    source: Words = None
    notes: Words = None
    fatalities: Count = None


def read_acled(cells: dict[str, str]) -> Record:
    """Read a row of ACLED's, with headings in small letters.

    Raises
    ------
    pydantic.ValidationError
        A cell is missing, or cannot be what it should.

    Examples
    --------
    >>> found = read_acled({"event_id_cnty": "XYZ7", "event_date": "26 August 2021", "time_precision": "3",
    ...                     "event_type": "Battles", "actor1": "Blue Front", "country": "Freedonia"})
    >>> found.id, found.plover, str(found.earliest), str(found.latest)
    ('XYZ7', 'ASSAULT', '2021-08-01', '2021-08-31')
    """
    row = AcledRow.model_validate(cells)
    earliest, latest = widen(row.event_date, row.time_precision)
    precision = str(row.geo_precision) if row.geo_precision else None
    return Record(
        id=row.event_id,
        types=tuple(name for name in (row.event_type, row.sub_event_type) if name),
        plover=find_type("acled", row.event_type, row.sub_event_type or ""),
        earliest=earliest,
        latest=latest,
        date_precision=f"time_precision {row.time_precision}" if row.time_precision is not None else None,
        place=Whereabouts(
            level=_LEVELS.get(precision or "1", Level.SPOT) if row.location else Level.COUNTRY,
            name=row.location,
            areas=tuple(name for name in (row.admin3, row.admin2, row.admin1) if name),
            country=row.country,
            codes=(Code(Scheme.ISO_NUMERIC, f"{row.iso:03d}"),) if row.iso is not None else (),
            latitude=row.latitude,
            longitude=row.longitude,
            precision=f"geo_precision {precision}" if precision else None,
        ),
        first=Party(row.actor1) if row.actor1 else None,
        second=Party(row.actor2) if row.actor2 else None,
        others=tuple(map(Party, (*split_names(row.assoc_actor_1), *split_names(row.assoc_actor_2)))),
        deaths=Deaths(row.fatalities) if row.fatalities is not None else None,
        notes=row.notes,
        source=row.source,
    )


def widen(day: date, precision: int | None) -> tuple[date, date]:
    """Return the days between which an event took place.

    Precision 1 is the day itself. 2 is some day of a week that the day stands for: whichever week that is, it lies
    within six days on either side. 3 is some day of the month. Without a precision the day is taken as it is given.

    >>> [str(bound) for bound in widen(date(2024, 2, 15), 2)]
    ['2024-02-09', '2024-02-21']
    """
    if precision == _WEEK:
        return day - timedelta(days=6), day + timedelta(days=6)
    if precision == _MONTH:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if precision not in {None, _EXACT}:
        raise ValueError(f"time_precision {precision} is none of 1, 2 and 3")
    return day, day
