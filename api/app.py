"""The server, put together from its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from jinja2 import Environment, PackageLoader
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from api import pages, sparql
from api.answering import answer_for
from api.errors import ApiError
from api.pages import CONTENT_SECURITY_POLICY
from api.problems import Kind, answer_error, respond
from api.settings import Settings
from api.store import Store


def create(settings: Settings, store: Store) -> FastAPI:
    """Make the server of a store.

    Examples
    --------
    >>> from api.store import open_store
    >>> create(Settings(title="Kabul desk"), open_store("onrecord-data")).title
    'Kabul desk'
    """
    answering = answer_for(store, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await answering.start()
        try:
            yield
        finally:
            await answering.stop()

    app = FastAPI(title=settings.title, docs_url=None, redoc_url=None, lifespan=lifespan)
    if settings.cross_origin:
        app.add_middleware(
            CORSMiddleware, allow_origins=[settings.cross_origin], allow_methods=["GET", "POST"], allow_headers=["*"]
        )
    app.add_exception_handler(ApiError, answer_error)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.include_router(sparql.make_router(settings, answering))
    app.include_router(pages.make_router(settings, store))
    app.mount("/static", StaticFiles(directory=Path(str(files("api") / "static"))))

    @app.get("/healthz", tags=["Operation"], summary="Whether the store can be read")
    async def healthz() -> dict[str, str]:
        """Read the store, and name the state that it is in."""
        return {"status": "ok", "state": await run_in_threadpool(_read_state, store)}

    @app.get("/docs", tags=["Operation"], response_class=HTMLResponse, summary="This description as a page")
    async def docs() -> HTMLResponse:
        """Describe every address and every setting."""
        template = Environment(loader=PackageLoader("api"), autoescape=True).get_template("docs.html")
        page = template.render(title=settings.title, paths=app.openapi()["paths"], settings=list(Settings.table()))
        return HTMLResponse(page, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})

    return app


def _read_state(store: Store) -> str:
    with store.read() as reader:
        return reader.state


async def _answer_http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    kind = Kind(error.status_code, "not-found" if error.status_code == 404 else "http", str(error.detail))
    response: JSONResponse = respond(
        kind, f"{request.method} {request.url.path}: {error.detail}; see /docs", request.url.path
    )
    response.headers.update(error.headers or {})
    return response
