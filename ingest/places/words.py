"""How places are written, and the weights of what tells namesakes apart: ``lexicon/en/places.toml`` as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.places.gazetteer import PlaceKind

KINDS: Mapping[str, frozenset[PlaceKind]] = {
    "region": frozenset({PlaceKind.REGION}),
    "district": frozenset({PlaceKind.DISTRICT}),
    "town": frozenset({PlaceKind.TOWN}),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Short forms of regions with their ISO 3166-2 codes, type words with the kinds they mean, and the weights.

    ``rounds`` hold one weight for each feature, in the order of ``ingest.places.features.FEATURES``; ``slope`` and
    ``offset`` turn a log-odds into the one that was right as often as it says.
    """

    short: Mapping[str, tuple[str, ...]]
    types: Mapping[str, frozenset[PlaceKind]]
    anybody: frozenset[str]
    rounds: Sequence[Mapping[str, float]]
    slope: float
    offset: float


@cache
def load(language: str = "en") -> Words:
    """Read the words and weights of a language.

    >>> load().short["Ky."], sorted(load().types["county"])
    (('US-KY',), [<PlaceKind.DISTRICT: 'district'>])
    """
    text = files("ingest.lexicon").joinpath(language, "places.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    short: dict[str, tuple[str, ...]] = {}
    for code, forms in table["short"].items():
        for form in forms.split():
            short[form] = (*short.get(form, ()), code)
    types: dict[str, frozenset[PlaceKind]] = {}
    for name, words in table["types"].items():
        for word in words.split():
            types[word] = types.get(word, frozenset()) | KINDS[name]
    fitted = table.get("weights", {})
    return Words(
        short,
        types,
        frozenset(table["addresses"]["anybody"].split()),
        (fitted.get("first", {}), fitted.get("second", {})),
        float(fitted.get("slope", 1.0)),
        float(fitted.get("offset", 0.0)),
    )
