"""Words per CPU-second of a whole ingest, beside spaCy alone on the same texts in the same run.

    [ONRECORD_GOLD=folder] python -m bench ingest

A whole ingest reads the file, annotates, extracts, links, writes the graphs, checks them, looks for copies, and stores
and publishes them on disk. The texts are 84 news articles that others annotated, or the project's own examples, several
times over, where no folder of gold data is named.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from api.store import open_store
from ingest.address import Address
from ingest.gate import Admitted, Gate, write
from ingest.model import Article, Extraction
from ingest.nlp import gather
from ingest.read import read
from ingest.version import Version
from onrecord.copies import open_copies
from onrecord.quarantine import describe
from onrecord.reading import open_gate
from onrecord.settings import Settings
from onrecord.storing import Loader
from shapes import Report

EXAMPLES = Path(__file__).parent.parent / "examples"
TIMES_OVER = 10
ONCE = "a new store"
"""The stage in which a store is given the vocabulary and the authority, before its first article and never again."""


@dataclass
class Clock:
    """CPU seconds by stage."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add what this takes to a stage."""
        start = time.process_time()
        try:
            yield
        finally:
            self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - start


def find_articles() -> list[Article]:
    """Give the articles: other texts each time where the samples are repeated, so that each is stored."""
    gold = os.environ.get("ONRECORD_GOLD")
    if gold:
        return [each for each in read(Path(gold) / "data" / "polnear" / "dev.jsonl") if isinstance(each, Article)]
    found = [each for file in sorted(EXAMPLES.glob("*.json")) for each in read(file) if isinstance(each, Article)]
    return [
        Article(text=f"{article.text}\n\nCopy {n}.", origin=article.origin, published=article.published)
        for n in range(TIMES_OVER)
        for article in found
    ]


def annotate(gate: Gate, texts: Iterable[str]) -> int:
    """Run spaCy alone, and count the words."""
    words = (token for doc in gate.pipeline.annotator.pipeline.pipe(texts) for token in doc if not token.is_space)
    return sum(1 for _ in words)


def ingest(gate: Gate, file: Path, store: Path, clock: Clock) -> int:
    """Bring the articles of a file into a store, step by step as `onrecord ingest` does, and count the quarantined."""
    quarantined = 0
    with clock.timing(ONCE), open_store(store).write() as writer:
        loader = Loader(writer, gate.run, Settings().publish_every)
        loader.prepare(str(store))
        writer.publish()
    opened = open_store(store)
    with opened.write() as writer, ExitStack() as stack:
        copies = open_copies(opened, writer, gate.base)
        if copies is not None:
            stack.enter_context(copies)
        loader = Loader(writer, gate.run, Settings().publish_every, copies=copies)
        groups = gather((each for each in read(file) if isinstance(each, Article)), lambda each: len(each.text))
        while group := step(clock, "read", lambda: next(groups, [])):
            parses = step(clock, "annotate", lambda: [*gate.pipeline.annotate(group)])
            for article, parse in zip(group, parses, strict=True):
                extraction = step(clock, "extract", partial(gate.pipeline.read, article, parse))
                quarantined += not admit(gate, extraction, loader, clock)
        with clock.timing("store"):
            writer.publish()
    return quarantined


def admit(gate: Gate, extraction: Extraction, loader: Loader, clock: Clock) -> bool:
    """Link, write, check and store one extraction."""
    links = step(clock, "link", lambda: gate.linker.link(extraction))
    graphs = step(clock, "write graphs", lambda: write(extraction, links, gate.run, gate.base))
    report: Report = step(clock, "check", lambda: gate.validator.validate(*graphs.values()))
    if report.conforms:
        admitted = Admitted(extraction, links, Address.of(extraction.article, gate.base), graphs, report)
        step(clock, "store", lambda: loader.put(Version.of(admitted)))
    return report.conforms


def step[T](clock: Clock, stage: str, work: Callable[[], T]) -> T:
    """Do something as a part of a stage."""
    with clock.timing(stage):
        return work()


def main() -> None:
    """Print both figures, their ratio, and where the time goes."""
    articles = find_articles()
    gate = open_gate("", "", Settings().base)
    annotate(gate, [articles[0].text])  # the first document loads what is loaded late
    clock = Clock()
    with clock.timing("spaCy alone"):
        words = annotate(gate, (article.text for article in articles))
    alone = clock.spent.pop("spaCy alone")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        file.write_text("".join(json.dumps(describe(article)) + "\n" for article in articles), encoding="utf-8")
        quarantined = ingest(gate, file, Path(folder) / "store", clock)
    once = clock.spent.pop(ONCE)
    whole = sum(clock.spent.values())
    print(f"{len(articles)} articles of {words} words, {quarantined} quarantined")
    print(f"spaCy alone   {words / alone:8.0f} words per CPU-second")
    print(f"whole ingest  {words / whole:8.0f} words per CPU-second, {alone / whole:.2f} of spaCy alone")
    for stage, seconds in clock.spent.items():
        print(f"  {stage:<22} {seconds:6.2f} s  {seconds / whole:4.0%}")
    print(f"  {ONCE:<22} {once:6.2f} s  once, and not counted above")


if __name__ == "__main__":
    main()
