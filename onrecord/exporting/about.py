"""What every description of a release says: what it is called, whose it is, of which day, and what lies in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from api.catalogue import DESCRIPTION
from api.errors import InvalidSetting
from api.freshness import date_state, name_snapshot
from api.store import Reader, Store
from api.store.embedded import EmbeddedStore
from onrecord.settings import Settings

GRAPH: Final = "graph.nq.gz"
TABLE: Final = "statements.parquet"


@dataclass(frozen=True, slots=True)
class About:
    """What a release is; the snapshot is empty where the engine tells none, and so are a publisher and a licence."""

    title: str
    day: date
    snapshot: str
    publisher: str = ""
    licence: str = ""
    description: str = DESCRIPTION
    software: str = f"OnRecord {version('onrecord')}"

    @property
    def number(self) -> str:
        """The version of the data: that of the snapshot, or the day where none is known.

        Examples
        --------
        >>> About("Kabul desk", date(2026, 11, 27), "").number
        '2026-11-27'
        """
        return self.snapshot or self.day.isoformat()

    @classmethod
    def of(cls, settings: Settings, store: Store, reader: Reader, day: date | None = None) -> About:
        """Say what a release of a state is; its day is that on which the state was published, unless one is given.

        Raises
        ------
        InvalidSetting
            No day is given, and the engine tells none.
        """
        stamp = (store.stamp(reader.state) or "") if isinstance(store, EmbeddedStore) else ""
        told = date_state(stamp).partition("T")[0]
        if day is None and not told:
            raise InvalidSetting(f"{store.where}: does not say of which day its graph is; give it with --date")
        return cls(
            title=settings.title,
            day=day or date.fromisoformat(told),
            snapshot=name_snapshot(stamp),
            publisher=settings.publisher.strip(),
            licence=settings.licence.strip(),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a release: what it holds, of which type, how large it is, and its SHA-256."""

    name: str
    title: str
    media_type: str
    size: int
    digest: str

    @classmethod
    def of(cls, file: Path, title: str, media_type: str) -> Part:
        """Describe a file."""
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return cls(file.name, title, media_type, file.stat().st_size, digest)
