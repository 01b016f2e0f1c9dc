"""A copy of the live store on which a change is tried: it becomes the live store whole, or it is thrown away.

An engine's transaction cannot be looked at before it is carried out, and a change that is to be checked must be. So it
is made on a copy, which costs little: the engine never changes a file of sorted triples once it is written, so the copy
shares them. Whatever happens to the process meanwhile, the live store is as it was; the copy takes its place by two
renamings, and `settle` does the second one where a process died between them.

::

    draft/      the copy, until it is thrown away or takes the place of live/
    retired/    what was live/ until then; where it is and live/ is not, the draft is the live store
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pyoxigraph as ox

from api.errors import StoreClosed, StoreDamaged
from api.store.closing import Closing
from api.store.snapshots import Snapshots, sync_folder
from api.store.turn import Turn

_NEVER_CHANGED = ".sst"
_NOT_COPIED = frozenset({"LOCK", "LOG"})


class Draft(Closing):
    """The one writer's copy of everything that is stored, published or not."""

    def __init__(self, folder: Path, snapshots: Snapshots, turn: Turn) -> None:
        self._folder = folder
        self._snapshots = snapshots
        self._turn = turn
        self._draft = folder / "draft"
        self._before: ox.Store | None = None
        try:
            settle(folder)
            _copy(folder / "live", self._draft)
            self._engine: ox.Store | None = ox.Store(str(self._draft))
        except OSError as error:
            turn.close()
            raise StoreDamaged(f"{folder}: cannot be opened for writing ({error}); look for free space") from error

    @property
    def engine(self) -> ox.Store:
        """The copy, to be changed."""
        if self._engine is None:
            raise StoreClosed(f"{self._folder}: written to after it was closed; open the store again")
        return self._engine

    @property
    def before(self) -> ox.Store:
        """What was stored before the change, to be read."""
        if self._before is None:
            live = self._folder / "live"
            self._before = ox.Store.read_only(str(live)) if live.exists() else ox.Store()
        return self._before

    def commit(self) -> str:
        """Put the copy in the place of the live store, publish it and name the new state.

        Raises
        ------
        StoreDamaged
            It could not be written; what was stored before still is.
        """
        live, retired = self._folder / "live", self._folder / "retired"
        try:
            number = self._snapshots.draft(self.engine)
            self._engine = self._before = None
            (self._folder / "UNPUBLISHED").touch()
            if live.exists():
                live.rename(retired)
            self._draft.rename(live)
            sync_folder(self._folder)
        except OSError as error:
            if retired.exists() and not live.exists():
                retired.rename(live)
            raise StoreDamaged(f"{self._folder}: nothing was written ({error}); look for free space") from error
        self._snapshots.point(number)
        (self._folder / "UNPUBLISHED").unlink(missing_ok=True)
        shutil.rmtree(retired, ignore_errors=True)
        return number

    def close(self) -> None:
        """Throw the copy away unless it was committed, and let the next writer in."""
        self._engine = self._before = None
        if (self._folder / "live").exists() or not (self._folder / "retired").exists():
            shutil.rmtree(self._draft, ignore_errors=True)
        self._turn.close()


def settle(folder: Path) -> None:
    """Finish or undo what a writer that died had begun with its draft; for whoever has the turn to write."""
    live, draft, retired = folder / "live", folder / "draft", folder / "retired"
    if retired.exists() and not live.exists():
        draft.rename(live)
    for leftover in (draft, retired):
        if leftover.exists():
            shutil.rmtree(leftover)


def _copy(live: Path, draft: Path) -> None:
    draft.mkdir(parents=True)
    for file in live.iterdir() if live.exists() else ():
        if file.suffix == _NEVER_CHANGED:
            os.link(file, draft / file.name)
        elif file.name not in _NOT_COPIED:
            shutil.copyfile(file, draft / file.name)
