"""The seam between the server and the process that makes changes (`api.scribe`).

A change is made by one process that is started when it is first needed. It may crash or be killed without harm to what
is stored; once it has said that it writes, it is no longer killed, and the client is told what is known.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

from api import errors
from api.errors import ApiError, ChangeFailed, ChangeTimeout, ChangeUncertain, ChangeUnfit, StoreLocked
from api.preconditions import Preconditions
from api.settings import Settings
from api.store import Store
from api.store.embedded import EmbeddedStore
from api.turns import Room, Turns
from api.visits import current

_LONGEST_LINE = 1024 * 1024
_WRITING = 60.0
_START = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a change's body: the file that holds it, and its media type."""

    file: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed: by an update, or a graph that is replaced, added to, patched by an update or removed.

    ``base`` is what relative IRIs are read from. ``graph`` is a graph's name; empty: the default graph; None: the
    graphs that the parts name, all of them. ``using`` and ``using_named`` are the dataset of an update's patterns, and
    ``conditions`` what must hold of the graph before.
    """

    kind: Literal["update", "replace", "add", "patch", "remove"]
    base: str
    parts: tuple[Part, ...] = ()
    graph: str | None = None
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    conditions: Preconditions = field(default_factory=Preconditions)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The number of the snapshot that shows a change, and whether its graph is new."""

    state: str
    created: bool = False


class Changing(Protocol):
    """Who makes changes for the server."""

    async def make(self, change: Change) -> Outcome:
        """Make a change, whole or not at all.

        Raises
        ------
        ChangeFailed, QueryRefused, NotFound, StoreError
            It was not made.
        ChangeUncertain
            Nobody knows.
        """

    async def stop(self) -> None:
        """Let go of everything; a change under way is finished first."""


def changing_for(store: Store, settings: Settings) -> Changing:
    """Give the one who makes changes to a store."""
    return Scribing(store, settings) if isinstance(store, EmbeddedStore) else Elsewhere(store)


class Elsewhere:
    """Stands for an engine that takes changes itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def make(self, change: Change) -> Outcome:  # noqa: ARG002  # nothing is made of it
        """Refuse."""
        raise errors.RightMissing(
            f"the graph is kept by {self._store.where}, which takes changes itself; send it there"
        )

    async def stop(self) -> None:
        """Nothing to let go of."""


class Scribing:
    """Makes changes to an embedded store, one after another, and its clients' in turn."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        room = Room(1, 1, settings.query_queue, settings.query_queue, settings.write_wait)
        self._turns = Turns(room, "change", StoreLocked)
        self._scribe: _Scribe | None = None
        self._under_way: set[asyncio.Task[Outcome]] = set()

    async def make(self, change: Change) -> Outcome:
        """Make a change; it goes on though its client has gone."""
        making = asyncio.create_task(self._make(change))
        self._under_way.add(making)
        making.add_done_callback(self._under_way.discard)
        return await asyncio.shield(making)

    async def stop(self) -> None:
        """Finish what is under way and end the process."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._scribe is not None:
            await self._scribe.end()

    async def _make(self, change: Change) -> Outcome:
        async with self._turns.turn(current().client.name):
            if self._scribe is None or not self._scribe.alive:
                self._scribe = await _Scribe.start(self._store.where, self._settings)
            return await self._scribe.make(change)


class _Scribe:
    def __init__(self, process: asyncio.subprocess.Process, settings: Settings) -> None:
        self._process = process
        self._settings = settings

    @classmethod
    async def start(cls, folder: str, settings: Settings) -> _Scribe:
        told = (
            folder,
            settings.snapshots_kept,
            settings.write_wait,
            settings.query_memory,
            settings.base,
            settings.query_depth,
            settings.query_operators,
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "api.scribe",
            *map(str, told),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # and with the server's own log, for whatever it dies of
            limit=_LONGEST_LINE,
        )
        scribe = cls(process, settings)
        try:
            async with asyncio.timeout(_START):
                if await scribe._read() is not None:
                    return scribe
        except BaseException:
            await scribe.end()
            raise
        await scribe.end()
        raise ChangeFailed("the process that makes changes did not start; the server's log may say why")

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def make(self, change: Change) -> Outcome:
        assert self._process.stdin is not None  # noqa: S101  # it was started with pipes
        limit = self._settings.write_timeout
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead process shows when its answer is read
            self._process.stdin.write(json.dumps(asdict(change)).encode() + b"\n")
            await self._process.stdin.drain()
        try:
            async with asyncio.timeout(limit + self._settings.write_wait):
                told = await self._read()
        except TimeoutError as error:
            await self.end()
            raise ChangeTimeout(
                f"the change was undone after {limit:g} seconds; send less at a time, or name the graphs"
            ) from error
        if told is None:
            await self.end()
            raise ChangeFailed(
                "the process that made the change died, as a rule for want of memory, and nothing was stored; "
                "send less at a time"
            )
        if told["stage"] == "writing":
            told = await self._read_last()
        if told["stage"] == "failed":
            raise _read_error(told)
        return Outcome(told["state"], told["created"])

    async def _read_last(self) -> Mapping[str, Any]:
        told = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_WRITING):
                told = await self._read()
        if told is None:
            await self.end()
            raise ChangeUncertain(
                "the change was being written when its process stopped, so it may be stored or not; "
                "ask for what it would have changed before you send it again"
            )
        return told

    async def _read(self) -> Mapping[str, Any] | None:
        assert self._process.stdout is not None  # noqa: S101  # it was started with pipes
        line = await self._process.stdout.readline()
        told: Mapping[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return told

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


def _read_error(told: Mapping[str, Any]) -> ApiError:
    sort: type[ApiError] = getattr(errors, told["error"])
    return ChangeUnfit(told["text"], tuple(told["report"])) if sort is ChangeUnfit else sort(told["text"])
