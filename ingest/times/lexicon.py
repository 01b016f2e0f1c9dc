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


@cache
def load(language: str = "en") -> Lexicon:
    """Read the words of one language.

    >>> load().months["sept"]
    9
    """
    data = tomllib.loads((files("ingest") / "lexicon" / language / "times.toml").read_text(encoding="utf-8"))
    seasons = {word: (str(codes[0]), str(codes[1])) for word, codes in data.pop("seasons").items()}
    names = ("ahead", "future", "past", "plans", "appointed")
    ahead, future, past, plans, appointed = (frozenset(data["directions"][name]) for name in names)
    del data["directions"]
    return Lexicon(seasons=seasons, ahead=ahead, future=future, past=past, plans=plans, appointed=appointed, **data)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any one of the words, the longest first, any white space where a word has a space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace(".", r"\.").replace(" ", r"\s{1,3}") for word in longest_first) + ")"
