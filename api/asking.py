"""One question to whoever answers queries, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.term import Identifier
from starlette.concurrency import run_in_threadpool

from api.answering import Answering, Question
from api.errors import QueryTooLarge
from api.negotiation import JSON
from api.store.terms import from_engine

_MOST_BYTES = 32 * 1024 * 1024

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
    body = bytearray()
    async for chunk in reply.chunks:
        body += chunk
        if len(body) > _MOST_BYTES:
            raise QueryTooLarge(
                f"the rows take more than {_MOST_BYTES} bytes, which is the limit; ask for fewer by limit"
            )
    return Found(reply.state, await run_in_threadpool(_read, bytes(body)))


def _read(body: bytes) -> tuple[Record, ...]:
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # a SELECT has no other answer
    names = [variable.value for variable in found.variables]
    return tuple(
        {name: from_engine(value) for name, value in zip(names, row, strict=True) if value is not None} for row in found
    )
