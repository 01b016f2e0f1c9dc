"""Articles through the gate, in this process or in several, in the order in which they were given.

A mistake in the program, or a process that dies, costs the one article it was met at: a batch of a night goes on.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from itertools import repeat
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

import ontology
import shapes
from ingest import nlp
from ingest.errors import Unreadable
from ingest.extractor import Extractor
from ingest.gate import Admitted, Gate, Quarantined
from ingest.link import Linker
from ingest.model import Article
from ingest.parse import Parse
from ingest.pipeline import Pipeline
from ingest.read.sources import STDIN
from ingest.run import Run
from ingest.statements import BlendedExtractor, RuleExtractor
from ingest.tagger import FILE
from ingest.tagger.model import load
from onrecord import screen
from onrecord.settings import Settings

RULES_ALONE = "none"
"""The setting of the tagger under which there is none."""

FIRST = Article(text="The Senate met on Monday, a spokesman said.", origin="first")
"""An article that nobody asked for: reading it loads what is loaded late."""

YOUNG = 50_000
"""How many more objects there are before the garbage collector looks at them; an article makes some 20,000."""

AHEAD = 4
"""Articles that are given to each process before the first of them is asked back."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An article at which the program itself failed. ``problem`` is what happened."""

    article: Article
    problem: str

    @property
    def origin(self) -> str:
        """Where the article was read."""
        return self.article.origin

    def __str__(self) -> str:
        return f"{self.origin}: could not be read ({self.problem}); please report it, the article is needed to mend it"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that the store holds already, as this software reads it. ``origin`` is where it was read."""

    origin: str


type Passing = Unreadable | Unchanged
"""What stands among articles and is not to be read: it comes out where it stood."""

type Outcome = Admitted | Quarantined | Failed


class Reading(Protocol):
    """Reads articles."""

    @property
    def run(self) -> Run:
        """The configuration that reads them."""

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read every article, in order."""

    def close(self) -> None:
        """Let go of everything."""


@cache
def open_gate(pipeline: str, tagger: str, base: str) -> Gate:
    """Load everything that reading needs, once a process.

    Raises
    ------
    PipelineMissing
        The named language pipeline is not installed.
    TaggerUnfit
        The named tagger cannot be used.
    """
    annotator, extractor = nlp.load(pipeline or None), open_extractor(tagger)
    gate = Gate(
        Pipeline(annotator, extractor),
        Linker(ontology.authority()),
        shapes.Validator(),
        Run.of(annotator, extractor, base),
        base,
    )
    gate.admit(FIRST)
    settle()
    return gate


def settle() -> None:
    """Spare the garbage collector what is loaded: it stays, and would be looked through again every few articles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def open_extractor(tagger: str) -> Extractor:
    """Load what finds statements: the tagger of a file with the rules around it, or the rules alone."""
    if tagger == RULES_ALONE or (not tagger and not FILE.is_file()):
        return RuleExtractor()
    return BlendedExtractor(load(Path(tagger) if tagger else FILE))


def mind_tagger(settings: Settings) -> None:
    """Say so where the tagger's file is not there and the rules have to do alone."""
    if not settings.tagger and not FILE.is_file():
        screen.say(f"{FILE}: is missing, so statements are found by rules alone, which miss more; install it again")


def attempt[T](work: Callable[[Article], T], article: Article) -> T | Failed:
    """Do something with an article, and let no mistake in the program end more than that."""
    try:
        return work(article)
    except Exception as error:  # noqa: BLE001 -- the articles after this one are not at fault
        return Failed(article, f"{type(error).__name__}: {error}")


