"""How long the gate takes to check an article, beside pySHACL itself on the same graphs in the same run.

    [ONRECORD_GOLD=folder] python -m bench.gate [-v]

The graphs are those of 20 news articles that others annotated, or of the project's own examples where no folder of
gold data is named: the article's, its links' and the work's together, as the gate sees them. ``-v`` adds a line per
article, and the shapes that take longest.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyshacl
from pyshacl.shape import Shape
from rdflib import Graph

import ontology
import shapes
from ingest import nlp
from ingest.gate import Gate, write
from ingest.link import Linker
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read import read
from ingest.run import Run
from onrecord.reading import open_extractor

ARTICLES, ROUNDS = 20, 3
EXAMPLES = Path(__file__).parent.parent / "examples"


def find_articles() -> Iterator[Article]:
    """Yield the articles, from the gold data where it is named."""
    gold = os.environ.get("ONRECORD_GOLD")
    where = Path(gold) / "data" / "polnear" / "dev.jsonl" if gold else EXAMPLES
    return islice((found for found in read(where) if isinstance(found, Article)), ARTICLES)


def write_graphs(gate: Gate) -> list[Graph]:
    """Read each article and write what the gate would check."""
    graphs = []
    for article in find_articles():
        extraction = gate.pipeline.read(article)
        union = Graph()
        for graph in write(extraction, gate.linker.link(extraction), gate.run).values():
            union += graph
        graphs.append(union)
    return graphs


def measure(check: Callable[[Graph], object], graph: Graph) -> float:
    """Return the CPU time of one check, in milliseconds."""
    start = time.process_time()
    check(graph)
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print milliseconds per article for the gate and for pySHACL, the best of three rounds, and their ratio."""
    annotator, rules = nlp.load(), open_extractor("")
    validator, plain = shapes.Validator(), shapes.load()
    gate = Gate(Pipeline(annotator, rules), Linker(ontology.authority()), validator, Run.of(annotator, rules))
    graphs = write_graphs(gate)
    ours = [min(measure(validator.validate, graph) for _ in range(ROUNDS)) for graph in graphs]
    theirs = [
        min(measure(lambda graph: pyshacl.validate(graph, shacl_graph=plain), graph) for _ in range(ROUNDS))
        for graph in graphs
    ]
    if "-v" in sys.argv:
        for graph, one, other in zip(graphs, ours, theirs, strict=True):
            print(f"{len(graph):6} triples  gate {one:6.1f} ms  pySHACL {other:7.1f} ms")
        for shape, cost in find_costs(validator, graphs)[:10]:
            print(f"{cost / len(graphs):6.2f} ms  {shape}")
    gate_ms, plain_ms = sum(ours) / len(ours), sum(theirs) / len(theirs)
    size = sum(map(len, graphs)) / len(graphs)
    print(f"gate    {gate_ms:7.1f} ms/article ({len(graphs)} articles, {size:.0f} triples each)")
    print(f"pySHACL {plain_ms:7.1f} ms/article, {plain_ms / gate_ms:.1f} times as long")


def find_costs(validator: shapes.Validator, graphs: list[Graph]) -> list[tuple[str, float]]:
    """Return the milliseconds each shape took over all graphs, the slowest first; the first query loads the store."""
    costs: defaultdict[str, float] = defaultdict(float)
    check: Any = Shape.validate

    def timed(self: Shape, *args: object, **named: object) -> object:
        start = time.process_time()
        try:
            return check(self, *args, **named)
        finally:
            costs[str(self.node)] += 1000 * (time.process_time() - start)

    with patch.object(Shape, "validate", timed):
        for graph in graphs:
            validator.validate(graph)
    return sorted(costs.items(), key=lambda row: -row[1])


if __name__ == "__main__":
    main()
