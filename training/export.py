"""Write the tagger's file: both networks in ONNX with weights of eight bits, and all that reading needs beside them."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from ingest.tagger.decode import Settings
from ingest.tagger.model import FORMAT
from ingest.tagger.windows import Labels
from training.network import SMALL, Tagger

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time every member of the file has, so that the same weights make the same file."""


def export(tagger: Tagger, labels: Labels, settings: Settings, tokenizer: str, card: str, out: Path) -> None:
    """Write ``out``; ``tokenizer`` is the tokenizer's JSON, ``card`` the model card in Markdown."""
    tagger.eval()
    with tempfile.TemporaryDirectory() as folder:
        networks = {name: quantize(name, tagger, Path(folder)) for name in ("encoder", "head")}
    known = {"format": FORMAT, "tags": labels.tags, "deps": labels.deps, "settings": asdict(settings)}
    members = {
        "labels.json": json.dumps(known).encode(),
        "tokenizer.json": tokenizer.encode(),
        "card.md": card.encode(),
        **{f"{name}.onnx": content for name, content in networks.items()},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def quantize(name: str, tagger: Tagger, folder: Path) -> bytes:
    """Return one network as ONNX with eight-bit weights, a scale for each channel."""
    whole, small = folder / f"{name}.onnx", folder / f"{name}.int8.onnx"
    size, words = 40, 30
    given: tuple[torch.Tensor, ...]
    if name == "encoder":
        pieces = torch.ones(2, 5, size, dtype=torch.long)
        first = torch.arange(words)[None].expand(2, -1)
        given, inputs = (pieces, first), ["pieces", "first"]
        outputs, axes = ["cues", "as_word", "as_cue"], {"pieces": {0: "b", 2: "t"}}
        axes |= {each: {0: "b", 1: "w"} for each in ("first", *outputs)}
    else:
        given = (
            torch.ones(2, words, SMALL),
            torch.ones(2, 2 * SMALL),
            torch.ones(2, 4, words, dtype=torch.long),
            torch.ones(2, words),
        )
        inputs, outputs = ["words", "cue", "known", "present"], ["roles"]
        axes = {"words": {0: "n", 1: "w"}, "cue": {0: "n"}, "known": {0: "n", 2: "w"}, "present": {0: "n", 1: "w"}}
        axes |= {"roles": {0: "n", 1: "w"}}
    torch.onnx.export(
        getattr(tagger, name),
        given,
        str(whole),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )
    quantize_dynamic(str(whole), str(small), weight_type=QuantType.QInt8, per_channel=True)
    return small.read_bytes()
