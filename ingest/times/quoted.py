"""Days counted from the day of speaking: "today" in a quotation is the day it was spoken on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.model import Spans, TimeExpression
from ingest.times import value as make
from ingest.times.lexicon import load


def anchored(time: TimeExpression, content: Spans, spoken: date) -> TimeExpression:
    """Return a time as meant on the day of speaking, itself where it is no such word inside the quoted words.

    >>> from ingest.model import Span, TimeBasis
    >>> today = TimeExpression("today", Span(9, 14), "2024-03-15", None, None, TimeBasis.EXPLICIT, "2024-03-15")
    >>> anchored(today, (Span(0, 20),), date(2024, 3, 13)).edtf
    '2024-03-13'
    """
    distance = load().days.get(time.words.lower()) if time.words else None
    if distance is None or time.span is None or not any(span.covers(time.span) for span in content):
        return time
    when = make.shifted(spoken, distance)
    if when is None:
        return time
    day = make.day(when)
    return replace(time, edtf=day.edtf, earliest=day.earliest, latest=day.latest, timex=day.timex)
