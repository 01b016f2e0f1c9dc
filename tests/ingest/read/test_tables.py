from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from ingest.errors import Unreadable
from ingest.model import Article, DetailBasis
from ingest.read import limits, read, tables

MEDIA_CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url,text\n"
    '17,2024-03-02 08:00:00,en,example.org,example.org,2024-03-01,"Bridge, at last",https://example.org/bridge,'
    '"The bridge will open, the minister said.\n\nHe added: ""We are ready."""\n'
)


def rows(data: str | bytes, **options: Any) -> list[Article | Unreadable]:
    given = data if isinstance(data, bytes) else data.encode()
    return list(read("-", stdin=BytesIO(given), **{"input_format": "csv", **options}))


def test_the_headings_of_media_cloud_are_known() -> None:
    (found,) = rows(MEDIA_CLOUD)
    assert isinstance(found, Article)
    assert found.text == 'The bridge will open, the minister said.\n\nHe added: "We are ready."'
    assert (found.origin, found.id, found.url) == ("-, row 2", "17", "https://example.org/bridge")
    assert (found.title, found.publisher, found.language) == ("Bridge, at last", "example.org", "en")
    assert (found.published, found.published_basis) == (date(2024, 3, 1), DetailBasis.RECORD)
    assert found.encoding == "utf-8"


def test_columns_can_be_named() -> None:
    (found,) = rows("a;b;c\nRain fell.;2024-03-01;X\n", columns={"text": "a", "published": "b"})
    assert isinstance(found, Article)
    assert (found.text, found.published, found.title) == ("Rain fell.", date(2024, 3, 1), None)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    (found,) = rows(mark.join(["Headline", "Body", "Author"]) + "\r\n" + mark.join(["A", "Rain fell.", '"Ann B;Cy D"']))
    assert isinstance(found, Article)
    assert (found.title, found.text, found.authors) == ("A", "Rain fell.", ("Ann B", "Cy D"))


def test_tabs_need_no_finding() -> None:
    (found,) = rows("text\tdate\nRain fell; it was cold, they said.\t2024-03-01\n", input_format="tsv")
    assert isinstance(found, Article)


def test_a_bad_row_is_named_and_the_others_are_read() -> None:
    found = rows(
        'text,date\nOne.,2024-03-01\n"Two.",1 March\nThree\n"Four."x,2024-03-01\n,2024-03-01\nFive.,2024-03-02\n"Six'
    )
    assert [each.text if isinstance(each, Article) else str(each).partition(";")[0] for each in found] == [
        "One.",
        "-, row 3: 'date' is '1 March', not an ISO 8601 date",
        "-, row 4: has 1 cells under 2 headings",
        "-, row 5: is no row of this table (',' expected after '\"')",
        "-, row 6: 'text' is empty",
        "Five.",
        "-, row 8: is no row of this table (unexpected end of data)",
    ]


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        ("", {}, "no heading is known to stand over the articles' text; there are none"),
        ("a,b\n1,2\n", {}, "there are 'a', 'b'; name the column, as in --columns text=HEADING"),
        ("text,date\n", {}, "holds no rows below its headings"),
        ("text,date\nA.,\n", {"columns": {"published": "day"}}, "has no column 'day' for 'published'"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data: str, options: dict[str, Any], words: str) -> None:
    (found,) = rows(data, **options)
    assert words in str(found)


def test_a_row_with_bytes_of_another_encoding_is_named() -> None:
    found = rows("text,title\nÉté.,É\n".encode() + b"caf\xe9,x\n" + b"Rain fell.,y\n")
    assert [isinstance(each, Article) for each in found] == [True, False, True]
    assert "-, row 3: 'text' holds bytes that are not UTF-8" in str(found[1])


def test_a_table_in_another_encoding_is_read_in_it() -> None:
    text = "Министр заявил во вторник, что мост откроется весной, с опозданием на два года."
    for encoding in ("cp1251", "utf-16"):
        (found,) = rows(f'text,title\n"«{text}»",Мост\n'.encode(encoding))
        assert isinstance(found, Article)
        assert (found.text, found.title, found.encoding) == (f"«{text}»", "Мост", encoding)


def test_large_cells_are_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = rows("text,title\n" + "Rain fell. " * 50_000 + ",x\n")
    assert isinstance(found, Article)
    monkeypatch.setattr(tables, "LONGEST_RECORD", 1000)
    found_all = rows('text,title\nA.,x\n"B.' + "no end\n" * 1000)
    assert [isinstance(each, Article) for each in found_all] == [True, False]
    assert "-, row 3: is longer than 1000 characters; look for a quote mark" in str(found_all[1])
    assert limits.LONGEST_RECORD > 1000
