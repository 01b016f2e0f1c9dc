"""The right to change a store in a folder, which one process has at a time.

It is a lock on ``writer.lock`` and ends with the process, however that ends. Who has to wait for it holds a shared lock
on ``waiting.lock`` meanwhile, so that a writer with hours of work before it sees that somebody waits and lets them in.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path

from api.errors import StoreDamaged, StoreLocked

_PAUSE = 0.02
_COURTESY = 10.0


class Turn:
    """One process's turn to write, taken when it is made, after at most ``patience`` seconds.

    Raises
    ------
    StoreLocked
        Another process had the turn all that time.
    StoreDamaged
        The folder cannot be written to.
    """

    def __init__(self, folder: Path, patience: float = 0) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _open(folder / "writer.lock")
        except OSError as error:
            raise StoreDamaged(f"{folder}: cannot be opened for writing ({error}); look at its permissions") from error
        try:
            self._take(patience)
        except BaseException:
            self.close()
            raise

    def wanted(self) -> bool:
        """Tell whether another process waits for the turn."""
        probe = _open(self._folder / "waiting.lock")
        try:
            return not _try(probe, fcntl.LOCK_EX)
        finally:
            os.close(probe)

    def pass_on(self) -> None:
        """Let those who wait have the turn, and take it again after them."""
        fcntl.flock(self._lock, fcntl.LOCK_UN)
        deadline = time.monotonic() + _COURTESY
        while self.wanted() and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        self._take(inf)

    def close(self) -> None:
        """Let the next one in."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _take(self, patience: float) -> None:
        if _try(self._lock, fcntl.LOCK_EX):
            return
        deadline = time.monotonic() + patience
        with self._waiting():
            while time.monotonic() < deadline:
                time.sleep(_PAUSE)
                if _try(self._lock, fcntl.LOCK_EX):
                    return
        raise StoreLocked(f"{self._folder}: another process is writing to this store; wait until it has ended")

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        sign = _open(self._folder / "waiting.lock")
        try:
            fcntl.flock(sign, fcntl.LOCK_SH)
            yield
        finally:
            os.close(sign)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _try(descriptor: int, lock: int) -> bool:
    try:
        fcntl.flock(descriptor, lock | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
