"""The graph under validation, as the engine sees it: read-only, quick to look up and quick to query.

The engine asks a graph tens of thousands of small questions, which rdflib's store answers in microseconds each, and a
SPARQL constraint costs half a millisecond for each span of an article. A view keeps the triples in two dictionaries,
and hands the queries of SPARQL constraints to Oxigraph; nothing else goes there, since the two differ in how they
compare terms in core constraints.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import chain
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
Pattern = tuple[Node | None, Node | None, Node | None]
Index = dict[Node, dict[Node, list[Node]]]
NOTHING: Mapping[Node, Sequence[Node]] = {}


class View(Graph):
    """A copy of the triples of a graph, or of several with none in common, that is only read.

    It has no prefixes, and its patterns hold terms, never paths.
    """

    def __init__(self, *graphs: Graph) -> None:
        super().__init__(bind_namespaces="none")
        self._objects: Index = {}  # subject, predicate: the objects
        self._subjects: Index = {}  # predicate, object: the subjects
        one: dict[Node, Node] = {}  # one object a term, since finding the very same one in a dictionary is quicker
        for s, p, o in chain.from_iterable(graphs):
            subject, path, value = one.setdefault(s, s), one.setdefault(p, p), one.setdefault(o, o)
            self._objects.setdefault(subject, {}).setdefault(path, []).append(value)
            self._subjects.setdefault(path, {}).setdefault(value, []).append(subject)
        self._length = sum(map(len, graphs))
        self._answering: Store | None = None

    def __len__(self) -> int:
        return self._length

    def __contains__(self, triple: Any) -> bool:
        return any(True for _ in self.triples(triple))

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Give the triples that fit a pattern, in which ``None`` fits every term."""
        subject, predicate, found = triple
        if subject is None and predicate is not None:
            objects = self._subjects.get(predicate, NOTHING)
            for each in objects if found is None else (found,):
                for one in objects.get(each, ()):
                    yield one, predicate, each
            return
        for one in self._objects if subject is None else (subject,):
            predicates = self._objects.get(one, NOTHING)
            for path in predicates if predicate is None else (predicate,):
                for each in predicates.get(path, ()):
                    if found is None or each == found:
                        yield one, path, each

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: FBT001, FBT002
        """Give the objects of a subject and a predicate; a set of triples has each once, so ``unique`` is met."""
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self._objects.get(subject, NOTHING).get(predicate, ())

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: A002, FBT001, FBT002
        """Give the subjects of a predicate and an object."""
        if predicate is None or object is None or isinstance(object, list):
            yield from super().subjects(predicate, object, unique)
        else:
            yield from self._subjects.get(predicate, NOTHING).get(object, ())

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
            self._answering.extend(_give_all(self._objects))
        bound: dict[Variable, Term | Triple] = {
            Variable(name): _give(node) for name, node in (initBindings or {}).items()
        }
        try:
            found = self._answering.query(query_object, substitutions=bound)
        except (RuntimeError, SyntaxError, ValueError) as refusal:
            raise QueryUnfit(f"{refusal}; rewrite the sh:select: {query_object}") from refusal
        if not isinstance(found, QuerySolutions):
            raise QueryUnfit("a SPARQL constraint must be a SELECT query; rewrite its sh:select")
        answer = Result("SELECT")
        answer.vars = [Name(variable.value) for variable in found.variables]
        answer.bindings = [
            {name: _take(solution[str(name)]) for name in answer.vars if solution[str(name)] is not None}
            for solution in found
        ]
        return answer


def _give_all(triples: Index) -> Iterator[Quad]:
    """Put triples as Oxigraph's, each subject once and each predicate once."""
    paths: dict[Node, NamedNode] = {}
    for subject, predicates in triples.items():
        one = _give(subject)
        assert not isinstance(one, Words)  # noqa: S101 -- RDF 1.1, section 3.1: a literal is never a subject
        for predicate, objects in predicates.items():
            path = paths.get(predicate) or paths.setdefault(predicate, NamedNode(str(predicate)))
            for each in objects:
                yield Quad(one, path, _give(each))


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
