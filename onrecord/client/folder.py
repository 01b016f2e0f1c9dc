"""A store in a folder, asked in this process as its server would be, and no server started.

Queries run in processes of their own, by the limits of the settings, so that one that a process does not survive does
not take the notebook along. They are waited for in a loop of their own, for a notebook's own is running already.
"""

from __future__ import annotations

import weakref
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

from anyio.from_thread import start_blocking_portal

from api.answering import Answering, Question, answer_for
from api.errors import ApiError, InvalidSetting, StoreMissing
from api.federation import federate
from api.freshness import name_snapshot
from api.guard import Limits, check_query
from api.negotiation import JSON
from api.panels.values import Panel
from api.problems import describe
from api.search.answers import SearchingAnswers
from api.store import open_store
from api.store.embedded import EmbeddedStore
from api.v1.finding import read, read_filters, write
from api.v1.reading import Naming
from onrecord.client.source import Parameters, Part, Reply, find_kind
from onrecord.errors import Refused, Unanswered
from onrecord.panel.command import Wanted, count_statements
from onrecord.settings import Settings, settle


class FolderSource:
    """A store that is asked in this process; an `onrecord.client.source.Source`."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        rows: Answering = SearchingAnswers(answer_for(store, settings), store, settings)
        self._rows = rows
        self._queries = federate(rows, settings)
        stack = ExitStack()
        self._portal = stack.enter_context(start_blocking_portal(name="onrecord-client"))
        self._end = weakref.finalize(self, stack.close)  # also where nobody closes it before Python ends
        self._portal.call(rows.start)
        stack.callback(self._portal.call, rows.stop)

    @classmethod
    def open(cls, folder: str | Path) -> FolderSource:
        """Open the store in a folder.

        Raises
        ------
        StoreMissing
            Nothing is stored there.
        InvalidSetting
            It is an address, or a setting is none.
        """
        settings = settle({"store": str(folder)})
        store = open_store(settings.store, settings)
        if not isinstance(store, EmbeddedStore):
            raise InvalidSetting(f"{store.where} is no folder; ask a server of OnRecord by onrecord.Client(url)")
        if not store.exists():
            raise StoreMissing(f"{store.where}: no graph is stored here; ingest an article, or name another store")
        return cls(store, settings)

    @property
    def where(self) -> str:
        """The folder."""
        return self._store.where

    def ask(self, query: str) -> Reply:
        """Answer a query; see `onrecord.client.source.Source`."""
        return self._call(self._ask, query)

    def find(self, kind: str, parameters: Parameters) -> Part:
        """Give a page of rows; see `onrecord.client.source.Source`."""
        return self._call(self._find, kind, parameters)

    def count(self, wanted: Wanted) -> Panel:
        """Count statements by unit and month, out of one state of the graph."""
        try:
            with self._store.read() as reader:
                return count_statements(reader, wanted)
        except ApiError as error:
            raise self._explain(error) from error

    def close(self) -> None:
        """End the processes."""
        self._end()

    async def _ask(self, query: str) -> Reply:
        form = check_query(query, Limits.of(self._settings))
        if form not in {"SELECT", "ASK"}:
            raise Refused("a frame holds the rows of a SELECT or the truth of an ASK; write the query as one of them")
        reply = await self._queries.ask(Question(query, JSON.media_type))
        return Reply(b"".join([chunk async for chunk in reply.chunks]), name_snapshot(reply.state))

    async def _find(self, kind: str, parameters: Parameters) -> Part:
        collection, filters = find_kind(kind)
        asked = read_filters(filters, parameters)
        query, resolved = await write(self._rows, asked, collection)
        state, items = await read(self._rows, query, collection, Naming(self._settings.base, None))
        return Part(items[: asked.limit], len(items) > asked.limit, state, resolved.notes, query)

    def _call[R](self, ask: Callable[..., Awaitable[R]], *arguments: object) -> R:
        if not self._end.alive:
            raise Unanswered(f"{self.where}: the client was closed; make another one")
        waiting = self._portal.start_task_soon(ask, *arguments)
        try:
            return waiting.result()
        except ApiError as error:
            raise self._explain(error) from error
        except BaseException:
            waiting.cancel()  # whoever interrupts a cell does not want its query to go on
            raise

    def _explain(self, error: ApiError) -> Unanswered:
        kind = describe(error)
        sort = Refused if 400 <= kind.status < 500 and kind.status != 429 else Unanswered
        return sort(f"{self.where}: {error}", kind.status, kind.name)
