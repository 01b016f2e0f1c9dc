"""The short way made anew from stored graphs, as linking makes it from an article that was just read.

What an article says (claimant, venue, addressee, spans) stands in its own graph, and what its nodes refer to in the
graph of links; the short way follows from the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.terms import KIND, NIF, REC, SSSOM, ST

SHORT_WAY: Mapping[Node | None, URIRef] = {ST.affirm: REC.claims, ST.deny: REC.disputes, ST.entertain: REC.raises}
PATHS = (*SHORT_WAY.values(), REC.reportedlyClaims, REC.saidIn, REC.saidTo, REC.about)

type Triple = tuple[Node, URIRef, Node]
type Mention = tuple[Node, int, int]
"""Whoever is mentioned, and where the mention begins and ends."""


def rewrite(version: Graph, links: Graph, said: Mapping[URIRef, Iterable[Triple]]) -> Graph | None:
    """Return the graph of links in which some nodes have other links, or none, and the short way made anew.

    ``said`` leads from each of them to what is to be said of it now. ``None`` comes back where nothing changes.
    """
    graph = Graph(identifier=links.identifier)
    dropped = {mapping for local in said for mapping in links.subjects(SSSOM.subject_id, local)}
    for subject, path, value in links:
        if subject not in dropped and not (path == REC.refersTo and subject in said):
            graph.add((subject, path, value))
    for triples in said.values():
        for triple in triples:
            graph.add(triple)
    conclude(version, graph)
    return graph if set(graph) != set(links) else None


def conclude(version: Graph, links: Graph) -> None:
    """Put the short way that follows from an article's graph and its links in place of the one that is in the links."""
    for path in PATHS:
        links.remove((None, path, None))
    mentions = [(local, *bounds(version, span)) for local, span in version.subject_objects(REC.mention)]
    for statement in version.subjects(RDF.type, REC.Statement):
        for triple in [*shorten(version, links, statement, mentions)]:
            links.add(triple)


def shorten(version: Graph, links: Graph, statement: Node, mentions: Sequence[Mention]) -> Iterator[Triple]:
    """Yield the short way to and from one statement (see `ingest.link.shorten`)."""

    def concluded(local: Node) -> Node:
        return links.value(local, REC.refersTo) or local

    if version.value(statement, REC.kind) == KIND.statement:
        stance, embedded = version.value(statement, REC.stance), version.value(statement, REC.embeddedIn)
        path = REC.reportedlyClaims if embedded is not None else SHORT_WAY.get(stance)
        if path is not None and (embedded is None or stance == ST.affirm):
            for claimant in version.objects(statement, REC.claimant):
                yield concluded(claimant), path, statement
    for venue in version.objects(statement, REC.venue):
        yield statement, REC.saidIn, concluded(venue)
    for told in version.objects(statement, REC.addressee):
        yield statement, REC.saidTo, concluded(told)
    contents = [bounds(version, span) for span in version.objects(statement, REC.contentSpan)]
    for local, start, end in mentions:
        if any(first <= start and end <= last for first, last in contents):
            yield statement, REC.about, concluded(local)


def bounds(version: Graph, span: Node) -> tuple[int, int]:
    """Return where a span begins and ends."""
    first, last = version.value(span, NIF.beginIndex), version.value(span, NIF.endIndex)
    assert isinstance(first, Literal)  # noqa: S101  # the shapes hold it
    assert isinstance(last, Literal)  # noqa: S101
    return int(first), int(last)
