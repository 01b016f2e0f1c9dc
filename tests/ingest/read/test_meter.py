"""What is read of a folder is known in bytes, whatever its files are."""

import gzip
import json
from pathlib import Path

import pytest

from ingest.model import Article
from ingest.read import read
from ingest.read.meter import Meter

TEXT = "The bridge is open, the mayor said on Monday. " * 40


def test_the_part_that_is_read_grows_to_the_whole(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": f"{TEXT}{n}"}).encode() + b"\n" for n in range(40))
    (tmp_path / "a.jsonl").write_bytes(lines)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "c.txt").write_text(TEXT)
    (tmp_path / "d.html").write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>")
    (tmp_path / "e.xyz").write_text("of no known format")
    meter = Meter.of([str(tmp_path)])
    parts = [meter.part() for _ in read(tmp_path, meter=meter)]
    assert len(parts) == 83
    assert parts == sorted(parts, key=lambda part: part or 0)
    assert 0 < (parts[0] or 0) < 0.5
    assert meter.part() == pytest.approx(1, abs=0.01)


def test_nobody_knows_the_size_of_what_is_piped_in(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(TEXT)
    meter = Meter.of([str(tmp_path), "-"])
    assert [isinstance(each, Article) for each in read(tmp_path, meter=meter)] == [True]
    assert meter.part() is None
