"""What speaks for each place that a name may stand for, as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import EntityKind, Extraction
from ingest.places.context import Evidence, beside, publishing_country, read_evidence, types
from ingest.places.gazetteer import Place, PlaceKind, key
from ingest.places.names import Names

NAMED = frozenset({EntityKind.PLACE, EntityKind.SITE})
NEAR = 150.0
"""The distance in kilometres over which closeness falls to 1/e."""

RADIUS = 6371.0
FEATURES = (
    "people",
    "region",
    "district",
    "continent",
    "exact",
    "cut",
    "beside",
    "country_share",
    "region_share",
    "publisher",
    "near",
    "typed",
    "mistyped",
    "capital",
    "none",
    "none_site",
)
"""The features by name. Those that begin with "none" are of the answer that no place fits."""

type Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A name of the article with the places it may stand for; ``rows`` are their features, the last that of none."""

    entity: int
    label: str
    weight: float
    places: tuple[Place, ...]
    rows: tuple[Row, ...]


def gather(extraction: Extraction, names: Names) -> tuple[list[Choice], Evidence]:
    """Return the place names of an article with their candidates, and what else the article says of where it is."""
    article = extraction.article
    entities = [(n, each) for n, each in enumerate(extraction.entities) if each.kind in NAMED and each.label]
    evidence = read_evidence(article, names, frozenset(key(each.label) for _, each in entities))
    home = publishing_country(article, names.words)
    choices = []
    for n, entity in entities:
        places = next((found for name in (entity.label, *entity.names) if (found := names.find(name))), ())
        if not places:
            continue
        around = beside(article.text, entity.mentions, names)
        kinds = types(article.text, entity.mentions, names.words)
        wanted = key(entity.label)
        rows = tuple(describe(place, wanted, around, kinds, home, names) for place in places)
        none = {
            "none": 1.0,
            "none_site": float(entity.kind is EntityKind.SITE),
        }
        choices.append(Choice(n, wanted, 1.0 + math.log(max(1, len(entity.mentions))), places, (*rows, none)))
    return choices, evidence


def describe(
    place: Place, wanted: str, around: frozenset[int], kinds: frozenset[PlaceKind], home: str | None, names: Names
) -> Row:
    """Return the features of a place that rest on it, on its name, and on the words beside the name."""
    known = {key(place.name), *map(key, place.names)}
    within = {*place.within, names.gazetteer.country_number(place.country)} - {place.number}
    return {
        "people": math.log10(1 + place.population),
        "region": float(place.kind is PlaceKind.REGION),
        "district": float(place.kind is PlaceKind.DISTRICT),
        "continent": float(place.kind is PlaceKind.CONTINENT),
        "exact": float(wanted in known),
        "cut": float(all(len(each) < len(wanted) for each in known)),
        "beside": float(bool(around & within)),
        "publisher": float(home is not None and place.country == home),
        "typed": float(place.kind in kinds),
        "mistyped": float(bool(kinds) and place.kind not in kinds),
        "capital": float(place.number in names.capitals),
    }


def relate(
    choices: Sequence[Choice], evidence: Evidence, shares: Mapping[int, Sequence[float]]
) -> list[tuple[Row, ...]]:
    """Return all features of all choices, with what the other names make of them.

    ``shares`` are the probabilities of each choice's places in the round before, by entity; there are none at first.
    """
    said = Evidence()
    for code, weight in evidence.countries.items():
        said.countries[code] += weight
    for number, weight in evidence.regions.items():
        said.regions[number] += weight
    own: dict[int, Evidence] = {}
    for choice in choices:
        own[choice.entity] = mine = Evidence()
        for place, share in zip(choice.places, shares.get(choice.entity, ()), strict=False):
            mine.add(place, share * choice.weight)
            said.add(place, share * choice.weight)
    settled = [
        (choice.label, place, share)
        for choice in choices
        for place, share in zip(choice.places, shares.get(choice.entity, ()), strict=False)
        if share > 0.2 and place.point is not None and place.kind is not PlaceKind.COUNTRY
    ]
    return [
        (
            *(
                row | place_among(place, choice, said, own[choice.entity], settled)
                for place, row in zip(choice.places, choice.rows, strict=False)
            ),
            choice.rows[-1],
        )
        for choice in choices
    ]


def place_among(
    place: Place, choice: Choice, said: Evidence, own: Evidence, settled: Iterable[tuple[str, Place, float]]
) -> Row:
    """Return the features that rest on the rest of the article."""
    around = (place.number, *place.within)
    if place.kind is PlaceKind.CONTINENT:
        return {}
    return {
        "country_share": share(said.countries, own.countries, place.country),
        "region_share": max(share(said.regions, own.regions, each) for each in around)
        if place.kind is not PlaceKind.COUNTRY
        else 0.0,
        "near": max(
            (
                sure * math.exp(-distance(place, other) / NEAR)
                for label, other, sure in settled
                if label != choice.label
            ),
            default=0.0,
        ),
    }


def share[Of](said: Mapping[Of, float], own: Mapping[Of, float], of: Of) -> float:
    """Return how much of what is said elsewhere in the article is said of one country or region."""
    total = sum(said.values()) - sum(own.values())
    return (said.get(of, 0.0) - own.get(of, 0.0)) / (total + 1.0)


def distance(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places in kilometres (haversine)."""
    if one.point is None or other.point is None:
        return math.inf
    (a, b), (c, d) = (tuple(map(math.radians, place)) for place in (one.point, other.point))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))
