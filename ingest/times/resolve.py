"""From words that fit a form to what they mean, on the day the article was published.

Without that day, relative words mean nothing that could be written down, and come to ``None`` (STATEMENT rule 16).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.times import value as make
from ingest.times.grammar import Hit
from ingest.times.lexicon import Lexicon
from ingest.times.value import Value

Parts = Mapping[str, str]

SATURDAY = 6

SOON = 60
"""Days ahead within which a date without year or tense is read as coming; those of last year are given their year."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a meaning hangs on.

    ``ahead`` is which way the verb looks, ``None`` where it does not say; ``spoken_of`` the last time the paragraph
    came to.
    """

    published: date | None
    ahead: bool | None
    spoken_of: Value | None
    words: Lexicon
    last_day: Value | None = None
    """The last single day that the article came to before, in whichever paragraph."""
    last_quarter: Value | None = None
    """The last quarter of a year, alike, where the sentence is one on accounts."""


def resolve(hit: Hit, scene: Scene) -> Value | None:
    """Return what the words mean, ``None`` where nothing can be said."""
    return RESOLVERS[hit.form](hit.parts, scene)


def step(parts: Parts) -> int | None:
    """Return -1, 0 or 1 for last, this, next."""
    shift = parts.get("shift")
    if shift is None:
        return None
    return {"last": -1, "past": -1, "next": 1, "coming": 1}.get(shift.split()[-1], 0)


def number(words: str, scene: Scene) -> float:
    """Read a number, in figures or in words."""
    if words[0].isdigit():
        whole, *half = words.split()
        return float(whole) + (0.5 if half else 0.0)
    return float(sum(scene.words.numbers[part] for part in words.split("-")))


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


def years(parts: Parts, _: Scene) -> Value | None:
    """Read a span of years, "1990-95"."""
    first, to = parts["year"], parts["to"]
    last = to if len(to) == 4 else first[:2] + to
    start, end = make.year(int(first)), make.year(int(last))
    return make.stretch(start, end) if start and end and int(first) < int(last) else None


def one_year(parts: Parts, _: Scene) -> Value | None:
    """Read a year."""
    return make.year(int(parts["year"]))


def season(parts: Parts, scene: Scene) -> Value | None:
    """Read a season; without a year the latest one begun, or the next one."""
    code, timex = scene.words.seasons[parts["season"]]
    if "year" in parts:
        return make.season(int(parts["year"]), code, timex)
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


def decade(parts: Parts, scene: Scene) -> Value | None:
    """Read a decade; one named without its century is of the last hundred years."""
    if "year" in parts:
        return make.decade(int(parts["year"]))
    tens = int(parts["short"]) if "short" in parts else 10 * scene.words.decades[parts["name"]]
    return make.decade((2000 if tens < 30 else 1900) + tens)


def century(parts: Parts, _: Scene) -> Value | None:
    """Read a century by its number."""
    return make.century(int(parts["number"])) if parts["number"] != "0" else None


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


PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


def part_of_day(value: Value, parts: Parts) -> Value:
    """Say in the TIMEX3 value which part of the day is meant."""
    if "clock" in parts:
        return replace(value, timex=f"{value.timex}T{hour(parts['clock'])}")
    words = parts.get("part", "").split()
    return replace(value, timex=f"{value.timex}T{PARTS[words[-1]]}") if words else value


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


def spelled(parts: Parts, scene: Scene) -> Value | None:
    """Read a year in words, "nineteen ninety-four"."""
    if parts["tens"] == "thousand":
        return make.year(2000)
    tens = int(number(parts["tens"], scene))
    if tens < 10:
        return None
    return make.year((1900 if parts["century"] == "nineteen" else 2000) + tens)


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


def year_end(_: Parts, scene: Scene) -> Value | None:
    """Read "year-end": the last day of the year of publication."""
    when = make.day_of(scene.published.year, 12, 31) if scene.published is not None else None
    return make.day(when) if when else None


def weekly(parts: Parts, scene: Scene) -> Value | None:
    """Read a weekday that comes again and again, as the TIMEX3 set of it."""
    part = parts.get("part", "").removesuffix("s")
    return Value(timex=f"XXXX-WXX-{scene.words.weekdays[parts['weekday']]}" + (f"T{PARTS[part]}" if part else ""))


def whole(_: Parts, scene: Scene) -> Value | None:
    """Read "for the year": the year of publication."""
    return make.year(scene.published.year) if scene.published is not None else None


def same_day(parts: Parts, scene: Scene) -> Value | None:
    """Read "later in the day" and "that evening": the day last spoken of, else that of publication."""
    last = scene.last_day
    if last is not None and last.earliest is not None:
        return part_of_day(make.day(last.earliest), parts)
    return part_of_day(make.day(scene.published), parts) if scene.published is not None else None


def quarter(parts: Parts, scene: Scene) -> Value | None:
    """Read a quarter; without a year the latest one begun, or the next one."""
    number = scene.words.ordinals[parts["number"]]
    if "year" in parts:
        return make.quarter(int(parts["year"]), number)
    if scene.published is None:
        return None
    now = scene.published
    current = (now.month + 2) // 3
    if scene.ahead:
        return make.quarter(now.year if number >= current - 1 else now.year + 1, number)
    return make.quarter(now.year if number <= current else now.year - 1, number)


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


def quarterly(value: Value | None) -> bool:
    """Say whether a time is a quarter, which "a year ago" beside it then compares with."""
    return value is not None and value.timex is not None and "-Q" in value.timex


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


def earlier(_: Parts, scene: Scene) -> Value | None:
    """Read "the year-ago quarter": a year before the quarter last spoken of."""
    return moved(scene.spoken_of if quarterly(scene.spoken_of) else scene.last_quarter or scene.spoken_of, -1, "Y")


def clock(parts: Parts, scene: Scene) -> Value | None:
    """Read a time of day alone: it is on the day last spoken of, if the paragraph has one."""
    day = scene.spoken_of
    if day is None or day.earliest is None or day.earliest != day.latest:
        return None
    return part_of_day(make.day(day.earliest), parts)


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


def vague(parts: Parts, scene: Scene) -> Value | None:
    """Read an unknown number of units."""
    unit = scene.words.units[parts["unit"]]
    return Value(timex=f"PX{unit}")


def every(parts: Parts, scene: Scene) -> Value | None:
    """Read a unit that comes again and again, as the TIMEX3 period of it."""
    return duration({"count": "1", "unit": parts["unit"]}, scene)


def adverb(parts: Parts, scene: Scene) -> Value | None:
    """Read "daily" and its like, as the TIMEX3 period."""
    return Value(timex=scene.words.adverbs[parts["name"]])


def duration(parts: Parts, scene: Scene) -> Value | None:
    """Return a length of time: a TIMEX3 period and no date."""
    count, unit = number(parts["count"], scene), scene.words.units[parts["unit"]]
    if count % 1 and unit == "TH":
        return Value(timex=f"PT{int(count)}H30M")
    amount = f"{count:g}"
    return Value(timex=f"P{unit[0]}{amount}{unit[1]}" if len(unit) == 2 else f"P{amount}{unit}")


def reference(parts: Parts, scene: Scene) -> Value | None:
    """Read a word such as "recently", a TIMEX3 reference and no date."""
    return Value(timex=scene.words.references[" ".join(parts["name"].split())])


RESOLVERS: Mapping[str, Callable[[Parts, Scene], Value | None]] = {
    "iso": iso,
    "date": full_date,
    "month": some_month,
    "years": years,
    "season": season,
    "year": one_year,
    "decade": decade,
    "century": century,
    "weekday": weekday,
    "day": near_day,
    "quarter": quarter,
    "sameday": same_day,
    "accounts": accounts,
    "spelled": spelled,
    "whole": whole,
    "following": following,
    "half": half,
    "yearend": year_end,
    "weekly": weekly,
    "shift": shifted_unit,
    "ago": ago,
    "earlier": earlier,
    "clock": clock,
    "vague": vague,
    "every": every,
    "adverb": adverb,
    "duration": duration,
    "reference": reference,
}
