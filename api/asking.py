"""One question to whoever answers queries, and its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.term import Identifier
from starlette.concurrency import run_in_threadpool

from api.answering import Answering, Question, Reply
from api.errors import QueryTooLarge
from api.negotiation import CSV, JSON
from api.store.terms import from_engine

_MOST_BYTES = 32 * 1024 * 1024
_MOST_BYTES_OF_A_COLUMN = 64 * 1024 * 1024

type Record = Mapping[str, Identifier]


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of an answer, each with the variables that are bound in it, and the state that they are true of."""

    state: str
    rows: tuple[Record, ...]


async def ask(answering: Answering, query: str, snapshot: str | None = None) -> Found:
    """Ask the latest state, or a snapshot, a SELECT whose answer is bounded, and read its rows.

    Raises
    ------
    QueryFailed, StoreError
        There is no answer, or one that is too large to be held.
    """
    reply = await answering.ask(Question(query, JSON.media_type, snapshot=snapshot))
    return Found(reply.state, await run_in_threadpool(_read, await _hold(reply, _MOST_BYTES, "ask for fewer by limit")))


def _read(body: bytes) -> tuple[Record, ...]:
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # a SELECT has no other answer
    names = [variable.value for variable in found.variables]
    return tuple(
        {name: from_engine(value) for name, value in zip(names, row, strict=True) if value is not None} for row in found
    )


@dataclass(frozen=True, slots=True)
class Column:
    """The values of an answer's only variable, as text, and the state that they are true of."""

    state: str
    values: tuple[str, ...]


async def ask_column(answering: Answering, query: str, snapshot: str | None = None) -> Column:
    """Ask a SELECT of one variable, and read its values; it may have many more rows than `ask` would hold.

    Raises
    ------
    QueryFailed, StoreError
        There is no answer, or one that is too large to be held.
    """
    reply = await answering.ask(Question(query, CSV.media_type, snapshot=snapshot))
    remedy = "ask for less of it, such as a window of days, or ask /sparql"
    return Column(
        reply.state, await run_in_threadpool(_read_column, await _hold(reply, _MOST_BYTES_OF_A_COLUMN, remedy))
    )


async def _hold(reply: Reply, most: int, remedy: str) -> bytes:
    body = bytearray()
    async for chunk in reply.chunks:
        body += chunk
        if len(body) > most:
            raise QueryTooLarge(f"the rows take more than {most} bytes, which is the limit; {remedy}")
    return bytes(body)


def _read_column(body: bytes) -> tuple[str, ...]:
    rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    next(rows, None)
    return tuple(row[0] for row in rows if row)
