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
import weakref
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, cast

from api.answering import Question, Reply
from api.errors import ApiError, QueryCrowdedOut, QueryExhausted, QueryFailed, QueryRefused, QueryTimeout
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.worker import END, HEADER, PART, REFUSED

_CHUNK = 64 * 1024
_CHUNKS_AHEAD = 4


class _Worker:
    def __init__(self, state: str, process: asyncio.subprocess.Process) -> None:
        self.state = state
        self.process = process

    @classmethod
    async def start(cls, state: str, snapshot: Path, lease: int, settings: Settings) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "api.worker",
            str(snapshot),
            str(settings.query_memory),
            settings.base,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(lease,),
            start_new_session=True,
        )
        return cls(state, process)

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

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()

    async def ended(self) -> None:
        assert self.process.stdout is not None  # noqa: S101  # it was started with pipes
        while await self.process.stdout.read(_CHUNK):
            pass  # a process whose pipe is full never counts as ended
        await self.process.wait()


class WorkerPool:
    """Answers the questions to an embedded store."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._turns = asyncio.Semaphore(settings.query_workers)
        self._waiting = 0
        self._idle: list[_Worker] = []
        self._chores: set[asyncio.Task[None]] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Have one process ready, if there is anything to ask."""
        if self._store.exists():
            await self._prepare()

    def state(self) -> str:
        """Name the published state; empty before the first."""
        return self._store.stamp() or ""

    async def stop(self) -> None:
        """Kill every process."""
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        await asyncio.gather(*self._chores, return_exceptions=True)
        while self._idle:
            await self._put_down(self._idle.pop())

    async def ask(self, question: Question) -> Reply:
        """Answer a question: whole if the answer fits the spool, and only past its bound while evaluation goes on."""
        await self._take_turn()
        deadline = asyncio.get_running_loop().time() + self._settings.query_timeout
        spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(self._settings.spool_memory))  # noqa: SIM115  # outlives this
        worker: _Worker | None = None
        try:
            async with asyncio.timeout_at(deadline):
                worker = await self._take()
                await worker.send(question)
                whole = await _collect(worker, spool, self._settings.spool_limit)
        except BaseException as error:
            spool.close()
            self._end(worker, alive=isinstance(error, QueryRefused))
            if isinstance(error, TimeoutError):
                raise self._overtime() from error
            raise
        found = _Spooled(spool)
        if whole:
            self._end(worker, alive=True)
            return Reply(worker.state, found, found.size)
        pipe = _Pipe()
        pump = _in_background(self._pump(worker, deadline, pipe), self._pumps)
        await asyncio.sleep(0)  # a task that is cancelled before it began would never end its turn
        return Reply(worker.state, _stream(found, pipe, pump))

    async def _pump(self, worker: _Worker, deadline: float, pipe: _Pipe) -> None:
        # A task of its own, so that the deadline also meets a client that has stopped reading, or never began.
        alive = False
        try:
            async with asyncio.timeout_at(deadline):
                while (frame := await worker.frame())[0] == PART:
                    await pipe.put(frame[1])
            _refuse(*frame)
            alive = True
        except TimeoutError:
            pipe.fail(self._overtime())
        except QueryFailed as error:
            pipe.fail(error)
        finally:
            self._end(worker, alive=alive)
            pipe.end()

    async def _take_turn(self) -> None:
        limit, patience = self._settings.query_queue, self._settings.query_wait
        if self._waiting >= limit:
            raise QueryCrowdedOut(f"{self._waiting} queries are waiting already; ask again in a few seconds")
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise QueryCrowdedOut(f"the query waited {patience:g} seconds for its turn; ask again later") from error
        finally:
            self._waiting -= 1

    def _end(self, worker: _Worker | None, *, alive: bool) -> None:
        if worker is not None and alive:
            self._idle.append(worker)
        elif worker is not None:
            worker.kill()
            _in_background(self._replace(worker), self._chores)
        self._turns.release()

    async def _replace(self, worker: _Worker) -> None:
        await worker.ended()
        with suppress(ApiError):  # the next query meets the same error, and has somebody to say it to
            if not self._idle:
                await self._prepare()

    def _overtime(self) -> QueryTimeout:
        return QueryTimeout(
            f"the query was stopped after {self._settings.query_timeout:g} seconds; "
            "ask for less: add a LIMIT, name the graph, bind more variables"
        )

    async def _take(self) -> _Worker:
        while True:
            current = self._store.stamp()
            while self._idle:
                worker = self._idle.pop()
                if worker.state == current and worker.process.returncode is None:
                    return worker
                await self._put_down(worker)
            # A start that is cancelled halfway would leave its process behind, so it always runs to its end.
            await asyncio.shield(_in_background(self._prepare(), self._chores))

    @staticmethod
    async def _put_down(worker: _Worker) -> None:
        worker.kill()
        await worker.ended()

    async def _prepare(self) -> None:
        state = self._store.stamp() or ""
        snapshot, lease = self._store.hold()
        try:
            worker = await _Worker.start(state, snapshot, lease, self._settings)
        finally:
            os.close(lease)  # the process has its own
        try:
            await worker.frame()
        except QueryFailed:
            await self._put_down(worker)
            raise
        self._idle.append(worker)


def _in_background(work: Coroutine[None, None, None], tasks: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task


async def _collect(worker: _Worker, spool: BinaryIO, limit: int) -> bool:
    while (frame := await worker.frame())[0] == PART:
        spool.write(frame[1])
        if spool.tell() > limit:
            return False
    _refuse(*frame)
    return True


class _Spooled:
    """What a spool holds, in chunks; the spool is gone with it, read or not."""

    def __init__(self, spool: BinaryIO) -> None:
        self.size = spool.tell()
        self._spool = spool
        self._spool.seek(0)
        weakref.finalize(self, spool.close)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if chunk := self._spool.read(_CHUNK):
            return chunk
        raise StopAsyncIteration


class _Pipe:
    """A few chunks on their way from a process to a client, and what went wrong on it."""

    def __init__(self) -> None:
        self._chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(_CHUNKS_AHEAD)
        self._failure: QueryFailed | None = None

    async def put(self, chunk: bytes) -> None:
        await self._room.acquire()
        self._chunks.put_nowait(chunk)

    def fail(self, failure: QueryFailed) -> None:
        self._failure = failure

    def end(self) -> None:
        self._chunks.put_nowait(None)

    async def read(self) -> AsyncIterator[bytes]:
        while (chunk := await self._chunks.get()) is not None:
            self._room.release()
            yield chunk
        if self._failure is not None:
            raise self._failure


async def _stream(head: _Spooled, pipe: _Pipe, pump: asyncio.Task[None]) -> AsyncIterator[bytes]:
    try:
        async for chunk in head:
            yield chunk
        async for chunk in pipe.read():
            yield chunk
    finally:
        pump.cancel()


def _refuse(kind: bytes, payload: bytes) -> None:
    if kind == REFUSED:
        raise QueryRefused.for_syntax(payload.decode())
    if kind != END:
        raise QueryFailed(f"the query gave no answer ({payload.decode()})")
