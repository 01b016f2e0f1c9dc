"""Who takes a request for rows, has it answered, and writes the answer."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from api.answering import Answering
from api.errors import InvalidTerm, NotFound
from api.freshness import Freshness
from api.negotiation import CSV, Format, choose
from api.settings import Settings
from api.sparql import while_connected
from api.store.terms import to_named_node
from api.v1.collections import Collection
from api.v1.filters import Paging
from api.v1.finding import read, write
from api.v1.names import Resolved
from api.v1.reading import Naming
from api.v1.tables import write_csv

ROOT = "/api/v1"
JSON = Format("application/json", "json", ("text/json",))
_QUERY = "application/sparql-query; charset=utf-8"


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
        query, resolved = await self.write(request, filters, collection)
        if filters.show == "query":
            return Response(query, media_type=_QUERY, headers=self._freshness.headers("", "query"))
        state, rows = await self.read(request, query, collection)
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
        query, _ = await self.write(request, filters, collection)
        state, rows = await self.read(request, query, collection)
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

    async def write[F: Paging, R: BaseModel](
        self, request: Request, filters: F, collection: Collection[F, R]
    ) -> tuple[str, Resolved]:
        """Write the query for a page, and say what names in its filters were taken for."""
        return await while_connected(request, write(self._answering, filters, collection))

    async def read[F: Paging, R: BaseModel](
        self, request: Request, query: str, collection: Collection[F, R]
    ) -> tuple[str, list[R]]:
        """Ask a query, and give the state that its rows are true of, and the rows."""
        naming = Naming(self._base, str(request.base_url))
        return await while_connected(request, read(self._answering, query, collection, naming))


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
