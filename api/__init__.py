"""The graph out to its readers: the store, SPARQL over HTTP, pages of single things. Knows nothing of ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from api.settings import Settings
    from api.store import Store


def create(settings: Settings, store: Store) -> FastAPI:
    """Make the server of a store; see `api.app.create`."""
    from api import app  # here, so that a query's process starts without the web framework

    return app.create(settings, store)


def serve(
    settings: Settings, store: Store, host: str, port: int, announce: Callable[[str], None] | None = None
) -> None:
    """Serve a store until told to stop; see `api.server.serve`."""
    from api import server

    server.serve(settings, store, host, port, announce)
