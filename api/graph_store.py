"""The SPARQL 1.1 Graph Store HTTP Protocol: graphs that are read, replaced, added to and removed.

A graph is named by the parameter ``graph``, the default graph by ``default``, or a graph by its own address under
``/graph-store/`` (section 4 of the recommendation). A body in a format for several graphs may also go to
``/graph-store`` itself, and its triples then to the graphs that it names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Literal

from fastapi import APIRouter, Request
from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import Response

from api.answering import Answering, Question, send
from api.changes import Change, Changing, Part
from api.clients import Clients
from api.errors import BadRequest, NotFound, UnsupportedMediaType
from api.freshness import Freshness
from api.negotiation import GRAPHS, NQUADS, TRIG, choose
from api.preconditions import Preconditions
from api.requests import UPDATE, bounded, content_type, graphs, keep_body, parse
from api.settings import Settings
from api.store import Store
from api.updating import answer_change

_ADDRESS = "/graph-store"
_MULTIPART = "multipart/form-data"
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Target:
    """The graph that a request names: a name, empty for the default graph, None for no graph.

    ``base`` is what relative IRIs in its body are read from.
    """

    graph: str | None
    base: str


def find_target(request: Request) -> Target:
    """Read which graph a request is about.

    Raises
    ------
    BadRequest
        It names two.
    InvalidTerm
        The name is no IRI.
    """
    raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
    address = f"{str(request.base_url).rstrip('/')}{raw.partition('?')[0]}"
    parameters = parse(request.url.query)
    names = graphs(parameters, "graph")
    if raw.partition("?")[0].rstrip("/") != _ADDRESS:
        if names is not None or "default" in parameters:
            raise BadRequest(f"{address} is a graph itself, and the parameters name one too; name it once")
        return Target(address, address)
    if names is None:
        return Target("" if "default" in parameters else None, address)
    if len(names) > 1 or "default" in parameters:
        raise BadRequest("the request names more than one graph; give graph once, or default")
    return Target(names[0], names[0])


def _expect_graph(request: Request) -> Target:
    target = find_target(request)
    if target.graph is None:
        raise BadRequest(f"no graph is named; add ?graph=IRI or ?default to {_ADDRESS}")
    return target


class GraphStore:
    """Answers the operations on single graphs."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        answering: Answering,
        freshness: Freshness,
        clients: Clients,
        changing: Changing,
    ) -> None:
        self._settings = settings
        self._store = store
        self._answering = answering
        self._freshness = freshness
        self._clients = clients
        self._changing = changing

    async def read(self, request: Request) -> Response:
        """Give a graph."""
        target = find_target(request)
        graph = target.graph
        if graph is None:
            raise BadRequest(f"no graph is named; add ?graph=IRI or ?default to {_ADDRESS}, or ask /sparql")
        chosen = choose(request.headers.get("accept"), GRAPHS, parse(request.url.query).get("format", ()))
        if graph and not await run_in_threadpool(self._holds, graph):
            raise NotFound(f"{graph} names no graph that is stored; ask /sparql for the names of those that are")
        if unchanged := self._freshness.unchanged(request, self._answering.state(), chosen.name):
            return unchanged
        reply = await self._answering.ask(Question(_EVERYTHING, chosen.media_type, default_graphs=(graph,)))
        return await send(reply, chosen.content_type, self._freshness.headers(reply.state, chosen.name))

    async def write(self, request: Request, kind: Literal["replace", "add"]) -> Response:
        """Replace a graph by what a request brings, or add it to the graph."""
        self._clients.demand(request, "update")
        wanted = Preconditions.read(request.headers)
        target = find_target(request)
        async with self._keep_parts(request) as parts:
            graph = target.graph
            if graph is None and not all(part.media_type in (NQUADS.media_type, TRIG.media_type) for part in parts):
                if kind == "replace":
                    raise BadRequest(f"no graph is named; add ?graph=IRI or ?default to {_ADDRESS}")
                graph = f"{target.base.rstrip('/')}/{token_hex(8)}"
                target = Target(graph, graph)
            outcome = await self._changing.make(Change(kind, target.base, parts, graph, conditions=wanted))
        return answer_change(outcome, graph if outcome.created else None)

    async def patch(self, request: Request) -> Response:
        """Carry out an update of one graph."""
        self._clients.demand(request, "update")
        wanted, target = Preconditions.read(request.headers), _expect_graph(request)
        if (kind := content_type(request.headers.get("content-type", ""))) != UPDATE:
            raise UnsupportedMediaType(f"a patch in {kind or 'no kind'} is not taken; send {UPDATE}")
        async with keep_body(request, self._settings.write_size) as file:
            change = Change("patch", target.base, (Part(file, UPDATE),), target.graph, conditions=wanted)
            return answer_change(await self._changing.make(change))

    async def remove(self, request: Request) -> Response:
        """Remove a graph."""
        self._clients.demand(request, "update")
        wanted, target = Preconditions.read(request.headers), _expect_graph(request)
        change = Change("remove", target.base, (), target.graph, conditions=wanted)
        return answer_change(await self._changing.make(change))

    def _holds(self, graph: str) -> bool:
        with self._store.read() as reader:
            return reader.has(graph)

    @asynccontextmanager
    async def _keep_parts(self, request: Request) -> AsyncIterator[tuple[Part, ...]]:
        header, limit = request.headers.get("content-type", ""), self._settings.write_size
        if content_type(header) != _MULTIPART:
            kind = _find_format(header)
            async with keep_body(request, limit) as file:
                yield (Part(file, kind),)
            return
        try:
            form = await MultiPartParser(request.headers, bounded(request, limit)).parse()
        except (MultiPartException, FormParserError) as error:
            raise BadRequest(f"the parts of the body cannot be read ({error}); send them as {_MULTIPART}") from error
        with ExitStack() as files:
            files.callback(lambda: [part.file.close() for _, part in form.multi_items() if not isinstance(part, str)])
            yield tuple([_keep_part(files, name, part) for name, part in form.multi_items()])


