"""What the meaning of words for times hangs on, and the parts of the words that every form reads alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.times.lexicon import Lexicon
from ingest.times.value import Value

Parts = Mapping[str, str]


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
