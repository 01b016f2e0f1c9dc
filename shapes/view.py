"""The graph under validation, as the engine sees it: read-only, quick to look up and quick to query.

The engine asks a graph tens of thousands of small questions, which rdflib's store answers in microseconds each, and a
SPARQL constraint costs half a millisecond for each span of an article. A view keeps the triples in dictionaries, and
hands the queries of SPARQL constraints to Oxigraph; nothing else goes there, since the two differ in how they compare
terms in core constraints.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from itertools import chain
from typing import Any

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store, Triple, Variable
from pyoxigraph import Literal as Words
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Variable as Name
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Node

from ontology.triples import Term, Triples, give
from shapes.errors import QueryUnfit

# A string without a type is one of xsd:string (RDF 1.1, section 3.3); rdflib tells the two apart, Oxigraph does not.
_STRING = "http://www.w3.org/2001/XMLSchema#string"

type Values = Mapping[Node, None]
type Predicates = Mapping[Node, Values]
type Index = dict[Node, Predicates]
NOTHING: Mapping[Node, Any] = {}


class View(Graph):
    """The triples of a graph, or of several with none in common, that are only read.

    It has no prefixes, and its patterns hold terms, never paths.
    """

    def __init__(self, *graphs: Graph) -> None:
        super().__init__(bind_namespaces="none")
        self._graphs = [each if isinstance(each, Triples) else Triples(triples=each) for each in graphs]
        self._objects: Index = {}  # subject, predicate: the objects
        self._paths: dict[Node, list[tuple[Node, Values]]] = {}  # predicate: the subjects, each with its objects
        self._subjects: dict[Node, dict[Node, list[Node]]] = {}  # predicate, object: the subjects, once asked for
        for graph in self._graphs:
            for subject, predicates in graph.index.items():
                known = self._objects.get(subject)
                self._objects[subject] = predicates if known is None else _join(known, predicates)
                for path, objects in predicates.items():
                    self._paths.setdefault(path, []).append((subject, objects))
        self._length = sum(map(len, self._graphs))
        self._answering: Store | None = None

    def __len__(self) -> int:
        return self._length

    def __contains__(self, triple: Any) -> bool:
        return any(True for _ in self.triples(triple))

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Give the triples that fit a pattern, in which ``None`` fits every term."""
        subject, predicate, value = triple
        if subject is None and predicate is not None:
            if value is None:
                yield from ((one, predicate, each) for one, values in self._paths.get(predicate, ()) for each in values)
            else:
                yield from ((one, predicate, value) for one in self.subjects(predicate, value))
            return
        for one in self._objects if subject is None else (subject,):
            predicates = self._objects.get(one, NOTHING)
            for path in predicates if predicate is None else (predicate,):
                for each in predicates.get(path, NOTHING):
                    if value is None or each == value:
                        yield one, path, each

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: FBT001, FBT002
        """Give the objects of a subject and a predicate; a set of triples has each once, so ``unique`` is met."""
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self._objects.get(subject, NOTHING).get(predicate, NOTHING)

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: A002, FBT001, FBT002
        """Give the subjects of a predicate and an object."""
        if predicate is None or object is None or isinstance(object, list):
            yield from super().subjects(predicate, object, unique)
            return
        if predicate not in self._subjects:
            table = self._subjects[predicate] = {}
            for one, values in self._paths.get(predicate, ()):
                for value in values:
                    table.setdefault(value, []).append(one)
        yield from self._subjects[predicate].get(object, ())

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
            self._answering.extend(chain.from_iterable(graph.quads for graph in self._graphs))
        bound: dict[Variable, Term | Triple] = {
            Variable(name): give(node) for name, node in (initBindings or {}).items()
        }
        try:
            found = self._answering.query(query_object, use_default_graph_as_union=True, substitutions=bound)
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


def _join(some: Predicates, more: Predicates) -> Predicates:
    """Put together what two graphs say of one subject, and change neither."""
    return {path: {**some.get(path, NOTHING), **more.get(path, NOTHING)} for path in (*some, *more)}


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
