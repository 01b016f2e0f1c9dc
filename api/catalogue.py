"""What a catalogue of data sets wants to know of this one: VoID, DCAT 3, and how to cite it.

What is said of the graph is counted in one query, so that all of it is true of the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDFS, SKOS, VOID, XSD
from starlette.datastructures import URL

from api.asking import Record
from api.description import FORMAT_NAMES, FORMATS, VOCABULARY
from api.freshness import date_state, name_snapshot
from api.negotiation import GRAPHS, RESULTS
from api.settings import Settings

OUTSIDE: Final[Mapping[str, str]] = {
    "Wikidata": "http://www.wikidata.org/entity/",
    "GeoNames": "https://sws.geonames.org/",
}
"""The data sets that links lead to, by how their IRIs begin."""

DESCRIPTION: Final = "Statements in news articles: who is on record saying what, to whom, where and when."

VERSION: Final = URIRef(f"{DCAT}version")  # of DCAT 3, which rdflib does not list

# A row of all triples, a row for each class and each property, and one for each kind of link to each data set.
SIZES: Final = f"""
PREFIX skos: <{SKOS}>
SELECT ?class ?property ?link ?space ?n WHERE {{
  {{ SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }} }}
  UNION
  {{ SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a ?class }} GROUP BY ?class
     ORDER BY DESC(?n) ?class LIMIT 100 }}
  UNION
  {{ SELECT ?property (COUNT(*) AS ?n) WHERE {{ ?s ?property ?o }} GROUP BY ?property
     ORDER BY DESC(?n) ?property LIMIT 200 }}
  UNION
  {{ SELECT ?link ?space (COUNT(*) AS ?n) WHERE {{
       VALUES ?link {{ skos:exactMatch skos:closeMatch }}
       VALUES ?space {{ {" ".join(f'"{space}"' for space in OUTSIDE.values())} }}
       ?s ?link ?o . FILTER STRSTARTS(STR(?o), ?space)
     }} GROUP BY ?link ?space ORDER BY ?space ?link }}
}}
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a state of the graph holds: triples, things of each class, triples of each property, links."""

    state: str
    triples: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, str, int], ...]

    @classmethod
    def of(cls, state: str, rows: Iterable[Record]) -> Sizes:
        """Read the answer to `SIZES`."""
        triples, classes, properties, links = 0, [], [], []
        for row in rows:
            number = int(str(row["n"]))
            if "class" in row:
                classes.append((str(row["class"]), number))
            elif "property" in row:
                properties.append((str(row["property"]), number))
            elif "link" in row:
                links.append((str(row["link"]), str(row["space"]), number))
            else:
                triples = number
        return cls(state, triples, tuple(classes), tuple(properties), tuple(links))


def describe_data(base: URL, settings: Settings, sizes: Sizes) -> Graph:
    """Describe what is served at an address, in one state.

    The data set is at once a `void:Dataset` (VoID, section 2) and a `dcat:Dataset` (DCAT 3, section 6.6). Who publishes
    it and its licence are settings, and are not said where they are not set.

    Examples
    --------
    >>> found = describe_data(URL("http://localhost/"), Settings(), Sizes("", 3, (), (), ()))
    >>> (URIRef("http://localhost/.well-known/void#data"), VOID.triples, Literal(3)) in found
    True
    """
    graph = Graph()
    dataset = URIRef(f"{base}.well-known/void#data")
    describe_holdings(graph, dataset, settings, sizes)
    for path in (RDFS.seeAlso, FOAF.homepage, DCAT.landingPage):
        graph.add((dataset, path, URIRef(str(base))))
    _describe_state(graph, dataset, settings, sizes.state)
    _describe_ways(graph, dataset, base)
    return graph


def describe_holdings(graph: Graph, dataset: URIRef, settings: Settings, sizes: Sizes) -> None:
    """Add what a data set holds, whatever the ways to it: its title, its licence, its sizes, and its links.

    Examples
    --------
    >>> graph = Graph()
    >>> describe_holdings(graph, URIRef("#data"), Settings(title="Kabul desk"), Sizes("", 3, (), (), ()))
    >>> str(graph.value(URIRef("#data"), DCTERMS.title))
    'Kabul desk'
    """
    _describe_whole(graph, dataset, settings, sizes)
    for number, (kind, count) in enumerate(sizes.classes, 1):
        part = URIRef(f"{dataset}-{number}")
        graph.add((dataset, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(kind)))
        graph.add((part, VOID.entities, Literal(count)))
    for number, (path, count) in enumerate(sizes.properties, 1):
        part = URIRef(f"{dataset}-property-{number}")
        graph.add((dataset, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(path)))
        graph.add((part, VOID.triples, Literal(count)))
    _describe_links(graph, dataset, sizes)


def _describe_whole(graph: Graph, dataset: URIRef, settings: Settings, sizes: Sizes) -> None:
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(settings.title)))
    graph.add((dataset, DCTERMS.description, Literal(DESCRIPTION, lang="en")))
    graph.add((dataset, VOID.uriSpace, Literal(settings.base)))
    graph.add((dataset, VOID.vocabulary, VOCABULARY))
    graph.add((dataset, DCTERMS.conformsTo, VOCABULARY))
    graph.add((dataset, VOID.triples, Literal(sizes.triples)))
    graph.add((dataset, VOID.classes, Literal(len(sizes.classes))))
    graph.add((dataset, VOID.properties, Literal(len(sizes.properties))))
    if settings.licence.strip():
        graph.add((dataset, DCTERMS.license, URIRef(settings.licence.strip())))
    if settings.publisher.strip():
        publisher = URIRef(f"{dataset}-publisher")
        graph.add((dataset, DCTERMS.publisher, publisher))
        graph.add((publisher, RDF.type, FOAF.Agent))
        graph.add((publisher, FOAF.name, Literal(settings.publisher.strip())))


def _describe_state(graph: Graph, dataset: URIRef, settings: Settings, state: str) -> None:
    snapshot, modified = name_snapshot(state), date_state(state)
    if snapshot:
        graph.add((dataset, VERSION, Literal(snapshot)))
    if modified:
        graph.add((dataset, DCTERMS.modified, Literal(modified, datatype=XSD.dateTime)))
    citation = cite(settings, snapshot, modified, str(dataset))
    graph.add((dataset, DCTERMS.bibliographicCitation, Literal(citation)))


def cite(settings: Settings, snapshot: str, modified: str, address: str) -> str:
    """Write how to cite a state of the data; what is not known is left out.

    Examples
    --------
    >>> cite(Settings(title="Kabul desk"), "7", "2026-11-27T22:36:54Z", "http://a/#data").partition(". Made")[0]
    'Kabul desk, snapshot 7 of 2026-11-27'
    """
    which = f", snapshot {snapshot}" + (f" of {modified.partition('T')[0]}" if modified else "") if snapshot else ""
    parts = [settings.title + which, settings.publisher.strip(), f"Made with OnRecord {version('onrecord')}", address]
    return ". ".join(part for part in parts if part)


def _describe_ways(graph: Graph, dataset: URIRef, base: URL) -> None:
    endpoint, service = URIRef(f"{base}sparql"), URIRef(f"{dataset}-service")
    graph.add((dataset, VOID.sparqlEndpoint, endpoint))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal("SPARQL 1.1", lang="en")))
    graph.add((service, DCAT.endpointURL, endpoint))
    graph.add((service, DCAT.endpointDescription, endpoint))
    graph.add((service, DCAT.servesDataset, dataset))
    graph.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    queried = _add_way(graph, dataset, "sparql", "Answers to SPARQL queries")
    graph.add((queried, DCAT.accessURL, endpoint))
    graph.add((queried, DCAT.accessService, service))
    rows = _add_way(graph, dataset, "rows", "Statements, actors, venues, events and articles as rows")
    graph.add((rows, DCAT.accessURL, URIRef(f"{base}api/v1/statements")))
    _add_media_type(graph, rows, "application/json")
    _add_media_type(graph, rows, "text/csv")
    for form in GRAPHS:
        graph.add((dataset, VOID.feature, FORMATS[FORMAT_NAMES[form.name]]))
    for form in (*RESULTS, *GRAPHS):
        _add_media_type(graph, queried, form.media_type)


def _add_way(graph: Graph, dataset: URIRef, name: str, title: str) -> URIRef:
    way = URIRef(f"{dataset}-{name}")
    graph.add((dataset, DCAT.distribution, way))
    graph.add((way, RDF.type, DCAT.Distribution))
    graph.add((way, DCTERMS.title, Literal(title, lang="en")))
    for licence in graph.objects(dataset, DCTERMS.license):
        graph.add((way, DCTERMS.license, licence))
    return way


def _add_media_type(graph: Graph, way: URIRef, media_type: str) -> None:
    graph.add((way, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media_type}")))


def _describe_links(graph: Graph, dataset: URIRef, sizes: Sizes) -> None:
    names = {space: name for name, space in OUTSIDE.items()}
    for link, space, count in sizes.links:
        name = names[space].lower()
        target, links = URIRef(f"{dataset}-{name}"), URIRef(f"{dataset}-{name}-{link.rpartition('#')[2]}")
        graph.add((target, RDF.type, VOID.Dataset))
        graph.add((target, DCTERMS.title, Literal(names[space])))
        graph.add((target, VOID.uriSpace, Literal(space)))
        graph.add((dataset, VOID.subset, links))
        graph.add((links, RDF.type, VOID.Linkset))
        graph.add((links, VOID.subjectsTarget, dataset))
        graph.add((links, VOID.objectsTarget, target))
        graph.add((links, VOID.linkPredicate, URIRef(link)))
        graph.add((links, VOID.triples, Literal(count)))
