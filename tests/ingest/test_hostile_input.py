"""Input that somebody made to do harm, or that a broken tool made: each ends as an article, or as a reason.

Nothing here may crash, hang, reach out, or leave a file behind.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from rdflib import URIRef

from ingest import nlp
from ingest.address import Address
from ingest.errors import Unreadable
from ingest.graph import build, build_work
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read import FORMATS, limits, read
from ingest.read.archives import read_archive
from ingest.statements import RuleExtractor
from shapes import Validator
from tests.ingest.read.warcs import page, record

RUN = URIRef("https://w3id.org/onrecord/id/run/0")
SENTENCE = "The bridge over the strait will open in the spring, the minister said on Tuesday."
SLOW = 120
"""Seconds that nothing here may take, on a machine that is shared."""

Found = list[Article | Unreadable]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Refuse every connection, see that no file is left, and that nothing takes long."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was reached for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SLOW
    assert not [*here.iterdir()]


@pytest.fixture(scope="module")
def pipeline(annotator: nlp.Annotator) -> Pipeline:
    return Pipeline(annotator, RuleExtractor())


def give(data: bytes | str, input_format: str = "jsonl") -> Found:
    given = data if isinstance(data, bytes) else data.encode()
    found = list(read("-", input_format=input_format, stdin=BytesIO(given)))
    for each in found:
        if isinstance(each, Unreadable):
            assert each.problem
            assert each.remedy
        else:
            assert not any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in each.text)
            each.text.encode()
    return found


def reason(data: bytes | str, input_format: str = "jsonl") -> str:
    found = give(data, input_format)
    assert found
    assert all(isinstance(each, Unreadable) for each in found)
    return str(found[0])


def read_through(pipeline: Pipeline, article: Article) -> None:
    graph = build(pipeline.read(article), RUN)
    report = Validator().validate(graph, build_work(Address.of(article), article.url))
    assert report.conforms, report.as_text()


MADE = {
    "nothing": b"",
    "NULs": b"\0" * 5000,
    "every byte": bytes(range(256)) * 40,
    "half a character": "é".encode()[:1],
    "a mark alone": b"\xff\xfe",
    "half of UTF-16": "Rain".encode("utf-16")[:-1],
    "surrogates as UTF-8": b"\xed\xa0\x80\xed\xb0\x80" * 50,
    "overlong": b"\xc0\xaf\xe0\x80\xaf" * 50,
    "brackets": b"[" * 100_000,
    "braces": b'{"a":' * 100_000,
    "tags": b"<div>" * 100_000,
    "quotes": b'"' * 100_000,
    "commas": b"," * 100_000,
    "lines": b"\n" * 100_000,
    "carriage returns": b"\r" * 100_000,
    "gzip magic": b"\x1f\x8b\x08",
    "zstd magic": b"\x28\xb5\x2f\xfd",
    "WARC magic": b"WARC/1.0\r\n" * 1000,
    "an endless header": b"WARC/1.0\r\n" + b"a" * 300_000,
    "a negative length": b"WARC/1.0\r\nContent-Length: -5\r\n\r\n\r\n\r\n",
    "an enormous length": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999999\r\n\r\nx",
    "headings alone": b"text,title",
    "a program": b"\x7fELF" + b"\0\1\2\3" * 500,
}


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("input_format", FORMATS)
def test_no_bytes_break_a_reader(made: str, input_format: str) -> None:
    found = give(MADE[made], input_format)
    assert 1 <= len(found) <= 100_001


@pytest.mark.parametrize("value", ["\\ud800", "a\\udfff b", "\\u0000"])
def test_json_escapes_that_are_no_characters_are_a_problem(value: str) -> None:
    assert "-:1: " in reason(f'{{"text": "{value}"}}')
    assert "-:1: " in reason(f'{{"text": "Rain.", "title": "{value}"}}')


def test_bidirectional_marks_are_kept_and_spans_stay_right(pipeline: Pipeline) -> None:
    text = "\u202eThe minister\u202c said\u2066 that\u2069 the talks had \u200ffailed\u200e, \U0001f327 he added."
    (found,) = give(json.dumps({"text": text, "language": "en"}))
    assert isinstance(found, Article)
    assert found.text == text
    for statement in pipeline.read(found).statements:
        for span in (*statement.attribution.content, *statement.attribution.cue):
            assert span.of(text) == text[span.start : span.end]
    read_through(pipeline, found)


def test_a_line_of_fifty_megabytes_costs_that_line() -> None:
    long = b'{"text": "' + b"a" * 50_000_000 + b'"}\n'
    found = give(b'{"text": "One."}\n' + long + b'{"text": "Two."}\n')
    assert [each.text if isinstance(each, Article) else each.problem for each in found] == [
        "One.",
        "is longer than 32 MiB",
        "Two.",
    ]


@pytest.mark.parametrize("input_format", ["txt", "html", "feed", "csv"])
def test_a_file_of_fifty_megabytes_is_named(input_format: str) -> None:
    assert reason(b"a" * 50_000_000, input_format)


def test_a_text_that_is_longer_than_an_article_is_named() -> None:
    assert "more than the 1000000 of an article" in reason("a" * (limits.LONGEST_ARTICLE + 1), "txt")


@pytest.mark.parametrize("text", ['"' * 1_000_000, 'He said "' * 100_001])
def test_a_text_of_more_words_and_marks_than_an_article_has_is_named(text: str) -> None:
    assert "words and marks, more than the 300000 of an article" in reason(text, "txt")


def test_quotations_that_never_end_are_read_in_time_that_grows_with_them(pipeline: Pipeline) -> None:
    (found,) = give(json.dumps({"text": 'He said "' * 5_000, "language": "en"}))
    assert isinstance(found, Article)
    assert len(pipeline.read(found).statements) > 1_000


@pytest.mark.parametrize("mark", ["“", '"', "«"])
def test_twenty_thousand_quote_marks_are_read_in_time_that_grows_with_them(pipeline: Pipeline, mark: str) -> None:
    (found,) = give(json.dumps({"text": mark * 20_000, "language": "en"}))
    assert isinstance(found, Article)
    pipeline.read(found)


@pytest.mark.parametrize("tag", ["div", "b", "table", "article", "p", "q"])
def test_deep_markup_is_no_crash(tag: str) -> None:
    give(f"<html><body><article><p>{SENTENCE * 3}</p>" + f"<{tag}>" * 100_000, "html")
    give(json.dumps({"body_html": f"<p>{SENTENCE}</p>" + f"<{tag}>" * 100_000}))


def bomb(depth: int) -> str:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "aaaaaaaaaa">{steps}]>'


def test_entities_are_not_expanded_without_bound() -> None:
    feed = f"<rss version='2.0'><channel><item><title>&e9;</title><description>&e9; {SENTENCE * 9}</description></item>"
    for each in give(bomb(10) + feed + "</channel></rss>", "feed"):
        assert isinstance(each, Unreadable) or len(each.text) < 100_000
    give(bomb(10) + f"<html><body><article><p>{SENTENCE}&e9;</p></article></body></html>", "html")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/", "/etc/passwd"])
def test_no_file_and_no_address_is_read_by_way_of_an_entity(address: str) -> None:
    entities = f'<!ENTITY x SYSTEM "{address}"> <!ENTITY % y SYSTEM "{address}"> %y;'
    head = f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{address}" [{entities}]>'
    item = f"<item><title>a&x;</title><description>&x; {SENTENCE * 9}</description></item>"
    feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
    for text in (head + feed, head.replace("rss", "html") + f"<html><body><p>{SENTENCE * 3} &x;</p></body></html>"):
        for input_format in ("feed", "html"):
            for each in give(text, input_format):
                assert isinstance(each, Unreadable) or "root:" not in each.text + (each.title or "")
    assert "is no RSS or Atom feed" in reason(address, "feed")


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_bombs_within_bombs_end(compress: Any) -> None:
    inner = compress(b"\0" * 2**24)
    assert reason(compress(inner), "txt")
    assert reason(compress(compress(b"\0" * 2**27)), "warc")


def test_a_broken_archive_is_read_to_its_end() -> None:
    good = record("https://example.org/a", page(SENTENCE))
    junk = good[:200] + b"\0\xff" * 5000 + b"\r\n"
    found = list(read_archive(BytesIO((junk + good) * 20), "a.warc"))
    assert sum(isinstance(each, Article) for each in found) == 20


def test_the_same_id_again_is_the_same_work() -> None:
    found = give('{"id": "1", "publisher": "W", "text": "A."}\n{"id": "1", "publisher": "W", "text": "B."}\n' * 2)
    works = {Address.of(each).work for each in found if isinstance(each, Article)}
    assert len(found) == 4
    assert len(works) == 1


EVIL = [
    "../../../etc/passwd",
    "/etc/passwd",
    "a\nb",
    "'; DROP ALL; #",
    '"> <script>alert(1)</script>',
    "<http://x> . <a> <b> <c> .",
    '""" . <a> <b> """',
    "javascript:alert(1)",
    'http://example.org/ <>"{}|\\^`',
    "\u202egpj.exe",
    "%2e%2e%2f",
    "con",
    "a" * 100_000,
]


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_details_stay_in_their_literals(pipeline: Pipeline, evil: str) -> None:
    details = dict.fromkeys(("id", "url", "title", "publisher", "rights", "located", "language"), evil)
    (found,) = give(json.dumps({**details, "authors": [evil], "text": SENTENCE}))
    assert isinstance(found, Article)
    version = str(Address.of(found).version)
    assert version.replace("/", "").replace(":", "").replace(".", "").isalnum()
    read_through(pipeline, found)


@pytest.mark.parametrize(
    "day",
    [
        "0000-01-01",
        "0001-01-01",
        "0001-01-02T00:00:00+14:00",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
        "10000-01-01",
        "-0044-03-15",
        "2024-02-30",
    ],
)
def test_days_at_the_ends_of_time(pipeline: Pipeline, day: str) -> None:
    text = "Last week, the minister said on Thursday that talks would go on next year, in 3 months and until the 1990s."
    (found,) = give(json.dumps({"text": text, "published": day, "language": "en"}))
    if isinstance(found, Unreadable):
        assert "not an ISO 8601 date" in found.problem
    else:
        assert found.published in {date.min, date(1, 1, 2), date.max}
        read_through(pipeline, found)


def test_links_pipes_and_odd_names_never_hang(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    os.mkfifo(folder / "a.txt")
    (folder / "b.jsonl").symlink_to("/dev/zero")
    (folder / "c.txt").symlink_to(folder / "c.txt")
    (folder / "d").symlink_to(folder, target_is_directory=True)
    (folder / os.fsdecode(b"e\xff.txt")).write_text("Rain fell.", encoding="utf-8")
    (folder / "f\n.txt").write_text("Snow fell.", encoding="utf-8")
    (folder / "[g].txt").write_text("Hail fell.", encoding="utf-8")
    found = list(read(folder))
    texts = sorted(each.text for each in found if isinstance(each, Article))
    assert texts == ["Hail fell.", "Rain fell.", "Snow fell."]
    assert sum(isinstance(each, Unreadable) for each in found) == 3
