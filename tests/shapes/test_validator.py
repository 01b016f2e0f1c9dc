"""The validator's verdicts, and that it leaves everything else alone."""

from __future__ import annotations

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from shapes import Finding, Severity, Validator
from shapes.errors import ShapeUnnamed

PREFIXES = """
@base <https://w3id.org/onrecord/id/article/a1/b1> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix rec: <https://w3id.org/onrecord/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
GROUNDLESS = """
<b1/statement/0-5> a rec:Statement ; rec:cueSpan <#char=5,9> .
<#char=5,9> a rec:Span ; nif:anchorOf "fell" .
"""


def parse(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def test_a_warning_is_reported_and_does_not_break() -> None:
    shapes = parse(
        "<urn:w> a sh:PropertyShape ; sh:targetClass rec:Run ; sh:path rec:x ; sh:minCount 1 ; "
        'sh:severity sh:Warning ; sh:message "an x would help" .'
    )

    report = Validator(shapes).validate(parse("<urn:run> a rec:Run ."))

    assert report.conforms
    assert [finding.severity for finding in report.results] == [Severity.WARNING]
    assert "an x would help" in report.as_text()


def test_text_names_the_sentence() -> None:
    report = Validator().validate(parse(GROUNDLESS))

    assert not report.conforms
    assert 'at "fell"' in report.as_text()
    assert 'at "my words"' in report.as_text(text_of=lambda _: "my words")


def test_validating_changes_neither_graph_nor_answer() -> None:
    graph, validator = parse(GROUNDLESS), Validator()

    first, second = validator.validate(graph), validator.validate(graph)

    assert first == second == Validator().validate(graph)
    assert isomorphic(graph, parse(GROUNDLESS))


def test_report_graph_has_every_result_and_no_blank_node_under_an_iri() -> None:
    report = Validator().validate(parse(GROUNDLESS))

    graph = report.as_graph(URIRef("urn:report"))

    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == len(report.results)
    assert graph.value(URIRef("urn:report"), SH.conforms) == Literal(False)
    assert all(isinstance(node, URIRef) for node in graph.subjects())
    assert isomorphic(report.as_graph(), report.as_graph())


def test_findings_are_values() -> None:
    finding = Validator().validate(parse(GROUNDLESS)).results[0]

    assert isinstance(finding, Finding)
    assert finding.breaks
    assert len({finding, finding}) == 1


def test_a_shape_without_an_iri_is_an_error_that_says_so() -> None:
    shapes = parse(
        '[] a sh:PropertyShape ; sh:targetClass rec:Run ; sh:path rec:x ; sh:minCount 1 ; sh:message "no x" .'
    )

    with pytest.raises(ShapeUnnamed, match="give every shape"):
        Validator(shapes).validate(parse("<urn:run> a rec:Run ."))
