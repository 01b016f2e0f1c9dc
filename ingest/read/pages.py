"""Web pages: the article's text and what the page says of itself, by way of trafilatura.

The stored text is what trafilatura takes for the article, one paragraph a line; what each paragraph is for is decided
later, by ``ingest.blocks``. No connection is opened, no script run, and no date guessed from the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.records import parse_day

_PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='dcterms.date' or @name='DC.date.issued']/@content",
)
_LONGEST_VALUE = 500


def read_page(stream: BinaryIO, where: str, published: date | None) -> Iterator[Article | Unreadable]:
    """Read the article in an HTML page, in whatever encoding the page says it has."""
    yield make_article(stream.read(), where, published)


def make_article(page: bytes, where: str, published: date | None, url: str | None = None) -> Article | Unreadable:
    """Make an article of a page's bytes, or say why it cannot be one.

    Parameters
    ----------
    page
        The page as it was served.
    where
        Where it was read, for reports.
    published
        The day of publication, for a page that does not give one.
    url
        The address it was served from, for a page that does not give its own.
    """
    tree = load_html(page)
    if tree is None:
        return Unreadable(where, "is not an HTML page", "give the page as it was served, or name the input format")
    words = _first_day(tree)
    language = _clean(tree.get("lang"))
    found = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "9999-12-31"},
    )
    text = found.text if isinstance(found, Document) else None
    if not isinstance(found, Document) or not text or not text.strip():
        return Unreadable(where, "no article was found in this page", "give the article's text as .txt or JSON")
    day, at = words if words is not None else (_day(found.date), None)
    return Article(
        text=text,
        origin=where,
        url=_clean(found.url) or url,
        title=_clean(found.title),
        published=day or published,
        published_at=at,
        publisher=_clean(found.sitename),
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        language=language,
    )


def _first_day(tree: Any) -> tuple[date, str | None] | None:
    for path in _PUBLISHED:
        for value in tree.xpath(path):
            found = parse_day(str(value)) if len(value) <= _LONGEST_VALUE else None
            if found is not None:
                return found
    return None


def _day(words: str | None) -> date | None:
    found = parse_day(words) if words else None
    return found[0] if found else None


def _clean(words: str | None) -> str | None:
    return words.strip() or None if words else None
