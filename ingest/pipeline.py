"""The steps in order: an article in, everything read out of it as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.events import find as find_events
from ingest.extractor import Extractor
from ingest.model import Article, Extraction
from ingest.nlp import Annotator, gather
from ingest.parse import Parse
from ingest.times import find, find_printed


@dataclass(frozen=True)
class Pipeline:
    """A loaded language pipeline and an extractor, ready to read one article after another.

    Reading is a function of the article and of these two alone, so the same article gives the same extraction.
    """

    annotator: Annotator
    extractor: Extractor

    def annotate(self, articles: Iterable[Article]) -> Iterator[Parse]:
        """Annotate many articles, in order and together; it is left to the caller how many there are."""
        return self.annotator.parse_all((each.text, divide(each.text, each.title)) for each in articles)

    def read_all(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read many articles, in order, those that are short annotated together."""
        for group in gather(articles, lambda each: len(each.text)):
            yield from map(self.read, group, self.annotate(group))

    def read(self, article: Article, parse: Parse | None = None) -> Extraction:
        """Read one article; ``parse`` is what ``annotate`` gave for it, if it was asked."""
        parse = parse or next(self.annotate([article]))
        printed = find_printed(article.text, parse.blocks) if article.published is None else None
        published = article.published if printed is None else printed[0]
        times = find(parse, published)
        found = resolve(article, parse, self.extractor.extract(parse), times, published)
        return Extraction(
            article=article,
            blocks=parse.blocks,
            statements=found.statements,
            entities=found.entities,
            memberships=found.memberships,
            times=found.times,
            events=find_events(parse, found.statements, found.entities, found.times),
            occasions=found.occasions,
            parents=found.parents,
            printed=printed,
        )
