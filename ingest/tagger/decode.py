"""From what a tagger says of each word to spans: cues, and for each cue one source and its contents.

A path through the words is chosen whole (Viterbi 1967): each word's role weighs in, and so does whether a role begins
or ends there, so that a span is closed where the tagger says it ends and not where one word happens to fall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Roles = NDArray[np.int64]

NO_ROLE, SOURCE, CONTENT = 0, 1, 2
OUTSIDE, BEGINS, INSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How spans are chosen; the values were fitted on the development part of the training data.

    ``cue`` is how likely a word must be to begin a cue, ``boundary`` how much beginnings and ends weigh against the
    words' own roles, ``gap`` how many words may part two runs of one role and still be joined. ``calibration`` is a
    curve from how sure the network is to how often it was right, ``floor`` the least of that for a finding, ``shared``
    the share of a content's words that a surer finding may have as well.
    """

    cue: float = 0.4
    boundary: float = 0.5
    gap: int = 2
    floor: float = 0.37
    shared: float = 0.5
    calibration: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def calibrate(self, confidence: float) -> float:
        """Return how often findings of this confidence were right.

        >>> Settings(calibration=((0.0, 0.0), (0.5, 0.8), (1.0, 0.9))).calibrate(0.75)
        0.85
        """
        given, right = zip(*self.calibration, strict=True)
        return round(float(np.interp(confidence, given, right)), 4)


def log_softmax(scores: Scores) -> Scores:
    """Return the logarithms of shares along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def find_cues(scores: Scores, threshold: float) -> list[tuple[range, float]]:
    """Return the cues of a window, as places in it, each with how likely it is; ``scores`` is [words, 3]."""
    shares = np.exp(log_softmax(scores))
    found: list[tuple[range, float]] = []
    i, count = 0, len(shares)
    while i < count:
        begins, spoken = float(shares[i, BEGINS]), 1 - float(shares[i, OUTSIDE])
        after_cue = bool(found) and found[-1][0].stop == i
        if begins >= threshold or (spoken >= max(0.5, threshold) and not after_cue):
            end = i + 1
            while end < count and shares[end, INSIDE] > max(shares[end, BEGINS], 0.5 * shares[end, OUTSIDE]):
                end += 1
            found.append((range(i, end), max(begins, spoken)))
            i = end
        else:
            i += 1
    return found


def choose_roles(scores: Scores, lengths: Sequence[int], cues: Sequence[range], weight: float) -> tuple[Roles, Scores]:
    """Return the best path of roles for each cue, and the logarithm of each word's share of each role.

    ``scores`` is [cues, words, 7]: the roles, then whether a source begins, a source ends, a content begins, ends.
    """
    count, length, _ = scores.shape
    own = log_softmax(scores[..., :3])
    weighed = own.copy()
    for n, (size, cue) in enumerate(zip(lengths, cues, strict=True)):
        weighed[n, cue.start : cue.stop, 1:] = -1e4
        weighed[n, size:, 1:] = -1e4
    yes, no = -np.logaddexp(0, -scores[..., 3:]), -np.logaddexp(0, scores[..., 3:])
    enter, stay_in = np.zeros((count, length, 3), np.float32), np.zeros((count, length, 3), np.float32)
    leave, stay_out = np.zeros_like(enter), np.zeros_like(enter)
    enter[..., 1:], stay_in[..., 1:] = weight * yes[..., 0::2], weight * no[..., 0::2]
    leave[..., 1:], stay_out[..., 1:] = weight * yes[..., 1::2], weight * no[..., 1::2]
    best = weighed[:, 0] + enter[:, 0]
    came = np.zeros((count, length, 3), dtype=np.int64)
    same = np.eye(3, dtype=bool)
    for t in range(1, length):
        change = leave[:, t - 1, :, None] + enter[:, t, None, :]
        remain = stay_out[:, t - 1, :, None] + stay_in[:, t, None, :]
        step = best[:, :, None] + np.where(same, remain, change)
        came[:, t] = step.argmax(axis=1)
        best = step.max(axis=1) + weighed[:, t]
    best = best + leave[:, -1]
    path = np.zeros((count, length), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    rows = np.arange(count)
    for t in range(length - 1, 0, -1):
        path[:, t - 1] = came[rows, t, path[:, t]]
    return path, own


def runs(marks: NDArray[Any], cue: range, barrier: NDArray[Any], gap: int) -> list[range]:
    """Return the runs of true marks, joined over small gaps that hold no part of the cue and no barrier."""
    found: list[range] = []
    for place in np.flatnonzero(marks):
        i = int(place)
        if found:
            last = found[-1]
            between = range(last.stop, i)
            crosses = last.stop <= cue.start < i
            if not between or (len(between) <= gap and not crosses and not barrier[last.stop : i].any()):
                found[-1] = range(last.start, i + 1)
                continue
        found.append(range(i, i + 1))
    return found


@dataclass(frozen=True, slots=True)
class Roleplay:
    """What a cue was found to have: its source if any, its contents, and how sure their words are."""

    source: range | None
    contents: tuple[range, ...]
    confidence: float


def read_roles(path: Roles, own: Scores, cue: range, settings: Settings) -> Roleplay | None:
    """Return the source and the contents of one cue from its path, ``None`` where nothing is said."""
    sources = runs(path == SOURCE, cue, path == CONTENT, settings.gap)
    contents = runs(path == CONTENT, cue, path == SOURCE, settings.gap)
    if not contents:
        return None
    shares = np.exp(own)
    mass = [float(shares[run.start : run.stop, CONTENT].sum()) for run in contents]
    kept = [run for run, each in zip(contents, mass, strict=True) if each >= 0.1 * max(mass) or len(run) >= 5]
    sure = float(np.mean([shares[run.start : run.stop, CONTENT].mean() for run in kept]))
    source = max(sources, key=lambda run: float(shares[run.start : run.stop, SOURCE].sum()), default=None)
    return Roleplay(source, tuple(kept), sure)
