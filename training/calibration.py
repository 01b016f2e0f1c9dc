"""How sure the tagger may call itself: its own figure beside the share of such findings that were right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.confidence import Triple, match, triple, words_in
from ingest.parse import Parse
from ingest.quotes import scan_speaking
from ingest.tagger.decode import Settings
from ingest.tagger.model import Model, Tagged, load

Rows = Iterable[tuple[dict[str, Any], Parse]]

BIN = 120
"""How many findings a point of the curve rests on at the least."""


def calibrate(file: Path, rows: Rows) -> Settings:
    """Return the settings with a curve from what the network gives to how often that was right, which only rises."""
    model = load(file)
    plain = replace(model.settings, floor=0.0, calibration=((0.0, 0.0), (1.0, 1.0)))
    judged = sorted(judge(replace(model, settings=plain), rows))
    return replace(model.settings, calibration=tuple(curve(judged)))


def judge(model: Model, rows: Rows) -> Iterator[tuple[float, bool]]:
    """Yield how sure the network is of each finding, and whether the gold data has it."""
    for row, parse in rows:
        text: str = row["text"]
        wanted = [triple(text, each["source"], each["cue"], each["content"]) for each in row["attributions"]]
        found = model.tag(parse, scan_speaking(parse))
        right = match(wanted, [words_of(parse, each) for each in found])
        yield from ((each.confidence, n in right) for n, each in enumerate(found))


def words_of(parse: Parse, found: Tagged) -> Triple:
    """Return a finding as sets of words."""

    def words(runs: Iterable[range]) -> frozenset[int]:
        spans = [parse.span(run.start, run.stop - 1) for run in runs]
        return words_in(parse.text, [(span.start, span.end) for span in spans])

    source = () if found.source is None else (found.source,)
    return Triple(words(source), words((found.cue,)), words(found.contents))


def curve(judged: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float]]:
    """Yield points of a rising curve: bins of equal size, pooled where a surer one was less often right.

    Pooling adjacent violators (Ayer et al. 1955) makes the closest rising curve.
    """
    pools: list[list[tuple[float, bool]]] = []
    for start in range(0, len(judged), BIN):
        pools.append(list(judged[start : start + BIN]))
        while len(pools) > 1 and share(pools[-1]) <= share(pools[-2]):
            last = pools.pop()
            pools[-1] = pools[-1] + last
    points = [(round(sum(sure for sure, _ in pool) / len(pool), 3), round(share(pool), 3)) for pool in pools]
    yield (0.0, 0.0)
    yield from (one for one, two in pairwise([*points, (1.0, 1.0)]) if one[0] < two[0])
    yield (1.0, points[-1][1])


def share(pool: Sequence[tuple[float, bool]]) -> float:
    """Return the share that was right."""
    return sum(right for _, right in pool) / len(pool)
