"""What a release is, for catalogues of data: VoID and DCAT 3 in Turtle, with addresses that hold wherever it lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, OWL, VOID

from api.catalogue import SIZES, VERSION, Sizes, describe_holdings
from api.store import Reader, Rows
from onrecord.exporting.about import GRAPH, About, Part
from onrecord.settings import Settings

SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
DATASET: Final = URIRef("#data")
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def read_sizes(reader: Reader, snapshot: str) -> Sizes:
    """Count what a state holds.

    Raises
    ------
    QueryFailed
        The engine gave no answer.
    """
    answer = reader.query(SIZES)
    return Sizes.of(snapshot, answer.records() if isinstance(answer, Rows) else ())


def describe_release(about: About, settings: Settings, sizes: Sizes, parts: Iterable[Part]) -> bytes:
    """Write the description; each file is a `dcat:Distribution` with its size and its checksum.

    Examples
    --------
    >>> from datetime import date
    >>> found = describe_release(About("Kabul desk", date(2026, 11, 27), "7"), Settings(), Sizes("", 3, (), (), ()), [])
    >>> b'dcterms:issued "2026-11-27"^^xsd:date' in found
    True
    """
    graph = Graph()
    graph.bind("spdx", SPDX)
    describe_holdings(graph, DATASET, settings, sizes)
    graph.add((DATASET, DCTERMS.issued, Literal(about.day.isoformat(), datatype=XSD.date)))
    graph.add((DATASET, VERSION, Literal(about.number)))
    graph.add((DATASET, OWL.versionInfo, Literal(about.number)))
    for number, part in enumerate(parts, 1):
        _describe_part(graph, URIRef(f"{DATASET}-file-{number}"), part)
    return graph.serialize(format="turtle", encoding="utf-8")


def _describe_part(graph: Graph, node: URIRef, part: Part) -> None:
    file, checksum = URIRef(part.name), URIRef(f"{node}-checksum")
    graph.add((DATASET, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(part.title, lang="en")))
    graph.add((node, DCAT.downloadURL, file))
    graph.add((node, DCAT.accessURL, file))
    graph.add((node, DCAT.mediaType, URIRef(_MEDIA_TYPES + part.media_type)))
    graph.add((node, DCAT.byteSize, Literal(part.size, datatype=XSD.nonNegativeInteger)))
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(part.digest, datatype=XSD.hexBinary)))
    for licence in graph.objects(DATASET, DCTERMS.license):
        graph.add((node, DCTERMS.license, licence))
    if part.name == GRAPH:
        graph.add((DATASET, VOID.dataDump, file))
        compression = URIRef(_MEDIA_TYPES + "application/gzip")
        graph.add((node, DCAT.compressFormat, compression))
