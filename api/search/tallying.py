"""The process that makes the file of facets of a state: ``python -m api.search.tallying BYTES SNAPSHOT FILE``.

It may use BYTES of memory. The file gets its name when it is whole. What `api.search.facets` says in patterns is read
here by following the edges of the graph, each of which is read once, which takes a small part of the time.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from api.search.building import make
from api.search.facets import FACETS, Facet
from api.search.tally import Tally
from ontology.terms import KIND, ORG, RDF, RDFS, REC


def build(snapshot: Path, target: Path) -> None:
    """Make the file of facets of a snapshot."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        graph = Edges(ox.Store.read_only(str(snapshot)))
        statements = graph.starts(REC.text)
        day = graph.along(REC.saidOn, REC.earliest)
        days = {statement: min(day(statement), default=None) for statement in statements}
        Tally(draft).write(((facet.name, _read(graph, facet, statements)) for facet in FACETS), days, _current(graph))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


type Reader = Callable[[str], Iterable[str]]


class Edges:
    """The graph as edges from one thing to others, of each property once it is asked for."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known: dict[tuple[str, bool], Mapping[str, list[str]]] = {}

    def of(self, path: str, *, back: bool = False) -> Mapping[str, list[str]]:
        """Give what a property leads to from each thing; or back from it."""
        if (str(path), back) not in self._known:
            found = defaultdict[str, list[str]](list)
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(path), None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    start, end = quad.subject.value, quad.object.value
                    found[end if back else start].append(start if back else end)
            self._known[str(path), back] = dict(found)
        return self._known[str(path), back]

    def starts(self, path: str) -> list[str]:
        """Give what has a property."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(path), None)
        return [quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)]

    def of_kind(self, kind: str) -> set[str]:
        """Give what is of a class."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(kind))
        return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}

    def along(self, *paths: str) -> Reader:
        """Give what finds where properties in a row lead to from a thing."""
        edges = [self.of(path) for path in paths]

        def walk(start: str) -> Iterable[str]:
            ends: Iterable[str] = (start,)
            for each in edges:
                ends = [end for at in ends for end in each.get(at, ())]
            return ends

        return walk

    def label(self, thing: str) -> list[str]:
        """Give the labels of a thing."""
        found = self._store.quads_for_pattern(ox.NamedNode(thing), ox.NamedNode(RDFS.label), None)
        return [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]


def _current(graph: Edges) -> set[str]:
    latest = {version for versions in graph.of(REC.latestVersion).values() for version in versions}
    said, versions = graph.of(REC.kind, back=True).get(str(KIND.statement), ()), graph.along(REC.article)
    return {statement for statement in said if latest.intersection(versions(statement))}


def _read(graph: Edges, facet: Facet, statements: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    terms = _READERS[facet.name](graph)
    for statement in statements:
        for term in terms(statement):
            yield statement, facet.form.write(term), facet.form.show(term)


def _claimants(graph: Edges) -> Reader:
    claimants, linked = graph.along(REC.claimant), graph.of(REC.refersTo)
    return lambda it: (known for who in claimants(it) for known in linked.get(who, (who,)))


def _labels(graph: Edges, *paths: str) -> Reader:
    ends, label = graph.along(*paths), cache(graph.label)
    return lambda it: (words for end in ends(it) for words in label(end))


def _venues(graph: Edges) -> Reader:
    places = graph.along(REC.venue)
    reach = _reach(graph, [graph.of(ORG.subOrganizationOf), graph.of(REC.refersTo)])
    return lambda it: (body for place in places(it) for body in reach(place))


def _countries(graph: Edges) -> Reader:
    bodies = graph.of(ORG.organization)
    offices = {
        who: [body for office in held for body in bodies.get(office, ())]
        for who, held in graph.of(ORG.member, back=True).items()
    }
    upwards = (REC.refersTo, ORG.subOrganizationOf, REC.homeState)
    reach, states = _reach(graph, [*map(graph.of, upwards), offices]), graph.of_kind(REC.State)
    claimants = graph.along(REC.claimant)
    return lambda it: (each for who in claimants(it) for each in reach(who) if each in states)


def _reach(graph: Edges, ways: Iterable[Mapping[str, list[str]]]) -> Callable[[str], list[str]]:
    """Say what can be reached from a thing, itself too, save what is taken for something else."""
    ways, linked = tuple(ways), graph.of(REC.refersTo)

    @cache
    def reach(start: str) -> list[str]:
        found, waiting = {start}, [start]
        while waiting:
            at = waiting.pop()
            new = {end for way in ways for end in way.get(at, ())} - found
            found |= new
            waiting += new
        return [each for each in found if each not in linked]

    return reach


def _years(graph: Edges) -> Reader:
    times, first, last = graph.along(REC.saidOn), graph.along(REC.earliest), graph.along(REC.latest)
    return lambda it: (
        year for time in times(it) for year in {day[:4] for day in first(time)} & {day[:4] for day in last(time)}
    )


def _event_types(graph: Edges) -> Reader:
    ways = [graph.along(path, REC.eventType) for path in (REC.affirms, REC.denies, REC.entertains)]
    return lambda it: (kind for way in ways for kind in way(it))


_READERS: Mapping[str, Callable[[Edges], Reader]] = {
    "claimant": _claimants,
    "role": lambda graph: _labels(graph, REC.claimantRole, ORG.role),
    "venue": _venues,
    "country": _countries,
    "publisher": lambda graph: _labels(graph, REC.article, REC.publisher),
    "quote_form": lambda graph: graph.along(REC.quoteForm),
    "speech_act": lambda graph: graph.along(REC.speechAct),
    "event_type": _event_types,
    "day_basis": lambda graph: graph.along(REC.saidOn, REC.basis),
    "year": _years,
}


if __name__ == "__main__":
    make(build, sys.argv[1:])
