"""What the store holds, told in numbers and in the newest of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib.term import Identifier

from api.labels import Link, clip, find_labels
from api.store import Reader, Rows
from api.views.statement import SHORT_WAY

_PREFIXES = (
    "PREFIX rec: <https://w3id.org/onrecord/ns#> PREFIX schema: <https://schema.org/>"
    " PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)
_SAYS = "|".join(f"<{path}>" for path in SHORT_WAY)
_SPEAKS = f"?who {_SAYS} ?statement . FILTER NOT EXISTS {{ ?who a rec:Publisher }}"

_COUNTS = {
    "articles": "SELECT (COUNT(DISTINCT ?work) AS ?n) { ?work rec:latestVersion ?version }",
    "statements": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a rec:Statement }",
    "voices": f"SELECT (COUNT(DISTINCT ?who) AS ?n) {{ {_SPEAKS} }}",
    "venues": "SELECT (COUNT(DISTINCT ?where) AS ?n) { ?s rec:saidIn ?where }",
}
_LATEST = """SELECT ?version ?day (SAMPLE(?name) AS ?publisher) (COUNT(DISTINCT ?s) AS ?number) WHERE {
  ?work rec:latestVersion ?version . OPTIONAL { ?version schema:datePublished ?day }
  OPTIONAL { ?version rec:publisher/rdfs:label ?name } OPTIONAL { ?s rec:article ?version ; a rec:Statement }
} GROUP BY ?version ?day ORDER BY DESC(?day) ?version LIMIT 12"""
_VOICES = (
    f"SELECT ?who (COUNT(DISTINCT ?statement) AS ?n) {{ {_SPEAKS} }} GROUP BY ?who ORDER BY DESC(?n) ?who LIMIT 12"
)
_VENUES = (
    "SELECT ?where (COUNT(DISTINCT ?s) AS ?n) { ?s rec:saidIn ?where }"
    " GROUP BY ?where ORDER BY DESC(?n) ?where LIMIT 12"
)


@dataclass(frozen=True, slots=True)
class Recent:
    """A recent article: its headline, its day of publication, who published it, and how many statements it has."""

    article: Link
    day: str | None
    publisher: str | None
    number: int


@dataclass(frozen=True, slots=True)
class FrontView:
    """What the front page tells."""

    counts: dict[str, int]
    recent: tuple[Recent, ...]
    voices: tuple[tuple[Link, int], ...]
    venues: tuple[tuple[Link, int], ...]


def read_front(reader: Reader, base: str) -> FrontView:
    """Read the front page out of a store."""
    counts = read_counts(reader)
    latest = list(_records(reader, _LATEST))
    voices, venues = list(_numbers(reader, _VOICES)), list(_numbers(reader, _VENUES))
    things = [thing for thing, _ in (*voices, *venues) if thing is not None]
    labels = find_labels(reader, base, (*things, *(found["version"] for found in latest)))
    recent = (
        Recent(
            labels.link(found["version"]),
            str(found["day"]) if "day" in found else None,
            clip(str(found["publisher"])) if "publisher" in found else None,
            int(str(found["number"])),
        )
        for found in latest
    )
    return FrontView(
        counts,
        tuple(recent),
        tuple((labels.link(who), number) for who, number in voices if who is not None),
        tuple((labels.link(where), number) for where, number in venues if where is not None),
    )


def read_counts(reader: Reader) -> dict[str, int]:
    """Count the articles, the statements, who makes them and where they are made."""
    return {name: next(_numbers(reader, query))[1] for name, query in _COUNTS.items()}


def _records(reader: Reader, query: str) -> Iterator[dict[str, Identifier]]:
    answer = reader.query(_PREFIXES + query)
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    return answer.records()


def _numbers(reader: Reader, query: str) -> Iterator[tuple[Identifier | None, int]]:
    for found in _records(reader, query):
        number = int(str(found.pop("n")))
        yield next(iter(found.values()), None), number
