"""What a panel is made of: what was said, by whom, of whom, and the codes that its rows are joined by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from rdflib import URIRef

from ontology.terms import REC

type Cell = str | int | None
type Row = tuple[Cell, ...]


class Unit(StrEnum):
    """What a row counts the statements of, in a month."""

    country = "country-month"
    dyad = "dyad-month"
    actor = "actor-month"


CODES: Final[Mapping[str, URIRef]] = {
    "iso2": REC.iso2,
    "iso3": REC.iso3,
    "isonum": REC.isoNumeric,
    "m49": REC.m49Code,
    "gwno": REC.gwNumber,
    "gwcode": REC.gwCode,
    "cow": REC.cowNumber,
    "cowcode": REC.cowCode,
    "fips": REC.fipsCode,
    "cameo": REC.cameoCode,
}
"""The schemes of codes of states, by the names that columns have; docs/authority.md says what each is."""

NUMBERS: Final = frozenset({"gwno", "cow"})
"""The codes that are numbers; the others are strings, whose zeros count."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody of the authority: a name, the codes of a state, and the state of an actor."""

    iri: str
    label: str = ""
    codes: Mapping[str, Cell] = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement: which report it is in, who prints it, the days on which it can have been said, and of whom it is.

    ``report`` and ``origin`` are the statement and the article that this one repeats, or itself. ``earliest`` and
    ``latest`` are None where a side is open or nothing is known. ``speakers`` and ``others`` are IRIs of what a row is
    about: states, or actors.
    """

    report: str
    article: str
    origin: str
    publisher: str
    verbatim: bool
    earliest: date | None
    latest: date | None
    speakers: frozenset[str]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a panel is counted from: the statements, and who is known by which IRI."""

    statements: tuple[Spoken, ...]
    entities: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Omitted:
    """How many statements are in no row, each for the first reason that holds."""

    unplaced: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """A table: the names of its columns, how many of the first of them tell its rows apart, its rows in order."""

    columns: tuple[str, ...]
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    omitted: Omitted

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold numbers; all others hold strings."""
        return frozenset(COUNTS) | {name for name in self.columns if name.partition("_")[0] in NUMBERS} | {"year"}


COUNTS: Final = ("statements", "distinct_statements", "articles", "distinct_articles", "publishers", "quotes")
"""What is counted in each row."""
