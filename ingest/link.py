"""What an article's mentions refer to outside it, and the short way from whoever spoke to what was said.

Linking writes a second graph beside the article's own: mentions stay mentions. Each link is a mapping with its score
and method (SSSOM 1.0), and NIL is an answer: where nothing in the authority fits, or several fit as well, the local
node stands for itself. The short way (``rec:claims`` and its kin) starts from what was concluded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from ingest.actors import words
from ingest.actors.names import Names
from ingest.actors.resolving import resolve as resolve_actors
from ingest.address import BASE, Address
from ingest.graph import decimal, locate
from ingest.model import EntityKind, Extraction, Kind, Span, Stance, Statement
from ingest.places import words as place_words
from ingest.places.descriptions import Fact, describe
from ingest.places.descriptions import locate as locate_place
from ingest.places.gazetteer import GEONAMES, Gazetteer, key
from ingest.places.names import Names as PlaceNames
from ingest.places.resolving import Verdict
from ingest.places.resolving import resolve as resolve_places
from ingest.places.toponyms import find
from ontology.terms import REC, SEMAPV, SSSOM
from ontology.triples import Triples

SURE, UNLIKELY = 0.75, 0.4
"""From which score on a link is an exact match, and below which a name is left unlinked."""

SHORT_WAY = {Stance.AFFIRM: REC.claims, Stance.DENY: REC.disputes, Stance.ENTERTAIN: REC.raises}


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
        self.places = PlaceNames(gazetteer, authority, place_words.load()) if gazetteer is not None else None
        self.base = base
        self.names, self.words = Names(authority), words.load()
        self.elsewhere: dict[Node, list[URIRef]] = defaultdict(list)
        for subject, other in sorted(authority.subject_objects(SKOS.exactMatch)):
            if isinstance(other, URIRef):
                self.elsewhere[subject].append(other)

    def link(self, extraction: Extraction) -> tuple[Link, ...]:
        """Return what the article's entities refer to; an entity without a link is NIL."""
        found = {
            each.entity: Link(each.entity, each.entry.iri, each.score, tuple(self.elsewhere.get(each.entry.iri, ())))
            for each in resolve_actors(extraction, self.names, self.words)
            if each.score >= UNLIKELY
        }
        if self.places is not None:
            self.place(extraction, self.places, found)
        return tuple(found[n] for n in sorted(found))

    def place(self, extraction: Extraction, names: PlaceNames, found: dict[int, Link]) -> None:
        """Put what the gazetteer makes of place names in place of what their words alone led to.

        What the authority knows and GeoNames does not, such as a building, stays.
        """
        for n, verdict in resolve_places(extraction, names).items():
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
