"""From files to articles: whatever is given comes out as articles, or as values that say why it could not.

A record that cannot be read never stops the ones after it. Text is stored character for character; for a web page it
is what trafilatura takes for the article. Nothing here opens a connection. ``docs/reading.md`` describes the formats.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read.archives import read_archive
from ingest.read.compression import SUFFIXES as COMPRESSED
from ingest.read.compression import Broken, expand
from ingest.read.feeds import read_feed
from ingest.read.language import name_language
from ingest.read.limits import LONGEST_ARTICLE, MOST_WORDS, count_words
from ingest.read.meter import Meter
from ingest.read.pages import read_page
from ingest.read.plain import read_text
from ingest.read.records import read_json, read_lines
from ingest.read.sidecar import complete, find_sidecar
from ingest.read.sources import STDIN, Source, find_sources
from ingest.read.tables import read_table

Reading = Callable[[BinaryIO, str], Iterator[Article | Unreadable]]

FORMATS: Mapping[str, Reading] = MappingProxyType(
    {
        "txt": read_text,
        "jsonl": read_lines,
        "json": read_json,
        "html": read_page,
        "csv": read_table,
        "tsv": read_table,
        "feed": read_feed,
        "warc": read_archive,
    }
)
"""What can be read, by the name ``input_format`` takes."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "txt",
        ".text": "txt",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".json": "json",
        ".jsonld": "json",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".csv": "csv",
        ".tsv": "tsv",
        ".tab": "tsv",
        ".rss": "feed",
        ".atom": "feed",
        ".xml": "feed",
        ".warc": "warc",
    }
)
"""The format that a file's name says it is in; an ending such as ``.gz`` may stand behind it."""

_TABLES: Mapping[str, str | None] = MappingProxyType({"csv": None, "tsv": "\t"})
"""The formats in which columns can be named, each with its delimiter, or none where it has to be found."""

_WITH_SIDECAR = frozenset({"txt", "html"})


def read(
    path: Path | str,
    *,
    published: date | None = None,
    input_format: str | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
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
    columns
        For tables, the heading of the column of each of our keys, where it is not one that is known.
    stdin
        What ``-`` stands for; the process's own standard input unless given.
    meter
        What is to count the bytes that are read.

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
    found = _read(str(path), input_format, columns, stdin, meter or Meter())
    return (settle(each, published) if isinstance(each, Article) else each for each in found)


def settle(article: Article, published: date | None = None) -> Article | Unreadable:
    """Add what an article does not say of itself: the day that a user gives, and the language that its words are in."""
    if len(article.text) > LONGEST_ARTICLE:
        problem = f"its text has {len(article.text)} characters, more than the {LONGEST_ARTICLE} of an article"
        return Unreadable(article.origin, problem, "give each article by itself")
    if len(article.text) > MOST_WORDS and (words := count_words(article.text)) > MOST_WORDS:
        problem = f"its text has {words} words and marks, more than the {MOST_WORDS} of an article"
        return Unreadable(article.origin, problem, "give each article by itself")
    if article.published is None and published is not None:
        article = replace(article, published=published, published_basis=DetailBasis.OPTION)
    if article.language is None and (language := name_language(article.text)) is not None:
        article = replace(article, language=language, language_basis=DetailBasis.WORDS)
    return article


def _read(
    path: str, input_format: str | None, columns: Mapping[str, str], stdin: BinaryIO | None, meter: Meter
) -> Iterator[Article | Unreadable]:
    if path == STDIN:
        stream = stdin if stdin is not None else sys.stdin.buffer
        yield from _read_stream(stream, STDIN, input_format or "jsonl", columns)
        return
    for source in find_sources(path):
        if isinstance(source, Unreadable):
            yield source
        else:
            yield from _read_file(source, input_format, columns, meter)


def _read_file(
    source: Source, input_format: str | None, columns: Mapping[str, str], meter: Meter
) -> Iterator[Article | Unreadable]:
    name = str(source.path)
    chosen = input_format or find_format(source.path)
    if chosen is None:
        known = ", ".join(SUFFIXES)
        yield Unreadable(name, "its name does not say its format", f"use one of {known}, or name the input format")
        return
    sidecar = find_sidecar(source.path) if chosen in _WITH_SIDECAR else None
    try:
        with source.path.open("rb") as stream:
            for found in meter.follow(stream, _read_stream(stream, name, chosen, columns)):
                yield complete(found, sidecar) if sidecar is not None and isinstance(found, Article) else found
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror or error})", "check the file and its permissions")


def find_format(path: Path) -> str | None:
    """Return the format that a file's name says it is in.

    >>> find_format(Path("crawl.warc.gz")), find_format(Path("notes"))
    ('warc', None)
    """
    bare = path.with_suffix("") if path.suffix.lower() in COMPRESSED else path
    return SUFFIXES.get(bare.suffix.lower())


def _read_stream(
    stream: BinaryIO, where: str, chosen: str, columns: Mapping[str, str]
) -> Iterator[Article | Unreadable]:
    try:
        if chosen in _TABLES:
            yield from read_table(expand(stream), where, columns=columns, delimiter=_TABLES[chosen])
        else:
            yield from FORMATS[chosen](stream if chosen == "warc" else expand(stream), where)
    except Broken as error:
        yield Unreadable(where, str(error), "get the file again; what was read before this stands")
