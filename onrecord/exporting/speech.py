"""What a network is made of: acts of saying between entities, read out of one state of the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Final

from rdflib import URIRef
from rdflib.term import Identifier

from api.store import Answerer, Rows
from api.store.binding import write_values

_PREFIXES: Final = """
PREFIX kind: <https://w3id.org/onrecord/ns/statement-kind#>
PREFIX qf:   <https://w3id.org/onrecord/ns/quote-form#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec:  <https://w3id.org/onrecord/ns#>
"""
_STATEMENTS: Final = """
SELECT ?statement ?version ?first ?day ?latest WHERE {
  ?work rec:latestVersion ?version .
  ?statement rec:article ?version ; rec:kind kind:statement ; rec:quoteForm ?form .
  FILTER (?form != qf:authorial)
  FILTER NOT EXISTS { ?statement rec:embeddedIn ?outer }
  OPTIONAL { ?statement rec:sameReportAs ?first }
  OPTIONAL { ?statement rec:saidOn ?time . ?time rec:earliest ?day ; rec:latest ?latest }
}"""
_SPEAKERS: Final = """
SELECT ?who ?statement ?way WHERE { VALUES ?way { rec:claims rec:disputes rec:raises } ?who ?way ?statement }"""
_OTHERS: Final = {
    "told": "SELECT ?statement ?whom WHERE { ?statement rec:saidTo ?whom }",
    "concerns": "SELECT ?statement ?whom WHERE { ?statement rec:about ?whom }",
}
# The values stand in each part, so that no engine reads all labels for want of a better plan.
_ENTITIES: Final = """
SELECT ?entity ?field ?value WHERE {{
  {{ {values} ?entity a ?value BIND ("class" AS ?field) }}
  UNION {{ {values} ?entity rdfs:label ?value BIND ("label" AS ?field) }}
  UNION {{ {values} ?entity rec:article ?value BIND ("version" AS ?field) }}
  UNION {{ {values} ?entity rec:homeState ?state . ?state rdfs:label ?value BIND ("home" AS ?field) }}
}}"""
_BATCH: Final = 200

KINDS: Final = (
    "Person",
    "State",
    "Forum",
    "Group",
    "Publisher",
    "UnnamedSource",
    "Organization",
    "Site",
    "Place",
    "Actor",
)
"""What somebody may be, the first of these that they are."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A statement: the report it is in, its article, its day if it is one, who stands to it how, to and of whom."""

    statement: str
    report: str
    article: str
    day: str
    speakers: Mapping[str, frozenset[str]]
    told: frozenset[str]
    concerns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something: a name, what it is, whether it is more than a mention of one article, its home state."""

    iri: str
    label: str = ""
    kind: str = "unknown"
    linked: bool = False
    state: str = ""


def read_speeches(reader: Answerer) -> list[Speech]:
    """Read what was said, in the order of the statements' IRIs.

    Raises
    ------
    QueryFailed
        The engine gave no answer.
    """
    speakers = defaultdict[str, dict[str, set[str]]](lambda: defaultdict(set))
    for row in _ask(reader, _SPEAKERS):
        speakers[str(row["statement"])][str(row["who"])].add(str(row["way"]).rpartition("#")[2])
    others = {name: defaultdict[str, set[str]](set) for name in _OTHERS}
    for name, query in _OTHERS.items():
        for row in _ask(reader, query):
            others[name][str(row["statement"])].add(str(row["whom"]))
    found = [
        Speech(
            statement=statement,
            report=str(row.get("first", statement)),
            article=str(row["version"]),
            day=str(row["day"]) if "day" in row and row["day"] == row["latest"] else "",
            speakers={who: frozenset(ways) for who, ways in speakers[statement].items()},
            told=frozenset(others["told"][statement]),
            concerns=frozenset(others["concerns"][statement]),
        )
        for row in _ask(reader, _STATEMENTS)
        if (statement := str(row["statement"])) in speakers
    ]
    return sorted(found, key=lambda each: each.statement)


def read_entities(reader: Answerer, iris: Iterable[str]) -> dict[str, Entity]:
    """Read who these are; of several names the English one, or the first in the alphabet.

    Raises
    ------
    QueryFailed
        The engine gave no answer.
    """
    entities: dict[str, Entity] = {}
    for some in batched(sorted(iris), _BATCH):
        facts = {iri: defaultdict[str, set[tuple[bool, str]]](set) for iri in some}
        for row in _ask(reader, _ENTITIES.format(values=write_values("entity", map(URIRef, some)))):
            language = getattr(row["value"], "language", None)
            facts[str(row["entity"])][str(row["field"])].add((language not in {None, "en"}, str(row["value"])))
        entities |= {iri: _make(iri, found) for iri, found in facts.items()}
    return entities


def _make(iri: str, facts: Mapping[str, set[tuple[bool, str]]]) -> Entity:
    classes = {value.rpartition("#")[2] for _, value in facts.get("class", ())}
    return Entity(
        iri,
        label=min(facts.get("label", ()), default=(False, ""))[1],
        kind=next((kind for kind in KINDS if kind in classes), "unknown"),
        linked="version" not in facts,
        state=min(facts.get("home", ()), default=(False, ""))[1],
    )


def _ask(reader: Answerer, query: str) -> Iterator[dict[str, Identifier]]:
    answer = reader.query(_PREFIXES + query)
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    yield from answer.records()
