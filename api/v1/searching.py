"""The search: what holds some words, the best of each kind, as a page and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from api.answering import Answering
from api.errors import BadRequest, QueryFailed
from api.freshness import Freshness
from api.negotiation import HTML, choose
from api.problems import describe
from api.rendering import Renderer
from api.settings import Settings
from api.v1.collections import ACTORS, ARTICLES, STATEMENTS, VENUES, Collection
from api.v1.desk import JSON, ROOT, Desk
from api.v1.filters import ActorFilters, ArticleFilters, SearchFilters, Searching, StatementFilters, VenueFilters
from api.v1.models import Found, Group
from api.views.marking import Piece

_KINDS: tuple[tuple[Collection[Any, Any], type[Searching]], ...] = (
    (STATEMENTS, StatementFilters),
    (ACTORS, ActorFilters),
    (VENUES, VenueFilters),
    (ARTICLES, ArticleFilters),
)
_TRIES = 3
_MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def make_search_router(settings: Settings, answering: Answering, renderer: Renderer, freshness: Freshness) -> APIRouter:
    """Make the route of ``/search``."""
    router = APIRouter(tags=["Rows"])
    desk = Desk(settings, answering, freshness)
    described: dict[int | str, dict[str, Any]] = {
        200: {"model": Found, "content": {"text/html": {"schema": {"type": "string"}}}},
    }

    @router.get("/search", summary="What holds some words", responses=described)
    async def search(request: Request, filters: Annotated[SearchFilters, Query()]) -> Response:
        """Give the statements, actors, venues and articles that hold the words, the best of each first."""
        chosen = choose(request.headers.get("accept"), (JSON, HTML), [filters.format] if filters.format else ())
        if chosen is not HTML:
            if filters.q is None:
                raise BadRequest("the parameter q is missing; give words to look for in it")
            found = await find(desk, request, filters.q, filters.limit)
            headers = freshness.headers(found.state or "", chosen.name)
            return Response(found.model_dump_json(), media_type=JSON.media_type, headers=headers)
        if filters.q is None:
            return _show(renderer, "", None, {"Vary": "Accept"})
        try:
            found = await find(desk, request, filters.q, filters.limit)
        except BadRequest as error:
            kind = describe(error)
            return _show(renderer, filters.q, None, {"Vary": "Accept"}, kind.status, str(error))
        return _show(renderer, filters.q, found, freshness.headers(found.state or "", chosen.name))

    return router


async def find(desk: Desk, request: Request, words: str, limit: int) -> Found:
    """Find what holds the words, all of it in one state of the graph.

    Raises
    ------
    BadRequest
        The words are no search.
    QueryFailed
        There is no answer.
    """
    for _ in range(_TRIES):
        states, rows, groups = set[str](), dict[str, list[BaseModel]](), list[Group]()
        for collection, make in _KINDS:
            asked = {"text": words, "sort": "-relevance"}
            filters = make.model_validate({**asked, "limit": limit})
            query, _ = await desk.write(request, filters, collection)
            state, found = await desk.read(request, query, collection)
            states.add(state)
            rows[collection.name] = found[:limit]
            address = f"{str(request.base_url).removesuffix('/')}{ROOT}/{collection.name}?{urlencode(asked)}"
            groups.append(Group(kind=collection.name, all=address, query=query))
        if len(states) == 1:
            items = {name: [item.model_dump() for item in found] for name, found in rows.items()}
            return Found.model_validate({"q": words, "state": states.pop() or None, **items, "groups": groups})
    raise QueryFailed("the graph was changed while it was searched, several times; ask again")


def read_snippet(snippet: str) -> tuple[Piece, ...]:
    """Cut a snippet into its marked words and the text around them, neither of them HTML any more.

    Examples
    --------
    >>> [piece.text for piece in read_snippet("a <mark>b</mark> &lt;c")]
    ['a ', '', 'b', '', ' <c']
    """
    return tuple(_pieces(snippet))


def _pieces(snippet: str) -> Iterator[Piece]:
    for number, part in enumerate(_MARK.split(snippet)):
        text = Piece("text", text=unescape(part))
        yield from (Piece("open", roles="match"), text, Piece("close")) if number % 2 else (text,)


def _show(
    renderer: Renderer,
    words: str,
    found: Found | None,
    headers: Mapping[str, str],
    status: int = 200,
    problem: str | None = None,
) -> HTMLResponse:
    return renderer.render("search.html", status, headers, words=words, found=found, problem=problem, cut=read_snippet)
