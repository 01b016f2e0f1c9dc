"""Shapes made ready once, so that the engine does for each graph only what differs from graph to graph.

What a shape asks is pySHACL's own constraint components, and what they find is put together by pySHACL; only the way
to them is shorter. Its engine reads a shape anew for each graph, which took most of the time of a validation.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as Engine
from rdflib import SH, Graph, Literal, Namespace
from rdflib.term import Node

from shapes.view import View

_RECSH = Namespace("https://w3id.org/onrecord/shapes#")
_TO_READER = frozenset({SH.name, SH.description, _RECSH.passes, _RECSH.fails})

type Ready = tuple[Shape, tuple[ConstraintComponent, ...]]


@dataclass(frozen=True)
class Prepared:
    """Shapes by their target, each with the constraints it makes (SHACL 1.0, section 2.1)."""

    engine: Engine
    groups: tuple[tuple[Ready, ...], ...]

    def judge(self, graph: View) -> Graph | None:
        """Apply every shape to a graph, and give the engine's report (SHACL 1.0, section 3.4) where not all is well."""
        executor = self.engine.make_executor()
        found: list[Any] = []
        for group in self.groups:
            focus = group[0][0].focus_nodes(graph)  # type: ignore[no-untyped-call]  # the engine leaves it bare
            if not focus:
                continue
            for shape, constraints in group:
                values = shape.value_nodes(graph, focus)
                for constraint in constraints:
                    _, results = constraint.evaluate(executor, graph, values, [shape, constraint])
                    found.extend(results)
        if not found:
            return None
        report: Graph
        report, _ = self.engine.create_validation_report(self.engine.shacl_graph, conforms=False, results=found)
        return report


def prepare(shapes: Graph) -> Prepared:
    """Ready shapes for the engine.

    What they say to a reader is left out, and each query gets the prefixes it uses (SHACL 1.0, section 5.2.1).
    """
    bare = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[1] not in _TO_READER:
            bare.add(triple)
    for constraint, ontology in shapes.subject_objects(SH.prefixes):
        for query in shapes.objects(constraint, SH.select):
            bare.set((constraint, SH.select, Literal(_prefix(str(query), shapes, ontology))))
        bare.remove((constraint, SH.prefixes, ontology))
    graph = ShapesGraph(bare)  # adds two triples, so the view comes after it
    graph.graph = View(bare)
    nothing = Graph(bind_namespaces="none")
    engine = Engine(DataGraph.from_rdflib_graph(nothing), shacl_graph=nothing)
    engine.shacl_graph = graph
    groups: dict[Hashable, list[Ready]] = {}
    for shape in graph.shapes:
        if not shape.deactivated:
            target = tuple(map(frozenset, shape.target()))
            groups.setdefault(target, []).append((shape, _constraints(shape)))
    return Prepared(engine, tuple(map(tuple, groups.values())))


def _constraints(shape: Shape) -> tuple[ConstraintComponent, ...]:
    """Make the constraints of a shape: one for each component that it has a parameter of, and those of its own."""
    components = dict.fromkeys(
        CONSTRAINT_PARAMETERS_MAP[path]
        for path, _ in shape.sg.predicate_objects(shape.node)  # type: ignore[no-untyped-call]
        if path in CONSTRAINT_PARAMETERS_MAP
    )
    made = [component(shape) for component in components]
    for constraint in made:
        if isinstance(constraint, SPARQLBasedConstraint):
            for query in constraint.sparql_constraints:
                # Whether a query may be asked depends on its text alone, and is looked at once.
                query.check_invalid_sparql = cache(query.check_invalid_sparql)
    custom = shape.find_custom_constraints()  # type: ignore[no-untyped-call]
    return (*made, *(each.make_validator_for_shape(shape) for each in custom))


def _prefix(query: str, shapes: Graph, ontology: Node) -> str:
    """Put before a query the prefixes in it that ``ontology`` declares."""
    declared = {
        str(shapes.value(declaration, SH.prefix)): str(shapes.value(declaration, SH.namespace))
        for declaration in shapes.objects(ontology, SH.declare)
    }
    used = sorted(prefix for prefix in declared if re.search(rf"\b{re.escape(prefix)}:", query))
    return "".join(f"PREFIX {prefix}: <{declared[prefix]}>\n" for prefix in used) + query
