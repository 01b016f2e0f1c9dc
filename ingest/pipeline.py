"""The steps in order: an article in, everything read out of it as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.events import find as find_events
from ingest.extractor import Extractor
from ingest.model import Article, Entity, EntityKind, Extraction
from ingest.nlp import Annotator, gather
from ingest.parse import Parse
from ingest.times import find, find_printed

LANGUAGES: Final = frozenset(
    folder.name
    for folder in files("ingest.lexicon").iterdir()
    if folder.is_dir() and folder.joinpath("cues.toml").is_file()
)
"""The languages in which statements are looked for: those whose cues are known."""


def explain_unread(article: Article) -> str | None:
    """Say why no statements are looked for in an article, or ``None`` where they are; a language not known is tried.

    >>> explain_unread(Article(text="Es regnete.", origin="-", language="de-AT"))
    'no statements are looked for in de'
    >>> explain_unread(Article(text="Rain fell.", origin="-")) is None
    True
    """
    language = (article.language or "en").partition("-")[0].lower()
    return None if language in LANGUAGES else f"no statements are looked for in {language}"


@dataclass(frozen=True)
class Pipeline:
    """A loaded language pipeline and an extractor, ready to read one article after another.

    Reading is a function of the article and of these two alone, so the same article gives the same extraction.
    """

    annotator: Annotator
    extractor: Extractor

    def annotate(self, articles: Iterable[Article]) -> Iterator[Parse]:
        """Annotate many articles, in order and together; it is left to the caller how many there are."""
        return self.annotator.parse_all(
            (each.text, divide(each.text, each.title) if explain_unread(each) is None else ()) for each in articles
        )

    def read_all(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read many articles, in order, those that are short annotated together."""
        for group in gather(articles, lambda each: len(each.text)):
            yield from map(self.read, group, self.annotate(group))

    def read(self, article: Article, parse: Parse | None = None) -> Extraction:
        """Read one article; ``parse`` is what ``annotate`` gave for it, if it was asked."""
        unread = explain_unread(article)
        if unread is not None:
            return Extraction(
                article=article,
                blocks=tuple(divide(article.text, article.title)),
                statements=(),
                entities=(Entity(EntityKind.PUBLISHER, article.publisher or ""),),
                unread=unread,
            )
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
