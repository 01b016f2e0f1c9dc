"""The card that goes with the weights: what they are, where they come from, how good they are, what they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from bench.attribution import Tally, measure, tag
from ingest.parse import Parse
from ingest.tagger.model import load
from training.train import Recipe

TEMPLATE = Path(__file__).parent / "card.md"


def describe(
    recipe: Recipe, digests: Mapping[str, str], file: Path, articles: Sequence[tuple[Mapping[str, Any], Parse]]
) -> str:
    """Return the card in Markdown, with the figures of the file as it is on the development part."""
    model = load(file)
    figures = measure(lambda parse: tag(model, parse), articles)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        digests="\n".join(f"    {digest}  {part}" for part, digest in digests.items()),
        figures=table(
            ("", "F1", "precision", "recall"), {name: shares(each) for name, each in figures.tallies.items()}
        ),
        classes=table(
            ("", "recall", "of"),
            {
                name: (percent(each.right, each.wanted), str(each.wanted))
                for name, each in sorted(figures.classes.items())
            },
        ),
        seed=recipe.seed,
        epochs=f"{recipe.epochs:g}",
        cycles=recipe.cycles,
        cycle_epochs=f"{recipe.cycle_epochs:g}",
        batch=recipe.batch,
        encoder_rate=f"{recipe.encoder_rate:g}",
        fresh_rate=f"{recipe.fresh_rate:g}",
    )


def shares(tally: Tally) -> tuple[str, ...]:
    """Return F1, precision and recall."""
    return f"{tally.f1:.1f}", percent(tally.right, tally.found), percent(tally.right, tally.wanted)


def percent(part: int, whole: int) -> str:
    """Return a share."""
    return f"{100 * part / max(1, whole):.1f}"


def table(head: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *([name, *cells] for name, cells in rows.items())]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
