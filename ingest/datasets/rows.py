"""The rows of a data set's file as they come, each with its number: plain, or compressed with gzip, Zstandard or zip.

A row that cannot be read is a value that says what, where and what to do; the rows after it are read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from pydantic import ValidationError

from ingest.datasets import acled, gdelt, polecat, ucdp
from ingest.datasets.record import Record
from ingest.errors import Unreadable
from ingest.read.compression import Broken, expand
from ingest.read.encoding import Decoded, decode
from ingest.read.limits import LARGEST_EXPANSION, LARGEST_RATIO, LONGEST_RECORD, show_size

_ZIP: Final = b"PK\x03\x04"
_SAMPLE: Final = 2**16
_LONGEST_ID: Final = 200
_AGAIN = "download it again; what was read before this stands"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set that can be read: its code in addresses, its title and home, and how a row of it is read.

    ``layouts`` are the names of columns by their number, for files without a row of headings.
    """

    code: str
    title: str
    home: str
    read: Callable[[dict[str, str]], Record]
    needed: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    layouts: Mapping[int, Sequence[str]] | None = None
    headless: bool = False


DATASETS: Final[Mapping[str, Dataset]] = {
    each.code: each
    for each in (
        Dataset(
            "acled",
            "Armed Conflict Location & Event Data (ACLED)",
            "https://acleddata.com/",
            acled.read_acled,
            acled.NEEDED,
            acled.IDS,
        ),
        Dataset(
            "ucdp",
            "UCDP Georeferenced Event Dataset (GED)",
            "https://ucdp.uu.se/downloads/",
            ucdp.read_ucdp,
            ucdp.NEEDED,
            layouts={len(ucdp.COLUMNS): ucdp.COLUMNS},
        ),
        Dataset(
            "gdelt",
            "GDELT Event Database",
            "https://www.gdeltproject.org/",
            gdelt.read_gdelt,
            layouts=gdelt.LAYOUTS,
            headless=True,
        ),
        Dataset(
            "polecat",
            "POLECAT, the Political Event Classification, Attributes, and Types dataset",
            "https://doi.org/10.7910/DVN/AJGVIT",
            polecat.read_polecat,
            polecat.NEEDED,
        ),
    )
}
"""The data sets that can be read, by their code."""


def read_records(dataset: Dataset, path: Path) -> Iterator[Record | Unreadable]:
    """Read the events in a file, one at a time.

    Yields
    ------
    Record | Unreadable
        An event, or a row that could not become one.
    """
    name = str(path)
    try:
        with path.open("rb") as stream:
            for lines, where in _open(stream, name):
                yield from _read_lines(dataset, lines, where)
    except (Broken, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        yield Unreadable(name, str(error), _AGAIN)
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror or error})", "check the file and its permissions")


def _open(stream: BinaryIO, name: str) -> Iterator[tuple[BinaryIO, str]]:
    """Give the tables in a file: one, or those of a zip archive."""
    head = stream.read(len(_ZIP))
    stream.seek(0)
    if head != _ZIP:
        yield expand(stream), name
        return
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if member.is_dir() or member.filename.startswith("__MACOSX/"):
                continue
            most = min(LARGEST_EXPANSION, max(LONGEST_RECORD, LARGEST_RATIO * member.compress_size))
            if member.file_size > most:
                raise Broken(f"{member.filename} comes to more than {show_size(most)}, as no table does")
            with archive.open(member) as table:
                yield cast(BinaryIO, table), f"{name}/{member.filename}"


