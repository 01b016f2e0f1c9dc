"""Entities as graphs: one for each entity, and one for each run that says what it changed.

The graph of an entity bears its address. It says what the entity is called, what it is, and which offices articles
give it, from the first day of publication to the last. That a mention is of it stands in the links of the article.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from ingest.entities.clustering import JOINED
from ingest.entities.model import Bearer, Entity, Membership
from ingest.entities.names import fold
from ingest.graph import decimal
from ontology.terms import ORG, REC, SEMAPV, SSSOM
from ontology.triples import Triples

CLASSES: Mapping[str, tuple[URIRef, ...]] = {
    "Person": (REC.Person,),
    "Group": (REC.Group,),
    "Forum": (REC.Forum, REC.Organization),
    "Organization": (REC.Organization,),
}

type Triple = tuple[URIRef, URIRef, URIRef | Literal]


@dataclass(frozen=True, slots=True)
class Change:
    """That nodes came to an entity, or left one: ``into`` or ``out_of`` may be ``None``, not both."""

    nodes: tuple[str, ...]
    into: str | None
    out_of: str | None


def name_log(base: str) -> str:
    """Give what the names of the graphs that tell of changes begin with."""
    return f"{base}entities/log/"


def describe(entity: Entity) -> Graph:
    """Describe an entity by what its bearers say of it together."""
    iri = URIRef(entity.iri)
    graph = Triples(iri)
    for each in (REC.Actor, REC.CorpusEntity, *CLASSES[entity.sort]):
        graph.add((iri, RDF.type, each))
    label = choose_label(member.bearer for member in entity.members)
    graph.add((iri, RDFS.label, Literal(label)))
    for name in sorted({name for m in entity.members for name in (m.bearer.label, *m.bearer.names)} - {label}):
        graph.add((iri, SKOS.altLabel, Literal(name)))
    for triple in describe_offices(entity):
        graph.add(triple)
    return graph


def choose_label(bearers: Iterable[Bearer]) -> str:
    """Choose the name that most articles give; of several, the longest.

    >>> choose_label(Bearer("n", "v", name, "Person") for name in ("J. Lee", "Jo Lee", "Jo Lee"))
    'Jo Lee'
    """
    counts = Counter(bearer.label for bearer in bearers)
    return min(counts, key=lambda label: (-counts[label], -len(label), label))


def describe_offices(entity: Entity) -> Iterator[Triple]:
    """Yield the offices of an entity, each with the first and the last day on which an article gives it."""
    offices: dict[tuple[frozenset[str], str | None], list[tuple[str, str | None, date | None]]] = defaultdict(list)
    for member in entity.members:
        for held in member.bearer.held:
            offices[frozenset(fold(held.words)), held.body].append((held.words, held.body_label, member.bearer.day))
    for (words, body), given in sorted(offices.items(), key=lambda each: (sorted(each[0][0]), each[0][1] or "")):
        digest = hashlib.sha256(f"{sorted(words)} {body}".encode()).hexdigest()[:8]
        membership, role = URIRef(f"{entity.iri}/membership/{digest}"), URIRef(f"{entity.iri}/role/{digest}")
        days = sorted(day for _, _, day in given if day is not None)
        yield membership, RDF.type, ORG.Membership
        yield membership, ORG.member, URIRef(entity.iri)
        yield membership, ORG.role, role
        yield role, RDF.type, ORG.Role
        yield role, RDFS.label, Literal(min(each for each, _, _ in given))
        if body is not None and body.startswith(("http://", "https://")):
            yield membership, ORG.organization, URIRef(body)
        elif body is not None:
            yield membership, REC.bodyName, Literal(min(label for _, label, _ in given if label))
        if days:
            yield membership, REC.earliest, Literal(days[0].isoformat(), datatype=XSD.date)
            yield membership, REC.latest, Literal(days[-1].isoformat(), datatype=XSD.date)


def map_member(links: URIRef, member: Membership, iri: str) -> tuple[Triple, ...]:
    """Say in the links of an article that a node is of an entity, how sure that is, and why."""
    local = URIRef(member.bearer.node)
    mapping = URIRef(f"{links}/{local.rpartition('/')[2]}")
    return (
        (local, REC.refersTo, URIRef(iri)),
        (mapping, RDF.type, SSSOM.Mapping),
        (mapping, SSSOM.subject_id, local),
        (mapping, SSSOM.predicate_id, SKOS.exactMatch if member.score >= JOINED else SKOS.closeMatch),
        (mapping, SSSOM.object_id, URIRef(iri)),
        (mapping, SSSOM.confidence, decimal(member.score)),
        (mapping, SSSOM.mapping_justification, SEMAPV.CompositeMatching),
        (mapping, SSSOM.other, Literal("; ".join(member.reasons))),
    )


def tell(changes: Iterable[Change], moment: datetime, base: str, reviewer: str | None) -> Graph:
    """Write what a run changed, as activities (PROV-O) in a graph of that run's own."""
    stamp = moment.strftime("%Y%m%dT%H%M%SZ")
    told = [*changes]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:8]
    graph = Triples(URIRef(f"{name_log(base)}{stamp}-{digest}"))
    for number, change in enumerate(told):
        node = URIRef(f"{graph.identifier}/{number}")
        graph.add((node, RDF.type, REC.EntityChange))
        graph.add((node, PROV.endedAtTime, Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)))
        for each in change.nodes:
            graph.add((node, PROV.used, URIRef(each)))
        if change.into is not None:
            graph.add((node, REC.into, URIRef(change.into)))
        if change.out_of is not None:
            graph.add((node, REC.outOf, URIRef(change.out_of)))
        if reviewer is not None:
            graph.add((node, SSSOM.reviewer_label, Literal(reviewer)))
    return graph


def lead_on(old: str, label: str, new: str) -> Graph:
    """Say that an entity is part of another now, for those who come with its address."""
    graph = Triples(URIRef(old))
    graph.add((URIRef(old), RDFS.label, Literal(label)))
    graph.add((URIRef(old), DCTERMS.isReplacedBy, URIRef(new)))
    return graph
