"""Who takes a request for rows, has it answered, and writes the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from api.answering import Answering
from api.asking import ask_column
from api.errors import InvalidTerm, NotFound
from api.freshness import Freshness, name_snapshot
from api.negotiation import CSV, Format, choose
from api.settings import Settings
from api.sparql import while_connected
from api.store.terms import to_named_node
from api.v1.collections import Collection
from api.v1.filters import Paging
from api.v1.finding import plan, read
from api.v1.names import Resolved, Wanted
from api.v1.pages import Plan, write_choice, write_page
from api.v1.reading import Naming
from api.v1.tables import Columns, write_csv

ROOT = "/api/v1"
_ROWS_AT_ONCE = 250
JSON = Format("application/json", "json", ("text/json",))
QUERY = "application/sparql-query; charset=utf-8"


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
        planned, resolved = await while_connected(request, self.plan(filters, collection))
        query = write_page(planned, filters)
        if filters.show == "query":
            return Response(query, media_type=QUERY, headers=self._freshness.headers("", "query"))
        if filters.whole:
            return await self._send_whole(request, filters, collection, chosen, (query, planned, resolved))
        state, rows = await while_connected(request, self.read(str(request.base_url), query, collection))
        onwards = _address(request, offset=filters.offset + filters.limit) if len(rows) > filters.limit else None
        headers = {**self._freshness.headers(state, _form(filters, chosen)), "Link": _links(request, filters, onwards)}
        items = rows[: filters.limit]
        if chosen is CSV:
            return Response(write_csv(items, collection.columns), media_type=CSV.content_type, headers=headers)
        page = {
            "items": [item.model_dump() for item in items],
            "limit": filters.limit,
            "offset": filters.offset,
            "next": onwards,
            "state": state or None,
            "notes": list(resolved.notes),
            "query": query,
        }
        written = collection.page.model_validate(page).model_dump_json()
        return Response(written, media_type=JSON.media_type, headers=headers)

    async def find_one[F: Paging, R: BaseModel](
        self, request: Request, name: str, filters: F, collection: Collection[F, R]
    ) -> Response:
        """Answer with one thing.

        Raises
        ------
        NotFound
            Nothing of this kind has this name.
        """
        planned, _ = await while_connected(request, self.plan(filters, collection))
        reading = self.read(str(request.base_url), write_page(planned, filters), collection)
        state, rows = await while_connected(request, reading)
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

    async def plan[F: Paging, R: BaseModel](self, filters: F, collection: Collection[F, R]) -> tuple[Plan, Resolved]:
        """Say how the things of a request are found, and what names in its filters were taken for."""
        return await plan(self._answering, filters, collection)

    async def read[F: Paging, R: BaseModel](
        self, server: str, query: str, collection: Collection[F, R], snapshot: str | None = None
    ) -> tuple[str, list[R]]:
        """Ask a query, and give the state that its rows are true of, and the rows."""
        return await read(self._answering, query, collection, Naming(self._base, server), snapshot)

    async def _send_whole[F: Paging, R: BaseModel](
        self,
        request: Request,
        filters: F,
        collection: Collection[F, R],
        chosen: Format,
        asked: tuple[str, Plan, Resolved],
    ) -> Response:
        """Answer with all rows: first which they are, then what is known of them, some at a time, of one state."""
        whole, planned, resolved = asked
        asking = ask_column(self._answering, write_choice(planned), name_snapshot(self._answering.state()) or None)
        listed = await while_connected(request, asking)
        state, snapshot, server = listed.state, name_snapshot(listed.state) or None, str(request.base_url)

        async def read_on() -> AsyncIterator[list[R]]:
            for start in range(0, len(listed.values), _ROWS_AT_ONCE):
                some = listed.values[start : start + _ROWS_AT_ONCE]
                part, wanted = narrow(filters, collection, resolved.wanted, some)
                query = write_page(collection.plan(part, wanted), part)
                _, rows = await self.read(server, query, collection, snapshot)
                yield rows

        headers = {**self._freshness.headers(state, _form(filters, chosen)), "Link": _links(request, filters, None)}
        if chosen is CSV:
            return StreamingResponse(
                _write_table(read_on(), collection.columns), media_type=CSV.content_type, headers=headers
            )
        number = len(listed.values)
        about = {"limit": number, "offset": 0, "next": None, "state": state or None, "notes": list(resolved.notes)}
        head = collection.page.model_validate({**about, "query": whole, "items": []}).model_dump_json()
        return StreamingResponse(_write_items(head, read_on()), media_type=JSON.media_type, headers=headers)


def narrow[F: Paging, R: BaseModel](
    filters: F, collection: Collection[F, R], wanted: Mapping[str, Wanted], things: Sequence[str]
) -> tuple[F, Mapping[str, Wanted]]:
    """Give the filters that ask for things that are known to be asked for, and what names in them mean.

    Where nothing but the choice of things rests on the conditions, they are left out: the things have met them.
    """
    if not collection.loose:
        return filters.model_copy(update=_part(things)), wanted
    kept = {name: getattr(filters, name) for name in ("sort", "text")}
    asked = type(filters).model_validate({**collection.loose, **kept})
    return asked.model_copy(update=_part(things)), {name: Wanted() for name in wanted}


def _part(things: Sequence[str]) -> dict[str, object]:
    return {"iri": list(things), "limit": len(things), "offset": 0, "whole": False}


async def _write_table[R](parts: AsyncIterator[list[R]], columns: Columns[R]) -> AsyncIterator[str]:
    yield write_csv([], columns)
    async for rows in parts:
        yield write_csv(rows, columns, heading=False)


async def _write_items[R: BaseModel](head: str, parts: AsyncIterator[list[R]]) -> AsyncIterator[str]:
    yield head.removesuffix("]}")
    between = ""
    async for rows in parts:
        yield between + ",".join(row.model_dump_json() for row in rows)
        between = ","
    yield "]}"


def _form(filters: Paging, chosen: Format) -> str:
    return filters.show or (f"{chosen.name}-whole" if filters.whole else chosen.name)


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
