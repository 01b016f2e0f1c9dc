"""Named graphs as one JSON-LD 1.1 document, its context within, so that nobody has to fetch one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from rdflib import Graph
from rdflib.plugins.serializers.jsonld import from_rdf

import ontology
from api.store import Reader


def write_linked(reader: Reader, sink: BinaryIO) -> None:
    """Write every graph of a state, in the order of their names."""
    write_graphs(((name, reader.graph(name)) for name in reader.graphs()), sink)


def write_graphs(graphs: Iterable[tuple[str, Graph]], sink: BinaryIO) -> None:
    """Write named graphs one after another, each as soon as it comes."""
    sink.write(b'{"@context": ' + json.dumps(ontology.context()).encode() + b',\n"@graph": [')
    separator = b"\n"
    for name, graph in graphs:
        named = {"@id": name, "@graph": _nodes(graph)}
        sink.write(separator + json.dumps(named, ensure_ascii=False, sort_keys=True).encode("utf-8"))
        separator = b",\n"
    sink.write(b"\n]}\n")


def _nodes(graph: Graph) -> list[Any]:
    found = cast(dict[str, Any], from_rdf(graph, context_data=ontology.context()))  # type: ignore[no-untyped-call]
    del found["@context"]
    nodes = found.get("@graph", [found])  # a single node stands by itself
    for node in nodes:
        for value in node.values():
            if isinstance(value, list):
                value.sort(key=json.dumps)
    return sorted(nodes, key=lambda node: str(node["id"]))
