"""Words that name a part of the calendar: a date, a month, a season, a year, a century.

Where they leave out the year, it is the one nearest to the day of publication, on the side that the verb looks to.
"""

from __future__ import annotations

from datetime import date

from ingest.times import value as make
from ingest.times.scene import Parts, Scene, number, step
from ingest.times.value import Value

TEN = 10
"""The least number that follows "nineteen" in a year."""

SOON = 60
"""Days ahead within which a date without year or tense is read as coming; those of last year are given their year."""


def iso(parts: Parts, _: Scene) -> Value | None:
    """Read a date written in figures, year first."""
    when = make.day_of(int(parts["year"]), int(parts["number"]), int(parts["day"]))
    return make.day(when) if when else None


def full_date(parts: Parts, scene: Scene) -> Value | None:
    """Read a day and month, the year too where it is written."""
    number = scene.words.months[parts["month"]]
    if "year" in parts:
        when = make.day_of(int(parts["year"]), number, int(parts["day"]))
        return make.day(when) if when else None
    if scene.published is None:
        return None
    around = (scene.published.year + change for change in (-1, 0, 1))
    days = [when for year in around if (when := make.day_of(year, number, int(parts["day"])))]
    when = nearest(days, scene.published, ahead=scene.ahead)
    return make.day(when) if when else None


def nearest(days: list[date], published: date, *, ahead: bool | None) -> date | None:
    """Return the latest day up to publication, or the next one after it where the verb looks ahead.

    A day soon to come is taken before one most of a year ago, whatever the verb: that one would have its year.
    """
    following = min((when for when in days if when >= published), default=None)
    if ahead or (following and (following - published).days <= SOON):
        return following
    return max((when for when in days if when <= published), default=None)


def some_month(parts: Parts, scene: Scene) -> Value | None:
    """Read a month; without a year the latest one begun, or the next one where the sentence looks ahead."""
    number = scene.words.months[parts["month"]]
    if "year" in parts:
        return make.month(int(parts["year"]), number)
    if scene.published is None:
        return None
    now, shift = scene.published, step(parts)
    if "year" in parts.get("whole", ""):
        year = now.year + (shift or 0)
    elif shift == 0:
        year = now.year
    elif shift == 1 or (shift is None and (scene.ahead or (scene.ahead is None and soon(number, now)))):
        year = now.year if number > now.month or (shift is None and number == now.month) else now.year + 1
    else:
        year = now.year if number < now.month or (shift is None and number == now.month) else now.year - 1
    return make.month(year, number)


def soon(number: int, now: date) -> bool:
    """Say whether a month is one of the two to come."""
    return (number - now.month) % 12 in (1, 2)


def season(parts: Parts, scene: Scene) -> Value | None:
    """Read a season; without a year the latest one begun, or the next one."""
    code, timex = scene.words.seasons[parts["season"]]
    year = int(parts["year"]) if "year" in parts else in_words(parts, scene)
    if year is not None:
        return make.season(year, code, timex)
    if scene.published is None:
        return None
    now, shift = scene.published, step(parts)
    if shift == 0:
        return make.season(now.year, code, timex)
    options = [found for change in (-2, -1, 0, 1) if (found := make.season(now.year + change, code, timex))]
    if shift == 1 or (shift is None and scene.ahead):
        return next((found for found in options if found.earliest and found.earliest > now), None)
    past = [found for found in options if found.latest and found.earliest and found.earliest <= now]
    if shift == -1:
        past = [found for found in past if found.latest and found.latest < now]
    return past[-1] if past else None


def quarter(parts: Parts, scene: Scene) -> Value | None:
    """Read a quarter; without a year the latest one begun, or the next one."""
    number = scene.words.ordinals[parts["number"]]
    if "year" in parts:
        return make.quarter(int(parts["year"]), number)
    if scene.published is None:
        return None
    now, shift = scene.published, step(parts)
    if shift is not None:
        return make.quarter(now.year + shift, number)
    current = (now.month + 2) // 3
    if scene.ahead:
        return make.quarter(now.year if number >= current - 1 else now.year + 1, number)
    return make.quarter(now.year if number <= current else now.year - 1, number)


def half(parts: Parts, scene: Scene) -> Value | None:
    """Read half a year (EDTF 40 and 41)."""
    if "year" not in parts and scene.published is None:
        return None
    of_year = (
        int(parts["year"]) if "year" in parts else scene.published.year + (step(parts) or 0) if scene.published else 0
    )
    second = parts["which"] != "first"
    first, last = make.month(of_year, 7 if second else 1), make.month(of_year, 12 if second else 6)
    if first is None or last is None:
        return None
    return Value(
        f"{of_year:04}-{41 if second else 40}", first.earliest, last.latest, f"{of_year:04}-H{2 if second else 1}"
    )


def one_year(parts: Parts, _: Scene) -> Value | None:
    """Read a year."""
    return make.year(int(parts["year"]))


def spelled(parts: Parts, scene: Scene) -> Value | None:
    """Read a year in words, "nineteen ninety-four"."""
    if parts["tens"] == "thousand":
        return make.year(2000)
    year = in_words(parts, scene)
    return make.year(year) if year is not None else None


def in_words(parts: Parts, scene: Scene) -> int | None:
    """Return the year that "nineteen ninety-four" writes, if the parts have one."""
    tens = int(number(parts["tens"], scene)) if "tens" in parts else 0
    return (1900 if parts["century"] == "nineteen" else 2000) + tens if tens >= TEN else None


def years(parts: Parts, _: Scene) -> Value | None:
    """Read a span of years, "1990-95"."""
    first, to = parts["year"], parts["to"]
    last = to if len(to) == 4 else first[:2] + to
    start, end = make.year(int(first)), make.year(int(last))
    return make.stretch(start, end) if start and end and int(first) < int(last) else None


def decade(parts: Parts, scene: Scene) -> Value | None:
    """Read a decade; one named without its century is of the last hundred years."""
    if "year" in parts:
        return make.decade(int(parts["year"]))
    tens = int(parts["short"]) if "short" in parts else 10 * scene.words.decades[parts["name"]]
    return make.decade((2000 if tens < 30 else 1900) + tens)


def century(parts: Parts, _: Scene) -> Value | None:
    """Read a century by its number."""
    return make.century(int(parts["number"])) if parts["number"] != "0" else None
