"""What an article's mentions refer to outside it, and the short way from whoever spoke to what was said.

Linking writes a second graph beside the article's own: mentions stay mentions. Each link is a mapping with its score
and method (SSSOM 1.0), and NIL is an answer: where nothing in the authority fits, or several fit as well, the local
node stands for itself. The short way (``rec:claims`` and its kin) starts from what was concluded.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ingest.address import BASE, Address
from ingest.graph import decimal, locate
from ingest.model import Entity, EntityKind, Extraction, Kind, Span, Stance, Statement
from ingest.places import words as place_words
from ingest.places.descriptions import Fact, describe
from ingest.places.descriptions import locate as locate_place
from ingest.places.gazetteer import GEONAMES, Gazetteer, key
from ingest.places.names import Names
from ingest.places.resolving import Verdict, resolve
from ingest.places.toponyms import find
from ontology.terms import REC, SEMAPV, SSSOM
from ontology.triples import Triples

LABEL, ALTERNATIVE, SHORT, ADJECTIVE, METONYM = 1.0, 0.95, 0.85, 0.85, 0.8
"""How sure a match by each sort of name is, when no other entry has that name."""

SURE, UNLIKELY = 0.75, 0.4
"""From which score on a link is an exact match, and below which a name of a place is left unlinked."""

CONTEXT = 0.05
"""What is taken off where only the state that the article speaks of tells two namesakes apart."""

FITTING: Mapping[EntityKind, frozenset[URIRef]] = {
    EntityKind.PERSON: frozenset({REC.Person}),
    EntityKind.ORGANIZATION: frozenset({REC.Organization, REC.Forum, REC.Group}),
    EntityKind.GROUP: frozenset({REC.Group, REC.Organization}),
    EntityKind.STATE: frozenset({REC.State}),
    EntityKind.FORUM: frozenset({REC.Forum, REC.Organization}),
    EntityKind.PLACE: frozenset({REC.Place, REC.State}),
    EntityKind.SITE: frozenset({REC.Place, REC.Site}),
}

SHORT_WAY = {Stance.AFFIRM: REC.claims, Stance.DENY: REC.disputes, Stance.ENTERTAIN: REC.raises}


@dataclass(frozen=True, slots=True)
class Entry:
    """An authority entry under one of its names: what it is, how sure that name makes it, and whose it is."""

    iri: URIRef
    classes: frozenset[Node]
    score: float
    home: Node | None


@dataclass(frozen=True, slots=True)
class Link:
    """A mention's entity, found in the authority with a score between 0 and 1.

    ``known_as`` are the target's verified identifiers elsewhere (Wikidata, GeoNames), in a fixed order, ``facts`` what
    has to be said of a target that no authority file describes.
    """

    entity: int
    target: URIRef
    score: float
    known_as: tuple[URIRef, ...] = ()
    facts: tuple[Fact, ...] = ()
    justification: URIRef = SEMAPV.LexicalMatching


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place's name inside another name or as an adjective, with its GeoNames address and how sure that is."""

    span: Span
    label: str
    target: URIRef
    score: float


