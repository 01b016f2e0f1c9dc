"""How fast articles are stored, each in a transaction of its own, beside the engine's bulk load of the same triples.

    python -m bench.load

The graphs are those of the sample articles, again and again, each time as articles of their own. The bulk load has
the whole file at once and promises nothing if it is interrupted: it is the ceiling. The engine's `extend`, given its
own kind of quads, an article at a time, is the peer that makes the same promise as `put`.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox
from rdflib import Graph

import ontology
from api.store import Store, open_store
from api.store.terms import to_quads
from ingest import nlp
from ingest.gate import write
from ingest.link import Linker
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read import read
from ingest.run import Run
from onrecord.reading import open_extractor
from tests.api.engines import serve

EXAMPLES = Path(__file__).parents[1] / "examples"
TRIPLES = 60_000
ROUNDS = 3

type Graphs = Mapping[str, Graph]


def main() -> None:
    """Print triples per second, the best of three rounds, and how many times as fast as the peer each is."""
    articles = copy_articles(TRIPLES)
    quads = [list(chain.from_iterable(map(to_quads, graphs, graphs.values()))) for graphs in articles]
    size = sum(map(len, quads))
    lines = ox.serialize(chain.from_iterable(quads), format=ox.RdfFormat.N_QUADS) or b""
    print(f"{len(articles)} articles, {size:,} triples, {size // len(articles)} each")

    def bulk(folder: Path) -> float:
        store, started = ox.Store(folder), perf_counter()
        store.bulk_load(lines, ox.RdfFormat.N_QUADS)
        store.flush()
        return perf_counter() - started

    def extend(folder: Path) -> float:
        store, started = ox.Store(folder), perf_counter()
        for article in quads:
            store.extend(article)
        store.flush()
        return perf_counter() - started

    def embedded(folder: Path) -> float:
        return put(open_store(folder), articles)

    def again(folder: Path) -> float:
        put(open_store(folder), articles)
        return put(open_store(folder), articles)

    def remote(folder: Path) -> float:
        with serve(folder, "--union-default-graph") as engine:
            return put(open_store(engine.query), articles)

    ways: dict[str, Callable[[Path], float]] = {
        "pyoxigraph, extend, article by article": extend,
        "pyoxigraph, bulk_load, all at once": bulk,
        "EmbeddedStore.put, article by article": embedded,
        "EmbeddedStore.put, what is stored already": again,
        "RemoteStore.put, article by article": remote,
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):  # in turn, so that a busy minute meets each of them
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                best[name] = min(best[name], way(Path(folder) / "store"))
    peer = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"{name:42} {size / seconds:9,.0f} triples/s  {peer / seconds:5.2f} x")


def put(store: Store, articles: list[Graphs]) -> float:
    """Store the articles one by one, and return the seconds that it took."""
    started = perf_counter()
    with store.write() as writer:
        for graphs in articles:
            writer.put(graphs)
        writer.flush()
    return perf_counter() - started


def copy_articles(triples: int) -> list[Graphs]:
    """Return the sample articles, over and over under new addresses, until there are so many triples."""
    samples, copies, size = list(read_samples()), list[Graphs](), 0
    while size < triples:
        graphs = {
            rename(name, len(copies)): Graph().parse(data=rename(text, len(copies)), format="nt")
            for name, text in samples[len(copies) % len(samples)].items()
        }
        copies.append(graphs)
        size += sum(map(len, graphs.values()))
    return copies


def read_samples() -> Iterator[dict[str, str]]:
    """Yield the graphs of each sample article, by name, in N-Triples."""
    annotator, extractor = nlp.load(), open_extractor("")
    pipeline, linker, run = Pipeline(annotator, extractor), Linker(ontology.authority()), Run.of(annotator, extractor)
    for path in sorted(EXAMPLES.iterdir()):
        for article in read(path) if path.suffix != ".md" else ():
            if isinstance(article, Article):
                extraction = pipeline.read(article)
                graphs = write(extraction, linker.link(extraction), run)
                yield {name: graph.serialize(format="nt") for name, graph in graphs.items()}


def rename(text: str, number: int) -> str:
    """Give every article in a text another address."""
    return re.sub(
        r"(?<=/article/)[0-9a-f]{16}",
        lambda found: hashlib.sha256(f"{found[0]} {number}".encode()).hexdigest()[:16],
        text,
    )


if __name__ == "__main__":
    main()
