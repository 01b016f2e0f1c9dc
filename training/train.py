"""The training loop: two losses a window, one step a batch, and a running mean of the weights that is kept.

Recipe: AdamW with decoupled decay (Loshchilov and Hutter 2019), the encoder's rate warmed up and led down in a line,
a higher rate for what starts from nothing, and an exponential mean of the weights (Polyak and Juditsky 1992).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ingest.tagger.windows import Labels, Numbers
from training.examples import IGNORED, Lesson, boundaries, see
from training.network import Tagger

MASK, KEPT_PIECES = 103, frozenset({101, 102, 1000})
"""The piece that hides another (BERT, section 3.1), and those that are never hidden: both edges, and quote marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train: once for ``epochs``, then in ``cycles`` of ``cycle_epochs``, at ``cycle_rate`` of the rates.

    ``jitter`` is the share of cues of several words that are cut at random in training, ``masked`` the share of word
    pieces that are hidden, ``blinded`` the share of windows without the parse's tags and dependencies.
    """

    epochs: float = 5.0
    cycles: int = 1
    cycle_epochs: float = 2.0
    cycle_rate: float = 0.5
    batch: int = 8
    encoder_rate: float = 2e-4
    fresh_rate: float = 1e-3
    decay: float = 0.01
    warm_up: float = 0.06
    jitter: float = 0.25
    masked: float = 0.05
    blinded: float = 0.1
    mean: float = 0.998
    boundary_weight: float = 20.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows, and the cues in them, padded to the longest."""

    pieces: Tensor
    present: Tensor
    first: Tensor
    cues: Tensor
    owner: Tensor
    cue_mask: Tensor
    places: Tensor
    known: Tensor
    near: Tensor
    roles: Tensor
    bounds: Tensor


def batches(lessons: Sequence[Lesson], recipe: Recipe, shuffle: random.Random) -> Iterator[list[Lesson]]:
    """Yield batches of windows of like length, in an order of their own each epoch."""
    while True:
        order = list(lessons)
        shuffle.shuffle(order)
        grouped = []
        for start in range(0, len(order), recipe.batch * 16):
            bucket = sorted(order[start : start + recipe.batch * 16], key=lambda each: each.window.pieces.shape[1])
            grouped += [bucket[i : i + recipe.batch] for i in range(0, len(bucket), recipe.batch)]
        shuffle.shuffle(grouped)
        yield from grouped


def collate(lessons: Sequence[Lesson], labels: Labels, recipe: Recipe, shuffle: random.Random) -> Batch:
    """Pad windows and cues to tensors."""
    size = max(lesson.window.pieces.shape[1] for lesson in lessons)
    words = max(len(lesson.window.words) for lesson in lessons)
    pieces = np.zeros((len(lessons), 5, size), dtype=np.int64)
    present = np.zeros((len(lessons), size), dtype=np.float32)
    first = np.zeros((len(lessons), words), dtype=np.int64)
    cues = np.full((len(lessons), words), IGNORED, dtype=np.int64)
    seen = []
    for row, lesson in enumerate(lessons):
        length, count = lesson.window.pieces.shape[1], len(lesson.window.words)
        pieces[row, :, :length], present[row, :length] = obscure(lesson.window.pieces, recipe, shuffle), 1
        first[row, :count], cues[row, :count] = lesson.window.first, lesson.cues
        for example in lesson.examples:
            cue = example.cue
            if len(cue) > 1 and shuffle.random() < recipe.jitter:
                start = shuffle.randrange(cue.start, cue.stop)
                cue = range(start, shuffle.randrange(start, cue.stop) + 1)
            seen.append((row, cue, *see(lesson, example, cue, labels)))
    reach = max((len(around.words) for _, _, around, _ in seen), default=1)
    shape = (len(seen), reach)
    cue_mask = np.zeros((len(seen), words), dtype=np.float32)
    places, known = np.zeros(shape, dtype=np.int64), np.zeros((len(seen), 4, reach), dtype=np.int64)
    near, roles = np.zeros(shape, dtype=np.float32), np.full(shape, IGNORED, dtype=np.int64)
    bounds = np.zeros((*shape, 4), dtype=np.float32)
    for n, (_, cue, around, role) in enumerate(seen):
        count = len(around.words)
        cue_mask[n, cue.start : cue.stop] = 1 / len(cue)
        places[n, :count] = np.arange(around.words.start, around.words.stop)
        known[n, :, :count] = around.distance, around.blocks, around.quotes, around.branch
        near[n, :count], roles[n, :count], bounds[n, :count] = 1, role, boundaries(role)
    owner = np.array([row for row, *_ in seen], dtype=np.int64)
    return Batch(
        *map(torch.from_numpy, (pieces, present, first, cues, owner, cue_mask, places, known, near, roles, bounds))
    )


