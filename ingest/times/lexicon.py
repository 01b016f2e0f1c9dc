"""The words of a language for times, read once from ``ingest/lexicon/<language>/times.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each word means: months and weekdays as numbers, units and seasons as TIMEX3 and EDTF codes."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    seasons: Mapping[str, tuple[str, str]]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    decades: Mapping[str, int]
    references: Mapping[str, str]
    adverbs: Mapping[str, str]
    ahead: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    plans: frozenset[str]
    appointed: frozenset[str]
    holidays: Mapping[str, tuple[int, int, int, int]]
    """Days with a name: month and day, or the weekday (1 is Monday) so many weeks after that day."""


@cache
def load(language: str = "en") -> Lexicon:
    """Read the words of one language.

    >>> load().months["sept"]
    9
    """
    data = tomllib.loads((files("ingest") / "lexicon" / language / "times.toml").read_text(encoding="utf-8"))
    seasons = {word: (str(codes[0]), str(codes[1])) for word, codes in data.pop("seasons").items()}
    holidays = {name: (day[0], day[1], day[2], day[3]) for name, day in data.pop("holidays").items()}
    names = ("ahead", "future", "past", "plans", "appointed")
    ahead, future, past, plans, appointed = (frozenset(data["directions"][name]) for name in names)
    del data["directions"]
    return Lexicon(
        seasons=seasons,
        holidays=holidays,
        ahead=ahead,
        future=future,
        past=past,
        plans=plans,
        appointed=appointed,
        **data,
    )


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any one of the words, the longest first, any white space where a word has a space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    written = (word.replace(".", r"\.").replace(" ", r"\s{1,3}").replace("'", "['’]") for word in longest_first)
    return "(?:" + "|".join(written) + ")"
