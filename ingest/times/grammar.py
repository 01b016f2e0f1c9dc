"""The grammar of words for times: one pattern per form, tried over each speaking block.

Every pattern is bounded, so that a hostile text costs no more than its length. A pattern's groups carry the
parts; what they mean is decided in ``resolve``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.times.lexicon import Lexicon, alternatives, load

GAP = r"[\s ]{1,3}"
YEAR = r"(?P<year>(?:1[0-9]|20)\d\d)(?![\d%])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
PART = rf"(?P<part>{GAP}(?:early{GAP}|late{GAP})?(?:morning|afternoon|evening|night))?"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that fit a form: where they stand, the name of the form, and its parts in lower case."""

    start: int
    end: int
    form: str
    parts: dict[str, str]


@cache
def forms(language: str = "en") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the forms in order of preference between equally long matches."""
    words = load(language)
    return tuple(
        (name, re.compile(rf"(?<![\w$£€.,-])(?:{pattern})(?!\w)", re.IGNORECASE)) for name, pattern in written(words)
    )


def written(words: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the name and the pattern of every form."""
    month = rf"(?P<month>{alternatives(words.months)})(?:\.(?=[\s ,]))?"
    weekday = rf"(?P<weekday>{alternatives(word for word in words.weekdays)})"
    on = rf"(?:{weekday}\.?,?{GAP})?"
    count = rf"(?P<count>\d{{1,4}}(?:\.\d)?|{alternatives(words.numbers)}(?:-{alternatives(words.numbers)})?)"
    unit = rf"(?P<unit>{alternatives(words.units)})s?"
    shift = r"(?P<shift>last|past|this|next|current|coming)"
    side = rf"(?:(?:the{GAP})?(?P<side>early|earlier|late|later|mid)(?:{GAP}(?:in{GAP})?|-))?"
    article = rf"(?:the{GAP})?"
    yield "iso", r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)"
    yield "date", rf"{on}{month}{GAP}{DAY}(?:,?{GAP}{YEAR})?"
    yield "date", rf"{on}(?:the{GAP})?{DAY}{GAP}(?:of{GAP})?{month}(?:,?{GAP}{YEAR})?"
    yield "month", rf"{side}{month},?{GAP}(?:of{GAP})?{YEAR}"
    yield "month", rf"{side}(?:{shift}{GAP})?{month}"
    yield "years", r"(?P<year>(?:1[0-9]|20)\d\d)\s?[-–—]\s?(?P<to>(?:1[0-9]|20)\d\d|\d\d)(?!\d)"
    yield (
        "years",
        (rf"(?:from|between){GAP}(?P<year>(?:1[0-9]|20)\d\d){GAP}(?:to|until|and){GAP}(?P<to>(?:1[0-9]|20)\d\d)(?!\d)"),
    )
    yield (
        "season",
        rf"{side}{article}(?:{shift}{GAP})?(?P<season>{alternatives(words.seasons)})(?:{GAP}(?:of{GAP})?{YEAR})?",
    )
    yield "year", rf"{side}{YEAR}"
    yield "decade", rf"{article}{side}(?P<year>(?:1[0-9]|20)\d0)['’]?s"
    yield "decade", rf"{article}{side}(?:['’](?P<short>\d0)s|(?P<name>{alternatives(words.decades)}))"
    yield "century", rf"{article}{side}(?P<number>\d{{1,2}})(?:st|nd|rd|th)[\s -]century"
    yield "weekday", rf"(?:{shift}{GAP})?{weekday}{PART}"
    yield "day", rf"(?P<name>{alternatives(words.days)}){PART}"
    yield "day", rf"(?P<shift>last|this){GAP}(?P<name>morning|afternoon|evening|night)"
    yield "quarter", rf"{article}(?P<number>{alternatives(words.ordinals)})[\s -]quarter(?:{GAP}(?:of{GAP})?{YEAR})?"
    yield "shift", rf"{side}{article}{shift}{GAP}(?P<unit>day|week|weekend|month|quarter|year|decade|century)"
    yield "ago", rf"(?P<about>(?:about|some|nearly|almost){GAP})?{count}{GAP}{unit}{GAP}(?P<way>ago|earlier|later)"
    yield (
        "duration",
        rf"(?:the{GAP})?(?:(?P<shift>last|past|next|first){GAP})?{count}(?:{GAP}(?:more{GAP})?|-){unit}(?:-old)?",
    )
    yield "reference", rf"(?P<name>{alternatives(words.references)})"


def scan(text: str, start: int, end: int) -> list[Hit]:
    """Return the words for times between two offsets: no two overlap, the longer one stays."""
    hits = [
        Hit(found.start(), found.end(), name, {key: part.lower() for key, part in found.groupdict().items() if part})
        for name, pattern in forms()
        for found in pattern.finditer(text, start, end)
    ]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept
