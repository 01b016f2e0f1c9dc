"""From words that fit a form to what they mean, on the day the article was published.

Without that day, relative words mean nothing that could be written down, and come to ``None`` (STATEMENT rule 16).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ingest.times import dates, days, distances, lengths
from ingest.times.grammar import Hit
from ingest.times.scene import Parts, Scene
from ingest.times.value import Value


def resolve(hit: Hit, scene: Scene) -> Value | None:
    """Return what the words mean, ``None`` where nothing can be said."""
    return RESOLVERS[hit.form](hit.parts, scene)


RESOLVERS: Mapping[str, Callable[[Parts, Scene], Value | None]] = {
    "iso": dates.iso,
    "date": dates.full_date,
    "month": dates.some_month,
    "years": dates.years,
    "season": dates.season,
    "year": dates.one_year,
    "decade": dates.decade,
    "century": dates.century,
    "weekday": days.weekday,
    "day": days.near_day,
    "quarter": dates.quarter,
    "sameday": days.same_day,
    "accounts": distances.accounts,
    "spelled": dates.spelled,
    "whole": distances.whole,
    "following": distances.following,
    "half": dates.half,
    "yearend": days.year_end,
    "weekly": lengths.weekly,
    "shift": distances.shifted_unit,
    "ago": distances.ago,
    "earlier": distances.earlier,
    "clock": days.clock,
    "holiday": days.holiday,
    "vague": lengths.vague,
    "every": lengths.every,
    "adverb": lengths.adverb,
    "duration": lengths.duration,
    "reference": lengths.reference,
}
