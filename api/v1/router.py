"""The addresses of the JSON API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.answering import Answering
from api.errors import InvalidTerm, NotFound
from api.freshness import Freshness
from api.negotiation import CSV, Format, choose
from api.settings import Settings
from api.sparql import while_connected
from api.store.terms import to_named_node
from api.v1.asking import ask
from api.v1.collections import ACTORS, ARTICLES, EVENTS, STATEMENTS, VENUES, Collection
from api.v1.filters import ActorFilters, ArticleFilters, EventFilters, Paging, StatementFilters, VenueFilters
from api.v1.models import (
    Actor,
    Actors,
    Article,
    Articles,
    Event,
    Events,
    Problem,
    Statement,
    Statements,
    Venue,
    Venues,
)
from api.v1.names import Resolved, resolve
from api.v1.reading import Naming
from api.v1.tables import write_csv

ROOT = "/api/v1"
JSON = Format("application/json", "json", ("text/json",))
_QUERY = "application/sparql-query; charset=utf-8"
_PROBLEM: dict[str, Any] = {
    "description": "What is wrong, where, and what to do (RFC 9457).",
    "content": {"application/problem+json": {"schema": Problem.model_json_schema()}, "text/html": {}},
}


class Desk:
    """Answers requests for rows."""

    def __init__(self, settings: Settings, answering: Answering, freshness: Freshness) -> None:
        self._base = settings.base
        self._answering = answering
        self._freshness = freshness

    async def find_page[F: Paging, R: BaseModel](
        self, request: Request, filters: F, collection: Collection[F, R]
    ) -> Response:
        """Answer with the part of the rows that is asked for."""
        chosen = choose(request.headers.get("accept"), (JSON, CSV), [filters.format] if filters.format else ())
        if unchanged := self._freshness.unchanged(request, self._answering.state(), _form(filters, chosen)):
            return unchanged
        query, resolved = await self._write(request, filters, collection)
        if filters.show == "query":
            return Response(query, media_type=_QUERY, headers=self._freshness.headers("", "query"))
        state, rows = await self._read(request, query, collection)
        onwards = _address(request, offset=filters.offset + filters.limit) if len(rows) > filters.limit else None
        headers = {**self._freshness.headers(state, _form(filters, chosen)), "Link": _links(request, filters, onwards)}
        items = rows[: filters.limit]
        if chosen is CSV:
            return Response(write_csv(items, collection.columns), media_type=CSV.content_type, headers=headers)
        page = collection.page.model_validate(
            {
                "items": [item.model_dump() for item in items],
                "limit": filters.limit,
                "offset": filters.offset,
                "next": onwards,
                "state": state or None,
                "notes": list(resolved.notes),
                "query": query,
            }
        )
        return Response(page.model_dump_json(), media_type=JSON.media_type, headers=headers)

    async def find_one[F: Paging, R: BaseModel](
        self, request: Request, name: str, filters: F, collection: Collection[F, R]
    ) -> Response:
        """Answer with one thing.

        Raises
        ------
        NotFound
            Nothing of this kind has this name.
        """
        query, _ = await self._write(request, filters, collection)
        state, rows = await self._read(request, query, collection)
        if not rows:
            raise NotFound(f"{name} is none of the {collection.name}; look at {ROOT}/{collection.name} for those there")
        return Response(
            rows[0].model_dump_json(), media_type=JSON.media_type, headers=self._freshness.headers(state, "json")
        )

    def iri(self, name: str) -> str:
        """Give the IRI of a thing by the last part of its address."""
        try:
            return to_named_node(self._base + name).value
        except InvalidTerm as error:
            raise NotFound(f"{name} is no part of an IRI; look at {ROOT} for what is on record") from error

    async def _write[F: Paging, R: BaseModel](
        self, request: Request, filters: F, collection: Collection[F, R]
    ) -> tuple[str, Resolved]:
        given = {parameter: getattr(filters, parameter) for parameter in collection.named}
        resolved = await while_connected(request, resolve(self._answering, given))
        return collection.write(filters, resolved.wanted), resolved

    async def _read[F: Paging, R: BaseModel](
        self, request: Request, query: str, collection: Collection[F, R]
    ) -> tuple[str, list[R]]:
        found = await while_connected(request, ask(self._answering, query))
        naming = Naming(self._base, str(request.base_url))
        once = {row[collection.thing]: row for row in reversed(found.rows)}
        kept = dict.fromkeys(row[collection.thing] for row in found.rows)
        return found.state, [collection.read(once[thing], naming) for thing in kept]


def make_router(settings: Settings, answering: Answering, freshness: Freshness) -> APIRouter:
    """Make the routes under ``/api/v1``."""
    router = APIRouter(prefix=ROOT, tags=["Rows"])
    desk = Desk(settings, answering, freshness)

    @router.get("/statements", summary="Who said what, to whom, where and when", responses=_described(Statements))
    async def list_statements(request: Request, filters: Annotated[StatementFilters, Query()]) -> Response:
        """List statements, the latest first unless told otherwise."""
        return await desk.find_page(request, filters, STATEMENTS)

    @router.get("/actors", summary="Who is on record", responses=_described(Actors))
    async def list_actors(request: Request, filters: Annotated[ActorFilters, Query()]) -> Response:
        """List those who are on record with a statement, and how many they have made."""
        return await desk.find_page(request, filters, ACTORS)

    @router.get("/venues", summary="Where statements were made", responses=_described(Venues))
    async def list_venues(request: Request, filters: Annotated[VenueFilters, Query()]) -> Response:
        """List bodies and places where statements were made, and how many."""
        return await desk.find_page(request, filters, VENUES)

    @router.get("/events", summary="What statements affirm, deny or entertain", responses=_described(Events))
    async def list_events(request: Request, filters: Annotated[EventFilters, Query()]) -> Response:
        """List events, each with the statements that it rests on: none is a bare fact."""
        return await desk.find_page(request, filters, EVENTS)

    @router.get("/articles", summary="What was read", responses=_described(Articles))
    async def list_articles(request: Request, filters: Annotated[ArticleFilters, Query()]) -> Response:
        """List articles, the latest first unless told otherwise."""
        return await desk.find_page(request, filters, ARTICLES)

    for rows, model, filters, given in _SINGLE:
        _add_one(router, desk, rows, model, partial(_filter, filters, given))
    return router


_ANY_VERSION: dict[str, object] = {"versions": "all"}
_SINGLE: tuple[tuple[Collection[Any, Any], type[BaseModel], type[Paging], dict[str, object]], ...] = (
    (STATEMENTS, Statement, StatementFilters, {"kind": [], **_ANY_VERSION}),
    (ACTORS, Actor, ActorFilters, {}),
    (VENUES, Venue, VenueFilters, {}),
    (EVENTS, Event, EventFilters, _ANY_VERSION),
    (ARTICLES, Article, ArticleFilters, _ANY_VERSION),
)


def _add_one(
    router: APIRouter,
    desk: Desk,
    rows: Collection[Any, Any],
    model: type[BaseModel],
    make: Callable[[Mapping[str, object]], Paging],
) -> None:
    one = f"one of the {rows.name}"

    @router.get(
        f"/{rows.name}/{{name:path}}",
        name=f"find {one}",
        summary=one.capitalize(),
        responses=_described(model, rows=False),
    )
    async def find(request: Request, name: str) -> Response:
        """Give one by its IRI without what all IRIs of the store begin with."""
        return await desk.find_one(request, name, make({"iri": [desk.iri(name)]}), rows)


def _filter(filters: type[Paging], given: Mapping[str, object], more: Mapping[str, object]) -> Paging:
    return filters.model_validate({**given, **more})


def _form(filters: Paging, chosen: Format) -> str:
    return filters.show or chosen.name


def _address(request: Request, **changed: object) -> str:
    given = parse_qsl(request.url.query, keep_blank_values=True)
    pairs = [(name, value) for name, value in given if name not in changed]
    pairs += [(name, str(value)) for name, value in changed.items()]
    return f"{str(request.base_url).removesuffix('/')}{quote(request.url.path)}?{urlencode(pairs)}"


def _links(request: Request, filters: Paging, onwards: str | None) -> str:
    """Write the header Link (RFC 8288)."""
    links = [f'<{_address(request, show="query")}>; rel="describedby"; type="application/sparql-query"']
    if filters.offset:
        links.append(f'<{_address(request, offset=0)}>; rel="first"')
        links.append(f'<{_address(request, offset=max(filters.offset - filters.limit, 0))}>; rel="prev"')
    if onwards is not None:
        links.append(f'<{onwards}>; rel="next"')
    return ", ".join(links)


def _described(model: type[BaseModel], *, rows: bool = True) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}} if rows else {}
    if rows:
        content["application/sparql-query"] = {"schema": {"type": "string"}}
    return {
        200: {"model": model, "description": model.__doc__, "content": content},
        "4XX": _PROBLEM,
        "5XX": _PROBLEM,
    }
