"""The statements of a shard as rows, for those who want rows and not a graph."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.address import Address
from ingest.gate import Admitted
from ingest.record import describe
from onrecord.statement_table import COLUMNS, Row


def describe_rows(admitted: Admitted, base: str) -> Iterator[Row]:
    """Give a row for each statement of an article; what is unknown of it is left out."""
    found, article = admitted.extraction, admitted.extraction.article
    address = Address.of(article, base)
    names = [str(address.statement(each)) for each in found.statements]
    told = describe(found, admitted.links, base)["statements"]
    for name, statement, known in zip(names, found.statements, told, strict=True):
        attribution, outer = statement.attribution, statement.attribution.embedded_in
        yield {
            "statement": name,
            "article": str(address.work),
            "version": str(address.version),
            "url": article.url,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published.isoformat() if article.published else None,
            **{f"said_{key}": value for key, value in (known["said_on"] or {}).items()},
            **{key: value for key, value in known.items() if key in COLUMNS},
            "cue": " ".join(span.of(article.text) for span in attribution.cue) or None,
            "text": " ".join(span.of(article.text) for span in attribution.content),
            "begin": attribution.content[0].start,
            "end": attribution.content[-1].end,
            "embedded_in": None if outer is None else names[outer],
        }
