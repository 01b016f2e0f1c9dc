"""Joining the events that statements speak of to the recorded events of data sets, anew and in full each time.

The events of the articles are held in memory, by the days that they may mean; recorded events pass by, a graph at a
time. What comes of it is one graph a data set, written only where it differs from what is stored.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef

from api.store import Rows, Writer, open_store
from api.store.binding import bind_each
from ingest.datasets.matching import WEIGHTS, Candidates, Happening, Match, Where, Who, days_between, match
from ingest.datasets.record import Level
from ingest.datasets.rows import DATASETS, Dataset
from ingest.graph import decimal
from onrecord.settings import Settings
from ontology.terms import REC
from ontology.triples import Triples

_PREFIXES = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_EVENTS = """
SELECT ?event ?type ?quad ?earliest ?latest ?printed WHERE {
  ?work rec:latestVersion ?version . ?event rec:article ?version ; a rec:Event .
  OPTIONAL { ?event rec:eventType ?type OPTIONAL { ?type rec:quadClass ?quad } }
  OPTIONAL { ?event rec:time ?time OPTIONAL { ?time rec:earliest ?earliest } OPTIONAL { ?time rec:latest ?latest } }
  OPTIONAL { ?version schema:datePublished ?printed }
} ORDER BY ?event ?earliest ?latest"""
_PARTIES = """
SELECT ?event ?side ?name ?entity WHERE {
  ?work rec:latestVersion ?version . ?event rec:article ?version ; a rec:Event .
  { ?event rec:agent ?node BIND ("first" AS ?side) } UNION { ?event rec:recipient ?node BIND ("second" AS ?side) }
  { ?node rdfs:label|skos:altLabel ?name } UNION { ?node (rec:refersTo|org:subOrganizationOf)+ ?entity }
}"""
_PLACES = """
SELECT ?event ?name ?entity ?state ?itself ?metonym ?latitude ?longitude WHERE {
  ?work rec:latestVersion ?version . ?event rec:article ?version ; a rec:Event ; rec:place ?node .
  { ?node rdfs:label|skos:altLabel ?name }
  UNION { ?node rec:refersTo ?entity
    OPTIONAL { ?entity rec:homeState ?state } OPTIONAL { ?entity a ?itself FILTER (?itself = rec:State) }
    OPTIONAL { ?entity rec:metonym ?metonym } }
  UNION { ?node rec:refersTo? ?spot . ?spot schema:latitude ?latitude ; schema:longitude ?longitude }
}"""
_GRAPHS = """
SELECT DISTINCT ?graph WHERE {
  ?file rec:inDataset ?dataset ; a rec:DatasetFile . GRAPH ?graph { ?event prov:wasDerivedFrom ?file }
} ORDER BY ?graph"""
_DAYS = """
SELECT ?event ?earliest ?latest WHERE { GRAPH ?graph { ?event rec:earliest ?earliest ; rec:latest ?latest } }"""
_RECORDED = """
SELECT ?event ?path ?value WHERE { GRAPH ?graph {
  VALUES ?path { rec:eventType rec:firstParty rec:secondParty rec:recordedPlace } ?event ?path ?value } }"""
_ACTORS = """
SELECT ?node ?name ?entity WHERE { GRAPH ?graph {
  ?node a rec:RecordedActor ; rdfs:label ?name OPTIONAL { ?node rec:refersTo ?entity } } }"""
_SPOTS = """
SELECT ?node ?level ?name ?area ?entity ?state ?latitude ?longitude WHERE { GRAPH ?graph {
  ?node a rec:RecordedPlace ; rec:placeLevel ?level
  OPTIONAL { ?node rdfs:label ?name } OPTIONAL { ?node rec:adminArea ?area } OPTIONAL { ?node rec:refersTo ?entity }
  OPTIONAL { ?node rec:homeState ?state }
  OPTIONAL { ?node schema:latitude ?latitude ; schema:longitude ?longitude } } }"""
_STORED = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"

LONGEST: Final = 400
"""Days of a window up to which an event is looked for by its days; a longer one is looked at each time."""

_ORDERED: Final = frozenset({"gdelt", "polecat"})
"""The data sets in which the first party is the one that acts."""

type Record = dict[str, str]


def link_events(settings: Settings) -> dict[str, int]:
    """Join the events of all data sets in a store, and give the number of matches of each.

    Raises
    ------
    StoreError
        The store is locked, damaged or out of reach.
    """
    with open_store(settings.store, settings).write() as writer:
        said = Said(writer)
        return {dataset.code: join(writer, dataset, said, settings.base) for dataset in DATASETS.values()}


class Said:
    """The events of the latest versions of all articles, by the days on which they may have taken place."""

    def __init__(self, writer: Writer) -> None:
        parties: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for row in _ask(writer, _PARTIES):
            names, entities = parties[row["event"], row["side"]]
            _collect(row, names, entities)
        whos = {key: Who(frozenset(names), frozenset(entities)) for key, (names, entities) in parties.items()}
        places = _read_places(_ask(writer, _PLACES), "event")
        self._by_day: dict[date, list[Happening]] = defaultdict(list)
        self._wide: list[Happening] = []
        self.number = 0
        seen: set[str] = set()
        for row in _ask(writer, _EVENTS):
            event = row["event"]
            if event in seen:
                continue
            seen.add(event)
            self._add(
                Happening(
                    event,
                    _local(row.get("type")),
                    row.get("quad"),
                    whos.get((event, "first")),
                    whos.get((event, "second")),
                    places.get(event),
                    _day(row.get("earliest")),
                    _day(row.get("latest")),
                    _day(row.get("printed")),
                )
            )

    def near(self, window: tuple[date, date]) -> Iterator[Happening]:
        """Give the events that may have taken place within two days of a window, each once."""
        yield from self._wide
        seen: set[str] = set()
        earliest, latest = window
        for day in days_between(earliest, latest) if (latest - earliest).days <= LONGEST else sorted(self._by_day):
            for said in self._by_day.get(day, ()):
                if said.iri not in seen:
                    seen.add(said.iri)
                    yield said

    def _add(self, said: Happening) -> None:
        if said.window is None:
            return
        self.number += 1
        earliest, latest = said.window
        if not timedelta(0) <= latest - earliest <= timedelta(days=LONGEST):
            self._wide.append(said)
            return
        for day in days_between(earliest - timedelta(days=2), latest + timedelta(days=2)):
            self._by_day[day].append(said)


def join(writer: Writer, dataset: Dataset, said: Said, base: str) -> int:
    """Match the events of one data set, keep what comes of it in a graph of its own, and give the number of matches."""
    here = URIRef(f"{base}dataset/{dataset.code}")
    found = Candidates()
    if said.number:
        quads = {row["type"]: row["quad"] for row in _ask(writer, "SELECT ?type ?quad { ?type rec:quadClass ?quad }")}
        for row in _ask(writer, _GRAPHS, dataset=here):
            for recorded, days in _read_recorded(writer, URIRef(row["graph"]), quads, said):
                for each in said.near(days):
                    fits = match(each, recorded, ordered=dataset.code in _ORDERED)
                    if fits is not None:
                        found.add(fits)
    matches = found.settle()
    name = URIRef(f"{here}/matches")
    graph = write_matches(name, here, matches)
    stored = writer.query(_STORED, {"graph": name})
    if set(stored if isinstance(stored, Graph) else ()) != set(graph):
        writer.put({str(name): graph})
    return len(matches)


def write_matches(name: URIRef, dataset: URIRef, matches: list[Match]) -> Graph:
    """Write the graph of matches: a node for each with its scores and words, and the short way beside it."""
    graph = Triples(name)
    for each in matches:
        said, recorded = URIRef(each.said), URIRef(each.recorded)
        pair = hashlib.sha256(f"{each.said}\0{each.recorded}".encode()).hexdigest()
        node = URIRef(f"{dataset}/match/{pair[:16]}")
        graph.add((node, RDF.type, REC.EventMatch))
        graph.add((node, REC.eventSaid, said))
        graph.add((node, REC.eventRecorded, recorded))
        graph.add((node, REC.matchScore, decimal(each.score)))
        for ground in WEIGHTS:
            if (score := each.grounds[ground].score) is not None:
                graph.add((node, REC[f"{ground}Score"], decimal(score)))
        graph.add((node, REC.reason, Literal(each.reason)))
        graph.add((said, REC.recordedAs, recorded))
    return graph


def _read_recorded(
    writer: Writer, graph: URIRef, quads: dict[str, str], said: Said
) -> Iterator[tuple[Happening, tuple[date, date]]]:
    """Read the events of a graph that took place when any event of an article may have."""
    days = {
        row["event"]: (date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"]))
        for row in _ask(writer, _DAYS, graph=graph)
    }
    near = [event for event, window in days.items() if next(said.near(window), None) is not None]
    if not near:
        return
    actors: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in _ask(writer, _ACTORS, graph=graph):
        _collect(row, *actors[row["node"]])
    whos = {node: Who(frozenset(names), frozenset(entities)) for node, (names, entities) in actors.items()}
    places = _read_places(_ask(writer, _SPOTS, graph=graph), "node")
    facts: dict[str, Record] = defaultdict(dict)
    for row in _ask(writer, bind_each(_PREFIXES + _RECORDED, "event", map(URIRef, near)), graph=graph):
        facts[row["event"]][row["path"].rpartition("#")[2]] = row["value"]
    for event in near:
        fact = facts[event]
        recorded = Happening(
            event,
            _local(fact.get("eventType")),
            quads.get(fact.get("eventType", "")),
            whos.get(fact.get("firstParty", "")),
            whos.get(fact.get("secondParty", "")),
            places.get(fact.get("recordedPlace", "")),
            *days[event],
        )
        yield recorded, days[event]


def _read_places(rows: Iterator[Record], key: str) -> dict[str, Where]:
    gathered: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        gathered[row[key]].append(row)
    return {node: _read_place(found) for node, found in gathered.items()}


def _read_place(rows: list[Record]) -> Where:
    def all_of(name: str) -> frozenset[str]:
        return frozenset(row[name] for row in rows if name in row)

    # "Kabul" may stand for the state of Afghanistan; as the place of an event it is the city, which lies in it.
    city = bool(all_of("name") & all_of("metonym"))
    states = all_of("state") | frozenset(row["entity"] for row in rows if "itself" in row)
    degrees = [(float(row["latitude"]), float(row["longitude"])) for row in rows if "longitude" in row]
    return Where(
        all_of("name"),
        all_of("area"),
        frozenset() if city else all_of("entity"),
        next(iter(states)) if len(states) == 1 else None,
        Level(next(iter(all_of("level")), Level.SPOT)),
        min(degrees, default=None),
    )


def _collect(row: Record, names: set[str], entities: set[str]) -> None:
    if "name" in row:
        names.add(row["name"])
    if "entity" in row:
        entities.add(row["entity"])


def _ask(writer: Writer, query: str, **bindings: URIRef) -> Iterator[Record]:
    answer = writer.query(query if query.startswith(_PREFIXES) else _PREFIXES + query, bindings)
    if isinstance(answer, Rows):
        for row in answer.records():
            yield {name: str(value) for name, value in row.items()}


def _local(iri: str | None) -> str | None:
    return iri.rpartition("#")[2] if iri is not None else None


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words is not None else None
