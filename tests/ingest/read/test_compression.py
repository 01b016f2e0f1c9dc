from __future__ import annotations

import gzip
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from backports import zstd

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read import read
from ingest.read.compression import Broken, expand

LINES = b'{"text": "Rain fell."}\n' * 1000
BOTH = pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
Compress = Callable[[bytes], bytes]


@BOTH
def test_what_is_compressed_is_read_as_what_it_holds(tmp_path: Path, compress: Compress) -> None:
    ending = ".gz" if compress is gzip.compress else ".zst"
    for name, data in (
        ("a.jsonl", LINES),
        ("b.txt", b"Rain fell."),
        ("c.html", b"<html><body><article><p>" + b"Rain fell on the strait. " * 9 + b"</p></article></body></html>"),
        ("d.csv", b"text,title\nRain fell.,Rain\n"),
    ):
        (tmp_path / (name + ending)).write_bytes(compress(data))
    found = list(read(tmp_path))
    assert len(found) == 1003
    assert all(isinstance(each, Article) for each in found)


@BOTH
def test_standard_input_may_be_compressed(compress: Compress) -> None:
    assert len(list(read("-", stdin=BytesIO(compress(LINES))))) == 1000


@BOTH
def test_several_members_are_one_stream(compress: Compress) -> None:
    assert expand(BytesIO(compress(LINES) * 3)).read() == LINES * 3
    assert expand(BytesIO(gzip.compress(LINES) + b"\0" * 512)).read() == LINES
    assert expand(BytesIO(b"")).read() == b""


@BOTH
def test_a_stream_that_is_cut_off_gives_what_is_there_and_says_so(compress: Compress) -> None:
    data = compress(b"".join(b'{"text": "Rain fell %d times."}\n' % n for n in range(100_000)))
    *found, last = read("-", stdin=BytesIO(data[:-1000]))
    assert len(found) > 1000
    assert all(isinstance(each, Article) for each in found)
    assert "is cut off after" in str(last)


def test_damage_is_said() -> None:
    data = gzip.compress(LINES)
    found = list(read("-", stdin=BytesIO(data[:20] + b"\xff\xee" * 4 + data[28:])))
    assert isinstance(found[-1], Unreadable)
    assert "is damaged" in found[-1].problem or "is cut off" in found[-1].problem


@BOTH
@pytest.mark.parametrize("input_format", ["jsonl", "txt", "html", "csv", "feed", "warc", "json"])
def test_a_bomb_is_a_problem_and_takes_no_memory(compress: Compress, input_format: str) -> None:
    zeros = compress(b"\0" * 2**20)
    bomb = zeros * 64 if compress is zstd.compress else gzip.compress(b"\0" * 2**26)
    found = list(read("-", input_format=input_format, stdin=BytesIO(bomb)))
    assert 1 <= len(found) <= 2
    assert all(isinstance(each, Unreadable) for each in found)


def drain(stream: BinaryIO) -> None:
    while stream.read(2**16):
        pass


def test_a_bomb_stops_at_the_ratio() -> None:
    with pytest.raises(Broken, match="200 times its compressed size"):
        drain(expand(BytesIO(gzip.compress(b"\0" * 2**26))))
