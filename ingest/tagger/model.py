"""The tagger's file, and the two networks in it, run by ONNX Runtime on one thread.

The file is a zip archive of five members, so that it can be replaced as one: ``encoder.onnx``, ``head.onnx``,
``tokenizer.json``, ``labels.json`` (the parse's labels it was trained with, its settings, its version) and ``card.md``.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.errors import TaggerUnfit
from ingest.parse import Parse
from ingest.quotes import Quotations
from ingest.tagger.decode import Roleplay, Scores, Settings, choose_roles, find_cues, read_roles
from ingest.tagger.windows import Labels, Surroundings, Window, cut, surround

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

TOGETHER = 32
"""Cues that the second step reads at once."""

FORMAT = 1
"""The layout of the tagger's file that this release reads."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A cue with its source and contents, as ranges of the parse's tokens, and how sure the tagger is of it."""

    cue: range
    source: range | None
    contents: tuple[range, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue as a place in a window, how likely it is one, and what the second step sees of it."""

    window: Window
    cue: range
    share: float
    around: Surroundings
    words: Scores
    vector: Scores


@dataclass(frozen=True)
class Model:
    """A loaded tagger. ``digest`` is the SHA-256 of its file."""

    encoder: InferenceSession
    head: InferenceSession
    tokenizer: Tokenizer
    labels: Labels
    settings: Settings
    digest: str

    def tag(self, parse: Parse, quotations: Quotations) -> tuple[Tagged, ...]:
        """Return what the tagger finds in an article, in order of the text."""
        seen = [
            each for window in cut(parse, quotations, self.tokenizer, self.labels) for each in self.look(parse, window)
        ]
        seen.sort(key=lambda each: len(each.around.words))
        found = [
            tagged for start in range(0, len(seen), TOGETHER) for tagged in self.read(seen[start : start + TOGETHER])
        ]
        return tuple(sorted(keep_apart(found, self.settings), key=lambda each: each.cue.start))

    def look(self, parse: Parse, window: Window) -> Iterator[Candidate]:
        """Yield the cues of one window, each with the words around it."""
        feeds = {"pieces": window.pieces[None], "first": window.first[None]}
        scores, as_word, as_cue = (each[0] for each in self.encoder.run(None, feeds))
        for cue, share in find_cues(scores, self.settings.cue):
            around = surround(parse, window, cue, self.labels)
            words = as_word[around.words.start : around.words.stop]
            yield Candidate(window, cue, share, around, words, as_cue[cue.start : cue.stop].mean(axis=0))

    def read(self, seen: Sequence[Candidate]) -> Iterator[Tagged]:
        """Yield the cues that have something said, each with its source and contents."""
        paths, own = choose_roles(
            self.weigh(seen),
            [len(each.around.words) for each in seen],
            [each.around.cue for each in seen],
            self.settings.boundary,
        )
        for n, each in enumerate(seen):
            size = len(each.around.words)
            roles = read_roles(paths[n, :size], own[n, :size], each.around.cue, self.settings)
            if roles is None:
                continue
            sure = self.settings.calibrate(roles.confidence * each.share)
            if sure >= self.settings.floor:
                yield place(roles, sure, each)

    def weigh(self, seen: Sequence[Candidate]) -> Scores:
        """Run the second step on several cues at once."""
        reach = max(len(each.around.words) for each in seen)
        words = np.zeros((len(seen), reach, seen[0].words.shape[1]), np.float32)
        known = np.zeros((len(seen), 4, reach), np.int64)
        present = np.zeros((len(seen), reach), np.float32)
        for n, each in enumerate(seen):
            around, size = each.around, len(each.around.words)
            words[n, :size] = each.words
            known[n, :, :size] = around.distance, around.blocks, around.quotes, around.branch
            present[n, :size] = 1
        feeds = {"words": words, "cue": np.stack([each.vector for each in seen]), "known": known, "present": present}
        result: Scores = self.head.run(None, feeds)[0]
        return result


def place(roles: Roleplay, sure: float, candidate: Candidate) -> Tagged:
    """Count a cue's roles in the parse's tokens and no longer in the window's places."""
    window, cue = candidate.window.words.start, candidate.cue
    base = window + candidate.around.words.start

    def move(run: range) -> range:
        return range(base + run.start, base + run.stop)

    return Tagged(
        range(window + cue.start, window + cue.stop),
        move(roles.source) if roles.source else None,
        tuple(move(run) for run in roles.contents),
        sure,
    )


def keep_apart(found: list[Tagged], settings: Settings) -> list[Tagged]:
    """Leave out what claims the same words as something surer: the training data knows no nesting."""
    kept: list[tuple[Tagged, int]] = []
    owners: dict[int, list[int]] = defaultdict(list)
    for each in sorted(found, key=lambda one: (-one.confidence, one.cue.start)):
        words = {i for run in each.contents for i in run}
        shared = Counter(owner for i in words for owner in owners.get(i, ()))
        if all(count < settings.shared * min(len(words), kept[owner][1]) for owner, count in shared.items()):
            for i in words:
                owners[i].append(len(kept))
            kept.append((each, len(words)))
    return [each for each, _ in kept]


def load(path: Path) -> Model:
    """Read a tagger's file.

    Raises
    ------
    TaggerUnfit
        The file is no tagger, is damaged, or is of another release's layout.
    """
    from onnxruntime import InferenceSession, SessionOptions
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TaggerUnfit(f"{path}: cannot be read ({error.strerror}); name a tagger's file, or none") from error
    try:
        with zipfile.ZipFile(path) as archive:
            labels = json.loads(archive.read("labels.json"))
            check_format(labels, path)
            encoder, head = (
                InferenceSession(archive.read(f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
                for name in ("encoder", "head")
            )
            tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode("utf-8"))
    except (zipfile.BadZipFile, KeyError, ValueError, Fail, InvalidGraph, InvalidProtobuf) as error:
        raise TaggerUnfit(f"{path}: is no tagger ({error}); put the file back that came with the package") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Model(
        encoder,
        head,
        tokenizer,
        Labels(tuple(labels["tags"]), tuple(labels["deps"])),
        read_settings(labels["settings"]),
        hashlib.sha256(content).hexdigest(),
    )


def check_format(labels: dict[str, Any], path: Path) -> None:
    """Raise where the file's layout is not the one this release reads."""
    if labels.get("format") != FORMAT:
        raise TaggerUnfit(f"{path}: has layout {labels.get('format')}, and this release reads {FORMAT}; run make train")


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Read the settings as they stand in the file."""
    curve = tuple((float(sure), float(right)) for sure, right in given["calibration"])
    return Settings(**{**given, "calibration": curve})
