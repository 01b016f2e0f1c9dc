"""From recorded events to triples: a node an event, and one for each party and place that several events share.

Addresses are minted from the data set's code and the event's own id, so that the same event has one address whichever
file it comes in, and a file that has it anew takes its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from ingest.datasets.known import Known
from ingest.datasets.record import Party, Record, Whereabouts
from ingest.datasets.rows import Dataset
from ontology.terms import DCTERMS, PLOVER, PROV, REC, SCHEMA
from ontology.triples import Triples

_CHUNK = 2**20
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


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
    triples: Triples


class EventGraph:
    """Writes the records of one data set. ``base`` is the base of all addresses."""

    def __init__(self, dataset: Dataset, known: Known, base: str) -> None:
        self.dataset = dataset
        self.here = URIRef(f"{base}dataset/{dataset.code}")
        self._known = known

    def event(self, record: Record) -> URIRef:
        """Return the address of an event: its own id, with what cannot stand in an address escaped."""
        return URIRef(f"{self.here}/event/{quote(record.id, safe='')}")

    def file(self, source: Source) -> URIRef:
        """Return the address of a file."""
        return URIRef(f"{self.here}/file/{source.digest[:16]}")

    def write(self, record: Record) -> Written:
        """Write one event, with the digest of all that is written about it."""
        triples = self._event_triples(record)
        lines = sorted(f"{one.n3()} {path.n3()} {value.n3()}" for one, path, value in triples)
        return Written(self.event(record), hashlib.sha256("\n".join(lines).encode()).hexdigest(), triples)

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

    def _event_triples(self, record: Record) -> Triples:
        graph, event = Triples(), self.event(record)
        graph.add((event, RDF.type, REC.RecordedEvent))
        graph.add((event, REC.inDataset, self.here))
        graph.add((event, REC.recordId, Literal(record.id)))
        graph.add((event, REC.recordedType, Literal(": ".join(record.types))))
        if record.plover is not None:
            graph.add((event, REC.eventType, PLOVER[record.plover]))
        graph.add((event, REC.earliest, Literal(record.earliest)))
        graph.add((event, REC.latest, Literal(record.latest)))
        self._write_words(graph, event, record)
        self._write_deaths(graph, event, record)
        for path, party in (
            (REC.firstParty, record.first),
            (REC.secondParty, record.second),
            *((REC.associatedParty, each) for each in record.others),
        ):
            if party is not None:
                graph.add((event, path, self._write_party(graph, party)))
        graph.add((event, REC.recordedPlace, self._write_place(graph, record.place)))
        return graph

    def _write_words(self, graph: Triples, event: URIRef, record: Record) -> None:
        for path, words in (
            (REC.datePrecision, record.date_precision),
            (SCHEMA.description, record.notes),
            (SCHEMA.citation, record.source),
        ):
            if words is not None:
                graph.add((event, path, Literal(words)))
        if record.url is not None and not _NO_IRI.search(record.url):
            graph.add((event, SCHEMA.url, Literal(record.url)))

    def _write_deaths(self, graph: Triples, event: URIRef, record: Record) -> None:
        if record.deaths is None:
            return
        graph.add((event, REC.fatalities, Literal(record.deaths.best)))
        if record.deaths.low is not None:
            graph.add((event, REC.fatalitiesLow, Literal(record.deaths.low)))
        if record.deaths.high is not None:
            graph.add((event, REC.fatalitiesHigh, Literal(record.deaths.high)))

    def _write_party(self, graph: Triples, party: Party) -> URIRef:
        node = URIRef(f"{self.here}/actor/{_address(party.name, *map(str, (*party.codes, *party.country_codes)))}")
        graph.add((node, RDF.type, REC.RecordedActor))
        graph.add((node, REC.inDataset, self.here))
        graph.add((node, RDFS.label, Literal(party.name)))
        for code in {*party.codes, *party.country_codes}:
            graph.add((node, SKOS.notation, Literal(str(code))))
        known = self._known.find_party(party)
        if known is not None:
            graph.add((node, REC.refersTo, known))
        state = self._known.find_state(party.country_codes)
        if state is not None and state != known:
            graph.add((node, REC.homeState, state))
        return node

    def _write_place(self, graph: Triples, place: Whereabouts) -> URIRef:
        parts = (place.level, place.name, *place.areas, place.country, *map(str, place.codes))
        spot = (place.latitude, place.longitude, place.precision)
        node = URIRef(f"{self.here}/place/{_address(*(str(part or '') for part in (*parts, *spot)))}")
        graph.add((node, RDF.type, REC.RecordedPlace))
        graph.add((node, REC.inDataset, self.here))
        graph.add((node, REC.placeLevel, Literal(str(place.level))))
        state = self._known.find_state(place.codes, place.country)
        if place.name is not None:
            graph.add((node, RDFS.label, Literal(place.name)))
            if (known := self._known.find_place(place, state)) is not None:
                graph.add((node, REC.refersTo, known))
        for area in place.areas:
            graph.add((node, REC.adminArea, Literal(area)))
        if place.country is not None:
            graph.add((node, SCHEMA.addressCountry, Literal(place.country)))
        if state is not None:
            graph.add((node, REC.homeState, state))
        for code in place.codes:
            graph.add((node, SKOS.notation, Literal(str(code))))
        if place.latitude is not None and place.longitude is not None:
            graph.add((node, SCHEMA.latitude, Literal(place.latitude, datatype=XSD.decimal)))
            graph.add((node, SCHEMA.longitude, Literal(place.longitude, datatype=XSD.decimal)))
        if place.precision is not None:
            graph.add((node, REC.placePrecision, Literal(place.precision)))
        return node


def _address(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
