"""The entities that names are matched to, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?")


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, each bound as YYYY-MM-DD; None where it is open or unknown."""

    first: str | None
    last: str | None

    @classmethod
    def read(cls, text: str) -> Days | None:
        """Read a year, a month or a day; None where it is none of them.

        Examples
        --------
        >>> Days.read("2022-01"), Days.read("last year")
        (Days(first='2022-01-01', last='2022-01-31'), None)
        """
        found = _DATE.fullmatch(text.strip())
        if found is None:
            return None
        year, month, day = found.groups()
        return cls(f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}")

    def meets(self, other: Days) -> bool:
        """Tell whether some day may be in both."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )


@dataclass(frozen=True, slots=True)
class Tenure:
    """A role that somebody held: the names of the role, and when; without days where an article only mentions it."""

    roles: tuple[str, ...]
    days: Days | None

    def __str__(self) -> str:
        """Write it as people read it.

        Examples
        --------
        >>> str(Tenure(("Foreign Minister",), Days("2021-09-10", None)))
        'Foreign Minister (2021-09-10–)'
        """
        if self.days is None:
            return self.roles[0]
        return f"{self.roles[0]} ({self.days.first or ''}–{self.days.last or ''})"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a venue: its identifier in this service, and what is known of it.

    ``home`` and ``parents`` are IRIs. ``values`` holds the values of the properties that are read off as they stand,
    by the identifier of the property. ``named_in`` is the title of the article for what only one article knows.
    """

    id: str
    iri: str
    label: str
    types: frozenset[str]
    home: str | None = None
    parents: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    named_in: str | None = None

    def given(self, property_id: str) -> tuple[str, ...]:
        """Give the values of a property that is read off as it stands."""
        return next((values for known, values in self.values if known == property_id), ())
