"""How names of one corpus are compared: which may be one actor's, and how many may bear one by chance.

That two articles mean the same person is likely as far as the name is rare. With ``n`` different full names in the
corpus, of which ``f`` have the first and ``l`` the last word of this one, about ``f * l / n`` bear it by chance; a
small corpus is taken for part of a larger one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import DamerauLevenshtein

_MARKS = str.maketrans({"'": "", "’": "", ".": " ", "-": " ", ",": " "})
_ARTICLE = "the"
_YOUNGER = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
_LONG = 5
"""How many letters a word has at least that may be spelt in another way."""

PREFIX = 3

UNSEEN = 200
"""How many more names are reckoned with than a corpus has, none of them like the one that is asked about."""


class Alike(IntEnum):
    """How alike two names are."""

    NOT = 0
    SPELT = 1
    INITIAL = 2
    MIDDLE = 3
    SAME = 4


def fold(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no case, accents, marks or article.

    >>> fold("The Müller-Shah Foundation")
    ('muller', 'shah', 'foundation')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = plain.casefold().translate(_MARKS).split()
    return tuple(words[1:] if len(words) > 1 and words[0] == _ARTICLE else words)


def compare_people(one: tuple[str, ...], other: tuple[str, ...]) -> Alike:
    """Say how alike the full names of two people are.

    >>> compare_people(("ana", "m", "duarte"), ("ana", "duarte")).name
    'MIDDLE'
    >>> compare_people(("volodymyr", "zelensky"), ("volodymyr", "zelenskyy")).name
    'SPELT'
    >>> compare_people(("john", "duarte", "jr"), ("john", "duarte")).name
    'NOT'
    """
    if one == other:
        return Alike.SAME
    if min(len(one), len(other)) < 2 or (_YOUNGER & {*one}) != (_YOUNGER & {*other}):
        return Alike.NOT
    first = _compare_words(one[0], other[0])
    last = _compare_words(one[-1], other[-1])
    if first is Alike.NOT or last in (Alike.NOT, Alike.INITIAL):
        return Alike.NOT
    if one[1:-1] and other[1:-1] and not _agree(one[1:-1], other[1:-1]):
        return Alike.NOT
    return min(first, last, Alike.MIDDLE if one[1:-1] != other[1:-1] else Alike.SAME)


def compare_bodies(one: tuple[str, ...], other: tuple[str, ...]) -> Alike:
    """Say how alike the names of two bodies are: the order of words makes no difference, another word does.

    >>> compare_bodies(("health", "ministry"), ("ministry", "of", "health")).name
    'SAME'
    """
    return Alike.SAME if _bag(one) == _bag(other) else Alike.NOT


def _bag(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - {"of", "for", "and", "the", "on"}


def _compare_words(one: str, other: str) -> Alike:
    if one == other:
        return Alike.SAME
    if len(one) == 1 or len(other) == 1:
        return Alike.INITIAL if one[:1] == other[:1] else Alike.NOT
    long = min(len(one), len(other)) >= _LONG and one[:PREFIX] == other[:PREFIX]
    return Alike.SPELT if long and DamerauLevenshtein.distance(one, other) == 1 else Alike.NOT


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(_compare_words(a, b) is not Alike.NOT for a, b in zip(one, other, strict=False))


@dataclass(frozen=True)
class Commonness:
    """How often the words of people's names come in a corpus, each full name counted once."""

    firsts: Counter[str]
    lasts: Counter[str]
    names: int

    @classmethod
    def of(cls, names: Iterable[tuple[str, ...]]) -> Commonness:
        """Count the words of all different full names."""
        full = {name for name in names if len(name) > 1}
        return cls(Counter(name[0] for name in full), Counter(name[-1] for name in full), len(full))

    def expect(self, name: tuple[str, ...]) -> float:
        """Say how many people of the corpus bear a name by chance.

        >>> known = [(first, last) for first in ("ana", "bo", "cy") for last in ("khan", "lee")]
        >>> round(Commonness.of(known).expect(("ana", "khan")), 3)
        0.029
        """
        return self.firsts[name[0]] * self.lasts[name[-1]] / (self.names + UNSEEN)
