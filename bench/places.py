"""How well places are found and linked to GeoNames, on the development part of TR-News (Kamalloo and Rafiei 2018).

A gold place counts as found with the right span and the right address. Given the mention, it is right if the first
place that overlaps it is linked to its address. Gold places without an address are left out, with what lies on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ontology
from ingest.link import Linker
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.places import gazetteer
from ingest.read.records import make_article
from ingest.record import describe

GOLD = Path("data") / "places" / "trnews_dev.jsonl"
FIELDS = frozenset({"text", "title", "published", "publisher", "url"})
type Named = tuple[tuple[int, int], str | None]


@dataclass(slots=True)
class Tally:
    """What was right of what was found and wanted, and of the gold places that a place overlaps."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    met: int = 0
    linked: int = 0

    def add(self, own: Iterable[Named], gold: Iterable[Named]) -> None:
        """Count one article."""
        listed = list(gold)
        without = [span for span, uri in listed if uri is None]
        truth = [(span, uri) for span, uri in listed if uri is not None]
        places = [each for each in own if not any(overlap(each[0], span) for span in without)]
        self.right += len(set(places) & set(truth))
        self.found += len(places)
        self.wanted += len(truth)
        for span, uri in truth:
            first = next((each for each in places if overlap(each[0], span)), None)
            self.met += first is not None
            self.linked += first is not None and first[1] == uri

    @property
    def f1(self) -> float:
        """F1 of exact spans with their addresses, in percent."""
        return 200 * self.right / max(1, self.found + self.wanted)

    @property
    def accuracy(self) -> float:
        """The share of the gold places met that are linked to their address, in percent."""
        return 100 * self.linked / max(1, self.met)


def overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    """Say whether two spans share a character."""
    return min(one[1], other[1]) > max(one[0], other[0])


def measure(pipeline: Pipeline, path: Path) -> Tally:
    """Read and link the annotated articles."""
    linker, tally = Linker(ontology.authority(), gazetteer.load()), Tally()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = make_article({k: v for k, v in row.items() if k in FIELDS and v}, row["doc_id"], None)
        assert isinstance(article, Article)
        extraction = pipeline.read(article)
        links = linker.link(extraction)
        entities = describe(extraction, links, place_names=linker.name_places(extraction, links))["entities"]
        tally.add(
            map(read_own, (each for each in entities if each["type"] == "place")), map(read_gold, row["entities"])
        )
    return tally


def read_own(row: dict[str, Any]) -> Named:
    """Return a place of a record with the first address that it is linked to."""
    return tuple(row["span"]), row["links"][0]["uri"] if row["links"] else None


def read_gold(row: dict[str, Any]) -> Named:
    """Return an annotated place with its address."""
    return tuple(row["span"]), row.get("uri")
