"""Columns of pandas out of the terms of answers, each of a type that holds every value of it, and nothing else.

What a term is follows SPARQL 1.1 Query Results JSON (section 3.2.2), and its values XML Schema 1.1 (part 2).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from onrecord.client.source import Reply
from onrecord.errors import PartMissing, Unanswered

if TYPE_CHECKING:
    from pandas import DataFrame, Series

type Term = Mapping[str, str]
type Cells = Sequence[str | None]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = f"{_XSD}string"
_WHOLE = (
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{_XSD + name: "Int64" for name in _WHOLE},
        **{_XSD + name: "Float64" for name in ("decimal", "double", "float")},
        f"{_XSD}boolean": "boolean",
        f"{_XSD}date": "datetime64[s]",
        f"{_XSD}dateTime": "datetime64[us]",
    }
)
"""The column that a datatype makes; any other makes a string."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DAY = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?P<zone>Z|[+-][0-9:]{5})?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def load_pandas() -> ModuleType:
    """Give pandas.

    Raises
    ------
    PartMissing
        It is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise PartMissing(
            'frames need pandas, which is not installed; run: pip install "onrecord[notebook]"'
        ) from error
    return pd  # type: ignore[no-any-return]


def frame_answer(reply: Reply, *, where: str) -> DataFrame:
    """Give the answer to a SELECT or an ASK as a frame.

    Raises
    ------
    Unanswered
        The answer is not whole.
    """
    pd = load_pandas()
    names, found = _read(reply, where)
    frame = pd.DataFrame({"ask": pd.array([found], "boolean")}) if isinstance(found, bool) else _frame(pd, names, found)
    frame.attrs |= {"where": where, "snapshot": reply.snapshot}
    return frame


def read_rows(reply: Reply, *, where: str) -> list[dict[str, Term]]:
    """Give the rows of the answer to a SELECT, each with the terms that are bound in it.

    Raises
    ------
    Unanswered
        The answer is not whole, or none to a SELECT.
    """
    _, found = _read(reply, where)
    if isinstance(found, bool):
        raise Unanswered(f"{where}: answers a SELECT with a truth value; is it a server of OnRecord?")
    return found


def _read(reply: Reply, where: str) -> tuple[list[str], list[dict[str, Term]] | bool]:
    try:
        document: dict[str, Any] = json.loads(reply.body)
        if "boolean" in document:
            return [], bool(document["boolean"])
        return document["head"]["vars"], document["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unanswered(f"{where}: the answer is not whole, and was thrown away ({error}); ask again") from error


def _frame(pd: ModuleType, names: Sequence[str], rows: Sequence[Mapping[str, Term]]) -> DataFrame:
    terms = {name: [row.get(name) for row in rows] for name in names}
    columns = {name: make_column(values) for name, values in terms.items()}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    frame.attrs["datatypes"] = {name: found for name, values in terms.items() if (found := find_datatypes(values))}
    frame.attrs["languages"] = {name: spoken for name, values in terms.items() if (spoken := find_languages(values))}
    return frame


def make_column(terms: Sequence[Term | None]) -> Series:
    """Make a column of terms, of the type that holds all of them.

    Examples
    --------
    >>> year = {"type": "literal", "value": "2023", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    >>> make_column([year, None]).tolist()
    [2023, <NA>]
    >>> make_column([year, {"type": "literal", "value": "2024?"}]).dtype.name
    'string'
    """
    types = {_type_of(term) for term in terms if term is not None}
    if types == {"Int64", "Float64"}:
        types = {"Float64"}
    return convert([None if term is None else term["value"] for term in terms], types.pop() if len(types) == 1 else "")


def convert(cells: Cells, kind: str) -> Series:
    """Make a column of values as they are written; one of strings where a value does not fit the type.

    Examples
    --------
    >>> convert(["2023-01-31", None], "datetime64[s]").isna().tolist()
    [False, True]
    >>> convert(["9223372036854775808"], "Int64").tolist()
    ['9223372036854775808']
    """
    pd = load_pandas()
    if kind in _READERS and any(cell is not None for cell in cells):
        try:
            return _READERS[kind](pd, cells)
        except (ValueError, OverflowError, TypeError, KeyError):
            pass  # a value that its datatype does not allow, or that is out of range: as it is written
    elif kind in _READERS:
        return pd.Series([None] * len(cells), dtype=kind)
    return pd.Series(pd.array(list(cells), dtype="string"))


def find_datatypes(terms: Sequence[Term | None]) -> list[str]:
    """Name the datatypes of a column, those of plain strings and of words in a language among them.

    Examples
    --------
    >>> find_datatypes([{"type": "literal", "value": "a"}, {"type": "uri", "value": "urn:b"}])
    ['http://www.w3.org/2001/XMLSchema#string']
    """
    literals = [term for term in terms if term is not None and _is_literal(term)]
    return sorted({_datatype_of(term) for term in literals})


def find_languages(terms: Sequence[Term | None]) -> str | list[str | None]:
    """Give the language of a column whose every value is in it, or that of each row; empty where there is none.

    Examples
    --------
    >>> find_languages([{"type": "literal", "value": "road", "xml:lang": "en"}, None])
    'en'
    """
    tags = [None if term is None else term.get("xml:lang") for term in terms]
    known = {tag for tag, term in zip(tags, terms, strict=True) if term is not None}
    if known <= {None}:
        return ""
    return next(iter(known)) or "" if len(known) == 1 else tags


def _is_literal(term: Term) -> bool:
    return term["type"] in {"literal", "typed-literal"}


def _datatype_of(term: Term) -> str:
    if "xml:lang" in term:
        return "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    return term.get("datatype", _STRING)


def _type_of(term: Term) -> str:
    return TYPES.get(_datatype_of(term), "") if _is_literal(term) else ""


def _read_integers(pd: ModuleType, cells: Cells) -> Series:
    if not all(_INTEGER.fullmatch(cell) for cell in cells if cell is not None):
        raise ValueError("not an integer")
    return pd.Series(pd.array([None if cell is None else int(cell) for cell in cells], dtype="Int64"))


def _read_numbers(pd: ModuleType, cells: Cells) -> Series:
    return pd.Series(pd.array([None if cell is None else float(cell) for cell in cells], dtype="Float64"))


def _read_truths(pd: ModuleType, cells: Cells) -> Series:
    return pd.Series(pd.array([None if cell is None else _TRUTH[cell] for cell in cells], dtype="boolean"))


def _read_days(pd: ModuleType, cells: Cells) -> Series:
    import numpy as np

    if not all(_DAY.fullmatch(cell) for cell in cells if cell is not None):
        raise ValueError("a day with a zone, or none")
    return pd.Series(np.array(["NaT" if cell is None else cell for cell in cells], dtype="datetime64[s]"))


def _read_moments(pd: ModuleType, cells: Cells) -> Series:
    found = [_MOMENT.fullmatch(cell) for cell in cells if cell is not None]
    zones = {match is not None and match["zone"] is not None for match in found}
    if None in found or len(zones) != 1:
        raise ValueError("moments with and without a zone cannot be in one column")
    read = pd.Series(pd.to_datetime(list(cells), format="ISO8601", utc=zones.pop()))
    return read.dt.as_unit("us")


_READERS: Mapping[str, Callable[[ModuleType, Cells], Series]] = MappingProxyType(
    {
        "Int64": _read_integers,
        "Float64": _read_numbers,
        "boolean": _read_truths,
        "datetime64[s]": _read_days,
        "datetime64[us]": _read_moments,
    }
)
