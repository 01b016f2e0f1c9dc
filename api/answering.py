"""The seam between the server and whoever evaluates its queries: processes of its own, or an engine elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response, StreamingResponse

from api.errors import StoreError
from api.reconciliation.answers import Inquiry
from api.settings import Settings
from api.store import Store
from api.views.writing import Sheet

_SHORT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs it is asked of, and the media type of its answer.

    Without graphs it is asked of those that it names itself; and where it names none, of the union of all graphs, or of
    the default graph proper if there is to be no ``union``. The empty name is that default graph. ``snapshot`` is the
    number of the published state to ask; None is the latest.
    """

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    union: bool = True
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the state of the graph it is true of, its chunks, and the bytes they add up to.

    The state is empty where the engine cannot tell. The size is None where the answer is sent while it is found.
    """

    state: str
    chunks: AsyncIterator[bytes]
    size: int | None = None


async def send(reply: Reply, content_type: str, headers: Mapping[str, str]) -> Response:
    """Make a reply a response: at once if it is short, and chunk by chunk if it is long or still being found."""
    if reply.size is None or reply.size > _SHORT:
        told = {"Content-Length": str(reply.size)} if reply.size is not None else {}
        return StreamingResponse(reply.chunks, media_type=content_type, headers={**headers, **told})
    body = b"".join([chunk async for chunk in reply.chunks])
    return Response(body, media_type=content_type, headers=dict(headers))


class Answering(Protocol):
    """Who answers questions for the server."""

    async def start(self) -> None:
        """Get ready."""

    def state(self, snapshot: str | None = None) -> str:
        """Name the state that the next answer will be true of, or that of a snapshot; empty where nobody can tell.

        Raises
        ------
        SnapshotGone, SnapshotUnknown
            There is no snapshot of this number.
        """

    async def ask(self, question: Question) -> Reply:
        """Answer a question. What goes wrong before the first chunk is raised here, so that it can be said plainly.

        Raises
        ------
        QueryCrowdedOut, QueryTimeout, QueryExhausted, QueryRefused, QueryFailed
            There is no answer.
        """

    async def stop(self) -> None:
        """Let go of everything."""


class Engine(Answering, Protocol):
    """Who answers questions to a store itself, and writes pages of it."""

    async def read(self, sheet: Sheet, snapshot: str | None = None) -> Reply:
        """Write a page of the latest state or of a snapshot, in HTML; what goes wrong is raised as by `ask`.

        Raises
        ------
        NotFound
            Nothing of this name is on record.
        FoundElsewhere
            Its page has another address.
        """

    async def reconcile(self, inquiry: Inquiry) -> Reply:
        """Answer an inquiry about the names of one state, in JSON; what goes wrong is raised as by `ask`.

        Raises
        ------
        NotFound
            It is about something that is not there.
        """


def answer_for(store: Store, settings: Settings) -> Engine:
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
