"""Apply the shapes to an article's graph before it is stored.

pySHACL is the judge. The shapes are made ready for it once (:mod:`shapes.prepared`), and they and the graph are given
to it as views that are quick to read and to query (:mod:`shapes.view`). Nothing global is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from shapes.errors import ShapeUnnamed
from shapes.grounding import ground
from shapes.prepared import prepare
from shapes.report import Finding, Report, Severity
from shapes.view import View


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
        self._shapes = prepare(load() if shapes is None else shapes)

    def validate(self, *graphs: Graph) -> Report:
        """Check a graph, or several with no triple in common as one, against every shape; they are left as they are."""
        graph = View(*graphs)
        report = self._shapes.judge(graph)
        if report is None:
            return Report(())
        findings = (_read(report, result, graph) for result in report.objects(None, SH.result))
        return Report(tuple(sorted(findings, key=_order)))


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
