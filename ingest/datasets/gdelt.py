"""GDELT's events: tab-separated rows without headings, 61 cells in version 2.0, 58 or 57 in version 1.0.

A row of GDELT is what a program read in a report, not an event that people checked: many rows tell of one event, and
some of none. They are kept as recorded, and count for what they are.
"""

from __future__ import annotations

from typing import Final

from ingest.datasets.cells import Day, Latitude, Longitude, Needed, Row, Words
from ingest.datasets.record import Code, Level, Party, Record, Scheme, Whereabouts
from ingest.datasets.types import find_cameo_type

_BEGIN = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate"
_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_OLD_GEO = "Type FullName CountryCode ADM1Code Lat Long FeatureID"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"


def _list(geo: str, *last: str) -> tuple[str, ...]:
    actors = (f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR.split())
    places = (f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in geo.split())
    event = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources"
    return (*_BEGIN.split(), *actors, *event.split(), "NumArticles", "AvgTone", *places, "DATEADDED", *last)


LAYOUTS: Final = {
    61: _list(_GEO, "SOURCEURL"),
    58: _list(_OLD_GEO, "SOURCEURL"),
    57: _list(_OLD_GEO),
}
"""The names of the columns by how many there are: version 2.0, and 1.0 with and without the address of a report."""

_COUNTRY, _STATE, _WORLD_STATE = "1", "2", "5"
_STATE_BODIES: Final = frozenset({"", "GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
"""The roles in which somebody of a country acts for the state; a rebel or a civilian does not."""


class GdeltRow(Row):
    """The cells of a row that are read, by the names of GDELT's codebook."""

    GLOBALEVENTID: Needed
    SQLDATE: Day
    EventCode: Needed
    Actor1Code: Words = None
    Actor1Name: Words = None
    Actor1CountryCode: Words = None
    Actor1KnownGroupCode: Words = None
    Actor1Type1Code: Words = None
    Actor2Code: Words = None
    Actor2Name: Words = None
    Actor2CountryCode: Words = None
    Actor2KnownGroupCode: Words = None
    Actor2Type1Code: Words = None
    ActionGeo_Type: Words = None
    ActionGeo_FullName: Words = None
    ActionGeo_CountryCode: Words = None
    ActionGeo_Lat: Latitude = None
    ActionGeo_Long: Longitude = None
    SOURCEURL: Words = None


def read_gdelt(cells: dict[str, str]) -> Record:
    """Read a row of GDELT's, its cells under the names of ``LAYOUTS``.

    Raises
    ------
    pydantic.ValidationError
        A cell is missing, or cannot be what it should.

    Examples
    --------
    >>> found = read_gdelt({"GLOBALEVENTID": "4", "SQLDATE": "20210826", "EventCode": "190", "Actor1Name": "FREEDONIA",
    ...                     "Actor1Code": "FDNMIL", "Actor1CountryCode": "FDN", "Actor1Type1Code": "MIL"})
    >>> found.plover, [str(code) for code in found.first.codes]
    ('ASSAULT', ['CAMEO FDNMIL', 'CAMEO FDN'])
    """
    row = GdeltRow.model_validate(cells)
    return Record(
        id=row.GLOBALEVENTID,
        types=(row.EventCode,),
        plover=find_cameo_type(row.EventCode),
        earliest=row.SQLDATE,
        latest=row.SQLDATE,
        place=_place(row),
        first=_party(
            row.Actor1Name, row.Actor1Code, row.Actor1CountryCode, row.Actor1KnownGroupCode, row.Actor1Type1Code
        ),
        second=_party(
            row.Actor2Name, row.Actor2Code, row.Actor2CountryCode, row.Actor2KnownGroupCode, row.Actor2Type1Code
        ),
        url=row.SOURCEURL if row.SOURCEURL and row.SOURCEURL.startswith(("http://", "https://")) else None,
    )


def _place(row: GdeltRow) -> Whereabouts:
    """Read where the action was: "Kabul, Kabol, Afghanistan" names the smallest place first."""
    names = [part.strip() for part in (row.ActionGeo_FullName or "").split(",") if part.strip()]
    kind = row.ActionGeo_Type
    level = {_COUNTRY: Level.COUNTRY, _STATE: Level.AREA, _WORLD_STATE: Level.AREA}.get(kind or _COUNTRY, Level.SPOT)
    country = names[-1] if names else None
    return Whereabouts(
        level=level if names else Level.COUNTRY,
        name=names[0] if names and level is not Level.COUNTRY else None,
        areas=tuple(names[1:-1]),
        country=country,
        codes=(Code(Scheme.FIPS, row.ActionGeo_CountryCode),) if row.ActionGeo_CountryCode else (),
        latitude=row.ActionGeo_Lat,
        longitude=row.ActionGeo_Long,
        precision=f"ActionGeo_Type {kind}" if kind else None,
    )


def _party(
    name: str | None, code: str | None, country: str | None, group: str | None, role: str | None
) -> Party | None:
    if name is None and code is None:
        return None
    codes = [Code(Scheme.CAMEO, each) for each in (code, group) if each]
    of_country = (Code(Scheme.CAMEO, country),) if country else ()
    if country and not group and (role or "") in _STATE_BODIES:
        codes += [each for each in of_country if each not in codes]
    return Party(name or code or "", tuple(codes), of_country)
