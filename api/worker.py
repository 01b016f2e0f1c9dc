"""The process in which queries run: one snapshot, opened for reading; questions come in, answers go out.

It is started by `api.crew` as ``python -m api.worker SNAPSHOT BYTES SECONDS BASE`` and may be killed at any moment.
It has no network (`api.confinement`), so a query reaches no other server, whatever it says; and a query may use BYTES
of memory and SECONDS of a processor. Relative IRIs of a query are read from BASE on.

A question is one line of JSON on standard input. An answer is a row of frames on standard output, each a letter, a
length of four bytes and as many bytes: D (a part of the answer), then E (the end), or R (the query is refused, and
why) or F (the engine failed, and why).
"""

from __future__ import annotations

import fcntl
import io
import json
import struct
import sys
from contextlib import suppress
from typing import BinaryIO, cast

import pyoxigraph as ox

from api.confinement import bound_memory, bound_processor, confine
from api.lexer import names_dataset

PART, END, REFUSED, FAILED, ABSENT, MOVED = b"D", b"E", b"R", b"F", b"N", b"M"
HEADER = struct.Struct("!cI")
PART_SIZE = 256 * 1024
_PIPE_SIZE = 1024 * 1024


class Frames(io.RawIOBase):
    """A file whose writes become frames of a fair size."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # the serialisers give bytes
        """Hold a part until there is enough for a frame."""
        self._held += data
        if len(self._held) >= PART_SIZE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Write what is held."""
        if self._held:
            send(self._sink, PART, bytes(self._held))
            self._held.clear()


def send(sink: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    """Write one frame."""
    sink.write(HEADER.pack(kind, len(payload)) + payload)


def answer(store: ox.Store, question: dict[str, object], base: str, sink: BinaryIO) -> None:
    """Answer one question in frames."""
    text, media_type = str(question["query"]), str(question["format"])
    try:
        default, named = _names(question["default_graphs"]), _names(question["named_graphs"])
        given = default is not None or named is not None
        found = store.query(
            text,
            base_iri=base,
            use_default_graph_as_union=not given and bool(question["union"]) and not names_dataset(text),
            default_graph=[*(default or ())] if given else None,
            named_graphs=[name for name in named or () if isinstance(name, ox.NamedNode)] if given else None,
        )
        parts = cast(BinaryIO, Frames(sink))
        if isinstance(found, ox.QueryTriples):
            found.serialize(parts, ox.RdfFormat.from_media_type(media_type))
        else:
            found.serialize(parts, ox.QueryResultsFormat.from_media_type(media_type))
        parts.flush()
    except (SyntaxError, ValueError) as error:
        send(sink, REFUSED, str(error).encode())
    except (OSError, RuntimeError, MemoryError) as error:
        send(sink, FAILED, str(error).encode())
    else:
        send(sink, END)
    sink.flush()


def _names(iris: object) -> list[ox.NamedNode | ox.DefaultGraph] | None:
    """Give the graphs of a dataset, of which the empty name is the default graph itself."""
    return [ox.NamedNode(str(iri)) if iri else ox.DefaultGraph() for iri in iris] if isinstance(iris, list) else None


def main(arguments: list[str]) -> None:
    """Open the snapshot and answer until there are no more questions."""
    snapshot, memory, seconds, base = arguments
    confine()
    sink = sys.stdout.buffer
    try:
        store = ox.Store.read_only(snapshot)
    except OSError as error:
        send(sink, FAILED, str(error).encode())
        sink.flush()
        return
    bound_memory(int(memory))
    with suppress(OSError, AttributeError):  # a wider pipe, where there may be one, so that two processes work at once
        fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    send(sink, END)  # ready
    sink.flush()
    for line in sys.stdin.buffer:
        bound_processor(int(seconds))
        answer(store, json.loads(line), base, sink)


if __name__ == "__main__":
    main(sys.argv[1:])
