"""Copies of a store in a folder that can be put away, and put back.

::

    snapshot/       the files of the engine, as the current snapshot had them
    quarantine/     what lay beside the store, and goes along as it is; and so do
    authority/      own entries of the authority
    loads/          the manifests of the loads
    queries/        the queries that have a short address
    backup.json     what made it, the model it follows, how much it holds, and the digest of every file

It is made while an ingest and a server run: a snapshot never changes, and a lease keeps it from being removed. A copy
is made under a name of its own, checked, and only then gets the name that was asked for; so is what is put back.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from api.errors import BackupDamaged, StoreDamaged, StoreLocked, StoreOccupied
from api.store.embedded import EmbeddedStore
from api.store.snapshots import sync_folder

BESIDE = ("authority", "loads", "quarantine", "queries")
_CHUNK = 1024 * 1024
_FORM = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: its form, what made it, its model and snapshot, its quads, and the digests of its files."""

    form: int
    software: str
    engine: str
    model: str
    snapshot: str
    quads: int
    files: dict[str, str]


def back_up(store: EmbeddedStore, place: Path, model: str) -> Backup:
    """Copy the current snapshot of a store, and what lies beside it, to a place where nothing is.

    Raises
    ------
    StoreOccupied
        Something is there already.
    StoreMissing, StoreDamaged
        Nothing was ever published, or it cannot be read.
    BackupDamaged
        What was written could not be read again.
    """
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise StoreOccupied(f"{place}: something is there already; name a folder that is not there yet")
    snapshot, lease = store.hold()
    try:
        with _draft_of(place) as draft:
            digests = _copy_folder(snapshot, draft / "snapshot", "snapshot")
            for name in BESIDE:
                digests |= _copy_folder(Path(store.where) / name, draft / name, name)
            found = Backup(
                _FORM,
                f"onrecord {version('onrecord')}",
                f"pyoxigraph {version('pyoxigraph')}",
                model,
                snapshot.name,
                _count(snapshot),
                digests,
            )
            _write(draft / "backup.json", json.dumps(asdict(found), indent=1).encode() + b"\n")
            check(draft)
            _sync(draft)
            _rename(draft, place)
    finally:
        os.close(lease)
    return found


def check(place: Path) -> Backup:
    """Read a backup whole, and give what it holds.

    Raises
    ------
    BackupDamaged
        There is none, a file of it is missing or altered, or the engine cannot read it.
    """
    try:
        given: dict[str, Any] = json.loads((place / "backup.json").read_text("utf-8"))
        found = Backup(**given)
    except (OSError, ValueError, TypeError) as error:
        raise BackupDamaged(f"{place}: is no backup that can be read ({error}); name a folder made by it") from error
    if found.form != _FORM:
        raise BackupDamaged(f"{place}: was made by {found.software}, in a form not known here; use that or a newer one")
    names = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()} - {"backup.json"}
    odd = (names ^ found.files.keys()) | {name for name in names if name.partition("/")[0] not in ("snapshot", *BESIDE)}
    for name in sorted(odd):
        raise BackupDamaged(f"{place}: {name} is missing or does not belong there; use another backup")
    for name, digest in found.files.items():
        path = place / name
        if path.is_symlink() or _digest(path) != digest:
            raise BackupDamaged(f"{path}: is not what was backed up; use another backup")
    if (count := _count(place / "snapshot")) != found.quads:
        raise BackupDamaged(f"{place}: holds {count} quads and {found.quads} were backed up; use another backup")
    return found


def restore(place: Path, folder: Path, *, force: bool = False) -> tuple[Backup, Path | None]:
    """Make a store of a backup, and give what it holds and where the store that was there is now.

    Raises
    ------
    StoreOccupied
        Something is in the folder, and nobody said that it may be moved aside.
    StoreLocked
        Another process is writing to the store that is there.
    BackupDamaged
        The backup is not whole.
    """
    occupied = folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))
    if occupied and not force:
        raise StoreOccupied(f"{folder}: a store is there; name another, or move it aside with --force")
    with _draft_of(folder) as draft:
        found = check(place)
        number = found.snapshot if found.snapshot.isdigit() else "1"
        for name in found.files:
            top, _, rest = name.partition("/")
            target = draft / "snapshots" / number / rest if top == "snapshot" else draft / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _copy(place / name, target) != found.files[name]:
                raise BackupDamaged(f"{place / name}: changed while it was copied; use another backup")
        _make_live(draft, number)
        _write(draft / "CURRENT", number.encode())
        with EmbeddedStore(draft).read() as reader:
            if (count := len(reader.engine)) != found.quads:
                raise BackupDamaged(f"{place}: {count} quads arrived of {found.quads}; look for free space")
        _sync(draft)
        aside = _move_aside(folder) if occupied else None
        _rename(draft, folder)
    return found, aside


def _make_live(folder: Path, number: str) -> None:
    engine = ox.Store.read_only(str(folder / "snapshots" / number))
    try:
        engine.backup(str(folder / "live"))
    except (OSError, RuntimeError) as error:
        raise StoreDamaged(f"{folder}: cannot be written ({error}); look for free space") from error


def _move_aside(folder: Path) -> Path:
    """Move a store that nobody writes to out of the way, keeping all of it."""
    lock = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        number = 1
        while (aside := folder.with_name(f"{folder.name}.before-{number}")).exists():
            number += 1
        folder.rename(aside)
    except BlockingIOError as error:
        raise StoreLocked(f"{folder}: another process is writing to this store; wait until it has ended") from error
    finally:
        os.close(lock)
    return aside


@contextmanager
def _draft_of(place: Path) -> Iterator[Path]:
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        yield draft
    except (OSError, RuntimeError) as error:
        raise StoreDamaged(f"{place}: was not written ({error}); look at its permissions and for free space") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy_folder(source: Path, target: Path, name: str) -> dict[str, str]:
    digests: dict[str, str] = {}
    for path in sorted(source.rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue  # what begins with a dot is still being written
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            digests[f"{name}/{path.relative_to(source).as_posix()}"] = _copy(path, place)
        except FileNotFoundError:
            if name not in BESIDE:
                raise
            place.unlink(missing_ok=True)  # an article was let out of quarantine meanwhile
    return digests


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as given, target.open("wb") as taken:
        while chunk := given.read(_CHUNK):
            digest.update(chunk)
            taken.write(chunk)
        taken.flush()
        os.fsync(taken.fileno())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _count(snapshot: Path) -> int:
    try:
        return len(ox.Store.read_only(str(snapshot)))
    except (OSError, RuntimeError) as error:
        raise BackupDamaged(f"{snapshot}: the engine cannot read it ({error}); use another backup") from error


def _rename(draft: Path, place: Path) -> None:
    if place.exists():
        place.rmdir()  # it is empty
    draft.rename(place)
    sync_folder(place.parent)


def _sync(folder: Path) -> None:
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(path)
