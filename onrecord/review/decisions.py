"""What a person decided about links, as mappings in a graph of their own (SSSOM 1.0), and as what graphs of links say.

A decision is about one name in one version of an article, or, everywhere, about all that bear the label. It holds the
label, so that it is left alone where the article is read anew and the address has come to mean somebody else.
A rejected link is a mapping with the modifier ``Not``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ingest.actors.names import fold
from ingest.graph import decimal
from onrecord.review.remaking import rewrite
from ontology.terms import REC, SEMAPV, SSSOM

NOT = "Not"


@dataclass(frozen=True, slots=True)
class Decision:
    """That a name stands for ``target``, or, where ``holds`` is false, that it does not.

    ``subject`` is the article's own node, or ``None`` everywhere; ``label`` its label.
    """

    subject: URIRef | None
    label: str
    target: URIRef
    holds: bool
    reviewer: str
    day: date


def name_graph(base: str) -> URIRef:
    """Name the graph of all decisions."""
    return URIRef(f"{base}decisions/links")


def write(decisions: Iterable[Decision], base: str) -> Graph:
    """Write decisions as mappings."""
    graph = Graph(identifier=name_graph(base))
    for each in decisions:
        key = _digest(str(each.subject) if each.subject is not None else fold(each.label))
        subject = each.subject or URIRef(f"{graph.identifier}/name/{key}")
        mapping = URIRef(f"{graph.identifier}/{_digest(f'{subject} {each.target if not each.holds else ""}')}")
        for path, value in (
            (RDF.type, SSSOM.Mapping),
            (SSSOM.subject_id, subject),
            (SSSOM.subject_label, Literal(each.label)),
            (SSSOM.predicate_id, SKOS.exactMatch),
            (SSSOM.object_id, each.target),
            (SSSOM.mapping_justification, SEMAPV.ManualMappingCuration),
            (SSSOM.confidence, decimal(1.0)),
            (SSSOM.reviewer_label, Literal(each.reviewer)),
            (SSSOM.mapping_date, Literal(each.day.isoformat(), datatype=XSD.date)),
        ):
            graph.add((mapping, path, value))
        if not each.holds:
            graph.add((mapping, SSSOM.predicate_modifier, Literal(NOT)))
    return graph


def read(graph: Graph) -> tuple[Decision, ...]:
    """Read decisions back."""
    found = []
    for mapping in sorted(graph.subjects(RDF.type, SSSOM.Mapping), key=str):
        subject, target = graph.value(mapping, SSSOM.subject_id), graph.value(mapping, SSSOM.object_id)
        label, day = graph.value(mapping, SSSOM.subject_label), graph.value(mapping, SSSOM.mapping_date)
        if not isinstance(subject, URIRef) or not isinstance(target, URIRef) or label is None or day is None:
            continue
        everywhere = subject.startswith(f"{graph.identifier}/name/")
        found.append(
            Decision(
                None if everywhere else subject,
                str(label),
                target,
                graph.value(mapping, SSSOM.predicate_modifier) is None,
                str(graph.value(mapping, SSSOM.reviewer_label) or ""),
                date.fromisoformat(str(day)),
            )
        )
    return tuple(found)


def merge(old: Iterable[Decision], new: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return all decisions, the new ones in place of old ones about the same name.

    That a name stands for an entry takes the place of what stood before; that it does not stands beside other entries
    that it does not stand for.
    """
    kept = [*old]
    for each in new:
        kept = [one for one in kept if not (_key(one) == _key(each) and (each.holds or _clash(one, each)))]
        kept.append(each)
    return tuple(kept)


class Decided:
    """Decisions, ready to be applied to the graphs of articles."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._own: dict[URIRef, list[Decision]] = {}
        self._everywhere: dict[str, list[Decision]] = {}
        for each in decisions:
            if each.subject is not None:
                self._own.setdefault(each.subject, []).append(each)
            else:
                self._everywhere.setdefault(fold(each.label), []).append(each)

    def __bool__(self) -> bool:
        return bool(self._own or self._everywhere)

    def apply(self, version: Graph, links: Graph) -> Graph | None:
        """Return the graph of links that follows from the decisions, ``None`` where none of them changes it."""
        said = {}
        for local in {node for node in version.subjects(RDFS.label) if isinstance(node, URIRef)}:
            now = links.value(local, REC.refersTo)
            decided = self._decide(local, str(version.value(local, RDFS.label)), now)
            if decided is not None:
                said[local] = decided
        found = {
            local: (*_map(links, local, target, decision),) if target is not None else ()
            for local, (target, decision) in said.items()
        }
        return rewrite(version, links, found) if found else None

    def _decide(self, local: URIRef, label: str, now: Node | None) -> tuple[URIRef | None, Decision] | None:
        own = [each for each in self._own.get(local, ()) if fold(each.label) == fold(label)]
        for each in (*own, *self._everywhere.get(fold(label), ())):
            if each.holds:
                return each.target, each
        rejected = next((each for each in (*own, *self._everywhere.get(fold(label), ())) if each.target == now), None)
        return (None, rejected) if rejected is not None else None


def _map(links: Graph, local: URIRef, target: URIRef, decision: Decision) -> Iterator[tuple[Node, URIRef, Node]]:
    mapping = URIRef(f"{links.identifier}/{local.rpartition('/')[2]}")
    yield local, REC.refersTo, target
    yield mapping, RDF.type, SSSOM.Mapping
    yield mapping, SSSOM.subject_id, local
    yield mapping, SSSOM.predicate_id, SKOS.exactMatch
    yield mapping, SSSOM.object_id, target
    yield mapping, SSSOM.confidence, decimal(1.0)
    yield mapping, SSSOM.mapping_justification, SEMAPV.ManualMappingCuration
    yield mapping, SSSOM.reviewer_label, Literal(decision.reviewer)
    yield mapping, SSSOM.mapping_date, Literal(decision.day.isoformat(), datatype=XSD.date)


def _key(decision: Decision) -> str:
    return str(decision.subject) if decision.subject is not None else f"everywhere {fold(decision.label)}"


def _clash(one: Decision, other: Decision) -> bool:
    return one.target == other.target


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
