from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read import read

DAY = date(2024, 3, 1)


def articles(path: Path | str, **options: Any) -> list[Article]:
    found = list(read(path, **options))
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def problem(path: Path | str, input_format: str | None = None) -> Unreadable:
    (found,) = read(path, input_format=input_format)
    assert isinstance(found, Unreadable)
    return found


def from_lines(*lines: str | bytes) -> list[Article | Unreadable]:
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(read("-", stdin=BytesIO(data)))


def test_a_text_file_is_one_article_character_for_character(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    text = "  He\u00a0 said so.\r\n\r\n“Yes”\u2028\t\n"
    file.write_bytes(text.encode())
    assert articles(file, published=DAY) == [
        Article(text=text, origin=str(file), published=DAY, published_basis=DetailBasis.OPTION, encoding="utf-8")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Déjà vu.".encode(encoding))
    assert [one.text for one in articles(file)] == ["Déjà vu."]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "holds no text"),
        ("blank.txt", b" \n\n", "holds no text"),
        ("latin.txt", b"caf\xe9", "the byte 0xE9 at 3 is not UTF-8"),
        ("binary.txt", b"PK\x03\x04\x00\x00", "NUL characters"),
        ("empty.jsonl", b"\n\n", "holds no records"),
        ("empty.json", b"", "holds no records"),
        ("none.json", b"[]", "holds no records"),
        ("broken.json", b'{"text": ', "is not JSON"),
        ("number.json", b"5", "is a JSON number, not an object"),
        ("deep.json", b"[" * 100_000, "is not JSON"),
        ("picture.png", b"x", "its name does not say its format"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    found = problem(file)
    assert found.where == str(file)
    assert words in found.problem
    assert found.remedy


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file" in str(problem(tmp_path / "gone.txt"))
    assert "no file matches" in str(problem(str(tmp_path / "*.txt")))
    assert "holds no files" in str(problem(tmp_path))


def test_one_bad_line_does_not_stop_the_rest() -> None:
    found = from_lines('{"text": "One."}', "{broken", "", b'{"text": "\xff"}', '{"text": "Two."}')
    assert [one.text if isinstance(one, Article) else one.where for one in found] == ["One.", "-:2", "-:4", "Two."]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"title": "A"}', "-:1: has no 'text'; give the article's words as a JSON string in 'text'"),
        (
            '{"text": null}',
            "-:1: 'text' is null, not a string; give the article's words as a JSON string in 'text'",
        ),
        ('{"text": "  "}', "-:1: 'text' is empty; give the article's words as a JSON string in 'text'"),
        ('{"text": "A", "url": {}}', "-:1: 'url' is an object, not a string; write it as a string"),
        ('{"text": "A", "id": true}', "-:1: 'id' is a boolean, not a string; write it as a string"),
        (
            '{"text": "A", "authors": [1]}',
            '-:1: \'authors\' is not a list of strings; write it like ["First Author", "Second Author"]',
        ),
        (
            '{"text": "A", "published": "1 March"}',
            "-:1: 'published' is '1 March', not an ISO 8601 date; write it like 2024-03-01 or 2024-03-01T09:30:00Z",
        ),
        ('{"text": "A\\u0000"}', "-:1: 'text' holds NUL characters; take them out"),
        ("[]", '-:1: is a JSON list, not an object; write it as {"text": "..."}'),
    ],
)
def test_a_record_that_is_wrong_says_what_is_wrong_and_what_to_do(line: str, sentence: str) -> None:
    assert [str(one) for one in from_lines(line)] == [sentence]


@pytest.mark.parametrize("line", ['{"text": "\\ud800"}', '{"text": "A", "n": NaN}', "[" * 50_000, '{"text": "A"} x'])
def test_json_that_others_let_pass_is_a_problem_not_a_crash(line: str) -> None:
    (found,) = from_lines(line)
    assert isinstance(found, Unreadable)
    assert "is not JSON" in found.problem


def test_a_record_keeps_all_it_gives() -> None:
    record = {
        "id": 17,
        "url": "https://example.org/a",
        "title": "Rates held",
        "published": "2024-03-01T23:30:00+05:30",
        "publisher": "Example Wire",
        "authors": "A. Example",
        "language": "en",
        "text": "The bank held rates.",
        "section": "business",
    }
    assert from_lines(json.dumps(record)) == [
        Article(
            text="The bank held rates.",
            origin="-:1",
            id="17",
            url="https://example.org/a",
            title="Rates held",
            published=DAY,
            published_at="2024-03-01T23:30:00+05:30",
            publisher="Example Wire",
            authors=("A. Example",),
            language="en",
            published_basis=DetailBasis.RECORD,
            language_basis=DetailBasis.RECORD,
        )
    ]


def test_blank_fields_are_unknown() -> None:
    assert from_lines('{"text": "A.", "title": " ", "authors": [""], "published": ""}') == [
        Article(text="A.", origin="-:1")
    ]


def test_a_records_own_date_goes_before_the_one_given() -> None:
    data = BytesIO(b'{"text": "A.", "published": "2024-03-01"}\n{"text": "B."}')
    found = list(read("-", published=date(2020, 1, 1), stdin=data))
    assert [one.published for one in found if isinstance(one, Article)] == [DAY, date(2020, 1, 1)]


def test_a_json_file_holds_one_article_or_several(tmp_path: Path) -> None:
    one, several = tmp_path / "one.json", tmp_path / "several.json"
    one.write_text('{"text": "A."}', encoding="utf-8")
    several.write_text('[{"text": "A."}, {}, {"text": "B."}]', encoding="utf-8")
    assert [found.text for found in articles(one)] == ["A."]
    found = list(read(several))
    assert isinstance(found[1], Unreadable)
    assert found[1].where == f"{several}, record 2"
    assert [each.text for each in found if isinstance(each, Article)] == ["A.", "B."]


def test_a_folder_is_read_whole_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt", ".e.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(name, encoding="utf-8")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    assert [one.text for one in articles(tmp_path)] == ["a.txt", "b.txt", "sub/c.txt"]
    assert [one.text for one in articles(str(tmp_path / "**" / "*.txt"))] == ["a.txt", "b.txt", "sub/c.txt"]


def test_a_link_to_nothing_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert "link" in str(problem(tmp_path))


def test_the_format_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "noname"
    file.write_text("Plain words.", encoding="utf-8")
    assert [one.text for one in articles(file, input_format="txt")] == ["Plain words."]
    assert [one.text for one in read("-", input_format="txt", stdin=BytesIO(b"Words.")) if isinstance(one, Article)]


def test_an_unknown_format_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="choose one of: txt"):
        read("-", input_format="docx")
