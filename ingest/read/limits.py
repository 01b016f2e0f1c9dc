"""How much of anything is read: what is larger becomes an ``Unreadable`` that names the limit, and the rest goes on.

The limits are far above any newspaper's longest article, and keep one hostile file from taking the memory of all.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

_word = re.compile(r"\w+|[^\w\s]")

LONGEST_RECORD: Final = 32 * 2**20
"""Bytes of one record: a text, a page, a line of JSON, the body of an archived page. Characters of a row of a table."""

LONGEST_ARTICLE: Final = 1_000_000
"""Characters of the text of one article."""

MOST_WORDS: Final = 300_000
"""Words and marks of the text of one article: a million characters of English come to 200,000."""

LARGEST_DOCUMENT: Final = 128 * 2**20
"""Bytes of a file that has to be read whole though it holds many articles: an array of JSON, a feed."""

LARGEST_SIDECAR: Final = 2**20
"""Bytes of the file of details that lies beside a text or a page."""

LARGEST_EXPANSION: Final = 256 * 2**30
"""Bytes that one compressed file may come to."""

LARGEST_RATIO: Final = 200
"""How many times its compressed size a file may come to, past ``LONGEST_RECORD``; text comes to 3 to 20 times."""


def read_bounded(stream: BinaryIO, limit: int) -> bytes | None:
    """Read all that is left of a stream, or ``None`` where that is more than ``limit`` bytes.

    >>> from io import BytesIO
    >>> read_bounded(BytesIO(b"Rain fell."), 10), read_bounded(BytesIO(b"Rain fell."), 9)
    (b'Rain fell.', None)
    """
    data = stream.read(limit + 1)
    return data if len(data) <= limit else None


def count_words(text: str) -> int:
    """Count words and marks, each mark by itself.

    >>> count_words('He said: "Rain."')
    7
    """
    return sum(1 for _ in _word.finditer(text))


def show_size(size: int) -> str:
    """Write a number of bytes as people do.

    >>> show_size(32 * 2**20)
    '32 MiB'
    """
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"
