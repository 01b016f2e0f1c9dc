"""An annotated article as the numbers a tagger sees: windows of word pieces, each piece with what the parse knows.

The encoder is uncased and knows nothing of quotation marks or trees, so each piece carries the case of its word, where
it stands to a quotation, its part of speech and its dependency. Everything after the encoder counts in words, the
parse's tokens, so that a span found begins and ends where a word does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ingest.errors import TaggerUnfit
from ingest.parse import Parse, Token
from ingest.quotes import Quotations

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """How much is seen at once: word pieces by the encoder, their edges' marks included, and words around a cue.

    The second step sees ``before`` and ``after`` words, in the cue's block, ``back`` blocks before it and ``on`` after.
    """

    pieces: int
    before: int
    after: int
    back: int
    on: int


TAUGHT = View(384, 96, 160, 96, 96)
"""What the tagger is trained on: all that can matter."""

READ = View(256, 96, 160, 0, 1)
"""What it sees in use, at half the cost: the cue's block and the next hold 99.4 % of annotated sources and contents."""

MARK = '"'
"""What the encoder sees for every mark that opens or closes a quotation: which of the two it is, is known beside it."""


class Case(IntEnum):
    """The case of a word."""

    NONE = 0
    MARK = 1
    DIGIT = 2
    LOWER = 3
    UPPER = 4
    TITLE = 5
    MIXED = 6


class Quote(IntEnum):
    """Where a word stands to a quotation."""

    OUTSIDE = 0
    INSIDE = 1
    OPENS = 2
    CLOSES = 3


AT_EDGE = frozenset({Quote.OPENS, Quote.CLOSES})


@dataclass(frozen=True)
class Labels:
    """The closed lists of the parse's labels that a tagger was trained with; place 0 is whatever is in neither."""

    tags: tuple[str, ...]
    deps: tuple[str, ...]

    def tag(self, token: Token) -> int:
        """Return the number of a token's part of speech."""
        return self._tags.get(token.tag, 0)

    def dep(self, token: Token) -> int:
        """Return the number of a token's dependency."""
        return self._deps.get(token.dep, 0)

    @cached_property
    def _tags(self) -> dict[str, int]:
        return {tag: n for n, tag in enumerate(self.tags, start=1)}

    @cached_property
    def _deps(self) -> dict[str, int]:
        return {dep: n for n, dep in enumerate(self.deps, start=1)}


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article that the encoder sees at once.

    ``pieces`` has five rows, one number a word piece: piece, case, quotation, part of speech, dependency. ``first``
    is the piece each word begins with, ``words`` the tokens of the parse, ``blocks`` and ``quotes`` one number a word.
    """

    pieces: Numbers
    first: Numbers
    words: range
    blocks: Numbers
    quotes: Numbers


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never cut while it fits: a block, or a sentence of a block longer than a window."""

    words: range
    rows: tuple[tuple[int, int, int, int, int], ...]
    first: tuple[int, ...]


def cut(
    parse: Parse, quotations: Quotations, tokenizer: Tokenizer, labels: Labels, view: View = READ
) -> Iterator[Window]:
    """Yield an article's windows, in order; every word is in one and only one."""
    quotes = tuple(place_in(quotations, token) for token in parse.tokens)
    held: list[Unit] = []
    size = 1
    for unit in units(parse, tokenizer, labels, quotes, view.pieces):
        if held and size + len(unit.rows) + 1 > view.pieces:
            yield assemble(parse, held, tokenizer, quotes)
            held, size = [], 1
        held.append(unit)
        size += len(unit.rows) + 1
    if held:
        yield assemble(parse, held, tokenizer, quotes)


