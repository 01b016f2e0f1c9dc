"""Tables on pages: the first rows of a query's answer, with names in place of IRIs, and the query for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from api.labels import Labels, Link, find_labels
from api.store import Reader, Rows
from api.store.binding import bind, write_values

ROWS_SHOWN = 50
PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>
"""
THING = "#thing"
"""Where ?thing is given its value in a query of alternatives: engines do not carry it into each from outside."""

CURRENT = "?work rec:latestVersion ?version ."


@dataclass(frozen=True, slots=True)
class Asked:
    """A table to read: the name that it is found under on its page, its caption, its columns, and its query.

    A column is a variable of the query and its heading. The query asks about ?thing; one of alternatives has `THING` in
    each.
    """

    name: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    query: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a page shows it; ``more``: whether the query gives rows that are not shown.

    ``numbers`` says of each column whether it holds numbers.
    """

    name: str
    caption: str
    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Link | None, ...], ...]
    more: bool
    query: str


def read_tables(reader: Reader, base: str, thing: URIRef | None, asked: Iterable[Asked]) -> tuple[Table, ...]:
    """Read the tables of a thing, or of everything, that have rows."""
    found = [(each, *_read(reader, thing, each)) for each in asked]
    filled = [(each, query, rows) for each, query, rows in found if rows]
    terms = {term for _, _, rows in filled for row in rows for term in row if isinstance(term, URIRef)}
    labels = find_labels(reader, base, sorted(terms))
    return tuple(_show(each, query, rows, labels) for each, query, rows in filled)


def _read(reader: Reader, thing: URIRef | None, asked: Asked) -> tuple[str, list[tuple[Identifier | None, ...]]]:
    query = PREFIXES + asked.query
    if thing is not None:
        parted = query.replace(THING, write_values("thing", [thing]))
        query = parted if parted != query else bind(query, {"thing": thing})
    answer = reader.query(f"{query} LIMIT {ROWS_SHOWN + 1}")
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    places = [answer.variables.index(variable) for variable, _ in asked.columns]
    return query, [tuple(row[place] for place in places) for row in answer.rows]


def _show(asked: Asked, query: str, rows: Sequence[tuple[Identifier | None, ...]], labels: Labels) -> Table:
    shown = rows[:ROWS_SHOWN]
    columns = list(zip(*shown, strict=True))
    return Table(
        asked.name,
        asked.caption,
        tuple(heading for _, heading in asked.columns),
        tuple(all(value is None or _is_number(value) for value in column) for column in columns),
        tuple(tuple(None if term is None else labels.link(term) for term in row) for row in shown),
        len(rows) > len(shown),
        query,
    )


def _is_number(value: Identifier) -> bool:
    return isinstance(value, Literal) and isinstance(value.value, int | float)
