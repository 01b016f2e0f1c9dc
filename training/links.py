"""Fit the weights that tell the entries of the authority apart: ``python -m training.links``.

A conditional logit (McFadden 1974) is fitted to the development part of ``tests/gold/links.jsonl`` by Newton's method
with a ridge. The calibration is fitted to answers of five folds by article, so that no article is scored with weights
it helped to fit. Nothing of the blind part is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

import ontology
from bench.links import find_entity, read_gold
from ingest import nlp
from ingest.actors import words
from ingest.actors.features import FEATURES, Choice, Row, gather
from ingest.actors.names import Names
from ingest.address import BASE
from ingest.logit import weigh
from ingest.model import Extraction, Span
from ingest.pipeline import Pipeline
from onrecord.reading import open_extractor
from training.places import FOLDS, STEPS, Weights, calibrate, fit

type Lesson = list[tuple[Choice, int]]
"""The choices of an article that were annotated, each with the row that is right (the last for none)."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer of the folds: its share, and whether it is right."""

    share: float
    right: bool


def teach(extraction: Extraction, mentions: Sequence[dict[str, Any]], names: Names) -> Lesson:
    """Pair an article's choices with its annotation; an entity that has two different entries is left out."""
    wanted: dict[int, set[str | None]] = {}
    for mention in mentions:
        entity = find_entity(extraction, Span(*mention["span"]))
        if entity is not None:
            wanted.setdefault(entity, set()).add(mention["target"])
    lesson = []
    for choice in gather(extraction, names, words.load()):
        targets = wanted.get(choice.entity, set())
        if len(targets) == 1:
            iris = [str(entry.iri).removeprefix(BASE) for entry in choice.entries]
            target = next(iter(targets))
            lesson.append((choice, iris.index(target) if target in iris else len(iris)))
    return lesson


def learn(lessons: Sequence[Lesson]) -> Weights:
    """Fit the weights."""
    pairs = [pair for lesson in lessons for pair in lesson]
    rows: list[list[Row]] = [[*choice.rows, {}] for choice, _ in pairs]
    return fit(rows, [n for _, n in pairs], [1.0] * len(pairs), FEATURES)


def hold_out(lessons: Sequence[Lesson]) -> Iterator[Held]:
    """Yield the likeliest entry of each choice by weights that its article did not help to fit."""
    for fold in range(FOLDS):
        weights = learn([each for n, each in enumerate(lessons) if n % FOLDS != fold])
        for lesson in lessons[fold::FOLDS]:
            for choice, n in lesson:
                shares = weigh([*choice.rows, {}], weights)
                best = max(range(len(choice.entries)), key=shares.__getitem__)
                yield Held(shares[best], best == n)


def main() -> None:
    """Fit, and print the calibration and the weights."""
    pipeline, names = Pipeline(nlp.load(), open_extractor("")), Names(ontology.authority())
    lessons = [
        teach(pipeline.read(article), row["mentions"], names) for row, article in read_gold() if row["part"] == "dev"
    ]
    held = [*hold_out(lessons)]
    shares = np.clip(np.array([each.share for each in held]), 1e-6, 1 - 1e-6)
    hits = np.array([float(each.right) for each in held])
    slope, offset = calibrate(shares, hits, np.ones_like(hits))
    sure = 1 / (1 + np.exp(-(slope * np.log(shares / (1 - shares)) + offset)))
    for low, high in pairwise(STEPS):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            said, right = sure[inside].mean(), hits[inside].mean()
            print(f"# {low:.2f}-{high:.2f}: {int(inside.sum())} names, said {said:.2f}, right {right:.2f}")
    print(f"[weights]\nslope = {slope:.3f}\noffset = {offset:.3f}")
    print(*(f"{name} = {weight}" for name, weight in learn(lessons).items()), sep="\n")


if __name__ == "__main__":
    main()
