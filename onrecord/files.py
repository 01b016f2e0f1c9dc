"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import OutputFailed


@contextmanager
def write_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a draft beside ``path`` that takes its place once all is written, and vanishes if anything goes wrong.

    Raises
    ------
    OutputFailed
        The file cannot be written; what stood there still does.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with _failing_as_output(path), place.open("wb") as sink:  # a pipe or a device has no draft
            yield sink
        return
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with _failing_as_output(path):
            with draft.open("wb") as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def write_folder(path: Path) -> Iterator[Path]:
    """Give a draft beside ``path`` that takes its place once all is written, and vanishes if anything goes wrong.

    Raises
    ------
    OutputFailed
        Something is there already, or it cannot be written.
    """
    place = path.resolve()
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise OutputFailed(f"{path}: something is there already; name a folder that is not there yet")
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with _failing_as_output(path):
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.mkdir()
            yield draft
            for file in (*draft.iterdir(), draft):
                _sync(file)
            if place.exists():
                place.rmdir()  # it is empty
            draft.rename(place)
            _sync(place.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _failing_as_output(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputFailed(f"{path}: cannot be written ({why}); choose another place, or make room") from error
