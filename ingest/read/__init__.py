"""From files to articles: whatever is given comes out as articles, or as values that say why it could not.

A record that cannot be read never stops the ones after it. Text is stored character for character; for a web page it
is what trafilatura takes for the article. Nothing here opens a connection.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.pages import read_page
from ingest.read.plain import read_text
from ingest.read.records import read_json, read_lines
from ingest.read.sources import STDIN, Source, find_sources

Reading = Callable[[BinaryIO, str, date | None], Iterator[Article | Unreadable]]

FORMATS: Mapping[str, Reading] = MappingProxyType(
    {"txt": read_text, "jsonl": read_lines, "json": read_json, "html": read_page}
)
"""What can be read, by the name ``input_format`` takes."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "txt",
        ".text": "txt",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".json": "json",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
    }
)
"""The format that a file's name says it is in."""


def read(
    path: Path | str,
    *,
    published: date | None = None,
    input_format: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Unreadable]:
    """Read the articles at ``path``, one at a time.

    Parameters
    ----------
    path
        A file, a folder (read whole, in sorted order), a glob pattern, or ``-`` for ``stdin``.
    published
        The day of publication of articles that do not give their own.
    input_format
        One of ``FORMATS``; without it a file's name decides, and ``-`` is read as JSON Lines.
    stdin
        What ``-`` stands for; the process's own standard input unless given.

    Yields
    ------
    Article | Unreadable
        An article, or a record that could not become one: what, where, and what to do about it.

    Raises
    ------
    ValueError
        ``input_format`` is none of ``FORMATS``.

    Examples
    --------
    >>> from io import BytesIO
    >>> records = BytesIO(b'{"text": "The Senate met.", "published": "2024-03-01"}' + bytes([10]) + b'{"text": 5}')
    >>> for found in read("-", stdin=records):
    ...     print(found if isinstance(found, Unreadable) else found.text)
    The Senate met.
    -:2: 'text' is a number, not a string; give the article's words as a JSON string in 'text'
    """
    if input_format is not None and input_format not in FORMATS:
        raise ValueError(f"{input_format!r} is not a format that can be read; choose one of: {', '.join(FORMATS)}")
    return _read(str(path), published, input_format, stdin)


def _read(
    path: str, published: date | None, input_format: str | None, stdin: BinaryIO | None
) -> Iterator[Article | Unreadable]:
    if path == STDIN:
        stream = stdin if stdin is not None else sys.stdin.buffer
        yield from FORMATS[input_format or "jsonl"](stream, STDIN, published)
        return
    for source in find_sources(path):
        if isinstance(source, Unreadable):
            yield source
        else:
            yield from _read_file(source, published, input_format)


def _read_file(source: Source, published: date | None, input_format: str | None) -> Iterator[Article | Unreadable]:
    name = str(source.path)
    chosen = input_format or SUFFIXES.get(source.path.suffix.lower())
    if chosen is None:
        known = ", ".join(SUFFIXES)
        yield Unreadable(name, "its name does not say its format", f"use one of {known}, or name the input format")
        return
    try:
        with source.path.open("rb") as stream:
            yield from FORMATS[chosen](stream, name, published)
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror or error})", "check the file and its permissions")
