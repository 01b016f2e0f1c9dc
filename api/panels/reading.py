"""What a panel counts, read out of one state of the graph by queries that no value is written into but as data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rdflib import RDFS, Literal
from rdflib.term import Identifier

from api.panels.countries import Ties
from api.panels.values import CODES, Corpus, Entity, Spoken, Unit
from api.search.index import Entry, Index
from api.search.words import read_search
from api.store import Answerer, Rows
from api.store.binding import write_values
from api.v1.conditions import among
from api.v1.values import EventType
from ontology.terms import QF

_PREFIXES: Final = """
PREFIX kind: <https://w3id.org/onrecord/ns/statement-kind#>
PREFIX org:  <http://www.w3.org/ns/org#>
PREFIX qf:   <https://w3id.org/onrecord/ns/quote-form#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec:  <https://w3id.org/onrecord/ns#>
"""
_STATEMENTS = """
SELECT ?statement ?version ?form ?earliest ?latest ?first WHERE {
  ?work rec:latestVersion ?version .
  ?statement rec:article ?version ; rec:kind kind:statement ; rec:quoteForm ?form .
  FILTER (?form != qf:authorial)
  FILTER NOT EXISTS { ?statement rec:embeddedIn ?outer }
  OPTIONAL { ?statement rec:sameReportAs ?first }
  OPTIONAL { ?statement rec:saidOn ?time . ?time rec:earliest ?earliest ; rec:latest ?latest }
}"""
_VERSIONS = """
SELECT ?version ?first ?house ?name WHERE {
  ?work rec:latestVersion ?version .
  OPTIONAL { ?version rec:sameReportAs ?first }
  OPTIONAL {
    ?version rec:publisher ?publisher .
    OPTIONAL { ?publisher rec:refersTo ?house }
    OPTIONAL { ?publisher rdfs:label ?name }
  }
}"""
_CLAIMANTS = "SELECT ?statement ?who WHERE { ?statement rec:claimant ?who }"
_OFFICES = """
SELECT ?statement ?who ?body WHERE {
  ?statement rec:claimantRole ?membership . ?membership org:member ?who ; org:organization ?body
}"""
_OTHERS = {
    "addressee": "SELECT ?statement ?who WHERE { ?statement rec:addressee ?who }",
    "about": "SELECT ?statement ?who WHERE { ?statement rec:about ?who }",
}
_TIES = {
    "linked": "SELECT ?from ?to WHERE { ?from rec:refersTo ?to }",
    "above": "SELECT ?from ?to WHERE { ?from org:subOrganizationOf ?to }",
    "homes": "SELECT ?from ?to WHERE { ?from rec:homeState ?to }",
}
_STATES = "SELECT ?entity ?path ?value WHERE {{ ?entity a rec:State ; ?path ?value . {paths} {ours} }}"
_NAMES = "SELECT DISTINCT ?entity ?value WHERE {{ ?mention rec:refersTo ?entity . ?entity rdfs:label ?value . {ours} }}"
_OURS = "FILTER NOT EXISTS { ?entity rec:article ?version }"
_EVENTS = """
SELECT DISTINCT ?statement WHERE {{
  {types} ?statement rec:affirms|rec:denies|rec:entertains ?event . ?event rec:eventType ?eventType
}}"""
_TEXTS = "SELECT ?statement ?text WHERE { ?statement rec:text ?text }"
_VERBATIM = frozenset({str(QF.direct), str(QF.mixed)})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which statements are counted: of these types of event, with these words; and who is the other side of a dyad."""

    event_types: tuple[EventType, ...] = ()
    text: str = ""
    other: str = "addressee"


@dataclass(frozen=True, slots=True)
class _Version:
    origin: str
    publisher: str


