"""Records as other tools write them, each in the layout that the tool has."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read import read

TEXT = "The bridge will open in spring, the minister said.\nThe opposition asked for an inquiry."
MARKUP = "<p>The bridge will open in spring, the minister said.</p><p>The opposition asked for an inquiry.</p>"
DAY = date(2024, 3, 1)

NEWS_PLEASE: dict[str, Any] = {
    "authors": ["Ann Example"],
    "date_download": "2024-03-02 08:00:00",
    "date_modify": "None",
    "date_publish": "2024-03-01 09:30:00",
    "description": "Two years late.",
    "filename": "https%3A%2F%2Fexample.org%2Fbridge.json",
    "image_url": None,
    "language": "en",
    "localpath": None,
    "maintext": TEXT,
    "source_domain": "example.org",
    "title": "Bridge to open",
    "title_page": None,
    "title_rss": None,
    "url": "https://example.org/bridge",
}
TRAFILATURA: dict[str, Any] = {
    "title": "Bridge to open",
    "author": "Ann Example; Bob Example",
    "hostname": "example.org",
    "date": "2024-03-01",
    "fingerprint": "5efe09ee95a12a6e",
    "id": None,
    "license": "CC BY 4.0",
    "comments": "",
    "raw_text": TEXT.replace("\n", " "),
    "text": TEXT,
    "language": None,
    "filedate": "2024-03-05",
    "source": "https://example.org/bridge",
    "source-hostname": "Example Wire",
    "excerpt": None,
}
SCHEMA: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": ["ReportageNewsArticle", "CreativeWork"],
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.org/bridge"},
    "headline": "Bridge to open",
    "datePublished": "2024-03-01T23:30:00+05:30",
    "author": [{"@type": "Person", "name": "Ann Example"}, "Bob Example"],
    "publisher": {"@type": "Organization", "name": "Example Wire"},
    "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
    "dateline": "Port Town",
    "articleBody": TEXT,
}
NINJS_1: dict[str, Any] = {
    "uri": "http://wire.example.org/items/17",
    "type": "text",
    "versioncreated": "2024-03-01T09:30:00Z",
    "copyrightholder": "Example Wire",
    "usageterms": "Not for resale.",
    "language": "en",
    "byline": "Ann Example and Bob Example",
    "located": "Port Town",
    "headline": "Bridge to open",
    "body_html": MARKUP,
}
NINJS_2: dict[str, Any] = {
    "uri": "urn:example:17",
    "firstcreated": "2024-03-01T09:30:00Z",
    "infosource": [{"name": "Example Wire"}],
    "by": "Ann Example",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge to open"}],
    "bodies": [
        {"role": "main", "contenttype": "text/html", "value": MARKUP},
        {"role": "main", "contenttype": "text/plain", "value": TEXT},
    ],
}


def only(value: object) -> Article | Unreadable:
    (found,) = read("-", stdin=BytesIO(json.dumps(value).encode()))
    return found


def article(value: object) -> Article:
    found = only(value)
    assert isinstance(found, Article), found
    return found


def test_news_please() -> None:
    found = article(NEWS_PLEASE)
    assert found.text == TEXT
    assert (found.url, found.title, found.publisher) == ("https://example.org/bridge", "Bridge to open", "example.org")
    assert (found.published, found.published_at) == (DAY, "2024-03-01 09:30:00")
    assert (found.authors, found.language, found.language_basis) == (("Ann Example",), "en", DetailBasis.RECORD)
    assert article({**NEWS_PLEASE, "date_publish": "None"}).published is None


def test_trafilatura() -> None:
    found = article(TRAFILATURA)
    assert (found.text, found.url, found.publisher) == (TEXT, "https://example.org/bridge", "Example Wire")
    assert (found.published, found.authors, found.rights) == (DAY, ("Ann Example", "Bob Example"), "CC BY 4.0")


def test_schema_org() -> None:
    found = article(SCHEMA)
    assert (found.text, found.url, found.title) == (TEXT, "https://example.org/bridge", "Bridge to open")
    assert (found.published, found.published_at) == (DAY, "2024-03-01T23:30:00+05:30")
    assert (found.authors, found.publisher) == (("Ann Example", "Bob Example"), "Example Wire")
    assert (found.language, found.located) == ("en", "Port Town")


def test_a_graph_of_json_ld_gives_its_articles_with_what_they_refer_to() -> None:
    document = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Example"},
            {"@type": "Organization", "@id": "#org", "name": "Example Wire"},
            {**SCHEMA, "publisher": {"@id": "#org"}, "author": [{"@id": "#gone"}]},
            {"@type": "https://schema.org/NewsArticle", "headline": "No body"},
        ],
    }
    first, second = read("-", stdin=BytesIO(json.dumps(document).encode()))
    assert isinstance(first, Article)
    assert (first.origin, first.publisher, first.authors) == ("-:1, node 3", "Example Wire", ())
    assert "-:1, node 4: has no 'articleBody'" in str(second)
    assert "holds no article" in str(only({"@graph": [{"@type": "Person"}, 5]}))


def test_ninjs_1_with_a_body_in_html() -> None:
    found = article(NINJS_1)
    assert (found.text, found.id, found.title) == (TEXT, "http://wire.example.org/items/17", "Bridge to open")
    assert (found.published, found.published_at, found.publisher) == (DAY, "2024-03-01T09:30:00Z", "Example Wire")
    assert (found.authors, found.located) == (("Ann Example and Bob Example",), "Port Town")
    assert (found.rights, found.language) == ("Not for resale.", "en")


def test_ninjs_2_prefers_the_plain_body_and_the_main_headline() -> None:
    found = article(NINJS_2)
    assert (found.text, found.title, found.publisher) == (TEXT, "Bridge to open", "Example Wire")
    assert (found.published, found.authors) == (DAY, ("Ann Example",))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({**NEWS_PLEASE, "maintext": None}, "has no 'maintext'"),
        ({**NEWS_PLEASE, "date_publish": "1 March"}, "'date_publish' is '1 March', not an ISO 8601 date"),
        ({**SCHEMA, "articleBody": ["a", {}], "author": {"name": 5}}, "'author' is not a list of strings"),
        ({**SCHEMA, "articleBody": {}}, "has no 'articleBody'"),
        ({**NINJS_1, "body_html": "", "type": "picture"}, "has no 'body_text'"),
        ({**NINJS_2, "bodies": [5, {"value": 5}]}, "has no 'body_text'"),
        ({**NEWS_PLEASE, "articleBody": TEXT}, "has keys of several layouts: news-please ('date_publish')"),
        ({**TRAFILATURA, "text": "", "raw_text": ""}, "'text' is empty"),
        ({"@type": "WebPage", "name": "x"}, "has no 'text'"),
        ({"@graph": {}, "text": 1}, "'text' is a number"),
    ],
)
def test_a_mistake_is_named_by_the_records_own_key(record: object, words: str) -> None:
    assert words in str(only(record))


def test_a_language_that_is_no_tag_is_left_to_the_words() -> None:
    assert article({"text": TEXT * 5, "language": "in English!"}).language_basis is DetailBasis.WORDS
    assert article({"text": TEXT, "language": "en_GB"}).language == "en-GB"
