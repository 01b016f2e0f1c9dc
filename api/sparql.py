"""The SPARQL 1.1 Protocol's query operation (section 2.1 of the recommendation), all three ways of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from api.answering import Answering, Question
from api.errors import BadRequest, QueryForbidden, QueryTooLarge, UnsupportedMediaType
from api.guard import Limits, check_query
from api.negotiation import GRAPHS, RESULTS, choose
from api.settings import Settings
from api.store.terms import to_named_node

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_PERCENT_ENCODING = 3  # a byte of a query may take three in a form


def make_router(settings: Settings, answering: Answering) -> APIRouter:
    """Make the routes of ``/sparql``."""
    router = APIRouter(tags=["SPARQL"])
    limits = Limits(settings.query_size, settings.query_depth, settings.query_operators)

    async def answer(parameters: Mapping[str, list[str]], accept: str | None) -> Response:
        query = _one(parameters, "query")
        if query is None:
            raise BadRequest("the parameter query is missing; send a SPARQL query in it")
        form = check_query(query, limits)
        offered = RESULTS if form in {"SELECT", "ASK"} else GRAPHS
        chosen = choose(accept, offered, _one(parameters, "format"))
        question = Question(
            query, chosen.media_type, _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri")
        )
        reply = await answering.ask(question)
        return StreamingResponse(reply.chunks, media_type=chosen.content_type, headers={"Vary": "Accept"})

    @router.get("/sparql", response_class=Response, summary="Ask a SPARQL query")
    async def get(request: Request) -> Response:
        """Answer the query in the parameter ``query``, in the format that Accept or ``format`` asks for."""
        return await answer(_parse(request.url.query), request.headers.get("accept"))

    @router.post("/sparql", response_class=Response, summary="Ask a SPARQL query that is too long for an address")
    async def post(request: Request) -> Response:
        """Answer the query in a form, or in a body of its own."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _FORM:
            parameters = _parse(await _body(request, _PERCENT_ENCODING * settings.query_size))
        elif kind == _DIRECT:
            parameters = _parse(request.url.query) | {"query": [await _body(request, settings.query_size)]}
        elif kind == "application/sparql-update":
            raise QueryForbidden("this address only answers questions; use onrecord ingest to add articles")
        else:
            raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send {_FORM} or {_DIRECT}")
        if "update" in parameters:
            raise QueryForbidden("this address only answers questions; use onrecord ingest to add articles")
        return await answer(parameters, request.headers.get("accept"))

    return router


def _parse(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadRequest(f"the parameters cannot be read ({error}); send them as UTF-8, percent-encoded") from error


def _one(parameters: Mapping[str, list[str]], name: str) -> str | None:
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"the parameter {name} is given {len(values)} times; give it once")
    return values[0] if values else None


def _graphs(parameters: Mapping[str, list[str]], name: str) -> tuple[str, ...] | None:
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
