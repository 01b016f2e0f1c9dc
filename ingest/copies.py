"""Which articles print what others print: the same report at another address, whole, cut, or inside a longer article.

A body is taken as the set of its runs of five words (shingles), and two bodies are compared by containment both ways
(Broder 1997, "On the resemblance and containment of documents"): likeness alone misses an excerpt, for a short text
that stands whole in a long one has little in common with all of it. Only body blocks count, so a headline, a byline, a
caption or a share link of a publisher's own makes no difference.

What two bodies share is counted exactly. Which bodies are compared at all is found by a sample of their shingles, those
whose hash is a multiple of `RATE` (the same paper's sketch for containment): where an excerpt stands in a text, its
whole sample stands in the sample of that text, whatever their lengths.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from ingest.blocks import divide
from ingest.model import BlockRole

WIDTH = 5
"""Words in a shingle."""

SHARE = 0.5
"""The least part of a body's shingles that stands in another body, for the one to be printed in the other."""

LEAST = 20
"""Shingles that two bodies must share: stock phrases and a quoted sentence are fewer. Equal bodies may be shorter."""

RATE = 8
"""One shingle in so many is looked up."""

_HASH = np.dtype("<u8")
_WORD = re.compile(r"\w+")
_WITHIN = re.compile(r"(?<=\w)['’ʼ](?=\w)")


class CopyKind(StrEnum):
    """How a text stands to the one that it is printed from."""

    EXACT = "exact"
    COPY = "copy"
    EXCERPT = "excerpt"
    EXTENSION = "extension"

    @property
    def repeats(self) -> bool:
        """Whether the text is no report of its own."""
        return self is not CopyKind.EXTENSION


class OriginalBasis(StrEnum):
    """On what ground one of two texts is taken for the original."""

    PUBLISHED_EARLIER = "publishedEarlier"
    STORED_FIRST = "storedFirst"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a body is compared by: a digest of its words, and its shingles' hashes, sorted, eight bytes each."""

    digest: str
    shingles: bytes

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """The hashes, ascending and each once."""
        return np.frombuffer(self.shingles, _HASH)

    @property
    def sample(self) -> tuple[int, ...]:
        """The hashes that are looked up, as signed integers of 64 bits."""
        hashes = self.hashes
        return tuple(hashes[hashes % RATE == 0].view("<i8").tolist())

    def without(self, other: Signature) -> Signature:
        """Leave out the shingles that another body has."""
        return Signature(self.digest, np.setdiff1d(self.hashes, other.hashes, assume_unique=True).tobytes())


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a copy and its original have in common.

    ``share_of_copy`` is the part of the copy's shingles that stands in the original, and the other way round.
    """

    kind: CopyKind
    share_of_copy: float
    share_of_original: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that was printed before another, and is like it.

    ``version`` and ``work`` are its addresses, ``day`` the first day that its work is known to be published on, and
    ``first`` what it is itself a copy of.
    """

    version: str
    work: str
    day: date | None
    first: str | None
    likeness: Likeness
    basis: OriginalBasis


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a text is printed from: the address of that version, how the two are alike, and why it is the original."""

    source: str
    likeness: Likeness
    basis: OriginalBasis


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as far as its copies are known by it: its address, the words for who says it, and what is said."""

    statement: str
    source: str
    content: str


def sign(text: str, title: str | None = None) -> Signature:
    r"""Sign the body of an article; its blocks are told apart as they are when it is read.

    Examples
    --------
    >>> here = sign("The bridge over the Drina was closed on Monday, the ministry said.")
    >>> there = sign("By Ana Reyes\n\nThe bridge over the Drina was CLOSED on Monday , the ministry said.")
    >>> here == there, len(here.hashes)
    (True, 8)
    """
    body = (block.span.of(text) for block in divide(text, title) if block.role is BlockRole.BODY)
    words = [word for part in body for word in fold(part)]
    if not words:
        return Signature("", b"")
    runs = (" ".join(words[n : n + WIDTH]) for n in range(max(len(words) - WIDTH + 1, 1)))
    hashes = b"".join(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest() for run in runs)
    whole = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Signature(whole, np.unique(np.frombuffer(hashes, _HASH)).tobytes())


def fold(text: str) -> list[str]:
    """Return the words of a text as they are compared: no case, no marks, and an apostrophe joins.

    >>> fold("“Don’t,” she said — twice.")
    ['dont', 'she', 'said', 'twice']
    """
    return _WORD.findall(_WITHIN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def compare(copy: Signature, original: Signature) -> Likeness | None:
    """Say how a text is printed from another, should it be the later one; ``None`` where it is not.

    Examples
    --------
    >>> lead = " ".join(f"w{n}" for n in range(60))
    >>> more = lead + " " + " ".join(f"x{n}" for n in range(200))
    >>> str(compare(sign(lead + "."), sign(more + ".")).kind), str(compare(sign(more + "."), sign(lead + ".")).kind)
    ('excerpt', 'extension')
    """
    if not copy.digest or not original.digest:
        return None
    if copy.digest == original.digest:
        return Likeness(CopyKind.EXACT, 1.0, 1.0)
    mine, theirs = copy.hashes, original.hashes
    shared = len(np.intersect1d(mine, theirs, assume_unique=True))
    of_copy, of_original = shared / len(mine), shared / len(theirs)
    if shared < LEAST or max(of_copy, of_original) < SHARE:
        return None
    whole = CopyKind.COPY if of_original >= SHARE else CopyKind.EXCERPT
    return Likeness(whole if of_copy >= SHARE else CopyKind.EXTENSION, round(of_copy, 3), round(of_original, 3))


def choose(candidates: Iterable[Candidate]) -> tuple[Quotation, ...]:
    """Choose what a text is printed from: one original, or else every shorter text that it takes up.

    The original is the one that was published earliest; of those of one day, one that is no copy itself, then the one
    with more in common. Of shorter texts that are copies of each other the original is taken.
    """
    ranked = sorted(candidates, key=_rank)
    for each in ranked:
        if each.likeness.kind.repeats:
            return (Quotation(each.version, each.likeness, each.basis),)
    among = {each.version for each in ranked}
    return tuple(Quotation(each.version, each.likeness, each.basis) for each in ranked if each.first not in among)


def _rank(each: Candidate) -> tuple[date, bool, float, str]:
    return (each.day or date.max, each.first is not None, -each.likeness.share_of_copy, each.work)


def match_reports(copy: Sequence[Said], original: Sequence[Said]) -> Mapping[str, str]:
    """Lead from the statements of a copy to those of its original that have the same source and content.

    Where an original says the same several times, each time of the copy's has one of the original's.

    Examples
    --------
    >>> match_reports([Said("b1", "Reyes", "It rained.")], [Said("a1", "Reyes", "it rained"), Said("a2", "", "No.")])
    {'b1': 'a1'}
    """
    known = defaultdict[tuple[str, ...], list[str]](list)
    for said in original:
        known[_key(said)].append(said.statement)
    found: dict[str, str] = {}
    taken = defaultdict[tuple[str, ...], int](int)
    for said in copy:
        key = _key(said)
        if same := known.get(key):
            found[said.statement] = same[min(taken[key], len(same) - 1)]
            taken[key] += 1
    return found


def _key(said: Said) -> tuple[str, ...]:
    return (*fold(said.source), "\0", *fold(said.content))
