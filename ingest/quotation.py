"""What an article is printed from, as RDF: the named graph of copies beside a version's own graph and its links.

It is a graph of its own because it changes with what else is stored, and a version's graph never does. The quotation
is PROV-O's (section 3.3, qualified); `rec:sameReportAs` leads to the first of its kind at once, never in steps, so that
whoever counts has no path to follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import RDF, Graph, URIRef

from ingest.copies import Quotation
from ingest.graph import decimal
from ontology.terms import COPYKIND, ORIGINALBASIS, PROV, REC
from ontology.triples import Triples


def name_copies(version: str) -> str:
    """Name the graph of what a version is printed from."""
    return f"{version}/copies"


def build_copies(version: str, quotations: Sequence[Quotation], first: str | None, reports: Mapping[str, str]) -> Graph:
    """Return the graph of what a version is printed from; an empty one where that is nothing.

    Parameters
    ----------
    version
        The address of the version.
    quotations
        What it is printed from.
    first
        The version that it counts as one report with; ``None`` where it is a report of its own.
    reports
        The statements that others have made before it, each with the first of them.
    """
    here, name = URIRef(version), URIRef(name_copies(version))
    graph = Triples(name)
    for n, quotation in enumerate(quotations):
        node, source = URIRef(f"{name}/{n}"), URIRef(quotation.source)
        graph.add((here, PROV.wasQuotedFrom, source))
        graph.add((here, PROV.qualifiedQuotation, node))
        graph.add((node, RDF.type, PROV.Quotation))
        graph.add((node, PROV.entity, source))
        graph.add((node, REC.copyKind, COPYKIND[quotation.likeness.kind]))
        graph.add((node, REC.shareOfCopy, decimal(quotation.likeness.share_of_copy)))
        graph.add((node, REC.shareOfOriginal, decimal(quotation.likeness.share_of_original)))
        graph.add((node, REC.originalBasis, ORIGINALBASIS[quotation.basis]))
    if first is not None:
        graph.add((here, REC.sameReportAs, URIRef(first)))
    for statement, same in reports.items():
        graph.add((URIRef(statement), REC.sameReportAs, URIRef(same)))
    return graph
