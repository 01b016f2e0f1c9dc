"""An annotated text as plain values: tokens, sentences, named entities, and the tree over them.

The labels are those of the pipeline that made them (Penn tags, ClearNLP dependencies for the English models).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.model import Block, Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its place in the article's text, its forms, and its head's index (its own at a root)."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    ent: str
    sent: int
    block: int


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity the pipeline found: tokens ``start`` to ``end`` (excluded), and its label (PERSON, GPE, ...)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Parse:
    """An article's speaking blocks, annotated. Sentences are token ranges and never cross a block."""

    text: str
    blocks: tuple[Block, ...]
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    names: tuple[Name, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token, the indices of its dependents, in order of the text."""
        lists: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                lists[token.head].append(token.i)
        return tuple(tuple(group) for group in lists)

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """For each token, the first and last token of its subtree (both included)."""
        left = list(range(len(self.tokens)))
        right = list(range(len(self.tokens)))
        for first, end in self.sentences:
            order = sorted(range(first, end), key=self.depth, reverse=True)
            for i in order:
                head = self.tokens[i].head
                left[head] = min(left[head], left[i])
                right[head] = max(right[head], right[i])
        return tuple(zip(left, right, strict=True))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The common nouns of the article, as it writes them small."""
        return frozenset(token.text for token in self.tokens if token.pos == "NOUN" and token.text.islower())

    @cached_property
    def _depths(self) -> tuple[int, ...]:
        depths = [-1] * len(self.tokens)
        for token in self.tokens:
            path = []
            i = token.i
            while depths[i] < 0 and self.tokens[i].head != i:
                path.append(i)
                i = self.tokens[i].head
            depth = max(depths[i], 0)
            depths[i] = depth
            for j in reversed(path):
                depth += 1
                depths[j] = depth
        return tuple(depths)

    def depth(self, i: int) -> int:
        """How many heads stand above token ``i``; 0 at a sentence's root."""
        return self._depths[i]

    def ancestors(self, i: int) -> Iterator[int]:
        """Walk from the head of token ``i`` up to the root of its sentence."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def subtree(self, i: int) -> Iterator[int]:
        """Walk all tokens below ``i``, itself included, in no particular order."""
        stack = [i]
        while stack:
            j = stack.pop()
            yield j
            stack.extend(self.children[j])

    def span(self, first: int, last: int) -> Span:
        """Return the text span from token ``first`` to token ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def between(self, span: Span) -> Sequence[Token]:
        """Return the tokens that lie wholly within ``span``."""
        low, high = self.first_at(span.start), self.first_at(span.end)
        if high > low and self.tokens[high - 1].end > span.end:
            high -= 1
        return self.tokens[low:high]

    def sentences_in(self, span: Span) -> range:
        """Return the numbers of the sentences that have a token starting within ``span``."""
        low, high = self.first_at(span.start), self.first_at(span.end)
        return range(self.tokens[low].sent, self.tokens[high - 1].sent + 1) if low < high else range(0)

    def first_at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after ``offset`` (the number of tokens if none)."""
        return bisect_left(self._starts, offset)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)
