"""Words that count from another time: units of the calendar before or after publication, or the time last spoken of."""

from __future__ import annotations

from datetime import timedelta

from ingest.times import value as make
from ingest.times.days import part_of_day
from ingest.times.lengths import duration
from ingest.times.scene import Parts, Scene, number, step
from ingest.times.value import Value

SATURDAY = 6


def shifted_unit(parts: Parts, scene: Scene) -> Value | None:
    """Read "last week", "this month", "next year": whole units of the calendar."""
    now, shift, unit = scene.published, step(parts), parts["unit"]
    if now is not None and parts["shift"] == "the":
        shift = 1 if scene.ahead else 0 if now.isoweekday() >= SATURDAY else -1
    if now is None or shift is None:
        return None
    if unit in ("day", "week", "weekend"):
        when = make.shifted(now, shift if unit == "day" else 7 * shift)
        found = (make.day(when) if unit == "day" else make.week(when)) if when else None
        if unit == "weekend" and found and found.latest:
            saturday = found.latest - timedelta(days=1)
            found = Value(f"{saturday}/{found.latest}", saturday, found.latest, f"{found.timex}-WE")
    elif unit == "month":
        found = make.month(now.year, now.month + shift)
    elif unit == "quarter":
        found = make.quarter(now.year, (now.month + 2) // 3 + shift)
    elif unit == "year":
        found = make.year(now.year + shift)
    elif unit == "decade":
        found = make.decade((now.year // 10 + shift) * 10)
    else:
        found = make.century(now.year // 100 + 1 + shift)
    if found and shift == 0 and unit == "week":
        return make.until(found, now)
    return found


def whole(_: Parts, scene: Scene) -> Value | None:
    """Read "for the year": the year of publication."""
    return make.year(scene.published.year) if scene.published is not None else None


def following(parts: Parts, scene: Scene) -> Value | None:
    """Read "the next day", "the following week": the one after, or before, the day last spoken of."""
    last = scene.last_day
    if last is None or last.earliest is None:
        return None
    step = -1 if parts["way"] == "previous" else 1
    start = last.earliest
    if "part" in parts or parts["unit"] == "day":
        when = make.shifted(start, step)
        return part_of_day(make.day(when), parts) if when else None
    if parts["unit"] == "week":
        when = make.shifted(start, 7 * step)
        return make.week(when) if when else None
    if parts["unit"] == "month":
        return make.month(start.year, start.month + step)
    return make.year(start.year + step)


def ago(parts: Parts, scene: Scene) -> Value | None:
    """Count back from publication; "earlier" and "later" count from a time the words do not name."""
    count, unit = int(number(parts.get("count", "one"), scene)), scene.words.units[parts["unit"]]
    if parts["way"] != "ago" and scene.spoken_of is None and scene.published is not None:
        return moved(make.day(scene.published), count if parts["way"] == "later" else -count, unit)
    if unit == "Y" and count == 1 and parts["way"] != "later" and scene.last_quarter is not None:
        return moved(scene.last_quarter, -1, "Y")
    if parts["way"] != "ago" or (unit == "Y" and count == 1 and quarterly(scene.spoken_of)):
        return moved(scene.spoken_of, count if parts["way"] == "later" else -count, unit)
    if scene.published is None:
        return None
    now = scene.published
    if unit in ("TH", "TM", "TS"):
        return make.day(now)
    if unit == "D":
        when = make.shifted(now, -count)
        return make.day(when) if when else None
    if unit == "W":
        when = make.shifted(now, -7 * count)
        return make.week(when) if when else None
    if unit in ("M", "Q"):
        return make.month(now.year, now.month - count * (3 if unit == "Q" else 1))
    if unit in ("Y", "E", "C"):
        return make.year(now.year - count * {"Y": 1, "E": 10, "C": 100}[unit])
    return None


def earlier(parts: Parts, scene: Scene) -> Value | None:
    """Read "the year-ago quarter": a year before the quarter last spoken of; "the year-ago nine months" is a length."""
    if "count" in parts:
        return duration(parts, scene)
    return moved(scene.spoken_of if quarterly(scene.spoken_of) else scene.last_quarter or scene.spoken_of, -1, "Y")


def accounts(parts: Parts, scene: Scene) -> Value | None:
    """Read "the latest period" and "the 1988 quarter" of a report on accounts: the quarter that it is about."""
    last, now = scene.spoken_of, scene.published
    number = int(last.timex[-1]) if quarterly(last) and last is not None and last.timex is not None else None
    if "number" in parts:
        number = scene.words.ordinals[parts["number"]]
    if "year" in parts:
        year = int(parts["year"])
        if number is None and now is not None:
            number = (now.month - 1) // 3 or 4
        return make.quarter(year, number) if number is not None else make.year(year)
    if now is None:
        return None
    return make.quarter(now.year, (now.month + 2) // 3 - 1)


def moved(start: Value | None, count: int, unit: str) -> Value | None:
    """Return the time so far from another one, no finer than that one was given."""
    if start is None or start.earliest is None or start.timex is None:
        return None
    first = start.earliest
    if unit in ("D", "W") and start.earliest == start.latest:
        when = make.shifted(first, count * (7 if unit == "W" else 1))
        return make.day(when) if when else None
    months = count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(unit, 0)
    if not months:
        return None
    if "-Q" in start.timex:
        return make.quarter(first.year, (first.month + 2) // 3 + months // 3)
    if len(start.timex) == 4:
        return make.year(first.year + months // 12) if months % 12 == 0 else None
    return make.month(first.year, first.month + months)


def quarterly(value: Value | None) -> bool:
    """Say whether a time is a quarter, which "a year ago" beside it then compares with."""
    return value is not None and value.timex is not None and "-Q" in value.timex
