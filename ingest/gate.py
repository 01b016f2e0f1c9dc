"""The gate of the store: an article is read, linked and written as graphs, and comes through whole or not at all.

What does not keep to the shapes is a value too, with the report that names the sentence, so that a batch goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Graph

from ingest.address import BASE, Address
from ingest.graph import build, build_work
from ingest.link import Link, Linker, conclude
from ingest.model import Article, Extraction
from ingest.parse import Parse
from ingest.pipeline import Pipeline
from ingest.run import Run
from shapes import Report, Validator


@dataclass(frozen=True, slots=True)
class Admitted:
    """An article that keeps to the shapes: its graphs by name, ready to be stored in one transaction.

    ``graphs`` holds the version's graph, the graph of its links, and the graph of the work. ``report`` may hold
    warnings.
    """

    extraction: Extraction
    links: tuple[Link, ...]
    address: Address
    graphs: Mapping[str, Graph]
    report: Report

    @property
    def origin(self) -> str:
        """Where the article was read."""
        return self.extraction.article.origin


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An article whose graphs break a shape: nothing of it is stored, and ``report`` says what and at which words."""

    extraction: Extraction
    links: tuple[Link, ...]
    address: Address
    graphs: Mapping[str, Graph]
    report: Report

    @property
    def origin(self) -> str:
        """Where the article was read."""
        return self.extraction.article.origin


@dataclass(frozen=True)
class Gate:
    """Everything an article meets on its way to the store, loaded once."""

    pipeline: Pipeline
    linker: Linker
    validator: Validator
    run: Run
    base: str = BASE

    def admit(self, article: Article, parse: Parse | None = None) -> Admitted | Quarantined:
        """Read one article, annotated already where ``parse`` is given, and check what was made of it."""
        return self.check(self.pipeline.read(article, parse))

    def admit_all(self, articles: Iterable[Article]) -> Iterator[Admitted | Quarantined]:
        """Read many articles, in order."""
        for extraction in self.pipeline.read_all(articles):
            yield self.check(extraction)

    def check(self, extraction: Extraction) -> Admitted | Quarantined:
        """Write an extraction as graphs and check them together."""
        links = self.linker.link(extraction)
        graphs = write(extraction, links, self.run, self.base)
        report = self.validator.validate(*graphs.values())
        outcome = Admitted if report.conforms else Quarantined
        return outcome(extraction, links, Address.of(extraction.article, self.base), graphs, report)


def write(extraction: Extraction, links: tuple[Link, ...], run: Run, base: str = BASE) -> Mapping[str, Graph]:
    """Return the graphs of one article by name: the version's own, its links', and the work's."""
    article = extraction.article
    graphs = (
        build(extraction, run.iri, base),
        conclude(extraction, links, base),
        build_work(Address.of(article, base), article.url),
    )
    return {str(graph.identifier): graph for graph in graphs}
