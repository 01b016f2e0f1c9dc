"""The places that a name may stand for: the gazetteer's, and those that the authority has other names for."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rdflib import RDFS, SKOS, Graph, URIRef

from ingest.places.gazetteer import GEONAMES, Gazetteer, Place, PlaceKind, key
from ingest.places.words import Words
from ontology.terms import RDF, REC

MOST = 40
"""How many places of one name are weighed: the most populous ones."""


class Names:
    """Looks names up; what was asked once is kept."""

    def __init__(self, gazetteer: Gazetteer, authority: Graph, words: Words) -> None:
        self.gazetteer, self.words = gazetteer, words
        self.entities: dict[int, URIRef] = {}
        self.adjectives: dict[str, Place] = {}
        self.others: dict[str, list[int]] = defaultdict(list)
        self.capitals: set[int] = set()
        self.states: set[int] = set()
        for subject, other in sorted(authority.subject_objects(SKOS.exactMatch)):
            if not (isinstance(subject, URIRef) and str(other).startswith(GEONAMES)):
                continue
            number = int(str(other).removeprefix(GEONAMES).strip("/"))
            self.entities.setdefault(number, subject)
            for path in (RDFS.label, SKOS.altLabel):
                for name in authority.objects(subject, path):
                    self.others[key(str(name))].append(number)
            place = gazetteer.get(number)
            if (subject, RDF.type, REC.State) not in authority:
                self.capitals.add(number)
                continue
            self.states.add(number)
            if place is not None:
                for word in authority.objects(subject, REC.adjective):
                    self.adjectives[str(word)] = place
        self.find = lru_cache(4096)(self.search)

    def search(self, name: str) -> tuple[Place, ...]:
        """Return the places of a name in a fixed order, those with more people first."""
        found = {place.number: place for place in self.gazetteer.find(name)}
        for number in self.others.get(key(name), ()):
            place = self.gazetteer.get(number)
            if place is not None:
                found.setdefault(number, place)
        for code in self.words.short.get(name, ()):
            place = self.gazetteer.get(self.gazetteer.iso.get(code, 0))
            if place is not None:
                found.setdefault(place.number, place)
        if name in self.adjectives:
            found.setdefault(self.adjectives[name].number, self.adjectives[name])
        ordered = sorted(found.values(), key=lambda each: (-each.population, each.number))
        return tuple(ordered[:MOST])

    def wider(self, name: str) -> tuple[Place, ...]:
        """Return the countries and administrative units of a name: what may stand beside a smaller place's."""
        return tuple(each for each in self.find(name) if each.kind is not PlaceKind.TOWN)
