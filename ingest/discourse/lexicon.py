"""The words by which roles, forums, classes of speakers and states are known, read from data."""

from __future__ import annotations

import tomllib
import unicodedata
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
    kin: Words
    honorifics: Words
    particles: Words
    short: Mapping[str, str]
    wider: Mapping[str, Words]
    men: Words
    women: Words
    sons: Words
    daughters: Words
    forums: Words
    never_forums: Words
    topical: Words
    groups: Words
    tails: Words
    joints: Words
    telling: Words
    asking: Words
    citing: Words
    answering: Words
    audiences: Words
    standing: Words
    continuing: Words
    naming: Words
    questioning: Words
    firm_nouns: Words
    occasions: Words
    meeting_bodies: Words
    channels: Words
    classes: Words
    bodies: Words
    passing: Words
    bands: Words
    takers: Words
    outlets: Words
    fighters: Words
    powers: Words
    parties: Words
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
    figures: Words
    rulings: Words
    judges: Words
    spokes: Words
    made: Mapping[str, tuple[str, ...]]
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
    sites: Words
    parts: Words
    dialogues: Words
    plural_occasions: Words
    before: Words
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
    leaving_phrases: Words
    chambers: Words
    gatherings: Words
    sittings: Words
    holding: Words
    shy: Words
    hiding: Words
    pleading: Words
    classing: Words
    names: Names

    def state_of_adjective(self, word: str) -> str | None:
        """Return the state an adjective belongs to ("Pakistani"), if it is known."""
        return self.names.adjectives.get(word)

    def state_of_capital(self, name: str) -> str | None:
        """Return the state a seat of government speaks for ("Islamabad"), if it is known."""
        return self.names.capitals.get(name) or self.names.capitals.get(SEATS.get(name, plain(name)))

    def gender_of(self, word: str) -> Gender | None:
        """Return whether a title or a noun is of a man or of a woman, where it tells.

        >>> load().gender_of("spokeswoman")
        <Gender.WOMAN: 'woman'>
        """
        if word in self.women or (word.endswith("woman") and len(word) > 5):
            return Gender.WOMAN
        return Gender.MAN if word in self.men or (word.endswith("man") and word not in NEITHER) else None

    def given_to(self, name: str) -> Gender | None:
        """Return whether a given name is mostly given to men or to women, where it tells.

        >>> load().given_to("Bożena")
        <Gender.WOMAN: 'woman'>
        """
        word = plain(name.lower())
        if word not in self.sons and word not in self.daughters:
            word = word.split("-")[0]
        return Gender.MAN if word in self.sons else Gender.WOMAN if word in self.daughters else None

    def state_of_name(self, name: str) -> str | None:
        """Return the label of the state that has this name ("Britain"), if it is known."""
        return self.names.states.get(name)


SEATS = {"Naypyitaw": "Nay Pyi Taw", "Naypyidaw": "Nay Pyi Taw", "Kiev": "Kyiv", "Peking": "Beijing"}
"""Other spellings of capitals."""

NEITHER = frozenset({"german", "human", "ottoman", "roman", "talisman", "woman", "yemen"})
"""Words in "man" that are no men."""


@cache
def load(language: str = "en") -> Lexicon:
    """Read the words of a language, and the names of the authority.

    >>> load().state_of_capital("Islamabad")
    'Pakistan'
    """
    roles, venues, actors = (read(language, name) for name in ("roles", "venues", "actors"))
    given = read_given()
    return Lexicon(
        roles=frozenset(roles["heads"]) | frozenset(roles["short"]),
        persons=frozenset(roles["persons"]),
        kin=frozenset(roles["kin"]),
        honorifics=frozenset(roles["honorifics"]),
        particles=frozenset(roles["particles"]),
        short=MappingProxyType(dict(roles["short"])),
        wider=MappingProxyType({noun: frozenset(offices) for noun, offices in roles["wider"].items()}),
        men=frozenset(roles["men"]),
        women=frozenset(roles["women"]),
        sons=given["men"],
        daughters=given["women"],
        forums=frozenset(venues["forums"]),
        never_forums=frozenset(venues["never"]),
        topical=frozenset(venues["topical"]),
        groups=frozenset(venues["groups"]),
        tails=frozenset(venues["tails"]),
        joints=frozenset(venues["joints"]),
        asking=frozenset(venues["asking"]),
        citing=frozenset(venues["citing"]),
        answering=frozenset(venues["answering"]),
        audiences=frozenset(venues["audiences"]),
        standing=frozenset(venues["grounds"]),
        continuing=frozenset(venues["continuing"]),
        naming=frozenset(venues["naming"]),
        questioning=frozenset(venues["questioning"]),
        firm_nouns=frozenset(actors["firm_nouns"]),
        telling=frozenset(venues["telling"]),
        occasions=frozenset(venues["occasions"]),
        meeting_bodies=frozenset(venues["bodies"]),
        channels=frozenset(venues["channels"]),
        classes=frozenset(actors["classes"]),
        bodies=frozenset(actors["bodies"]),
        passing=frozenset(actors["passing"]),
        bands=frozenset(actors["bands"]),
        outlets=frozenset(actors["outlets"]),
        takers=frozenset(actors["takers"]),
        powers=frozenset(actors["powers"]),
        parties=frozenset(actors["parties"]),
        fighters=frozenset(actors["fighters"]),
        hearsay=frozenset(actors["hearsay"]),
        male=frozenset(actors["male"]),
        female=frozenset(actors["female"]),
        several=frozenset(actors["several"]),
        thing=frozenset(actors["thing"]),
        speaker=frozenset(actors["speaker"]),
        speakers=frozenset(actors["speakers"]),
        relative=frozenset(actors["relative"]),
        some=frozenset(actors["some"]),
        vehicles=frozenset(actors["vehicles"]) | frozenset(actors["figures"]) | frozenset(actors["rulings"]),
        issuing=frozenset(actors["issuing"]),
        figures=frozenset(actors["figures"]),
        rulings=frozenset(actors["rulings"]),
        spokes=frozenset(roles["spokes"]),
        judges=frozenset(roles["judges"]),
        made=MappingProxyType({verb: tuple(nouns) for verb, nouns in actors["made"].items()}),
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
        sites=frozenset(venues["sites"]),
        parts=frozenset(venues["parts"]),
        dialogues=frozenset(venues["dialogues"]),
        plural_occasions=frozenset(venues["plural_occasions"]),
        before=frozenset(venues["before"]),
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
        leaving_phrases=frozenset(venues["leaving_phrases"]),
        chambers=frozenset(venues["chambers"]),
        gatherings=frozenset(venues["gatherings"]),
        sittings=frozenset(venues["sittings"]),
        holding=frozenset(venues["holding"]),
        shy=frozenset(venues["shy"]),
        hiding=frozenset(venues["hiding"]),
        pleading=frozenset(venues["pleading"]),
        classing=frozenset(venues["classing"]),
        names=read_names(ontology.authority()),
    )


def read(language: str, name: str) -> dict[str, Any]:
    """Read one table of a language's lexicon."""
    place = resources.files("ingest") / "lexicon" / language / f"{name}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def read_given() -> dict[str, Words]:
    """Read the given names of men and of women, which belong to no one language, without their accents."""
    place = resources.files("ingest") / "lexicon" / "given.toml"
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    names = {who: frozenset(plain(name) for name in data[who].split()) for who in ("men", "women")}
    both = names["men"] & names["women"]
    return {who: group - both for who, group in names.items()}


def plain(word: str) -> str:
    """Return a word without accents.

    >>> plain("bożena")
    'bozena'
    """
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


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
