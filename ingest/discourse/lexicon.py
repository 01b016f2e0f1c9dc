"""The words by which roles, forums, classes of speakers and states are known, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from rdflib import RDF, RDFS, SKOS, Graph

import ontology
from ontology.terms import REC

Words = frozenset[str]


class Gender(StrEnum):
    """Which pronoun takes a person up, as far as the words of an article tell."""

    MAN = "man"
    WOMAN = "woman"


@dataclass(frozen=True, slots=True)
class Names:
    """What the authority knows by name: each name of a state, adjective and seat with the state's label."""

    states: Mapping[str, str]
    adjectives: Mapping[str, str]
    capitals: Mapping[str, str]
    groups: Words
    forums: Words
    organizations: Words
    people: Words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The discourse words of one language, in lower case, and the names that the authority knows."""

    roles: Words
    persons: Words
    honorifics: Words
    short: Mapping[str, str]
    wider: Mapping[str, Words]
    men: Words
    women: Words
    forums: Words
    never_forums: Words
    topical: Words
    joints: Words
    telling: Words
    occasions: Words
    meeting_bodies: Words
    channels: Words
    classes: Words
    bodies: Words
    bands: Words
    takers: Words
    hearsay: Words
    male: Words
    female: Words
    several: Words
    thing: Words
    speaker: Words
    speakers: Words
    relative: Words
    some: Words
    vehicles: Words
    issuing: Words
    firms: Words
    texts: Words
    organs: Words
    grounds: Words
    lands: Words
    portfolios: Words
    members: Words
    houses: Words
    bygone: Words
    buildings: Words
    speeches: Words
    appearing: Words
    writing: Words
    press: Words
    courts: Words
    sitting: Words
    trial_cues: Words
    trial_offices: Words
    chamber_cues: Words
    chamber_offices: Words
    session_phrases: Words
    pleading: Words
    classing: Words
    names: Names

    def state_of_adjective(self, word: str) -> str | None:
        """Return the state an adjective belongs to ("Pakistani"), if it is known."""
        return self.names.adjectives.get(word)

    def state_of_capital(self, name: str) -> str | None:
        """Return the state a seat of government speaks for ("Islamabad"), if it is known."""
        return self.names.capitals.get(name)

    def gender_of(self, word: str) -> Gender | None:
        """Return whether a given name, a title or a noun is of a man or of a woman, where it tells.

        >>> load().gender_of("spokeswoman")
        <Gender.WOMAN: 'woman'>
        """
        man, woman = word in self.men, word in self.women
        if man is woman:
            return None
        return Gender.MAN if man else Gender.WOMAN

    def state_of_name(self, name: str) -> str | None:
        """Return the label of the state that has this name ("Britain"), if it is known."""
        return self.names.states.get(name)


@cache
def load(language: str = "en") -> Lexicon:
    """Read the words of a language, and the names of the authority.

    >>> load().state_of_capital("Islamabad")
    'Pakistan'
    """
    roles, venues, actors = (read(language, name) for name in ("roles", "venues", "actors"))
    return Lexicon(
        roles=frozenset(roles["heads"]) | frozenset(roles["short"]),
        persons=frozenset(roles["persons"]),
        honorifics=frozenset(roles["honorifics"]),
        short=MappingProxyType(dict(roles["short"])),
        wider=MappingProxyType({noun: frozenset(offices) for noun, offices in roles["wider"].items()}),
        men=frozenset(roles["men"]) | frozenset(actors["men"]),
        women=frozenset(roles["women"]) | frozenset(actors["women"]),
        forums=frozenset(venues["forums"]),
        never_forums=frozenset(venues["never"]),
        topical=frozenset(venues["topical"]),
        joints=frozenset(venues["joints"]),
        telling=frozenset(venues["telling"]),
        occasions=frozenset(venues["occasions"]),
        meeting_bodies=frozenset(venues["bodies"]),
        channels=frozenset(venues["channels"]),
        classes=frozenset(actors["classes"]),
        bodies=frozenset(actors["bodies"]),
        bands=frozenset(actors["bands"]),
        takers=frozenset(actors["takers"]),
        hearsay=frozenset(actors["hearsay"]),
        male=frozenset(actors["male"]),
        female=frozenset(actors["female"]),
        several=frozenset(actors["several"]),
        thing=frozenset(actors["thing"]),
        speaker=frozenset(actors["speaker"]),
        speakers=frozenset(actors["speakers"]),
        relative=frozenset(actors["relative"]),
        some=frozenset(actors["some"]),
        vehicles=frozenset(actors["vehicles"]),
        issuing=frozenset(actors["issuing"]),
        firms=frozenset(actors["firms"]),
        texts=frozenset(actors["texts"]),
        organs=frozenset(actors["organs"]),
        grounds=frozenset(actors["grounds"]),
        lands=frozenset(actors["lands"]),
        portfolios=frozenset(roles["portfolios"]),
        members=frozenset(venues["members"]),
        houses=frozenset(actors["houses"]),
        bygone=frozenset(venues["bygone"]),
        buildings=frozenset(venues["buildings"]),
        speeches=frozenset(venues["speeches"]),
        appearing=frozenset(venues["appearing"]),
        writing=frozenset(venues["writing"]),
        press=frozenset(venues["press"]),
        courts=frozenset(venues["courts"]),
        sitting=frozenset(venues["sitting"]),
        trial_cues=frozenset(venues["trial_cues"]),
        trial_offices=frozenset(venues["trial_offices"]),
        chamber_cues=frozenset(venues["chamber_cues"]),
        chamber_offices=frozenset(venues["chamber_offices"]),
        session_phrases=frozenset(venues["session_phrases"]),
        pleading=frozenset(venues["pleading"]),
        classing=frozenset(venues["classing"]),
        names=read_names(ontology.authority()),
    )


def read(language: str, name: str) -> dict[str, Any]:
    """Read one table of a language's lexicon."""
    place = resources.files("ingest") / "lexicon" / language / f"{name}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def read_names(authority: Graph) -> Names:
    """Read the names of states, groups and forums; a name that two states share is left out."""
    states: dict[str, set[str]] = {}
    adjectives: dict[str, set[str]] = {}
    capitals: dict[str, set[str]] = {}
    for node in authority.subjects(RDF.type, REC.State):
        label = written(authority, node)
        for table, paths in ((states, (RDFS.label, SKOS.altLabel)), (adjectives, (REC.adjective,))):
            for path in paths:
                for name in authority.objects(node, path):
                    table.setdefault(str(name), set()).add(label)
        for name in authority.objects(node, REC.metonym):
            capitals.setdefault(str(name), set()).add(label)
    return Names(
        sure(states),
        sure(adjectives),
        sure({name: labels for name, labels in capitals.items() if name not in states}),
        labels_of(authority, REC.Group),
        labels_of(authority, REC.Forum),
        labels_of(authority, REC.Organization),
        labels_of(authority, REC.Person),
    )


def written(authority: Graph, state: Any) -> str:
    """Return a state's label, or another name of its own where the label has letters English news does not use."""
    label = str(authority.value(state, RDFS.label))
    plain = [str(name) for name in authority.objects(state, SKOS.altLabel) if str(name).isascii()]
    return label if label.isascii() or not plain else min(plain, key=lambda name: (len(name), name))


def sure(table: dict[str, set[str]]) -> Mapping[str, str]:
    """Keep the names that mean one thing only."""
    return MappingProxyType({name: min(labels) for name, labels in table.items() if len(labels) == 1})


def labels_of(authority: Graph, kind: Any) -> Words:
    """Return all names of the authority's entries of one class."""
    return frozenset(
        str(name)
        for node in authority.subjects(RDF.type, kind)
        for path in (RDFS.label, SKOS.altLabel)
        for name in authority.objects(node, path)
    )
