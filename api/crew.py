"""The processes in which queries run, and those that write pages, on the state that is published now.

A process is started before it is needed and used again after a short query. One that had a long query is not: that ran
with less of a claim to the processor than the short ones beside it, and may have left its memory in pieces.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from api.answering import Question
from api.errors import ApiError, QueryExhausted, QueryFailed, QueryTimeout
from api.reconciliation.answers import Inquiry
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.views.writing import Sheet
from api.worker import FAILED, HEADER, PART_SIZE

_CHUNK = 64 * 1024
_LONG = 1.0
_LESS_OF_A_CLAIM = 10
_FOLLOW_EVERY = 0.5
_WAIT_A_MOMENT = 0.01


@dataclass(frozen=True, slots=True)
class Program:
    """What a crew's processes run: a module, and what it is told after the snapshot.

    ``work`` and ``advice`` are what one question to it is called, and what to do when it was stopped. ``ahead``: one
    process is to stand ready, whatever the others do, which is worth it where they start quickly.
    """

    module: str
    arguments: tuple[str, ...]
    work: str
    advice: str
    ahead: bool


def make_queries(settings: Settings) -> Program:
    """Give the program that answers queries."""
    limits = (str(settings.query_memory), str(settings.query_cpu), settings.base)
    advice = "ask for less: add a LIMIT, name the graph, bind more variables"
    return Program("api.worker", limits, "query", advice, ahead=True)


def make_pages(settings: Settings) -> Program:
    """Give the program that writes pages; it takes longer to start than most pages take."""
    limits = (str(settings.query_memory), str(settings.query_cpu), settings.base, settings.title)
    return Program("api.page_worker", limits, "page", "ask /sparql for a part of what is on it", ahead=False)


def make_names(settings: Settings) -> Program:
    """Give the program that compares names; it reads all of them before its first question."""
    limits = (str(settings.query_memory), str(settings.query_cpu), settings.base)
    return Program("api.reconciliation.worker", limits, "inquiry", "send fewer names at once", ahead=False)


class Worker:
    """A process that answers questions to one state."""

    def __init__(self, state: str, process: asyncio.subprocess.Process, program: Program, settings: Settings) -> None:
        self.state = state
        self._process = process
        self._program = program
        self._settings = settings
        self._long = False
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, state: str, snapshot: Path, lease: int, program: Program, settings: Settings) -> Worker:
        """Start a process, which says by a first frame that it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            program.module,
            str(snapshot),
            *program.arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(lease,),
            process_group=0,  # so that Ctrl-C at a terminal reaches the server alone
            limit=2 * PART_SIZE,
        )
        return cls(state, process, program, settings)

    @property
    def fit(self) -> bool:
        """Tell whether it may have a further question."""
        return self._process.returncode is None and not self._long

    async def frame(self) -> tuple[bytes, bytes]:
        """Read the next frame (see `api.worker`).

        Raises
        ------
        QueryTimeout
            The process was ended for it had used up its seconds of a processor.
        QueryExhausted
            The process died.
        """
        assert self._process.stdout is not None  # noqa: S101  # it was started with pipes
        try:
            kind, length = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
            return kind, await self._process.stdout.readexactly(length)
        except asyncio.IncompleteReadError as error:
            if await self._process.wait() == -signal.SIGXCPU:
                raise QueryTimeout(
                    f"the {self._program.work} was stopped after {self._settings.query_cpu} seconds of a processor, "
                    f"which is the limit; {self._program.advice}"
                ) from error
            raise QueryExhausted(
                f"the {self._program.work}'s process died before it had an answer, as a rule for want of memory, of "
                f"which it may use {self._settings.query_memory} bytes; {self._program.advice}"
            ) from error

    async def ready(self) -> None:
        """Wait until it may be asked.

        Raises
        ------
        QueryFailed
            It cannot read the snapshot, or died.
        """
        kind, why = await self.frame()
        if kind == FAILED:
            raise QueryFailed(
                f"the process that answers cannot read the snapshot ({why.decode()}); it has the rights of whoever "
                "runs the server and no others, so let that user read the store's folder"
            )

    async def send(self, question: Question | Sheet | Inquiry) -> None:
        """Ask."""
        assert self._process.stdin is not None  # noqa: S101  # it was started with pipes
        self._alarm = asyncio.get_running_loop().call_later(_LONG, self._stand_back)
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead process shows when its answer is read
            self._process.stdin.write(json.dumps(asdict(question)).encode() + b"\n")
            await self._process.stdin.drain()

    def rest(self) -> None:
        """Note that the question is answered."""
        if self._alarm is not None:
            self._alarm.cancel()

    def kill(self) -> None:
        """End it at once."""
        self.rest()
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)  # its own kill would look, and take the status from the loop

    async def ended(self) -> None:
        """Wait until it has ended."""
        assert self._process.stdout is not None  # noqa: S101  # it was started with pipes
        while await self._process.stdout.read(_CHUNK):
            pass  # a process whose pipe is full never counts as ended
        await self._process.wait()

    def _stand_back(self) -> None:
        self._long = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LESS_OF_A_CLAIM)


