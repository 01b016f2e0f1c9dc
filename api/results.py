"""Answers as tables on a page: the first rows, with names in place of IRIs."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, cast

import pyoxigraph as ox
from rdflib.term import Identifier
from starlette.concurrency import run_in_threadpool

from api.answering import Answering, Reply
from api.asking import Record, ask
from api.freshness import name_snapshot
from api.labels import Labels, Link, ask_labels, choose_labels
from api.negotiation import JSON, Format
from api.store.terms import from_engine

ROWS_SHOWN = 500
_BYTES_READ = 32 * 1024 * 1024
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a page shows it: its columns and first rows, whether there are more, and the verdict of an ASK."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Link | None, ...], ...]
    more: bool
    verdict: bool | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    columns: tuple[str, ...]
    rows: tuple[tuple[Identifier | None, ...], ...]
    more: bool
    verdict: bool | None = None


class Shower:
    """Reads answers back into rows, and asks what the things in them are called."""

    def __init__(self, answering: Answering, base: str) -> None:
        self._answering = answering
        self._base = base

    async def show(self, reply: Reply, form: Format) -> Table:
        """Give the table of a reply in JSON results or in N-Triples."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            spool = cast(BinaryIO, file)
            whole = await _fetch(reply, spool)
            spool.seek(0)
            head = await run_in_threadpool(_read, spool, form, whole=whole)
        found: list[Record] = []
        for query in ask_labels(term for row in head.rows for term in row if term is not None):
            found.extend((await ask(self._answering, query, name_snapshot(reply.state) or None)).rows)
        labels = choose_labels(self._base, found)
        rows = tuple(tuple(_cell(term, labels) for term in row) for row in head.rows)
        return Table(head.columns, rows, head.more, head.verdict)


def _read(spool: BinaryIO, form: Format, *, whole: bool) -> _Head:
    if form is not JSON:
        triples = ox.parse(spool, ox.RdfFormat.N_TRIPLES)
        terms = ([t.subject, t.predicate, t.object] for t in triples)
        return _take(("subject", "predicate", "object"), terms, whole=whole)
    found = ox.parse_query_results(spool, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return _Head((), (), more=False, verdict=bool(found))
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # JSON results have nothing else
    return _take(tuple(variable.value for variable in found.variables), found, whole=whole)


def _take(columns: tuple[str, ...], rows: Iterable[Iterable[object]], *, whole: bool) -> _Head:
    taken: list[tuple[Identifier | None, ...]] = []
    more = False
    try:
        taken.extend(_read_terms(row) for row in islice(rows, ROWS_SHOWN + 1))
    except (SyntaxError, ValueError):
        if whole:
            raise
        more = True  # only the head of the answer was fetched, and it breaks off somewhere
    return _Head(columns, tuple(taken[:ROWS_SHOWN]), more or len(taken) > ROWS_SHOWN)


def _read_terms(row: Iterable[object]) -> tuple[Identifier | None, ...]:
    return tuple(None if term is None else from_engine(term) for term in row)


def _cell(term: Identifier | None, labels: Labels) -> Link | None:
    return None if term is None else labels.link(term)


async def _fetch(reply: Reply, sink: BinaryIO) -> bool:
    async for chunk in reply.chunks:
        sink.write(chunk)
        if sink.tell() > _BYTES_READ:
            if isinstance(reply.chunks, AsyncGenerator):
                await reply.chunks.aclose()  # the query that still runs has a turn, which the names may need
            return False
    return True
