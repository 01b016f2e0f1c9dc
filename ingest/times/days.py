"""Words for single days, counted from the day of publication or the one last spoken of, and for parts of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ingest.times import value as make
from ingest.times.dates import nearest
from ingest.times.scene import Parts, Scene, step
from ingest.times.value import Value

PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


def weekday(parts: Parts, scene: Scene) -> Value | None:
    """Read a weekday: the latest one up to publication, or the next one where the sentence looks ahead."""
    if scene.published is None:
        return None
    back = (scene.published.isoweekday() - scene.words.weekdays[parts["weekday"]]) % 7
    shift = step(parts)
    if shift == -1 and back == 0:
        back = 7
    if shift == 1 or (shift in (None, 0) and scene.ahead and back):
        back -= 7
    when = make.shifted(scene.published, -back)
    return part_of_day(make.day(when), parts) if when else None


def near_day(parts: Parts, scene: Scene) -> Value | None:
    """Read yesterday, today, tomorrow, and the parts of those days."""
    if scene.published is None:
        return None
    name, shift = parts["name"], parts.get("shift")
    if shift:
        when = make.shifted(scene.published, -1 if shift == "last" else 0)
        return part_of_day(make.day(when), {"part": name}) if when else None
    when = make.shifted(scene.published, scene.words.days[name])
    if when is None:
        return None
    return part_of_day(make.day(when), {"part": "night"} if name == "tonight" else parts)


def same_day(parts: Parts, scene: Scene) -> Value | None:
    """Read "later in the day" and "that evening": the day last spoken of, else that of publication."""
    last = scene.last_day
    if last is not None and last.earliest is not None:
        return part_of_day(make.day(last.earliest), parts)
    return part_of_day(make.day(scene.published), parts) if scene.published is not None else None


def clock(parts: Parts, scene: Scene) -> Value | None:
    """Read a time of day alone: it is on the day last spoken of, if the paragraph has one."""
    day = scene.spoken_of
    if day is None or day.earliest is None or day.earliest != day.latest:
        return None
    return part_of_day(make.day(day.earliest), parts)


def holiday(parts: Parts, scene: Scene) -> Value | None:
    """Read a day that has a name, as "Christmas Eve": the nearest on the side that the verb looks to."""
    if scene.published is None:
        return None
    month, day, weekday, week = scene.words.holidays[" ".join(parts["name"].replace("’", "'").split())]
    year = int(parts["year"]) if "year" in parts else None
    years = (year,) if year is not None else tuple(scene.published.year + n for n in (-1, 0, 1))
    days = [date(y, month, day) for y in years]
    if weekday:
        days = [each + timedelta((weekday - each.isoweekday()) % 7 + 7 * week) for each in days]
    if year is not None:
        return make.day(days[0])
    when = nearest(days, scene.published, ahead=scene.ahead)
    return make.day(when) if when else None


def year_end(_: Parts, scene: Scene) -> Value | None:
    """Read "year-end": the last month of the year of publication."""
    return make.month(scene.published.year, 12) if scene.published is not None else None


def part_of_day(value: Value, parts: Parts) -> Value:
    """Say in the TIMEX3 value which part of the day is meant."""
    if "clock" in parts:
        return replace(value, timex=f"{value.timex}T{hour(parts['clock'])}")
    words = parts.get("part", "").split()
    return replace(value, timex=f"{value.timex}T{PARTS[words[-1]]}") if words else value


def hour(words: str) -> str:
    """Return a time of day on the 24 hour clock.

    >>> hour("10:35 p.m"), hour("12 a.m"), hour("noon")
    ('22:35', '00:00', '12:00')
    """
    if words in ("noon", "midnight"):
        return "12:00" if words == "noon" else "24:00"
    figures = words.split("a")[0].split("p")[0].strip()
    hours, _, minutes = figures.partition(":")
    return f"{int(hours) % 12 + (12 if 'p' in words else 0):02}:{minutes or '00'}"
