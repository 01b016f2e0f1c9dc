"""Answers on their way from a query's process to a client: kept until they are whole, or, past a bound, streamed.

All that is kept counts against one bound for the whole server. Each answer may take up half of what is left of it, so
that there is always room for another, and whoever reads slowly takes nobody's room but their own.
"""

from __future__ import annotations

import asyncio
import tempfile
import weakref
from collections.abc import AsyncIterator
from typing import BinaryIO, cast
from weakref import WeakSet

from api.errors import QueryFailed, SpoolFull

_CHUNK = 256 * 1024
_CHUNKS_AHEAD = 4


class Spools:
    """All answers that are kept: each in memory first, then on disk.

    ``memory`` and ``largest`` are the bytes of one answer that are kept in memory and at all, ``total`` those of all.

    Examples
    --------
    >>> spools = Spools(memory=100, largest=100, total=100)
    >>> spool = spools.open()
    >>> spool.write(b"x" * 60), spool.size, spools.kept
    (False, 60, 60)
    >>> spool.close()
    >>> spools.kept
    0
    """

    def __init__(self, memory: int, largest: int, total: int) -> None:
        self._memory = memory
        self._largest = largest
        self._total = total
        self._open: WeakSet[Spool] = WeakSet()

    @property
    def kept(self) -> int:
        """How many bytes are kept now."""
        return sum(spool.size for spool in self._open)

    def open(self) -> Spool:
        """Begin to keep an answer."""
        spool = Spool(self, self._memory)
        self._open.add(spool)
        return spool

    def has_room(self, spool: Spool) -> bool:
        """Tell whether an answer may go on growing."""
        return spool.size <= min(self._largest, self._total - self.kept)

    def close(self, spool: Spool) -> None:
        """Count an answer no more."""
        self._open.discard(spool)


class Spool:
    """One answer: written, then read once in chunks; its room is free again once it is read, dropped or closed."""

    def __init__(self, spools: Spools, memory: int) -> None:
        self.size = 0
        self._spools = spools
        self._file = cast(BinaryIO, tempfile.SpooledTemporaryFile(memory))  # noqa: SIM115  # outlives this
        self._reading = False
        weakref.finalize(self, self._file.close)

    def write(self, part: bytes) -> bool:
        """Keep a part, and tell whether there is room for a further one.

        Raises
        ------
        SpoolFull
            The disk is full.
        """
        try:
            self._file.write(part)
        except OSError as error:
            raise SpoolFull(f"the answer could not be kept ({error.strerror}); ask for less, or again later") from error
        self.size += len(part)
        return self._spools.has_room(self)

    def close(self) -> None:
        """Forget the answer."""
        self._file.close()
        self._spools.close(self)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._reading:
            self._reading = True
            self._file.seek(0)
        if chunk := self._file.read(_CHUNK):
            return chunk
        self.close()
        raise StopAsyncIteration


class Pipe:
    """A few chunks on their way from a process to a client, and what went wrong on it."""

    def __init__(self) -> None:
        self._chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(_CHUNKS_AHEAD)
        self._failure: QueryFailed | None = None

    async def put(self, chunk: bytes) -> None:
        """Hand on a chunk, once there is room for it."""
        await self._room.acquire()
        self._chunks.put_nowait(chunk)

    def fail(self, failure: QueryFailed) -> None:
        """Have the reader meet a failure at the end."""
        self._failure = failure

    def end(self) -> None:
        """Say that nothing more will come."""
        self._chunks.put_nowait(None)

    async def read(self) -> AsyncIterator[bytes]:
        """Give the chunks as they come.

        Raises
        ------
        QueryFailed
            The answer broke off.
        """
        while (chunk := await self._chunks.get()) is not None:
            self._room.release()
            yield chunk
        if self._failure is not None:
            raise self._failure


async def stream(head: Spool, pipe: Pipe, pump: asyncio.Task[None]) -> AsyncIterator[bytes]:
    """Give what was kept of an answer, and then what still comes through the pipe; ends the pump when left."""
    try:
        async for chunk in head:
            yield chunk
        async for chunk in pipe.read():
            yield chunk
    finally:
        pump.cancel()
