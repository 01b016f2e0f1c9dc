"""Own entries in FollowTheMoney, one JSON object a line, as OpenSanctions and Aleph give them.

People, bodies, positions and who held them are read; other schemata are passed over and counted. What a property means
is told in the model's own pages (https://followthemoney.tech/explorer/); here its records are read as JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rdflib import Graph, URIRef

from onrecord.authority.checking import Problem
from onrecord.authority.draft import draft
from onrecord.authority.entry import Entry, Found, Given, Kind, Office
from onrecord.authority.tables import WIKIDATA
from ontology.terms import REC

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "Person": Kind.PERSON,
        "Organization": Kind.ORGANIZATION,
        "PublicBody": Kind.ORGANIZATION,
        "Company": Kind.ORGANIZATION,
        "LegalEntity": Kind.ORGANIZATION,
    }
)
"""The schemata that become entries."""

TOPICS: Mapping[str, Kind] = MappingProxyType({"crime.terror": Kind.GROUP, "gov.legislative": Kind.FORUM})
"""The topics that say more closely what a body is."""

COUNTRIES = ("citizenship", "nationality", "country", "jurisdiction", "mainCountry")
ALIASES = ("name", "alias", "previousName", "abbreviation")
"""The properties that name an entity. A weak alias is none of them: it names too many."""


class Record(BaseModel):
    """One entity."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    schema_name: str = Field(alias="schema")
    caption: str = ""
    properties: dict[str, list[Any]] = {}
    datasets: list[str] = []

    def words(self, *names: str) -> tuple[str, ...]:
        """Give the values of properties that are words, each once, in order."""
        values = (value for name in names for value in self.properties.get(name, ()) if isinstance(value, str))
        return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


@dataclass(slots=True)
class _Met:
    """What was met so far in a file."""

    entries: dict[str, Entry] = field(default_factory=dict)
    positions: dict[str, tuple[str, str]] = field(default_factory=dict)
    tenures: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def read_followthemoney(given: Given, known: Graph) -> Found:
    """Read a file of entities.

    Raises
    ------
    OSError
        It cannot be read.
    """
    codes = {str(code).lower() for path in (REC.iso2, REC.iso3) for code in known.objects(None, path)}
    met = _Met()
    with given.file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                _take(line, f"{given.file}:{number}", codes, met)
    offices: dict[str, list[Office]] = defaultdict(list)
    for holder, position, since, until in met.tenures:
        if holder in met.entries and position in met.positions:
            role, home = met.positions[position]
            offices[holder].append(Office(role, since, until, home))
        else:
            met.passed_over["a tenure whose holder or position is not in the file"] += 1
    entries = [
        replace(entry, offices=(*entry.offices, *offices[key])) if key in offices else entry
        for key, entry in met.entries.items()
    ]
    found = draft(entries, given, known)
    return replace(found, problems=(*met.problems, *found.problems), passed_over=met.passed_over)


def _take(line: bytes, where: str, codes: set[str], met: _Met) -> None:
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "it"
        met.problems.append(Problem(where, f"is no entity of FollowTheMoney: {place}: {first['msg']}; mend the line"))
        return
    homes = _find_homes(record, codes)
    home = homes[0] if len(homes) == 1 else ""
    names = record.words(*ALIASES)
    if record.schema_name == "Position" and names:
        met.positions[record.id] = (names[0], home)
    elif record.schema_name == "Occupancy":
        parts = [next(iter(record.words(name)), "") for name in ("holder", "post", "startDate", "endDate")]
        met.tenures.append((parts[0], parts[1], parts[2][:10], parts[3][:10]))
    elif record.schema_name not in KINDS:
        met.passed_over[f"the schema {record.schema_name} is none that is read"] += 1
    elif not names:
        met.passed_over["an entity without a name"] += 1
    else:
        met.entries[record.id] = _make_entry(record, where, names, home)


def _make_entry(record: Record, where: str, names: Iterable[str], home: str) -> Entry:
    label = record.caption if record.caption in names else next(iter(names))
    kind = KINDS[record.schema_name]
    if kind is not Kind.PERSON:
        kind = next((TOPICS[topic] for topic in record.words("topics") if topic in TOPICS), kind)
    numbers = [number for number in record.words("wikidataId") if number[:1] == "Q" and number[1:].isdecimal()]
    return Entry(
        where,
        kind,
        label,
        key=record.id,
        aliases=tuple(name for name in names if name != label),
        matches=tuple(URIRef(WIKIDATA + number) for number in numbers[:1]),
        home=home,
        offices=tuple(Office(role, home=home) for role in record.words("position")) if kind is Kind.PERSON else (),
        sources=(*record.words("sourceUrl"), *(f"data set {name}" for name in record.datasets)),
    )


def _find_homes(record: Record, codes: set[str]) -> tuple[str, ...]:
    """Give the states of the first property that names any."""
    for name in COUNTRIES:
        homes = tuple(code.upper() for code in record.words(name) if code.lower() in codes)
        if homes:
            return homes
    return ()
