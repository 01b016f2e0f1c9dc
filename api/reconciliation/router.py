"""The addresses of the reconciliation service (Reconciliation Service API 0.2)."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.answering import Engine
from api.errors import BadRequest, NotFound, UnsupportedMediaType
from api.freshness import Freshness
from api.labels import clip
from api.reconciliation import SORTS
from api.reconciliation.desk import Desk
from api.reconciliation.jsonp import check_callback, respond
from api.reconciliation.manifest import suggest, write_manifest, write_property, write_sort
from api.reconciliation.properties import COMPARED, GIVEN, PROPERTIES, propose
from api.reconciliation.queries import CANDIDATES, read_limit, read_type
from api.rendering import Renderer
from api.requests import FORM, Parameters, content_type, only, parse, read_text
from api.settings import Settings
from api.sparql import while_connected

_FURTHEST = 1000
_FRAMED = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; sandbox allow-popups"}

type Callback = Annotated[str | None, Query(description="A function to call with the answer (JSONP).")]
type Prefix = Annotated[str, Query(description="What has been typed so far.", max_length=200)]
type Cursor = Annotated[int, Query(description="How many to pass over.", ge=0, le=_FURTHEST)]
type Identifier = Annotated[str, Query(description="The identifier of a thing.", max_length=2000)]


def make_router(settings: Settings, engine: Engine, renderer: Renderer, freshness: Freshness) -> APIRouter:
    """Make the routes under ``/reconcile``."""
    router = APIRouter(prefix="/reconcile", tags=["Reconciliation"])
    desk = Desk(settings, engine)

    async def serve(request: Request, given: Parameters) -> Response:
        callback = check_callback(only(given, "callback"))
        queries, extend = only(given, "queries"), only(given, "extend")
        if queries is not None and extend is not None:
            raise BadRequest("queries and extend are two requests; send one")
        if queries is not None:
            state, answer = await desk.match(request, queries)
        elif extend is not None:
            state, answer = await desk.extend(request, extend)
        else:
            state, answer = "", write_manifest(settings.title, settings.base, str(request.base_url))
        return respond(answer, callback, freshness.headers(state, "json"))

    @router.get("", response_class=Response, summary="The service, its queries, and values to fetch")
    async def ask(
        request: Request,
        queries: Annotated[str | None, Query(description="A batch of queries, as JSON.")] = None,
        extend: Annotated[str | None, Query(description="Things and properties whose values to give.")] = None,
        callback: Callback = None,
    ) -> Response:
        """Say what the service is; or match names to actors and venues; or give values of their properties."""
        given = {"queries": queries, "extend": extend, "callback": callback}
        return await serve(request, {name: [value] for name, value in given.items() if value is not None})

    @router.post("", response_class=Response, summary="Queries, and values to fetch, in a form")
    async def send(request: Request) -> Response:
        """Take the same parameters in the body, which may be longer than an address."""
        if (kind := content_type(request.headers.get("content-type", FORM))) != FORM:
            raise UnsupportedMediaType(f"a body of {clip(kind, 60)} is not taken; send queries or extend in {FORM}")
        given = parse(await read_text(request, settings.reconcile_size))
        return await serve(request, {name: given[name] for name in ("queries", "extend", "callback") if name in given})

    @router.get("/suggest/entity", response_class=Response, summary="Actors and venues by the beginning of a name")
    async def suggest_entity(
        request: Request, prefix: Prefix = "", cursor: Cursor = 0, callback: Callback = None
    ) -> Response:
        """Give what has a name whose words begin with those of the prefix."""
        name = check_callback(callback)
        given = {"prefix": prefix, "cursor": cursor}
        state, answer = await while_connected(request, desk.ask("suggest", given))
        return respond(answer, name, freshness.headers(state, "json"))

    @router.get("/suggest/type", response_class=Response, summary="Types by the beginning of a name")
    async def suggest_type(prefix: Prefix = "", cursor: Cursor = 0, callback: Callback = None) -> Response:
        """Give the types that can be asked for."""
        found = [write_sort(sort) for sort in suggest(prefix, list(SORTS.values()))[cursor:]]
        return respond({"result": found}, check_callback(callback), freshness.headers("", "json"))

    @router.get("/suggest/property", response_class=Response, summary="Properties by the beginning of a name")
    async def suggest_property(prefix: Prefix = "", cursor: Cursor = 0, callback: Callback = None) -> Response:
        """Give the properties that can be compared with a column."""
        known = [each for each in PROPERTIES.values() if each.id in COMPARED]
        found = [write_property(each) for each in suggest(prefix, known)[cursor:]]
        return respond({"result": found}, check_callback(callback), freshness.headers("", "json"))

    @router.get("/properties", response_class=Response, summary="Properties whose values can be fetched")
    async def propose_properties(
        type: Annotated[str | None, Query(description="The type of the things.")] = None,  # noqa: A002  # its public name
        limit: Annotated[int, Query(description="How many to give.")] = CANDIDATES,
        callback: Callback = None,
    ) -> Response:
        """Give the properties that things of a type may have."""
        wanted = read_type(type) if type else None
        found = propose(frozenset({wanted} if wanted else ()))[: read_limit(limit, "limit")]
        answer: dict[str, object] = {"properties": [write_property(each) for each in found], "limit": len(GIVEN)}
        if wanted is not None:
            answer["type"] = wanted
        return respond(answer, check_callback(callback), freshness.headers("", "json"))

    @router.get("/preview", response_class=HTMLResponse, summary="What a thing is, for a small frame")
    async def preview(request: Request, id: Identifier) -> Response:  # noqa: A002  # its public name
        """Show in a few lines what a thing is."""
        state, view = await while_connected(request, desk.ask("show", {"id": id}))
        return renderer.render("preview.html", 200, {**freshness.headers(state, "html"), **_FRAMED}, view=view)

    @router.get("/view", response_class=Response, summary="The page of a thing")
    async def view(id: Identifier) -> Response:  # noqa: A002  # its public name
        """Lead on to the page of a thing."""
        local = id.removeprefix(settings.base)
        if not local or local.startswith("/"):
            raise NotFound(f"{clip(id)} is no identifier of a thing here; look for it by its name")
        return RedirectResponse(f"/id/{quote(local, safe='/%:=,;@!$&()*+~')}", 303)

    return router
