"""The process in which pages are read out of a snapshot and written in HTML: what `api.worker` is for queries.

It is started by `api.crew` as ``python -m api.page_worker SNAPSHOT BYTES SECONDS BASE TITLE`` and may be killed at any
moment. A page may use BYTES of memory and SECONDS of a processor. All that it needs of its own files is read before it
is confined, for after that it may have no right to.

A question is one line of JSON on standard input, an `api.views.writing.Sheet`. An answer is a row of frames as those of
`api.worker`; instead of the end stands N (nothing of this name is on record, and what to do) or M (its page has
another address, and which).
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from pathlib import Path
from typing import BinaryIO, cast

from rdflib import Graph

from api.confinement import bound_memory, bound_processor, confine
from api.errors import FoundElsewhere, NotFound, QueryFailed, StoreError
from api.store import Reader
from api.store.embedded import EmbeddedReader
from api.views.writing import PageWriter, Sheet
from api.worker import ABSENT, END, FAILED, MOVED, Frames, send

_NO_MEMORY = 1


def answer(reader: Reader, writer: PageWriter, sheet: Sheet, sink: BinaryIO) -> None:
    """Write one page in frames."""
    parts = cast(BinaryIO, Frames(sink))
    try:
        for part in writer.write(reader, sheet):
            parts.write(part.encode("utf-8", "surrogatepass"))
        parts.flush()
    except FoundElsewhere as found:
        send(sink, MOVED, found.address.encode())
    except NotFound as error:
        send(sink, ABSENT, str(error).encode())
    except (QueryFailed, StoreError) as error:
        send(sink, FAILED, str(error).encode())
    else:
        send(sink, END)
    sink.flush()


def main(arguments: list[str]) -> None:
    """Open the snapshot and write pages until no more are asked for."""
    snapshot, memory, seconds, base, title = arguments
    writer = PageWriter(base, title)
    Graph()  # its parts are looked for when the first is made
    codecs.lookup("unicode_escape")  # in which the strings of templates are read
    confine()
    sink = sys.stdout.buffer
    try:
        reader = EmbeddedReader(Path(snapshot), os.open(snapshot, os.O_RDONLY))
    except (OSError, StoreError) as error:
        send(sink, FAILED, str(error).encode())
        sink.flush()
        return
    bound_memory(int(memory))
    send(sink, END)  # ready
    sink.flush()
    for line in sys.stdin.buffer:
        bound_processor(int(seconds))
        try:
            answer(reader, writer, Sheet(**json.loads(line)), sink)
        except MemoryError:
            os._exit(_NO_MEMORY)  # whoever asked sees that it died


if __name__ == "__main__":
    main(sys.argv[1:])
