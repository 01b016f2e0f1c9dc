"""Train the tagger and write its file: ``python -m training GOLD [--seed N] [--epochs N] [--resume]``."""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load as load_weights
from tokenizers import Tokenizer
from torch import Tensor

from ingest import nlp
from ingest.nlp import Annotator
from ingest.tagger import FILE
from ingest.tagger.decode import Settings
from ingest.tagger.windows import BRANCHES, Labels
from training.calibration import calibrate
from training.card import describe
from training.examples import count, read_parses, teach
from training.export import export
from training.network import Tagger, adopt
from training.train import Recipe, train

CARD = Path(__file__).parent.parent / "docs" / "tagger.md"

DIGESTS = {
    "train": "cf9ae75994b432a6bc9e3321f200ac6e324f30eb66828bcc10a67937c7ee612e",
    "dev": "e4fe99c8611fcf55010e715d8a3da696648d5cf01fd30556ca3258d220d1bd93",
}
"""SHA-256 of the two parts of PolNeAR (Newell et al. 2018) that the weights are learned and calibrated on."""


def main() -> None:
    """Train, or take up what was trained, calibrate on the development part, and write the file with its card."""
    options = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    options.add_argument("gold", type=Path, help="the folder that holds data/polnear")
    options.add_argument(
        "--work", type=Path, default=Path("training/work"), help="where what can be made again is kept"
    )
    options.add_argument("--out", type=Path, default=FILE, help="the file to write")
    options.add_argument("--card", type=Path, default=CARD, help="where the model card is written as well")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--epochs", type=float, default=5.0)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--resume", action="store_true", help="take the weights that an earlier call has trained")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    random.seed(chosen.seed)
    chosen.work.mkdir(parents=True, exist_ok=True)
    corpus = chosen.gold / "data" / "polnear"
    check(corpus)
    annotator = nlp.load()
    labels = labels_of(annotator)
    tokenizer, weights = open_encoder()
    tagger = Tagger(len(labels.tags), len(labels.deps), BRANCHES + len(labels.deps) + 1)
    adopt(tagger.encoder, weights)
    recipe, kept = Recipe(seed=chosen.seed, epochs=chosen.epochs), chosen.work / f"seed{chosen.seed}.pt"
    if chosen.resume:
        tagger.load_state_dict(torch.load(kept, weights_only=True))
    else:
        parses = read_parses(corpus / "train.jsonl", annotator, chosen.work / "train.parses")
        lessons = [lesson for row, parse in parses for lesson in teach(row, parse, tokenizer, labels)]
        print("windows, word pieces and cues:", *count(lessons), flush=True)
        tagger.load_state_dict(train(tagger, lessons, labels, recipe, kept))
    words = tokenizer.to_str()
    export(tagger, labels, Settings(), words, "", chosen.out)
    dev = read_parses(corpus / "dev.jsonl", annotator, chosen.work / "dev.parses")
    settings = calibrate(chosen.out, dev)
    export(tagger, labels, settings, words, "", chosen.out)
    card = describe(recipe, DIGESTS, chosen.out, dev)
    export(tagger, labels, settings, words, card, chosen.out)
    chosen.card.write_text(card, encoding="utf-8")
    print(f"wrote {chosen.out}, {chosen.out.stat().st_size / 1e6:.1f} MB")


def check(corpus: Path) -> None:
    """Refuse other data than the recipe was measured on."""
    for part, digest in DIGESTS.items():
        file = corpus / f"{part}.jsonl"
        if not file.is_file():
            sys.exit(f"{file}: is missing; name the folder that holds data/polnear/{part}.jsonl")
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            sys.exit(f"{file}: is not the data this recipe was measured on; see DIGESTS in training/__main__.py")


def labels_of(annotator: Annotator) -> Labels:
    """Return the labels that the language pipeline gives."""
    tagger, parser = annotator.pipeline.get_pipe("tagger"), annotator.pipeline.get_pipe("parser")
    return Labels(tuple(tagger.labels), tuple(parser.labels))  # type: ignore[attr-defined]


def open_encoder() -> tuple[Tokenizer, dict[str, Tensor]]:
    """Return the tokenizer and the weights that training begins with, from the package that carries them."""
    package = find_spec("all_minilm_l6_v2")
    if package is None or package.origin is None:
        sys.exit("the encoder is not installed; run make train, which installs what training needs")
    with zipfile.ZipFile(Path(package.origin).parent / "model.zip") as archive:
        tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
        weights = load_weights(archive.read("model.safetensors"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, weights


if __name__ == "__main__":
    main()
