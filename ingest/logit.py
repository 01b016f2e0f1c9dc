"""Choosing among candidates: a conditional logit (McFadden 1974), and how often what it is so sure of is right.

What a row of features weighs is compared with the other rows of the same choice. The shares that come of it are too
sure or not sure enough, and a logistic curve puts them right (Platt 1999).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

LEAST = 1e-6
"""How far from certain a share is taken to be at least."""

type Row = Mapping[str, float]


def weigh(rows: Sequence[Row], weights: Mapping[str, float]) -> list[float]:
    """Return the share of each row: how likely it is that this one is right. A row without features weighs nothing.

    >>> weigh([{"people": 2.0}, {"people": 2.0}], {"people": 1.0})
    [0.5, 0.5]
    >>> weigh([{"label": 1.0}, {}], {"label": 0.0})
    [0.5, 0.5]
    """
    scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    most = max(scores)
    odds = [math.exp(each - most) for each in scores]
    total = sum(odds)
    return [each / total for each in odds]


def calibrate(share: float, slope: float, offset: float) -> float:
    """Return how often answers of such a share were right.

    >>> calibrate(0.75, 1.0, 0.0)
    0.75
    """
    bounded = min(max(share, LEAST), 1 - LEAST)
    odds = slope * math.log(bounded / (1 - bounded)) + offset
    return 1 / (1 + math.exp(-odds))
