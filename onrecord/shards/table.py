"""The statements of a shard as a table in Apache Parquet, a row each, for those who want rows and not a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from arro3.core import Array, DataType, Field, Schema, Table
from arro3.io import write_parquet

from ingest.address import Address
from ingest.gate import Admitted
from ingest.record import describe

type Row = Mapping[str, Any]

_TEXT, _NUMBER, _SHARE, _TRUTH = DataType.utf8(), DataType.int64(), DataType.float64(), DataType.bool()
COLUMNS: Final[Mapping[str, DataType]] = {
    "statement": _TEXT,
    "article": _TEXT,
    "version": _TEXT,
    "url": _TEXT,
    "title": _TEXT,
    "publisher": _TEXT,
    "published": _TEXT,
    "claimant": _TEXT,
    "claimant_id": _TEXT,
    "claimant_role": _TEXT,
    "unnamed": _TRUTH,
    "addressee": _TEXT,
    "venue": _TEXT,
    "said_words": _TEXT,
    "said_edtf": _TEXT,
    "said_earliest": _TEXT,
    "said_latest": _TEXT,
    "said_basis": _TEXT,
    "cue": _TEXT,
    "text": _TEXT,
    "begin": _NUMBER,
    "end": _NUMBER,
    "quote_form": _TEXT,
    "kind": _TEXT,
    "speech_act": _TEXT,
    "stance": _TEXT,
    "polarity": _TEXT,
    "embedded_in": _TEXT,
    "confidence": _SHARE,
}
"""The columns, in order; what is not known is null. ``begin`` and ``end`` are code points into the article's text."""


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


def write_table(rows: Iterable[Row], file: Path) -> None:
    """Write rows as a table, all at once."""
    told = [*rows]
    schema = Schema([Field(name, kind, nullable=True) for name, kind in COLUMNS.items()])
    columns = [Array([row.get(name) for row in told], kind) for name, kind in COLUMNS.items()]
    write_parquet(Table.from_arrays(columns, schema=schema), file)
