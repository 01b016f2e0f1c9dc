"""Compressed files as streams: gzip (RFC 1952) and Zstandard (RFC 8878), told by their first bytes, never by a name.

Nothing is expanded further than it is read. A file that comes to more than it may, or that breaks off, raises
``Broken`` where that is noticed: what was read before is good.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, Protocol, cast

from backports import zstd

from ingest.read.limits import LARGEST_EXPANSION, LARGEST_RATIO, LONGEST_RECORD, show_size

GZIP: Final = b"\x1f\x8b\x08"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
SUFFIXES: Final = frozenset({".gz", ".zst", ".zstd"})
"""The endings of names that say that a file is compressed; the ending before it says what it holds."""

_CHUNK: Final = 2**16
_WINDOW: Final = 27
"""The largest window of Zstandard, as a power of two: 128 MiB, as its own program has it."""


class Broken(OSError):
    """A compressed file breaks off, is damaged, or comes to more than it may; its text says which."""


class Member(Protocol):
    """One compressed stream of several that may stand in a file. ``magic`` are the bytes that it begins with."""

    name: str
    magic: bytes

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""

    @property
    def unused_data(self) -> bytes:
        """What stands after its end."""

    def expand(self, data: bytes, most: int) -> bytes:
        """Give no more than ``most`` bytes; what is left over of ``data`` is kept."""

    @property
    def waits(self) -> bool:
        """Whether it can give no more without more data."""


class Expanded(io.RawIOBase):
    """A compressed stream, expanded as it is read.

    With a list of ``problems``, damage is noted there, a line break is given in place of what was lost, and reading
    goes on where the next member begins.
    """

    def __init__(self, source: BinaryIO, start: Callable[[], Member], problems: list[str] | None = None) -> None:
        self._source = source
        self._start = start
        self._problems = problems
        self._member = start()
        self._rest = b""
        self._more = True
        self._ended = False
        self.taken = 0
        self.given = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next."""
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while True:
            if self._member.eof:
                self._rest = self._member.unused_data.lstrip(b"\0") or self._take().lstrip(b"\0")
                if not self._rest and not self._more:
                    return b""
                if not self._rest:
                    continue
                self._member = self._start()
            elif self._member.waits and not self._rest:
                self._rest = self._take()
            data = self._expand(most)
            if data:
                self._mind(len(data))
                return data
            if not self._more and not self._rest and not self._member.eof:
                if self.taken and not self._ended and not self._note("is cut off"):
                    raise self._broken("is cut off")
                self._ended = True
                return b""

    def _take(self) -> bytes:
        data = self._source.read(_CHUNK)
        self._more = bool(data)
        self.taken += len(data)
        return data

    def _expand(self, most: int) -> bytes:
        rest, self._rest = self._rest, b""
        try:
            return self._member.expand(rest, most)
        except (zlib.error, zstd.ZstdError, EOFError) as error:
            if not self._note(f"is damaged ({error})"):
                raise self._broken(f"is damaged ({error})") from error
            self._resume(rest)
            return b"\r\n"

    def _resume(self, rest: bytes) -> None:
        """Look for the beginning of the next member, past the one that is damaged."""
        magic = self._member.magic
        self._member = self._start()
        found = rest.find(magic, 1)
        while found < 0 and self._more:
            tail = rest[-len(magic) + 1 :] if found < 0 else b""
            rest = tail + self._take()
            found = rest.find(magic)
        self._rest = rest[found:] if found >= 0 else b""

    def _note(self, problem: str) -> bool:
        if self._problems is not None:
            self._problems.append(str(self._broken(problem)))
        return self._problems is not None

    def _broken(self, problem: str) -> Broken:
        return Broken(f"its {self._member.name} data {problem} after {self.given} bytes of content")

    def _mind(self, more: int) -> None:
        self.given += more
        if self.given > LARGEST_EXPANSION:
            raise Broken(f"it comes to more than {show_size(LARGEST_EXPANSION)}")
        if self.given > LONGEST_RECORD and self.given > LARGEST_RATIO * self.taken:
            raise Broken(f"it comes to more than {LARGEST_RATIO} times its compressed size, as no text does")


class Gzip:
    """One member of a gzip file."""

    name = "gzip"
    magic = GZIP

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        """What stands after its end."""
        return self._engine.unused_data

    @property
    def waits(self) -> bool:
        """Whether it can give no more without more data."""
        return not self._engine.unconsumed_tail

    def expand(self, data: bytes, most: int) -> bytes:
        """Give no more than ``most`` bytes; what is left over of ``data`` is kept."""
        return self._engine.decompress(self._engine.unconsumed_tail + data, most)


class Zstd:
    """One frame of a Zstandard file."""

    name = "Zstandard"
    magic = ZSTD

    def __init__(self) -> None:
        self._engine = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW})

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        """What stands after its end."""
        return self._engine.unused_data

    @property
    def waits(self) -> bool:
        """Whether it can give no more without more data."""
        return self._engine.needs_input

    def expand(self, data: bytes, most: int) -> bytes:
        """Give no more than ``most`` bytes; what is left over of ``data`` is kept."""
        return self._engine.decompress(data, most)


def expand(stream: BinaryIO, problems: list[str] | None = None) -> io.BufferedReader:
    """Return a stream of what is in a stream, expanded where it is compressed.

    Where ``problems`` is given, damage is added to it and the rest is read on; else it raises ``Broken``.

    >>> import gzip
    >>> expand(io.BytesIO(gzip.compress(b"Rain fell."))).read()
    b'Rain fell.'
    """
    peekable = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    first = peekable.peek(4)[:4]
    for kind in (Gzip, Zstd):
        if first.startswith(kind.magic):
            return io.BufferedReader(Expanded(peekable, kind, problems), _CHUNK)
    return peekable
