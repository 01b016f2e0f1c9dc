"""Plain text: the whole file is one article, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from ingest.errors import Unreadable
from ingest.model import Article


def read_text(stream: BinaryIO, where: str, published: date | None) -> Iterator[Article | Unreadable]:
    """Read one article from a plain text in UTF-8, or in UTF-16 with a byte order mark."""
    text = decode(stream.read(), where)
    if isinstance(text, Unreadable):
        yield text
    elif not text.strip():
        yield Unreadable(where, "holds no text", "give a file with an article in it")
    else:
        yield Article(text=text, origin=where, published=published)


def decode(data: bytes, where: str) -> str | Unreadable:
    """Return the characters of ``data``, without a byte order mark and with nothing else changed."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = f"the byte 0x{data[error.start]:02X} at {error.start} is not {encoding.removesuffix('-sig').upper()}"
        return Unreadable(where, shown, "save the file as UTF-8 text")
    if "\0" in text:
        return Unreadable(where, "holds NUL characters, so it is not a text", "give the article's text, saved as UTF-8")
    return text
