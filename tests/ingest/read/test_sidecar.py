from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read import read

DETAILS = {
    "id": 17,
    "url": "https://example.org/a",
    "title": "Rain",
    "published": "2024-03-01T23:30:00+05:30",
    "publisher": "Example Wire",
    "authors": ["Ann Example"],
    "language": "en",
    "text": "Not read.",
}


def story(folder: Path, name: str, details: object, beside: str) -> list[Article | Unreadable]:
    (folder / name).write_text("Rain fell." if name.endswith("txt") else PAGE, encoding="utf-8")
    (folder / beside).write_text(details if isinstance(details, str) else json.dumps(details), encoding="utf-8")
    return list(read(folder))


PAGE = (
    '<html lang="en"><head><title>Snow</title><meta property="article:published_time" content="2024-02-01"></head>'
    "<body><article><p>Snow fell, and the bridge was shut, the minister said.</p></article></body></html>"
)


@pytest.mark.parametrize("beside", ["a.txt.meta.json", "a.meta.json"])
def test_it_gives_what_a_text_cannot(tmp_path: Path, beside: str) -> None:
    (found,) = story(tmp_path, "a.txt", DETAILS, beside)
    assert isinstance(found, Article)
    assert (found.text, found.id, found.url, found.title) == ("Rain fell.", "17", "https://example.org/a", "Rain")
    assert (found.published, found.published_at) == (date(2024, 3, 1), "2024-03-01T23:30:00+05:30")
    assert (found.published_basis, found.language_basis) == (DetailBasis.SIDECAR, DetailBasis.SIDECAR)
    assert (found.publisher, found.authors, found.language) == ("Example Wire", ("Ann Example",), "en")


def test_what_a_page_says_of_itself_goes_first(tmp_path: Path) -> None:
    (found,) = story(tmp_path, "a.html", {**DETAILS, "language": "fr"}, "a.html.meta.json")
    assert isinstance(found, Article)
    assert (found.title, found.published, found.published_at) == ("Snow", date(2024, 2, 1), None)
    assert (found.language, found.published_basis) == ("en", DetailBasis.PAGE)
    assert found.url == "https://example.org/a"


def test_it_goes_before_the_option(tmp_path: Path) -> None:
    story(tmp_path, "a.txt", {"published": "2024-03-01"}, "a.meta.json")
    (found,) = read(tmp_path, published=date(2020, 1, 1))
    assert isinstance(found, Article)
    assert found.published == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "is a JSON list, not an object"),
        ({"published": "soon"}, "'published' is 'soon'"),
        ({"title": 5}, "'title' is a number, not a string"),
        ("x" * (2**20 + 1), "is larger than 1 MiB"),
    ],
)
def test_a_bad_one_is_named_and_its_article_is_not_read_without_it(tmp_path: Path, details: object, words: str) -> None:
    (found,) = story(tmp_path, "a.txt", details, "a.meta.json")
    assert isinstance(found, Unreadable)
    assert found.where.endswith("a.txt")
    assert found.problem.startswith("its sidecar a.meta.json ")
    assert words in found.problem


def test_it_is_never_an_article(tmp_path: Path) -> None:
    (tmp_path / "b.meta.json").write_text(json.dumps(DETAILS), encoding="utf-8")
    assert "holds no files" in str(next(read(tmp_path)))
    assert "no file matches" in str(next(read(str(tmp_path / "*.json"))))
    assert "describes the file beside it" in str(next(read(tmp_path / "b.meta.json")))


def test_a_pipe_in_its_place_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell.", encoding="utf-8")
    os.mkfifo(tmp_path / "a.meta.json")
    (found,) = read(tmp_path)
    assert isinstance(found, Article)
