"""What is made of a store for searching, one file for each state; each is made when it is first needed."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.errors import IndexUnready, StoreDamaged
from api.freshness import name_snapshot
from api.search.building import OUT_OF_MEMORY
from api.settings import Settings
from api.store.embedded import EmbeddedStore

_KEPT = 3


@dataclass(frozen=True, slots=True)
class Making:
    """How a file is made: the module of the process, its folder in the store's, and whether an earlier one helps."""

    module: str
    folder: str
    grows: bool


WORDS = Making("api.search.building", "search", grows=True)
FACETS = Making("api.search.tallying", "search/facets", grows=False)


class Indexes:
    """Finds or makes the index of a state."""

    def __init__(self, store: EmbeddedStore, settings: Settings, making: Making = WORDS) -> None:
        self._store = store
        self._how = making
        self._patience = settings.query_timeout
        self._memory = settings.search_memory
        self._making: dict[str, asyncio.Task[Path]] = {}
        self._own: tempfile.TemporaryDirectory[str] | None = None

    async def at(self, state: str, patience: float | None = None) -> Path:
        """Give the file of the index of a state that is kept, in the time that a query has or in fewer seconds.

        Raises
        ------
        IndexUnready
            It is not ready in the time that a query has; it will be, soon.
        StoreDamaged
            It cannot be made.
        """
        wait = self._patience if patience is None else patience
        made = self._folder() / f"{state}.sqlite"
        if made.exists():
            return made
        if state not in self._making:
            self._making[state] = asyncio.create_task(self._make(state, made))
            self._making[state].add_done_callback(lambda _: self._making.pop(state, None))
        try:
            async with asyncio.timeout(wait):
                return await asyncio.shield(self._making[state])
        except TimeoutError as error:
            raise IndexUnready(
                f"the index for searching is not ready after {wait:g} seconds; ask again in a while"
            ) from error

    async def stop(self) -> None:
        """Stop what is being made."""
        for task in list(self._making.values()):
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        if self._own is not None:
            self._own.cleanup()

    async def _make(self, state: str, target: Path) -> Path:
        snapshot, lease = self._store.hold(name_snapshot(state))
        previous = max(target.parent.glob("*.sqlite"), key=_age, default=None) if self._how.grows else None
        process = None
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                self._how.module,
                str(self._memory),
                str(snapshot),
                str(target),
                *([str(previous)] if previous is not None else []),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            _, said = await process.communicate()
        finally:
            os.close(lease)
            if process is not None and process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
            for left in target.parent.glob(f"{target.name}.{process.pid}.new*") if process is not None else ():
                left.unlink(missing_ok=True)  # of a process that died before it could
        if process.returncode == OUT_OF_MEMORY or (process.returncode or 0) < 0:
            raise StoreDamaged(
                f"{target}: the process that makes the index for searching died, as a rule for want of memory, of which"
                f" it may use {self._memory} bytes; raise search_memory"
            )
        if process.returncode:
            reason = (said.decode("utf-8", "replace").strip().splitlines() or ["it did not say why"])[-1]
            raise StoreDamaged(f"{target}: the index for searching was not made ({reason}); look for free space")
        self._prune(target)
        return target

    def _folder(self) -> Path:
        if self._own is not None:
            return Path(self._own.name)
        folder = Path(self._store.where) / self._how.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
        except OSError:
            pass  # a store that this process may only read has its indexes elsewhere
        self._own = tempfile.TemporaryDirectory(prefix="onrecord-search-")
        return Path(self._own.name)

    @staticmethod
    def _prune(newest: Path) -> None:
        others = sorted((path for path in newest.parent.glob("*.sqlite") if path != newest), key=_age)
        for path in others[: -_KEPT + 1]:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
