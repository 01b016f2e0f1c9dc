"""Gold attributions as what the network is to say: a label for each word, and for each cue a role for each word."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from ingest.blocks import divide
from ingest.nlp import Annotator
from ingest.parse import Parse
from ingest.quotes import scan_speaking
from ingest.tagger.windows import TAUGHT, Labels, Numbers, Surroundings, Window, cut, surround

IGNORED = -100
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
NO_ROLE, SOURCE, CONTENT = 0, 1, 2

Pairs = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Example:
    """A cue of a window, as places in it, and the role of each word of the window."""

    cue: range
    roles: Numbers


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with what is to be said of it. ``parse`` is kept for cues that are varied in training."""

    window: Window
    cues: Numbers
    examples: tuple[Example, ...]
    parse: Parse


def read_parses(path: Path, annotator: Annotator, cache: Path) -> list[tuple[dict[str, Any], Parse]]:
    """Read the gold articles of a file with their parses, annotating them only once."""
    if cache.exists():
        found: list[tuple[dict[str, Any], Parse]] = pickle.loads(cache.read_bytes())
        return found
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read = [(row, annotator.parse(row["text"], divide(row["text"], row.get("title")))) for row in rows]
    cache.write_bytes(pickle.dumps(read))
    return read


def teach(row: dict[str, Any], parse: Parse, tokenizer: Tokenizer, labels: Labels) -> Iterator[Lesson]:
    """Yield an article's lessons, window by window."""
    spans = [(token.start, token.end) for token in parse.tokens]
    ignored = covered(spans, row.get("ignore") or [])
    gold = [
        (covered(spans, each["cue"]), covered(spans, each["source"]), covered(spans, each["content"]))
        for each in row["attributions"]
    ]
    for window in cut(parse, scan_speaking(parse), tokenizer, labels, TAUGHT):
        low, high = window.words.start, window.words.stop
        cues = np.zeros(high - low, dtype=np.int64)
        examples = []
        for cue, source, content in gold:
            places = np.flatnonzero(cue[low:high])
            if not len(places) or (cue[:low].any()):
                continue
            place = range(int(places[0]), int(places[-1]) + 1)
            cues[place.start : place.stop] = INSIDE
            cues[place.start] = BEGINS
            roles = np.where(content[low:high], CONTENT, np.where(source[low:high], SOURCE, NO_ROLE))
            examples.append(Example(place, roles.astype(np.int64)))
        cues[ignored[low:high]] = IGNORED
        yield Lesson(window, cues, tuple(examples), parse)


def covered(spans: Sequence[tuple[int, int]], gold: Pairs) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Say for each word whether it overlaps one of the gold spans."""
    found = np.zeros(len(spans), dtype=bool)
    starts = np.array([start for start, _ in spans])
    ends = np.array([end for _, end in spans])
    for low, high in gold:
        found |= (starts < high) & (ends > low)
    return found


def boundaries(roles: Numbers) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return for each word whether a source begins, a source ends, a content begins, a content ends at it."""
    found = np.zeros((len(roles), 4), dtype=np.float32)
    for column, role in ((0, SOURCE), (2, CONTENT)):
        is_role = np.concatenate([[False], roles == role, [False]])
        found[:, column] = is_role[1:-1] & ~is_role[:-2]
        found[:, column + 1] = is_role[1:-1] & ~is_role[2:]
    return found


def see(lesson: Lesson, example: Example, cue: range, labels: Labels) -> tuple[Surroundings, Numbers]:
    """Return what the second step sees for a cue, and the role of each word it sees."""
    around = surround(lesson.parse, lesson.window, cue, labels, TAUGHT)
    return around, example.roles[around.words.start : around.words.stop]


def count(lessons: Iterable[Lesson]) -> tuple[int, int, int]:
    """Return how many windows, pieces and cues there are."""
    windows = pieces = cues = 0
    for lesson in lessons:
        windows, pieces, cues = windows + 1, pieces + lesson.window.pieces.shape[1], cues + len(lesson.examples)
    return windows, pieces, cues
