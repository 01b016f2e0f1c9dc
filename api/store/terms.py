"""Terms and triples between rdflib, which the rest of OnRecord speaks, and Oxigraph, which stores them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from api.errors import InvalidTerm
from ontology.triples import Triples, take

type OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal


@lru_cache(maxsize=65_536)
def to_named_node(iri: str) -> ox.NamedNode:
    """Give an IRI to the engine, which accepts only valid ones.

    Examples
    --------
    >>> str(to_named_node("https://example.org/a"))
    '<https://example.org/a>'
    """
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InvalidTerm(f"{iri!r} is no valid IRI ({error}); mend it where it is made") from error


def to_engine(term: object) -> OxTerm:
    """Give one rdflib term to the engine.

    Raises
    ------
    InvalidTerm
        It is an IRI, a blank node or a literal in name only.
    """
    match term:
        case rdflib.URIRef():
            return to_named_node(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal(language=str() as language):
            try:
                return ox.Literal(str(term), language=language)
            except ValueError as error:
                raise InvalidTerm(
                    f"{language!r} is no valid language tag ({error}); mend it where it is made"
                ) from error
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return ox.Literal(str(term), datatype=to_named_node(str(datatype)))
        case rdflib.Literal():
            return ox.Literal(str(term))
    raise InvalidTerm(f"{term!r} is no IRI, blank node or literal; give an rdflib term")


def to_triples(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    """Give the triples of a graph to the engine.

    Raises
    ------
    InvalidTerm
        A subject is a literal, a predicate is no IRI, or a term is malformed.
    """
    for subject, predicate, value in graph:
        about, how = to_engine(subject), to_engine(predicate)
        if isinstance(about, ox.Literal) or not isinstance(how, ox.NamedNode):
            raise InvalidTerm(f"({subject!r}, {predicate!r}, …) is no RDF triple; mend it where it is made")
        yield ox.Triple(about, how, to_engine(value))


def to_quads(name: str, graph: rdflib.Graph) -> Iterable[ox.Quad]:
    """Give the triples of a graph to the engine as those of a named graph; see `to_triples`."""
    if isinstance(graph, Triples) and name == str(graph.identifier):
        try:
            return graph.quads
        except ValueError as error:
            raise InvalidTerm(f"the graph {name} has a malformed term ({error}); mend it where it is made") from error
    return _name(name, graph)


def _name(name: str, graph: rdflib.Graph) -> Iterator[ox.Quad]:
    target = to_named_node(name)
    for subject, predicate, value in to_triples(graph):
        yield ox.Quad(subject, predicate, value, target)


def from_engine(term: object) -> Identifier:
    """Give one term of the engine to rdflib; a plain string comes back plain."""
    try:
        return take(term)
    except TypeError as error:
        raise InvalidTerm(f"{term} is a term that rdflib does not know (RDF 1.2); ask for its parts") from error
