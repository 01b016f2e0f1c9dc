"""How long panels take on a million triples: all of a command but its start.

    python -m bench.panel

The graph is that of `bench.questions`: the sample articles over and over, each time as articles of their own.
"""

from __future__ import annotations

import resource
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from rdflib import Dataset, Graph

import ontology
from api.panels.counting import count
from api.panels.reading import Selection, read_corpus
from api.panels.values import CODES, Unit
from api.store import open_store
from api.v1.values import EventType
from bench.questions import TRIPLES, copies, sample_graphs

_SELECTIONS = {
    "": Selection(),
    "--event-type ASSAULT": Selection(event_types=(EventType.assault,)),
    "--text attack*": Selection(text="attack*"),
}


def main() -> None:
    """Print the seconds that each panel takes, its rows, and the memory at the most."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "store")
        with store.write() as writer:
            writer.put({"https://w3id.org/onrecord/id/authority": ontology.authority()})
            stored = 0
            for lines in copies(sample_graphs()):
                graphs = _read(lines)
                writer.put(graphs)
                stored += sum(map(len, graphs.values()))
                if stored >= TRIPLES:
                    break
        print(f"{stored:,} triples")
        for unit in Unit:
            for words, selection in _SELECTIONS.items():
                started = perf_counter()
                with store.read() as reader:
                    corpus = read_corpus(reader, unit, replace(selection, other="about"))
                rows = count(corpus, unit, list(CODES)).rows
                took = perf_counter() - started
                sizes = f"{len(corpus.statements):8,} statements {len(rows):5} rows"
                print(f"{unit.value:14} {words:22} {took:6.1f} s {sizes}", flush=True)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _read(lines: str) -> dict[str, Graph]:
    dataset = Dataset()
    dataset.parse(data=lines, format="nquads")
    return {str(graph.identifier): graph for graph in dataset.graphs() if len(graph)}


if __name__ == "__main__":
    main()
