"""The SPARQL 1.1 Protocol's query operation (section 2.1 of the recommendation), all three ways of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answering import Answering, Question, Reply, send
from api.description import describe_limits, describe_service, serialise
from api.errors import ApiError, BadRequest, ClientGone, UnsupportedMediaType
from api.freshness import Freshness, name_snapshot
from api.guard import Limits, check_query
from api.negotiation import GRAPHS, HTML, JSON, NTRIPLES, RESULTS, Format, choose
from api.problems import describe, prefers_page
from api.query_page import QueryPage
from api.rendering import Renderer
from api.requests import DIRECT, FORM, UPDATE, Parameters, content_type, graphs, join, only, parse, read_text
from api.results import Shower
from api.settings import Settings
from api.turns import Room, Turns
from api.updating import Updates
from api.visits import current

PERCENT_ENCODING = 3  # a byte of a query may take three in a form
_CHECKED_AT_ONCE = 8 * 1024


class Endpoint:
    """Answers queries over HTTP, to programs in the format they ask for and to people as a page."""

    def __init__(
        self,
        settings: Settings,
        answering: Answering,
        renderer: Renderer,
        freshness: Freshness,
        shower: Shower,
        *,
        writable: bool = False,
    ) -> None:
        self._settings = settings
        self._answering = answering
        self._page = QueryPage(settings, renderer)
        self._freshness = freshness
        self._shower = shower
        self._writable = writable
        self._aside = ThreadPoolExecutor(1, "guard")
        self._readings = Turns(replace(Room.of(settings), running=1, running_each=1))
        self._limits = Limits.of(settings)

    async def answer(self, request: Request, parameters: Parameters) -> Response:
        """Answer the query in a request's parameters.

        Raises
        ------
        ApiError
            There is no answer; for a client that prefers pages the error is on the page, beside its query.
        """
        query = only(parameters, "query")
        if query is None:
            return self._describe(request, parameters)
        try:
            return await self._evaluate(request, parameters, query)
        except ApiError as error:
            if not _wants_page(request, parameters):
                raise
            return self._page.refuse(query, describe(error), str(error))

    async def _evaluate(self, request: Request, parameters: Parameters, query: str) -> Response:
        form = await self._check(query)
        rows = form in {"SELECT", "ASK"}
        offered = (*(RESULTS if rows else GRAPHS), HTML)
        chosen = choose(request.headers.get("accept"), offered, parameters.get("format", ()))
        snapshot = only(parameters, "snapshot")
        if unchanged := self._freshness.unchanged(request, self._answering.state(snapshot), chosen.name):
            return unchanged
        asked = chosen if chosen is not HTML else (JSON if rows else NTRIPLES)
        question = Question(
            query,
            asked.media_type,
            graphs(parameters, "default-graph-uri"),
            graphs(parameters, "named-graph-uri"),
            self._settings.union_default_graph,
            snapshot,
        )
        reply = await while_connected(request, self._answering.ask(question))
        headers = dict(self._freshness.headers(reply.state, chosen.name))
        if chosen is HTML:
            return await self._show(reply, asked, query, headers)
        return await send(reply, chosen.content_type, headers)

    async def _check(self, query: str) -> str:
        if len(query) <= _CHECKED_AT_ONCE:
            return check_query(query, self._limits)
        # A long one takes a while to read, in which nobody is served; so they are read aside, each client's in turn.
        async with self._readings.turn(current().client.name):
            return await asyncio.get_running_loop().run_in_executor(self._aside, check_query, query, self._limits)

    async def _show(self, reply: Reply, form: Format, query: str, headers: Mapping[str, str]) -> Response:
        answer = await self._shower.show(reply, form)
        formats = [each.name for each in (RESULTS if form is JSON else GRAPHS)]
        return self._page.show(query, headers, answer, name_snapshot(reply.state), formats)

    def _describe(self, request: Request, parameters: Parameters) -> Response:
        if parameters.keys() - {"format"}:
            raise BadRequest("the parameter query is missing; send a SPARQL query in it")
        chosen = choose(request.headers.get("accept"), (*GRAPHS, HTML), parameters.get("format", ()))
        headers = {"Vary": "Accept"}
        if chosen is HTML:
            return self._page.show("", headers)
        described = describe_service(request.base_url, self._settings, writable=self._writable)
        described += describe_limits(request.base_url, self._settings, writable=self._writable)
        return serialise(described, chosen, headers)


def make_router(settings: Settings, endpoint: Endpoint, updates: Updates) -> APIRouter:
    """Make the routes of ``/sparql``."""
    router = APIRouter(tags=["SPARQL"])

    @router.get("/sparql", response_class=Response, summary="Ask a SPARQL query")
    @router.get("/sparql/", include_in_schema=False)
    async def get(request: Request) -> Response:
        """Answer the query in the parameter query; without one, describe the service."""
        parameters = parse(request.url.query)
        if "update" in parameters:
            raise BadRequest("an update changes the graph and is no GET; send it by POST to /update")
        return await endpoint.answer(request, parameters)

    @router.post("/sparql", response_class=Response, summary="Ask a SPARQL query that is too long for an address")
    @router.post("/sparql/", include_in_schema=False)
    async def post(request: Request) -> Response:
        """Answer the query in a form, or in a body of its own."""
        kind, parameters = content_type(request.headers.get("content-type", "")), parse(request.url.query)
        if kind == UPDATE:
            return await updates.answer(request)
        if kind == FORM:
            parameters = join(parameters, parse(await read_text(request, PERCENT_ENCODING * settings.query_size)))
        elif kind == DIRECT:
            query = await read_text(request, settings.query_size)
            parameters = join(parameters, {"query": [query]})
        else:
            raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send {FORM} or {DIRECT}")
        if "update" in parameters:
            return await updates.answer_form(request, parameters)
        if "query" not in parameters:
            raise BadRequest("the parameter query is missing; send a SPARQL query in it")
        return await endpoint.answer(request, parameters)

    return router


async def while_connected[T](request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do the work unless its client goes away, so that nobody computes an answer that nobody waits for."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone("the client has gone before its answer was there; the query was stopped")
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait({working, leaving})


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _wants_page(request: Request, parameters: Parameters) -> bool:
    names = parameters.get("format", [])
    return "html" in names if names else prefers_page(request.headers.get("accept"))
