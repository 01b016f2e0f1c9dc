"""What one shard after the other puts into a store that is open for writing: the next ones load while one is related.

The engine loads in threads of its own, outside Python, so what comes before and after it goes on meanwhile. The order
of the shards stays the order in which their articles are compared with others and accounted for.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from rdflib import URIRef

from api.store import Writer
from api.store.bulk import BulkWriter
from ingest.address import Address
from ingest.copies import Signature
from ingest.version import Version
from onrecord.copies import Copies
from onrecord.errors import ShardUnfit
from onrecord.loading import Load
from onrecord.reading import Unchanged
from onrecord.shards.making import ARTICLES, ShardManifest, digest_file, open_graphs
from onrecord.storing import Loader, Stored
from ontology.triples import Triples

LOADERS = 2
"""Shards that load at a time; each is held in memory meanwhile."""

AHEAD = 6
"""Shards that are begun at a time, so that a long one holds up none."""


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is there: its folder and its manifest."""

    place: Path
    manifest: ShardManifest


@dataclass(frozen=True, slots=True)
class _Begun:
    """A shard under way: its articles, the triples of each, and its loading, where nothing of it was known."""

    shard: Made
    versions: list[Version]
    counts: Mapping[str, int]
    loading: Future[None] | None


class Filling:
    """A store that is open for writing, and what goes into it before it is published."""

    def __init__(self, writer: Writer, loader: Loader, copies: Copies | None, under_way: Load, base: str) -> None:
        self._writer = writer
        self._loader = loader
        self._copies = copies
        self._under_way = under_way
        self._base = base
        self._begun = deque[_Begun]()
        self.triples = 0

    def take(self, shards: Sequence[Made], enough: int, until: float, clock: Callable[[], float]) -> Iterator[Made]:
        """Put in what the store does not hold of shards, each given once it is in.

        After so many triples, or past a time of the clock, no other is begun.
        """
        waiting = deque(shards)

        def full() -> bool:
            return self.triples >= enough or clock() >= until

        with ThreadPoolExecutor(LOADERS) as pool:
            while self._begun or (waiting and not full()):
                while waiting and len(self._begun) < AHEAD and not full():
                    self._begun.append(self._begin(waiting.popleft(), pool))
                yield self._finish(self._begun[0])

    def _begin(self, shard: Made, pool: Executor) -> _Begun:
        _verify(shard)
        records = [json.loads(line) for line in (shard.place / ARTICLES).read_bytes().splitlines()]
        told = [each for each in records if each["outcome"] == "added"]
        counts = {each["version"]: int(each["triples"]) for each in told}
        versions = [_read_version(each, self._base) for each in told]
        alone = versions and self._part(versions)[1] == [] and not _works(versions) & self._works_under_way()
        loading = pool.submit(_load, self._writer, shard) if alone and isinstance(self._writer, BulkWriter) else None
        return _Begun(shard, versions, counts, loading)

    def _works_under_way(self) -> set[str]:
        return {work for begun in self._begun for work in _works(begun.versions)}

    def _finish(self, begun: _Begun) -> Made:
        fresh, known, graphs = begun.versions, list[Version](), dict[str, list[ox.Quad]]()
        if begun.loading is not None:
            begun.loading.result()
        else:
            # What the shards before it brought is there by now.
            fresh, known = self._part(begun.versions)
            graphs = self._fill(begun.shard, fresh, known)
        for each in fresh:
            self._relate(each)
            self._loader.decide(each.address)
            self._meet(each, begun.counts[str(each.address.version)])
        for each in known:
            self._under_way.met(self._put(each, graphs))
        self._under_way.adopt(begun.shard.place / "quarantine", begun.shard.manifest.counts)
        self._begun.popleft()
        return begun.shard

    def _meet(self, article: Version, triples: int) -> None:
        self.triples += triples
        stored = Stored(
            article.origin,
            article.address,
            revised=False,
            statements=article.statements,
            triples=triples,
            unread=article.unread,
        )
        self._under_way.met(stored)

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

    def _fill(self, shard: Made, fresh: list[Version], known: list[Version]) -> dict[str, list[ox.Quad]]:
        """Put in what is new of a shard, and give the graphs of what is not and is wanted."""
        wanted = {name for each in known if not self._loader.holds(each.address) for name in _names(each.address)}
        new = {name for each in fresh for name in _names(each.address)}
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        if not new and not wanted:
            return found
        with open_graphs(shard.place) as source:
            picked = _pick(source, new, wanted, found)
            if isinstance(self._writer, BulkWriter):
                self._writer.add(picked)
            else:
                deque(picked, maxlen=0)
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


def _load(writer: BulkWriter, shard: Made) -> None:
    with open_graphs(shard.place) as source:
        writer.load(source.read())


def _works(versions: Iterable[Version]) -> set[str]:
    return {str(each.address.work) for each in versions}


def _verify(shard: Made) -> None:
    for name, digest in shard.manifest.digests.items():
        file = shard.place / name
        if not file.is_file() or digest_file(file) != digest:
            raise ShardUnfit(f"{file}: is not what its manifest tells of; take the shard away, and make it again")


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
