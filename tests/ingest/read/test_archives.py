from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from backports import zstd

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read import archives, read
from tests.ingest.read.warcs import HTML, page, record

WORDS = "The bridge over the strait will open in the spring, the transport minister said on Tuesday."
ADDRESSES = [f"https://example.org/{n}" for n in range(3)]


def crawl(data: bytes) -> list[Article | Unreadable]:
    return list(read("-", input_format="warc", stdin=BytesIO(data)))


def addresses(found: list[Article | Unreadable]) -> list[str | None]:
    return [each.url for each in found if isinstance(each, Article)]


def records(*, compressed: bool = False) -> list[bytes]:
    return [record(address, page(WORDS), compressed=compressed) for address in ADDRESSES]


def test_a_page_is_an_article_seen_on_the_day_of_the_crawl() -> None:
    (found,) = crawl(record("https://example.org/a", page(WORDS)))
    assert isinstance(found, Article)
    assert (found.text, found.url, found.origin) == (WORDS, "https://example.org/a", "-, record 1")
    assert (found.seen, found.published, found.encoding) == (date(2024, 3, 5), None, "utf-8")


def test_what_is_no_page_that_was_answered_is_passed_over() -> None:
    others = [
        record("https://example.org/gone", page(WORDS), status="404 Not Found"),
        record("https://example.org/a.png", b"\x89PNG", headers=[("Content-Type", "image/png")]),
        record("https://example.org/m", b"note", kind="metadata"),
    ]
    assert addresses(crawl(b"".join([*others, *records()]))) == ADDRESSES
    (found,) = crawl(b"".join(others))
    assert "holds no page that was answered with 200" in str(found)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([HTML, ("Content-Encoding", "gzip")], gzip.compress(page(WORDS))),
        (
            [HTML, ("Transfer-Encoding", "chunked")],
            b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page(WORDS)[:50], page(WORDS)[50:], b"")),
        ),
        ([("Content-Type", 'text/html;charset="windows-1252"')], page(WORDS + " – déjà vu").decode().encode("cp1252")),
    ],
)
def test_a_body_is_read_as_it_was_sent(headers: list[tuple[str, str]], body: bytes) -> None:
    (found,) = crawl(record("https://example.org/a", body, headers=headers))
    assert isinstance(found, Article), found
    assert found.text.removesuffix(" – déjà vu") == WORDS


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress, bytes])
def test_an_archive_may_be_compressed_as_a_whole(compress: object) -> None:
    assert callable(compress)
    assert addresses(crawl(compress(b"".join(records())))) == ADDRESSES
    assert addresses(crawl(b"".join(records(compressed=True)))) == ADDRESSES


BROKEN: dict[str, Callable[[bytes, bytes, bytes], bytes]] = {
    "cut off": lambda first, second, third: first + third + second[:-60],
    "garbage between": lambda first, second, third: first + b"garbage here\r\nmore\r\n" + second + third,
    "no length": lambda first, second, third: first + second.replace(b"Content-Length", b"Kontent-Length", 1) + third,
    "no type": lambda first, second, third: first + second.replace(b"WARC-Type", b"WARC-Tipe", 1) + third,
    "too long": lambda first, second, third: (
        first + second.replace(b"Content-Length: ", b"Content-Length: 9", 1) + third
    ),
    "too short": lambda first, second, third: first + second.replace(b"Length: 2", b"Length: 1", 1) + third,
    "no record": lambda first, second, third: first + second.replace(b"WARC/1.0", b"WRAC/9.9") + third,
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_damaged_record_is_reported_and_the_rest_is_read(damage: str) -> None:
    found = crawl(BROKEN[damage](*records()))
    whole = addresses(found)
    assert whole[0] == ADDRESSES[0]
    assert ADDRESSES[2] in whole
    assert any(isinstance(each, Unreadable) for each in found)
    assert len(found) <= 4


def test_damage_in_one_compressed_record_costs_that_one() -> None:
    first, second, third = records(compressed=True)
    found = crawl(first + second[:60] + b"\xff\x00" * 8 + second[76:] + third)
    assert addresses(found) == [ADDRESSES[0], ADDRESSES[2]]
    assert "its gzip data is damaged" in str(found[1])
    found = crawl(first + second[:-30])
    assert addresses(found) == [ADDRESSES[0]]
    assert "its gzip data is cut off" in str(found[1])


def test_a_record_above_the_limit_is_named_if_it_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_RECORD", 2000)
    large = record("https://example.org/large", page(WORDS * 100))
    film = record("https://example.org/film", b"\0" * 9000, headers=[("Content-Type", "video/mp4")])
    found = crawl(large + film + records()[0])
    assert "record 1: is larger than 1 KiB" in str(found[0])
    assert addresses(found[1:]) == [ADDRESSES[0]]


def test_a_body_that_grows_past_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_RECORD", 5000)
    bomb = gzip.compress(page("0" * 1_000_000))
    (found,) = crawl(record("https://example.org/b", bomb, headers=[HTML, ("Content-Encoding", "gzip")]))
    assert "its page is larger than" in str(found)
