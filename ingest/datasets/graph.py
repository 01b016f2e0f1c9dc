"""From recorded events to triples: a node an event, and one for each party and place that several events share.

Addresses are minted from the data set's code and the event's own id, so that the same event has one address whichever
file it comes in, and a file that has it anew takes its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from ingest.datasets.known import Known
from ingest.datasets.record import Party, Record, Whereabouts
from ingest.datasets.rows import Dataset
from ontology.terms import DCTERMS, PLOVER, PROV, REC, SCHEMA
from ontology.triples import Triples

_CHUNK = 2**20

type Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a data set, by the digest of its bytes: the same file has one address under any name."""

    name: str
    digest: str

    @classmethod
    def of(cls, path: Path) -> Source:
        """Take the digest of a file."""
        total = hashlib.sha256()
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                total.update(chunk)
        return cls(path.name, total.hexdigest())


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it is to be stored: its address, its triples, and a digest that tells whether they have changed."""

    event: URIRef
    digest: str
    triples: list[Triple]


@dataclass(frozen=True, slots=True)
class _Part:
    """A party or a place, which many events share."""

    node: URIRef
    triples: tuple[Triple, ...]


class EventGraph:
    """Writes the records of one data set. ``base`` is the base of all addresses."""

    def __init__(self, dataset: Dataset, known: Known, base: str) -> None:
        self.dataset = dataset
        self.here = URIRef(f"{base}dataset/{dataset.code}")
        self._known = known
        self._parties: dict[Party, _Part] = {}
        self._places: dict[Whereabouts, _Part] = {}

    def event(self, record: Record) -> URIRef:
        """Return the address of an event: its own id, with what cannot stand in an address escaped."""
        return URIRef(f"{self.here}/event/{quote(record.id, safe='')}")

    def file(self, source: Source) -> URIRef:
        """Return the address of a file."""
        return URIRef(f"{self.here}/file/{source.digest[:16]}")

    def write(self, record: Record) -> Written:
        """Write one event, with the digest of all that is written about it."""
        event = self.event(record)
        triples = [*self._write_event(event, record)]
        lines = sorted(f"{path} {value} {getattr(value, 'datatype', None)}" for _, path, value in triples)
        parts = [self._party(party) for party in (record.first, record.second, *record.others) if party is not None]
        parts.append(self._place(record.place))
        for part in parts:
            triples += part.triples
        return Written(event, hashlib.sha256("\0".join(lines).encode("utf-8", "surrogatepass")).hexdigest(), triples)

    def batch(self, found: Sequence[Written], source: Source) -> Triples:
        """Write the graph of some events of a file, named for what is in it."""
        total = hashlib.sha256("".join(each.digest for each in found).encode()).hexdigest()
        graph = Triples(URIRef(f"{self.here}/batch/{total[:16]}"))
        for each in found:
            for triple in each.triples:
                graph.add(triple)
            graph.add((each.event, SCHEMA.sha256, Literal(each.digest)))
            graph.add((each.event, PROV.wasDerivedFrom, self.file(source)))
        return graph

    def describe(self, earlier: Graph, sources: Iterable[tuple[Source, int, int]]) -> Graph:
        """Write what the data set is, and which files of it were read, with their rows and those that could not be.

        ``earlier`` is this graph as it stands; what it says of other files stays.
        """
        graph = Triples(self.here)
        known = list(sources)
        anew = {self.file(source) for source, _, _ in known}
        for triple in earlier:
            if triple[0] not in anew:
                graph.add(triple)
        graph.add((self.here, RDF.type, REC.EventDataset))
        graph.add((self.here, DCTERMS.title, Literal(self.dataset.title)))
        graph.add((self.here, DCTERMS.identifier, Literal(self.dataset.code)))
        graph.add((self.here, RDFS.seeAlso, URIRef(self.dataset.home)))
        for source, rows, unreadable in known:
            node = self.file(source)
            graph.add((node, RDF.type, REC.DatasetFile))
            graph.add((node, REC.inDataset, self.here))
            graph.add((node, SCHEMA.name, Literal(source.name)))
            graph.add((node, SCHEMA.sha256, Literal(source.digest)))
            graph.add((node, REC.rowsRead, Literal(rows)))
            graph.add((node, REC.rowsUnreadable, Literal(unreadable)))
        return graph

    def _write_event(self, event: URIRef, record: Record) -> Iterator[Triple]:
        yield event, RDF.type, REC.RecordedEvent
        yield event, REC.inDataset, self.here
        yield event, REC.recordId, Literal(record.id)
        yield event, REC.recordedType, Literal(": ".join(record.types))
        if record.plover is not None:
            yield event, REC.eventType, PLOVER[record.plover]
        yield event, REC.earliest, Literal(record.earliest)
        yield event, REC.latest, Literal(record.latest)
        yield event, REC.recordedPlace, self._place(record.place).node
        for path, party in (
            (REC.firstParty, record.first),
            (REC.secondParty, record.second),
            *((REC.associatedParty, each) for each in record.others),
        ):
            if party is not None:
                yield event, path, self._party(party).node
        for path, value in (
            (REC.datePrecision, record.date_precision),
            (SCHEMA.description, record.notes),
            (SCHEMA.citation, record.source),
            (SCHEMA.url, record.url),
            (REC.fatalities, record.deaths.best if record.deaths else None),
            (REC.fatalitiesLow, record.deaths.low if record.deaths else None),
            (REC.fatalitiesHigh, record.deaths.high if record.deaths else None),
        ):
            if value is not None:
                yield event, path, Literal(value)

    def _party(self, party: Party) -> _Part:
        if (known := self._parties.get(party)) is None:
            known = self._parties[party] = self._part("actor", REC.RecordedActor, self._write_party(party))
        return known

    def _place(self, place: Whereabouts) -> _Part:
        if (known := self._places.get(place)) is None:
            known = self._places[place] = self._part("place", REC.RecordedPlace, self._write_place(place))
        return known

    def _part(self, kind: str, type_: URIRef, facts: Iterable[tuple[URIRef, Node]]) -> _Part:
        """Name a node for all that is said of it, what it refers to too: what is concluded anew is another node."""
        pairs = [*facts]
        lines = "\0".join(sorted(f"{path} {value}" for path, value in pairs))
        digest = hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
        node = URIRef(f"{self.here}/{kind}/{digest[:16]}")
        first: list[Triple] = [(node, RDF.type, type_), (node, REC.inDataset, self.here)]
        return _Part(node, (*first, *((node, path, value) for path, value in pairs)))

    def _write_party(self, party: Party) -> Iterator[tuple[URIRef, Node]]:
        yield RDFS.label, Literal(party.name)
        for code in dict.fromkeys((*party.codes, *party.country_codes)):
            yield SKOS.notation, Literal(str(code))
        known = self._known.find_party(party)
        if known is not None:
            yield REC.refersTo, known
        state = self._known.find_state(party.country_codes)
        if state is not None and state != known:
            yield REC.homeState, state

    def _write_place(self, place: Whereabouts) -> Iterator[tuple[URIRef, Node]]:
        yield REC.placeLevel, Literal(str(place.level))
        state = self._known.find_state(place.codes, place.country)
        if place.name is not None:
            yield RDFS.label, Literal(place.name)
            if (known := self._known.find_place(place, state)) is not None:
                yield REC.refersTo, known
        for area in dict.fromkeys(place.areas):
            yield REC.adminArea, Literal(area)
        if place.country is not None:
            yield SCHEMA.addressCountry, Literal(place.country)
        if state is not None:
            yield REC.homeState, state
        for code in place.codes:
            yield SKOS.notation, Literal(str(code))
        if place.latitude is not None and place.longitude is not None:
            yield SCHEMA.latitude, Literal(place.latitude, datatype=XSD.decimal)
            yield SCHEMA.longitude, Literal(place.longitude, datatype=XSD.decimal)
        if place.precision is not None:
            yield REC.placePrecision, Literal(place.precision)
