"""The table of statements in Apache Parquet, a row each: the same columns for shards, exports and releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import batched
from pathlib import Path
from typing import Any, BinaryIO, Final

from arro3.core import Array, DataType, Field, RecordBatch, Schema, Table
from arro3.io import write_parquet

type Row = Mapping[str, Any]

_BATCH: Final = 10_000

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


def write_table(rows: Iterable[Row], file: Path | BinaryIO) -> None:
    """Write rows as a table: the same rows make the same bytes.

    A row takes about a kilobyte of memory until all are written.
    """
    schema = Schema([Field(name, kind, nullable=True) for name, kind in COLUMNS.items()])
    batches = [
        RecordBatch.from_arrays(
            [Array([row.get(name) for row in some], kind) for name, kind in COLUMNS.items()], schema=schema
        )
        for some in batched(rows, _BATCH)
    ]
    write_parquet(Table.from_batches(batches, schema=schema), file)
