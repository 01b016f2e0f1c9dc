"""Entries of tables and records become triples: each finds its address, among what is known or anew.

An entry is one that is known already where it says so, where an identifier or a code of it is known, or where a known
entry of its class has its name and its home state. Then its names and identifiers are added to that one.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from api.errors import InvalidTerm
from api.store.terms import to_named_node
from ingest.actors.names import fold
from onrecord.authority.checking import NAMES, Problem
from onrecord.authority.entry import Entry, Found, Given, Kind, slug
from onrecord.authority.offices import write_offices
from ontology.terms import DCTERMS, ORG, REC, STATE_CODES, XSD

NUMBERS = frozenset({REC.gwNumber, REC.cowNumber})


def draft(entries: Iterable[Entry], given: Given, known: Graph) -> Found:
    """Write entries as triples, or say what is wrong with them."""
    work = Draft(given, known)
    rest = list[Entry]()
    for entry in entries:  # states first, for others are at home in them
        if entry.kind is Kind.STATE:
            work.place(entry)
        else:
            rest.append(entry)
    for entry in rest:
        work.place(entry)
    work.relate()
    return Found(work.own, work.where, tuple(work.problems))


class Draft:
    """The triples of a file as they grow, and what they are told from."""

    def __init__(self, given: Given, known: Graph) -> None:
        self.own = Graph(bind_namespaces="none")
        self.where: dict[Node, str] = {}
        self.problems: list[Problem] = []
        self._given = given
        self._known = known
        self._placed: list[tuple[Entry, URIRef]] = []
        self._keys: dict[tuple[object, ...], URIRef] = {}
        self._names: dict[tuple[Node, str], set[Node]] = defaultdict(set)
        self._states: dict[str, Node] = {}
        for path in NAMES:
            for subject, name in known.subject_objects(path):
                for kind in known.objects(subject, RDF.type):
                    self._names[kind, fold(str(name))].add(subject)
        for path in (REC.iso2, REC.iso3, *NAMES):
            for subject, name in known.subject_objects(path):
                if (subject, RDF.type, REC.State) in known:
                    self._states[self._as_state(str(name))] = subject

    def place(self, entry: Entry) -> None:
        """Find the address of an entry, and write what it says of itself."""
        home = self.find_state(entry.home, entry.where) if entry.home else None
        iri = self._find(entry, home)
        if iri is None:
            return
        self.where.setdefault(iri, f"{entry.where} {entry.label!r}")
        self._placed.append((entry, iri))
        for key in self._keys_of(entry, home):
            self._keys[key] = iri
        if entry.kind is Kind.STATE:
            for name in (entry.label, *entry.aliases, entry.codes.get("iso2", ""), entry.codes.get("iso3", "")):
                self._states.setdefault(self._as_state(name), iri)
        for triple in self._describe(entry, iri, home):
            self.own.add(triple)

    def relate(self) -> None:
        """Write what leads from one entry to another, once all have their addresses."""
        for entry, iri in self._placed:
            if entry.part_of:
                above = self._find_forum(entry)
                if above is not None:
                    self.own.add((iri, ORG.subOrganizationOf, above))
            for office in entry.offices:
                home = self.find_state(office.home, entry.where) if office.home else None
                self.problems += write_offices(self.own, self._known, entry, iri, office, home, self._given.base)
        for subject in set(self.own.subjects()) - self.where.keys():
            self.where[subject] = f"{self._given.file}: {subject}"

    def find_state(self, name: str, where: str) -> Node | None:
        """Give the state of a code, a name or an address."""
        state = self._states.get(self._as_state(name))
        if state is None and (URIRef(name), RDF.type, REC.State) in self._known:
            return URIRef(name)
        if state is None:
            self.problems.append(
                Problem(where, f"{name!r} is no state that is known; give its ISO 3166 code or its name")
            )
        return state

    def _find(self, entry: Entry, home: Node | None) -> URIRef | None:
        if entry.address:
            try:
                return URIRef(to_named_node(self._given.base + entry.address).value)
            except InvalidTerm:
                self.problems.append(Problem(entry.where, f"{entry.address!r} is no address; write one as actor/name"))
                return None
        kind = entry.kind.types[0]
        marks: list[tuple[URIRef, Node]] = [(SKOS.exactMatch, match) for match in entry.matches]
        marks += [(path, value) for path, value in _codes(entry) if entry.kind is Kind.STATE]
        for path, value in marks:
            for subject in self._known.subjects(path, value):
                if isinstance(subject, URIRef):
                    return subject
        for key in self._keys_of(entry, home):
            if key in self._keys:
                return self._keys[key]
        for other in sorted(self._names[kind, fold(entry.label)], key=str):
            at_home = self._known.value(other, REC.homeState)
            same = home is not None and at_home == home and not self._differs(entry, other)
            if isinstance(other, URIRef) and (same or entry.kind is Kind.STATE):
                return other
        return self._mint(entry, home)

    def _differs(self, entry: Entry, other: Node) -> bool:
        """Say whether an entry has an identifier of a scheme in which the other one has another."""
        theirs = {str(match).rpartition("/")[0] for match in self._known.objects(other, SKOS.exactMatch)}
        return any(str(match).rpartition("/")[0] in theirs for match in entry.matches)

    def _keys_of(self, entry: Entry, home: Node | None) -> Iterator[tuple[object, ...]]:
        yield from (("match", match) for match in entry.matches)
        if entry.key:
            yield "key", entry.key
        elif not entry.matches:
            yield "name", entry.kind.types[0], fold(entry.label), home

    def _mint(self, entry: Entry, home: Node | None) -> URIRef:
        start = f"{self._given.base}{entry.kind.folder}/"
        whole = "\0".join((entry.kind, entry.label, str(home), *map(str, entry.matches), entry.key))
        tail = hashlib.sha256(whole.encode()).hexdigest()[:8]
        name = slug(entry.label)
        iri = URIRef(start + name)
        if not name or iri in self.where or (iri, None, None) in self._known:
            iri = URIRef(f"{start}{name}-{tail}" if name else f"{start}{entry.kind}-{tail}")
        return iri

    def _describe(self, entry: Entry, iri: URIRef, home: Node | None) -> Iterator[tuple[Node, Node, Node]]:
        kind, actor, venue = entry.kind.types
        names = [entry.label, *entry.aliases]
        if (iri, RDF.type, None) not in self._known and (iri, RDF.type, None) not in self.own:
            yield iri, RDF.type, kind
            yield iri, RDFS.label, Literal(names.pop(0), lang=entry.language)
            if actor is not None:
                yield iri, REC.actorKind, actor
            if venue is not None:
                yield iri, REC.venueKind, venue
        if home is not None and self._known.value(iri, REC.homeState) is None:
            yield iri, REC.homeState, home
        there = {str(name) for path in NAMES for graph in (self.own, self._known) for name in graph.objects(iri, path)}
        yield from ((iri, SKOS.altLabel, Literal(name, lang=entry.language)) for name in names if name not in there)
        yield from ((iri, REC.adjective, Literal(word)) for word in entry.adjectives)
        yield from ((iri, REC.metonym, Literal(word)) for word in entry.metonyms)
        yield from ((iri, SKOS.exactMatch, match) for match in entry.matches)
        yield from ((iri, path, value) for path, value in _codes(entry))
        for words in entry.sources or ((self._given.source,) if self._given.source else ()):
            yield iri, DCTERMS.source, as_source(words)
        rights = entry.rights or self._given.rights
        if rights:
            yield iri, DCTERMS.rights, Literal(rights)

    def _find_forum(self, entry: Entry) -> URIRef | None:
        wanted = fold(entry.part_of)
        found = {iri for other, iri in self._placed if other.kind.folder == "forum" and fold(other.label) == wanted}
        found |= {iri for iri in self._names[REC.Forum, wanted] if isinstance(iri, URIRef)}
        if (URIRef(entry.part_of), RDF.type, REC.Forum) in self._known:
            return URIRef(entry.part_of)
        if len(found) != 1:
            many = "several forums" if found else "no forum"
            what = f"{entry.part_of!r} is the name of {many}; give the address, or add the forum"
            self.problems.append(Problem(entry.where, what))
            return None
        return found.pop()

    @staticmethod
    def _as_state(name: str) -> str:
        return name.upper() if len(name) in (2, 3) else fold(name)


def as_source(words: str) -> URIRef | Literal:
    """Give a source as an address where it is one, and as words where it is not.

    >>> as_source("https://example.org/list"), as_source("the list")
    (rdflib.term.URIRef('https://example.org/list'), rdflib.term.Literal('the list'))
    """
    if re.match(r"https?://", words):
        try:
            return URIRef(to_named_node(words).value)
        except InvalidTerm:
            return Literal(words)
    return Literal(words)


def _codes(entry: Entry) -> Iterator[tuple[URIRef, Literal]]:
    for path in STATE_CODES:
        value = entry.codes.get(str(path).rpartition("#")[2], "")
        if value:
            number = path in NUMBERS and value.isdecimal()
            yield path, Literal(str(int(value)), datatype=XSD.integer) if number else Literal(value)
