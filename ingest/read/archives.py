"""Web archives (WARC 1.0 and 1.1, ISO 28500): each page that was answered with 200 is an article.

A crawl's archives are large, and often end in the middle of a record. So records are told apart here, one at a time
and with a bound on each; a damaged one is reported and the search goes on for the next. warcio then reads what is in
it: its headers, and a body in chunks or compressed. The day of the crawl is the day on which the page was seen, which
is never its day of publication.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.compression import expand
from ingest.read.limits import LONGEST_RECORD, show_size
from ingest.read.pages import make_article

_BEGINS: Final = b"WARC/1."
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type:[ \t]*(\w+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_NEXT = re.compile(rb"\r?\n(?=WARC/1\.[01]\r?\n[A-Za-z-]+:)")
_HEAD: Final = 2**16
_AGAIN: Final = "crawl it again; the other records are read"
_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Framed:
    """The bytes of one record, headers and all. ``problem`` says what is wrong with them, if anything is."""

    number: int
    data: bytes
    problem: str | None = None


def read_archive(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read the pages of a WARC file, compressed as a whole or record by record, or not at all."""
    problems: list[str] = []
    told = 0
    empty = True
    for framed in _frame(expand(stream, problems), problems):
        for problem in problems[told:]:
            yield Unreadable(where, problem, _AGAIN)
        told = len(problems)
        found = _read_record(framed, f"{where}, record {framed.number}")
        if found is not None:
            empty = False
            yield found
    for problem in problems[told:]:
        yield Unreadable(where, problem, _AGAIN)
    if empty and not problems:
        yield Unreadable(where, "holds no page that was answered with 200", "give an archive with pages in it")


def _frame(stream: BinaryIO, problems: list[str]) -> Iterator[Framed]:
    """Tell the records of an archive apart by their lengths, and find the next one after one that is damaged."""
    lines = _Lines(stream)
    number = 0
    lost = blamed = False
    while line := lines.readline():
        if not line.startswith(_BEGINS):
            lost = lost or bool(line.strip())
            continue
        number += 1
        if lost and not blamed and not problems:
            yield Framed(number, b"", "what stands before it is no WARC record")
        lost = blamed = False
        head = line
        while (line := lines.readline()) and line.strip() and len(head) <= _HEAD:
            head += line
        length = _LENGTH.search(head)
        if length is None or len(head) > _HEAD:
            yield Framed(number, b"", "its headers give no length")
            blamed = True
            continue
        framed = _close(lines, number, head, int(length[1]), damaged=bool(problems))
        blamed = framed.problem is not None
        yield framed
    if lost and not blamed and not problems:
        yield Framed(number + 1, b"", "what stands there is no WARC record")


def _close(lines: _Lines, number: int, head: bytes, size: int, *, damaged: bool) -> Framed:
    """Read the body of a record, and go to its end, or back to the next record if one begins within it."""
    body = lines.read(min(size, LONGEST_RECORD))
    within = _NEXT.search(body) if len(body) < size or damaged else None
    if within is not None:
        lines.put_back(body[within.end() :])
        return Framed(number, b"", "is cut off, or its length is wrong")
    if size > LONGEST_RECORD:
        lines.skip(size - LONGEST_RECORD)
        kind = _TYPE.search(head)
        page = kind is not None and kind[1].lower() == b"response" and _is_page_head(body)
        return Framed(number, b"", f"is larger than {show_size(LONGEST_RECORD)}" if page else None)
    after = lines.readline()
    if len(body) < size or after.strip():
        lines.put_back(after)
        return Framed(number, b"", "is cut off, or its length is wrong")
    return Framed(number, head + b"\r\n" + body + b"\r\n\r\n")


def _read_record(framed: Framed, where: str) -> Article | Unreadable | None:
    if framed.problem is not None:
        return Unreadable(where, framed.problem, _AGAIN)
    kind = _TYPE.search(framed.data[:_HEAD])
    if kind is None and framed.data:
        return Unreadable(where, "its headers give no type", _AGAIN)
    if kind is None or kind[1].lower() != b"response":
        return None
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(framed.data))))
        if not _is_page(record):
            return None
        body = record.content_stream().read(LONGEST_RECORD + 1)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, StopIteration) as error:
        return Unreadable(where, f"cannot be read ({_one_line(error)})", _AGAIN)
    if len(body) > LONGEST_RECORD:
        return Unreadable(where, f"its page is larger than {show_size(LONGEST_RECORD)}", "leave it out")
    address = record.rec_headers.get_header("WARC-Target-URI")
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    found = make_article(
        body, where, url=address.strip("<> ") if address else None, charset=charset[1] if charset else None
    )
    if isinstance(found, Article):
        return replace(found, seen=_day(record.rec_headers.get_header("WARC-Date")))
    return found


def _is_page(record: ArcWarcRecord) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    kind = headers.get_header("Content-Type") or ""
    return kind.partition(";")[0].strip().lower() in _PAGES


def _is_page_head(body: bytes) -> bool:
    head = body[:_HEAD].partition(b"\r\n\r\n")[0].lower()
    return b" 200" in head.partition(b"\r\n")[0] and any(each.encode() in head for each in _PAGES)


def _day(words: str | None) -> date | None:
    try:
        return datetime.fromisoformat(words.strip()).date() if words else None
    except ValueError:
        return None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


class _Lines:
    """A stream of which what was read can be put back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = io.BytesIO()

    def readline(self) -> bytes:
        """Read a line, or as much of it as a header may have."""
        line = self._back.readline(_HEAD)
        return line if line.endswith(b"\n") or len(line) == _HEAD else line + self._stream.readline(_HEAD)

    def read(self, size: int) -> bytes:
        """Read as many bytes as there are, up to ``size``."""
        data = self._back.read(size)
        return data + self._stream.read(size - len(data)) if len(data) < size else data

    def skip(self, size: int) -> None:
        """Go past ``size`` bytes."""
        while size > 0 and (data := self.read(min(size, _HEAD))):
            size -= len(data)

    def put_back(self, data: bytes) -> None:
        """Let ``data`` be read again, before everything else."""
        self._back = io.BytesIO(data + self._back.read())
