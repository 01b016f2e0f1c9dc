"""What the server says of itself to programs: SPARQL 1.1 Service Description; `api.catalogue` describes the data."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDFS, SDO
from starlette.datastructures import URL
from starlette.responses import Response

from api.negotiation import GRAPHS, RESULTS, Format
from api.settings import Settings
from api.store.terms import to_triples

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
VOCABULARY = URIRef("https://w3id.org/onrecord/ns#")

LIMITS = (
    "query_timeout",
    "query_cpu",
    "query_memory",
    "query_workers",
    "query_queue",
    "query_wait",
    "query_size",
    "query_depth",
    "query_operators",
    "client_queries",
    "client_queue",
    "requests_per_minute",
    "query_seconds_per_minute",
)

WRITE_LIMITS = ("write_wait", "write_timeout", "write_size")

FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}


def describe_service(base: URL, settings: Settings, *, writable: bool = False) -> Graph:
    """Describe the endpoint: its address, its languages and formats, and what its default graph is.

    Examples
    --------
    >>> (None, SD.feature, SD.UnionDefaultGraph) in describe_service(URL("http://localhost/"), Settings())
    True
    """
    graph = Graph()
    service, dataset = URIRef(f"{base}sparql"), URIRef(f"{base}.well-known/void#data")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL10Query))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.EmptyGraphs))
    if settings.services.strip():
        graph.add((service, SD.feature, SD.BasicFederatedQuery))
    graph.add((service, RDFS.seeAlso, URIRef(f"{base}.well-known/void")))
    graph.add((service, RDFS.seeAlso, URIRef(f"{base}docs")))
    for form in (*RESULTS, *GRAPHS):
        graph.add((service, SD.resultFormat, FORMATS[FORMAT_NAMES[form.name]]))
    if writable:
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
        for form in GRAPHS:
            graph.add((service, SD.inputFormat, FORMATS[FORMAT_NAMES[form.name]]))
    default = URIRef(f"{base}sparql#union" if settings.union_default_graph else f"{base}graph-store?default")
    if settings.union_default_graph:
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    return graph


def describe_limits(base: URL, settings: Settings, *, writable: bool = False) -> Graph:
    """Describe what the endpoint grants a query and a client: each limit by its name, its value and its meaning.

    Examples
    --------
    >>> (None, SDO.value, Literal(5.0)) in describe_limits(URL("http://localhost/"), Settings(query_timeout=5.0))
    True
    """
    graph = Graph()
    service = URIRef(f"{base}sparql")
    meanings = {name: meaning for name, _, meaning in Settings.table()}
    for name in (*LIMITS, *(WRITE_LIMITS if writable else ())):
        limit = URIRef(f"{service}#{name}")
        graph.add((service, SDO.additionalProperty, limit))
        graph.add((limit, RDF.type, SDO.PropertyValue))
        graph.add((limit, SDO.name, Literal(name)))
        graph.add((limit, SDO.value, Literal(getattr(settings, name))))
        graph.add((limit, SDO.description, Literal(meanings[name], lang="en")))
    return graph


def serialise(graph: Graph, form: Format, headers: Mapping[str, str]) -> Response:
    """Write a graph as a response."""
    body = ox.serialize(to_triples(graph), format=ox.RdfFormat.from_media_type(form.media_type))
    return Response(body, media_type=form.content_type, headers=dict(headers))
