"""Everything that a store holds as lines in order.

The lines are those of canonical N-Quads in the order of their characters. Where the graph has no blank nodes, and
OnRecord writes none, that is the canonical form of the data set (RDF Dataset Canonicalization, section 4), so that two
stores hold the same if and only if their lines are the same.
"""

from __future__ import annotations

import gzip
import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, BinaryIO, Final

from api.store import Reader

_RUN: Final = 200_000


def write_lines(reader: Reader, sink: BinaryIO) -> None:
    """Write every quad of a state as a line, in order.

    Raises
    ------
    QueryFailed
        The engine's answer was cut off. What was written is to be thrown away.
    """
    with TemporaryFile(prefix="onrecord-lines-") as all_of_it:
        reader.export(all_of_it)
        all_of_it.seek(0)
        for line in sort_lines(all_of_it):
            sink.write(line)


def write_compressed(reader: Reader, sink: BinaryIO) -> None:
    """Write the same compressed (RFC 1952), without a name and a time in its head."""
    with gzip.GzipFile("", "wb", 6, sink, mtime=0) as file:
        write_lines(reader, file)  # type: ignore[arg-type]  # it is one, but for what a file on disk has besides


def sort_lines(lines: Iterable[bytes], run: int = _RUN) -> Iterator[bytes]:
    r"""Give lines in order, of which there may be more than memory holds; ``run`` are held at a time.

    Examples
    --------
    >>> list(sort_lines([b"c\n", b"a\n", b"d\n", b"b\n"], run=2))
    [b'a\n', b'b\n', b'c\n', b'd\n']
    """
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        held: list[bytes] = []
        for some in batched(lines, run):
            if held:
                runs.append(_put_aside(stack, held))
            held = sorted(some)
        yield from heapq.merge(*runs, held) if runs else held


def _put_aside(stack: ExitStack, lines: Iterable[bytes]) -> IO[bytes]:
    file = stack.enter_context(TemporaryFile(prefix="onrecord-lines-"))  # noqa: SIM115  # it is the stack's
    file.writelines(lines)
    file.seek(0)
    return file
