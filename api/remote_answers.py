"""A remote engine answers the server's queries: each is asked in a thread, and its answer is held until it is whole."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
import weakref
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import BinaryIO, cast

from api.answering import Question, Reply
from api.errors import QueryTimeout, SnapshotUnknown
from api.reconciliation.answers import Answers, Inquiry
from api.reconciliation.catalogue import Catalogue, read_catalogue
from api.settings import Settings
from api.store import Reader
from api.store.answers import clear_frames
from api.store.dataset import Dataset
from api.store.remote import RemoteStore
from api.turns import Room, Turns
from api.views.writing import PageWriter, Sheet
from api.visits import Outcome, Run, current

_CHUNK = 64 * 1024
_KEPT = 300.0


class RemoteAnswers:
    """Answers the questions to a remote store; an `api.answering.Answering`."""

    def __init__(self, store: RemoteStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._turns = Turns(Room.of(settings))
        self._threads = ThreadPoolExecutor(settings.query_workers, "remote-answers")
        self._pages = PageWriter(settings.base, settings.title)
        self._catalogue: tuple[float, Catalogue] | None = None
        self._reading = Lock()

    @property
    def turns(self) -> Turns:
        """How many queries run and wait."""
        return self._turns

    async def start(self) -> None:
        """Nothing to get ready: the engine may start later than the server."""

    def state(self, snapshot: str | None = None) -> str:
        """Empty: an engine does not say which state it is in, and keeps no other."""
        if snapshot is not None:
            raise SnapshotUnknown(f"{self._store.where} keeps no snapshots; ask without one")
        return ""

    async def ask(self, question: Question) -> Reply:
        """Answer a question, whole or not at all.

        The time that a query may take counts from here on, its wait for a turn included. A query that nobody waits for
        any more keeps its client's turn until the engine has answered it or its time is up, for the engine works on it
        that long.
        """

        def write(spool: BinaryIO) -> None:
            given = question.default_graphs is not None or question.named_graphs is not None
            dataset = Dataset(question.default_graphs or (), question.named_graphs or ()) if given else None
            self._store.ask(question.query, question.format, spool, dataset)

        return await self._answer(question.query, write)

    async def read(self, sheet: Sheet, snapshot: str | None = None) -> Reply:
        """Write a page, of the engine as it is at each of the questions that the page takes."""
        self.state(snapshot)

        def write(spool: BinaryIO) -> None:
            with self._store.read() as reader:
                for part in self._pages.write(reader, sheet):
                    spool.write(part.encode("utf-8", "surrogatepass"))

        return await self._answer(f"the page {sheet.iri or '/'}", write)

    async def reconcile(self, inquiry: Inquiry) -> Reply:
        """Compare names, as the engine had them at most a few minutes ago."""

        def write(spool: BinaryIO) -> None:
            with self._store.read() as reader:
                answer = Answers(self._names(reader), reader).answer(inquiry)
            spool.write(json.dumps(answer).encode("ascii"))

        return await self._answer(f"the inquiry {inquiry.call}", write)

    def _names(self, reader: Reader) -> Catalogue:
        """Give all names; an engine does not say when they change, so they are read again when they are old."""
        with self._reading:
            if self._catalogue is None or time.monotonic() - self._catalogue[0] > _KEPT:
                self._catalogue = time.monotonic(), read_catalogue(reader, self._settings.base)
            return self._catalogue[1]

    async def _answer(self, text: str, write: Callable[[BinaryIO], None]) -> Reply:
        visit, clock = current(), asyncio.get_running_loop().time
        deadline = clock() + self._settings.query_timeout
        await self._turns.take(visit.client.name)
        began, failure = clock(), None
        answered = asyncio.get_running_loop().run_in_executor(self._threads, self._keep, write)
        answered.add_done_callback(lambda _: self._turns.end(visit.client.name))
        try:
            async with asyncio.timeout_at(deadline):
                spool = await asyncio.shield(answered)
        except BaseException as error:
            failure = self._overtime() if isinstance(error, TimeoutError) else error
            answered.add_done_callback(_forget)
            if failure is error:
                raise
            raise failure from error
        finally:
            visit.add(Run(text, "", clock() - began, Outcome.of(failure)))
        size = spool.tell()
        spool.seek(0)
        chunks = _read(spool)
        weakref.finalize(chunks, spool.close)  # also where nobody reads them
        return Reply("", chunks, size)

    async def stop(self) -> None:
        """Take no more questions, and wait for those under way, which have their own time limit."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _keep(self, write: Callable[[BinaryIO], None]) -> BinaryIO:
        spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(self._settings.spool_memory))  # noqa: SIM115  # it is given away
        try:
            write(spool)
        except BaseException as error:
            spool.close()
            clear_frames(error)
            raise
        return spool

    def _overtime(self) -> QueryTimeout:
        return QueryTimeout(
            f"no answer came within {self._settings.query_timeout:g} seconds; "
            "ask for less: add a LIMIT, name the graph, bind more variables"
        )


def _forget(answered: asyncio.Future[BinaryIO]) -> None:
    if not answered.cancelled() and answered.exception() is None:
        answered.result().close()


async def _read(spool: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := spool.read(_CHUNK):
        yield chunk
