"""The words that tell who holds an office, and the weights: ``lexicon/en/links.toml`` as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Words of public offices, those of them that tell one office from another, and of private occupations.

    ``weights`` hold one weight for each of ``ingest.actors.features.FEATURES``; ``slope`` and ``offset`` turn a
    log-odds into the one that was right as often as it says.
    """

    offices: frozenset[str]
    telling: frozenset[str]
    humble: frozenset[str]
    weights: Mapping[str, float]
    slope: float
    offset: float


@cache
def load(language: str = "en") -> Words:
    """Read the words and weights of a language.

    >>> "minister" in load().offices, "publican" in load().humble
    (True, True)
    """
    text = files("ingest.lexicon").joinpath(language, "links.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    listed, fitted = table["words"], table.get("weights", {})
    return Words(
        frozenset(listed["offices"].split()),
        frozenset(listed["telling"].split()),
        frozenset(listed["humble"].split()),
        {name: value for name, value in fitted.items() if name not in ("slope", "offset")},
        float(fitted.get("slope", 1.0)),
        float(fitted.get("offset", 0.0)),
    )
