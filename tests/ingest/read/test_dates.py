"""Days as publishers write them."""

from datetime import date

import pytest

from ingest.read.dates import parse_stamp


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("9:55 AM ET, Sun January 4, 2015", date(2015, 1, 4)),
        ("Wed Nov 23, 2016 | 3:01pm EST", date(2016, 11, 23)),
        ("17 December 2016", date(2016, 12, 17)),
        ("December 9th 2016", date(2016, 12, 9)),
        ("2016 Oct 10", date(2016, 10, 10)),
        ("2016-12-10 18:38 ET", date(2016, 12, 10)),
        ("DEC. 14, 2016, 2:54 AM EST", date(2016, 12, 14)),
        ("11/28/2016", date(2016, 11, 28)),
        ("28/11/2016", date(2016, 11, 28)),
        ("5/5/2016", date(2016, 5, 5)),
    ],
)
def test_a_printed_day_is_read_and_its_words_are_kept(words: str, day: date) -> None:
    assert parse_stamp(words) == (day, words)


@pytest.mark.parametrize(
    "words",
    [
        "1 March",
        "May 2016",
        "31 February 2016",
        "3/4/2016",
        "13/14/2016",
        "1 May 2016 or 2 May 2016",
        "-0044-03-15",
        "10000-01-01",
        "1 May 2016" + " " * 80,
        "١ May ٢٠١٦",
        "",
    ],
)
def test_a_day_that_is_not_whole_or_not_one_is_not_guessed(words: str) -> None:
    assert parse_stamp(words) is None
