"""Words for a time without a date: how long, how often, or vaguely when, as TIMEX3 has it."""

from __future__ import annotations

from ingest.times.days import PARTS
from ingest.times.scene import Parts, Scene, number
from ingest.times.value import Value


def duration(parts: Parts, scene: Scene) -> Value | None:
    """Return a length of time: a TIMEX3 period and no date."""
    count, unit = number(parts["count"], scene), scene.words.units[parts["unit"]]
    if count % 1 and unit == "TH":
        return Value(timex=f"PT{int(count)}H30M")
    amount = f"{count:g}"
    return Value(timex=f"P{unit[0]}{amount}{unit[1]}" if len(unit) == 2 else f"P{amount}{unit}")


def vague(parts: Parts, scene: Scene) -> Value | None:
    """Read an unknown number of units."""
    unit = scene.words.units[parts["unit"]]
    return Value(timex=f"PX{unit}")


def every(parts: Parts, scene: Scene) -> Value | None:
    """Read a unit that comes again and again, as the TIMEX3 period of it."""
    return duration({"count": "1", "unit": parts["unit"]}, scene)


def weekly(parts: Parts, scene: Scene) -> Value | None:
    """Read a weekday that comes again and again, as the TIMEX3 set of it."""
    part = parts.get("part", "").removesuffix("s")
    return Value(timex=f"XXXX-WXX-{scene.words.weekdays[parts['weekday']]}" + (f"T{PARTS[part]}" if part else ""))


def adverb(parts: Parts, scene: Scene) -> Value | None:
    """Read "daily" and its like, as the TIMEX3 period."""
    return Value(timex=scene.words.adverbs[parts["name"]])


def reference(parts: Parts, scene: Scene) -> Value | None:
    """Read a word such as "recently", a TIMEX3 reference and no date."""
    return Value(timex=scene.words.references[" ".join(parts["name"].split())])
