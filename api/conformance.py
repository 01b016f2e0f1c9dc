"""What a change over HTTP leaves behind keeps to the shapes, as what an ingest leaves behind does.

An article is checked with everything that was read from it: its versions, their links and its work. The authority is
checked with the vocabulary, which alone knows that a person is an actor. Any other graph is checked by itself, and one
in which no shape finds anything to look at is not even read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

import pyoxigraph as ox
import rdflib
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

import shapes
from api.errors import ChangeUnfit, InvalidTerm
from api.store.terms import from_engine
from ontology.terms import REC

_SHOWN = 20
_TYPE = ox.NamedNode(str(RDF.type))
_SUBCLASS = ox.NamedNode(str(RDFS.subClassOf))
_VERSION_OF = ox.NamedNode(str(REC.versionOf))


@dataclass(frozen=True, slots=True)
class _Targets:
    """What shapes look at: the instances of classes, and the two ends of properties."""

    classes: frozenset[ox.NamedNode]
    properties: frozenset[ox.NamedNode]

    @classmethod
    def of(cls, graph: rdflib.Graph) -> _Targets:
        paths = (SH.targetSubjectsOf, SH.targetObjectsOf)
        return cls(
            frozenset(map(_name, graph.objects(None, SH.targetClass))),
            frozenset(_name(value) for path in paths for value in graph.objects(None, path)),
        )

    def meet(self, store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
        """Tell whether a graph holds anything that they look at, or classes of its own that may be such."""
        patterns: list[tuple[ox.NamedNode, ox.NamedNode | None]] = [(_SUBCLASS, None)]
        patterns += [(_TYPE, each) for each in self.classes] + [(each, None) for each in self.properties]
        return any(next(_find(store, graph, path, value), None) is not None for path, value in patterns)


class Gate:
    """Checks what changes leave behind; ``base`` begins the names of articles' graphs."""

    def __init__(self, base: str, vocabulary: rdflib.Graph | None = None) -> None:
        graph = shapes.load() if vocabulary is None else vocabulary
        self._base = base
        self._targets = _Targets.of(graph)
        self._validator = shapes.Validator(graph)

    def check(self, store: ox.Store, changed: Iterable[str]) -> None:
        """Check the graphs that were changed, the empty name being the default graph.

        Raises
        ------
        ChangeUnfit
            One of them breaks a shape.
        """
        found = [
            finding
            for family in {self._family(store, name) for name in changed if self.looks_at(store, name)}
            for finding in self._validator.validate(_read(store, family)).results
            if finding.breaks
        ]
        if found:
            first, more = found[0], f", and {len(found) - 1} more" if len(found) > 1 else ""
            words = f' at "{first.words}"' if first.words else ""
            raise ChangeUnfit(
                f"nothing was stored, for what would be left breaks a shape: {first.message} <{first.focus_node}>"
                f"{words} <{first.shape}>{more}",
                tuple(_report(finding) for finding in found[:_SHOWN]),
            )

    def looks_at(self, store: ox.Store, name: str) -> bool:
        """Tell whether a shape finds anything to look at in a graph, or in those that are checked with it."""
        return any(self._targets.meet(store, _graph(each)) for each in self._family(store, name))

    def _family(self, store: ox.Store, name: str) -> tuple[str, ...]:
        articles = f"{self._base}article/"
        if not name.startswith(articles):
            vocabulary = (f"{self._base}ontology",) if name == f"{self._base}authority" else ()
            return (name, *vocabulary)
        work = articles + name.removeprefix(articles).partition("/")[0]
        found = store.quads_for_pattern(None, _VERSION_OF, ox.NamedNode(work), None)
        versions = {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}
        beside = (f"{version}/{part}" for version in versions for part in ("copies", "links"))
        return tuple(sorted({name, work, *versions, *beside}))


def find_graphs(before: ox.Store, after: ox.Store) -> frozenset[str]:
    """Name all graphs of two states; the default graph has no name.

    Examples
    --------
    >>> after = ox.Store()
    >>> after.update("CREATE GRAPH <http://a/g>")
    >>> sorted(find_graphs(ox.Store(), after))
    ['', 'http://a/g']
    """
    named = (graph for store in (before, after) for graph in store.named_graphs())
    return frozenset({"", *(graph.value for graph in named if isinstance(graph, ox.NamedNode))})


def differ(before: ox.Store, after: ox.Store, name: str) -> bool:
    """Tell whether a graph is another in two states."""
    return _digest(before, name) != _digest(after, name)


class _Digest:
    """A file that keeps nothing of what is written to it but its digest."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing."""

    def digest(self) -> bytes:
        return self._hash.digest()


def _digest(store: ox.Store, name: str) -> bytes | None:
    graph = _graph(name)
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        return None
    written = _Digest()
    store.dump(cast(BinaryIO, written), format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return written.digest()


def _graph(name: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def _find(
    store: ox.Store,
    graph: ox.NamedNode | ox.DefaultGraph,
    path: ox.NamedNode | None = None,
    value: ox.NamedNode | None = None,
) -> Iterator[ox.Quad]:
    return iter(store.quads_for_pattern(None, path, value, graph))


def _name(node: Node) -> ox.NamedNode:
    return ox.NamedNode(str(node))


def _read(store: ox.Store, names: Iterable[str]) -> rdflib.Graph:
    """Give the triples of graphs as one, without the triples about triples, of which no shape can speak."""
    graph = rdflib.Graph()
    for name in names:
        for quad in _find(store, _graph(name)):
            try:
                graph.add((from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)))
            except InvalidTerm:
                continue
    return graph


def _report(finding: shapes.Finding) -> Mapping[str, str]:
    told = {
        "shape": finding.shape,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
        "words": finding.words,
        "sentence": finding.sentence,
    }
    return {name: str(value) for name, value in told.items() if value is not None}
