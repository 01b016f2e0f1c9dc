from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read import read
from ingest.read.records import make_article
from onrecord.quarantine import describe

BODY = (
    "&lt;p&gt;The bridge will open in spring, the minister said.&lt;/p&gt;&lt;p&gt;“We are ready,” she added.&lt;/p&gt;"
)
TEXT = "The bridge will open in spring, the minister said.\n“We are ready,” she added."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example Wire</title><link>https://example.org/</link><language>en-gb</language>
<copyright>Example Wire 2024</copyright>
<item><title>Bridge &amp;amp; road</title><link>https://example.org/bridge</link><guid isPermaLink="false">b17</guid>
<pubDate>Fri, 01 Mar 2024 23:30:00 +0530</pubDate><dc:creator>Ann Example</dc:creator>
<description>Two years late.</description><content:encoded>{BODY}</content:encoded></item>
<item><title>Rates</title><link>https://example.org/rates</link><description>The bank held rates.</description></item>
<item><title>Long</title><link>https://example.org/long</link>
<description>{"The senate met again. " * 40}</description></item>
<item><title>More</title><link>https://example.org/more</link>
<description>{"The senate met again. " * 40}Read more »</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Fil</title><id>urn:f</id>
<entry><id>urn:f:1</id><title>Pont</title><link href="https://example.org/pont"/>
<published>2024-03-01T23:30:00-05:00</published>
<author><name>Ann Exemple</name></author>
<author><name>Bob Exemple</name></author><content type="html">{BODY}</content></entry>
</feed>"""


def entries(feed: str | bytes) -> list[Article | Unreadable]:
    data = feed if isinstance(feed, bytes) else feed.encode()
    return list(read("-", input_format="feed", stdin=BytesIO(data)))


def test_an_entry_with_its_whole_text_is_an_article() -> None:
    found = entries(RSS)[0]
    assert isinstance(found, Article)
    assert (found.text, found.title, found.origin) == (TEXT, "Bridge & road", "-, entry 1")
    assert (found.id, found.url, found.publisher) == ("b17", "https://example.org/bridge", "Example Wire")
    assert (found.published, found.published_at) == (date(2024, 3, 1), "Fri, 01 Mar 2024 23:30:00 +0530")
    assert (found.published_basis, found.authors) == (DetailBasis.FEED, ("Ann Example",))
    assert (found.language, found.language_basis, found.rights) == ("en-gb", DetailBasis.FEED, "Example Wire 2024")


def test_what_a_feed_gave_can_be_kept_as_a_record_and_read_again() -> None:
    found = entries(RSS)[0]
    assert isinstance(found, Article)
    again = make_article(describe(found), "article.json")
    assert isinstance(again, Article)
    assert (again.published, again.published_at, again.rights) == (found.published, found.published_at, found.rights)


def test_a_teaser_is_no_article() -> None:
    _, teaser, long, more = entries(RSS)
    assert str(teaser) == "-, entry 2: holds only a teaser; get the page that it links to, and give that"
    assert isinstance(long, Article)
    assert isinstance(more, Unreadable)


def test_atom() -> None:
    (found,) = entries(ATOM)
    assert isinstance(found, Article)
    assert (found.text, found.language, found.publisher) == (TEXT, "fr", "Fil")
    assert (found.published, found.authors) == (date(2024, 3, 1), ("Ann Exemple", "Bob Exemple"))
    assert (found.id, found.url) == ("urn:f:1", "https://example.org/pont")


def test_the_encoding_that_a_feed_names_is_believed() -> None:
    feed = RSS.replace("UTF-8", "windows-1252").replace("Ann Example", "José Example")
    found = entries(feed.replace("»", ">").encode("cp1252"))[0]
    assert isinstance(found, Article)
    assert (found.authors, found.encoding, found.text) == (("José Example",), "cp1252", TEXT)


def test_a_feed_that_breaks_off_gives_what_was_whole_and_says_so() -> None:
    first, *_, last = entries(RSS[: RSS.index("<item><title>Long")])
    assert isinstance(first, Article)
    assert "is not well-formed" in str(last)


@pytest.mark.parametrize(
    "data", [b"", b"<html><body><p>No feed.</p></body></html>", b'{"a": 1}', b"http://127.0.0.1:9/"]
)
def test_what_is_no_feed_is_said(data: bytes) -> None:
    assert "is no RSS or Atom feed" in str(entries(data)[0])


def test_a_date_that_cannot_be_read_is_a_problem() -> None:
    assert "its date is 'soon'" in str(entries(RSS.replace("Fri, 01 Mar 2024 23:30:00 +0530", "soon"))[0])
