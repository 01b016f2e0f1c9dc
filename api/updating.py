"""The SPARQL 1.1 Protocol's update operation (section 2.2 of the recommendation), both ways of it.

Only a client whose token may update is heard. What is stored changes whole or not at all, after it has passed the
shapes, and the answer comes once it is on disk and readers see it.
"""

from __future__ import annotations

import tempfile

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.changes import Change, Changing, Outcome, Part
from api.clients import Clients
from api.errors import BadRequest, UnsupportedMediaType
from api.freshness import SNAPSHOT
from api.requests import FORM, UPDATE, Parameters, bounded, content_type, graphs, join, keep_body, only, parse
from api.settings import Settings


class Updates:
    """Carries out updates that come over HTTP."""

    def __init__(self, settings: Settings, clients: Clients, changing: Changing) -> None:
        self._settings = settings
        self._clients = clients
        self._changing = changing

    async def answer(self, request: Request) -> Response:
        """Carry out the update in a request's body.

        Raises
        ------
        ApiError
            It was not carried out.
        """
        self._clients.demand(request, "update")
        kind, parameters = content_type(request.headers.get("content-type", "")), parse(request.url.query)
        if kind == UPDATE:
            if "update" in parameters:
                raise BadRequest("an update stands in the address and in the body; send it in the body")
            async with keep_body(request, self._settings.write_size) as file:
                return await self._make(parameters, file)
        if kind != FORM:
            raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send {FORM} or {UPDATE}")
        body = b"".join([chunk async for chunk in bounded(request, self._settings.write_size)])
        return await self.answer_form(request, join(parameters, parse(body.decode("utf-8", "replace"))))

    async def answer_form(self, request: Request, parameters: Parameters) -> Response:
        """Carry out the update in a form."""
        self._clients.demand(request, "update")
        update = only(parameters, "update")
        if update is None or "query" in parameters:
            raise BadRequest("a form is to hold one update in the parameter update, and no query; send it so")
        with tempfile.NamedTemporaryFile(prefix="onrecord-") as file:
            file.write(update.encode("utf-8", "surrogatepass"))
            file.flush()
            return await self._make(parameters, file.name)

    async def _make(self, parameters: Parameters, file: str) -> Response:
        using, named = graphs(parameters, "using-graph-uri"), graphs(parameters, "using-named-graph-uri")
        outcome = await self._changing.make(
            Change("update", self._settings.base, (Part(file, UPDATE),), using=using or (), using_named=named or ())
        )
        return answer_change(outcome)


def answer_change(outcome: Outcome, location: str | None = None) -> Response:
    """Say that a change was made, where its graph is if it is new, and which snapshot shows it."""
    headers = {SNAPSHOT: outcome.state} | ({"Location": location} if location is not None else {})
    return Response(status_code=201 if outcome.created else 204, headers=headers)


def make_router(updates: Updates) -> APIRouter:
    """Make the route of ``/update``."""
    router = APIRouter(tags=["SPARQL"])

    @router.post("/update", response_class=Response, status_code=204, summary="Change the graph by a SPARQL update")
    @router.post("/update/", include_in_schema=False)
    async def post(request: Request) -> Response:
        """Carry out the update in a form, or in a body of its own; for a token with the right to."""
        return await updates.answer(request)

    return router
