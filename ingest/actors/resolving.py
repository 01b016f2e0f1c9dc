"""Which entry a name stands for: a conditional logit over its candidates and "none of them" (McFadden 1974).

The weights, and the curve that turns a share into how often such an answer was right (Platt 1999), are fitted by
``python -m training.links`` and stand in ``lexicon/en/links.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.actors.features import gather
from ingest.actors.names import Entry, Names
from ingest.actors.words import Words
from ingest.logit import calibrate, weigh
from ingest.model import Extraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """The entry that an entity stands for most likely, and how often such an answer is right."""

    entity: int
    entry: Entry
    score: float


def resolve(extraction: Extraction, names: Names, words: Words) -> Iterator[Verdict]:
    """Yield for each entity with candidates the likeliest entry."""
    for choice in gather(extraction, names, words):
        *shares, _ = weigh([*choice.rows, {}], words.weights)  # the last is none of them
        best = max(range(len(shares)), key=shares.__getitem__)
        yield Verdict(choice.entity, choice.entries[best], calibrate(shares[best], words.slope, words.offset))
