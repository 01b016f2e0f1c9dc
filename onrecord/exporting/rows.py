"""The statements of a store as rows of `onrecord.statement_table`: those in the latest text of each article."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from api.store import Reader, Rows
from onrecord.statement_table import Row, write_table
from ontology.terms import NIF, ORG, REC, SCHEMA

_LATEST: Final = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX schema: <https://schema.org/>
SELECT ?version ?work (MIN(?address) AS ?url) WHERE {
  ?work rec:latestVersion ?version . OPTIONAL { ?work schema:url ?address }
} GROUP BY ?version ?work"""
_DIGITS: Final = re.compile(r"([0-9]+)")
_TERMS: Final = ("quoteForm", "kind", "speechAct", "stance", "polarity")


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest version of an article, the article, and where it was read."""

    version: str
    work: str
    url: str | None


def write_statements(reader: Reader, sink: BinaryIO) -> None:
    """Write the table of the statements of a state."""
    write_table(read_statements(reader), sink)


def read_statements(reader: Reader) -> Iterator[Row]:
    """Give a row for each statement in the latest text of an article, article by article and in the order of the text.

    Raises
    ------
    QueryFailed
        The engine gave no answer.
    """
    for latest in list_latest(reader):
        yield from describe_statements(reader.graph(latest.version), latest)


def list_latest(reader: Reader) -> list[Latest]:
    """Give the latest version of each article, in the order of their IRIs."""
    answer = reader.query(_LATEST)
    rows = answer.records() if isinstance(answer, Rows) else ()
    found = [
        Latest(str(row["version"]), str(row["work"]), str(row["url"]) if "url" in row else None)
        for row in rows
        if "version" in row
    ]
    return sorted(found, key=lambda each: each.version)


def describe_statements(graph: Graph, latest: Latest) -> Iterator[Row]:
    """Give the rows of the graph of one version; what is unknown is left out.

    Examples
    --------
    >>> list(describe_statements(Graph(), Latest("urn:v", "urn:w", None)))
    []
    """
    version = URIRef(latest.version)
    title = graph.value(version, SCHEMA.headline) or next(
        (graph.value(apart, NIF.isString) for apart in graph.subjects(REC.titleOf, version)), None
    )
    publisher = graph.value(version, REC.publisher)
    article = {
        "article": latest.work,
        "version": latest.version,
        "url": latest.url,
        "title": _text(title),
        "publisher": _label(graph, publisher),
        "published": _text(graph.value(version, SCHEMA.datePublished)),
    }
    rows = [{**article, **_describe(graph, statement)} for statement in graph.subjects(RDF.type, REC.Statement)]
    yield from sorted(rows, key=lambda row: (row.get("begin", -1), row.get("end", -1), row["statement"]))


def _describe(graph: Graph, statement: Node) -> Row:
    claimants = _as_named(graph, statement)
    roles = _in_order(graph.objects(statement, REC.claimantRole))
    confidence = graph.value(statement, REC.confidence)
    return {
        "statement": str(statement),
        "claimant": _join(graph, claimants),
        "claimant_id": str(claimants[0]) if claimants else None,
        "claimant_role": _label(graph, graph.value(roles[0], ORG.role)) if roles else None,
        "unnamed": any((who, RDF.type, REC.UnnamedSource) in graph for who in claimants),
        "addressee": _join(graph, _in_order(graph.objects(statement, REC.addressee))),
        "venue": _label(graph, graph.value(statement, REC.venue)),
        "cue": _text(graph.value(statement, REC.cue)),
        "text": _text(graph.value(statement, REC.text)),
        "embedded_in": _text(graph.value(statement, REC.embeddedIn)),
        "confidence": None if confidence is None else float(str(confidence)),
        **{_column(name): _local(graph.value(statement, REC[name])) for name in _TERMS},
        **_describe_time(graph, graph.value(statement, REC.saidOn)),
        **_describe_span(graph, statement),
    }


def _describe_time(graph: Graph, time: Node | None) -> Row:
    if time is None:
        return {}
    told = {f"said_{name}": _text(graph.value(time, REC[name])) for name in ("words", "edtf", "earliest", "latest")}
    return {**told, "said_basis": _local(graph.value(time, REC.basis))}


def _describe_span(graph: Graph, statement: Node) -> Row:
    found = [span for each in graph.objects(statement, REC.contentSpan) if (span := _offsets(graph, each))]
    if not found:
        return {}
    return {"begin": min(begin for begin, _ in found), "end": max(end for _, end in found)}


def _as_named(graph: Graph, statement: Node) -> list[Node]:
    """Give the claimants in the order in which the source names them, or else the article does."""
    sources = [found for span in graph.objects(statement, REC.sourceSpan) if (found := _offsets(graph, span))]

    def place(who: Node) -> tuple[float, float]:
        spans = [found for span in graph.objects(who, REC.mention) if (found := _offsets(graph, span))]
        named = [begin for begin, end in spans for first, last in sources if first <= begin and end <= last]
        return min(named, default=math.inf), min((begin for begin, _ in spans), default=math.inf)

    return sorted(_in_order(graph.objects(statement, REC.claimant)), key=place)


def _offsets(graph: Graph, span: Node) -> tuple[int, int] | None:
    begin, end = graph.value(span, NIF.beginIndex), graph.value(span, NIF.endIndex)
    return None if begin is None or end is None else (int(str(begin)), int(str(end)))


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    """Put nodes in the order of the numbers in their IRIs, which is that of the text."""
    return sorted(nodes, key=lambda node: [int(part) if part.isdigit() else part for part in _DIGITS.split(str(node))])


def _join(graph: Graph, nodes: Iterable[Node]) -> str | None:
    return " and ".join(label for node in nodes if (label := _label(graph, node))) or None


def _label(graph: Graph, node: Node | None) -> str | None:
    return None if node is None else _text(graph.value(node, RDFS.label)) or None


def _text(value: Node | None) -> str | None:
    return None if value is None else str(value)


def _local(value: Node | None) -> str | None:
    return None if value is None else str(value).rpartition("#")[2]


def _column(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", name)