class Linker:
    """Looks names up in an authority graph, read once; those of places in a gazetteer too, where there is one."""

    def __init__(self, authority: Graph, gazetteer: Gazetteer | None = None, base: str = BASE) -> None:
        self.places = Names(gazetteer, authority, place_words.load()) if gazetteer is not None else None
        self.base = base
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.elsewhere: dict[Node, list[URIRef]] = defaultdict(list)
        for subject, other in sorted(authority.subject_objects(SKOS.exactMatch)):
            if isinstance(other, URIRef):
                self.elsewhere[subject].append(other)
        classes: dict[Node, set[Node]] = defaultdict(set)
        for subject, kind in authority.subject_objects(RDF.type):
            classes[subject].add(kind)
        for path, score in (
            (RDFS.label, LABEL),
            (SKOS.altLabel, ALTERNATIVE),
            (REC.adjective, ADJECTIVE),
            (REC.metonym, METONYM),
        ):
            for subject, name in authority.subject_objects(path):
                if isinstance(subject, URIRef):
                    words = str(name)
                    sure = SHORT if path == SKOS.altLabel and is_acronym(words) else score
                    home = authority.value(subject, REC.homeState)
                    self.entries[fold(words)].append(Entry(subject, frozenset(classes[subject]), sure, home))

    def link(self, extraction: Extraction) -> tuple[Link, ...]:
        """Return what the article's entities refer to; an entity without a link is NIL."""
        numbers = range(len(extraction.entities))
        states = [n for n in numbers if extraction.entities[n].kind is EntityKind.STATE]
        found = {n: link for n in states if (link := self.choose(extraction.entities[n], n, {}))}
        spoken_of: dict[Node, int] = defaultdict(int)
        for n, link in found.items():
            spoken_of[link.target] += 1 + len(extraction.entities[n].mentions)
        rest = (n for n in numbers if n not in found)
        found |= {n: link for n in rest if (link := self.choose(extraction.entities[n], n, spoken_of))}
        if self.places is not None:
            self.place(extraction, self.places, found)
        return tuple(found[n] for n in sorted(found))

    def place(self, extraction: Extraction, names: Names, found: dict[int, Link]) -> None:
        """Put what the gazetteer makes of place names in place of what their words alone led to.

        What the authority knows and GeoNames does not, such as a building, stays.
        """
        for n, verdict in resolve(extraction, names).items():
            if n in found and not any(other.startswith(GEONAMES) for other in found[n].known_as):
                continue
            found.pop(n, None)
            if verdict.score >= UNLIKELY:
                target = locate_place(verdict.place, names, self.base)
                known_as = tuple(self.elsewhere.get(target, ())) or (URIRef(verdict.place.iri),)
                facts = tuple(describe(verdict.place, names, self.base))
                found[n] = Link(n, target, verdict.score, known_as, facts, SEMAPV.CompositeMatching)

    def name_places(self, extraction: Extraction, links: Iterable[Link]) -> tuple[PlaceName, ...]:
        """Return the place names that stand inside other names or as adjectives, with what they are linked to."""
        if self.places is None:
            return ()
        gazetteer = self.places.gazetteer
        known: dict[str, Verdict] = {}
        for link in links:
            number = next((int(each[len(GEONAMES) :].strip("/")) for each in link.known_as if GEONAMES in each), 0)
            place, entity = gazetteer.get(number), extraction.entities[link.entity]
            if place is not None and entity.kind is not EntityKind.STATE:
                known |= {key(name): Verdict(place, link.score) for name in (entity.label, *entity.names) if name}
        return tuple(
            PlaceName(each.span, each.place.name, URIRef(each.place.iri), each.score)
            for each in find(extraction, known, self.places)
        )

    def choose(self, entity: Entity, n: int, spoken_of: Mapping[Node, int]) -> Link | None:
        """Return the one entry that fits an entity best, ``None`` where none does or two do.

        Of namesakes in several states the one at home in the state that the article speaks of most is taken.
        """
        kinds = FITTING.get(entity.kind)
        if kinds is None:
            return None
        best: dict[URIRef, Entry] = {}
        for name in (entity.label, *entity.names):
            for entry in self.entries.get(fold(name), ()):
                if entry.classes & kinds and (entry.iri not in best or best[entry.iri].score < entry.score):
                    best[entry.iri] = entry
        if not best:
            return None
        top = max(entry.score for entry in best.values())
        winners = [entry for entry in best.values() if entry.score == top]
        if len(winners) == 1 and (winners[0].home is None or winners[0].home in spoken_of or len(best) == 1):
            return self.make(n, winners[0].iri, top)
        near = {one.iri: spoken_of[one.home] for one in best.values() if one.home is not None and one.home in spoken_of}
        at_home = [iri for iri, often in near.items() if often == max(near.values())]
        if len(at_home) == 1:
            return self.make(n, at_home[0], best[at_home[0]].score - CONTEXT)
        return self.make(n, winners[0].iri, top) if len(winners) == 1 and not at_home else None

    def make(self, n: int, target: URIRef, score: float) -> Link:
        """Return the link of the ``n``-th entity to an entry."""
        return Link(n, target, score, tuple(self.elsewhere.get(target, ())))


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


def conclude(extraction: Extraction, links: tuple[Link, ...], base: str = BASE) -> Graph:
    """Return the graph of links of one article: the mappings, and the short way from whom they lead to."""
    address = Address.of(extraction.article, base)
    graph = Triples(address.links)
    targets = {link.entity: link.target for link in links}
    for link in links:
        local = locate(extraction, address, link.entity)
        mapping = URIRef(f"{address.links}/{link.entity}")
        graph.add((local, REC.refersTo, link.target))
        graph.add((mapping, RDF.type, SSSOM.Mapping))
        graph.add((mapping, SSSOM.subject_id, local))
        graph.add((mapping, SSSOM.predicate_id, SKOS.exactMatch if link.score >= SURE else SKOS.closeMatch))
        graph.add((mapping, SSSOM.object_id, link.target))
        graph.add((mapping, SSSOM.confidence, decimal(link.score)))
        graph.add((mapping, SSSOM.mapping_justification, link.justification))
        for fact in link.facts:
            graph.add(fact)
    for statement in extraction.statements:
        for triple in shorten(extraction, statement, address, targets):
            graph.add(triple)
    return graph


def shorten(
    extraction: Extraction, statement: Statement, address: Address, targets: Mapping[int, URIRef]
) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    """Yield the short way to and from one statement; an attitude has none, a denial never reads as a claim."""
    found, node = statement.attribution, address.statement(statement)

    def concluded(n: int) -> URIRef:
        return targets.get(n) or locate(extraction, address, n)

    if found.kind is Kind.STATEMENT:
        path = REC.reportedlyClaims if found.embedded_in is not None else SHORT_WAY[found.stance]
        if found.embedded_in is None or found.stance is Stance.AFFIRM:
            for claimant in statement.claimants:
                if claimant.entity is not None:
                    yield concluded(claimant.entity), path, node
    if statement.venue and statement.venue.entity is not None:
        yield node, REC.saidIn, concluded(statement.venue.entity)
    for told in statement.addressees:
        if told.entity is not None:
            yield node, REC.saidTo, concluded(told.entity)
    for n, entity in enumerate(extraction.entities):
        if any(content.covers(mention) for content in found.content for mention in entity.mentions):
            yield node, REC.about, concluded(n)
