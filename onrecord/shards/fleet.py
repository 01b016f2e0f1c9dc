"""Those who make shards: this process, several of this machine, or a cluster under Ray. What comes of it is the same.

Where a process dies at an article, that article is found by reading ever fewer at a time, and costs itself alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ingest.gate import Gate
from ingest.model import Article
from ingest.run import Run
from onrecord.authority.kept import find_kept
from onrecord.errors import CrewLost
from onrecord.processes import start_pool
from onrecord.reading import admit, gather, open_own_gate
from onrecord.settings import Settings
from onrecord.shards import Shard
from onrecord.shards.making import ShardManifest, make

AHEAD = 2
"""Shards that are given to each process before the first of them is asked back."""


class Fleet(Protocol):
    """Makes shards."""

    @property
    def run(self) -> Run:
        """The configuration that makes them."""

    def make_all(self, shards: Iterable[Shard], output: Path) -> Iterator[ShardManifest]:
        """Make shards in the folder ``output``, those that are there already left out; give them in order."""

    def close(self) -> None:
        """Let go of everything."""


class Alone:
    """Makes shards in this process, one after the other."""

    def __init__(self, settings: Settings) -> None:
        self._gate = open_crew_gate(settings)

    @property
    def run(self) -> Run:
        """The configuration of the gate."""
        return self._gate.run

    def make_all(self, shards: Iterable[Shard], output: Path) -> Iterator[ShardManifest]:
        """Make shards."""
        for shard in shards:
            yield make(self._gate, shard, output)

    def close(self) -> None:
        """Do nothing: the gate stays for whoever reads next."""


class Crew:
    """Makes shards in processes of this machine, each with a gate of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = start_pool(settings.jobs)
        self._run = self._pool.submit(describe_run, settings).result()

    @property
    def run(self) -> Run:
        """The configuration of their gates, which is the same in all."""
        return self._run

    def make_all(self, shards: Iterable[Shard], output: Path) -> Iterator[ShardManifest]:
        """Make shards, a few ahead."""
        under_way: deque[tuple[Shard, Future[ShardManifest]]] = deque()
        for shard in shards:
            under_way.append((shard, self._submit(make_shard, shard, output)))
            if len(under_way) > AHEAD * self._settings.jobs:
                yield self._settle(under_way, output)
        while under_way:
            yield self._settle(under_way, output)

    def close(self) -> None:
        """End the processes once they have made what they have begun."""
        self._pool.shutdown(cancel_futures=True)

    def _settle(self, under_way: deque[tuple[Shard, Future[ShardManifest]]], output: Path) -> ShardManifest:
        shard, future = under_way.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # Nobody can tell at which shard it was, so each that was under way is made with no other beside it.
            for n, (other, lost) in enumerate(under_way):
                if lost.done() and isinstance(lost.exception(), BrokenProcessPool):
                    under_way[n] = (other, _settled(self._make_alone(other, output)))
            return self._make_alone(shard, output)

    def _make_alone(self, shard: Shard, output: Path) -> ShardManifest:
        while True:
            try:
                return self._submit(make_shard, shard, output).result()
            except BrokenProcessPool:
                shard = replace(shard, fatal=shard.fatal | {self._find_fatal(shard)})

    def _find_fatal(self, shard: Shard) -> int:
        """Find the first article at which a process dies, by halves; the last, should none do it again."""
        numbers = [n for n, item in enumerate(shard.items) if isinstance(item, Article) and n not in shard.fatal]
        if not numbers:
            raise CrewLost("the processes that read end at once; look at the memory that is free")
        while len(numbers) > 1:
            half = numbers[: len(numbers) // 2]
            articles = [item for n in half if isinstance(item := shard.items[n], Article)]
            try:
                self._submit(try_reading, articles).result()
                numbers = numbers[len(half) :]
            except BrokenProcessPool:
                numbers = half
        return numbers[0]

    def _submit[T](self, work: Callable[..., T], *arguments: object) -> Future[T]:
        try:
            return self._pool.submit(work, self._settings, *arguments)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = start_pool(self._settings.jobs)
            return self._pool.submit(work, self._settings, *arguments)


def open_crew_gate(settings: Settings) -> Gate:
    """Load what reads, once a process, with the entries of one's own that it finds."""
    return open_own_gate(settings, find_kept(settings))


def make_shard(settings: Settings, shard: Shard, output: Path) -> ShardManifest:
    """Make a shard in this process."""
    return make(open_crew_gate(settings), shard, output)


def try_reading(settings: Settings, articles: list[Article]) -> None:
    """Read articles and leave nothing."""
    for group in gather(articles):
        for _ in admit(open_crew_gate(settings), (item for item in group if isinstance(item, Article))):
            pass


def describe_run(settings: Settings) -> Run:
    """Give the configuration of this process's gate."""
    return open_crew_gate(settings).run


def _settled(manifest: ShardManifest) -> Future[ShardManifest]:
    future: Future[ShardManifest] = Future()
    future.set_result(manifest)
    return future
