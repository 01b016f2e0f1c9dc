"""Own entries in Turtle, written as those that ship are: any property of the authority, any entry in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from rdflib import Graph
from rdflib.term import Node

from onrecord.authority.kept import read

PREFIXES = MappingProxyType(
    {
        "actorkind": "https://w3id.org/onrecord/ns/actor-kind#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "org": "http://www.w3.org/ns/org#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "rec": "https://w3id.org/onrecord/ns#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "venuekind": "https://w3id.org/onrecord/ns/venue-kind#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
KINDS = ("actor", "forum", "membership", "place", "role", "source")
"""What stands after the base in the address of an entry."""


def read_turtle(file: Path) -> tuple[Graph, Mapping[Node, str]]:
    """Read a file, and where each of its entries stands: a parser tells no lines, so the entry itself is named.

    Raises
    ------
    EntriesUnfit
        It is no Turtle; the error names the line.
    """
    graph = Graph()
    for triple in read(file):
        graph.add(triple)
    return graph, {subject: f"{file}: {subject}" for subject in set(graph.subjects())}


def write_turtle(graph: Graph, sink: BinaryIO, base: str) -> None:
    """Write entries in a fixed order, so that the same entries give the same file."""
    written = Graph(bind_namespaces="none")
    for prefix, space in (*PREFIXES.items(), *((kind, f"{base}{kind}/") for kind in KINDS)):
        written.bind(prefix, space)
    for triple in graph:
        written.add(triple)
    written.serialize(sink, format="turtle", encoding="utf-8")