def units(parse: Parse, tokenizer: Tokenizer, labels: Labels, quotes: Sequence[Quote], most: int) -> Iterator[Unit]:
    """Yield blocks, or the sentences of long ones, or stretches of long sentences."""
    ranges = list(block_ranges(parse))
    encodings = tokenizer.encode_batch(
        [[MARK if quotes[i] in AT_EDGE else parse.tokens[i].text for i in words] for words in ranges],
        is_pretokenized=True,
        add_special_tokens=False,
    )
    unknown = number_of("[UNK]", tokenizer)
    for words, encoding in zip(ranges, encodings, strict=True):
        pieces: list[list[int]] = [[] for _ in words]
        for number, piece in zip(encoding.word_ids, encoding.ids, strict=True):
            if number is not None:
                pieces[number].append(piece)
        whole = [each[: most // 4] or [unknown] for each in pieces]
        yield from split(parse, words, whole, labels, quotes, most - 2)


def split(
    parse: Parse, words: range, pieces: Sequence[Sequence[int]], labels: Labels, quotes: Sequence[Quote], room: int
) -> Iterator[Unit]:
    """Yield one block as a unit, or as several where it has more pieces than a window has room for."""
    total = sum(map(len, pieces))
    start, size = words.start, 0
    for i in words:
        more = len(pieces[i - words.start])
        ends_sentence = total > room and size > room // 2 and parse.tokens[i].sent != parse.tokens[i - 1].sent
        if i > start and (size + more > room or ends_sentence):
            yield describe(parse, range(start, i), pieces[start - words.start : i - words.start], labels, quotes)
            start, size = i, 0
        size += more
    yield describe(parse, range(start, words.stop), pieces[start - words.start :], labels, quotes)


def describe(
    parse: Parse, words: range, pieces: Sequence[Sequence[int]], labels: Labels, quotes: Sequence[Quote]
) -> Unit:
    """Put what is known of each word beside each of its pieces."""
    rows: list[tuple[int, int, int, int, int]] = []
    first = []
    for i, parts in zip(words, pieces, strict=True):
        token = parse.tokens[i]
        first.append(len(rows))
        case, tag, dep = case_of(token.text), labels.tag(token), labels.dep(token)
        rows.extend(
            (piece, int(case) + (6 if n and case > 1 else 0), int(quotes[i]), tag, dep) for n, piece in enumerate(parts)
        )
    return Unit(words, tuple(rows), tuple(first))


def assemble(parse: Parse, held: Sequence[Unit], tokenizer: Tokenizer, quotes: Sequence[Quote]) -> Window:
    """Join units into a window, a mark at its beginning and after each unit (BERT, section 3.1)."""
    begin, end = number_of("[CLS]", tokenizer), number_of("[SEP]", tokenizer)
    rows: list[tuple[int, int, int, int, int]] = [(begin, 0, 0, 0, 0)]
    first: list[int] = []
    for unit in held:
        first.extend(len(rows) + place for place in unit.first)
        rows.extend(unit.rows)
        rows.append((end, 0, 0, 0, 0))
    words = range(held[0].words.start, held[-1].words.stop)
    return Window(
        np.array(rows, dtype=np.int64).T,
        np.array(first, dtype=np.int64),
        words,
        np.array([parse.tokens[i].block for i in words], dtype=np.int64),
        np.array([int(quotes[i]) for i in words], dtype=np.int64),
    )


def number_of(mark: str, tokenizer: Tokenizer) -> int:
    """Return the number of a mark that every vocabulary of this kind has."""
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise TaggerUnfit(f"the tagger's vocabulary lacks {mark}; put the file back that came with the package")
    return number


def block_ranges(parse: Parse) -> Iterator[range]:
    """Yield the tokens of each block."""
    start = 0
    for i, token in enumerate(parse.tokens):
        if token.block != parse.tokens[start].block:
            yield range(start, i)
            start = i
    if parse.tokens:
        yield range(start, len(parse.tokens))


def case_of(word: str) -> Case:
    """Return the case of a word.

    >>> [case_of(word).name for word in ("Senate", "US", "said", "2022", "“")]
    ['TITLE', 'UPPER', 'LOWER', 'DIGIT', 'MARK']
    """
    if not word[:1].isalnum():
        return Case.MARK
    if word[0].isdigit():
        return Case.DIGIT
    if word.islower():
        return Case.LOWER
    if word.isupper() and len(word) > 1:
        return Case.UPPER
    return Case.TITLE if word[0].isupper() else Case.MIXED


def place_in(quotations: Quotations, token: Token) -> Quote:
    """Return where one token stands to the quotation around it."""
    quotation = quotations.at(token.start)
    if quotation is None:
        return Quote.OUTSIDE
    if token.start == quotation.span.start:
        return Quote.OPENS
    return Quote.CLOSES if quotation.closed and token.end >= quotation.span.end else Quote.INSIDE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a cue, and how each stands to it: one number a word in each row.

    ``words`` are places in the window. ``distance`` is in words, 64 at the cue, cut at 64 either way; ``blocks`` is
    the distance in blocks, 2 at the cue, cut at 2; ``branch`` is the dependency of the cue's child above the word.
    """

    words: range
    cue: range
    distance: Numbers
    blocks: Numbers
    quotes: Numbers
    branch: Numbers


OUTSIDE, SENTENCE, ABOVE, CUE = 0, 1, 2, 3
"""Branches that are no dependency: another sentence, the same one but not below the cue, heads of the cue, the cue."""

BRANCHES = 4


def surround(parse: Parse, window: Window, cue: range, labels: Labels, view: View = READ) -> Surroundings:
    """Return what the second step sees for a cue, given as places in the window."""
    block = window.blocks[cue.start]
    low = max(cue.start - view.before, int(np.searchsorted(window.blocks, block - view.back)), 0)
    high = min(cue.stop + view.after, int(np.searchsorted(window.blocks, block + view.on, side="right")))
    places = np.arange(low, high)
    distance = np.where(
        places < cue.start,
        np.maximum(places - cue.start, -64),
        np.where(places >= cue.stop, np.minimum(places - cue.stop + 1, 64), 0),
    )
    blocks = np.clip(window.blocks[low:high] - window.blocks[cue.start], -2, 2) + 2
    return Surroundings(
        range(low, high),
        range(cue.start - low, cue.stop - low),
        distance + 64,
        blocks,
        window.quotes[low:high],
        find_branches(
            parse, window.words[low:high], range(window.words[cue.start], window.words[cue.stop - 1] + 1), labels
        ),
    )


def find_branches(parse: Parse, words: range, cue: range, labels: Labels) -> Numbers:
    """Return for each word the branch below the cue it hangs on."""
    branch = np.zeros(len(words), dtype=np.int64)
    first, end = parse.sentences[parse.tokens[cue.start].sent]
    branch[max(first, words.start) - words.start : max(0, min(end, words.stop) - words.start)] = SENTENCE
    inside = set(cue)
    heads = {i for i in cue if parse.tokens[i].head not in inside or parse.tokens[i].head == i}
    for i in inside:
        for child in parse.children[i]:
            if child not in inside:
                number = labels.dep(parse.tokens[child]) + BRANCHES
                for below in parse.subtree(child):
                    if below in words:
                        branch[below - words.start] = number
    for i in heads:
        for above in parse.ancestors(i):
            if above in words and above not in inside:
                branch[above - words.start] = ABOVE
    for i in cue:
        if i in words:
            branch[i - words.start] = CUE
    return branch
