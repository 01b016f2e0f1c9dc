"""From articles to a store: one transaction each, published every few seconds.

An article is stored whole or not at all, so a load that was stopped at any moment, in any way, is simply run again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from rdflib import Graph

from api.errors import StoreMissing
from api.store import Store, open_store
from api.store.embedded import EmbeddedStore
from ingest.errors import Unreadable
from ingest.gate import Quarantined
from ingest.model import Article
from ingest.version import Version
from onrecord import screen
from onrecord.authority.kept import find_kept
from onrecord.copies import open_copies
from onrecord.journal import Journal, Told, open_journal, record
from onrecord.manifest import Account, Ending, Manifest
from onrecord.processes import open_reading
from onrecord.quarantine import Quarantine
from onrecord.reading import Failed
from onrecord.settings import Settings
from onrecord.storing import Loader, Rehearsal, Stored
from onrecord.tally import KEPT_OUT, Tally


@dataclass(frozen=True, slots=True)
class Given:
    """What a load was given: articles, the words that named them, and what tells which part of them is read."""

    items: Iterable[Article | Unreadable]
    names: tuple[str, ...] = ()
    part: Callable[[], float | None] = lambda: None


class Load:
    """One load: what it counts, what it tells, and what it leaves beside the store, in ``folder`` if there is one."""

    def __init__(
        self, journal: Journal, folder: Path | None, base: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.tally = Tally()
        self._journal = journal
        self._folder = folder
        self._base = base
        self._now = now
        self._early: list[Unreadable] = []
        self._quarantine: Quarantine | None = None
        self._manifest: Manifest | None = None
        self._account: Account | None = None

    def met_early(self, found: Unreadable) -> None:
        """Count what could not become an article before any did: until then there may be no store to keep it in."""
        self._early.append(found)
        self.met(found)

    def met(self, outcome: Told) -> None:
        """Count an article, tell what became of it, and keep what could not be stored."""
        self.tally.count(outcome)
        self._journal.tell(outcome, self._keep(outcome), self.tally)

    def adopt(self, folder: Path, counts: Mapping[str, int]) -> None:
        """Count what was kept out where shards were made, and keep it."""
        self.tally.add({name: counts[name] for name in KEPT_OUT})
        if self._quarantine is not None:
            self._quarantine.adopt(folder)

    @contextmanager
    def keep_account(self, manifest: Manifest) -> Iterator[None]:
        """Keep the manifest and the quarantine for as long as this lasts, and say how it ended."""
        self._manifest = manifest
        if self._folder is not None:
            self._account = Account(self._folder / "loads", manifest)
        self.keep_early()
        ending: Ending = "failed"
        try:
            yield
            ending = "finished"
        except KeyboardInterrupt:
            ending = "interrupted"
            raise
        finally:
            self._write(ending)
            if self._account is not None:
                self._account.close()

    def keep_early(self) -> None:
        """Keep what could not become an article, now that there is a store."""
        if self._folder is not None:
            self._quarantine = Quarantine(self._folder / "quarantine", self._base)
        for found in self._early:
            self._keep(found)
        self._early.clear()

    def describe(self) -> Graph:
        """Write the manifest as it stands now, and give the same as a graph."""
        return self._write().graph()

    def conclude(self, loader: Loader) -> None:
        """Put the account into the store, unless nothing was stored or the store is what failed."""
        if self.tally.stored and self._manifest is not None and self._manifest.ending != "failed":
            loader.tell()

    def _keep(self, outcome: Told) -> Path | None:
        if self._quarantine is None:
            return None
        kept = None
        if isinstance(outcome, Quarantined | Unreadable | Failed):
            kept = self._quarantine.keep(outcome)
            if self._account is not None:
                self._account.note(json.dumps(record(outcome)))
        if not isinstance(outcome, Unreadable):
            self._quarantine.forget_unreadable(outcome.origin)
        if isinstance(outcome, Stored):
            self._quarantine.release(outcome.address)
        return kept

    def _write(self, ending: Ending | None = None) -> Manifest:
        assert self._manifest is not None  # noqa: S101  # only ever called once an account is kept
        if self._manifest.ended is not None:
            return self._manifest
        self._manifest = self._manifest.after(self.tally.counts(), self.tally.findings, self._now(), ending)
        if self._account is not None:
            self._account.write(self._manifest)
        return self._manifest


def load(given: Given, settings: Settings, *, dry_run: bool = False) -> Tally:
    """Bring articles into the store that the settings name, and say on standard error what could not be.

    Nothing is made or locked before an article was read; ``dry_run`` does everything but write.

    Raises
    ------
    StoreError
        The store is locked, damaged or out of reach.
    PipelineMissing
        The language pipeline is not installed.
    """
    store = open_store(settings.store, settings)
    keeps = isinstance(store, EmbeddedStore) and not dry_run
    with open_journal(settings.log_format, given.part) as journal:
        under_way = Load(journal, Path(store.where) if keeps else None, settings.base)
        rest = iter(given.items)
        for first in rest:
            if isinstance(first, Article):
                _load(chain((first,), rest), given.names, store, settings, under_way, dry_run=dry_run)
            else:
                under_way.met_early(first)
        if keeps and isinstance(store, EmbeddedStore) and store.exists():
            under_way.keep_early()
    journal.end(under_way.tally)
    return under_way.tally


def list_kept_out(settings: Settings) -> tuple[str, ...]:
    """Name what to read again: the articles in quarantine, and the files in which something could not be read.

    Raises
    ------
    StoreMissing
        The store is no folder, or nothing was ever kept out of it.
    """
    store = open_store(settings.store, settings)
    if not isinstance(store, EmbeddedStore):
        raise StoreMissing(f"{store.where}: an engine elsewhere has no quarantine; name the articles themselves")
    quarantine = Quarantine(Path(store.where) / "quarantine", settings.base)
    names = (*map(str, quarantine.articles()), *quarantine.sources())
    if not names:
        screen.say(f"{store.where}: nothing is in quarantine")
    return names


def _load(
    items: Iterable[Article | Unreadable],
    names: tuple[str, ...],
    store: Store,
    settings: Settings,
    under_way: Load,
    *,
    dry_run: bool,
) -> None:
    with ExitStack() as stack:
        writer = stack.enter_context(_rehearse(store) if dry_run else store.write())
        copies = open_copies(store, writer, settings.base)
        if copies is not None:
            stack.enter_context(copies)
        kept = find_kept(settings)
        reading = stack.enter_context(closing(open_reading(settings, kept)))
        loader = Loader(writer, reading.run, settings.publish_every, under_way.describe, copies=copies, kept=kept)
        loader.prepare(store.where)
        stack.callback(under_way.conclude, loader)
        stack.enter_context(
            under_way.keep_account(Manifest.begin(reading.run, names, settings.jobs, datetime.now(UTC)))
        )
        for outcome in reading.admit_all(loader.skip_held(items)):
            under_way.met(loader.put(outcome) if isinstance(outcome, Version) else outcome)


def _rehearse(store: Store) -> Rehearsal:
    try:
        return Rehearsal(store.read())
    except StoreMissing:
        return Rehearsal(None)
