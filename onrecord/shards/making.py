"""What comes of a shard, in a folder that is there whole or not at all.

::

    5f0c9a2e…/manifest.json        the configuration, the counts, and a digest of every other file
              articles.jsonl       what became of each article, in order
              graphs.nq.gz         the graphs of those that came through the gate (RDF 1.1 N-Quads)
              statements.parquet   their statements, a row each
              quarantine/          what did not come through, and why

Nothing in it holds a time or the name of a machine: the same articles and the same software make the same bytes,
whoever makes them.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import platform
import shutil
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict

from api.store.terms import to_quads
from ingest.errors import Unreadable
from ingest.gate import Admitted, Gate, Quarantined
from ingest.model import Article
from ingest.version import Version
from onrecord.errors import OutputFailed
from onrecord.journal import record
from onrecord.manifest import PACKAGES
from onrecord.quarantine import Quarantine
from onrecord.reading import Failed, admit, gather
from onrecord.shards import FORM, Shard
from onrecord.shards.table import describe_rows
from onrecord.statement_table import write_table

ARTICLES, GRAPHS, TABLE, MANIFEST = "articles.jsonl", "graphs.nq.gz", "statements.parquet", "manifest.json"

_LEVEL = 3  # of compression: past it, a tenth less takes twice the time


class ShardManifest(BaseModel):
    """What a shard is: its name, the configuration that made it, its counts, and the digests of its files."""

    model_config = ConfigDict(frozen=True)

    form: int
    name: str
    run: str
    configuration: str
    versions: dict[str, str]
    counts: dict[str, int]
    digests: dict[str, str]


def make(gate: Gate, shard: Shard, output: Path) -> ShardManifest:
    """Read the articles of a shard and leave what comes of them in a folder of its name, unless it is there already.

    Raises
    ------
    OutputFailed
        The folder cannot be written; nothing of it is there.
    """
    place = output / shard.name
    if (found := read_manifest(place)) is not None:
        return found
    try:
        with _drafting(place) as draft:
            return _write(gate, shard, draft)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputFailed(f"{place}: cannot be written ({why}); choose another place, or make room") from error


def read_manifest(place: Path) -> ShardManifest | None:
    """Read what a shard is; None where it is not made yet."""
    try:
        return ShardManifest.model_validate_json((place / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None


def _write(gate: Gate, shard: Shard, draft: Path) -> ShardManifest:
    quarantine = Quarantine(draft / "quarantine", gate.base)
    counts = dict.fromkeys(("added", "quarantined", "unreadable", "failed", "statements", "triples", "unread"), 0)
    rows: list[dict[str, Any]] = []
    with _writing(draft / GRAPHS) as graphs, _writing(draft / ARTICLES) as articles:
        graphs.write(_serialize(to_quads(str(gate.run.iri), gate.run.graph())))
        for outcome in _read(gate, shard):
            told: dict[str, Any]
            if isinstance(outcome, Admitted):
                article = Version.of(outcome)
                triples = sum(map(len, article.graphs.values()))
                rows.extend(dict(row) for row in describe_rows(outcome, gate.base))
                for name in sorted(article.graphs):
                    graphs.write(_serialize(to_quads(name, article.graphs[name])))
                told = describe_version(article) | {"triples": triples}
                counts["statements"] += article.statements
                counts["triples"] += triples
                counts["unread"] += article.unread
            else:
                quarantine.keep(outcome)
                told = record(outcome)
            counts[str(told["outcome"])] += 1
            articles.write(json.dumps(told).encode() + b"\n")
    write_table(rows, draft / TABLE)
    manifest = ShardManifest(
        form=FORM,
        name=shard.name,
        run=str(gate.run.iri),
        configuration=gate.run.configuration,
        versions={name: version(name) for name in PACKAGES} | {"python": platform.python_version()},
        counts=counts,
        digests={name: digest_file(draft / name) for name in (ARTICLES, GRAPHS, TABLE)},
    )
    (draft / MANIFEST).write_bytes(manifest.model_dump_json(indent=1).encode() + b"\n")
    return manifest


def describe_version(article: Version) -> dict[str, Any]:
    """Give what a store has to know of an article besides its graphs, as JSON has it."""
    return {
        "outcome": "added",
        "origin": article.origin,
        "version": str(article.address.version),
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "statements": article.statements,
        "unread": article.unread,
        "digest": article.signature.digest,
        "shingles": b64encode(article.signature.shingles).decode(),
    }


def _read(gate: Gate, shard: Shard) -> Iterator[Admitted | Quarantined | Failed | Unreadable]:
    readable = (item for n, item in enumerate(shard.items) if isinstance(item, Article) and n not in shard.fatal)
    admitted = chain.from_iterable(
        admit(gate, (item for item in group if isinstance(item, Article))) for group in gather(readable)
    )
    for n, item in enumerate(shard.items):
        if not isinstance(item, Article):
            yield item
        else:
            yield Failed(item, "the process that read it died") if n in shard.fatal else next(admitted)


def _serialize(quads: Iterable[ox.Quad]) -> bytes:
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert lines is not None  # noqa: S101  # only where it is written elsewhere
    return b"".join(sorted(lines.splitlines(keepends=True)))


@contextmanager
def _drafting(place: Path) -> Iterator[Path]:
    """Give a folder that takes its place once all is written; those that others left behind are taken away."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in place.parent.glob(f".{place.name}.*"):
        _remove_left(left)
    draft = place.with_name(f".{place.name}.{os.urandom(8).hex()}")
    draft.mkdir()
    lock = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield draft
        for file in (each for each in draft.rglob("*") if each.is_file()):
            _sync(file)
        _sync(draft)
        try:
            draft.rename(place)
        except OSError as error:  # somebody else was faster, or it is in the way
            if read_manifest(place) is None:
                raise OutputFailed(f"{place}: holds no whole shard ({error.strerror}); take it away") from error
        _sync(place.parent)
    finally:
        os.close(lock)
        shutil.rmtree(draft, ignore_errors=True)


def _remove_left(draft: Path) -> None:
    """Remove a draft that nobody is at work on."""
    try:
        lock = os.open(draft, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(draft, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)


@contextmanager
def _writing(file: Path) -> Iterator[Any]:
    with file.open("wb") as sink:
        if file.suffix != ".gz":
            yield sink
            return
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=sink, mtime=0) as packed:
            yield packed


@contextmanager
def open_graphs(place: Path) -> Iterator[BinaryIO]:
    """Open the graphs of a shard, as N-Quads."""
    with gzip.open(place / GRAPHS) as source:
        yield cast(BinaryIO, source)


def digest_file(file: Path) -> str:
    """Digest a file, 64 hexadecimal digits of SHA-256."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
