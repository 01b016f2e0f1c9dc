"""One version of an article as a page shows it: its text with every span in place, and its statements in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.term import Node

from api.labels import Labels, Link, clip, find_title, shorten
from api.store.binding import bind
from api.views.marking import Highlight, Note, Piece, mark
from api.views.statement import Line, by_place, read_bounds, read_line
from api.views.tables import PREFIXES
from ontology.terms import NIF, RDF, RDFS, REC, SCHEMA

_ROLES = (
    (REC.sourceSpan, "source"),
    (REC.cueSpan, "cue"),
    (REC.contentSpan, "content"),
    (REC.mention, "mention"),
)


_QUERY = f"""{PREFIXES}SELECT ?statement ?who ?what WHERE {{
  ?statement rec:article ?version ; rec:text ?what ; a rec:Statement .
  OPTIONAL {{ ?statement rec:claimant/rdfs:label ?who }}
}} ORDER BY ?statement"""


@dataclass(frozen=True, slots=True)
class Aside:
    """A part of the text that is not read as news: its words, which lead to their place, what it is, and why."""

    words: Link
    kind: str | None
    reason: str | None


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
    asides: tuple[Aside, ...]
    query: str


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
        pieces=mark(
            text,
            _highlights(graph, version, [(node, line) for (_, node), line in zip(ordered, lines, strict=True)]),
            notes,
        ),
        asides=tuple(_asides(graph, labels)),
        query=bind(_QUERY, {"version": version}),
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


def _asides(graph: Graph, labels: Labels) -> Iterator[Aside]:
    for node in by_place(
        span for block in graph.subjects(RDF.type, REC.Block) for span in graph.objects(block, REC.span)
    ):
        block = next(iter(graph.subjects(REC.span, node)))
        role = graph.value(block, REC.blockRole)
        yield Aside(
            Link(clip(str(graph.value(node, NIF.anchorOf) or "")), labels.address(str(node))),
            shorten(str(role), "") if role is not None else None,
            _text(graph.value(block, REC.reason)),
        )


def _highlights(graph: Graph, version: URIRef, statements: Iterable[tuple[URIRef, Line]]) -> list[Highlight]:
    roles: dict[Node, set[str]] = defaultdict(set)
    titles: dict[Node, list[str]] = defaultdict(list)
    for path, role in _ROLES:
        for _, span in graph.subject_objects(path):
            roles[span].add(role)
    for node, line in statements:
        who = ", ".join(link.words for link in line.who) or "nobody named"
        for span in graph.objects(node, REC.contentSpan):
            titles[span].append(f"Statement {line.number}, {who}")
    for kind, role in ((REC.Block, "aside"), (REC.TimeExpression, "time"), (REC.Event, "event")):
        for found in graph.subjects(RDF.type, kind):
            for span in graph.objects(found, REC.span):
                roles[span].add(role)
                if role == "aside":
                    reason = _text(graph.value(found, REC.reason)) or "no reason is given"
                    titles[span].append(f"Not read as news: {reason}")
    highlights = []
    for span in graph.subjects(NIF.referenceContext, version):
        bounds = read_bounds(graph, span)
        address, _, fragment = str(span).partition("#")
        if bounds and address == str(version):
            title = "; ".join(titles[span]) if span in titles else ""
            highlights.append(Highlight(*bounds, fragment, tuple(sorted(roles[span])), title))
    return highlights


def _text(value: Node | None) -> str | None:
    return str(value) if value is not None else None
