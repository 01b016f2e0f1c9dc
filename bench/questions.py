"""How long the ten questions take on a million triples, beside rdflib on the sample articles alone.

The graph is the sample articles over and over, each time as articles of their own. All of them name the same few
people and states, so each question has far more to answer than it would in a corpus of that size.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import pyoxigraph as ox
from rdflib import Graph

import ontology
from api import questions
from ingest import nlp
from ingest.gate import write
from ingest.link import Linker
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read import read
from ingest.run import Run
from onrecord.reading import open_extractor

EXAMPLES = Path(__file__).parents[1] / "examples"
TRIPLES = 1_000_000
ROUNDS = 3
WORK = re.compile(r"(?<=/article/)[0-9a-f]{16}")


def main() -> None:
    """Print the median time of each question, and how many rows it gave."""
    graphs = sample_graphs()
    authority = ontology.authority() + ontology.load()
    small = sum(graphs.values(), authority)
    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        store.bulk_load(authority.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
        for lines in copies(graphs):
            store.bulk_load(lines.encode(), ox.RdfFormat.N_QUADS)
            if len(store) >= TRIPLES:
                break
        store.flush()
        print(f"{len(store):,} triples here, {len(small):,} for rdflib")
        for question in questions.load():
            rows, seconds = ask(store, question.query)
            started = perf_counter()
            list(small.query(question.query))
            peer = perf_counter() - started
            print(f"{question.name:26} {seconds * 1000:8.1f} ms {rows:8,} rows   rdflib {peer * 1000:8.1f} ms")
            sys.stdout.flush()


def sample_graphs() -> dict[str, Graph]:
    """Read the sample articles; each graph by its name."""
    annotator, extractor = nlp.load(), open_extractor("")
    pipeline, linker, run = Pipeline(annotator, extractor), Linker(ontology.authority()), Run.of(annotator, extractor)
    graphs: dict[str, Graph] = {}
    for path in sorted(EXAMPLES.iterdir()):
        for article in read(path) if path.suffix != ".md" else ():
            if isinstance(article, Article):
                extraction = pipeline.read(article)
                graphs |= write(extraction, linker.link(extraction), run)
    return graphs


def copies(graphs: dict[str, Graph]) -> Iterator[str]:
    """Yield the graphs as N-Quads again and again, the articles' addresses new each time."""
    quads = "".join(
        f"{line[:-1].rstrip()} <{name}> .\n"
        for name, graph in graphs.items()
        for line in graph.serialize(format="nt").splitlines()
        if line
    )
    for number in count():
        yield WORK.sub(partial(rename, number), quads)


def rename(number: int, work: re.Match[str]) -> str:
    """Return another address for a work."""
    return hashlib.sha256(f"{work[0]} {number}".encode()).hexdigest()[:16]


def ask(store: ox.Store, query: str) -> tuple[int, float]:
    """Return how many rows a query gives, and the median of its times."""
    times: list[float] = []
    rows = 0
    for _ in range(ROUNDS):
        started = perf_counter()
        answer = store.query(query, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        rows = sum(1 for _ in answer)
        times.append(perf_counter() - started)
    return rows, median(times)


if __name__ == "__main__":
    main()
