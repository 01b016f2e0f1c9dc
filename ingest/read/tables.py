"""Articles as tables: CSV (RFC 4180) and the same with tabs, one article a row, under a row of headings.

Which column holds what is told by headings that are known, or by the user. A row that cannot be read is reported by its
number, the row of headings being 1, and the rows after it are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import BinaryIO, Final, cast

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.encoding import Decoded, decode
from ingest.read.limits import LONGEST_RECORD
from ingest.read.records import Record, settle

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "text": (
            "text",
            "maintext",
            "articlebody",
            "body",
            "bodytext",
            "fulltext",
            "storytext",
            "articletext",
            "content",
        ),
        "id": ("id", "storiesid", "storyid", "articleid", "guid", "identifier"),
        "url": ("url", "link", "storyurl", "articleurl"),
        "title": ("title", "headline"),
        "published": ("published", "datepublished", "publishdate", "datepublish", "publicationdate", "pubdate", "date"),
        "publisher": ("publisher", "medianame", "sitename", "sourcename", "sourcedomain", "outlet", "hostname"),
        "authors": ("authors", "author", "byline"),
        "language": ("language", "inlanguage", "lang"),
        "rights": ("rights", "usageterms", "license"),
        "located": ("located", "dateline"),
    }
)
"""The headings that are known for each of our keys, in small letters without marks; the first that is there counts."""

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 2**16


def read_table(
    stream: BinaryIO, where: str, *, columns: Mapping[str, str] = MappingProxyType({}), delimiter: str | None = None
) -> Iterator[Article | Unreadable]:
    """Read a table as it comes. ``columns`` names the heading of a key; without ``delimiter`` it is found.

    A cell of ``authors`` holds several names with semicolons between them.
    """
    peekable = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    sample, head = _peek(peekable)
    decoded = decode(sample, where)
    # Where no encoding can be told, the rows with the strange bytes are reported and the others are read.
    found = Decoded(sample.decode("utf-8", "replace"), "utf-8") if isinstance(decoded, Unreadable) else decoded
    whole = io.BufferedReader(_Joined(head, peekable))
    encoding = "utf-8-sig" if found.encoding == "utf-8" else found.encoding
    lines = io.TextIOWrapper(whole, encoding, errors="surrogateescape", newline="")
    try:
        yield from _read_rows(lines, where, columns, delimiter or _find_delimiter(found.text), found.encoding)
    finally:
        lines.detach()


def _read_rows(
    lines: io.TextIOWrapper, where: str, columns: Mapping[str, str], delimiter: str, encoding: str
) -> Iterator[Article | Unreadable]:
    csv.field_size_limit(2 * LONGEST_RECORD)  # of the process; that of a row is held by the lines, and is smaller
    source = _Lines(lines)
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    try:
        headings = next(rows, [])
    except (csv.Error, UnicodeError, _TooLong) as error:
        yield Unreadable(where, f"its row of headings cannot be read ({error})", "give a table with a row of headings")
        return
    found = find_columns(headings, columns, where)
    if isinstance(found, Unreadable):
        yield found
        return
    number, empty = 1, True
    while True:
        number += 1
        place = f"{where}, row {number}"
        source.taken = 0
        try:
            row = next(rows, None)
        except _TooLong:
            yield Unreadable(
                place, f"is longer than {LONGEST_RECORD} characters", "look for a quote mark that is not closed"
            )
            return
        except (csv.Error, UnicodeError) as error:
            empty = False
            yield Unreadable(place, f"is no row of this table ({error})", "mend it, or take it out")
            continue
        if row is None:
            break
        if row:
            empty = False
            yield _make_article(row, headings, found, place, encoding)
    if empty:
        yield Unreadable(where, "holds no rows below its headings", "give a table with an article in each row")


def find_columns(headings: list[str], columns: Mapping[str, str], where: str) -> Mapping[str, int] | Unreadable:
    """Return the number of the column of each of our keys.

    >>> dict(find_columns(["Headline", "Article Text", "pub"], {"published": "pub"}, "a.csv"))
    {'text': 1, 'title': 0, 'published': 2}
    """
    known: dict[str, int] = {}
    for number, heading in enumerate(headings):
        known.setdefault(_bare(heading), number)
    found: dict[str, int] = {}
    for key, names in HEADINGS.items():
        if key in columns:
            if columns[key] not in headings:
                return Unreadable(
                    where, f"has no column {columns[key]!r} for '{key}'", f"its headings are {_show(headings)}"
                )
            found[key] = headings.index(columns[key])
        elif (place := next((known[name] for name in names if name in known), None)) is not None:
            found[key] = place
    if "text" not in found:
        problem = f"no heading is known to stand over the articles' text; there are {_show(headings)}"
        return Unreadable(where, problem, "name the column, as in --columns text=HEADING")
    return found


def _make_article(
    row: list[str], headings: list[str], found: Mapping[str, int], where: str, encoding: str
) -> Article | Unreadable:
    if len(row) != len(headings):
        problem = f"has {len(row)} cells under {len(headings)} headings"
        return Unreadable(where, problem, "mend its delimiters and quote marks")
    cells = {key: row[number] for key, number in found.items()}
    for key, words in cells.items():
        if any("\ud800" <= letter <= "\udfff" for letter in words):
            problem = f"'{headings[found[key]]}' holds bytes that are not {encoding.upper()}"
            return Unreadable(where, problem, "save the table as UTF-8 text")
    authors = [name.strip() for name in cells.pop("authors", "").split(";")]
    names = {key: headings[number] for key, number in found.items()}
    made = settle(Record.model_validate({**cells, "authors": authors}), where, names)
    return replace(made, encoding=encoding) if isinstance(made, Article) else made


def _find_delimiter(sample: str) -> str:
    """Return the delimiter of the headings, which are short and seldom hold one themselves; else a comma."""
    head = next((line for line in sample.splitlines() if line.strip()), "")
    try:
        return csv.Sniffer().sniff(head, _DELIMITERS).delimiter
    except csv.Error:
        counts = {mark: head.count(mark) for mark in _DELIMITERS}
        return max(counts, key=lambda mark: counts[mark])


def _bare(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())


def _show(headings: list[str]) -> str:
    shown = ", ".join(repr(each[:40]) for each in headings[:20])
    return shown + (", …" if len(headings) > 20 else "") if headings else "none"


def _peek(stream: io.BufferedReader) -> tuple[bytes, bytes]:
    """Read the beginning of a stream: as far as it goes in whole lines, and all that was read."""
    data = stream.read(_SAMPLE)
    if len(data) < _SAMPLE:
        return data, data
    cut = data.rfind(b"\n") + 1
    return (data[:cut] if cut and data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data[: _SAMPLE // 2]), data


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


class _TooLong(Exception):
    """A row goes on for longer than a row may."""


class _Lines:
    """The lines of a table, as a row takes them, with a bound on how many characters one row takes."""

    def __init__(self, lines: io.TextIOWrapper) -> None:
        self._lines = lines
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._lines.readline(LONGEST_RECORD + 1):
            self.taken += len(line)
            if self.taken > LONGEST_RECORD:
                raise _TooLong("too long")
            yield line
