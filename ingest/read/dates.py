"""The day that a publisher's date names, as it stands there: in the publisher's own time zone, never shifted."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

LONGEST = 64
DECEMBER = 12
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
PRINTED = tuple(
    re.compile(rf"(?<![\w/+-]){form}(?![\w/]|-\d)", re.IGNORECASE | re.ASCII)
    for form in (
        rf"{NAMES} (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>[12]\d{{3}})",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)? {NAMES},? (?P<year>[12]\d{{3}})",
        rf"(?P<year>[12]\d{{3}}) {NAMES} (?P<day>\d\d?)",
        r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>[12]\d{3})",
        r"(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)",
    )
)


def parse_day(words: str) -> tuple[date, str | None] | None:
    """Return the day that an ISO 8601 date or time names, with the words where they say more than the day.

    >>> parse_day("2024-03-01")
    (datetime.date(2024, 3, 1), None)
    >>> parse_day("2024-03-01T23:30:00+05:30")
    (datetime.date(2024, 3, 1), '2024-03-01T23:30:00+05:30')
    """
    bare = words.strip()
    try:
        return date.fromisoformat(bare), None
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(bare).date(), bare
    except ValueError:
        return None


def parse_stamp(words: str) -> tuple[date, str | None] | None:
    """Return the day that a date names: in ISO 8601, as mail has it (RFC 5322, section 3.3), or as it is printed.

    >>> parse_stamp("Fri, 01 Mar 2024 23:30:00 +0530")
    (datetime.date(2024, 3, 1), 'Fri, 01 Mar 2024 23:30:00 +0530')
    """
    found = parse_day(words)
    if found is not None:
        return found
    if ":" in words:
        try:
            return parsedate_to_datetime(words.strip()).date(), words.strip()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    day = parse_printed(words)
    return None if day is None else (day, words.strip())


def parse_printed(words: str) -> date | None:
    """Return the day of a date as English newspapers print it: its month as a word, its year in full.

    A date in figures alone counts where only one of its two first numbers can be a month. ``None`` where words hold no
    date or several: the day is never guessed.

    >>> parse_printed("4:58 PM ET, Wed November 16, 2016"), parse_printed("3/4/2016")
    (datetime.date(2016, 11, 16), None)
    """
    if len(words) > LONGEST:
        return None
    days = {day for form in PRINTED for found in form.finditer(words) if (day := make_day(found)) is not None}
    return days.pop() if len(days) == 1 else None


def make_day(found: re.Match[str]) -> date | None:
    """Return the day that the parts of a printed date name, ``None`` where there is no such day or there are two."""
    parts = found.groupdict()
    day = int(parts["day"])
    number = int(parts["month"]) if parts["month"].isdigit() else MONTHS.index(parts["month"].lower()[:3]) + 1
    if "/" in found.group() and number != day:
        if max(number, day) <= DECEMBER:
            return None
        number, day = sorted((number, day))
    try:
        return date(int(parts["year"]), number, day)
    except ValueError:
        return None
