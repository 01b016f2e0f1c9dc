"""Frames of the rows of the JSON API and of panels: the columns of their CSV, each with its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from api.panels.values import Panel
from onrecord.client.frames import convert, load_pandas
from onrecord.client.gathering import Gathered
from onrecord.client.source import KINDS

if TYPE_CHECKING:
    from pandas import DataFrame

_DAYS = ("said_on_earliest", "said_on_latest", "time_earliest", "time_latest", "published")
_NUMBERS = ("begin", "end")
_COUNTS = ("statements", "claims", "disputes", "raises", "reportedly_claims")
_COUNTED = frozenset({"actors", "venues", "articles"})
TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_DAYS, "datetime64[s]"),
    **dict.fromkeys(_NUMBERS, "Int64"),
    "confidence": "Float64",
}
"""The types of columns; the others hold strings, several values with `` | `` between them."""


def frame_rows(kind: str, found: Gathered, *, where: str) -> DataFrame:
    """Give rows of one kind as a frame; its ``attrs`` have the query and what it was made of the filters."""
    columns = KINDS[kind][0].columns
    types = {**TYPES, **(dict.fromkeys(_COUNTS, "Int64") if kind in _COUNTED else {})}
    cells = {name: [_spell(read(item)) for item in found.items] for name, read in columns.items()}
    frame = _make({name: convert(values, types.get(name, "")) for name, values in cells.items()}, len(found.items))
    frame.attrs |= {"where": where, "snapshot": found.snapshot, "notes": list(found.notes), "query": found.query}
    return frame


def frame_panel(panel: Panel, *, where: str) -> DataFrame:
    """Give a panel as a frame; codes that are numbers are so here too, and a code that a state lacks is missing."""
    cells = {
        name: [None if row[at] is None else str(row[at]) for row in panel.rows] for at, name in enumerate(panel.columns)
    }
    types = dict.fromkeys(panel.numbers, "Int64")
    frame = _make({name: convert(values, types.get(name, "")) for name, values in cells.items()}, len(panel.rows))
    omitted = {"unplaced": panel.omitted.unplaced, "undated": panel.omitted.undated}
    frame.attrs |= {"where": where, "keys": list(panel.keys), "omitted": omitted}
    return frame


def _make(columns: Mapping[str, Any], rows: int) -> DataFrame:
    pd = load_pandas()
    return pd.DataFrame(dict(columns), index=pd.RangeIndex(rows))


def _spell(value: object) -> str | None:
    """Write a value as its cell: nothing where nothing is known, which the rows tell by None or by no words."""
    return None if value is None or value == "" else str(value)
