"""Articles through the gate in several processes, in the order in which they were given.

A process is given a group of articles at a time, which it annotates together, and returns what a store needs of them.
Where one dies, nobody can tell at which article: each that was under way is read again with no other beside it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from ingest.model import Article
from ingest.run import Run
from onrecord.authority.kept import NONE, Kept
from onrecord.reading import Failed, Here, Outcome, Passing, Reading, admit, gather, mind_tagger, open_own_gate, pack
from onrecord.settings import Settings

AHEAD = 2
"""Groups of articles that are given to each process before the first of them is asked back."""


@dataclass(slots=True)
class Waiting:
    """A group that is read: its articles, and what comes between them."""

    items: list[Article | Passing]
    outcomes: Future[list[Outcome]]


class Processes:
    """Reads in several processes, each with a gate of its own."""

    def __init__(self, settings: Settings, kept: Kept = NONE) -> None:
        self._settings = settings
        self._kept = kept
        self._pool = start_pool(settings.jobs)
        self._run = self._pool.submit(_describe, settings, kept).result()

    @property
    def run(self) -> Run:
        """The configuration of their gates, which is the same in all."""
        return self._run

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read groups ahead, no more than a few for each process, and give the articles in order."""
        waiting: deque[Waiting] = deque()
        for group in gather(items):
            waiting.append(Waiting(group, self._submit([item for item in group if isinstance(item, Article)])))
            if len(waiting) > AHEAD * self._settings.jobs:
                yield from self._settle(waiting)
        while waiting:
            yield from self._settle(waiting)

    def close(self) -> None:
        """End the processes once they have read what they have begun."""
        self._pool.shutdown(cancel_futures=True)

    def _settle(self, waiting: deque[Waiting]) -> Iterator[Outcome | Passing]:
        first = waiting.popleft()
        if first.outcomes.exception() is not None:
            for each in (first, *waiting):
                if each.outcomes.exception() is not None:
                    each.outcomes = _settled([*map(self._read_alone, _articles(each))])
        outcomes = iter(first.outcomes.result())
        for item in first.items:
            yield next(outcomes) if isinstance(item, Article) else item

    def _read_alone(self, article: Article) -> Outcome:
        try:
            future = self._pool.submit(_admit, self._settings, self._kept, [article])
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = start_pool(self._settings.jobs)
            future = self._pool.submit(_admit, self._settings, self._kept, [article])
        try:
            return future.result()[0]
        except BrokenProcessPool:
            return Failed(article, "the process that read it died")

    def _submit(self, articles: list[Article]) -> Future[list[Outcome]]:
        if not articles:
            return _settled([])
        try:
            return self._pool.submit(_admit, self._settings, self._kept, articles)
        except BrokenProcessPool as error:
            broken: Future[list[Outcome]] = Future()
            broken.set_exception(error)
            return broken


def open_reading(settings: Settings, kept: Kept = NONE) -> Reading:
    """Choose who reads: this process for one job, several processes for more."""
    mind_tagger(settings)
    return Here(settings, kept) if settings.jobs == 1 else Processes(settings, kept)


def start_pool(jobs: int) -> ProcessPoolExecutor:
    """Start processes that leave an interrupt to this one, and end with it, however it ends."""
    # A forked process would share the parent's threads and locks in whatever state they are.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_prepare)


def _articles(group: Waiting) -> Iterator[Article]:
    return (item for item in group.items if isinstance(item, Article))


def _settled(outcomes: list[Outcome]) -> Future[list[Outcome]]:
    future: Future[list[Outcome]] = Future()
    future.set_result(outcomes)
    return future


def _admit(settings: Settings, kept: Kept, articles: list[Article]) -> list[Outcome]:
    return [*map(pack, admit(open_own_gate(settings, kept), articles))]


def _describe(settings: Settings, kept: Kept) -> Run:
    return open_own_gate(settings, kept).run


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
