from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.blocks import divide
from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read import read
from ingest.read.pages import make_article

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bridge to open in spring | Example Wire</title>
<meta property="og:title" content="Bridge to open in spring"><meta property="og:site_name" content="Example Wire">
<meta property="article:published_time" content="2024-03-01T23:30:00+05:30">
<meta name="author" content="Ann Example"><meta name="author" content="Bob Example">
<link rel="canonical" href="https://example.org/bridge"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Bridge to open in spring</h1>
<p>By Ann Example</p><p>The bridge at dawn. (Photo: Handout)</p>
<p>The bridge over the strait will open in the spring, the transport minister said on Tuesday, two years late.</p>
<p>“We are ready,” she told the committee.<script>document.write("She resigned.")</script></p>
<p>Also Read : Freight prices rise</p>
<p>The opposition called the delay a disappointment and asked for an inquiry into its cost.</p></article>
<footer>© 2024 Example Wire</footer></body></html>"""

SENTENCE = "Le café “Zürich” reste fermé, a déclaré mardi soir la ministre de la culture aux députés."


def article(page: str | bytes) -> Article:
    found = make_article(page if isinstance(page, bytes) else page.encode(), "a.html")
    assert isinstance(found, Article), found
    return found


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "bridge.html"
    file.write_text(PAGE, encoding="utf-8")
    (found,) = read(file, published=date(2020, 1, 1))
    assert isinstance(found, Article)
    assert (found.origin, found.url, found.title) == (
        str(file),
        "https://example.org/bridge",
        "Bridge to open in spring",
    )
    assert (found.published, found.published_at) == (date(2024, 3, 1), "2024-03-01T23:30:00+05:30")
    assert (found.publisher, found.authors, found.language) == ("Example Wire", ("Ann Example", "Bob Example"), "en-GB")


def test_its_blocks_are_told_apart() -> None:
    found = article(PAGE)
    assert [block.role.value for block in divide(found.text, found.title)] == [
        "headline",
        "byline",
        "caption",
        "body",
        "body",
        "teaser",
        "body",
    ]


def test_scripts_and_navigation_are_not_text() -> None:
    text = article(PAGE).text
    assert "resigned" not in text
    assert "Home" not in text


def test_no_date_is_guessed_from_the_story() -> None:
    page = f"<html><body><article><p>On 3 May 2019 it opened. {SENTENCE}</p></article></body></html>"
    assert article(page).published is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_the_encoding_a_page_names_is_believed(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><article><p>{SENTENCE}</p></article></body></html>'
    assert article(page.encode(encoding)).text == SENTENCE


def test_markup_in_the_words_stays_words() -> None:
    page = f"<html><body><article><p>{SENTENCE} &lt;script&gt;alert(1)&lt;/script&gt;</p></article></body></html>"
    assert article(page).text == f"{SENTENCE} <script>alert(1)</script>"


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\0\0\0",
        b"just some words",
        bytes(range(256)) * 50,
        b"<html><body></body></html>",
        b"<div>" * 100_000,
        b"<html><body><article>" + b"<blockquote>" * 3000 + b"<p>word said. </p>" * 100,
        b"<html><body>" + b"<p><b><i>" * 20_000,
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><html><p>&d;</p></html>',
    ],
)
def test_a_page_without_an_article_is_a_problem_not_a_crash(page: bytes) -> None:
    found = make_article(page, "a.html")
    assert isinstance(found, Unreadable)
    assert found.where == "a.html"


def test_control_characters_do_not_reach_the_text() -> None:
    page = f"<html><body><article><p>{SENTENCE}\x01\x1b&#0;&#xd800;</p></article></body></html>"
    assert not any(c < " " or "\ud800" <= c <= "\udfff" for c in article(page).text)
