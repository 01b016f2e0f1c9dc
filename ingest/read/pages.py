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
from ingest.model import Article, DetailBasis
from ingest.read.dates import parse_day
from ingest.read.encoding import decode, find_declared
from ingest.read.language import as_tag
from ingest.read.limits import LONGEST_RECORD, read_bounded, show_size

_PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='dcterms.date' or @name='DC.date.issued']/@content",
)
_LONGEST_VALUE = 500


def read_page(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read the article in an HTML page, in UTF-8, in the encoding that the page names, or in one that can be told."""
    page = read_bounded(stream, LONGEST_RECORD)
    if page is None:
        yield Unreadable(
            where, f"is larger than {show_size(LONGEST_RECORD)}", "give the article's text as .txt or JSON"
        )
    else:
        yield make_article(page, where)


def make_article(page: bytes, where: str, url: str | None = None, charset: str | None = None) -> Article | Unreadable:
    """Make an article of a page's bytes, or say why it cannot be one.

    Parameters
    ----------
    page
        The page as it was served.
    where
        Where it was read, for reports.
    url
        The address it was served from, for a page that does not give its own.
    charset
        The encoding that the server named, which goes before the one that the page names.
    """
    decoded = decode(page, where, charset or find_declared(page), mend=True)
    if isinstance(decoded, Unreadable):
        return decoded
    tree = load_html(decoded.text)
    if tree is None:
        return Unreadable(where, "is not an HTML page", "give the page as it was served, or name the input format")
    words = _first_day(tree)
    language = as_tag(tree.get("lang"))
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
    if decoded.damaged is not None and "\ufffd" in text:
        problem = f"its article holds bytes that are not UTF-8, such as the one at {decoded.damaged}"
        return Unreadable(where, problem, "save the page as UTF-8")
    day, at = words if words is not None else (_day(found.date), None)
    return Article(
        text=text,
        origin=where,
        url=_clean(found.url) or url,
        title=_clean(found.title),
        published=day,
        published_at=at,
        publisher=_clean(found.sitename),
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        language=language,
        published_basis=DetailBasis.PAGE if day is not None else None,
        language_basis=DetailBasis.PAGE if language is not None else None,
        encoding=decoded.encoding,
        rights=_clean(found.license),
    )


def read_fragment(markup: str) -> str | None:
    r"""Return the text of a piece of HTML that is an article's body, as a page's text is returned.

    >>> read_fragment("<p>Rain fell.</p><p>The road was shut.</p><script>alert(1)</script>")
    'Rain fell.\nThe road was shut.'
    """
    tree = load_html(f"<html><body><article>{markup}</article></body></html>")
    if tree is None:
        return None
    found = bare_extraction(tree, with_metadata=False, include_comments=False, favor_recall=True)
    text = found.text if isinstance(found, Document) else None
    return text if text and text.strip() else None


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
