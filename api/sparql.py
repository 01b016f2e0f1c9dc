"""The SPARQL 1.1 Protocol's query operation (section 2.1 of the recommendation), all three ways of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from api.answering import Answering, Question, Reply
from api.description import describe_limits, describe_service, serialise
from api.errors import ApiError, BadRequest, ClientGone, QueryForbidden, QueryTooLarge, UnsupportedMediaType
from api.freshness import Freshness
from api.guard import Limits, check_query
from api.negotiation import GRAPHS, HTML, JSON, NTRIPLES, RESULTS, Format, choose
from api.problems import describe, prefers_page
from api.rendering import Renderer
from api.results import ROWS_SHOWN, Shower
from api.settings import Settings
from api.store.terms import to_named_node
from api.turns import Room, Turns
from api.visits import current

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_PERCENT_ENCODING = 3  # a byte of a query may take three in a form
_SENT_AT_ONCE = 64 * 1024
_CHECKED_AT_ONCE = 8 * 1024
_ANSWERS_ONLY = "this address only answers questions; use onrecord ingest to add articles"

type Parameters = Mapping[str, list[str]]


class Endpoint:
    """Answers queries over HTTP, to programs in the format they ask for and to people as a page."""

    def __init__(
        self, settings: Settings, answering: Answering, renderer: Renderer, freshness: Freshness, shower: Shower
    ) -> None:
        self._settings = settings
        self._answering = answering
        self._renderer = renderer
        self._freshness = freshness
        self._shower = shower
        self._aside = ThreadPoolExecutor(1, "guard")
        self._readings = Turns(
            Room(1, 1, settings.query_queue, settings.client_queue, min(settings.query_wait, settings.query_timeout))
        )
        self._limits = Limits.of(settings)

    async def answer(self, request: Request, parameters: Parameters) -> Response:
        """Answer the query in a request's parameters.

        Raises
        ------
        ApiError
            There is no answer; for a client that prefers pages the error is on the page, beside its query.
        """
        query = _one(parameters, "query")
        if query is None:
            return self._describe(request, parameters)
        try:
            return await self._evaluate(request, parameters, query)
        except ApiError as error:
            if not _wants_page(request, parameters):
                raise
            kind = describe(error)
            return self._renderer.render(
                "sparql.html",
                kind.status,
                {"Vary": "Accept"},
                query=query,
                problem=kind,
                detail=str(error),
                answer=None,
            )

    async def _evaluate(self, request: Request, parameters: Parameters, query: str) -> Response:
        form = await self._check(query)
        rows = form in {"SELECT", "ASK"}
        offered = (*(RESULTS if rows else GRAPHS), HTML)
        chosen = choose(request.headers.get("accept"), offered, parameters.get("format", ()))
        if unchanged := self._freshness.unchanged(request, self._answering.state(), chosen.name):
            return unchanged
        asked = chosen if chosen is not HTML else (JSON if rows else NTRIPLES)
        question = Question(
            query, asked.media_type, _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri")
        )
        reply = await while_connected(request, self._answering.ask(question))
        headers = dict(self._freshness.headers(reply.state, chosen.name))
        if chosen is HTML:
            return await self._show(reply, asked, query, headers)
        if reply.size is not None:
            if reply.size <= _SENT_AT_ONCE:
                whole = b"".join([chunk async for chunk in reply.chunks])
                return Response(whole, media_type=chosen.content_type, headers=headers)
            headers["Content-Length"] = str(reply.size)
        return StreamingResponse(reply.chunks, media_type=chosen.content_type, headers=headers)

    async def _check(self, query: str) -> str:
        if len(query) <= _CHECKED_AT_ONCE:
            return check_query(query, self._limits)
        # A long one takes a while to read, in which nobody is served; so they are read aside, each client's in turn.
        async with self._readings.turn(current().client.name):
            return await asyncio.get_running_loop().run_in_executor(self._aside, check_query, query, self._limits)

    async def _show(self, reply: Reply, form: Format, query: str, headers: Mapping[str, str]) -> Response:
        answer = await self._shower.show(reply, form)
        return self._renderer.render(
            "sparql.html",
            headers=headers,
            query=query,
            problem=None,
            detail=None,
            answer=answer,
            rows_shown=ROWS_SHOWN,
            formats=[f.name for f in (RESULTS if form is JSON else GRAPHS)],
        )

    def _describe(self, request: Request, parameters: Parameters) -> Response:
        if parameters.keys() - {"format"}:
            raise BadRequest("the parameter query is missing; send a SPARQL query in it")
        chosen = choose(request.headers.get("accept"), (*GRAPHS, HTML), parameters.get("format", ()))
        headers = {"Vary": "Accept"}
        if chosen is HTML:
            return self._renderer.render(
                "sparql.html", headers=headers, query="", problem=None, detail=None, answer=None
            )
        described = describe_service(request.base_url) + describe_limits(request.base_url, self._settings)
        return serialise(described, chosen, headers)


def make_router(settings: Settings, endpoint: Endpoint) -> APIRouter:
    """Make the routes of ``/sparql``."""
    router = APIRouter(tags=["SPARQL"])

    @router.get("/sparql", response_class=Response, summary="Ask a SPARQL query")
    @router.get("/sparql/", include_in_schema=False)
    async def get(request: Request) -> Response:
        """Answer the query in the parameter query; without one, describe the service."""
        parameters = _parse(request.url.query)
        _refuse_update(parameters)
        return await endpoint.answer(request, parameters)

    @router.post("/sparql", response_class=Response, summary="Ask a SPARQL query that is too long for an address")
    @router.post("/sparql/", include_in_schema=False)
    async def post(request: Request) -> Response:
        """Answer the query in a form, or in a body of its own."""
        kind, charset = _content_type(request)
        if charset not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(f"a body in {charset} is not taken; send it in UTF-8")
        parameters = _parse(request.url.query)
        if kind == _FORM:
            sent = _parse(await _body(request, _PERCENT_ENCODING * settings.query_size))
            parameters = {name: [*parameters.get(name, []), *sent.get(name, [])] for name in {*parameters, *sent}}
        elif kind == _DIRECT:
            query = await _body(request, settings.query_size)
            parameters = parameters | {"query": [*parameters.get("query", []), query]}
        elif kind == _UPDATE:
            raise QueryForbidden(_ANSWERS_ONLY)
        else:
            raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send {_FORM} or {_DIRECT}")
        _refuse_update(parameters)
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


def _content_type(request: Request) -> tuple[str, str]:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = next((p.partition("=")[2] for p in rest.split(";") if p.strip().startswith("charset")), "utf-8")
    return kind.strip(), charset.strip(' "')


def _refuse_update(parameters: Parameters) -> None:
    if "update" in parameters:
        raise QueryForbidden(_ANSWERS_ONLY)


def _parse(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadRequest(f"the parameters cannot be read ({error}); send them as UTF-8, percent-encoded") from error


def _one(parameters: Parameters, name: str) -> str | None:
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"the parameter {name} is given {len(values)} times; give it once")
    return values[0] if values else None


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    given = parameters.get(name)
    return tuple(to_named_node(iri).value for iri in given) if given is not None else None


async def _body(request: Request, limit: int) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise QueryTooLarge(f"the body has more than {limit} bytes, which is the limit; split the query")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is no UTF-8 ({error}); encode it so") from error
