"""What articles say, in the formats that `onrecord extract` prints: no store, and the same bytes each time.

TriG, N-Quads and JSON-LD keep the graphs of each article apart: the version's own, its links', and the work's.
Turtle knows no graphs, so there they stand together.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import BinaryIO

import pyoxigraph as ox
from rdflib import Graph

import ontology
from api.store.terms import to_named_node, to_triples
from ingest.errors import Unreadable
from ingest.gate import Gate, write
from ingest.link import Link, PlaceName
from ingest.model import Article, Extraction
from ingest.record import describe
from ingest.run import Run
from onrecord import screen
from onrecord.authority.kept import find_kept
from onrecord.exporting.linked import write_graphs
from onrecord.reading import Failed, attempt, mind_tagger, open_own_gate
from onrecord.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """One article's extraction, what its mentions refer to, and the configuration that read it."""

    extraction: Extraction
    links: tuple[Link, ...]
    place_names: tuple[PlaceName, ...]
    run: Run

    @classmethod
    def of(cls, gate: Gate, article: Article) -> Reading:
        """Read an article and link it; the shapes are not asked."""
        extraction = gate.pipeline.read(article)
        links = gate.linker.link(extraction)
        return cls(extraction, links, gate.linker.name_places(extraction, links), gate.run)

    def graphs(self) -> Mapping[str, Graph]:
        """Write it as graphs, by name."""
        return write(self.extraction, self.links, self.run, self.run.base)


def extract(items: Iterable[Article | Unreadable], settings: Settings, form: str) -> tuple[int, int]:
    """Print what articles say, and give how many were read and how many could not be."""
    done = failed = 0
    kept = find_kept(settings)

    def read() -> Iterator[Reading]:
        nonlocal done, failed
        for item in items:
            outcome: Reading | Unreadable | Failed
            if isinstance(item, Article):
                outcome = attempt(partial(Reading.of, open_own_gate(settings, kept)), item)
            else:
                outcome = item
            if isinstance(outcome, Reading):
                done += 1
                counter.advance(outcome.extraction.article.origin)
                yield outcome
            else:
                failed += 1
                screen.say(str(outcome))

    mind_tagger(settings)
    with screen.counting("articles", prints=True) as counter:
        FORMATS[form](read(), sys.stdout.buffer)
    return done, failed


def write_records(readings: Iterable[Reading], sink: BinaryIO) -> None:
    """Write one JSON object a line, each as soon as its article is read."""
    for each in readings:
        record = describe(each.extraction, each.links, each.run.base, each.place_names)
        sink.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        sink.flush()


def write_trig(readings: Iterable[Reading], sink: BinaryIO) -> None:
    """Write RDF 1.1 TriG."""
    ox.serialize(_quads(readings), sink, ox.RdfFormat.TRIG, prefixes=_prefixes())


def write_nquads(readings: Iterable[Reading], sink: BinaryIO) -> None:
    """Write RDF 1.1 N-Quads."""
    ox.serialize(_quads(readings), sink, ox.RdfFormat.N_QUADS)


def write_turtle(readings: Iterable[Reading], sink: BinaryIO) -> None:
    """Write RDF 1.1 Turtle, all graphs together."""
    ox.serialize((quad.triple for quad in _quads(readings)), sink, ox.RdfFormat.TURTLE, prefixes=_prefixes())


def write_jsonld(readings: Iterable[Reading], sink: BinaryIO) -> None:
    """Write one JSON-LD 1.1 document."""
    write_graphs((named for each in readings for named in each.graphs().items()), sink)


FORMATS: Mapping[str, Callable[[Iterable[Reading], BinaryIO], None]] = MappingProxyType(
    {
        "jsonl": write_records,
        "trig": write_trig,
        "turtle": write_turtle,
        "nquads": write_nquads,
        "jsonld": write_jsonld,
    }
)
"""What can be written, by the name ``--format`` takes."""


def _quads(readings: Iterable[Reading]) -> Iterator[ox.Quad]:
    for each in readings:
        for name, graph in each.graphs().items():
            place = to_named_node(name)
            for triple in sorted(to_triples(graph), key=str):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, place)


def _prefixes() -> dict[str, str]:
    return {name: iri for name, iri in ontology.context().items() if isinstance(iri, str) and iri[-1] in "#/"}
