"""Whether own entries may be kept: they are entries, lead somewhere, are not there yet, and hold to the shapes.

The shapes of `shapes/authority.ttl` are applied by pySHACL to the entries together with all that is known of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

from rdflib import DCAT, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from ingest.actors.names import fold
from ontology.terms import DCTERMS, ORG, REC, STATE_CODES, XSD
from shapes import Validator

ACTORS: Final = (REC.Person, REC.Organization, REC.Forum, REC.Group, REC.State)
PLACES: Final = (REC.Place, REC.Site)
HELD: Final = (ORG.Role, ORG.Membership)
"""Offices, and who held them when."""

OTHERS: Final = (*HELD, DCAT.Dataset)
"""What else may stand among entries: those, and sources."""

RELATIONS: Final = (REC.homeState, REC.capital, ORG.subOrganizationOf, ORG.member, ORG.role, ORG.organization)
"""The properties whose values are entries themselves."""

IDENTIFIERS: Final = (SKOS.exactMatch, REC.unReference, *(code for code in STATE_CODES if code != REC.cameoCode))
"""The properties whose values stand for one entry only; several groups of a state may share a code of CAMEO."""

NAMES: Final = (RDFS.label, SKOS.altLabel)
DATATYPES: Final = frozenset({None, XSD.string, XSD.integer, XSD.decimal, XSD.boolean, XSD.date, XSD.dateTime})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry cannot be kept. ``where`` is the file with the line, or the entry; ``what`` says what to do, too."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(own: Graph, known: Graph, where: Mapping[Node, str]) -> tuple[Problem, ...]:
    """Find all that keeps entries out; ``where`` leads from an entry to the line that it was read from.

    >>> graph = Graph()
    >>> _ = graph.add((URIRef("https://example.org/a"), RDFS.label, Literal("Ana Duarte")))
    >>> [str(each) for each in check(graph, Graph(), {URIRef("https://example.org/a"): "a.ttl"})]  # doctest: +ELLIPSIS
    ['a.ttl: https://example.org/a is no entry; say what it is by a class such as rec:Person, ...]
    """
    problems = [*check_terms(own, where)]
    if not problems:
        problems += [*check_kinds(own, known, where), *check_relations(own, known, where)]
        problems += [*check_identifiers(own, known, where), *check_shapes(own, known, where)]
    return tuple(dict.fromkeys(problems))


def check_terms(own: Graph, where: Mapping[Node, str]) -> Iterator[Problem]:
    """Find blank nodes, and literals that a store would not give back as they are."""
    for subject, _, value in own:
        if not isinstance(subject, URIRef) or not isinstance(value, URIRef | Literal):
            yield Problem(find(subject, where), "has a blank node; give it an IRI")
        elif isinstance(value, Literal) and value.datatype not in DATATYPES:
            yield Problem(find(subject, where), f"{value} has the type {value.datatype}; write it as a string")


def check_kinds(own: Graph, known: Graph, where: Mapping[Node, str]) -> Iterator[Problem]:
    """Find subjects that are no entries, and entries without their kind."""
    for subject in set(own.subjects()):
        kinds = set(_values((own, known), subject, RDF.type))
        if not kinds & {*ACTORS, *PLACES, *OTHERS}:
            yield Problem(
                find(subject, where),
                f"{subject} is no entry; say what it is by a class such as rec:Person, rec:Group, rec:Forum, rec:Site,"
                " org:Role or org:Membership",
            )
        named = [(RDFS.label, "rdfs:label"), (DCTERMS.source, "dcterms:source")]
        # Of an actor the shapes ask for these two, once its kind is there.
        needed = [(REC.actorKind, "rec:actorKind")] if kinds & {*ACTORS} else named if kinds & {*PLACES, *HELD} else []
        for path, name in needed:
            if not any(_values((own, known), subject, path)):
                yield Problem(find(subject, where), f"{subject} has no {name}; add one")


def check_relations(own: Graph, known: Graph, where: Mapping[Node, str]) -> Iterator[Problem]:
    """Find what leads to an entry that nobody has."""
    for path in RELATIONS:
        for subject, value in own.subject_objects(path):
            if (value, RDF.type, None) not in own and (value, RDF.type, None) not in known:
                yield Problem(find(subject, where), f"leads to {value}, which is no entry; add it, or mend the address")


def check_identifiers(own: Graph, known: Graph, where: Mapping[Node, str]) -> Iterator[Problem]:
    """Find identifiers that stand for another entry already."""
    for path in IDENTIFIERS:
        holders: dict[Node, set[Node]] = defaultdict(set)
        for subject, value in own.subject_objects(path):
            holders[value] |= {subject, *known.subjects(path, value)}
        for value, subjects in holders.items():
            if len(subjects) > 1:
                mine = next(each for each in sorted(subjects, key=str) if (each, path, value) in own)
                others = ", ".join(sorted(str(each) for each in subjects if each != mine))
                yield Problem(
                    find(mine, where), f"{value} is {others} already; add your names to that entry, or mend one of them"
                )


def check_shapes(own: Graph, known: Graph, where: Mapping[Node, str]) -> Iterator[Problem]:
    """Apply the shapes to the entries, with what is known of them and what they are part of."""
    subjects = set(own.subjects())
    graph = own + ontology.load()
    for triple in chain.from_iterable(known.triples((subject, None, None)) for subject in subjects):
        graph.add(triple)
    for value in {each for path in RELATIONS for each in own.objects(None, path)} - subjects:
        for kind in known.objects(value, RDF.type):
            graph.add((value, RDF.type, kind))
    for finding in _open_validator().validate(graph).results:
        if finding.breaks and finding.focus_node in subjects:
            given = "" if finding.value is None else f" It is {str(finding.value)[:80]!r}."
            yield Problem(find(finding.focus_node, where), f"{finding.message}{given}")


def find_namesakes(own: Graph, known: Graph) -> tuple[tuple[str, Node, Node], ...]:
    """Find names that an own entry shares with another entry of a fitting class: name, own entry, other entry."""
    names: dict[str, set[Node]] = defaultdict(set)
    for path in NAMES:
        for subject, name in known.subject_objects(path):
            names[fold(str(name))].add(subject)
    found = {
        (str(name), subject, other)
        for path in NAMES
        for subject, name in own.subject_objects(path)
        for other in names[fold(str(name))] - {subject}
        if _families((own, known), subject) & _families((known,), other)
    }
    return tuple(sorted(found, key=lambda each: tuple(map(str, each))))


def find(entry: Node, where: Mapping[Node, str]) -> str:
    """Say where an entry was read, as well as is known."""
    return where.get(entry, str(entry))


@cache
def _open_validator() -> Validator:
    return Validator()


def _families(graphs: Iterable[Graph], entry: Node) -> set[str]:
    """Give the sorts of mention that may be linked to an entry."""
    kinds = set(_values(graphs, entry, RDF.type))
    bodies = {REC.Organization, REC.Forum, REC.Group}
    sorts = {"person": {REC.Person}, "body": bodies, "state": {REC.State}, "place": {*PLACES}}
    return {name for name, classes in sorts.items() if kinds & classes}


def _values(graphs: Iterable[Graph], entry: Node, path: URIRef) -> Iterator[Node]:
    return chain.from_iterable(graph.objects(entry, path) for graph in graphs)
