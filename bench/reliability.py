"""Draw how often links of a score were right: ``python -m bench.reliability docs/reliability.svg``.

The links of actors, groups, bodies and states of ``tests/gold/links.jsonl``, both parts together, in ranges of scores.
It needs matplotlib, which nothing else here does: ``uv pip install matplotlib``. The bars are the interval of Wilson
(1927) at 95 %.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import ontology
from bench.links import Answer, bin_scores, measure
from ingest import nlp
from ingest.link import SURE, UNLIKELY, Linker
from ingest.pipeline import Pipeline
from onrecord.reading import open_extractor

EDGES = (0.0, 0.4, 0.6, 0.75, 0.85, 0.95, 1.01)
Z = 1.96


def bound(share: float, count: int) -> tuple[float, float]:
    """Return how far below and above a share of a count the truth may lie.

    >>> [round(each, 2) for each in bound(1.0, 10)]
    [0.28, 0.0]
    """
    middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return max(0.0, share - (middle - half)), max(0.0, middle + half - share)


def draw(answers: Sequence[Answer], path: Path) -> None:
    """Draw the share that was right against the score, and write it as SVG."""
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "onrecord", "svg.fonttype": "none", "font.size": 9}
    plot: Any = import_module("matplotlib.pyplot")
    rows = [*bin_scores(answers, EDGES)]
    figure, axes = plot.subplots(figsize=(4.4, 4.0))
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
    errors = [bound(right, count) for count, _, right in rows]
    axes.errorbar(
        [said for _, said, _ in rows],
        [right for _, _, right in rows],
        yerr=[[low for low, _ in errors], [high for _, high in errors]],
        fmt="o", color="#1f5f8b", capsize=3, linewidth=1,
    )  # fmt: skip
    for count, said, right in rows:
        axes.annotate(str(count), (said, right), textcoords="offset points", xytext=(-6, -12), ha="right")
    for limit, name in ((UNLIKELY, "closeMatch"), (SURE, "exactMatch")):
        axes.axvline(limit, color="#bbbbbb", linewidth=0.8)
        axes.text(limit + 0.01, 0.02, name, rotation=90, va="bottom", color="#555555")
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="score of the link", ylabel="share that is right")
    axes.set_title("Links of actors, groups, bodies and states")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    for count, said, right in rows:
        print(f"{count:4} links, said {said:.2f}, right {right:.2f}")


def main() -> None:
    """Measure and draw."""
    answers = measure(Pipeline(nlp.load(), open_extractor("")), Linker(ontology.authority()))
    draw([each for part in answers.values() for each in part], Path(sys.argv[1]))


if __name__ == "__main__":
    main()
