"""What an article's place names stand for: a conditional logit over the candidates of each name and "none of them".

The model is that of McFadden (1974), asked twice: what the first round makes of each name is context for the others in
the second. Its weights, and the curve that turns a share into how often such an answer was right (Platt 1999), are
fitted by ``python -m training.places`` and stand in ``lexicon/en/places.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.logit import calibrate, weigh
from ingest.model import Extraction
from ingest.places.features import gather, relate
from ingest.places.gazetteer import Place
from ingest.places.names import Names


@dataclass(frozen=True, slots=True)
class Verdict:
    """The place that a name stands for most likely, and how often such an answer is right."""

    place: Place
    score: float


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
        verdicts[choice.entity] = Verdict(
            choice.places[best], calibrate(given[best], names.words.slope, names.words.offset)
        )
    return verdicts
