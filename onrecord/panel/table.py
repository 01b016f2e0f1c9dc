"""A panel as CSV (RFC 4180, lines that end as the csv module ends them) or as a table in Apache Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO

from arro3.core import Array, DataType, Field, Schema, Table
from arro3.io import write_parquet

from api.panels.values import Panel


def write_csv(panel: Panel, sink: BinaryIO) -> None:
    """Write the names of the columns, and a line for each row; a code that a state lacks is an empty cell."""
    text = io.TextIOWrapper(sink, encoding="utf-8", newline="", write_through=True)
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(panel.columns)
    sheet.writerows(panel.rows)
    text.detach()


def write_columns(panel: Panel, sink: BinaryIO) -> None:
    """Write the table all at once; a code that a state lacks is null, and counts and numbers are 64-bit integers."""
    columns, fields = [], []
    for at, name in enumerate(panel.columns):
        kind = DataType.int64() if name in panel.numbers else DataType.utf8()
        columns.append(Array([row[at] for row in panel.rows], kind))
        fields.append(Field(name, kind, nullable=True))
    whole = io.BytesIO()
    write_parquet(Table.from_arrays(columns, schema=Schema(fields)), whole)
    sink.write(whole.getvalue())


WRITERS: Mapping[str, Callable[[Panel, BinaryIO], None]] = MappingProxyType(
    {"csv": write_csv, "parquet": write_columns}
)
"""How each format is written."""
