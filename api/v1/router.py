"""The addresses of the JSON API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.answering import Answering
from api.freshness import Freshness
from api.settings import Settings
from api.v1.collections import ACTORS, ARTICLES, EVENTS, STATEMENTS, VENUES, Collection
from api.v1.desk import ROOT, Desk
from api.v1.filters import ActorFilters, ArticleFilters, EventFilters, Paging, StatementFilters, VenueFilters
from api.v1.models import (
    Actor,
    Actors,
    Article,
    Articles,
    Event,
    Events,
    Statement,
    Statements,
    Venue,
    Venues,
)


def make_router(settings: Settings, answering: Answering, freshness: Freshness) -> APIRouter:
    """Make the routes under ``/api/v1``."""
    router = APIRouter(prefix=ROOT, tags=["Rows"])
    desk = Desk(settings, answering, freshness)

    @router.get("", summary="What there are rows of")
    async def list_collections(request: Request) -> dict[str, str]:
        """Give the address of each kind of rows."""
        return {rows.name: f"{request.base_url}{ROOT[1:]}/{rows.name}" for rows, *_ in _SINGLE}

    @router.get("/statements", summary="Who said what, to whom, where and when", responses=described(Statements))
    async def list_statements(request: Request, filters: Annotated[StatementFilters, Query()]) -> Response:
        """List statements, the latest first unless told otherwise."""
        return await desk.find_page(request, filters, STATEMENTS)

    @router.get("/actors", summary="Who is on record", responses=described(Actors))
    async def list_actors(request: Request, filters: Annotated[ActorFilters, Query()]) -> Response:
        """List those who are on record with a statement, and how many they have made."""
        return await desk.find_page(request, filters, ACTORS)

    @router.get("/venues", summary="Where statements were made", responses=described(Venues))
    async def list_venues(request: Request, filters: Annotated[VenueFilters, Query()]) -> Response:
        """List bodies and places where statements were made, and how many."""
        return await desk.find_page(request, filters, VENUES)

    @router.get("/events", summary="What statements affirm, deny or entertain", responses=described(Events))
    async def list_events(request: Request, filters: Annotated[EventFilters, Query()]) -> Response:
        """List events, each with the statements that it rests on: none is a bare fact."""
        return await desk.find_page(request, filters, EVENTS)

    @router.get("/articles", summary="What was read", responses=described(Articles))
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
        responses=described(model, rows=False),
    )
    async def find(request: Request, name: str) -> Response:
        """Give one by its IRI without what all IRIs of the store begin with."""
        return await desk.find_one(request, name, make({"iri": [desk.iri(name)]}), rows)


def _filter(filters: type[Paging], given: Mapping[str, object], more: Mapping[str, object]) -> Paging:
    return filters.model_validate({**given, **more})


def described(model: type[BaseModel], *, rows: bool = True) -> dict[int | str, dict[str, Any]]:
    """Describe what an address answers with: rows in several forms or one thing, or a problem."""
    content: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}} if rows else {}
    if rows:
        content["application/sparql-query"] = {"schema": {"type": "string"}}
    return {
        200: {"model": model, "description": model.__doc__, "content": content},
    }