def _keep_part(files: ExitStack, name: str, part: UploadFile | str) -> Part:
    if isinstance(part, str):
        raise BadRequest(f"the part {name!r} is no file; send each graph as a file with its media type")
    kept = files.enter_context(tempfile.NamedTemporaryFile(prefix="onrecord-"))  # noqa: SIM115  # they all close together
    shutil.copyfileobj(part.file, kept)
    kept.flush()
    return Part(kept.name, _find_format(part.content_type or ""))


def _find_format(header: str) -> str:
    kind = content_type(header)
    for form in GRAPHS:
        if kind in (form.media_type, *form.aliases):
            return form.media_type
    offers = ", ".join(form.media_type for form in GRAPHS)
    raise UnsupportedMediaType(f"a body of {kind or 'no kind'} is not taken; send one of {offers}")


def make_router(graph_store: GraphStore) -> APIRouter:
    """Make the routes of ``/graph-store``."""
    router = APIRouter(tags=["Graphs"])

    @router.get(_ADDRESS, response_class=Response, summary="Read a graph")
    @router.get(_ADDRESS + "/{path:path}", response_class=Response, summary="Read the graph of this address")
    async def get(request: Request) -> Response:
        """Give the graph of the parameter graph, or the default graph."""
        return await graph_store.read(request)

    @router.put(_ADDRESS, response_class=Response, status_code=204, summary="Replace a graph")
    @router.put(_ADDRESS + "/{path:path}", response_class=Response, status_code=204, summary="Replace this graph")
    async def put(request: Request) -> Response:
        """Put a graph in the place of what is stored, or the graphs of a body in N-Quads or TriG; needs a token."""
        return await graph_store.write(request, "replace")

    @router.post(_ADDRESS, response_class=Response, status_code=204, summary="Add to a graph, or make a new one")
    @router.post(_ADDRESS + "/{path:path}", response_class=Response, status_code=204, summary="Add to this graph")
    async def post(request: Request) -> Response:
        """Add to a graph; where none is named a new one is made, of which the header Location tells; needs a token."""
        return await graph_store.write(request, "add")

    @router.patch(_ADDRESS, response_class=Response, status_code=204, summary="Change a graph by a SPARQL update")
    @router.patch(_ADDRESS + "/{path:path}", response_class=Response, status_code=204, summary="Change this graph")
    async def patch(request: Request) -> Response:
        """Carry out an update in which the graph is the default graph, and no other is in reach; needs a token."""
        return await graph_store.patch(request)

    @router.delete(_ADDRESS, response_class=Response, status_code=204, summary="Remove a graph")
    @router.delete(_ADDRESS + "/{path:path}", response_class=Response, status_code=204, summary="Remove this graph")
    async def delete(request: Request) -> Response:
        """Remove a graph; needs a token."""
        return await graph_store.remove(request)

    return router
