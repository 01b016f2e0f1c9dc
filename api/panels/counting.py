"""The counting itself: statements in, rows out; it knows of no store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from api.panels.values import COUNTS, Corpus, Entity, Omitted, Panel, Row, Spoken, Unit
from api.v1.values import When

type Key = tuple[str, ...]
type Month = tuple[int, int]


@dataclass(slots=True)
class _Tally:
    statements: int = 0
    reports: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)

    def add(self, spoken: Spoken) -> None:
        self.statements += 1
        self.reports.add(spoken.report)
        self.articles.add(spoken.article)
        self.origins.add(spoken.origin)
        if spoken.publisher:
            self.publishers.add(spoken.publisher)
        if spoken.verbatim:
            self.quotes.add(spoken.report)

    def counts(self) -> tuple[int, ...]:
        sets = (self.reports, self.articles, self.origins, self.publishers, self.quotes)
        return (self.statements, *map(len, sets))


def count(corpus: Corpus, unit: Unit, codes: Sequence[str], when: When = When.certain, *, fill: bool = False) -> Panel:
    """Count what was said by unit and month.

    A statement is counted in the month in which all days lie on which it can have been said (``certain``), or in each
    month in which one of them does (``possible``). With ``fill``, each unit of the panel has a row for each month from
    its first to its last, with zeros where nothing was said.

    Examples
    --------
    >>> day, here = date(2023, 5, 2), frozenset({"nam"})
    >>> said = Spoken("s", "a", "a", "The Desk", True, day, day, here)
    >>> count(Corpus((said,), {"nam": Entity("nam", "Namibia", {"iso2": "NA"})}), Unit.country, ["iso2"]).rows
    (('nam', 'Namibia', 'NA', '2023-05', 2023, 1, 1, 1, 1, 1, 1),)
    """
    tallies = defaultdict[tuple[Key, Month], _Tally](_Tally)
    unplaced = undated = 0
    for spoken in corpus.statements:
        keys = list(_keys(spoken, unit, corpus.entities))
        months = list(find_months(spoken.earliest, spoken.latest, when))
        if not keys:
            unplaced += 1
        elif not months:
            undated += 1
        for key, month in product(keys, months):
            tallies[key, month].add(spoken)
    wanted = _grid(tallies) if fill else sorted(tallies)
    rows = tuple(
        (
            *(cell for iri in key for cell in _describe(corpus.entities, iri, unit, codes)),
            f"{month[0]:04}-{month[1]:02}",
            month[0],
            *tallies.get((key, month), _Tally()).counts(),
        )
        for key, month in wanted
    )
    return Panel(
        (*name_columns(unit, codes), "month", "year", *COUNTS), name_keys(unit), rows, Omitted(unplaced, undated)
    )


def find_months(earliest: date | None, latest: date | None, when: When) -> Iterator[Month]:
    """Give the months that a time lies in for certain, or possibly; none for one that is open to a side.

    Examples
    --------
    >>> list(find_months(date(2021, 12, 30), date(2022, 1, 2), When.possible))
    [(2021, 12), (2022, 1)]
    >>> list(find_months(date(2021, 12, 30), date(2022, 1, 2), When.certain))
    []
    """
    if earliest is None or latest is None:
        return
    first, last = _number(earliest), _number(latest)
    if first == last or when is When.possible:
        for number in range(first, last + 1):
            yield divmod(number, 12)[0], number % 12 + 1


def name_keys(unit: Unit) -> tuple[str, ...]:
    """Name the columns that tell the rows apart."""
    match unit:
        case Unit.country:
            return ("state", "month")
        case Unit.dyad:
            return ("state_a", "state_b", "month")
        case Unit.actor:
            return ("actor", "month")


def name_columns(unit: Unit, codes: Sequence[str]) -> tuple[str, ...]:
    """Name the columns that say what a row is about."""
    match unit:
        case Unit.country:
            return ("state", "country", *codes)
        case Unit.dyad:
            names = ("state", "country", *codes)
            return (*(f"{name}_a" for name in names), *(f"{name}_b" for name in names))
        case Unit.actor:
            return ("actor", "name", "state", "country", *codes)


def _keys(spoken: Spoken, unit: Unit, entities: Mapping[str, Entity]) -> Iterator[Key]:
    speakers = spoken.speakers & entities.keys()
    if unit is Unit.dyad:
        yield from ((a, b) for a, b in product(speakers, spoken.others & entities.keys()) if a != b)
    else:
        yield from ((speaker,) for speaker in speakers)


def _describe(entities: Mapping[str, Entity], iri: str, unit: Unit, codes: Sequence[str]) -> Row:
    entity = entities[iri]
    state = entities.get(entity.state) if unit is Unit.actor else entity
    told = (state.iri, state.label, *(state.codes.get(code) for code in codes)) if state else (None,) * (2 + len(codes))
    return (iri, entity.label, *told) if unit is Unit.actor else told


def _grid(tallies: Mapping[tuple[Key, Month], _Tally]) -> Iterator[tuple[Key, Month]]:
    if not tallies:
        return
    numbers = [year * 12 + month - 1 for _, (year, month) in tallies]
    months = [(number // 12, number % 12 + 1) for number in range(min(numbers), max(numbers) + 1)]
    yield from product(sorted({key for key, _ in tallies}), months)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