class Crew:
    """Keeps the processes of one program ready for a store's questions."""

    def __init__(self, store: EmbeddedStore, program: Program, settings: Settings) -> None:
        self.program = program
        self._store = store
        self._settings = settings
        self._idle: list[Worker] = []
        self._lent: set[Worker] = set()
        self._starting = 0
        self._chores: set[asyncio.Task[None]] = set()
        self._follower: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Have one process ready, if it is to be ahead and there is anything to ask."""
        if self.program.ahead and self._store.exists():
            await self._prepare_spare()  # a machine that is short of memory just now is no reason not to serve
        self._follower = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """End every process, whatever it is doing."""
        if self._follower is not None:
            self._follower.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        for worker in (*self._idle, *self._lent):
            worker.kill()
        while self._lent:  # whoever had one gives it back now
            await asyncio.sleep(_WAIT_A_MOMENT)
        self._idle, idle = [], self._idle
        await asyncio.gather(*map(_put_down, idle), *self._chores, return_exceptions=True)

    async def take(self, snapshot: str | None = None) -> Worker:
        """Give a process on the state that is published now, or on a snapshot.

        Raises
        ------
        SnapshotGone, SnapshotUnknown
            There is no snapshot of this number.
        """
        while True:
            wanted = self._store.stamp(snapshot)
            for worker in [*self._idle]:
                if worker.state == wanted and worker.fit:
                    self._idle.remove(worker)
                    self._lent.add(worker)
                    self._keep_one_ready()
                    return worker
                if snapshot is None or not worker.fit:
                    self._idle.remove(worker)
                    self._do(_put_down(worker))
            # A start that is cancelled halfway would leave its process behind, so it always runs to its end.
            await asyncio.shield(self._do(self._prepare(snapshot)))

    def give_back(self, worker: Worker, *, alive: bool) -> None:
        """Take a process back; one that is not alive is ended, whatever it is doing."""
        worker.rest()
        self._lent.discard(worker)
        if alive and worker.fit and len(self._idle) < self._settings.query_workers:
            self._idle.append(worker)
        else:
            worker.kill()
            self._do(_put_down(worker))
            self._keep_one_ready()

    def _keep_one_ready(self) -> None:
        stopping = self._follower is None or self._follower.cancelled() or self._follower.cancelling()
        if self.program.ahead and not self._idle and not self._starting and not stopping:
            self._do(self._prepare_spare())

    async def _prepare_spare(self) -> None:
        with suppress(ApiError):  # the next query meets the same error, and has somebody to say it to
            await self._prepare()

    async def _prepare(self, number: str | None = None) -> None:
        self._starting += 1
        try:
            state = self._store.stamp(number) or ""
            snapshot, lease = self._store.hold(number)
            try:
                worker = await Worker.start(state, snapshot, lease, self.program, self._settings)
            finally:
                os.close(lease)  # the process has its own
            try:
                await worker.ready()
            except QueryFailed:
                await _put_down(worker)
                raise
            self._idle.append(worker)
        finally:
            self._starting -= 1

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_EVERY)
            with suppress(ApiError, OSError):
                await self._renew(self._store.stamp() or "")

    async def _renew(self, current: str) -> None:
        stale = [worker for worker in self._idle if worker.state != current]
        if stale and current:
            await asyncio.shield(self._do(self._prepare_spare()))
        for worker in stale:
            if worker in self._idle:
                self._idle.remove(worker)
                self._do(_put_down(worker))

    def _do(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task


async def _put_down(worker: Worker) -> None:
    worker.kill()
    await worker.ended()
