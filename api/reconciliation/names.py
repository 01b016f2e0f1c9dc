"""Names as they are compared: how they are written down, and where those that look like a name are found."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_BETWEEN = re.compile(r"[\W_]+")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "du", "des", "la", "le", "al", "el"})
_LIKE = 75.0
_LIKES = 12
_COMPARED = 150
_LONGEST = 200


class Form(IntEnum):
    """In which way something bears a name; the number is the score of a name that is the same, out of 100."""

    LABEL = 100
    ALIAS = 97
    MENTION = 91
    CODE = 90
    ADJECTIVE = 80
    METONYM = 79
    ACRONYM = 78


_FUZZY = frozenset({Form.LABEL, Form.ALIAS, Form.MENTION})
_REORDERED = 0.97
_ALIKE = 0.95
_PART, _WHOLE = 60.0, 30.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity, which is the one of this number in its catalogue."""

    text: str
    form: Form
    entity: int


def normalise(text: str) -> str:
    """Write a name without what makes no difference: capitals, accents, punctuation.

    Examples
    --------
    >>> normalise("Tehrik-i-Taliban  Pakistan"), normalise("Da’esh"), normalise("Alþingi, ÎLE")
    ('tehrik i taliban pakistan', 'daesh', 'alþingi ile')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _BETWEEN.sub(" ", _APOSTROPHES.sub("", plain).casefold()).strip()


def make_acronym(text: str) -> str | None:
    """Make the acronym of a name of three words or more; None for a shorter one.

    Examples
    --------
    >>> make_acronym("Organization of American States"), make_acronym("Amnesty International")
    ('oas', None)
    """
    words = [word for word in normalise(text).split() if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 2 else None


class NameIndex:
    """Finds the names that are the same as a name, or look like it.

    Examples
    --------
    >>> index = NameIndex([Name("Moeed Yusuf", Form.LABEL, 0), Name("Yusuf Raza Gilani", Form.LABEL, 1)])
    >>> index.find("Yusuf, Moeed")
    {0: 97.0, 1: 40.7}
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: list[Name] = []
        self._plain: list[str] = []
        self._same = defaultdict[str, list[int]](list)
        self._holding = defaultdict[str, list[int]](list)
        for name in names:
            self._add(name)
        self._words = sorted(self._holding)
        self._alike = lru_cache(maxsize=65_536)(self._find_alike)

    def _add(self, name: Name) -> None:
        plain = name.text if name.form is Form.CODE else normalise(name.text)
        if not plain:
            return
        number = len(self._names)
        self._names.append(name)
        self._plain.append(plain)
        self._same[plain].append(number)
        if name.form in _FUZZY:
            for word in dict.fromkeys(plain.split()):
                self._holding[word].append(number)

    def find(self, text: str) -> dict[int, float]:
        """Give the entities whose names are like this one, each with the score of the best of them, out of 100."""
        plain = normalise(text)
        if not plain or len(text) > _LONGEST:
            return {}
        best: dict[int, float] = {}
        for number in (*self._same.get(plain, ()), *self._codes(text)):
            name = self._names[number]
            best[name.entity] = max(best.get(name.entity, 0.0), float(name.form))
        for number in self._near(plain):
            name = self._names[number]
            score = compare(plain, self._plain[number]) * name.form / 100
            best[name.entity] = max(best.get(name.entity, 0.0), round(score, 1))
        return best

    def begin(self, prefix: str, most: int) -> list[int]:
        """Give the entities with a name in which every word of a prefix begins a word, the shortest names first."""
        words = normalise(prefix).split()
        if not words:
            return []
        holding = [
            {number for word in self._words if word.startswith(start) for number in self._holding[word]}
            for start in dict.fromkeys(words)
        ]
        found = sorted(set.intersection(*holding), key=lambda n: (-self._names[n].form, len(self._plain[n]), n))
        return list(dict.fromkeys(self._names[number].entity for number in found))[:most]

    def _codes(self, text: str) -> list[int]:
        return [number for number in self._same.get(text.strip(), ()) if self._names[number].form is Form.CODE]

    def _near(self, plain: str) -> list[int]:
        """Give the names that share the rarest words with a name, or words that are like its own."""
        weights = defaultdict[int, float](float)
        for word in dict.fromkeys(plain.split()):
            shared = dict[int, float]()
            for like, share in self._alike(word):
                holding = self._holding[like]
                weight = share * math.log(1 + len(self._names) / len(holding))
                for number in holding:
                    shared[number] = max(shared.get(number, 0.0), weight)
            for number, weight in shared.items():
                weights[number] += weight
        return sorted(weights, key=lambda number: (-weights[number], len(self._plain[number]), number))[:_COMPARED]

    def _find_alike(self, word: str) -> tuple[tuple[str, float], ...]:
        if len(word) < 3:
            return ((word, 1.0),) if word in self._holding else ()
        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_LIKES)
        return tuple((like, share / 100) for like, share, _ in found)


def compare(one: str, other: str) -> float:
    """Compare two normalised names that may differ: 100 for the same, less for fewer letters and words in common.

    Examples
    --------
    >>> compare("moeed yusuf", "yusuf moeed"), round(compare("volodymyr zelensky", "volodymyr zelenskyy"), 1)
    (97.0, 90.9)
    >>> round(compare("parliament of austria", "parliament of australia"), 1)
    86.9
    >>> compare("khawaja asif", "khawaja muhammad asif"), compare("khan", "khalid")
    (80.0, 57.0)
    """
    if one == other:
        return 100.0
    words, others = one.split(), other.split()
    if sorted(words) == sorted(others):
        return 100 * _REORDERED
    alike = _ALIKE * max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if alike > _LIKE:  # one word that differs much is another place or person, however long the rest is
        alike = (alike + _ALIKE * min(max(fuzz.ratio(word, other) for other in others) for word in words)) / 2
    common = set(words) & set(others)
    if common and (common == set(words) or common == set(others)):
        alike = max(alike, _PART + _WHOLE * len(common) / len(set(words) | set(others)))
    return alike
