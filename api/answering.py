"""The seam between the server and whoever evaluates its queries: processes of its own, or an engine elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from api.errors import StoreError
from api.settings import Settings
from api.store import Store


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs it is asked of (None: as it says itself, or all), and the media type of its answer."""

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the state of the graph it is true of, its chunks, and the bytes they add up to.

    The state is empty where the engine cannot tell. The size is None where the answer is sent while it is found.
    """

    state: str
    chunks: AsyncIterator[bytes]
    size: int | None = None


class Answering(Protocol):
    """Who answers questions for the server."""

    async def start(self) -> None:
        """Get ready."""

    def state(self) -> str:
        """Name the state that the next answer will be true of; empty where the engine cannot tell."""

    async def ask(self, question: Question) -> Reply:
        """Answer a question. What goes wrong before the first chunk is raised here, so that it can be said plainly.

        Raises
        ------
        QueryCrowdedOut, QueryTimeout, QueryExhausted, QueryRefused, QueryFailed
            There is no answer.
        """

    async def stop(self) -> None:
        """Let go of everything."""


def answer_for(store: Store, settings: Settings) -> Answering:
    """Give the one who answers questions to a store, not yet started.

    Raises
    ------
    StoreError
        Nobody knows how to ask a store of this kind.
    """
    from api.remote_answers import RemoteAnswers
    from api.store.embedded import EmbeddedStore
    from api.store.remote import RemoteStore
    from api.workers import WorkerPool

    if isinstance(store, EmbeddedStore):
        return WorkerPool(store, settings)
    if isinstance(store, RemoteStore):
        return RemoteAnswers(store, settings)
    raise StoreError(f"{store.where}: no way is known to ask a {type(store).__name__}; name a folder")
