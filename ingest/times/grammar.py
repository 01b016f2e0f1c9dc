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

GAP = r"\s{1,3}"
YEAR = r"(?P<year>(?:1[0-9]|20)\d\d)(?![\d%])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
PARTS_OF_DAY = "morning|afternoon|evening|night"
PART = rf"(?P<part>{GAP}(?:early{GAP}|late{GAP})?(?:{PARTS_OF_DAY}))?"
CLOCK = r"(?P<clock>(?:1[0-2]|0?[1-9])(?::[0-5]\d)?\s?[ap]\.?m\b\.?|noon|midnight)"
VAGUE = ("day", "week", "month", "quarter", "year", "decade")


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
    full = alternatives(word for word in words.months if len(word) > 4 or word in ("may", "june", "july"))
    short = alternatives(word for word in words.months if len(word) <= 4)
    month = rf"(?P<month>{full}|{short}\.(?=\s)|{short})"
    weekday = rf"(?P<weekday>{alternatives(words.weekdays)})"
    number = alternatives(words.numbers)
    count = rf"(?P<count>\d{{1,3}}(?:\.\d)?(?:{GAP}1/2)?|{number}(?:-{number})?)"
    unit = rf"(?P<unit>{alternatives(words.units)})"
    season = alternatives(words.seasons)
    shift = rf"(?P<shift>last|past|this(?:{GAP}(?:past|coming))?|next|current|coming|the{GAP}(?:coming|past|current))"
    side = rf"(?:(?:the{GAP})?(?P<side>early|earlier|late|later|mid)(?:{GAP}(?:in{GAP})?|-))?"
    the = rf"(?:the{GAP})?"
    of_year = rf"(?:{GAP}(?:of{GAP})?{YEAR})?"
    span_of_years = r"(?P<to>(?:1[0-9]|20)\d\d|\d\d)(?!\d)"
    in_words = rf"(?P<century>nineteen|twenty){GAP}(?P<tens>{number}(?:-{number})?)(?!\w)"
    yield "iso", r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)"
    yield "date", rf"(?:{weekday}\.?,?{GAP}|last{GAP})?{month}{GAP}{DAY}(?:,?{GAP}{YEAR})?"
    yield "date", rf"(?:{weekday}\.?,?{GAP})?{the}{DAY}{GAP}(?:of{GAP})?{month}(?:,?{GAP}{YEAR})?"
    yield "month", rf"{side}{month},?{GAP}(?:of{GAP})?{YEAR}"
    yield "month", rf"{side}{month}{GAP}(?P<shift>this|last|next){GAP}year"
    yield "month", rf"{side}(?:{shift}{GAP})?{month}"
    yield "years", rf"(?P<year>(?:1[0-9]|20)\d\d)\s?[-–—]\s?{span_of_years}"
    yield "years", rf"(?:from|between){GAP}(?P<year>(?:1[0-9]|20)\d\d){GAP}(?:to|until|and){GAP}{span_of_years}"
    yield "accounts", rf"the{GAP}{YEAR}{GAP}(?:(?P<number>{alternatives(words.ordinals)})[\s-])?(?:period|quarter)"
    yield "accounts", rf"the{GAP}latest{GAP}(?:period|quarter)"
    yield "holiday", rf"(?P<name>{alternatives(words.holidays)}){of_year}"
    yield "spelled", rf"(?:the{GAP}year{GAP})?{in_words}"
    yield "spelled", rf"the{GAP}year{GAP}(?P<century>two){GAP}(?P<tens>thousand)"
    yield (
        "whole",
        rf"(?:for|of|during|throughout){GAP}(?P<bare>the{GAP}(?:full{GAP})?(?P<unit>year))(?!{GAP}(?:ago|earlier|before|to{GAP}come))",
    )
    yield "season", rf"{side}{the}(?:{shift}{GAP})?(?P<season>{season}){of_year}"
    yield "season", rf"{the}{side}(?P<season>{season}){of_year}"
    yield "season", rf"{the}(?P<season>{season}){GAP}of{GAP}{in_words}"
    yield "year", rf"{side}{YEAR}"
    yield "decade", rf"{the}{side}(?P<year>(?:1[0-9]|20)\d0)['’]?s"
    yield "decade", rf"{the}{side}(?:['’](?P<short>\d0)s|(?P<name>{alternatives(words.decades)}))"
    yield "century", rf"{the}{side}(?P<number>\d{{1,2}})(?:st|nd|rd|th)[\s-]century"
    yield "weekday", rf"(?:{CLOCK}(?:{GAP}(?:on|[a-z]{{2,4}}))?{GAP})?(?:{shift}{GAP})?{weekday}{PART}"
    yield "day", rf"(?:(?:early|earlier|late|later){GAP})?(?P<name>{alternatives(words.days)}){PART}"
    yield "day", rf"(?:(?:early|earlier|late|later){GAP})?(?P<shift>last|this){GAP}(?P<name>{PARTS_OF_DAY})"
    yield "clock", CLOCK
    yield (
        "following",
        rf"the{GAP}(?P<way>next|following|previous){GAP}(?:(?P<unit>day|week|month|year)|(?P<part>{PARTS_OF_DAY}))(?!{GAP}(?:few|several|\d))",
    )
    yield (
        "half",
        rf"(?:the{GAP})?(?P<which>first|second|last|latter){GAP}(?:half|six{GAP}months|two{GAP}quarters)(?:{GAP}(?:of|in){GAP}(?:{YEAR}|(?P<shift>last|this|next){GAP}year))",
    )
    yield "yearend", rf"(?:the{GAP})?(?:year[\s-]end|end{GAP}of{GAP}the{GAP}year)"
    yield "weekly", rf"(?:each|every){GAP}{weekday}"
    yield "weekly", rf"{weekday}{GAP}(?P<part>mornings|afternoons|evenings|nights)"
    yield "sameday", rf"(?:earlier|later){GAP}(?:in{GAP}the|that|the{GAP}same){GAP}(?:day|(?P<part>{PARTS_OF_DAY}))"
    yield "sameday", rf"(?:that|the{GAP}same){GAP}(?:day|(?P<part>{PARTS_OF_DAY}))"
    yield "ago", rf"(?P<unit>minute|hour)s{GAP}(?P<way>ago)"
    yield "quarter", rf"{the}(?P<number>{alternatives(words.ordinals)})[\s-]quarter{of_year}"
    yield "shift", rf"{side}{shift}{GAP}(?P<unit>day|week|weekend|month|quarter|year|decade|century)"
    yield "shift", r"(?P<shift>the)\s{1,3}(?P<unit>weekend)"
    about = rf"(?:(?P<about>about|some|nearly|almost|around|more{GAP}than|less{GAP}than){GAP})?"
    yield "ago", rf"{about}{count}{GAP}{unit}s?{GAP}(?P<way>ago|earlier|later)"
    months = rf"{GAP}(?P<count>\d{{1,2}}|{number}){GAP}(?P<unit>month)s"
    yield "earlier", rf"(?:the{GAP})?year[\s-](?:earlier|ago)(?:{GAP}(?:period|quarter)|{months})?"
    yield (
        "quarter",
        rf"(?P<shift>this|last|next){GAP}year['’]s{GAP}(?P<number>{alternatives(words.ordinals)})[\s-]quarter",
    )
    each = rf"(?:(?:the|each{GAP}of{GAP}the){GAP})?(?:(?P<shift>last|past|next|first|coming){GAP})?"
    yield "duration", rf"{each}{count}{GAP}(?:to|or){GAP}(?:\d{{1,3}}|{number}){GAP}{unit}s?"
    yield "duration", rf"{each}{count}(?:{GAP}(?:(?:more|full|trading|working|business){GAP})?|-){unit}s?"
    vague = rf"(?:several|many|recent|coming|past|some|(?:the{GAP}(?:past|last|next|coming){GAP})?(?:a{GAP})?few)"
    yield "vague", rf"{vague}[\s-](?P<unit>{alternatives(VAGUE)})s?"
    yield "vague", rf"(?P<unit>{alternatives(VAGUE)})s{GAP}ago"
    yield "vague", rf"the{GAP}(?P<unit>{alternatives(VAGUE)})s{GAP}ahead"
    yield "vague", rf"(?:for|in|within|over{GAP}the){GAP}(?P<bare>(?P<unit>{alternatives(VAGUE)})s)"
    yield "every", rf"(?:each|every){GAP}{unit}"
    yield "adverb", rf"(?P<name>{alternatives(words.adverbs)})"
    yield "reference", rf"(?P<name>{alternatives(words.references)})"


def read(found: re.Match[str], form: str) -> Hit:
    """Return a match as a hit; a group named ``bare`` leaves out the words before it."""
    parts = {key: part.lower().rstrip(".") for key, part in found.groupdict().items() if part}
    return Hit(found.start("bare" if "bare" in parts else 0), found.end(), form, parts)


def scan(text: str, start: int, end: int) -> list[Hit]:
    """Return the words for times between two offsets: no two overlap, the longer one stays."""
    hits = [read(found, name) for name, pattern in forms() for found in pattern.finditer(text, start, end)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept
