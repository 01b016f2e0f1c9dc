"""The names of the authority's entries, and how two names are compared."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.terms import ORG, REC

LONG = 4
"""How many letters a word has at least that two names may share by more than chance."""

UNITED_NATIONS = "united nations "


class Sort(StrEnum):
    """By which sort of name an entry is found; ``BARE`` leaves out whose body it is: "Senate"."""

    LABEL = "label"
    OTHER = "other"
    ACRONYM = "acronym"
    ADJECTIVE = "adjective"
    METONYM = "metonym"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Held:
    """An office that an entry held: the words of its name, and its days where they are known."""

    words: frozenset[str]
    earliest: date | None
    latest: date | None

    def on(self, day: date | None) -> bool:
        """Say whether the office may have been held on a day."""
        return day is None or ((self.earliest or day) <= day <= (self.latest or day))


@dataclass(frozen=True, slots=True)
class Entry:
    """An authority entry under one of its names: what it is, whose it is, and what it was."""

    iri: URIRef
    classes: frozenset[Node]
    sort: Sort
    home: Node | None
    held: tuple[Held, ...] = ()


class Names:
    """The entries of an authority graph by folded name, the states by how they are written, read once."""

    def __init__(self, authority: Graph) -> None:
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.states: dict[str, Node] = {}
        self.words: dict[URIRef, set[str]] = defaultdict(set)
        self._classes: dict[Node, set[Node]] = defaultdict(set)
        for subject, kind in authority.subject_objects(RDF.type):
            self._classes[subject].add(kind)
        self._held = read_offices(authority)
        for path, sort in (
            (RDFS.label, Sort.LABEL),
            (SKOS.altLabel, Sort.OTHER),
            (REC.adjective, Sort.ADJECTIVE),
            (REC.metonym, Sort.METONYM),
        ):
            for subject, name in authority.subject_objects(path):
                if isinstance(subject, URIRef):
                    self._add(authority, subject, str(name), sort)

    def _add(self, authority: Graph, subject: URIRef, name: str, sort: Sort) -> None:
        home, classes = find_home(authority, subject), frozenset(self._classes[subject])
        if sort is Sort.OTHER and is_acronym(name):
            sort = Sort.ACRONYM
        entry = Entry(subject, classes, sort, home, self._held.get(subject, ()))
        folded = fold(name)
        self.entries[folded].append(entry)
        self.words[subject] |= {word for word in folded.split() if len(word) >= LONG}
        if REC.State in classes and len(name) > 1:
            self.states.setdefault(name, subject)
        bare = ""
        if REC.Forum in classes and home is not None:
            whole, _, owner = folded.rpartition(" of ")
            bare = whole if fold(owner) in self._own_names(authority, home) else ""
        elif folded.startswith(UNITED_NATIONS):
            bare = folded.removeprefix(UNITED_NATIONS)
        if bare and all(each.iri != subject for each in self.entries.get(bare, ())):
            self.entries[bare].append(Entry(subject, classes, Sort.BARE, home))

    def _own_names(self, authority: Graph, state: Node) -> set[str]:
        return {fold(str(name)) for path in (RDFS.label, SKOS.altLabel) for name in authority.objects(state, path)}

    def find(self, names: Iterator[str], classes: frozenset[URIRef]) -> dict[URIRef, Entry]:
        """Return the entries of some classes that bear any of the names, each under the surest sort of name."""
        best: dict[URIRef, Entry] = {}
        order = list(Sort)
        for name in names:
            for entry in self.entries.get(fold(name), ()):
                known = best.get(entry.iri)
                if entry.classes & classes and (known is None or order.index(entry.sort) < order.index(known.sort)):
                    best[entry.iri] = entry
        return best


def find_home(authority: Graph, subject: URIRef) -> Node | None:
    """Return the state that an entry, or a body above it, is of."""
    above: Node | None = subject
    for _ in range(3):
        home = authority.value(above, REC.homeState) if above is not None else None
        if home is not None or above is None:
            return home
        above = authority.value(above, ORG.subOrganizationOf)
    return None


def read_offices(authority: Graph) -> Mapping[Node, tuple[Held, ...]]:
    """Return who held which offices, by member."""
    found: dict[Node, list[Held]] = defaultdict(list)
    for held, member in sorted(authority.subject_objects(ORG.member)):
        words = fold(str(authority.value(authority.value(held, ORG.role), RDFS.label) or "")).split()
        days = [authority.value(held, path) for path in (REC.earliest, REC.latest)]
        first, last = (cast("date", day.value) if isinstance(day, Literal) else None for day in days)
        found[member].append(Held(frozenset(words), first, last))
    return {member: tuple(offices) for member, offices in found.items()}


def fold(name: str) -> str:
    """Return a name as it is compared: no accents, no case, no leading article; an acronym as it is.

    >>> fold("The Côte d’Ivoire"), fold("US"), fold("us")
    ("cote d'ivoire", 'US', 'us')
    """
    if is_acronym(name):
        return name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = plain.replace("’", "'").casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def is_acronym(name: str) -> bool:
    """Say whether a name is short and all capitals, so that its case is what tells it from a word.

    >>> is_acronym("IS"), is_acronym("Is"), is_acronym("UNESCO"), is_acronym("U.S.")
    (True, False, False, True)
    """
    return name.isupper() and len(name) < 6 and " " not in name
