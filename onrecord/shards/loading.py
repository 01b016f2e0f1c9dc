"""Shards into a store: the bulk of them past the engine's log, on a draft that counts once all of it is there.

Articles that a store knows nothing of go in as they lie in the file; those that it knows in another version, and every
one where the engine is elsewhere, go in as in an ingest. So what a store holds in the end is the same.
"""

from __future__ import annotations

import json
import math
import time
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from rdflib import URIRef

from api.store import Store, Writer, open_store
from api.store.bulk import BulkWriter
from api.store.embedded import EmbeddedStore
from ingest.address import Address
from ingest.copies import Signature
from ingest.run import Run
from ingest.version import Version
from onrecord.authority.kept import Kept, find_kept
from onrecord.copies import Copies
from onrecord.errors import ShardUnfit
from onrecord.journal import open_journal
from onrecord.loading import Load
from onrecord.manifest import Manifest
from onrecord.reading import Unchanged
from onrecord.settings import Settings
from onrecord.shards import FORM
from onrecord.shards.making import ARTICLES, MANIFEST, ShardManifest, digest_file, open_graphs, read_manifest
from onrecord.storing import Loader, Stored
from onrecord.tally import Tally
from ontology.triples import Triples

BATCH = 5_000_000
"""Triples that are loaded before readers see them, at least."""

PATIENCE = 60.0
"""Seconds after which they are seen even if they are fewer."""


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is there: its folder and its manifest."""

    place: Path
    manifest: ShardManifest


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
                    begun = clock()
                    while done < len(shards):
                        filling.take(shards[done])
                        done += 1
                        if filling.triples >= BATCH or clock() - begun >= PATIENCE:
                            break
        if under_way.tally.stored:
            with store.write() as writer:
                Loader(writer, run, settings.publish_every, under_way.describe).tell()
    journal.end(under_way.tally)
    return under_way.tally


class _Filling:
    """A store that is open for writing, and what goes into it before it is published."""

    def __init__(self, writer: Writer, loader: Loader, copies: Copies | None, under_way: Load, base: str) -> None:
        self._writer = writer
        self._loader = loader
        self._copies = copies
        self._under_way = under_way
        self._base = base
        self.triples = 0

    def take(self, shard: Made) -> None:
        """Put in what the store does not hold of a shard."""
        _verify(shard)
        records = [json.loads(line) for line in (shard.place / ARTICLES).read_bytes().splitlines()]
        told = [each for each in records if each["outcome"] == "added"]
        versions = [_read_version(each, self._base) for each in told]
        fresh, known = self._part(versions)
        graphs = self._fill(shard, fresh, known)
        counts = {each["version"]: int(each["triples"]) for each in told}
        for each in fresh:
            self._relate(each)
            count = counts[str(each.address.version)]
            self.triples += count
            self._under_way.met(
                Stored(
                    each.origin,
                    each.address,
                    revised=False,
                    statements=each.statements,
                    triples=count,
                    unread=each.unread,
                )
            )
        for each in known:
            self._under_way.met(self._put(each, graphs))
        self._under_way.adopt(shard.place / "quarantine", shard.manifest.counts)

    def _part(self, versions: Iterable[Version]) -> tuple[list[Version], list[Version]]:
        """Tell the articles that a store knows nothing of from the others; elsewhere all are others."""
        fresh: dict[str, Version] = {}
        known: list[Version] = []
        for each in versions:
            work = str(each.address.work)
            if isinstance(self._writer, BulkWriter) and work not in fresh and not self._writer.has(work):
                fresh[work] = each
            else:
                known.append(each)
        return [*fresh.values()], known

    def _fill(self, shard: Made, fresh: list[Version], known: list[Version]) -> Mapping[str, list[ox.Quad]]:
        """Put in what is new as it lies in the file, and give the graphs of what is not and is wanted."""
        wanted = {name for each in known if not self._loader.holds(each.address) for name in _names(each.address)}
        with open_graphs(shard.place) as source:
            if not known and isinstance(self._writer, BulkWriter):
                self._writer.load(source)
                return {}
            if not fresh and not wanted:
                return {}
            new = {name for each in fresh for name in _names(each.address)}
            found: dict[str, list[ox.Quad]] = defaultdict(list)
            if isinstance(self._writer, BulkWriter):
                self._writer.add(_pick(source, new, wanted, found))
            else:
                for _ in _pick(source, new, wanted, found):
                    pass
        return found

    def _relate(self, article: Version) -> None:
        if self._copies is not None:
            related = self._copies.relate(article, stored=True)
            self._writer.put(related.graphs)
            self._copies.note(related)

    def _put(self, article: Version, graphs: Mapping[str, list[ox.Quad]]) -> Stored | Unchanged:
        names = _names(article.address)
        if not any(name in graphs for name in names):
            return Unchanged(article.origin)
        own = {name: Triples.of_quads(URIRef(name), graphs[name]) for name in names if name in graphs}
        return self._loader.put(replace(article, graphs=own))


@contextmanager
def _open(store: Store, run: Run, under_way: Load, kept: Kept) -> Iterator[_Filling]:
    """Open a store for what goes in before it is published; published it is if nothing goes wrong."""
    with ExitStack() as stack:
        writer = stack.enter_context(store.bulk() if isinstance(store, EmbeddedStore) else store.write())
        copies = None
        if isinstance(store, EmbeddedStore) and isinstance(writer, BulkWriter):
            copies = stack.enter_context(Copies(store, writer, run.base))
        loader = Loader(writer, run, math.inf, under_way.describe, copies=copies, kept=kept)
        loader.prepare(store.where)
        with copies.changing() if copies is not None else nullcontext():
            yield _Filling(writer, loader, copies, under_way, run.base)
            loader.tell()
            number = writer.publish()
        if copies is not None:
            copies.settle(number)


def _verify(shard: Made) -> None:
    for name, digest in shard.manifest.digests.items():
        file = shard.place / name
        if not file.is_file() or digest_file(file) != digest:
            raise ShardUnfit(f"{file}: is not what its manifest tells of; take the shard away, and make it again")


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


def _read_version(told: Mapping[str, Any], base: str) -> Version:
    version = URIRef(told["version"])
    day = told["published"]
    return Version(
        origin=told["origin"],
        address=Address(base, URIRef(version.rpartition("/")[0]), version),
        url=told["url"],
        graphs={},
        published=date.fromisoformat(day) if day else None,
        statements=told["statements"],
        unread=told["unread"],
        signature=Signature(told["digest"], b64decode(told["shingles"])),
    )


def _names(address: Address) -> tuple[str, str, str]:
    return str(address.version), str(address.links), str(address.work)


def _pick(
    source: BinaryIO, new: Container[str], wanted: Container[str], found: dict[str, list[ox.Quad]]
) -> Iterator[ox.Quad]:
    """Give the quads of some graphs, and keep those of others."""
    for quad in ox.parse(source, format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if name in wanted:
            found[name].append(quad)
        elif name in new:
            yield quad
