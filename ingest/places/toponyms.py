"""Names of places inside other names or as adjectives: "Winnipeg" in a newspaper's name, "Turkish" of officials.

In the graph they are nobody's entity; who asks for an article's places wants them too, and wants "Ottawa" as a city
where it speaks for a government. A name counts where it is a state's or a capital's, the adjective included, that of a
region in a country that the article has other places of, or one of a place that the article is linked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ingest.model import EntityKind, Extraction, Span
from ingest.places.gazetteer import Place, key
from ingest.places.names import Names
from ingest.places.resolving import Verdict

WORD = re.compile(r"[A-Z][\w.’']*")
POSSESSIVE = re.compile(r"['’]s?$")
LONGEST = 4
ACRONYM = 3
USUAL = 0.92
"""How often a name that was linked by itself stood for that place (docs/linking.md)."""

COVERING = frozenset({EntityKind.PERSON, EntityKind.PLACE, EntityKind.SITE})


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place without being a mention of an entity of that place."""

    span: Span
    place: Place
    score: float


def find(extraction: Extraction, linked: Mapping[str, Verdict], names: Names) -> Iterator[Toponym]:
    """Yield the toponyms of an article that no mention of a place or person covers; ``linked`` are places by name."""
    text = extraction.article.text
    taken = [
        (mention.start, mention.end)
        for each in extraction.entities
        if each.kind in COVERING
        for mention in each.mentions
    ]
    spoken_of = frozenset(each.place.country for each in linked.values())
    words = [each.span() for each in WORD.finditer(text)]
    n = 0
    while n < len(words):
        step = 1
        for size in range(min(LONGEST, len(words) - n), 0, -1):
            found = words[n : n + size]
            if any(text[one[1] : other[0]] != " " for one, other in pairwise(found)):
                continue
            hit = settle(text, found[0][0], found[-1][1], Known(names, linked, spoken_of))
            if hit is not None:
                step = size
                if not any(start < hit.span.end and hit.span.start < end for start, end in taken):
                    yield hit
                break
        n += step


def settle(text: str, start: int, end: int, known: Known) -> Toponym | None:
    """Return the toponym that a run of words is, without its possessive and the full stop of its sentence."""
    end = start + len(POSSESSIVE.sub("", text[start:end]))
    words = text[start:end]
    abbreviated = words in known.names.words.short or "." in words[:-1]
    for last in (end, end - 1) if abbreviated else (end - words.endswith("."),):
        found = known.identify(text[start:last])
        if found is not None:
            return Toponym(Span(start, last), found.place, found.score)
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """What names a place in any article, and in this one, which is linked to places in some countries."""

    names: Names
    linked: Mapping[str, Verdict]
    spoken_of: frozenset[str]

    def identify(self, words: str) -> Verdict | None:
        """Return what words name: what the article is linked to by that name, or the one place of it in the news."""
        linked = self.linked.get(key(words))
        if linked is not None and words not in self.names.adjectives:
            return linked
        place = self.recall(words)
        return None if place is None else Verdict(place, USUAL)

    def recall(self, words: str) -> Place | None:
        """Return the one place of a name; a word for several people of a country ("Americans") names none."""
        gazetteer, folded = self.names.gazetteer, key(words)
        if words in self.names.adjectives and not words.endswith("s"):
            return self.names.adjectives[words]
        if len(folded) <= ACRONYM and not words.isupper():
            return None
        for number in self.names.others.get(folded, ()):
            if number in self.names.states or number in self.names.capitals:
                return gazetteer.get(number)
        for number in gazetteer.regions.get(folded, ()):
            region = gazetteer.get(number)
            if (
                region is not None
                and region.country in self.spoken_of
                and folded in map(key, (region.name, *region.names))
            ):
                return region
        return next((each for each in gazetteer.names.get(folded, ()) if not each.country), None)
