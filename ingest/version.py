"""One version of an article as it goes into a store: its graphs, and what the store's keeper has to know of it.

What was read is much more than that; this is what crosses from a process that reads to the one that writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from rdflib import RDF, Graph
from rdflib.term import Node

from ingest.address import Address
from ingest.copies import Said, Signature, sign
from ingest.gate import Admitted
from ontology.terms import NIF, REC, SCHEMA


@dataclass(frozen=True, slots=True)
class Version:
    """An article that came through the gate.

    Parameters
    ----------
    origin
        Where the article was read.
    address, url
        Where this version of it lives, and where the article was published.
    graphs
        By name: the version's own, that of its links, and that of the work as if this were its only version.
    published
        The day of its publication, given or printed in it.
    statements
        How many were found.
    unread
        It is in a language in which no statements are looked for.
    signature
        What copies of its body are known by.
    """

    origin: str
    address: Address
    url: str | None
    graphs: Mapping[str, Graph]
    published: date | None
    statements: int
    unread: bool
    signature: Signature

    @classmethod
    def of(cls, admitted: Admitted) -> Self:
        """Take from what was read what a store needs."""
        found, address = admitted.extraction, admitted.address
        article = found.article
        day = admitted.graphs[str(address.version)].value(address.version, SCHEMA.datePublished)
        return cls(
            origin=article.origin,
            address=address,
            url=article.url,
            graphs=admitted.graphs,
            published=date.fromisoformat(str(day)) if day is not None else None,
            statements=len(found.statements),
            unread=found.unread is not None,
            signature=sign(article.text, article.title),
        )

    @property
    def said(self) -> tuple[Said, ...]:
        """What copies of its statements are known by, in the order of the text."""
        graph = self.graphs[str(self.address.version)]
        found = (
            Said(str(each), _read_source(graph, each), str(graph.value(each, REC.text)))
            for each in graph.subjects(RDF.type, REC.Statement)
        )
        return tuple(sorted(found, key=lambda said: int(said.statement.rpartition("-")[2])))


def _read_source(graph: Graph, statement: Node) -> str:
    """Give the words for who says it, in the order of the text."""
    spans = graph.objects(statement, REC.sourceSpan)
    words = [(int(str(graph.value(each, NIF.beginIndex))), str(graph.value(each, NIF.anchorOf))) for each in spans]
    return " ".join(each for _, each in sorted(words))
