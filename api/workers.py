"""Queries run in processes that can be killed, and one process stands ready before it is needed.

A running query cannot be interrupted from Python, and some crash the process they run in. So each runs in a process
of its own (`api.worker`), is killed when its time is up, and takes nobody with it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from api.errors import QueryCrowdedOut, QueryExhausted, QueryFailed, QueryRefused, QueryTimeout
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.worker import END, HEADER, PART, REFUSED

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs it is asked of (None: as it says itself, or all), and the media type of its answer."""

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


class Answering(Protocol):
    """Who answers questions for the server."""

    async def start(self) -> None:
        """Get ready."""

    async def ask(self, question: Question) -> AsyncIterator[bytes]:
        """Answer in chunks. What goes wrong before the first chunk is raised here, so that it can be said plainly."""

    async def stop(self) -> None:
        """Let go of everything."""


class _Worker:
    def __init__(self, state: str, process: asyncio.subprocess.Process) -> None:
        self.state = state
        self.process = process

    @classmethod
    async def start(cls, snapshot: Path, lease: int, memory: int) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "api.worker",
            str(snapshot),
            str(memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(lease,),
            start_new_session=True,
        )
        return cls(snapshot.name, process)

    async def frame(self) -> tuple[bytes, bytes]:
        assert self.process.stdout is not None  # noqa: S101  # it was started with pipes
        try:
            kind, length = HEADER.unpack(await self.process.stdout.readexactly(HEADER.size))
            return kind, await self.process.stdout.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise QueryExhausted(
                "the query's process died before it had an answer, as a rule for want of memory; "
                "ask for less: add a LIMIT, name the graph, drop the ORDER BY"
            ) from error

    async def send(self, question: Question) -> None:
        assert self.process.stdin is not None  # noqa: S101  # it was started with pipes
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead process shows when its answer is read
            self.process.stdin.write(json.dumps(asdict(question)).encode() + b"\n")
            await self.process.stdin.drain()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class WorkerPool:
    """Answers the questions to an embedded store."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._turns = asyncio.Semaphore(settings.query_workers)
        self._waiting = 0
        self._idle: list[_Worker] = []
        self._spares: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Have one process ready, if there is anything to ask."""
        if self._store.exists():
            self._idle.append(await self._spawn())

    async def stop(self) -> None:
        """Kill every process."""
        for task in self._spares:
            task.cancel()
        await asyncio.gather(*self._spares, return_exceptions=True)
        while self._idle:
            await self._idle.pop().kill()

    async def ask(self, question: Question) -> AsyncIterator[bytes]:
        """Answer in chunks: whole if it fits the spool, and only past its bound while evaluation goes on.

        Raises
        ------
        QueryCrowdedOut, QueryTimeout, QueryExhausted, QueryRefused, QueryFailed
            There is no answer.
        """
        if self._waiting >= self._settings.query_queue:
            raise QueryCrowdedOut(f"{self._waiting} queries are waiting already; ask again in a few seconds")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        chunks = self._answer(question)
        first = await anext(chunks, b"")
        return _chain(first, chunks)

    async def _answer(self, question: Question) -> AsyncIterator[bytes]:
        worker: _Worker | None = None
        done = False
        deadline = asyncio.get_running_loop().time() + self._settings.query_timeout
        try:
            with tempfile.SpooledTemporaryFile(self._settings.spool_memory) as spool:
                async with asyncio.timeout_at(deadline):
                    worker = await self._take()
                    await worker.send(question)
                    done = await _collect(worker, cast(BinaryIO, spool), self._settings.spool_limit)
                if done:
                    self._give_back(worker)
                spool.seek(0)
                while chunk := spool.read(_CHUNK):
                    yield chunk
            if not done:
                while (frame := await _frame_before(deadline, worker))[0] == PART:
                    yield frame[1]
                _refuse(*frame)
                done = True
                self._give_back(worker)
        except TimeoutError as error:
            raise QueryTimeout(
                f"the query was stopped after {self._settings.query_timeout:g} seconds; "
                "ask for less: add a LIMIT, name the graph, bind more variables"
            ) from error
        except QueryRefused:
            if worker is not None:
                done = True
                self._give_back(worker)
            raise
        finally:
            if worker is not None and not done:
                await worker.kill()
                self._prepare_spare()
            self._turns.release()

    async def _take(self) -> _Worker:
        current = self._store.current()
        while self._idle:
            worker = self._idle.pop()
            if worker.state == current and worker.process.returncode is None:
                return worker
            await worker.kill()
        return await self._spawn()

    def _give_back(self, worker: _Worker) -> None:
        self._idle.append(worker)

    async def _spawn(self) -> _Worker:
        snapshot, lease = self._store.hold()
        try:
            worker = await _Worker.start(snapshot, lease, self._settings.query_memory)
        finally:
            os.close(lease)  # the process has its own
        try:
            await worker.frame()
        except (QueryFailed, asyncio.CancelledError):
            await worker.kill()
            raise
        return worker

    def _prepare_spare(self) -> None:
        async def prepare() -> None:
            if not self._idle:
                self._idle.append(await self._spawn())

        task = asyncio.create_task(prepare())
        self._spares.add(task)
        task.add_done_callback(self._spares.discard)


async def _collect(worker: _Worker, spool: BinaryIO, limit: int) -> bool:
    while (frame := await worker.frame())[0] == PART:
        spool.write(frame[1])
        if spool.tell() > limit:
            return False
    _refuse(*frame)
    return True


async def _frame_before(deadline: float, worker: _Worker) -> tuple[bytes, bytes]:
    async with asyncio.timeout_at(deadline):
        return await worker.frame()


def _refuse(kind: bytes, payload: bytes) -> None:
    if kind == REFUSED:
        raise QueryRefused(f"the query is no valid SPARQL ({payload.decode()}); mend it there")
    if kind != END:
        raise QueryFailed(f"the query gave no answer ({payload.decode()})")


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for chunk in rest:
        yield chunk
