"""A graph that is only ever added to: quick to fill, and put into the words of Oxigraph once.

An article's graph is filled, asked by the shapes and stored. rdflib's own graph keeps three indices for that and tells
listeners of each triple; this one keeps one, and the shapes and the store are given the same quads.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any, Self

from pyoxigraph import BlankNode, NamedNode, Quad
from pyoxigraph import Literal as Words
from rdflib import Graph, Literal, URIRef
from rdflib.paths import Path
from rdflib.term import Node

type Term = NamedNode | BlankNode | Words
type Index = dict[Node, dict[Node, dict[Node, None]]]
NOTHING: Mapping[Node, Any] = {}


class Triples(Graph):
    """A named graph without prefixes, out of which nothing is taken again.

    >>> rain = (URIRef("urn:rain"), URIRef("urn:fell"), Literal("hard"))
    >>> graph = Triples(URIRef("urn:g"), [rain, rain])
    >>> len(graph), graph.value(*rain[:2]), str(graph.quads[0].graph_name)
    (1, rdflib.term.Literal('hard'), '<urn:g>')
    """

    def __init__(self, name: URIRef | None = None, triples: Iterable[tuple[Node, Node, Node]] = ()) -> None:
        super().__init__(identifier=name, bind_namespaces="none")
        self.index: Index = {}
        self._length = 0
        self._quads: list[Quad] | None = None
        for triple in triples:
            self.add(triple)

    def __reduce__(self) -> tuple[Any, ...]:
        return Triples, (self.identifier, [*self])

    def __len__(self) -> int:
        return self._length

    def __contains__(self, triple: Any) -> bool:
        return any(True for _ in self.triples(triple))

    def add(self, triple: tuple[Node, Node, Node]) -> Self:
        """Add a triple; one that is there already stays."""
        self._quads = None
        subject, predicate, value = triple
        values = self.index.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self._length += 1
        return self

    def remove(self, triple: Any) -> Self:
        """Refuse: what was put as quads would not follow."""
        raise TypeError(f"{triple} cannot be taken out of a graph that is only added to; copy it into an rdflib.Graph")

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Give the triples that fit a pattern, in which ``None`` fits every term and a predicate may be a path."""
        subject, predicate, value = triple
        if isinstance(predicate, Path):
            yield from ((one, predicate, each) for one, each in predicate.eval(self, subject, value))
            return
        for one in self.index if subject is None else (subject,):
            predicates = self.index.get(one, NOTHING)
            for path in predicates if predicate is None else (predicate,):
                objects = predicates.get(path, NOTHING)
                for each in objects if value is None else (value,) if value in objects else ():
                    yield one, path, each

    @property
    def quads(self) -> list[Quad]:
        """The triples as those of a named graph in Oxigraph.

        Raises
        ------
        ValueError
            An IRI or the language of a literal is malformed.
        """
        if self._quads is None:
            self._quads = [*self._give_all()]
        return self._quads

    def _give_all(self) -> Iterator[Quad]:
        place = NamedNode(self.identifier) if isinstance(self.identifier, URIRef) else None
        paths: dict[Node, NamedNode] = {}
        for subject, predicates in self.index.items():
            one = give(subject)
            assert not isinstance(one, Words)  # noqa: S101 -- RDF 1.1, section 3.1: a literal is never a subject
            for predicate, values in predicates.items():
                path = paths.get(predicate) or paths.setdefault(predicate, NamedNode(str(predicate)))
                for value in values:
                    yield Quad(one, path, give(value), place)


def give(node: Node) -> Term:
    """Put a term of rdflib as one of Oxigraph, its lexical form untouched."""
    if isinstance(node, URIRef):
        return NamedNode(node)
    if isinstance(node, Literal):
        if node.language:
            return Words(node, language=node.language)
        return Words(node, datatype=NamedNode(node.datatype)) if node.datatype else Words(node)
    return BlankNode(str(node))
