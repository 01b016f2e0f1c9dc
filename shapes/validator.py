"""Apply the shapes to an article's graph before it is stored.

pySHACL is the judge. The shapes are parsed once; the graph is given to it as a view that answers the SPARQL
constraints faster than rdflib does (:mod:`shapes.view`). Nothing global is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as Engine
from rdflib import RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from shapes.errors import ShapeUnnamed
from shapes.report import Finding, Report, Severity
from shapes.view import View

REC = Namespace("https://w3id.org/onrecord/ns#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")

_RECSH = Namespace("https://w3id.org/onrecord/shapes#")
_TO_READER = frozenset({SH.name, SH.description, _RECSH.passes, _RECSH.fails})

# Where a node's words are looked for, nearest to what the reader would search for in the article first.
_TO_SPAN = (REC.contentSpan, REC.cueSpan, REC.sourceSpan, REC.span, REC.mention, REC.evidence)
_TO_WORDS = (NIF.anchorOf, REC.text, REC.words, RDFS.label)
_TO_EVENT = (REC.affirms, REC.denies, REC.entertains)


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


class Validator:
    """The shapes, parsed once, ready for any number of graphs.

    ``shapes`` replaces the project's own shapes. One validator may be used again and again, by one thread at a time.

    >>> Validator().validate(Graph()).conforms
    True
    """

    def __init__(self, shapes: Graph | None = None) -> None:
        self._shapes = _prepare(load() if shapes is None else shapes)

    def validate(self, graph: Graph) -> Report:
        """Check ``graph`` against every shape; the graph is left as it is."""
        engine = Engine(DataGraph.from_rdflib_graph(View(graph)), shacl_graph=Graph(bind_namespaces="none"))
        engine.shacl_graph = self._shapes
        _, report, _ = engine.run()  # type: ignore[no-untyped-call]  # the engine leaves it bare
        findings = (_read(report, result, graph) for result in report.objects(None, SH.result))
        return Report(tuple(sorted(findings, key=_order)))


def _prepare(shapes: Graph) -> ShapesGraph:
    """Ready shapes for the engine, without what they say to a reader: it goes through all of it for each graph."""
    bare = Graph(bind_namespaces="none")
    for shape, path, value in shapes:
        if path not in _TO_READER:
            bare.add((shape, path, value))
    prepared = ShapesGraph(bare)  # adds two triples, so the view comes after it
    prepared.graph = View(bare)
    return prepared


def _read(report: Graph, result: Node, graph: Graph) -> Finding:
    """Turn one result of the engine into a value."""
    shape = report.value(result, SH.sourceShape)
    message = report.value(result, SH.resultMessage)
    if not isinstance(shape, URIRef):
        raise ShapeUnnamed(f"a shape without an IRI was not met ({message}); give every shape in shapes/ an IRI")
    focus = report.value(result, SH.focusNode)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    constraint, severity = report.value(result, SH.sourceConstraintComponent), report.value(result, SH.resultSeverity)
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
        words=next(_words((value, focus), graph), None),
    )


def _words(nodes: Iterable[Node | None], graph: Graph) -> Iterator[str]:
    """Find the article's own words for the first of ``nodes`` that has any."""
    for node in nodes:
        if node is None or isinstance(node, Literal):
            continue
        statements = [node, *(saying for path in _TO_EVENT for saying in graph.subjects(path, node))]
        for each in statements:
            yield from sorted(str(words) for path in _TO_SPAN for words in _anchors(each, path, graph))
            yield from (str(words) for path in _TO_WORDS for words in graph.objects(each, path))


def _anchors(node: Node, path: URIRef, graph: Graph) -> Iterator[Node]:
    for span in graph.objects(node, path):
        yield from graph.objects(span, NIF.anchorOf)


def _order(finding: Finding) -> tuple[bool, str, str, str, str]:
    return (not finding.breaks, finding.shape, str(finding.focus_node), str(finding.value), finding.message)
