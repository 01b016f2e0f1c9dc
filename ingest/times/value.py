"""What words for a time come to: a date, or a stretch, in EDTF, in TIMEX3, and as first and last day.

EDTF is ISO 8601-2:2019 (levels 0 to 2 as the Library of Congress describes them); TIMEX3 is TimeML 1.2.1.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Value:
    """A resolved time. All fields but ``timex`` are ``None`` for a duration or a time with no date of its own."""

    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    timex: str | None = None


def day(when: date) -> Value:
    """Return one day.

    >>> day(date(2022, 1, 27)).edtf
    '2022-01-27'
    """
    return Value(when.isoformat(), when, when, when.isoformat())


def shifted(when: date, days: int) -> date | None:
    """Return the day so many days on, or ``None`` beyond the calendar."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def day_of(year: int, number: int, of_month: int) -> date | None:
    """Return the day if the calendar has it."""
    try:
        return date(year, number, of_month)
    except ValueError:
        return None


def month(year: int, number: int) -> Value | None:
    """Return one month of a year.

    >>> month(2021, 8).latest
    datetime.date(2021, 8, 31)
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        return None
    name = f"{year:04}-{number:02}"
    return Value(name, date(year, number, 1), date(year, number, monthrange(year, number)[1]), name)


def year(number: int) -> Value | None:
    """Return a whole year."""
    if not MINYEAR <= number <= MAXYEAR:
        return None
    name = f"{number:04}"
    return Value(name, date(number, 1, 1), date(number, 12, 31), name)


def decade(first: int) -> Value | None:
    """Return the ten years from ``first``, 1990 for the nineties.

    >>> decade(1990).edtf
    '199X'
    """
    if not MINYEAR <= first <= MAXYEAR - 9:
        return None
    return Value(f"{first // 10:03}X", date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10:03}")


def century(number: int) -> Value | None:
    """Return a century by its number, 20 for the 1900s as people speak of it."""
    first = (number - 1) * 100
    if not MINYEAR <= first <= MAXYEAR - 99:
        return None
    return Value(f"{number - 1:02}XX", date(first, 1, 1), date(first + 99, 12, 31), f"{number - 1:02}")


def quarter(of_year: int, number: int) -> Value | None:
    """Return a quarter of a year (EDTF 33 to 36)."""
    of_year, number = of_year + (number - 1) // 4, (number - 1) % 4 + 1
    first, last = month(of_year, 3 * number - 2), month(of_year, 3 * number)
    if first is None or last is None:
        return None
    return Value(f"{of_year:04}-{32 + number}", first.earliest, last.latest, f"{of_year:04}-Q{number}")


def season(of_year: int, code: str, timex: str) -> Value | None:
    """Return a season of a year; its days are those of the northern hemisphere's months, winter into the next year."""
    start = month(of_year, 3 * (int(code) - 20))
    end = month(of_year, 3 * (int(code) - 20) + 2)
    if start is None or end is None:
        return None
    return Value(f"{of_year:04}-{code}", start.earliest, end.latest, f"{of_year:04}-{timex}")


def week(inside: date) -> Value | None:
    """Return the week, Monday to Sunday, around a day.

    >>> week(date(2022, 1, 28)).edtf
    '2022-01-24/2022-01-30'
    """
    monday = shifted(inside, 1 - inside.isoweekday())
    sunday = shifted(inside, 7 - inside.isoweekday())
    if monday is None or sunday is None:
        return None
    iso = inside.isocalendar()
    return Value(f"{monday}/{sunday}", monday, sunday, f"{iso.year:04}-W{iso.week:02}")


def stretch(first: Value, last: Value) -> Value:
    """Return the time from the one to the other.

    >>> stretch(year(1990), year(1995)).edtf
    '1990/1995'
    """
    edtf = f"{first.edtf}/{last.edtf}" if first.edtf and last.edtf else None
    timex = f"{first.timex}/{last.timex}" if first.timex and last.timex else None
    return Value(edtf, first.earliest, last.latest, timex)


def until(value: Value, published: date) -> Value:
    """Cut a time that is not over yet at the day of publication, as "this week" in a report means Monday to now."""
    if value.earliest is None or value.latest is None or not value.earliest < published < value.latest:
        return value
    return replace(value, edtf=f"{value.earliest}/{published}", latest=published)
