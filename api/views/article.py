"""One version of an article as a page shows it: its text with every span in place, and its statements in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.term import Node

from api.labels import Labels, Link, find_title
from api.views.marking import Highlight, Note, Piece, mark
from api.views.statement import Line, read_bounds, read_line
from ontology.terms import NIF, RDF, RDFS, REC, SCHEMA

_ROLES = (
    (REC.sourceSpan, "source"),
    (REC.cueSpan, "cue"),
    (REC.contentSpan, "content"),
    (REC.mention, "mention"),
)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article version's page."""

    headline: str
    apart: bool
    publisher: str | None
    published: str | None
    authors: tuple[str, ...]
    url: Link | None
    language: str | None
    digest: str | None
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]
    newer: str | None
    older: str | None


def read_article(
    graph: Graph, version: URIRef, labels: Labels, *, url: str | None, newer: URIRef | None, older: URIRef | None
) -> ArticleView:
    """Read an article version out of its own graph and the graph of its links, joined."""
    text = str(graph.value(version, NIF.isString) or "")
    headline = graph.value(version, SCHEMA.headline)
    title = next((str(graph.value(t, NIF.isString)) for t in graph.subjects(REC.titleOf, version)), None)
    ordered = sorted(_statements(graph), key=lambda found: found[0])
    lines = tuple(read_line(graph, node, labels, n) for n, (_, node) in enumerate(ordered, 1))
    notes = [Note(end, str(n), lines[n - 1].page or "") for n, ((_, end), _) in enumerate(ordered, 1)]
    publisher = graph.value(graph.value(version, REC.publisher), RDFS.label)
    return ArticleView(
        headline=str(headline or title or find_title(text)),
        apart=title is not None,
        publisher=_text(publisher),
        published=_text(graph.value(version, SCHEMA.datePublished)),
        authors=tuple(sorted(str(author) for author in graph.objects(version, SCHEMA.author))),
        url=Link(url, url if url.startswith(("https://", "http://")) else None) if url else None,
        language=_text(graph.value(version, SCHEMA.inLanguage)),
        digest=_text(graph.value(version, REC.textDigest)),
        pieces=mark(text, _highlights(graph, version), notes),
        lines=lines,
        newer=labels.address(str(newer)) if newer else None,
        older=labels.address(str(older)) if older else None,
    )


def _statements(graph: Graph) -> list[tuple[tuple[int, int], URIRef]]:
    found = []
    for node in graph.subjects(RDF.type, REC.Statement):
        bounds = [b for span in graph.objects(node, REC.contentSpan) if (b := read_bounds(graph, span))]
        if isinstance(node, URIRef) and bounds:
            found.append(((min(start for start, _ in bounds), max(end for _, end in bounds)), node))
    return found


def _highlights(graph: Graph, version: URIRef) -> list[Highlight]:
    roles: dict[Node, set[str]] = defaultdict(set)
    for path, role in _ROLES:
        for _, span in graph.subject_objects(path):
            roles[span].add(role)
    for kind, role in ((REC.Block, "aside"), (REC.TimeExpression, "time"), (REC.Event, "event")):
        for node in graph.subjects(RDF.type, kind):
            for span in graph.objects(node, REC.span):
                roles[span].add(role)
    highlights = []
    for span in graph.subjects(NIF.referenceContext, version):
        bounds = read_bounds(graph, span)
        address, _, fragment = str(span).partition("#")
        if bounds and address == str(version):
            highlights.append(Highlight(*bounds, fragment, tuple(sorted(roles[span]))))
    return highlights


def _text(value: Node | None) -> str | None:
    return str(value) if value is not None else None
