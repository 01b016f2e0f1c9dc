"""POLECAT's events, which the NGEC coder makes in the PLOVER ontology: tab-separated files with a row of headings."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field

from ingest.datasets.cells import Day, Latitude, Longitude, Needed, Row, Words, split_names
from ingest.datasets.record import Code, Level, Party, Record, Scheme, Whereabouts
from ingest.datasets.types import name_type

NEEDED: Final = ("event id", "event date", "event type")
"""The headings without which a table is none of POLECAT's."""

_STATE_SECTORS: Final = frozenset({"", "GOV", "MIL", "COP", "PAR", "SPY", "LEG", "JUD"})
_COUNTRY_FEATURES: Final = frozenset({"PCLI", "PCLD", "PCLF", "PCLS", "PCLIX", "PCL"})


class PolecatRow(Row):
    """The cells of a row that are read; headings come in small letters."""

    id: Needed = Field(validation_alias="event id")
    date: Day = Field(validation_alias="event date")
    type: Needed = Field(validation_alias="event type")
    mode: Words = Field(None, validation_alias="event mode")
    actor: Words = Field(None, validation_alias="actor name")
    actor_country: Words = Field(None, validation_alias="actor country")
    actor_cow: Words = Field(None, validation_alias="actor cow")
    actor_sector: Words = Field(
        None, validation_alias=AliasChoices("primary actor sector", "actor primary sector", "actor sector")
    )
    recipient: Words = Field(None, validation_alias="recipient name")
    recipient_country: Words = Field(None, validation_alias="recipient country")
    recipient_cow: Words = Field(None, validation_alias="recipient cow")
    recipient_sector: Words = Field(
        None, validation_alias=AliasChoices("primary recipient sector", "recipient primary sector", "recipient sector")
    )
    placename: Words = None
    city: Words = None
    district: Words = None
    province: Words = None
    country: Words = None
    latitude: Latitude = None
    longitude: Longitude = None
    geonames: Words = Field(None, validation_alias="geonames id")
    feature: Words = Field(None, validation_alias="feature type")
    source: Words = None
    text: Words = Field(None, validation_alias=AliasChoices("event text", "headline"))


def read_polecat(cells: dict[str, str]) -> Record:
    """Read a row of POLECAT's, with headings in small letters.

    Raises
    ------
    pydantic.ValidationError
        A cell is missing, or cannot be what it should.

    Examples
    --------
    >>> found = read_polecat({"event id": "P7", "event date": "2021-08-26", "event type": "ASSAULT",
    ...                       "actor name": "Army", "actor country": "FDN", "primary actor sector": "MIL"})
    >>> found.plover, [str(code) for code in found.first.codes]
    ('ASSAULT', ['ISO3 FDN'])
    """
    row = PolecatRow.model_validate(cells)
    name = row.city or row.placename
    in_country = row.feature in _COUNTRY_FEATURES or name in {None, row.country}
    level = Level.COUNTRY if in_country else Level.SPOT if (row.feature or "P").startswith("P") else Level.AREA
    return Record(
        id=row.id,
        types=tuple(each for each in (row.type, row.mode) if each),
        plover=name_type(row.type),
        earliest=row.date,
        latest=row.date,
        place=Whereabouts(
            level=level,
            name=None if in_country else name,
            areas=tuple(each for each in (row.district, row.province) if each),
            country=row.country,
            codes=(
                *_codes(Scheme.ISO3, row.country),
                *(_codes(Scheme.GEONAMES, row.geonames) if not in_country else ()),
            ),
            latitude=row.latitude,
            longitude=row.longitude,
            precision=f"Feature Type {row.feature}" if row.feature else None,
        ),
        first=_party(row.actor, row.actor_country, row.actor_cow, row.actor_sector),
        second=_party(row.recipient, row.recipient_country, row.recipient_cow, row.recipient_sector),
        notes=row.text,
        source=row.source,
    )


def _codes(scheme: Scheme, value: str | None) -> tuple[Code, ...]:
    bare = (value or "").removesuffix(".0")
    fits = bare.isalpha() and bare.isupper() and len(bare) == 3 if scheme is Scheme.ISO3 else bare.isdigit()
    return (Code(scheme, bare),) if fits else ()


def _party(name: str | None, country: str | None, cow: str | None, sectors: str | None) -> Party | None:
    if name is None and country is None:
        return None
    of_country = (*_codes(Scheme.ISO3, country), *_codes(Scheme.COW, cow))
    roles = split_names(sectors, ";,") or ("",)
    codes = of_country if any(role in _STATE_SECTORS for role in roles[:1]) else ()
    return Party(name or country or "", codes, of_country)
