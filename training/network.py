"""The tagger as a network: an encoder that sees a text once, and a small second step for each cue.

The encoder is MiniLM-L6 (Wang et al. 2020) with the layout of BERT. What the parse knows of each piece is added to
its embedding, from zero, so that training begins at the encoder as it was given.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, VOCABULARY, POSITIONS = 384, 12, 6, 30_522, 512
SMALL, SMALL_HEADS, SMALL_LAYERS = 192, 4, 2
CASES, QUOTES, DISTANCES, BLOCKS = 13, 4, 129, 5
CUE_LABELS, ROLE_LABELS, BOUNDARIES = 3, 3, 4


class Fused(torch.autograd.Function):
    """Attention as the one operator that ONNX Runtime has for it, written only into an exported network."""

    @staticmethod
    def forward(
        context: object, query: Tensor, key: Tensor, value: Tensor, present: Tensor | None, heads: int
    ) -> Tensor:
        """Give a tensor of the right shape; nothing is computed while a network is exported."""
        return value.clone()

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, present: Any, heads: int) -> Any:
        """Write the operator; ``present`` says which keys there are, all of them where it is missing."""
        inputs = [query, key, value]
        if present is not None and not present.node().mustBeNone():
            nothing = graph.op("prim::Constant")
            nothing.setType(torch._C.OptionalType.ofTensor())
            mask = graph.op("Cast", present, to_i=6)
            inputs += [nothing, mask]
        return graph.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=heads).setType(value.type())


class Layer(nn.Module):
    """A transformer layer that normalises after each half, as BERT does."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, epsilon: float = 1e-12) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.after_attention, self.after_inner = nn.LayerNorm(width, eps=epsilon), nn.LayerNorm(width, eps=epsilon)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, present: Tensor | None) -> Tensor:
        """Take and give [batch, length, width]; ``present`` is 1 where there is something, all of it where missing."""
        query, key, value = self.query(x), self.key(x), self.value(x)
        seen = (
            Fused.apply(query, key, value, present, self.heads)
            if torch.onnx.is_in_onnx_export()
            else self.attend(query, key, value, present)
        )
        x = self.after_attention(x + self.output(seen))
        inner = self.outer(functional.gelu(self.inner(x)))
        result: Tensor = self.after_inner(x + functional.dropout(inner, self.dropout, self.training))
        return result

    def attend(self, query: Tensor, key: Tensor, value: Tensor, present: Tensor | None) -> Tensor:
        """Let every place see every other that is present."""
        batch, length, width = query.shape

        def part(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        mask = None if present is None else ((1 - present.to(query.dtype)) * -1e4)[:, None, None, :]
        # No dropout here: it would keep the processor from the fused kernel, at half the speed.
        seen = functional.scaled_dot_product_attention(part(query), part(key), part(value), attn_mask=mask)
        return seen.transpose(1, 2).reshape(batch, length, width)


class Encoder(nn.Module):
    """Word pieces in; for each word the cue's labels, and the vectors the second step compares."""

    def __init__(self, tags: int, deps: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.known = nn.ModuleList(nn.Embedding(size, WIDTH) for size in (CASES, QUOTES, tags + 1, deps + 1))
        for table in self.known:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, 4 * WIDTH, 0.1) for _ in range(LAYERS))
        self.cue = nn.Linear(WIDTH, CUE_LABELS)
        self.as_word, self.as_cue = nn.Linear(WIDTH, SMALL), nn.Linear(WIDTH, 2 * SMALL)

    def forward(self, pieces: Tensor, first: Tensor, present: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Take pieces [batch, 5, length], each word's first piece [batch, words], and which pieces are present."""
        x = self.words(pieces[:, 0]) + self.positions.weight[: pieces.shape[2]][None]
        for row, table in enumerate(self.known, start=1):
            x = x + table(pieces[:, row])
        x = functional.dropout(self.norm(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, present)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, WIDTH))
        return self.cue(x), self.as_word(x), self.as_cue(x)


class Head(nn.Module):
    """A cue and the words around it in; for each word its role, and whether a role begins or ends there."""

    def __init__(self, branches: int) -> None:
        super().__init__()
        self.known = nn.ModuleList(nn.Embedding(size, SMALL) for size in (DISTANCES, BLOCKS, QUOTES, branches))
        self.norm = nn.LayerNorm(SMALL)
        self.layers = nn.ModuleList(Layer(SMALL, SMALL_HEADS, 2 * SMALL, 0.05) for _ in range(SMALL_LAYERS))
        self.out = nn.Linear(SMALL, ROLE_LABELS + BOUNDARIES)

    def forward(self, words: Tensor, cue: Tensor, known: Tensor, present: Tensor) -> Tensor:
        """Take words [cues, length, small], the cue's vector [cues, 2 small], what is known [cues, 4, length]."""
        plus, times = cue.chunk(2, -1)
        x = words + plus[:, None] + words * times[:, None]
        for row, table in enumerate(self.known):
            x = x + table(known[:, row])
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x, present)
        result: Tensor = self.out(x)
        return result


class Tagger(nn.Module):
    """Both steps."""

    def __init__(self, tags: int, deps: int, branches: int) -> None:
        super().__init__()
        self.encoder, self.head = Encoder(tags, deps), Head(branches)


def adopt(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Begin at a pretrained BERT of the same layout; the token type that never varies joins the positions."""
    given = {name.removeprefix("bert."): value for name, value in weights.items()}

    def copy(module: nn.Module, name: str) -> None:
        module.weight.data.copy_(given[f"{name}.weight"])  # type: ignore[union-attr, operator]
        module.bias.data.copy_(given[f"{name}.bias"])  # type: ignore[union-attr, operator]

    encoder.words.weight.data.copy_(given["embeddings.word_embeddings.weight"])
    types = given["embeddings.token_type_embeddings.weight"][0]
    encoder.positions.weight.data.copy_(given["embeddings.position_embeddings.weight"] + types)
    copy(encoder.norm, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layers):
        place = f"encoder.layer.{number}"
        for module, name in (
            (layer.query, "attention.self.query"),
            (layer.key, "attention.self.key"),
            (layer.value, "attention.self.value"),
            (layer.output, "attention.output.dense"),
            (layer.after_attention, "attention.output.LayerNorm"),
            (layer.inner, "intermediate.dense"),
            (layer.outer, "output.dense"),
            (layer.after_inner, "output.LayerNorm"),
        ):
            copy(module, f"{place}.{name}")  # type: ignore[arg-type]
