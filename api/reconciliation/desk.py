"""Who takes a request to the service, has it answered by the engine, and puts the parts of an answer together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from itertools import batched

from fastapi import Request

from api.answering import Engine
from api.errors import QueryFailed, QueryTimeout
from api.reconciliation.answers import Inquiry
from api.reconciliation.queries import read_batch, read_extension, read_json
from api.settings import Settings
from api.sparql import while_connected

type Json = Mapping[str, object]

_AT_ONCE = 25
_TRIES = 3


class Desk:
    """Answers requests to the service."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._engine = engine

    async def match(self, request: Request, queries: str) -> tuple[str, Json]:
        """Answer a batch of queries, all from one state, and name it.

        It is asked in parts, each of which takes a turn, so that nobody waits long for a large one.

        Raises
        ------
        QueryTimeout
            It takes longer than a query may.
        """
        read_batch(queries, self._settings.reconcile_batch)  # what is wrong with it is said before anything is done
        raw = read_json(queries, "queries")
        try:
            async with asyncio.timeout(self._settings.query_timeout):
                return await while_connected(request, self._match(raw))
        except TimeoutError as error:
            raise QueryTimeout(
                f"the batch was stopped after {self._settings.query_timeout:g} seconds, which is the limit; "
                "send it in parts"
            ) from error

    async def extend(self, request: Request, extend: str) -> tuple[str, Json]:
        """Give the values of properties."""
        wanted = read_extension(extend, self._settings.reconcile_batch)
        given = {"ids": list(wanted.ids), "properties": [list(each) for each in wanted.properties]}
        return await while_connected(request, self.ask("extend", given))

    async def ask(self, call: str, given: Json) -> tuple[str, Json]:
        """Ask the engine once, and give the state that the answer is true of, and the answer."""
        reply = await self._engine.reconcile(Inquiry(call, given))
        body = b"".join([chunk async for chunk in reply.chunks])
        return reply.state, json.loads(body)

    async def _match(self, queries: Json) -> tuple[str, Json]:
        for _ in range(_TRIES):
            found = dict[str, object]()
            states = set[str]()
            for part in batched(queries.items(), _AT_ONCE):
                state, answer = await self.ask("match", {"queries": dict(part)})
                states.add(state)
                found.update(answer)
            if len(states) <= 1:
                return next(iter(states), self._engine.state()), found
        raise QueryFailed("the graph was changed while names were compared, several times; ask again")
