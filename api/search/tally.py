"""Statements in their order, and how many have each value of each facet, out of a file that is made for one state.

A statement's values stand in one row, each a number of four bytes whose upper part is the facet's, so that forty
thousand statements are counted by reading forty thousand rows and adding numbers up.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from heapq import nlargest
from pathlib import Path

from api.errors import StoreDamaged
from api.search.facets import FACETS

_SHIFT = 27  # leaves room for 32 facets, and 134 million values of each
_SCHEMA = """
CREATE TABLE terms (id INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, shown TEXT NOT NULL);
CREATE UNIQUE INDEX terms_by_value ON terms (facet, value);
CREATE TABLE statements (
  subject TEXT PRIMARY KEY, terms BLOB NOT NULL,
  current INTEGER NOT NULL, latest INTEGER NOT NULL, earliest INTEGER NOT NULL
) WITHOUT ROWID;
"""
_THESE = "json_each(?) AS wanted JOIN statements ON statements.subject = wanted.value"
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, how it is shown, and how many statements have it."""

    value: str
    shown: str
    number: int


type Counts = Mapping[str, Sequence[Count]]
type Values = Iterable[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Some statements: how many there are, the first of them in their order, and the counts of their facets."""

    total: int
    first: tuple[str, ...]
    counts: Counts


class Sort(Enum):
    """The order of statements: as they are given, or by the first day on which they may have been said."""

    GIVEN = "wanted.key"
    LATEST_FIRST = "latest"
    EARLIEST_FIRST = "earliest"


class Tally:
    """A file with the values of every statement's facets, its place by its day, and whether it is current.

    Current is what somebody says, no attitude, in the latest text of an article.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, facets: Iterable[tuple[str, Values]], days: Mapping[str, str | None], current: Set[str]) -> None:
        """Fill a new file: for each facet's name its statements, each with a value and how that is shown.

        ``days`` holds every statement, with the first day on which it may have been said.
        """
        numbers = {facet.name: place << _SHIFT for place, facet in enumerate(FACETS)}
        found: dict[str, array[int]] = {subject: array("I") for subject in days}
        with closing(sqlite3.connect(self._path)) as database, database:
            database.executescript(_SCHEMA)
            for name, values in facets:
                terms: dict[str, tuple[int, str]] = {}
                for subject, value, shown in values:
                    number, known = terms.get(value, (numbers[name] + len(terms), shown))
                    terms[value] = number, min(known, shown)
                    if subject in found:
                        found[subject].append(number)
                rows = ((number, name, value, shown) for value, (number, shown) in terms.items())
                database.executemany("INSERT INTO terms VALUES (?, ?, ?, ?)", rows)
            latest, earliest = _arrange(days)
            database.executemany(
                "INSERT INTO statements VALUES (?, ?, ?, ?, ?)",
                (
                    (subject, array("I", set(terms)).tobytes(), subject in current, latest[subject], earliest[subject])
                    for subject, terms in found.items()
                ),
            )

    def arrange(
        self,
        subjects: Sequence[str] | None,
        sort: Sort,
        *,
        current: bool,
        first: int,
        most: int,
        kept: Mapping[str, Sequence[str]],
    ) -> Arranged:
        """Arrange and count some statements, or all; ``current``: only those that are.

        ``first`` is how many of them are named. Of each facet the ``most`` frequent values are counted, and those in
        ``kept``.

        Raises
        ------
        StoreDamaged
            The file cannot be read.
        """
        source = "statements" if subjects is None else _THESE
        query = f"SELECT subject, terms FROM {source} {'WHERE current' if current else ''} ORDER BY {sort.value}"  # noqa: S608  # words of ours
        total, named, numbers = 0, list[str](), Counter[int]()
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)) as database:
                rows = database.execute(query, () if subjects is None else (json.dumps(list(subjects)),))
                while some := rows.fetchmany(_AT_ONCE):
                    total += len(some)
                    named += [subject for subject, _ in some[: max(first - len(named), 0)]]
                    numbers.update(array("I", b"".join(terms for _, terms in some)))
                sorted_by = _sort(numbers)
                counts = {
                    facet: tuple(_order(_choose(database, facet, sorted_by[place], most, kept.get(facet, ()))))
                    for place, facet in enumerate(_NAMES)
                }
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(
                f"{self._path}: the counts for searching cannot be read ({error}); remove it to have it made anew"
            ) from error
        return Arranged(total, tuple(named), counts)


def _arrange(days: Mapping[str, str | None]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Give the place of every statement with the latest first, and with the earliest; unknown days are before all."""
    by_name = sorted(days, key=lambda subject: (subject.partition("/article/")[2][:15], subject))
    latest = sorted(by_name, key=lambda subject: days[subject] or "", reverse=True)
    earliest = sorted(by_name, key=lambda subject: days[subject] or "")
    return _number(latest), _number(earliest)


def _number(subjects: Iterable[str]) -> dict[str, int]:
    return {subject: place for place, subject in enumerate(subjects)}


_NAMES = tuple(facet.name for facet in FACETS)


def _sort(numbers: Counter[int]) -> tuple[dict[int, int], ...]:
    """Give the counts of each facet's values, facet by facet."""
    found: tuple[dict[int, int], ...] = tuple({} for _ in FACETS)
    for term, number in numbers.items():
        found[term >> _SHIFT][term] = number
    return found


def _choose(
    database: sqlite3.Connection, facet: str, numbers: Mapping[int, int], most: int, kept: Sequence[str]
) -> Iterator[Count]:
    best = nlargest(most, numbers, key=numbers.__getitem__)
    asked = "SELECT id, value, shown FROM terms WHERE id IN (SELECT value FROM json_each(?))"
    found = database.execute(asked, (json.dumps(best),)).fetchall()
    named = "SELECT id, value, shown FROM terms WHERE facet = ? AND value IN (SELECT value FROM json_each(?))"
    found += database.execute(named, (facet, json.dumps(list(kept)))).fetchall()
    for term, value, shown in dict.fromkeys(found):
        if term in numbers:
            yield Count(value, shown, numbers[term])


def _order(counts: Iterable[Count]) -> list[Count]:
    return sorted(counts, key=lambda count: (-count.number, count.shown, count.value))
