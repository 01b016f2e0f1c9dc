"""Plain text: the whole file is one article, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.encoding import decode
from ingest.read.limits import LONGEST_RECORD, read_bounded, show_size


def read_text(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read one article from a plain text: UTF-8, UTF-16 with a byte order mark, or an encoding that can be told."""
    data = read_bounded(stream, LONGEST_RECORD)
    if data is None:
        yield Unreadable(where, f"is larger than {show_size(LONGEST_RECORD)}", "give one article in each file")
        return
    found = decode(data, where)
    if isinstance(found, Unreadable):
        yield found
    elif "\0" in found.text:
        yield Unreadable(where, "holds NUL characters, so it is not a text", "give the article's text, saved as UTF-8")
    elif not found.text.strip():
        yield Unreadable(where, "holds no text", "give a file with an article in it")
    else:
        yield Article(text=found.text, origin=where, encoding=found.encoding)
