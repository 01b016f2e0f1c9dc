"""What an engine's answer says: rows, a truth value or a graph, each only if it is whole.

Rows come as JSON, whose last bracket is the proof that nothing is missing, and graphs as JSON-LD for the same reason.
XML, of rows or of a graph, is looked at for its end as well, since the parsers take what breaks off between two
elements. CSV, TSV, Turtle and N-Triples have no end and are not taken.
"""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Iterator
from typing import BinaryIO, cast

import pyoxigraph as ox
import rdflib

from api.errors import QueryFailed
from api.store import Answer, Rows
from api.store.body import Body
from api.store.terms import from_engine

_RDF_XML = "application/rdf+xml"
_RDF_XML_END = re.compile(rb"</(?:[\w.-]+:)?RDF\s*>\s*\Z")
_GRAPH_TYPES = frozenset({"application/ld+json", _RDF_XML})
_ROWS_XML = "application/sparql-results+xml"
_ROWS_XML_END = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>(?:\s|<!--.*?-->)*\Z", re.DOTALL)
_SHOWN = 120


def read_answer(body: Body) -> Answer:
    """Read an answer of any kind.

    Raises
    ------
    QueryFailed
        It is not whole, or not what the engine says it is.
    """
    if body.media_type in _GRAPH_TYPES:
        graph = rdflib.Graph()
        for triple in _read_graph(body):
            graph.add((from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)))
        return graph
    found = _read_results(body)
    if not isinstance(found, ox.QueryBoolean):
        return _collect(found, body)
    _end(body)
    return bool(found)


def read_rows(body: Body) -> Rows:
    """Read the answer to a SELECT."""
    return _collect(_expect_rows(body), body)


def read_triples(body: Body) -> Iterator[ox.Triple]:
    """Read the answer to a SELECT of subject, predicate and object, row by row as it comes."""
    for subject, predicate, value in _whole(_expect_rows(body), body):
        yield ox.Triple(subject, predicate, value)


def rewrite_answer(body: Body, media_type: str, sink: BinaryIO) -> None:
    """Write an answer of any kind in another format.

    Raises
    ------
    QueryFailed
        It is not whole; what was written so far is to be thrown away.
    """
    if body.media_type in _GRAPH_TYPES:
        ox.serialize(_read_graph(body), sink, ox.RdfFormat.from_media_type(media_type))
        return
    found = _read_results(body)
    try:
        found.serialize(sink, ox.QueryResultsFormat.from_media_type(media_type))
    except SyntaxError as error:
        raise _broken(body, error) from error
    _end(body)


def clear_frames(error: BaseException) -> None:
    """Let go of what the frames of an error hold: the engine's rows may not be dropped in another thread."""
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        traceback.clear_frames(found.__traceback__)
        seen.append(found)
        found = found.__cause__ or found.__context__


def _expect_rows(body: Body) -> ox.QuerySolutions:
    found = _read_results(body)
    if isinstance(found, ox.QueryBoolean):
        raise QueryFailed("the engine answers a SELECT with a truth value; give the address of a SPARQL 1.1 endpoint")
    return found


def _read_results(body: Body) -> ox.QuerySolutions | ox.QueryBoolean:
    form = ox.QueryResultsFormat.XML if body.media_type == _ROWS_XML else ox.QueryResultsFormat.JSON
    try:
        return ox.parse_query_results(cast(BinaryIO, body), form)
    except SyntaxError as error:
        raise _broken(body, error) from error


def _collect(found: ox.QuerySolutions, body: Body) -> Rows:
    names = tuple(variable.value for variable in found.variables)
    rows = (tuple(None if value is None else from_engine(value) for value in row) for row in _whole(found, body))
    return Rows(names, tuple(rows))


def _whole(found: ox.QuerySolutions, body: Body) -> Iterator[ox.QuerySolution]:
    try:
        yield from found
    except SyntaxError as error:
        raise _broken(body, error) from error
    _end(body)


def _end(body: Body) -> None:
    """Read what stands behind the last row, and see that it is the end."""
    body.read_all()
    if body.media_type == _ROWS_XML and not _ROWS_XML_END.search(body.tail):
        raise _broken(body, "no end of sparql")


def _read_graph(body: Body) -> Iterator[ox.Triple]:
    form, source = ox.RdfFormat.JSON_LD, cast(BinaryIO, body)
    if body.media_type == _RDF_XML:
        text = body.read_all()
        if not _RDF_XML_END.search(text):
            raise _broken(body, "no end of rdf:RDF")
        if b"<!ENTITY" in text:
            raise QueryFailed("the engine's answer declares entities, which may grow without bound; ask with SELECT")
        form, source = ox.RdfFormat.RDF_XML, io.BytesIO(text)
    try:
        for quad in ox.parse(source, form):
            yield quad.triple
    except SyntaxError as error:
        raise _broken(body, error) from error


def _broken(body: Body, reason: object) -> QueryFailed:
    end = body.tail[-_SHOWN:].decode("utf-8", "replace")
    return QueryFailed(f"the engine's answer is not whole ({reason}) and was thrown away; it ends in {end!r}")
