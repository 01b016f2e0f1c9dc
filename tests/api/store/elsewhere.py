"""Stores whose engine is elsewhere, for the tests of what they ask and of what comes back."""

from __future__ import annotations

import io
from typing import Any

import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.store.address import Address
from api.store.dataset import Dataset
from api.store.remote import RemoteStore
from tests.api.engines import Puppet

A = "https://example.org/article/1"
B = "https://example.org/article/2"
JSON = "application/sparql-results+json"
YES, NO = '{"head":{},"boolean":true}', '{"head":{},"boolean":false}'
ROWS = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://a/1"}},{}]}}'
SELECT = "SELECT ?s { ?s ?p ?o }"


def graph_of(*labels: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for label in labels:
        graph.add((URIRef(f"https://example.org/{len(graph)}"), RDFS.label, Literal(label)))
    return graph


def at(where: str, **how: Any) -> RemoteStore:
    return RemoteStore(Address.read(where), **how)


def past_first_look(puppet: Puppet) -> RemoteStore:
    """Give a store whose engine is the puppet, past the first look at it."""
    store = at(puppet.query, timeout=2)
    store._known_fit = True
    return store


def ask(store: RemoteStore, query: str, media_type: str, dataset: Dataset | None = None) -> bytes:
    sink = io.BytesIO()
    store.ask(query, media_type, sink, dataset)
    return sink.getvalue()
