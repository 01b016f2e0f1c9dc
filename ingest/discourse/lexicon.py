"""The words by which roles, forums, classes of speakers and states are known, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The discourse words of one language. All words are in lower case, except for the names of states."""

    roles: frozenset[str]
    honorifics: frozenset[str]
    short_titles: frozenset[str]
    forums: frozenset[str]
    joints: frozenset[str]
    classes: frozenset[str]
    bodies: frozenset[str]
    bands: frozenset[str]
    takers: frozenset[str]
    hearsay: frozenset[str]
    telling: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    several: frozenset[str]
    itself: frozenset[str]
    states: frozenset[str]
    adjectives: tuple[tuple[str, str], ...]
    capitals: tuple[tuple[str, str], ...]

    def state_of_adjective(self, word: str) -> str | None:
        """Return the state an adjective belongs to ("Pakistani"), if it is known."""
        return dict(self.adjectives).get(word)

    def state_of_capital(self, name: str) -> str | None:
        """Return the state a seat of government speaks for ("Islamabad"), if it is known."""
        return dict(self.capitals).get(name)


@cache
def load(language: str = "en") -> Lexicon:
    """Read the words of a language.

    >>> load().state_of_capital("Islamabad")
    'Pakistan'
    """
    roles, venues, actors = (read(language, name) for name in ("roles", "venues", "actors"))
    return Lexicon(
        roles=frozenset(roles["heads"]) | frozenset(roles["short"]),
        honorifics=frozenset(roles["honorifics"]),
        short_titles=frozenset(roles["short"]),
        forums=frozenset(venues["forums"]),
        joints=frozenset(venues["joints"]),
        classes=frozenset(actors["classes"]),
        bodies=frozenset(actors["bodies"]),
        bands=frozenset(actors["bands"]),
        takers=frozenset(actors["takers"]),
        hearsay=frozenset(actors["hearsay"]),
        telling=frozenset(venues["telling"]),
        male=frozenset(actors["male"]),
        female=frozenset(actors["female"]),
        several=frozenset(actors["several"]),
        itself=frozenset(actors["nobody"]),
        states=frozenset(state for state, _, _ in actors["states"]),
        adjectives=tuple((adjective, state) for state, adjective, _ in actors["states"]),
        capitals=tuple((capital, state) for state, _, capital in actors["states"]),
    )


def read(language: str, name: str) -> dict[str, Any]:
    """Read one table of a language's lexicon."""
    place = resources.files("ingest") / "lexicon" / language / f"{name}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))