class Here:
    """Reads in this process, a few articles at a time: annotating short ones together takes a third less."""

    def __init__(self, settings: Settings) -> None:
        self._gate = open_gate(settings.pipeline, settings.tagger, settings.base)

    @property
    def run(self) -> Run:
        """The configuration of the gate."""
        return self._gate.run

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read articles in order, each group once its first is asked for."""
        for group in nlp.gather(items, _size):
            parses = self._annotate([item for item in group if isinstance(item, Article)])
            for item in group:
                if isinstance(item, Article):
                    yield attempt(partial(self._gate.admit, parse=next(parses)), item)
                else:
                    yield item

    def _annotate(self, articles: list[Article]) -> Iterator[Parse | None]:
        """Annotate articles together; where that fails, each is left to be annotated when it is read."""
        try:
            return iter([*self._gate.pipeline.annotate(articles)])
        except Exception:  # noqa: BLE001 -- one of them is at fault, and it is named when it is read alone
            return repeat(None)

    def close(self) -> None:
        """Do nothing: the gate stays for whoever reads next."""


def _size(item: Article | Passing) -> int:
    """Give how many code points there are to annotate; what comes over standard input waits for nothing after it."""
    if not isinstance(item, Article):
        return 0
    return nlp.ROOM if item.origin.partition(":")[0] == STDIN else len(item.text)


type Waiting = tuple[Article | Passing, Future[Outcome | Passing]]


class Processes:
    """Reads in several processes, each with a gate of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = self._start()
        self._run = self._pool.submit(_describe, settings).result()

    @property
    def run(self) -> Run:
        """The configuration of their gates, which is the same in all."""
        return self._run

    def admit_all(self, items: Iterable[Article | Passing]) -> Iterator[Outcome | Passing]:
        """Read articles ahead, no more than a few for each process, and give them in order."""
        waiting: deque[Waiting] = deque()
        for item in items:
            waiting.append((item, self._submit(item) if isinstance(item, Article) else _settled(item)))
            if len(waiting) > AHEAD * self._settings.jobs:
                yield self._settle(waiting)
        while waiting:
            yield self._settle(waiting)

    def close(self) -> None:
        """End the processes once they have read what they have begun."""
        self._pool.shutdown(cancel_futures=True)

    def _settle(self, waiting: deque[Waiting]) -> Outcome | Passing:
        item, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # Nobody can tell which article it was, so each that was under way is read again with no other beside it.
            outcome = self._read_alone(item)
            for n, (other, lost) in enumerate(waiting):
                if lost.exception() is not None:
                    waiting[n] = (other, _settled(self._read_alone(other)))
            return outcome

    def _read_alone(self, item: Article | Passing) -> Outcome | Passing:
        if not isinstance(item, Article):
            return item
        try:
            future = self._pool.submit(_admit, self._settings, item)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._start()
            future = self._pool.submit(_admit, self._settings, item)
        try:
            return future.result()
        except BrokenProcessPool:
            return Failed(item, "the process that read it died")

    def _submit(self, article: Article) -> Future[Outcome | Passing]:
        try:
            return self._pool.submit(_admit, self._settings, article)
        except BrokenProcessPool as error:
            broken: Future[Outcome | Passing] = Future()
            broken.set_exception(error)
            return broken

    def _start(self) -> ProcessPoolExecutor:
        # A forked process would share the parent's threads and locks in whatever state they are.
        return ProcessPoolExecutor(self._settings.jobs, mp_context=get_context("spawn"), initializer=_prepare)


def open_reading(settings: Settings) -> Reading:
    """Choose who reads: this process for one job, several processes for more."""
    mind_tagger(settings)
    return Here(settings) if settings.jobs == 1 else Processes(settings)


def _settled(outcome: Outcome | Passing) -> Future[Outcome | Passing]:
    future: Future[Outcome | Passing] = Future()
    future.set_result(outcome)
    return future


def _admit(settings: Settings, article: Article) -> Outcome | Passing:
    return attempt(open_gate(settings.pipeline, settings.tagger, settings.base).admit, article)


def _describe(settings: Settings) -> Run:
    return open_gate(settings.pipeline, settings.tagger, settings.base).run


def _prepare() -> None:
    """Leave an interrupt to the parent, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
