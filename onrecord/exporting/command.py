"""The command `onrecord export`: one state of a store, in the form that is asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast, get_args

from api.store import DumpFormat, Reader, open_store
from onrecord import screen
from onrecord.exporting.about import About
from onrecord.files import write_whole
from onrecord.settings import Settings


def export(settings: Settings, form: str, output: Path | None) -> None:
    """Write what is stored, to a file or to standard output.

    Raises
    ------
    StoreError
        Nothing is stored there, or it cannot be read.
    OutputFailed
        The file cannot be written; what stood there still does.
    """
    store = open_store(settings.store, settings)
    with store.read() as reader:
        write = _find_writer(form, lambda: About.of(settings, store, reader))
        if output is not None:
            with write_whole(output) as sink:
                write(reader, sink)
        elif form in get_args(DumpFormat.__value__):
            write(reader, sys.stdout.buffer)
        else:
            whole = io.BytesIO()
            write(reader, whole)
            screen.put_bytes(whole.getvalue())


def _find_writer(form: str, describe: Callable[[], About]) -> Callable[[Reader, BinaryIO], None]:
    """Give what writes a form; the libraries of the others stay unread."""
    match form:
        case "gexf" | "graphml":
            from onrecord.exporting.network import WRITERS

            return WRITERS[form]
        case "parquet":
            from onrecord.exporting.rows import write_statements

            return write_statements
        case "jsonld":
            from onrecord.exporting.linked import write_linked

            return write_linked
        case "ro-crate":
            from onrecord.exporting.crate import write_crate

            about = describe()
            return lambda reader, sink: write_crate(reader, about, sink)
    return lambda reader, sink: reader.export(sink, cast(DumpFormat, form))
