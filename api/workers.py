"""Queries and pages are answered in processes that can be killed, each client in turn.

A running query cannot be interrupted from Python, and some crash the process they run in. So each runs in a process
of its own (`api.crew`, `api.worker`), is killed when its time is up, and takes nobody with it. A page of a huge graph
is as heavy, so it is read and written in such a process too (`api.page_worker`), and takes the same turns.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from api.answering import Question, Reply
from api.crew import Crew, Worker, make_names, make_pages, make_queries
from api.errors import FoundElsewhere, NotFound, QueryFailed, QueryRefused, QueryTimeout, QueryUnwritable
from api.reconciliation.answers import Inquiry
from api.settings import Settings
from api.spool import Pipe, Spool, Spools, stream
from api.store.embedded import EmbeddedStore
from api.turns import Room, Turns
from api.views.writing import Sheet
from api.visits import Outcome, Run, Visit, current
from api.worker import ABSENT, END, MOVED, PART, REFUSED

_UNWRITABLE = b"does not support RDF 1.2"


@dataclass(slots=True)
class _Job:
    text: str
    crew: Crew
    visit: Visit
    deadline: float
    began: float
    worker: Worker | None = None


class WorkerPool:
    """Answers the questions to an embedded store."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._queries = Crew(store, make_queries(settings), settings)
        self._pages = Crew(store, make_pages(settings), settings)
        self._names = Crew(store, make_names(settings), settings)
        self._spools = Spools(settings.spool_memory, settings.spool_limit, settings.spool_total)
        self._pumps: set[asyncio.Task[None]] = set()
        self._turns = Turns(Room.of(settings))

    @property
    def turns(self) -> Turns:
        """How many queries run and wait."""
        return self._turns

    @property
    def spools(self) -> Spools:
        """What is kept of answers."""
        return self._spools

    async def start(self) -> None:
        """Have one process ready, if there is anything to ask."""
        await self._queries.start()
        await self._pages.start()
        await self._names.start()

    def state(self, snapshot: str | None = None) -> str:
        """Name the published state, or that of a snapshot; empty before the first."""
        return self._store.stamp(snapshot) or ""

    async def stop(self) -> None:
        """Kill every process."""
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        await asyncio.gather(self._queries.stop(), self._pages.stop(), self._names.stop())

    async def ask(self, question: Question) -> Reply:
        """Answer a question: whole if the answer fits the spool, and only past its bound while evaluation goes on.

        The time that a query may take counts from here on, its wait for a turn and for a process included.
        """
        return await self._answer(question, question.query, self._queries, question.snapshot)

    async def read(self, sheet: Sheet, snapshot: str | None = None) -> Reply:
        """Write a page, within the limits of a query."""
        return await self._answer(sheet, f"the page {sheet.iri or '/'}", self._pages, snapshot)

    async def reconcile(self, inquiry: Inquiry) -> Reply:
        """Compare names, or tell of what bears them, within the limits of a query."""
        return await self._answer(inquiry, f"the inquiry {inquiry.call}", self._names)

    async def _answer(
        self, asked: Question | Sheet | Inquiry, text: str, crew: Crew, snapshot: str | None = None
    ) -> Reply:
        visit, clock = current(), asyncio.get_running_loop().time
        deadline = clock() + self._settings.query_timeout
        await self._turns.take(visit.client.name)
        job, spool = _Job(text, crew, visit, deadline, clock()), self._spools.open()
        try:
            async with asyncio.timeout_at(deadline):
                worker = job.worker = await crew.take(snapshot)
                await worker.send(asked)
                whole = await _collect(worker, spool)
        except BaseException as error:
            spool.close()
            failure = self._overtime(job) if isinstance(error, TimeoutError) else error
            self._end(job, failure)
            if failure is error:
                raise
            raise failure from error
        if whole:
            self._end(job)
            return Reply(worker.state, spool, spool.size)
        pipe = Pipe()
        pump = asyncio.create_task(self._pump(job, worker, pipe))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)
        await asyncio.sleep(0)  # a task that is cancelled before it began would never end its turn
        return Reply(worker.state, stream(spool, pipe, pump))

    async def _pump(self, job: _Job, worker: Worker, pipe: Pipe) -> None:
        # A task of its own, so that the deadline also meets a client that has stopped reading, or never began.
        failure: BaseException | None = None
        try:
            async with asyncio.timeout_at(job.deadline):
                while (frame := await worker.frame())[0] == PART:
                    await pipe.put(frame[1])
            _refuse(*frame)
        except (TimeoutError, QueryFailed) as error:
            known = error if isinstance(error, QueryFailed) else self._overtime(job)
            failure = known
            pipe.fail(known)
        except asyncio.CancelledError as error:
            failure = error
            raise
        finally:
            self._end(job, failure)
            pipe.end()

    def _end(self, job: _Job, failure: BaseException | None = None) -> None:
        if job.worker is not None:
            job.crew.give_back(job.worker, alive=failure is None or isinstance(failure, QueryRefused | NotFound))
        seconds = asyncio.get_running_loop().time() - job.began
        state = job.worker.state if job.worker is not None else ""
        job.visit.add(Run(job.text, state, seconds, Outcome.of(failure)))
        self._turns.end(job.visit.client.name)

    def _overtime(self, job: _Job) -> QueryTimeout:
        program = job.crew.program
        return QueryTimeout(
            f"the {program.work} was stopped after {self._settings.query_timeout:g} seconds, which is the limit; "
            f"{program.advice}"
        )


async def _collect(worker: Worker, spool: Spool) -> bool:
    while (frame := await worker.frame())[0] == PART:
        if not spool.write(frame[1]):
            return False
    _refuse(*frame)
    return True


def _refuse(kind: bytes, payload: bytes) -> None:
    if kind == ABSENT:
        raise NotFound(payload.decode())
    if kind == MOVED:
        raise FoundElsewhere(payload.decode())
    if kind == REFUSED:
        raise QueryRefused.for_syntax(payload.decode())
    if kind != END and _UNWRITABLE in payload:
        raise QueryUnwritable("the answer has triples in triples, for which JSON-LD has no form; ask for Turtle")
    if kind != END:
        raise QueryFailed(f"there is no answer ({payload.decode()})")
