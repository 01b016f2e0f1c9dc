"""The steps in order: an article in, everything read out of it as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.events import find as find_events
from ingest.extractor import Extractor
from ingest.model import Article, Extraction
from ingest.nlp import Annotator
from ingest.times import find, find_printed


@dataclass(frozen=True)
class Pipeline:
    """A loaded language pipeline and an extractor, ready to read one article after another.

    Reading is a function of the article and of these two alone, so the same article gives the same extraction.
    """

    annotator: Annotator
    extractor: Extractor

    def read(self, article: Article) -> Extraction:
        """Read one article."""
        return next(self.read_all([article]))

    def read_all(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read many articles, in order, each annotated once."""
        for article in articles:
            blocks = divide(article.text, article.title)
            parse = self.annotator.parse(article.text, blocks)
            printed = find_printed(article.text, blocks) if article.published is None else None
            published = article.published if printed is None else printed[0]
            times = find(parse, published)
            found = resolve(article, parse, self.extractor.extract(parse), times, published)
            yield Extraction(
                article=article,
                blocks=blocks,
                statements=found.statements,
                entities=found.entities,
                memberships=found.memberships,
                times=found.times,
                events=find_events(parse, found.statements, found.entities, found.times),
                occasions=found.occasions,
                parents=found.parents,
                printed=printed,
            )
