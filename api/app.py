"""The server, put together from its parts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from api import graph_store, pages, permalinks, problems, sparql, updating
from api.answering import Answering, answer_for
from api.changes import changing_for
from api.compression import Compression
from api.federation import federate
from api.freshness import SNAPSHOT, Freshness
from api.metrics import CONTENT_TYPE, Metrics
from api.negotiation import GRAPHS, RESULTS
from api.reception import Entrance, Reception
from api.reconciliation import router as reconciliation
from api.remote_answers import RemoteAnswers
from api.rendering import Renderer
from api.results import Shower
from api.search.answers import SearchingAnswers
from api.settings import Settings
from api.store import Store
from api.store.embedded import EmbeddedStore
from api.transport import Transport
from api.v1 import router as rows
from api.v1.choices import Choices
from api.v1.searching import make_search_router
from api.workers import WorkerPool

_PREFLIGHT = 24 * 60 * 60
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def create(settings: Settings, store: Store) -> FastAPI:
    """Make the server of a store.

    Examples
    --------
    >>> from api.store import open_store
    >>> create(Settings(title="Kabul desk"), open_store("onrecord-data")).title
    'Kabul desk'
    """
    engine, renderer, freshness = answer_for(store, settings), Renderer(settings), Freshness()
    answering = SearchingAnswers(engine, store, settings)
    choices = Choices(answering, store, settings)
    metrics = Metrics()
    reception = Reception(settings, metrics)
    changing = changing_for(store, settings)
    updates = updating.Updates(settings, reception.clients, changing)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await answering.start()
        try:
            yield
        finally:
            await changing.stop()
            await choices.stop()
            await answering.stop()

    app = FastAPI(
        title=settings.title,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(reception.admit)],
        responses=problems.RESPONSES,
    )
    problems.install(app, renderer)
    endpoint = sparql.Endpoint(
        settings,
        federate(answering, settings),
        renderer,
        freshness,
        Shower(answering, settings.base),
        writable=isinstance(store, EmbeddedStore) and reception.clients.grant("update"),
    )
    app.include_router(sparql.make_router(settings, endpoint, updates))
    app.include_router(updating.make_router(updates))
    app.include_router(permalinks.make_router(settings, permalinks.links_for(store, settings), endpoint))
    graphs = graph_store.GraphStore(settings, store, answering, freshness, reception.clients, changing)
    app.include_router(graph_store.make_router(graphs))
    app.include_router(pages.make_router(settings, engine, freshness))
    app.include_router(rows.make_router(settings, answering, freshness))
    app.include_router(reconciliation.make_router(settings, engine, renderer, freshness))
    app.include_router(make_search_router(settings, answering, choices, renderer, freshness))
    app.mount("/static", StaticFiles(directory=Path(str(files("api") / "static"))))
    _add_operation(app, settings, store, renderer)
    _add_metrics(app, metrics, engine)
    app.add_middleware(Compression)
    app.add_middleware(
        Transport,
        find_methods=_MethodTable(app).find,
        patience=settings.client_patience,
        sender_patience=settings.request_patience,
    )
    if settings.cross_origin:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[settings.cross_origin],
            allow_methods=list(_METHODS),
            allow_headers=["*"],  # Authorization among them, which a star in the answer would not cover
            max_age=_PREFLIGHT,
            expose_headers=["ETag", "Last-Modified", "Link", "Location", "Retry-After", "WWW-Authenticate", SNAPSHOT],
        )
    app.add_middleware(Entrance, reception=reception, renderer=renderer)
    return app


def _add_operation(app: FastAPI, settings: Settings, store: Store, renderer: Renderer) -> None:
    @app.get("/healthz", tags=["Operation"], summary="Whether the store can be read")
    async def healthz() -> dict[str, str]:
        """Read the store, and name the state that it is in."""
        return {"status": "ok", "state": await run_in_threadpool(_read_state, store)}

    @app.get("/docs", tags=["Operation"], response_class=HTMLResponse, summary="This description as a page")
    async def docs(request: Request) -> HTMLResponse:
        """Describe every address and every setting."""
        return renderer.render(
            "docs.html",
            base=str(request.base_url),
            paths=app.openapi()["paths"],
            settings=list(type(settings).table()),
            results=RESULTS,
            graphs=GRAPHS,
        )


def _add_metrics(app: FastAPI, metrics: Metrics, answering: Answering) -> None:
    if isinstance(answering, WorkerPool | RemoteAnswers):
        turns = answering.turns
        metrics.gauge("onrecord_queries_running", "queries that run", lambda: turns.running)
        metrics.gauge("onrecord_queries_waiting", "queries that wait for their turn", lambda: turns.waiting)
    if isinstance(answering, WorkerPool):
        spools = answering.spools
        metrics.gauge("onrecord_spool_bytes", "bytes of answers that are kept", lambda: spools.kept)

    @app.get("/metrics", tags=["Operation"], response_class=Response, summary="Figures for a monitor")
    async def expose() -> Response:
        """Give what was asked, how it ended and what it cost, in Prometheus' text format."""
        return Response(metrics.expose(), media_type=CONTENT_TYPE)


def _read_state(store: Store) -> str:
    with store.read() as reader:
        if not reader.state:
            reader.query("ASK {}")  # a reader of an engine elsewhere has not yet reached it
        return reader.state


class _MethodTable:
    """Which methods each address answers, from the application's own description."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def find(self, path: str) -> list[str]:
        for known, operations in self._app.openapi()["paths"].items():
            if re.fullmatch(re.sub(r"\\\{.*?\\\}", ".*", re.escape(known)), path.rstrip("/") or "/"):
                return [method for method in _METHODS if _answers(method, operations)]
        return ["GET", "HEAD", "OPTIONS"] if path.startswith("/static/") else []


def _answers(method: str, operations: dict[str, object]) -> bool:
    match method:
        case "OPTIONS":
            return True
        case "HEAD":
            return "get" in operations
    return method.lower() in operations
