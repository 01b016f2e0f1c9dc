"""The events of UCDP's Georeferenced Event Dataset (GED), and its monthly candidate events, which have its layout."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field, model_validator

from ingest.datasets.cells import Count, Day, Latitude, Longitude, Needed, Row, Words, split_names
from ingest.datasets.record import Code, Deaths, Level, Party, Record, Scheme, Whereabouts
from ingest.datasets.types import find_type

_COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""

NEEDED: Final = ("id", "type_of_violence", "side_a", "date_start", "date_end")
"""The headings without which a table is none of UCDP's events."""

COLUMNS: Final = tuple(_COLUMNS.split())
"""The 49 columns since version 18.1; some candidate releases came without a row of headings."""

_VIOLENCE: Final = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}
_LEVELS: Final = {
    "1": Level.SPOT,
    "2": Level.SPOT,
    "3": Level.AREA,
    "4": Level.AREA,
    "5": Level.AREA,
    "6": Level.COUNTRY,
    "7": Level.COUNTRY,
}


class UcdpRow(Row):
    """A row as the codebook of GED describes it."""

    id: Needed
    type_of_violence: Needed
    conflict_name: Words = None
    side_a: Words = None
    side_b: Words = None
    side_a_id: Words = Field(None, validation_alias=AliasChoices("side_a_dset_id", "side_a_id"))
    side_b_id: Words = Field(None, validation_alias=AliasChoices("side_b_dset_id", "side_b_id"))
    gwnoa: Words = None
    gwnob: Words = None
    where_prec: Words = None
    where_coordinates: Words = None
    where_description: Words = None
    adm_1: Words = None
    adm_2: Words = None
    latitude: Latitude = None
    longitude: Longitude = None
    country: Words = None
    country_id: Words = None
    date_prec: Words = None
    date_start: Day
    date_end: Day
    best: Count = Field(None, validation_alias=AliasChoices("best", "best_est"))
    high: Count = Field(None, validation_alias=AliasChoices("high", "high_est"))
    low: Count = Field(None, validation_alias=AliasChoices("low", "low_est"))
    source_article: Words = None

    @model_validator(mode="after")
    def order(self) -> UcdpRow:
        """Refuse an event that ends before it begins."""
        if self.date_end < self.date_start:
            raise ValueError(f"date_end {self.date_end} comes before date_start {self.date_start}")
        if self.type_of_violence not in _VIOLENCE:
            raise ValueError(f"type_of_violence {self.type_of_violence!r} is none of 1, 2 and 3")
        return self


def read_ucdp(cells: dict[str, str]) -> Record:
    """Read a row of GED.

    Raises
    ------
    pydantic.ValidationError
        A cell is missing, or cannot be what it should.

    Examples
    --------
    >>> found = read_ucdp({"id": "9", "type_of_violence": "3", "side_a": "Blue Front", "side_b": "Civilians",
    ...                    "date_start": "2021-08-26 00:00:00.000", "date_end": "2021-08-27", "best": "4", "low": "2"})
    >>> found.types, found.deaths
    (('one-sided violence',), Deaths(best=4, low=2, high=None))
    """
    row = UcdpRow.model_validate(cells)
    level = _LEVELS.get(row.where_prec or "", Level.AREA)
    areas = tuple(name for name in (row.adm_2, row.adm_1) if name)
    return Record(
        id=row.id,
        types=(_VIOLENCE[row.type_of_violence],),
        plover=find_type("ucdp", row.type_of_violence),
        earliest=row.date_start,
        latest=row.date_end,
        date_precision=f"date_prec {row.date_prec}" if row.date_prec else None,
        place=Whereabouts(
            level=level,
            name=row.where_coordinates if level is not Level.COUNTRY else None,
            areas=areas,
            country=row.country,
            codes=(Code(Scheme.GW, row.country_id),) if row.country_id else (),
            latitude=row.latitude,
            longitude=row.longitude,
            precision=f"where_prec {row.where_prec}" if row.where_prec else None,
        ),
        first=_party(row.side_a, row.gwnoa, row.side_a_id),
        second=_party(row.side_b, row.gwnob, row.side_b_id),
        deaths=Deaths(row.best, row.low, row.high) if row.best is not None else None,
        notes=row.where_description,
        source=row.source_article,
    )


def _party(name: str | None, states: str | None, number: str | None) -> Party | None:
    if name is None:
        return None
    codes = [Code(Scheme.GW, each.removesuffix(".0")) for each in split_names(states, ";,")]
    if number is not None and not codes:
        codes.append(Code(Scheme.UCDP, number.removesuffix(".0")))
    return Party(name, tuple(codes))
