"""What an article says about where it is: the countries and regions it speaks of, and the words beside a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.model import Article, Span
from ingest.places.gazetteer import Place, PlaceKind, key
from ingest.places.names import Names
from ingest.places.words import Words

CAPITALIZED = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
BESIDE = re.compile(
    r"(?:['’]s)?\s*(?:,|\(|\bin\b|\bof\b)\s*(?:the\s+)?(?:(?:[a-z]+ern|central|rural|upper|lower)\s+)?"
    r"([A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})"
)
BEFORE = re.compile(r"\b([a-z]+)\s+of\s+(?:the\s+)?$")
AFTER = re.compile(r"\s+([A-Za-z]+)")
REACH = 60
LONGEST = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much is said of each country (by ISO code) and of each region (by GeoNames number)."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    regions: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, place: Place, weight: float) -> None:
        """Count something said of a place for its country and for what it lies in."""
        if place.country:
            self.countries[place.country] += weight
        for number in (place.number, *place.within):
            self.regions[number] += weight


def read_evidence(article: Article, names: Names, skip: frozenset[str]) -> Evidence:
    """Return what the countries and regions named in a text and its title say, those in ``skip`` (folded) left out."""
    evidence, gazetteer = Evidence(), names.gazetteer
    for words in runs(f"{article.title or ''}\n{article.text}"):
        folded = key(words)
        if folded in skip:
            continue
        numbers = gazetteer.regions.get(folded, ())
        if words in names.adjectives:
            evidence.add(names.adjectives[words], 1.0)
        elif folded in gazetteer.names:
            evidence.add(gazetteer.names[folded][0], 1.0)
        elif folded in names.others:
            place = gazetteer.get(names.others[folded][0])
            if place is not None:
                evidence.add(place, 1.0)
        elif numbers:
            for number in numbers:
                unit = gazetteer.get(number)
                if unit is not None:
                    evidence.add(unit, 1.0 / len(numbers))
        elif "." in words and words in names.words.short:
            for code in names.words.short[words]:
                unit = gazetteer.get(gazetteer.iso.get(code, 0))
                if unit is not None:
                    evidence.add(unit, 1.0)
    return evidence


def runs(text: str) -> Iterator[str]:
    """Yield every run of up to three capitalized words, the possessive and a full stop taken off as well."""
    for found in CAPITALIZED.finditer(text):
        words = found.group().split()
        for first in range(len(words)):
            for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
                run = re.sub(r"['’]s$", "", " ".join(words[first:last]))
                yield run
                if run.endswith("."):
                    yield run.rstrip(".")


def beside(text: str, mentions: Iterable[Span], names: Names) -> frozenset[int]:
    """Return the wider places named right after a name: "Paris, Texas", "Foua in Idlib province"."""
    numbers: set[int] = set()
    for mention in mentions:
        found = BESIDE.match(text, mention.end, mention.end + REACH)
        if found is None:
            continue
        words = found.group(1).split()
        for n in range(len(words), 0, -1):
            run = re.sub(r"['’]s$", "", " ".join(words[:n]))
            wider = names.wider(run) or names.wider(run.rstrip(".,"))
            if wider:
                numbers.update(each.number for each in wider)
                break
    return frozenset(numbers)


def types(text: str, mentions: Iterable[Span], words: Words) -> frozenset[PlaceKind]:
    """Return the kinds of place that the words around a name call it: "Idlib province", "the city of Tabriz"."""
    kinds: set[PlaceKind] = set()
    for mention in mentions:
        before = BEFORE.search(text, max(0, mention.start - REACH), mention.start)
        after = AFTER.match(text, mention.end)
        last = mention.of(text).split()[-1:]
        for word in (*((before.group(1),) if before else ()), *((after.group(1),) if after else ()), *last):
            kinds |= words.types.get(word.lower(), frozenset())
    return frozenset(kinds)


def publishing_country(article: Article, words: Words) -> str | None:
    """Return the country (ISO 3166-1 alpha-2) that the publisher's address ends in.

    >>> from ingest.places.words import load
    >>> publishing_country(Article("", "-", url="https://news.example.co.uk/1"), load())
    'GB'
    """
    host = urlsplit(article.url or "").hostname or (article.publisher or "").lower()
    last = host.rpartition(".")[2] if "." in host else ""
    if len(last) != 2 or not last.isalpha() or last in words.anybody:
        return None
    return "GB" if last == "uk" else last.upper()
