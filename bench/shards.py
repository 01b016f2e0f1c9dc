"""Triples a second that `onrecord load` brings from shards into a store on disk, beside the engine's own bulk loader.

    [ONRECORD_GOLD=folder] python -m bench.shards [--articles=N]

The shards are made of news articles (see `bench.ingest`) under changed addresses, a word of each changed, by rules
alone: what is loaded is the same in kind. Loading reads the shards, verifies their digests, asks the store what it
holds of each article, looks for copies, keeps the account of the load and publishes. The engine is given the same
N-Quads and does nothing else. The store has the vocabulary and the authority before the clock starts.
"""

from __future__ import annotations

import gc
import gzip
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pyoxigraph as ox

from bench.ingest import find_articles
from bench.memory import interleave, name
from ingest.model import Article
from onrecord.settings import Settings
from onrecord.shards import cut
from onrecord.shards.filling import Made
from onrecord.shards.fleet import Alone
from onrecord.shards.loading import find_shards, load_shards
from onrecord.shards.making import GRAPHS

ARTICLES, SIZE = 1000, 50


def vary(count: int) -> Iterator[Article]:
    """Give so many articles, no two alike."""
    for n, article in enumerate(islice(cycle(find_articles()), count)):
        text = "\n\n".join(interleave(part, name(n)) for part in article.text.split("\n\n"))
        yield replace(article, text=text, url=f"https://news.example/shards/{n}", id=None)


def load_plainly(shards: tuple[Made, ...], store: Path) -> None:
    """Give the engine what the shards hold, and nothing else."""
    engine = ox.Store(str(store))
    for shard in shards:
        with gzip.open(shard.place / GRAPHS) as source:
            engine.bulk_load(input=source.read(), format=ox.RdfFormat.N_QUADS)
    engine.flush()


def main() -> None:
    """Print both rates and their ratio."""
    counts = [int(each.partition("=")[2]) for each in sys.argv[1:] if each.startswith("--articles=")]
    settings = Settings(tagger="none")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fleet = Alone(settings)
        for _ in fleet.make_all(cut(vary(counts[0] if counts else ARTICLES), fleet.run, SIZE), place / "shards"):
            pass
        shards = find_shards([place / "shards"])
        loading = replace(settings, store=str(place / "store"))
        load_shards(shards[:1], loading)  # a new store is given the vocabulary and the authority, once
        shards = shards[1:]
        gc.freeze()  # `onrecord load` is a process of its own, without what making shards left in this one
        triples = sum(shard.manifest.counts["triples"] for shard in shards)
        started = time.perf_counter()
        load_shards(shards, loading)
        ours = triples / (time.perf_counter() - started)
        started = time.perf_counter()
        load_plainly(shards, place / "plain")
        engine = triples / (time.perf_counter() - started)
    print(f"{triples:,} triples of {len(shards)} shards")
    print(f"onrecord load {ours:9,.0f} triples/s")
    print(f"the engine    {engine:9,.0f} triples/s")
    print(f"ours to the engine's {ours / engine:.2f}")


if __name__ == "__main__":
    main()