def _read_lines(dataset: Dataset, stream: BinaryIO, where: str) -> Iterator[Record | Unreadable]:
    buffered = io.BufferedReader(cast(io.RawIOBase, stream), _SAMPLE)
    sample = buffered.peek(_SAMPLE)
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    found = decode(sample, where)
    encoding = found.encoding if isinstance(found, Decoded) else "utf-8"
    lines = io.TextIOWrapper(
        buffered, "utf-8-sig" if encoding == "utf-8" else encoding, errors="surrogateescape", newline=""
    )
    head = sample.partition(b"\n")[0].decode("utf-8", "replace")
    tabs = dataset.headless or head.count("\t") > max(head.count(","), head.count(";"))
    csv.field_size_limit(LONGEST_RECORD)
    rows = (
        csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tabs
        else csv.reader(lines, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    )
    try:
        yield from _read_rows(dataset, rows, where, encoding)
    finally:
        lines.detach()
        buffered.detach()


def _read_rows(dataset: Dataset, rows: Iterator[list[str]], where: str, encoding: str) -> Iterator[Record | Unreadable]:
    number, headings = 0, None
    while True:
        number += 1
        place = f"{where}, row {number}"
        try:
            cells = next(rows, None)
        except (csv.Error, UnicodeError) as error:
            yield Unreadable(place, f"is no row of this table ({error})", "mend it, or take it out")
            continue
        if cells is None:
            break
        if not any(cells):
            continue
        if headings is None:
            headings, is_row = _find_headings(dataset, cells)
            if headings is None:
                yield _no_table(dataset, cells, where)
                return
            if not is_row:
                continue
        yield _make(dataset, headings, cells, place, encoding)
    if headings is None:
        yield Unreadable(where, "holds no rows", f"give a file of {dataset.code} events")


def _find_headings(dataset: Dataset, cells: list[str]) -> tuple[Sequence[str] | None, bool]:
    """Return the names of the columns, and whether the first row is an event already."""
    bare = [cell.strip().strip('"').lower() for cell in cells]
    if dataset.needed and {*dataset.needed} <= {*bare} and (not dataset.ids or {*dataset.ids} & {*bare}):
        return bare, False
    layout = (dataset.layouts or {}).get(len(cells))
    return layout, layout is not None and bare[0] != layout[0].lower()


def _no_table(dataset: Dataset, cells: list[str], where: str) -> Unreadable:
    if dataset.headless:
        known = " or ".join(map(str, sorted(dataset.layouts or (), reverse=True)))
        return Unreadable(where, f"its first row has {len(cells)} cells", f"{dataset.code} has {known}, between tabs")
    shown = ", ".join(repr(cell[:40]) for cell in cells[:8])
    needed = ", ".join([*dataset.needed, *([" or ".join(dataset.ids)] if dataset.ids else [])])
    return Unreadable(
        where, f"is no table of {dataset.code}: its first row is {shown}", f"give one with the headings {needed}"
    )


def _make(
    dataset: Dataset, headings: Sequence[str], cells: list[str], where: str, encoding: str
) -> Record | Unreadable:
    layout = headings
    if len(cells) != len(headings):
        problem = f"has {len(cells)} cells where {len(headings)} belong"
        return Unreadable(where, problem, "mend its delimiters and quote marks")
    if any("\ud800" <= letter <= "\udfff" for cell in cells for letter in cell if letter > "\x7f"):
        return Unreadable(where, f"holds bytes that are not {encoding.upper()}", "save the file as UTF-8")
    named = {name: _unquote(cell) for name, cell in zip(layout, cells, strict=True) if cell != ""}
    try:
        record = dataset.read(named)
    except ValidationError as error:
        return Unreadable(where, _explain(error), "mend the cell, or take the row out")
    except ValueError as error:
        return Unreadable(where, str(error), "mend the cell, or take the row out")
    if len(record.id) > _LONGEST_ID:
        return Unreadable(where, f"its id has more than {_LONGEST_ID} characters", "check its delimiters")
    return record


def _unquote(cell: str) -> str:
    """Take off the quote marks around a cell of a table that is cut at tabs alone."""
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if whole else cell


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    column = ".".join(map(str, first["loc"]))
    words = str(first["msg"]).removeprefix("Value error, ")
    missing = first["type"] == "missing"
    return f"'{column}' is empty" if missing else f"'{column}': {words}" if column else words
