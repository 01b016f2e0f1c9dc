"""How much of what is to be read is read, in bytes: for whoever wants to know when it will be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.read.sources import STDIN, Source, find_sources


@dataclass(slots=True)
class Meter:
    """Counts bytes of files, as they lie on the disk. ``total`` is None where nobody can tell."""

    total: int | None = None
    finished: int = 0
    current: int = 0

    @classmethod
    def of(cls, paths: Iterable[str]) -> Meter:
        """Measure all files that are to be read; what comes over standard input has no size.

        >>> Meter.of(["-"]).part() is None
        True
        """
        total = 0
        for path in paths:
            if path == STDIN:
                return cls()
            total += sum(source.path.stat().st_size for source in find_sources(path) if isinstance(source, Source))
        return cls(total)

    def follow[T](self, stream: BinaryIO, found: Iterable[T]) -> Iterator[T]:
        """Hand on what is read from a file, and note how far into it that is.

        >>> from io import BytesIO
        >>> meter, file = Meter(total=4), BytesIO(b"ab")
        >>> for line in meter.follow(file, iter(lambda: file.read(1), b"")):
        ...     print(meter.part())
        0.25
        0.5
        """
        for each in found:
            self.current = stream.tell()
            yield each
        self.finished += stream.tell()
        self.current = 0

    def part(self) -> float | None:
        """Give the part that is read, between 0 and 1."""
        return min(1.0, (self.finished + self.current) / self.total) if self.total else None
