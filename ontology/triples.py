"""A graph that is only ever added to: quick to fill, and put into the words of Oxigraph once.

An article's graph is filled, asked by the shapes and stored. rdflib's own graph keeps three indices for that and tells
listeners of each triple; this one keeps one, and the shapes and the store are given the same quads.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any, Self

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize
from pyoxigraph import Literal as Words
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.paths import Path
from rdflib.term import Identifier, Node

type Term = NamedNode | BlankNode | Words
type Index = dict[Node, dict[Node, dict[Node, None]]]
NOTHING: Mapping[Node, Any] = {}
_STRING = NamedNode(XSD.string)


class Triples(Graph):
    """A named graph without prefixes, out of which nothing is taken again.

    >>> rain = (URIRef("urn:rain"), URIRef("urn:fell"), Literal("hard"))
    >>> graph = Triples(URIRef("urn:g"), [rain, rain])
    >>> len(graph), graph.value(*rain[:2]), str(graph.quads[0].graph_name)
    (1, rdflib.term.Literal('hard'), '<urn:g>')
    """

    def __init__(self, name: URIRef | None = None, triples: Iterable[tuple[Node, Node, Node]] = ()) -> None:
        super().__init__(identifier=name, bind_namespaces="none")
        self._index: Index | None = {}
        self._length = 0
        self._quads: list[Quad] | None = None
        for triple in triples:
            self.add(triple)

    @classmethod
    def of_quads(cls, name: URIRef | None, quads: list[Quad]) -> Self:
        """Make a graph of quads that all differ and bear its name; it is put into rdflib's words once it is asked.

        >>> rain = Quad(NamedNode("urn:rain"), NamedNode("urn:fell"), Words("hard"), NamedNode("urn:g"))
        >>> graph = Triples.of_quads(URIRef("urn:g"), [rain])
        >>> len(graph), [*graph.objects(URIRef("urn:rain"))]
        (1, [rdflib.term.Literal('hard')])
        """
        graph = cls(name)
        graph._index, graph._length, graph._quads = None, len(quads), quads
        return graph

    def __reduce__(self) -> tuple[Any, ...]:
        # As text it crosses into another process in a third of the time that rdflib's terms take.
        return _thaw, (self.identifier, serialize(self.quads, format=RdfFormat.N_QUADS))

    def __len__(self) -> int:
        return self._length

    @property
    def index(self) -> Index:
        """The triples by subject, then by predicate."""
        if self._index is None:
            self._index, quads = {}, self._quads or []
            for quad in quads:
                values = self._index.setdefault(take(quad.subject), {}).setdefault(take(quad.predicate), {})
                values[take(quad.object)] = None
        return self._index

    def __contains__(self, triple: Any) -> bool:
        return any(True for _ in self.triples(triple))

    def add(self, triple: tuple[Node, Node, Node]) -> Self:
        """Add a triple; one that is there already stays."""
        subject, predicate, value = triple
        values = self.index.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self._length += 1
            self._quads = None
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


def take(term: object) -> Identifier:
    """Put a term of Oxigraph as one of rdflib, its lexical form untouched.

    >>> take(Words("007", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    rdflib.term.Literal('007', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    match term:
        case NamedNode():
            return URIRef(term.value)
        case Words(language=str() as language):
            return Literal(term.value, lang=language)
        case Words():
            plain = term.datatype == _STRING
            return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
        case BlankNode():
            return BNode(term.value)
    raise TypeError(f"{term!r} is no IRI, blank node or literal of RDF 1.1")


def _thaw(name: URIRef | None, quads: bytes) -> Triples:
    return Triples.of_quads(name, [*parse(quads, format=RdfFormat.N_QUADS)])
