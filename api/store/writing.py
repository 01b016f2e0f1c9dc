"""What the writers of a folder have in common: they replace, remove and look up named graphs in Oxigraph."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from api.errors import QueryFailed, QueryRefused
from api.lexer import names_dataset
from api.store import Answer, Rows
from api.store.binding import bind
from api.store.closing import Closing
from api.store.terms import from_engine, to_named_node, to_quads
from api.store.updates import join_updates, write_removal, write_replacement
from ontology.triples import Triples


class EngineWriter(Closing, ABC):
    """Writes to the engine that it has opened, published or not."""

    @property
    @abstractmethod
    def engine(self) -> ox.Store:
        """The engine; raises `StoreClosed` once it is closed."""

    @abstractmethod
    def _change(self, work: Callable[[ox.Store], None]) -> None:
        """Carry out one transaction; raises `StoreDamaged` where it cannot be written."""

    def put(self, graphs: Mapping[str, rdflib.Graph]) -> None:
        """Replace named graphs in one transaction; see `api.store.Writer.put`.

        What is stored already is left alone, and what is only added goes to the engine as it is, without a detour
        by the text of an update.
        """
        changed = {name: graph for name, graph in graphs.items() if not self._holds(name, graph)}
        if any(self.has(name) for name in changed):
            self._update([write_replacement(name, graph) for name, graph in changed.items()])
        elif added := [*chain.from_iterable(map(to_quads, changed, changed.values()))]:
            self._change(lambda engine: engine.extend(added))

    def remove(self, graphs: tuple[str, ...]) -> None:
        """Remove named graphs in one transaction."""
        self._update([write_removal(name) for name in graphs])

    def change(self, updates: Sequence[str], graphs: Mapping[str, rdflib.Graph]) -> None:
        """Carry out updates, then replace graphs, in one transaction; see `api.store.Writer.change`."""
        try:
            self._update([join_updates([*updates, *map(write_replacement, graphs, graphs.values())])])
        except SyntaxError as error:
            raise QueryRefused.for_syntax(str(error)) from error

    def has(self, graph: str) -> bool:
        """Tell whether a graph is stored, published or not."""
        return self.engine.contains_named_graph(to_named_node(graph))

    def graph(self, name: str) -> Triples:
        """Read a graph as it was put, published or not, a third of what a query for it costs."""
        quads = [*self.engine.quads_for_pattern(None, None, None, to_named_node(name))]
        return Triples.of_quads(rdflib.URIRef(name), quads)

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a query from what was put so far, published or not; see `api.store.Writer.query`."""
        return ask(self.engine, bind(sparql, bindings))

    def pairs(self, path: str, graph: str | None = None) -> Iterator[tuple[str, str]]:
        """Give the subjects and the values of a property, in one graph or in all, however many there are.

        It costs a hundredth of a query, so that what is asked dozens of times for an article is asked here.
        """
        within = None if graph is None else to_named_node(graph)
        for quad in self.engine.quads_for_pattern(None, to_named_node(path), None, within):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.object.value

    def _holds(self, name: str, graph: rdflib.Graph) -> bool:
        stored = self.engine.quads_for_pattern(None, None, None, to_named_node(name))
        return self.has(name) and {*to_quads(name, graph)} == {*stored}

    def _update(self, operations: list[str]) -> None:
        if operations:
            self._change(lambda engine: engine.update(" ;\n".join(operations)))


def ask(engine: ox.Store, text: str) -> Answer:
    """Answer a query that names its own values; see `api.store.Reader.query`."""
    try:
        # pyoxigraph lets the union win over FROM, so a query that names its graphs is asked without it.
        found = engine.query(text, use_default_graph_as_union=not names_dataset(text))
        match found:
            case ox.QueryBoolean():
                return bool(found)
            case ox.QuerySolutions():
                names = tuple(variable.value for variable in found.variables)
                return Rows(
                    names,
                    tuple(tuple(None if v is None else from_engine(v) for v in solution) for solution in found),
                )
        graph = rdflib.Graph()
        for triple in found:
            graph.add((from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)))
    except SyntaxError as error:
        raise QueryRefused.for_syntax(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise QueryFailed(f"the query gave no answer ({error})") from error
    return graph
