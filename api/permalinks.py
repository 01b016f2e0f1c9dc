"""Short addresses of queries: ``/q/<name>`` is a query for as long as its store is kept.

A name is made from the query's own text, so the same query always has the same one, and no query can be put in the
place of another. A query is a file of its own beside the store, written whole or not at all.
"""

from __future__ import annotations

import base64
import os
import re
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import BadRequest, LinksFull, NotFound, RightMissing, StoreDamaged, UnsupportedMediaType
from api.guard import Limits, check_query
from api.negotiation import HTML, PROBLEM, choose
from api.requests import DIRECT, FORM, content_type, join, only, parse, read_text
from api.settings import Settings
from api.sparql import PERCENT_ENCODING, Endpoint
from api.store import Store
from api.store.embedded import EmbeddedStore

_LENGTHS = (10, 20, 52)
_NAME = re.compile(r"[a-z2-7]{10,52}")


class Permalinks:
    """The queries that have a short address, at most so many; ``folder`` is None where there is no place for them.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     links = Permalinks(Path(folder), most=10)
    ...     name = links.keep("ASK {}")
    ...     name, links.find(name)
    ('qgpkshwv6e', 'ASK {}')
    """

    def __init__(self, folder: Path | None, most: int) -> None:
        self._folder = folder
        self._most = most

    def keep(self, query: str) -> str:
        """Keep a query and give its name.

        Raises
        ------
        LinksFull
            As many are kept as may be.
        StoreDamaged
            It could not be written.
        RightMissing
            There is no place for queries.
        """
        folder, whole = self._place(), base64.b32encode(sha256(query.encode()).digest()).decode().lower()
        for length in _LENGTHS:
            file = folder / f"{whole[:length]}.rq"
            kept = _read(file)
            if kept == query:
                return file.stem
            if kept is None:
                self._write(file, query)
                return file.stem
        raise StoreDamaged(f"{folder}: the names of this query belong to others; look at the files there")

    def find(self, name: str) -> str:
        """Give the query of a name.

        Raises
        ------
        NotFound
            No query has it.
        """
        query = _read(self._place() / f"{name}.rq") if _NAME.fullmatch(name) else None
        if query is None:
            raise NotFound("no query is kept under this name; keep one by POST to /q")
        return query

    def _place(self) -> Path:
        if self._folder is None:
            raise RightMissing("queries are kept beside a store in a folder, and this one is elsewhere; send the query")
        return self._folder

    def _write(self, file: Path, query: str) -> None:
        try:
            file.parent.mkdir(exist_ok=True)
            if sum(1 for _ in file.parent.iterdir()) >= self._most:
                raise LinksFull(f"{self._most} queries are kept, which is the limit; send the query itself")
            with tempfile.NamedTemporaryFile(dir=file.parent) as draft:
                draft.write(query.encode())
                draft.flush()
                os.fsync(draft.fileno())
                with suppress(FileExistsError):  # another request was quicker with the same query
                    os.link(draft.name, file)
        except OSError as error:
            raise StoreDamaged(f"{file.parent}: the query was not kept ({error.strerror}); look for room") from error


def _read(file: Path) -> str | None:
    with suppress(FileNotFoundError):
        return file.read_text("utf-8")
    return None


def links_for(store: Store, settings: Settings) -> Permalinks:
    """Give the place for the queries of a store."""
    folder = Path(store.where) / "queries" if isinstance(store, EmbeddedStore) else None
    return Permalinks(folder, settings.permalinks_kept)


def make_router(settings: Settings, links: Permalinks, endpoint: Endpoint) -> APIRouter:
    """Make the routes of ``/q``."""
    router = APIRouter(tags=["SPARQL"])
    limits = Limits.of(settings)

    @router.post("/q", response_class=Response, status_code=201, summary="Give a query a short address")
    async def keep(request: Request) -> Response:
        """Keep the query in a form or in a body of its own; a parameter snapshot becomes part of the address."""
        kind, parameters = content_type(request.headers.get("content-type", "")), parse(request.url.query)
        if kind == FORM:
            parameters = join(parameters, parse(await read_text(request, PERCENT_ENCODING * settings.query_size)))
        elif kind == DIRECT:
            parameters = join(parameters, {"query": [await read_text(request, settings.query_size)]})
        else:
            raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send {FORM} or {DIRECT}")
        query, snapshot = only(parameters, "query"), only(parameters, "snapshot")
        if query is None:
            raise BadRequest("the parameter query is missing; send a SPARQL query in it")
        await run_in_threadpool(check_query, query, limits)
        address = URL(f"{request.base_url}q/{await run_in_threadpool(links.keep, query)}")
        address = address.include_query_params(snapshot=snapshot) if snapshot else address
        if choose(request.headers.get("accept"), (PROBLEM, HTML)) is HTML:
            return RedirectResponse(str(address), 303)
        return JSONResponse({"url": str(address)}, 201, {"Location": str(address)})

    @router.get("/q/{name}", response_class=Response, summary="The answer to a query with a short address")
    async def answer(request: Request, name: str) -> Response:
        """Answer the query as /sparql does; the parameters format and snapshot are those of /sparql."""
        query = await run_in_threadpool(links.find, name)
        return await endpoint.answer(request, {**parse(request.url.query), "query": [query]})

    return router