def read_corpus(reader: Answerer, unit: Unit, selection: Selection) -> Corpus:
    """Read the statements that a panel counts.

    What is counted is what somebody says in the latest text of an article: no attitudes, nothing that is told at second
    hand, and not the publisher's own voice.

    Raises
    ------
    BadRequest
        The words are no search.
    QueryFailed
        The engine gave no answer.
    """
    chosen = _choose(reader, selection)
    states = dict(_read_states(reader))
    ties = Ties(**{name: _gather(_pairs(reader, query)) for name, query in _TIES.items()}, states=states.keys())
    claimants = _gather(_pairs(reader, _CLAIMANTS))
    others = _gather(_pairs(reader, _OTHERS[selection.other])) if unit is Unit.dyad else {}
    offices = defaultdict[tuple[str, str], list[str]](list)
    for statement, who, body in _ask(reader, _OFFICES):
        offices[str(statement), str(who)].append(str(body))
    versions = _read_versions(reader)

    def speakers(statement: str) -> frozenset[str]:
        found = (
            ties.entities(who) if unit is Unit.actor else ties.spoken_for(who, offices.get((statement, who), ()))
            for who in claimants.get(statement, ())
        )
        return frozenset().union(*found)

    def told(statement: str) -> frozenset[str]:
        return frozenset().union(*(ties.states_of(who) for who in others.get(statement, ())))

    spoken = tuple(
        Spoken(
            report=str(first or statement),
            article=str(version),
            origin=versions[str(version)].origin,
            publisher=versions[str(version)].publisher,
            verbatim=str(form) in _VERBATIM,
            earliest=_day(earliest),
            latest=_day(latest),
            speakers=speakers(str(statement)),
            others=told(str(statement)),
        )
        for statement, version, form, earliest, latest, first in _ask(reader, _STATEMENTS)
        if chosen is None or str(statement) in chosen
    )
    return Corpus(spoken, {**(_read_actors(reader, ties) if unit is Unit.actor else {}), **states})


def _choose(reader: Answerer, selection: Selection) -> set[str] | None:
    """Give the statements that a selection leaves; None for all."""
    chosen: set[str] | None = None
    if selection.event_types:
        query = _EVENTS.format(types=among("eventType", selection.event_types))
        chosen = {str(statement) for (statement,) in _ask(reader, query)}
    if selection.text:
        found = _search(_pairs(reader, _TEXTS), selection.text)
        chosen = found if chosen is None else chosen & found
    return chosen


def _search(texts: Iterable[tuple[str, str]], words: str) -> set[str]:
    """Give the statements that hold words, as `/search` finds them."""
    search = read_search(words)
    entries = [Entry(statement, "statement", text, stemmed=True) for statement, text in texts]
    with TemporaryDirectory(prefix="onrecord-panel-") as folder:
        index = Index(Path(folder) / "texts.sqlite")
        index.create()
        index.update(entries)
        return {hit.subject for hit in index.find(search, len(entries))}


def _read_states(reader: Answerer) -> Iterator[tuple[str, Entity]]:
    names = {str(path): name for name, path in CODES.items()}
    paths = write_values("path", [RDFS.label, *CODES.values()])
    found = defaultdict[str, dict[str, str | int | None]](dict)
    for entity, path, value in _ask(reader, _STATES.format(paths=paths, ours=_OURS)):
        if isinstance(value, Literal):
            known = value.toPython()
            found[str(entity)][names.get(str(path), "label")] = known if isinstance(known, int) else str(value)
    for iri, codes in found.items():
        yield iri, Entity(iri, str(codes.pop("label", "")), codes, iri)


def _read_actors(reader: Answerer, ties: Ties) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for iri, label in sorted(_pairs(reader, _NAMES.format(ours=_OURS)), reverse=True):
        states = sorted(ties.states_of(iri))
        found[iri] = Entity(iri, label, {}, states[0] if len(states) == 1 else "")
    return found


def _read_versions(reader: Answerer) -> Mapping[str, _Version]:
    return {
        str(version): _Version(str(first or version), str(house or name or ""))
        for version, first, house, name in _ask(reader, _VERSIONS)
    }


def _ask(reader: Answerer, query: str) -> Iterator[tuple[Identifier | None, ...]]:
    """Give the rows of a SELECT, in the order of the variables that it names."""
    answer = reader.query(_PREFIXES + query)
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    head = query.partition("WHERE")[0].replace("SELECT", "").replace("DISTINCT", "").split()
    order = [answer.variables.index(name.removeprefix("?")) for name in head]
    for row in answer.rows:
        yield tuple(row[at] for at in order)


def _pairs(reader: Answerer, query: str) -> Iterator[tuple[str, str]]:
    for first, second in _ask(reader, query):
        yield str(first), str(second)


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for first, second in pairs:
        found[first].add(second)
    return dict(found)


def _day(value: Identifier | None) -> date | None:
    known = value.toPython() if isinstance(value, Literal) else None
    return known if isinstance(known, date) else None
