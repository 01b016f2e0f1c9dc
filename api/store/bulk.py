"""Much at once: what is loaded past the engine's log, on a draft that counts once all of it is there.

The engine's bulk loader sorts what it is given and writes it as the files in which triples are kept, several times
faster than in transactions. It is no transaction itself, so it works on a draft (`api.store.draft`): should the process
die in the middle, the store is as it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from api.errors import StoreDamaged
from api.store.draft import Draft
from api.store.writing import EngineWriter


class BulkWriter(EngineWriter):
    """Writes to a draft of the store, and lets it take the store's place or throws it away."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    @property
    def engine(self) -> ox.Store:
        """The draft."""
        return self._draft.engine

    def load(self, source: bytes) -> None:
        """Add N-Quads that were written as this package writes them, so that IRIs are not looked into again.

        The engine works outside Python meanwhile: two threads load twice as fast as one.

        Raises
        ------
        StoreDamaged
            They are malformed, or the draft cannot be written; the store is as it was.
        """
        self._guard(lambda: self.engine.bulk_load(input=source, format=ox.RdfFormat.N_QUADS, lenient=True))

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads; raises what `load` does."""
        self._guard(lambda: self.engine.bulk_extend(quads))

    def flush(self) -> None:
        """Return once everything is on disk."""
        self.engine.flush()

    def publish(self) -> str:
        """Let the draft take the place of the store, once and for all, and name the new state."""
        return self._draft.commit()

    def close(self) -> None:
        """Throw away what was not published, and let the next writer in."""
        self._draft.close()

    def _change(self, work: Callable[[ox.Store], None]) -> None:
        self._guard(lambda: work(self.engine))

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreDamaged(
                f"nothing of this was stored ({error}); look for free space, or make it again"
            ) from error
