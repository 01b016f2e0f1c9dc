"""The published states of a store in a folder: one folder each, and a pointer to the one that readers see.

A reader holds a shared lock on its snapshot's folder, so that no snapshot is removed under a reader; the lock ends
with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from pathlib import Path

import pyoxigraph as ox

from api.errors import SnapshotGone, SnapshotUnknown, StoreDamaged, StoreMissing

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class Snapshots:
    """The snapshots in a store's folder, of which the last ``kept`` stay, and those that are being read."""

    def __init__(self, folder: Path, kept: int = 1) -> None:
        self._folder = folder
        self._snapshots = folder / "snapshots"
        self._kept = max(kept, 1)

    def current(self) -> str | None:
        """Name the snapshot that readers see; None where nothing was ever published."""
        try:
            number = (self._folder / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            return None
        if not number.isdigit():
            raise StoreDamaged(f"{self._folder / 'CURRENT'}: holds {number!r}, not a number; ingest again to publish")
        return number

    def stamp(self, number: str | None = None) -> str | None:
        """Name a state with the moment it was made, so that a store filled anew never goes by an old name.

        The moment is that of the snapshot's own file list, in nanoseconds, written in hexadecimal. None where nothing
        was ever published.

        Raises
        ------
        SnapshotGone, SnapshotUnknown
            This number is not kept any more, or never was one.
        """
        self._expect_number(number)
        while (chosen := number or self.current()) is not None:
            try:
                return f"{chosen}.{(self._snapshots / chosen / 'CURRENT').stat().st_mtime_ns:x}"
            except FileNotFoundError:
                if number is not None:
                    raise self._missing(number) from None
                if self.current() == chosen:
                    return f"{chosen}.0"  # whoever reads it will say what is wrong
        return None

    def kept(self) -> tuple[int, ...]:
        """Give the numbers that can be read, the oldest first."""
        current = int(self.current() or 0)
        return tuple(number for number in _numbers(self._snapshots) if number <= current)

    def hold(self, number: str | None = None) -> tuple[Path, int]:
        """Give the folder of a snapshot, the current one unless told, and a descriptor that keeps it until closed.

        Raises
        ------
        StoreMissing, StoreDamaged
            There is no current snapshot.
        SnapshotGone, SnapshotUnknown
            This number is not kept any more, or never was one.
        """
        self._expect_number(number)
        while (chosen := number or self.current()) is not None:
            snapshot = self._snapshots / chosen
            if number is not None and int(number) not in self.kept():
                raise self._missing(number)
            try:
                lease = os.open(snapshot, os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError as error:
                if number is None and self.current() == chosen:
                    raise StoreDamaged(f"{snapshot}: the current snapshot is gone; ingest again to publish") from error
                continue  # a newer one was published in between
            fcntl.flock(lease, fcntl.LOCK_SH)
            if snapshot.exists():
                return snapshot, lease
            os.close(lease)
        raise StoreMissing(f"{self._folder}: no graph is stored here; ingest an article, or name another store")

    def publish(self, engine: ox.Store) -> str:
        """Make a snapshot of an open store, let readers see it, and remove those that are no longer kept.

        Raises
        ------
        StoreDamaged
            It was not written; readers still see the one before it.
        """
        number = self.draft(engine)
        self.point(number)
        return number

    def draft(self, engine: ox.Store) -> str:
        """Make a snapshot of an open store that nobody sees yet, and give its number."""
        current = int(self.current() or 0)
        number = str(current + 1)
        try:
            engine.flush()
            self._snapshots.mkdir(parents=True, exist_ok=True)
            for orphan in _numbers(self._snapshots):
                if orphan > current:  # its writer died before anybody could see it
                    shutil.rmtree(self._snapshots / str(orphan))
            engine.backup(str(self._snapshots / number))
        except OSError as error:
            raise self._unwritten(number, error) from error
        return number

    def point(self, number: str) -> None:
        """Let readers see a snapshot from now on."""
        try:
            _write_whole(self._folder / "CURRENT", number)
        except OSError as error:
            raise self._unwritten(number, error) from error
        self._prune(int(number))

    def keep_current(self) -> tuple[int, ...]:
        """Remove every snapshot but the current one, and give those that stay because somebody reads them."""
        kept, self._kept = self._kept, 1
        try:
            self._prune(int(self.current() or 0))
        finally:
            self._kept = kept
        return self.kept()[:-1]

    def _unwritten(self, number: str, error: OSError) -> StoreDamaged:
        return StoreDamaged(
            f"{self._folder}: snapshot {number} was not written ({error}); readers still see the one before it"
        )

    def _expect_number(self, number: str | None) -> None:
        if number is not None and not _NUMBER.fullmatch(number):
            raise SnapshotUnknown(f"{number!r} is no number of a snapshot; ask without one for the latest")

    def _missing(self, number: str) -> SnapshotGone | SnapshotUnknown:
        kept = self.kept()
        shown = ", ".join(map(str, kept)) or "none"
        if int(number) < max((0, *kept)):
            return SnapshotGone(f"snapshot {number} is no longer kept; there are {shown}", kept)
        return SnapshotUnknown(f"there never was a snapshot {number}; there are {shown}")

    def _prune(self, current: int) -> None:
        for number in [number for number in _numbers(self._snapshots) if number <= current][: -self._kept]:
            path = self._snapshots / str(number)
            lease = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.rename(self._snapshots / f"{number}.gone")
            except BlockingIOError:
                continue  # a reader holds it; a later publication removes it
            finally:
                os.close(lease)
        for path in self._snapshots.glob("*.gone"):
            shutil.rmtree(path)


def _numbers(snapshots: Path) -> tuple[int, ...]:
    try:
        return tuple(sorted(int(path.name) for path in snapshots.iterdir() if path.name.isdigit()))
    except FileNotFoundError:
        return ()


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return once the names in a folder are on disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
