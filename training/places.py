"""Fit the weights that tell places of one name apart: ``python -m training.places GOLD``.

A conditional logit (McFadden 1974) is fitted to the development part of TR-News, once for each round, by Newton's
method with a ridge. Figures are of five folds by document, so that no document is scored with weights it helped to
fit; the calibration is fitted to the same out-of-fold answers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import ontology
from ingest import nlp
from ingest.logit import weigh
from ingest.model import Article, Extraction
from ingest.pipeline import Pipeline
from ingest.places import gazetteer, words
from ingest.places.context import Evidence
from ingest.places.features import FEATURES, Choice, gather, relate
from ingest.places.names import Names
from ingest.read.records import make_article
from onrecord.reading import open_extractor

GOLD = Path("data") / "places" / "trnews_dev.jsonl"
FOLDS = 5
RIDGE = 1.0
ROUNDS = 25
STEPS = (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.01)

type Vector = npt.NDArray[np.float64]
type Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article's choices, and for each the row that is right (the last for none) and how much it counts."""

    choices: list[Choice]
    evidence: Evidence
    right: list[int]
    counts: list[float]


def teach(extraction: Extraction, gold: Mapping[str, Any], names: Names) -> Lesson:
    """Pair an article's choices with its annotation; a place that was not annotated is none."""
    choices, evidence = gather(extraction, names)
    right, counts = [], []
    for choice in choices:
        met: Counter[int] = Counter()
        for mention in extraction.entities[choice.entity].mentions:
            for each in gold["entities"]:
                if each["span"][0] < mention.end and mention.start < each["span"][1]:
                    met[int(each["uri"].rstrip("/").rpartition("/")[2]) if each.get("uri") else 0] += 1
        number = met.most_common(1)[0][0] if met else 0
        places = [each.number for each in choice.places]
        right.append(places.index(number) if number in places else len(places))
        counts.append(float(min(3, max(1, sum(met.values())))))
    return Lesson(choices, evidence, right, counts)


def fit(
    rows: Sequence[Sequence[Mapping[str, float]]],
    right: Sequence[int],
    counts: Sequence[float],
    features: Sequence[str] = FEATURES,
) -> dict[str, float]:
    """Return the weights under which the right rows are likeliest, with a ridge (Newton's method)."""
    tables = [np.array([[row.get(name, 0.0) for name in features] for row in each]) for each in rows]
    weights: Vector = np.zeros(len(features))
    for _ in range(ROUNDS):
        slope, curve = RIDGE * weights, RIDGE * np.eye(len(features))
        for table, n, count in zip(tables, right, counts, strict=True):
            share = np.exp(table @ weights - (table @ weights).max())
            share /= share.sum()
            mean = share @ table
            slope += count * (mean - table[n])
            curve += count * ((table * share[:, None]).T @ table - np.outer(mean, mean))
        weights = weights - np.linalg.solve(curve, slope)
    return {name: round(float(w), 3) for name, w in zip(features, weights, strict=True)}


def learn(lessons: Sequence[Lesson]) -> tuple[Weights, Weights]:
    """Fit both rounds, the second on what the first concludes."""
    right = [n for each in lessons for n in each.right]
    counts = [n for each in lessons for n in each.counts]
    start = [row for each in lessons for row in relate(each.choices, each.evidence, {})]
    first = fit(start, right, counts)
    related = [row for each in lessons for row in relate(each.choices, each.evidence, conclude(each, first))]
    return first, fit(related, right, counts)


def conclude(lesson: Lesson, first: Weights) -> dict[int, list[float]]:
    """Return the shares of the first round."""
    rows = relate(lesson.choices, lesson.evidence, {})
    return {c.entity: weigh(each, first) for c, each in zip(lesson.choices, rows, strict=True)}


def answer(lesson: Lesson, rounds: tuple[Weights, Weights]) -> list[list[float]]:
    """Return the shares of the second round."""
    rows = relate(lesson.choices, lesson.evidence, conclude(lesson, rounds[0]))
    return [weigh(each, rounds[1]) for each in rows]


def calibrate(shares: Vector, hits: Vector, counts: Vector) -> tuple[float, float]:
    """Return slope and offset of the logistic curve from log-odds to how often they were right (Platt 1999)."""
    odds = np.log(shares / (1 - shares))
    table = np.stack([odds, np.ones_like(odds)], 1)
    weights: Vector = np.array([1.0, 0.0])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (p - hits)) + 0.01 * (weights - np.array([1.0, 0.0]))
        curve = (table * (counts * p * (1 - p))[:, None]).T @ table + 0.01 * np.eye(2)
        weights = weights - np.linalg.solve(curve, slope)
    return float(weights[0]), float(weights[1])


def read_lessons(gold: Path) -> list[Lesson]:
    """Read the annotated articles, without their dates: those are not written as ours are."""
    pipeline = Pipeline(nlp.load(), open_extractor(""))
    names = Names(gazetteer.load(), ontology.authority(), words.load())
    lessons = []
    for line in (gold / GOLD).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fields = {k: row[k] for k in ("text", "title", "publisher", "url") if row.get(k)}
        article = make_article(fields, row["doc_id"], None)
        if not isinstance(article, Article):
            raise article
        lessons.append(teach(pipeline.read(article), row, names))
    return lessons


def main() -> None:
    """Fit, and print figures and weights."""
    options = argparse.ArgumentParser(prog="python -m training.places", description=__doc__)
    options.add_argument("gold", type=Path, help="the folder that holds data/places")
    lessons = read_lessons(options.parse_args().gold)
    report(lessons)


def report(lessons: Sequence[Lesson]) -> None:
    """Print the figures of the folds, the calibration, and the weights of all documents together."""
    top: list[tuple[float, bool, bool, float]] = []
    for fold in range(FOLDS):
        rounds = learn([each for n, each in enumerate(lessons) if n % FOLDS != fold])
        for lesson in lessons[fold::FOLDS]:
            for choice, shares, n, count in zip(
                lesson.choices, answer(lesson, rounds), lesson.right, lesson.counts, strict=True
            ):
                best = max(range(len(choice.places)), key=shares.__getitem__)
                top.append((shares[best], best == n, n == len(choice.places), count))
    shares = np.clip(np.array([each[0] for each in top]), 1e-6, 1 - 1e-6)
    hits, none, counts = (np.array([float(each[k]) for each in top]) for k in (1, 2, 3))
    slope, offset = calibrate(shares, hits, counts)
    sure = 1 / (1 + np.exp(-(slope * np.log(shares / (1 - shares)) + offset)))
    known = 100 * (hits * counts).sum() / (counts * (1 - none)).sum()
    print(f"{len(top)} names; right of those that are in the gazetteer: {known:.1f} %")
    for low, high in pairwise(STEPS):
        held = (sure >= low) & (sure < high)
        if held.any():
            said, right = np.average(sure[held]), np.average(hits[held])
            print(f"{low:.2f}-{high:.2f}: {int(held.sum())} names, said {said:.2f}, right {right:.2f}")
    print(f"[weights]\nslope = {slope:.3f}\noffset = {offset:.3f}")
    for name, weights in zip(("first", "second"), learn(lessons), strict=True):
        print(f"[weights.{name}]", *(f"{each} = {weight}" for each, weight in weights.items()), sep="\n")


if __name__ == "__main__":
    main()
