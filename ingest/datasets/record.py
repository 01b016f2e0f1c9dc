"""One event as a data set has it, in terms that all of them share. Nothing here knows RDF or a file's layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scheme(StrEnum):
    """Whose numbers or letters a code is."""

    CAMEO = "CAMEO"
    COW = "COW"
    FIPS = "FIPS"
    GEONAMES = "GeoNames"
    GW = "GW"
    ISO3 = "ISO3"
    ISO_NUMERIC = "ISO"
    UCDP = "UCDP"


class Level(StrEnum):
    """How closely a place is known: a spot, an area such as a province, or no more than the country."""

    SPOT = "spot"
    AREA = "area"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A code that a data set gives, with the scheme that it belongs to.

    >>> str(Code(Scheme.GW, "700"))
    'GW 700'
    """

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who took part, under the name and the codes that the data set has."""

    name: str
    codes: tuple[Code, ...] = ()
    country_codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an event took place. ``areas`` are the names around it, the smallest first; degrees are WGS 84.

    ``precision`` is the data set's own code, with the name of its column.
    """

    level: Level
    name: str | None = None
    areas: tuple[str, ...] = ()
    country: str | None = None
    codes: tuple[Code, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Deaths:
    """How many died, as recorded: the best figure, and the bounds where there are any."""

    best: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One event of a data set.

    Parameters
    ----------
    id
        The data set's own identifier.
    types
        The type as the data set has it, from the widest to the narrowest.
    plover
        The PLOVER type that our table gives for it; ``None`` where it gives none.
    first, second
        Both sides, in the data set's order. Only in GDELT and POLECAT is the first the one that acts.
    earliest, latest
        The days between which it took place, as exactly as the data set knows.
    """

    id: str
    types: tuple[str, ...]
    plover: str | None
    earliest: date
    latest: date
    place: Whereabouts
    first: Party | None = None
    second: Party | None = None
    others: tuple[Party, ...] = ()
    date_precision: str | None = None
    deaths: Deaths | None = None
    notes: str | None = None
    source: str | None = None
    url: str | None = None
