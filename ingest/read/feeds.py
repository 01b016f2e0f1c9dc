"""RSS and Atom, by way of feedparser: each entry with its whole text is an article.

An entry that holds no more than a teaser is none. Stored under the address of its page it would be that article's
text, and would take the place of the whole text where that was read before. A feed is parsed from bytes; nothing that
it names is fetched, and its entities are not expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final

import feedparser

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read.dates import parse_stamp
from ingest.read.encoding import decode, find_declared
from ingest.read.language import as_tag
from ingest.read.limits import LONGEST_RECORD, read_bounded, show_size
from ingest.read.pages import read_fragment

LEAST_SUMMARY: Final = 600
"""Characters from which a summary is taken for the whole text, if nothing in it says that it goes on elsewhere."""

_AS_DECODED: Final = {"content-type": "application/xml; charset=utf-8"}
_GOES_ON = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\[&#8230;\]|(?:read|continue|more|full)\b[^.\n]{0,60})[\s»›>→\]]*$", re.IGNORECASE
)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&[#\w]{2,10};")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_feed(stream: BinaryIO, where: str) -> Iterator[Article | Unreadable]:
    """Read the entries of a feed (RSS 0.9 to 2.0, Atom 1.0), in the order in which they stand."""
    data = read_bounded(stream, LONGEST_RECORD)
    if data is None:
        yield Unreadable(where, f"is larger than {show_size(LONGEST_RECORD)}", "give the feed in parts")
        return
    decoded = decode(data, where, find_declared(data))
    if isinstance(decoded, Unreadable):
        yield decoded
        return
    parsed = feedparser.parse(
        BytesIO(decoded.text.encode()), response_headers=_AS_DECODED, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version"):
        yield Unreadable(where, "is no RSS or Atom feed", "give the feed as it was served, or name the input format")
        return
    for number, entry in enumerate(parsed.entries, start=1):
        yield _make_article(entry, parsed.feed, decoded.encoding, f"{where}, entry {number}")
    if parsed.bozo and not isinstance(parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        why = parsed.get("bozo_exception")
        yield Unreadable(where, f"is not well-formed ({why}), so entries may be missing", "get the feed again")
    elif not parsed.entries:
        yield Unreadable(where, "the feed holds no entries", "give a feed with articles in it")


def _make_article(entry: Any, feed: Any, encoding: str, where: str) -> Article | Unreadable:
    text = _find_text(entry)
    if text is None:
        return Unreadable(where, "holds only a teaser", "get the page that it links to, and give that")
    given = _clean(entry.get("published")) or _clean(entry.get("updated"))
    found = parse_stamp(given) if given else None
    if given and found is None:
        return Unreadable(where, f"its date is {given[:40]!r}, which cannot be read", "mend the entry's date")
    day, words = found or (None, None)
    language = as_tag(_find_language(entry) or feed.get("language"))
    source = entry.get("source") or {}
    return Article(
        text=text,
        origin=where,
        id=_clean(entry.get("id")),
        url=_clean(entry.get("link")),
        title=_clean(_plain(entry.get("title_detail"))),
        published=day,
        published_at=words,
        publisher=_clean(source.get("title")) or _clean(feed.get("title")),
        authors=tuple(name for each in entry.get("authors", ()) if (name := _clean(each.get("name")))),
        language=language,
        published_basis=DetailBasis.FEED if day is not None else None,
        language_basis=DetailBasis.FEED if language is not None else None,
        encoding=encoding,
        rights=_clean(entry.get("rights")) or _clean(feed.get("rights")),
    )


def _find_text(entry: Any) -> str | None:
    """Return the whole text of an entry: its content, or a summary that is long and ends."""
    whole = [_plain(part) for part in entry.get("content", ())]
    text = max((each for each in whole if each), key=len, default=None)
    if text is not None and not _GOES_ON.search(text[-120:]):
        return text
    summary = _plain(entry.get("summary_detail"))
    if summary and len(summary) >= LEAST_SUMMARY and not _GOES_ON.search(summary[-120:]):
        return summary
    return None


def _plain(part: Any) -> str | None:
    """Return a text construct without its markup (RFC 4287, section 3.1); RSS does not say whether it has any."""
    value = part.get("value") if part else None
    if not value:
        return None
    words = _CONTROLS.sub("", value)
    if part.get("type") != "text/plain" and _MARKUP.search(words):
        return read_fragment(words)
    return str(words) if words.strip() else None


def _find_language(entry: Any) -> str | None:
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return next((language for part in parts if (language := part.get("language"))), None)


def _clean(words: Any) -> str | None:
    if not isinstance(words, str):
        return None
    return _CONTROLS.sub("", words).strip() or None
