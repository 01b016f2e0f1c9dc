"""The words by which names of bodies are told from names that any country has one of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Words of names that say what sort of body it is, and not which."""

    generic: frozenset[str]

    def is_generic(self, name: tuple[str, ...]) -> bool:
        """Say whether a name has no word that tells its bearer from others.

        >>> load().is_generic(("ministry", "of", "health")), load().is_generic(("duarte", "foundation"))
        (True, False)
        """
        return all(word in self.generic for word in name)


@cache
def load() -> Words:
    """Read the words, once a process."""
    with (files("ingest") / "lexicon" / "en" / "entities.toml").open("rb") as source:
        return Words(frozenset(tomllib.load(source)["generic"]))
