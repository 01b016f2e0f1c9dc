"""The graph under validation, as the engine sees it.

A SPARQL constraint that the engine runs through rdflib costs half a millisecond for each span of an article, nearly
all of it in the evaluation of its filter. Oxigraph answers the same query some fifty times faster, so the queries of
SPARQL constraints go there, and nothing else does: the two differ in how they compare terms in core constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, Store, Triple, Variable
from pyoxigraph import Literal as Words
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Variable as Name
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Node

from shapes.errors import QueryUnfit

# A string without a type is one of xsd:string (RDF 1.1, section 3.3); rdflib tells the two apart, Oxigraph does not.
_STRING = "http://www.w3.org/2001/XMLSchema#string"

Term = NamedNode | BlankNode | Words


class View(Graph):
    """A graph whose SPARQL queries are answered by Oxigraph; it shares the triples and writes nothing."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(store=graph.store, identifier=graph.identifier, bind_namespaces="none")
        self._answering: Store | None = None

    def query(
        self,
        query_object: str | Query,
        processor: object = "sparql",  # noqa: ARG002 -- the signature is rdflib's
        result: object = "sparql",  # noqa: ARG002
        initNs: Mapping[str, Any] | None = None,  # noqa: ARG002, N803
        initBindings: Mapping[str, Node] | None = None,  # noqa: N803
        *_: object,
        **__: object,
    ) -> Result:
        """Answer a SELECT query with ``initBindings`` put in beforehand (SHACL 1.0, section 5.3.1)."""
        if not isinstance(query_object, str):
            raise QueryUnfit("a parsed query cannot be handed to Oxigraph; give the query's text")
        if self._answering is None:
            self._answering = Store()
            self._answering.extend(Quad(_give(s), _give(p), _give(o)) for s, p, o in self)  # type: ignore[arg-type]
        bound: dict[Variable, Term | Triple] = {
            Variable(name): _give(node) for name, node in (initBindings or {}).items()
        }
        found = self._answering.query(query_object, substitutions=bound)
        if not isinstance(found, QuerySolutions):
            raise QueryUnfit("a SPARQL constraint must be a SELECT query; rewrite its sh:select")
        answer = Result("SELECT")
        answer.vars = [Name(variable.value) for variable in found.variables]
        answer.bindings = [
            {name: _take(solution[str(name)]) for name in answer.vars if solution[str(name)] is not None}
            for solution in found
        ]
        return answer


def _give(node: Node) -> Term:
    """Put a term of rdflib as one of Oxigraph, its lexical form untouched."""
    if isinstance(node, URIRef):
        return NamedNode(node)
    if isinstance(node, Literal):
        if node.language:
            return Words(node, language=node.language)
        return Words(node, datatype=NamedNode(node.datatype)) if node.datatype else Words(node)
    return BlankNode(str(node))


def _take(term: object) -> Identifier:
    """Put a term of Oxigraph as one of rdflib."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Words):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value == _STRING
        return Literal(term.value) if plain else Literal(term.value, datatype=URIRef(term.datatype.value))
    assert isinstance(term, BlankNode)  # noqa: S101 -- a SELECT on plain triples binds nothing else
    return BNode(term.value)
