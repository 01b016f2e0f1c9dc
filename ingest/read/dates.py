"""The day that a publisher's date names, as it stands there: in the publisher's own time zone, never shifted."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime


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
    """Return the day that a date names: in ISO 8601, or as mail has it, with its hour (RFC 5322, section 3.3).

    >>> parse_stamp("Fri, 01 Mar 2024 23:30:00 +0530")
    (datetime.date(2024, 3, 1), 'Fri, 01 Mar 2024 23:30:00 +0530')
    """
    found = parse_day(words)
    if found is not None or ":" not in words:
        return found
    try:
        return parsedate_to_datetime(words.strip()).date(), words.strip()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
