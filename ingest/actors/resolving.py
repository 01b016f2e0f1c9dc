"""Which entry a name stands for: a conditional logit over its candidates and "none of them" (McFadden 1974).

The weights, and the curve that turns a share into how often such an answer was right (Platt 1999), are fitted by
``python -m training.links`` and stand in ``lexicon/en/links.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.actors.features import Row, gather
from ingest.actors.names import Entry, Names
from ingest.actors.words import Words
from ingest.model import Extraction

LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """The entry that an entity stands for most likely, and how often such an answer is right."""

    entity: int
    entry: Entry
    score: float


def weigh(rows: Sequence[Row], weights: Mapping[str, float]) -> list[float]:
    """Return the share of each row, and last that of none of them.

    >>> weigh([{"label": 1.0}], {"label": 0.0})
    [0.5, 0.5]
    """
    scores = [*(sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows), 0.0]
    most = max(scores)
    odds = [math.exp(each - most) for each in scores]
    total = sum(odds)
    return [each / total for each in odds]


def resolve(extraction: Extraction, names: Names, words: Words) -> Iterator[Verdict]:
    """Yield for each entity with candidates the likeliest entry."""
    for choice in gather(extraction, names, words):
        shares = weigh(choice.rows, words.weights)
        best = max(range(len(choice.entries)), key=shares.__getitem__)
        yield Verdict(choice.entity, choice.entries[best], calibrate(shares[best], words))


def calibrate(share: float, words: Words) -> float:
    """Return how often answers of such a share were right."""
    bounded = min(max(share, LEAST), 1 - LEAST)
    odds = words.slope * math.log(bounded / (1 - bounded)) + words.offset
    return 1 / (1 + math.exp(-odds))
