"""The process in which names are compared: what `api.worker` is for queries.

It is started by `api.crew` as ``python -m api.reconciliation.worker SNAPSHOT BYTES SECONDS BASE`` and may be killed at
any moment. It is ready once it has read the names of its snapshot. A question is one line of JSON on standard input, an
`api.reconciliation.answers.Inquiry`; the answer is JSON in frames as those of `api.worker`, or N for what is not there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO, cast

from rdflib import Graph

from api.confinement import bound_memory, bound_processor, confine
from api.errors import NotFound, QueryFailed, StoreError
from api.reconciliation.answers import Answers, Inquiry
from api.reconciliation.catalogue import read_catalogue
from api.store.embedded import EmbeddedReader
from api.worker import ABSENT, END, FAILED, Frames, send

_NO_MEMORY = 1


def answer(answers: Answers, inquiry: Inquiry, sink: BinaryIO) -> None:
    """Answer one inquiry in frames."""
    parts = cast(BinaryIO, Frames(sink))
    try:
        parts.write(json.dumps(answers.answer(inquiry)).encode("ascii"))
        parts.flush()
    except NotFound as error:
        send(sink, ABSENT, str(error).encode("utf-8", "replace"))
    except (QueryFailed, StoreError) as error:
        send(sink, FAILED, str(error).encode("utf-8", "replace"))
    else:
        send(sink, END)
    sink.flush()


def main(arguments: list[str]) -> None:
    """Open the snapshot, read its names, and answer until nothing more is asked."""
    snapshot, memory, seconds, base = arguments
    Graph()  # its parts are looked for when the first is made
    confine()
    sink = sys.stdout.buffer
    bound_memory(int(memory))
    try:
        reader = EmbeddedReader(Path(snapshot), os.open(snapshot, os.O_RDONLY))
        answers = Answers(read_catalogue(reader, base), reader)
    except (OSError, StoreError, QueryFailed) as error:
        send(sink, FAILED, str(error).encode())
        sink.flush()
        return
    except MemoryError:
        os._exit(_NO_MEMORY)  # whoever asked sees that it died
    send(sink, END)  # ready
    sink.flush()
    for line in sys.stdin.buffer:
        bound_processor(int(seconds))
        try:
            answer(answers, Inquiry(**json.loads(line)), sink)
        except MemoryError:
            os._exit(_NO_MEMORY)


if __name__ == "__main__":
    main(sys.argv[1:])
