"""The search: statements by words and by what is known of them, with counts, as a page and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api.answering import Answering
from api.errors import BadRequest
from api.freshness import Freshness
from api.negotiation import HTML, choose
from api.problems import describe
from api.rendering import Renderer
from api.settings import Settings
from api.sparql import while_connected
from api.v1.choices import Choices
from api.v1.desk import JSON, Desk
from api.v1.filters import SearchFilters
from api.v1.finder import Finder, Finding, read_pairs
from api.v1.models import FacetCount, FacetCounts, Found
from api.views.finding import SearchView, show_search
from api.views.marking import Piece

_MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def make_search_router(
    settings: Settings, answering: Answering, choices: Choices, renderer: Renderer, freshness: Freshness
) -> APIRouter:
    """Make the route of ``/search``."""
    router = APIRouter(tags=["Rows"])
    finder = Finder(answering, Desk(settings, answering, freshness), choices, settings.base)
    described: dict[int | str, dict[str, Any]] = {
        200: {"model": Found, "content": {"text/html": {"schema": {"type": "string"}}}},
    }

    @router.get("/search", summary="Statements by words, and by what is known of them", responses=described)
    async def search(request: Request, filters: Annotated[SearchFilters, Query()]) -> Response:
        """Give the statements that are asked for, counted by the values of each filter, and what else has the words."""
        chosen = choose(request.headers.get("accept"), (JSON, HTML), [filters.format] if filters.format else ())
        try:
            found = await while_connected(request, finder.find(str(request.base_url), filters))
        except BadRequest as error:
            if chosen is not HTML:
                raise
            view = show_search(read_pairs(filters))
            return _show(renderer, view, None, {"Vary": "Accept"}, describe(error).status, str(error))
        headers = freshness.headers(found.state, chosen.name)
        if chosen is HTML:
            view = show_search(found.pairs, found.counts, found.labels, found.total, filters.offset, filters.limit)
            return _show(renderer, view, found, headers)
        return Response(_write(filters, found).model_dump_json(), media_type=JSON.media_type, headers=headers)

    return router


def _write(filters: SearchFilters, found: Finding) -> Found:
    facets = [
        FacetCounts(
            parameter=name,
            values=[
                FacetCount(value=count.value, label=found.label(count), statements=count.number) for count in counts
            ],
        )
        for name, counts in found.counts.items()
        if counts
    ]
    others = {
        name: [each.model_dump() for each in found.others.get(name, ())] for name in ("actors", "venues", "articles")
    }
    return Found.model_validate(
        {
            "q": filters.text,
            "state": found.state or None,
            "total": found.total,
            "statements": [each.model_dump() for each in found.statements],
            **others,
            "groups": [group.model_dump() for group in found.groups],
            "facets": [facet.model_dump() for facet in facets],
            "notes": list(found.notes),
        }
    )


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
        yield from (
            (Piece("open", roles="match", tag="mark"), text, Piece("close", tag="mark")) if number % 2 else (text,)
        )


def _show(
    renderer: Renderer,
    view: SearchView,
    found: Finding | None,
    headers: Mapping[str, str],
    status: int = 200,
    problem: str | None = None,
) -> HTMLResponse:
    return renderer.render("search.html", status, headers, view=view, found=found, problem=problem, cut=read_snippet)
