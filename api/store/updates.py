"""The updates that writing needs. No text of an article is ever read as SPARQL here: a serialiser writes the terms."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

from api.store.terms import to_named_node, to_triples


def write_replacement(name: str, graph: rdflib.Graph) -> str:
    """Write the update that replaces one named graph.

    The triples are written by a serialiser and the name is a validated IRI, so no text in the graph is ever read
    as SPARQL: N-Triples is a subset of what INSERT DATA takes (SPARQL 1.1 Update, section 3.1.1).

    Examples
    --------
    >>> write_replacement("https://example.org/g", rdflib.Graph())
    'DROP SILENT GRAPH <https://example.org/g>'
    """
    target = to_named_node(name)
    triples = (ox.serialize(to_triples(graph), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    drop = f"DROP SILENT GRAPH {target}"
    return f"{drop} ;\nINSERT DATA {{ GRAPH {target} {{\n{triples}}} }}" if triples else drop


def write_removal(name: str) -> str:
    """Write the update that removes one named graph, stored or not.

    Examples
    --------
    >>> write_removal("https://example.org/g")
    'DROP SILENT GRAPH <https://example.org/g>'
    """
    return f"DROP SILENT GRAPH {to_named_node(name)}"
