"""What the server says of itself to programs: SPARQL 1.1 Service Description, and VoID of the data it serves."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDFS, SDO, VOID
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

_FORMAT_NAMES = {
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


def describe_service(base: URL) -> Graph:
    """Describe the endpoint: its address, its language and formats, and that its default graph is the union of all.

    Examples
    --------
    >>> (None, SD.feature, SD.UnionDefaultGraph) in describe_service(URL("http://localhost/"))
    True
    """
    graph = Graph()
    service, dataset, union = (URIRef(f"{base}{part}") for part in ("sparql", ".well-known/void#data", "sparql#union"))
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for form in (*RESULTS, *GRAPHS):
        graph.add((service, SD.resultFormat, FORMATS[_FORMAT_NAMES[form.name]]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, union))
    graph.add((union, RDF.type, SD.Graph))
    return graph


def describe_limits(base: URL, settings: Settings) -> Graph:
    """Describe what the endpoint grants a query and a client: each limit by its name, its value and its meaning.

    Examples
    --------
    >>> (None, SDO.value, Literal(5.0)) in describe_limits(URL("http://localhost/"), Settings(query_timeout=5.0))
    True
    """
    graph = Graph()
    service = URIRef(f"{base}sparql")
    meanings = {name: meaning for name, _, meaning in Settings.table()}
    for name in LIMITS:
        limit = URIRef(f"{service}#{name}")
        graph.add((service, SDO.additionalProperty, limit))
        graph.add((limit, RDF.type, SDO.PropertyValue))
        graph.add((limit, SDO.name, Literal(name)))
        graph.add((limit, SDO.value, Literal(getattr(settings, name))))
        graph.add((limit, SDO.description, Literal(meanings[name], lang="en")))
    return graph


def describe_data(base: URL, space: str, title: str, counts: Mapping[str, int]) -> Graph:
    """Describe what is served: where its IRIs begin, its vocabulary, and how many things of each class it holds."""
    graph = Graph()
    dataset = URIRef(f"{base}.well-known/void#data")
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(title)))
    graph.add((dataset, RDFS.seeAlso, URIRef(str(base))))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{base}sparql")))
    graph.add((dataset, VOID.uriSpace, Literal(space)))
    graph.add((dataset, VOID.vocabulary, VOCABULARY))
    for form in GRAPHS:
        graph.add((dataset, VOID.feature, FORMATS[_FORMAT_NAMES[form.name]]))
    for number, (kind, count) in enumerate(counts.items(), 1):
        part = URIRef(f"{dataset}-{number}")
        graph.add((dataset, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(kind)))
        graph.add((part, VOID.entities, Literal(count)))
    return graph


def serialise(graph: Graph, form: Format, headers: Mapping[str, str]) -> Response:
    """Write a graph as a response."""
    body = ox.serialize(to_triples(graph), format=ox.RdfFormat.from_media_type(form.media_type))
    return Response(body, media_type=form.content_type, headers=dict(headers))
