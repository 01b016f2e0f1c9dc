"""Linking the names of a corpus to its entities: anew and in full each time, and only what differs is written.

A run that is cut short leaves whole graphs, and the next one does the rest. What people decided (`onrecord link
review`, `merge`, `split`) is kept with the other decisions about links and holds before any score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from rdflib import RDF, Graph, URIRef

from api.store import Writer, give_rows, open_store
from ingest.entities.clustering import join
from ingest.entities.model import Bearer, Constraints, Membership
from ingest.entities.words import load as load_words
from onrecord.entities.gathering import Gathered, gather
from onrecord.entities.writing import Change, Triple, describe, lead_on, map_member, tell
from onrecord.errors import EntitiesUnfit
from onrecord.review.applying import load, read_decisions
from onrecord.review.decisions import Decision
from onrecord.review.remaking import rewrite
from onrecord.settings import Settings
from ontology.terms import ORG, REC
from ontology.triples import Triples
from shapes import Validator

BATCH = 200
"""How many articles' links are written in one transaction, and how many entities are checked together."""

_ENTITIES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?entity ?label WHERE { GRAPH ?entity { ?entity a rec:CorpusEntity ; rdfs:label ?label } }"""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a run found: entities, the mentions' nodes that they have, and how many nodes changed their entity."""

    entities: int
    nodes: int
    changed: int


def link_entities(settings: Settings, moment: datetime) -> Joined:
    """Find the entities of a store anew, and link the names of its articles to them.

    Raises
    ------
    EntitiesUnfit
        What is known of an entity breaks a shape. Nothing was written.
    StoreError
        The store cannot be read or written.
    """
    with open_store(settings.store, settings).write() as writer:
        return relink(writer, settings.base, moment)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody has just decided: who, of which entity each node was until then, and where those decided about are.

    A node leads to ``None`` where it was only said of which entity it is not.
    """

    reviewer: str
    was: Mapping[str, str]
    now: Mapping[str, str | None]


def relink(writer: Writer, base: str, moment: datetime, ruling: Ruling | None = None) -> Joined:
    """Find the entities anew, write what differs, and tell of each change."""
    gathered = gather(writer)
    before = {str(row["entity"]): str(row["label"]) for row in give_rows(writer, _ENTITIES)}
    decided = constrain(read_decisions(writer, base), gathered, before)
    entities = join(gathered.bearers, load_words(), base, decided)
    members = {member.bearer.node: (member, entity.iri) for entity in entities for member in entity.members}
    after = {node: iri for node, (_, iri) in members.items()}
    if ruling is not None:
        after = {node: iri for node, iri in ruling.now.items() if iri is not None} | after
    changes = compare(ruling.was if ruling is not None else gathered.known, after)
    graphs = {entity.iri: describe(entity) for entity in entities}
    expect_valid(graphs.values())
    if changes:
        told = tell(changes, moment, base, ruling.reviewer if ruling is not None else None)
        graphs[str(told.identifier)] = told
    graphs |= dict(replace_gone(before, changes, graphs))
    writer.put(graphs)
    for part in rewrite_links(writer, gathered, members):
        writer.put(part)
    return Joined(len(entities), len(members), sum(len(each.nodes) for each in changes))


def constrain(decisions: Iterable[Decision], gathered: Gathered, entities: Container[str]) -> Constraints:
    """Take what people decided about these bearers and entities as what has to hold."""
    bearers = {each.node: each for each in gathered.bearers}
    joined, barred = dict[str, str](), defaultdict[str, set[str]](set)
    for each in decisions:
        bearer = bearers.get(str(each.subject)) if each.subject is not None else None
        if bearer is None or bearer.label != each.label:
            continue
        if each.holds and str(each.target) in entities:
            joined[bearer.node] = str(each.target)
        elif not each.holds:
            barred[bearer.node].add(str(each.target))
    return Constraints(joined, {node: frozenset(iris) for node, iris in barred.items()}, gathered.known)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Say which nodes came to which entity, and which left one.

    >>> compare({"a": "X", "b": "X"}, {"a": "X", "b": "Y", "c": "Y"})
    [Change(nodes=('c',), into='Y', out_of=None), Change(nodes=('b',), into='Y', out_of='X')]
    """
    found: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for node in sorted(before.keys() | after.keys()):
        was, now = before.get(node), after.get(node)
        if was != now:
            found[now, was].append(node)
    ordered = sorted(found, key=lambda pair: (pair[0] or "", pair[1] or ""))
    return [Change(tuple(found[pair]), *pair) for pair in ordered]


def replace_gone(
    before: Mapping[str, str], changes: Iterable[Change], graphs: Mapping[str, Graph]
) -> Iterator[tuple[str, Graph]]:
    """Yield what takes the place of entities that are none any more: a way to where their names are now, or nothing."""
    went = {change.out_of: change.into for change in changes if change.out_of and change.into}
    for iri, label in before.items():
        if iri not in graphs:
            new = went.get(iri)
            yield iri, lead_on(iri, label, new) if new is not None else Graph(identifier=URIRef(iri))


def rewrite_links(
    writer: Writer, gathered: Gathered, members: Mapping[str, tuple[Membership, str]]
) -> Iterator[dict[str, Graph]]:
    """Yield the links of articles that have names of other entities than before, some articles at a time."""
    touched: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in gathered.bearers:
        member, iri = members.get(bearer.node, (None, None))
        if gathered.known.get(bearer.node) != iri and not (member is not None and member.decided):
            touched[bearer.version].append(bearer)
    part: dict[str, Graph] = {}
    for version, bearers in sorted(touched.items()):
        links = load(writer, URIRef(f"{version}/links"))
        said = {URIRef(each.node): say(URIRef(f"{version}/links"), each, members) for each in bearers}
        changed = rewrite(load(writer, URIRef(version)), links, said)
        if changed is not None:
            part[str(changed.identifier)] = changed
        if len(part) == BATCH:
            yield part
            part = {}
    if part:
        yield part


def say(links: URIRef, bearer: Bearer, members: Mapping[str, tuple[Membership, str]]) -> tuple[Triple, ...]:
    """Say of which entity a bearer is; nothing where it is of none."""
    if bearer.node not in members:
        return ()
    member, iri = members[bearer.node]
    return map_member(links, member, iri)


def expect_valid(graphs: Iterable[Graph]) -> None:
    """Hold graphs of entities against the shapes; the bodies that they name are described elsewhere."""
    validator = Validator()
    for part in batched(graphs, BATCH):
        bodies = {body for graph in part for body in graph.objects(None, ORG.organization)}
        around = Triples(None, ((body, RDF.type, REC.Actor) for body in bodies))
        breaking = [finding for finding in validator.validate(*part, around).results if finding.breaks]
        if breaking:
            first = breaking[0]
            raise EntitiesUnfit(f"{first.focus_node}: breaks a shape ({first.message}); nothing was written")