def obscure(pieces: Numbers, recipe: Recipe, shuffle: random.Random) -> Numbers:
    """Hide some pieces, and sometimes all that the parse knows, so that neither is relied on alone."""
    seen = pieces.copy()
    for i in range(seen.shape[1]):
        if shuffle.random() < recipe.masked and seen[0, i] not in KEPT_PIECES:
            seen[0, i] = MASK
    if shuffle.random() < recipe.blinded:
        seen[3:] = 0
    return seen


def loss_of(tagger: Tagger, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return the losses of the cues, of the roles, and of where roles begin and end."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        cues, as_word, as_cue = tagger.encoder(batch.pieces, batch.first, batch.present)
        cue_vector = (as_cue[batch.owner] * batch.cue_mask[:, :, None]).sum(1)
        words = as_word[batch.owner[:, None], batch.places]
        out = tagger.head(words, cue_vector, batch.known, batch.near).float()
    for_cues = functional.cross_entropy(cues.float().flatten(0, 1), batch.cues.flatten(), ignore_index=IGNORED)
    for_roles = functional.cross_entropy(out[..., :3].flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORED)
    for_bounds = functional.binary_cross_entropy_with_logits(out[..., 3:], batch.bounds, reduction="none")
    return for_cues, for_roles, (for_bounds * batch.near[:, :, None]).sum() / (batch.near.sum() * 4)


def train(tagger: Tagger, lessons: Sequence[Lesson], labels: Labels, recipe: Recipe, out: Path) -> dict[str, Tensor]:
    """Train, and return the mean of the weights at the end of each cycle (Izmailov et al. 2018).

    ``out`` keeps what was reached last.
    """
    ends = [descend(tagger, lessons, labels, recipe, out)]
    for n in range(recipe.cycles):
        tagger.load_state_dict(ends[-1])
        again = replace(
            recipe,
            seed=recipe.seed + n + 1,
            epochs=recipe.cycle_epochs,
            encoder_rate=recipe.encoder_rate * recipe.cycle_rate,
            fresh_rate=recipe.fresh_rate * recipe.cycle_rate,
            masked=2 * recipe.masked,
        )
        torch.manual_seed(again.seed)
        ends.append(descend(tagger, lessons, labels, again, out))
    mean = {name: torch.stack([end[name] for end in ends]).mean(0) for name in ends[0]}
    torch.save(mean, out)
    return mean


def descend(tagger: Tagger, lessons: Sequence[Lesson], labels: Labels, recipe: Recipe, out: Path) -> dict[str, Tensor]:
    """Train once, from a warm-up to a rate of nothing, and return the running mean of the weights."""
    shuffle = random.Random(recipe.seed)
    fresh = [p for name, p in tagger.named_parameters() if is_fresh(name)]
    given = [p for name, p in tagger.named_parameters() if not is_fresh(name)]
    optimizer = torch.optim.AdamW(
        [{"params": given, "lr": recipe.encoder_rate}, {"params": fresh, "lr": recipe.fresh_rate}],
        weight_decay=recipe.decay,
        betas=(0.9, 0.98),
        fused=True,
    )
    total = int(len(lessons) / recipe.batch * recipe.epochs)
    mean = {name: value.detach().clone() for name, value in tagger.state_dict().items()}
    tagger.train()
    start, sums = time.monotonic(), [0.0, 0.0, 0.0]
    for step, chosen in zip(range(total), batches(lessons, recipe, shuffle), strict=False):
        factor = min(1.0, (step + 1) / (recipe.warm_up * total + 1)) * (1 - step / total)
        for group, rate in zip(optimizer.param_groups, (recipe.encoder_rate, recipe.fresh_rate), strict=True):
            group["lr"] = rate * factor
        parts = loss_of(tagger, collate(chosen, labels, recipe, shuffle))
        loss = 4 * parts[0] + 4 * parts[1] + recipe.boundary_weight * parts[2]
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        optimizer.step()
        keep = min(recipe.mean, step / (step + 10))
        with torch.no_grad():
            for name, value in tagger.state_dict().items():
                mean[name].lerp_(value, 1 - keep)
        sums = [old + float(part.detach()) for old, part in zip(sums, parts, strict=True)]
        if (step + 1) % 50 == 0:
            minutes = (time.monotonic() - start) / 60
            print(f"{step + 1}/{total} {minutes:.1f} min " + " ".join(f"{each / 50:.4f}" for each in sums), flush=True)
            sums = [0.0, 0.0, 0.0]
        if (step + 1) % 200 == 0:
            torch.save(mean, out)
    torch.save(mean, out)
    return mean


def is_fresh(name: str) -> bool:
    """Say whether a weight starts from nothing."""
    return name.startswith(("head.", "encoder.known", "encoder.cue", "encoder.as_"))
