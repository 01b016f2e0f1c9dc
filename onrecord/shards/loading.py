"""Shards into a store: the bulk of them past the engine's log, on a draft that counts once all of it is there.

Articles that a store knows nothing of go in as they lie in the file; those that it knows in another version, and every
one where the engine is elsewhere, go in as in an ingest. So what a store holds in the end is the same.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from api.store import Store, open_store
from api.store.bulk import BulkWriter
from api.store.embedded import EmbeddedStore
from ingest.run import Run
from onrecord.authority.kept import Kept, find_kept
from onrecord.copies import Copies
from onrecord.errors import ShardUnfit
from onrecord.journal import open_journal
from onrecord.loading import Load
from onrecord.manifest import Manifest
from onrecord.settings import Settings
from onrecord.shards import FORM
from onrecord.shards.filling import Filling, Made
from onrecord.shards.making import MANIFEST, ShardManifest, read_manifest
from onrecord.storing import Loader
from onrecord.tally import Tally

BATCH = 5_000_000
"""Triples that are loaded before readers see them, at least."""

PATIENCE = 60.0
"""Seconds after which they are seen even if they are fewer."""


def find_shards(folders: Iterable[Path], run: str | None = None) -> tuple[Made, ...]:
    """Find the shards in folders, or those that the folders are, in the order in which they were made.

    Raises
    ------
    ShardUnfit
        There is none, or there are shards of several configurations and ``run`` does not end the address of just one.
    """
    named = [*folders]
    places = {place for each in named for place in (each, *each.glob("*")) if (place / MANIFEST).is_file()}
    found = [Made(place, _expect(place)) for place in sorted(places, key=lambda each: _age(each))]
    chosen = [each for each in found if run is None or each.manifest.run.endswith(run)]
    runs = {each.manifest.run for each in chosen}
    if not chosen:
        raise ShardUnfit(f"{', '.join(map(str, named))}: no shard is there; make some with: onrecord shard")
    if len(runs) > 1:
        names = ", ".join(sorted(each.rpartition("/")[2] for each in runs))
        raise ShardUnfit(f"there are shards of several configurations; choose one with --run: {names}")
    return tuple(chosen)


def load_shards(shards: tuple[Made, ...], settings: Settings, clock: Callable[[], float] = time.monotonic) -> Tally:
    """Bring shards into the store that the settings name.

    Raises
    ------
    StoreError
        The store is locked, damaged or out of reach.
    ShardUnfit
        The files of a shard are not those that its manifest tells of; what was loaded before stays.
    """
    store = open_store(settings.store, settings)
    kept = find_kept(settings)
    run = Run.told(shards[0].manifest.run, shards[0].manifest.configuration)
    done = 0
    with open_journal(settings.log_format, lambda: done / len(shards)) as journal:
        under_way = Load(journal, Path(store.where) if isinstance(store, EmbeddedStore) else None, run.base)
        manifest = Manifest.begin(run, tuple(str(each.place) for each in shards), 1, datetime.now(UTC))
        with under_way.keep_account(manifest):
            while done < len(shards):
                with _open(store, run, under_way, kept) as filling:
                    done += sum(1 for _ in filling.take(shards[done:], BATCH, clock() + PATIENCE, clock))
        if under_way.tally.stored:
            with store.write() as writer:
                Loader(writer, run, settings.publish_every, under_way.describe).tell()
    journal.end(under_way.tally)
    return under_way.tally


@contextmanager
def _open(store: Store, run: Run, under_way: Load, kept: Kept) -> Iterator[Filling]:
    """Open a store for what goes in before it is published; published it is if nothing goes wrong."""
    with ExitStack() as stack:
        writer = stack.enter_context(store.bulk() if isinstance(store, EmbeddedStore) else store.write())
        copies = None
        if isinstance(store, EmbeddedStore) and isinstance(writer, BulkWriter):
            copies = stack.enter_context(Copies(store, writer, run.base))
        loader = Loader(writer, run, math.inf, under_way.describe, copies=copies, kept=kept)
        loader.prepare(store.where)
        with copies.changing() if copies is not None else nullcontext():
            yield Filling(writer, loader, copies, under_way, run.base)
            loader.tell()
            number = writer.publish()
        if copies is not None:
            copies.settle(number)


def _expect(place: Path) -> ShardManifest:
    try:
        found = read_manifest(place)
    except ValueError as error:
        raise ShardUnfit(f"{place / MANIFEST}: cannot be read ({error}); take the shard away, make it again") from error
    if found is None or found.form != FORM:
        raise ShardUnfit(f"{place}: is of another form than this OnRecord reads; make it again")
    return found


def _age(place: Path) -> tuple[int, str]:
    return (place / MANIFEST).stat().st_mtime_ns, place.name
