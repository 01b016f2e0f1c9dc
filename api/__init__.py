"""The graph out to its readers: the store, SPARQL over HTTP, pages of single things. Knows nothing of ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.settings import Settings
    from api.store import Store


def create(settings: Settings, store: Store) -> FastAPI:
    """Make the server of a store; see `api.app.create`."""
    from api import app  # here, so that a query's process starts without the web framework

    return app.create(settings, store)
