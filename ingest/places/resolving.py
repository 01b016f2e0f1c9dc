"""What an article's place names stand for: a conditional logit over the candidates of each name and "none of them".

The model is that of McFadden (1974), asked twice: what the first round makes of each name is context for the others in
the second. Its weights, and the curve that turns a share into how often such an answer was right (Platt 1999), are
fitted by ``python -m training.places`` and stand in ``lexicon/en/places.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Extraction
from ingest.places.features import Row, gather, relate
from ingest.places.gazetteer import Place
from ingest.places.names import Names

LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """The place that a name stands for most likely, and how often such an answer is right."""

    place: Place
    score: float


def weigh(rows: Sequence[Row], weights: Mapping[str, float]) -> list[float]:
    """Return the share of each row: how likely it is that this one is right.

    >>> weigh([{"people": 2.0}, {"people": 2.0}], {"people": 1.0})
    [0.5, 0.5]
    """
    scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    most = max(scores)
    odds = [math.exp(each - most) for each in scores]
    total = sum(odds)
    return [each / total for each in odds]


def resolve(extraction: Extraction, names: Names) -> dict[int, Verdict]:
    """Return for each place name with candidates, by entity, the likeliest place."""
    choices, evidence = gather(extraction, names)
    shares: dict[int, list[float]] = {}
    for weights in names.words.rounds:
        related = relate(choices, evidence, shares)
        shares = {choice.entity: weigh(rows, weights) for choice, rows in zip(choices, related, strict=True)}
    verdicts = {}
    for choice in choices:
        given = shares[choice.entity]
        best = max(range(len(choice.places)), key=given.__getitem__)
        verdicts[choice.entity] = Verdict(choice.places[best], calibrate(given[best], names))
    return verdicts


def calibrate(share: float, names: Names) -> float:
    """Return how often answers of such a share were right."""
    bounded = min(max(share, LEAST), 1 - LEAST)
    odds = names.words.slope * math.log(bounded / (1 - bounded)) + names.words.offset
    return 1 / (1 + math.exp(-odds))
