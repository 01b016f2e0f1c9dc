"""How fast words are found: the index, beside a scan of the same texts in SPARQL, and what the index costs to make.

    python -m bench.search

The graph is that of the sample articles, again and again under new addresses. The index is made whole, then for a state
with one article more; beside it stands how long the store took to take the articles in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from rdflib import Literal

from api.search.building import build
from api.search.index import Index
from api.search.words import read_search
from api.store.embedded import EmbeddedStore
from bench.load import copy_articles, put

TRIPLES = 300_000
ROUNDS = 5
WORDS = ("militants", "parliament", "war", '"seeds of terrorism"')
_SCAN = """SELECT ?s { ?s <https://w3id.org/onrecord/ns#text> ?text . FILTER (CONTAINS(LCASE(?text), ?words)) }"""


def main() -> None:
    """Print seconds, and how many times as fast as the peer each is."""
    articles = copy_articles(TRIPLES)
    with tempfile.TemporaryDirectory() as place:
        store, folder = EmbeddedStore(Path(place) / "store"), Path(place)
        loading = put(store, articles[:-1])
        whole = _time(lambda: build(store.hold()[0], folder / "1"))
        adding = put(store, articles[-1:])
        more = _time(lambda: build(store.hold()[0], folder / "2", folder / "1"))
        print(f"{len(articles)} articles; loading {loading:.2f} s")
        print(f"index made whole            {whole:7.3f} s  {whole / loading:5.1%} of loading")
        print(
            f"index with one article more {more:7.3f} s  {more / whole:5.1%} of it; loading the article {adding:.3f} s"
        )
        index = Index(folder / "2")
        with store.read() as reader:
            for words in WORDS:
                search, bound = read_search(words), {"words": Literal(words.strip('"'))}
                found = min(_time(partial(index.find, search, 100)) for _ in range(ROUNDS))
                scan = min(_time(partial(reader.query, _SCAN, bound)) for _ in range(ROUNDS))
                print(f"{words:24} index {found * 1000:7.2f} ms  scan {scan * 1000:7.2f} ms  {scan / found:5.1f} x")


def _time(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


if __name__ == "__main__":
    main()
