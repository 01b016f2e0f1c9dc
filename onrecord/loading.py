"""From articles to a store: one transaction each, published every few seconds.

An article is stored whole or not at all, so a load that was stopped at any moment, in any way, is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from api.errors import StoreMissing
from api.store import Store, open_store
from api.store.embedded import EmbeddedStore
from ingest.errors import Unreadable
from ingest.gate import Admitted, Quarantined
from ingest.model import Article
from onrecord import screen
from onrecord.quarantine import Quarantine
from onrecord.reading import Failed, Unchanged, open_reading
from onrecord.settings import Settings
from onrecord.storing import Loader, Rehearsal, Stored


@dataclass(slots=True)
class Tally:
    """What a load came to, in articles; ``statements`` and ``triples`` are those of the articles that it stored."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    quarantined: int = 0
    unreadable: int = 0
    failed: int = 0
    statements: int = 0
    triples: int = 0

    def count(self, outcome: Stored | Unchanged | Quarantined | Unreadable | Failed) -> None:
        """Count one article."""
        match outcome:
            case Stored():
                self.added += not outcome.revised
                self.revised += outcome.revised
                self.statements += outcome.statements
                self.triples += outcome.triples
            case Unchanged():
                self.unchanged += 1
            case Quarantined():
                self.quarantined += 1
            case Unreadable():
                self.unreadable += 1
            case Failed():
                self.failed += 1

    @property
    def done(self) -> int:
        """Articles that were read, whatever came of them."""
        return self.added + self.revised + self.unchanged + self.quarantined

    @property
    def findings(self) -> int:
        """Articles of which nothing is stored."""
        return self.quarantined + self.unreadable + self.failed

    def __str__(self) -> str:
        rare = f", {self.failed} failed" if self.failed else ""
        return (
            f"articles: {self.added} added, {self.revised} revised, {self.unchanged} unchanged, "
            f"{self.quarantined} quarantined, {self.unreadable} unreadable{rare}; "
            f"{self.statements} statements, {self.triples} triples"
        )


def load(items: Iterable[Article | Unreadable], settings: Settings, *, dry_run: bool = False) -> Tally:
    """Bring articles into the store that the settings name, and say on standard error what could not be.

    Nothing is made or locked before an article was read; ``dry_run`` does everything but write.

    Raises
    ------
    StoreError
        The store is locked, damaged or out of reach.
    PipelineMissing
        The language pipeline is not installed.
    """
    tally = Tally()
    rest = iter(items)
    for first in rest:
        if isinstance(first, Article):
            _load(chain((first,), rest), open_store(settings.store, settings), settings, tally, dry_run=dry_run)
        else:
            _report(first, tally)
    return tally


def _load(
    items: Iterable[Article | Unreadable], store: Store, settings: Settings, tally: Tally, *, dry_run: bool
) -> None:
    keeps = isinstance(store, EmbeddedStore) and not dry_run
    quarantine = Quarantine(Path(store.where) / "quarantine") if keeps else None
    with (
        _rehearse(store) if dry_run else store.write() as writer,
        closing(open_reading(settings)) as reading,
        screen.counting("articles") as counter,
    ):
        loader = Loader(writer, reading.run, settings.publish_every)
        loader.prepare(store.where)
        for outcome in reading.admit_all(loader.skip_held(items)):
            if isinstance(outcome, Admitted):
                counter.advance(outcome.extraction.article.origin)
                tally.count(loader.put(outcome))
                if quarantine is not None:
                    quarantine.release(outcome.address)
            else:
                _report(outcome, tally, quarantine)


def _report(
    outcome: Quarantined | Unreadable | Failed | Unchanged, tally: Tally, quarantine: Quarantine | None = None
) -> None:
    tally.count(outcome)
    if isinstance(outcome, Quarantined):
        kept = f"; the report is {quarantine.keep(outcome)}" if quarantine is not None else ""
        screen.say(explain(outcome) + kept)
    elif not isinstance(outcome, Unchanged):
        screen.say(str(outcome))


def explain(found: Quarantined) -> str:
    """Name the article, the sentence, and the shape that it breaks; the first of several."""
    first, *more = (finding for finding in found.report.results if finding.breaks)
    sentence = first.sentence or first.words
    where = f' in "{sentence}"' if sentence else ""
    others = f", and {len(more)} more" if more else ""
    return f"{found.extraction.article.origin}: quarantined: {first.message}{where} <{first.shape}>{others}"


def _rehearse(store: Store) -> Rehearsal:
    try:
        return Rehearsal(store.read())
    except StoreMissing:
        return Rehearsal(None)
