"""A column has the type that holds every value of it, and where none does, the words of the values."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.client.frames import TYPES, convert, frame_answer, make_column
from onrecord.client.source import Reply
from onrecord.errors import Unanswered

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(value: str, name: str = "") -> dict[str, str]:
    return {"type": "literal", "value": value, **({"datatype": XSD + name} if name else {})}


def answer(names: list[str], *rows: dict[str, dict[str, str]]) -> pd.DataFrame:
    body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    return frame_answer(Reply(body, "7"), where="here")


@pytest.mark.parametrize(
    ("terms", "dtype", "values"),
    [
        ([literal("7", "integer"), None], "Int64", [7, pd.NA]),
        ([literal("007", "nonNegativeInteger")], "Int64", [7]),
        ([literal("0.93", "decimal"), literal("1", "integer")], "Float64", [0.93, 1.0]),
        ([literal("INF", "double"), literal("1e3", "float")], "Float64", [float("inf"), 1000.0]),
        ([literal("true", "boolean"), literal("0", "boolean"), None], "boolean", [True, False, pd.NA]),
        ([literal("2022-01-24", "date"), None], "datetime64[s]", [pd.Timestamp("2022-01-24"), pd.NaT]),
        (
            [literal("2022-01-24T10:00:00Z", "dateTime"), literal("2022-01-24T12:00:00.5+02:00", "dateTime")],
            "datetime64[us, UTC]",
            [pd.Timestamp("2022-01-24T10:00Z"), pd.Timestamp("2022-01-24T10:00:00.5Z")],
        ),
        ([literal("2022-01-24T10:00:00", "dateTime")], "datetime64[us]", [pd.Timestamp("2022-01-24T10:00")]),
        ([literal("a"), {"type": "uri", "value": "urn:b"}, None], "string", ["a", "urn:b", pd.NA]),
        ([literal("2023", "gYear")], "string", ["2023"]),
        ([literal("7", "integer"), literal("seven")], "string", ["7", "seven"]),
        ([literal("7", "integer"), {"type": "uri", "value": "urn:b"}], "string", ["7", "urn:b"]),
        ([literal("99999999999999999999", "integer")], "string", ["99999999999999999999"]),
        ([literal("seven", "integer")], "string", ["seven"]),
        ([literal("2022-13-01", "date")], "string", ["2022-13-01"]),
        ([literal("2022-01-24Z", "date")], "string", ["2022-01-24Z"]),
        ([literal("2022-01-24", "date"), literal("2022-01-24T10:00:00Z", "dateTime")], "string", None),
        ([literal("2022-01-24T10:00:00", "dateTime"), literal("2022-01-24T10:00:00Z", "dateTime")], "string", None),
        ([None, None], "string", [pd.NA, pd.NA]),
        ([], "string", []),
    ],
)
def test_a_column_has_the_type_that_holds_all_of_it(
    terms: list[dict[str, str] | None], dtype: str, values: list[object] | None
) -> None:
    column = make_column(terms)
    assert column.dtype == dtype
    expected = values if values is not None else [term["value"] for term in terms if term]
    assert [*map(str, column)] == [*map(str, expected)]


def test_a_day_of_any_century_is_a_day() -> None:
    column = make_column([literal("0987-05-06", "date"), literal("-0044-03-15", "date")])
    assert column.dtype == "datetime64[s]"
    assert column[0] == pd.Timestamp("0987-05-06")


@given(st.lists(st.none() | st.integers(-(2**70), 2**70)))
def test_no_integer_is_changed(numbers: list[int | None]) -> None:
    column = convert([None if number is None else str(number) for number in numbers], "Int64")
    assert [None if cell is pd.NA else int(cell) for cell in column] == numbers


@given(st.lists(st.none() | st.dates()))
def test_no_day_is_changed(days: list[date | None]) -> None:
    column = convert([None if day is None else day.isoformat() for day in days], "datetime64[s]")
    assert [None if cell is pd.NaT else cell.date() for cell in column] == days


@given(st.sampled_from(sorted(TYPES.values())), st.lists(st.none() | st.text()))
def test_any_words_survive_in_any_column(kind: str, cells: list[str | None]) -> None:
    column = convert(cells, kind)
    assert len(column) == len(cells)
    assert [*column.isna()] == [cell is None for cell in cells]
    if column.dtype == "string":
        assert [None if cell is pd.NA else cell for cell in column] == cells


def test_languages_and_datatypes_are_beside_the_columns() -> None:
    road = {"type": "literal", "value": "road", "xml:lang": "en"}
    frame = answer(["what", "who", "n"], {"what": road, "n": literal("1", "integer")}, {"what": road})
    assert frame.attrs["languages"] == {"what": "en"}
    assert frame.attrs["datatypes"]["n"] == [f"{XSD}integer"]
    assert "who" not in frame.attrs["datatypes"]
    assert (frame.attrs["where"], frame.attrs["snapshot"]) == ("here", "7")
    mixed = answer(["what"], {"what": road}, {"what": literal("camino")}, {})
    assert mixed.attrs["languages"] == {"what": ["en", None, None]}
    json.dumps(mixed.attrs)


def test_a_frame_without_rows_has_its_columns() -> None:
    frame = answer(["who", "when"])
    assert [*frame.columns] == ["who", "when"]
    assert len(frame) == 0


def test_rows_without_columns_are_counted() -> None:
    assert len(answer([], {}, {})) == 2


@pytest.mark.parametrize("body", [b"", b'{"head": {"vars": ["a"]}, "results": {"bindings": [', b"[]", b'{"head": {}}'])
def test_half_an_answer_is_none(body: bytes) -> None:
    with pytest.raises(Unanswered, match="here: the answer is not whole"):
        frame_answer(Reply(body), where="here")
