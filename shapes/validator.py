"""Apply the shapes to an article's graph before it is stored.

pySHACL is the judge. The shapes are parsed once, and they and the graph are given to it as views that are quick to
read and to query (:mod:`shapes.view`). Nothing global is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as Engine
from rdflib import SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from shapes.errors import ShapeUnnamed
from shapes.grounding import ground
from shapes.report import Finding, Report, Severity
from shapes.view import View

_RECSH = Namespace("https://w3id.org/onrecord/shapes#")
_TO_READER = frozenset({SH.name, SH.description, _RECSH.passes, _RECSH.fails})


def files() -> tuple[Traversable, ...]:
    """Give the Turtle files of the shapes, by name."""
    found = (entry for entry in package_files("shapes").iterdir() if entry.name.endswith(".ttl"))
    return tuple(sorted(found, key=lambda entry: entry.name))


def load() -> Graph:
    """Read all shapes into one graph."""
    graph = Graph()
    for file in files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape as it is shown to a reader. ``subject`` is what it is about, as its file is called."""

    iri: str
    subject: str
    severity: Severity
    name: str
    description: str
    message: str


def rules() -> tuple[Rule, ...]:
    """List all shapes, by subject and then by IRI.

    >>> rules()[0].subject, rules()[0].name
    ('actor', 'evidence is a span')
    """
    return tuple(rule for file in files() for rule in _read_rules(file))


def _read_rules(file: Traversable) -> Iterator[Rule]:
    graph = Graph().parse(data=file.read_text(encoding="utf-8"), format="turtle")
    for shape in sorted(graph.subjects(SH.severity), key=str):
        said = {path: str(graph.value(shape, path)) for path in (SH.name, SH.description, SH.message, SH.severity)}
        yield Rule(
            iri=str(shape),
            subject=file.name.removesuffix(".ttl"),
            severity=Severity(said[SH.severity].removeprefix(str(SH))),
            name=said[SH.name],
            description=said[SH.description],
            message=said[SH.message],
        )


class Validator:
    """The shapes, parsed once, ready for any number of graphs.

    ``shapes`` replaces the project's own shapes. One validator may be used again and again, by one thread at a time.

    >>> Validator().validate(Graph()).conforms
    True
    """

    def __init__(self, shapes: Graph | None = None) -> None:
        self._shapes = _prepare(load() if shapes is None else shapes)

    def validate(self, *graphs: Graph) -> Report:
        """Check a graph, or several with no triple in common as one, against every shape; they are left as they are."""
        graph = View(*graphs)
        engine = Engine(DataGraph.from_rdflib_graph(graph), shacl_graph=Graph(bind_namespaces="none"))
        engine.shacl_graph = self._shapes
        _, report, _ = engine.run()  # type: ignore[no-untyped-call]  # the engine leaves it bare
        findings = (_read(report, result, graph) for result in report.objects(None, SH.result))
        return Report(tuple(sorted(findings, key=_order)))


def _prepare(shapes: Graph) -> ShapesGraph:
    """Ready shapes for the engine, which would do the same work over again for each graph.

    What they say to a reader is left out, and each query gets the prefixes it uses (SHACL 1.0, section 5.2.1).
    """
    bare = Graph(bind_namespaces="none")
    for shape, path, value in shapes:
        if path not in _TO_READER:
            bare.add((shape, path, value))
    for constraint, ontology in shapes.subject_objects(SH.prefixes):
        for query in shapes.objects(constraint, SH.select):
            bare.set((constraint, SH.select, Literal(_prefix(str(query), shapes, ontology))))
        bare.remove((constraint, SH.prefixes, ontology))
    prepared = ShapesGraph(bare)  # adds two triples, so the view comes after it
    prepared.graph = View(bare)
    return prepared


def _prefix(query: str, shapes: Graph, ontology: Node) -> str:
    """Put before a query the prefixes in it that ``ontology`` declares."""
    declared = {
        str(shapes.value(declaration, SH.prefix)): str(shapes.value(declaration, SH.namespace))
        for declaration in shapes.objects(ontology, SH.declare)
    }
    used = sorted(prefix for prefix in declared if re.search(rf"\b{re.escape(prefix)}:", query))
    return "".join(f"PREFIX {prefix}: <{declared[prefix]}>\n" for prefix in used) + query


def _read(report: Graph, result: Node, graph: Graph) -> Finding:
    """Turn one result of the engine into a value."""
    shape = report.value(result, SH.sourceShape)
    message = report.value(result, SH.resultMessage)
    if not isinstance(shape, URIRef):
        raise ShapeUnnamed(f"a shape without an IRI was not met ({message}); give every shape in shapes/ an IRI")
    focus = report.value(result, SH.focusNode)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    constraint, severity = report.value(result, SH.sourceConstraintComponent), report.value(result, SH.resultSeverity)
    words = ground((value, focus), graph)
    assert focus is not None  # noqa: S101 -- SHACL 1.0, section 3.6.2: every result has these three
    assert isinstance(constraint, URIRef)  # noqa: S101
    assert isinstance(severity, URIRef)  # noqa: S101
    return Finding(
        focus_node=focus,
        path=path if isinstance(path, URIRef) else None,
        value=value,
        shape=shape,
        constraint=constraint,
        severity=Severity(severity.removeprefix(str(SH))),
        message=str(message),
        words=words.words if words else None,
        sentence=words.sentence if words else None,
    )


def _order(finding: Finding) -> tuple[bool, str, str, str, str]:
    return (not finding.breaks, finding.shape, str(finding.focus_node), str(finding.value), finding.message)
