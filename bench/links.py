"""How well actors, groups, bodies and states are linked to the authority, on the project's own annotated names.

    python -m bench.links [-v]

Each name of ``tests/gold/links.jsonl`` is one question: what its entity, as reading finds it, is linked to. A name
that reading takes for nothing, or for a place, has no link. Precision is of the links that are published as exact
matches, recall the share of the names with an entry that such a link leads to; the recall of NIL is the share of the
names without an entry that have no link at all. ``-v`` prints what is wrong in the development part; the blind part is
counted and never shown.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import ontology
from ingest import nlp
from ingest.address import BASE
from ingest.link import SURE, Linker
from ingest.model import Article, EntityKind, Extraction, Span
from ingest.pipeline import Pipeline
from ingest.read.records import make_article
from onrecord.reading import open_extractor

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "links.jsonl"
FIELDS = frozenset({"id", "title", "published", "publisher", "text"})
ELSEWHERE = frozenset({EntityKind.PLACE, EntityKind.SITE, EntityKind.PUBLISHER, EntityKind.UNNAMED})
HALF = 0.5
type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an annotated name is linked to and ought to be, below the base of all addresses; ``None`` is NIL."""

    article: str
    name: str
    wanted: str | None
    found: str | None
    score: float

    @property
    def right(self) -> bool:
        """Whether the link leads where it should."""
        return self.found is not None and self.found == self.wanted


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in percent."""

    precision: float
    recall: float
    nil: float
    names: int

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> Figures:
        """Count answers.

        >>> Figures.of([Answer("a", "UN", "forum/un", "forum/un", 0.9), Answer("a", "Zaza", None, None, 0.0)])
        Figures(precision=100.0, recall=100.0, nil=100.0, names=2)
        """
        every = list(answers)
        published = [each for each in every if each.found is not None and each.score >= SURE]
        known = [each for each in every if each.wanted is not None]
        unknown = [each for each in every if each.wanted is None]
        right = sum(each.right for each in published)
        return cls(
            100 * right / max(1, len(published)),
            100 * right / max(1, len(known)),
            100 * sum(each.found is None for each in unknown) / max(1, len(unknown)),
            len(every),
        )

    def __str__(self) -> str:
        shares = f"precision {self.precision:5.1f}   recall {self.recall:5.1f}   NIL {self.nil:5.1f}"
        return f"{shares}   ({self.names} names)"


def read_gold() -> Iterator[tuple[Row, Article]]:
    """Yield the annotated articles, those of the other sets with the text that stands there."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts: dict[tuple[str, str], Row] = {}
    for name in sorted({row["set"] for row in rows} - {"notes"}):
        for line in (GOLD.parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)
            texts[name, text["id"]] = text
    for row in rows:
        text = texts.get((row["set"], row["id"]), row)
        article = make_article({k: v for k, v in text.items() if k in FIELDS and v}, row["id"], None)
        assert isinstance(article, Article)
        yield row, article


def answer(row: Row, extraction: Extraction, linker: Linker) -> Iterator[Answer]:
    """Yield for each annotated name what it is linked to."""
    links = {link.entity: link for link in linker.link(extraction)}
    for mention in row["mentions"]:
        entity = find_entity(extraction, Span(*mention["span"]))
        link = links.get(entity) if entity is not None else None
        found = str(link.target).removeprefix(BASE) if link else None
        yield Answer(row["id"], mention["name"], mention["target"], found, link.score if link else 0.0)


def find_entity(extraction: Extraction, span: Span) -> int | None:
    """Return the entity that reading takes a name for, by the mention that shares most of it."""
    best, most = None, HALF
    for n, entity in enumerate(extraction.entities):
        for mention in entity.mentions if entity.kind not in ELSEWHERE else ():
            shared = min(mention.end, span.end) - max(mention.start, span.start)
            share = shared / (max(mention.end, span.end) - min(mention.start, span.start))
            if share > most or (share == most and best is None):
                best, most = n, share
    return best


def measure(pipeline: Pipeline, linker: Linker) -> dict[str, list[Answer]]:
    """Return the answers for each part."""
    answers: dict[str, list[Answer]] = {"dev": [], "blind": []}
    for row, article in read_gold():
        answers[row["part"]] += answer(row, pipeline.read(article), linker)
    return answers


def bin_scores(answers: Sequence[Answer], edges: Sequence[float]) -> Iterator[tuple[int, float, float]]:
    """Yield for each range of scores the number of links in it, their mean score, and the share that is right."""
    for low, high in pairwise(edges):
        inside = [each for each in answers if each.found is not None and low <= each.score < high]
        if inside:
            count = len(inside)
            yield count, sum(each.score for each in inside) / count, sum(each.right for each in inside) / count


def main() -> None:
    """Print the figures of both parts, and what is wrong in the first."""
    answers = measure(Pipeline(nlp.load(), open_extractor("")), Linker(ontology.authority()))
    for part, every in answers.items():
        print(f"{part:6} {Figures.of(every)}")
    if "-v" in sys.argv:
        for each in answers["dev"]:
            if each.found != each.wanted:
                print(f"{each.article:16} {each.name!r}: {each.found} {each.score:.2f}, wanted {each.wanted}")
        print(Counter((each.found is None, each.wanted is None, each.right) for each in answers["dev"]))


if __name__ == "__main__":
    main()
