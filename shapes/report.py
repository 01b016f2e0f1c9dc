"""What a validation found, as values, as text for a person, and as a SHACL report graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node


class Severity(StrEnum):
    """How much a finding weighs (SHACL 1.0, section 2.1.4). Only a violation keeps an article out."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold.

    ``shape`` names the rule, ``focus_node`` what it was applied to, ``words`` the article's own words there, and
    ``sentence`` the sentence they stand in, where the graph gives them: an editor looks for those, not for an IRI.
    """

    focus_node: Node
    path: URIRef | None
    value: Node | None
    shape: URIRef
    constraint: URIRef
    severity: Severity
    message: str
    words: str | None = None
    sentence: str | None = None

    @property
    def breaks(self) -> bool:
        """Whether this finding keeps the graph out."""
        return self.severity is Severity.VIOLATION


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one validation found, in a fixed order: violations first, then by shape and focus node.

    >>> Report(()).conforms
    True
    >>> print(Report(()).as_text())
    The graph conforms.
    """

    results: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was violated. Warnings do not count, other than in SHACL 1.0, section 3.4."""
        return not any(finding.breaks for finding in self.results)

    def as_text(self, text_of: Callable[[Node], str | None] | None = None) -> str:
        """Say what was found, one finding a line, each with the words of the article it is about.

        ``text_of`` gives the words for a node, where the caller knows better than the graph.
        """
        lines = [_line(finding, text_of) for finding in self.results]
        broken = sum(finding.breaks for finding in self.results)
        verdict = "The graph conforms." if not broken else f"The graph does not conform: {broken} violation(s)."
        return "\n".join([verdict, *lines])

    def as_graph(self, report: URIRef | None = None) -> Graph:
        """Give the SHACL validation report; under the IRI ``report`` no node is blank."""
        graph = Graph()
        graph.bind("sh", SH)
        node = report or BNode()
        graph.add((node, RDF.type, SH.ValidationReport))
        graph.add((node, SH.conforms, Literal(self.conforms)))
        for number, finding in enumerate(self.results, start=1):
            result = URIRef(f"{report}/result/{number}") if report else BNode()
            graph.add((node, SH.result, result))
            graph.add((result, RDF.type, SH.ValidationResult))
            graph.add((result, SH.focusNode, finding.focus_node))
            graph.add((result, SH.sourceShape, finding.shape))
            graph.add((result, SH.sourceConstraintComponent, finding.constraint))
            graph.add((result, SH.resultSeverity, SH[finding.severity]))
            graph.add((result, SH.resultMessage, Literal(finding.message, lang="en")))
            if place := _place(finding, finding.words):
                graph.add((result, RDFS.comment, Literal(place, lang="en")))
            if finding.path is not None:
                graph.add((result, SH.resultPath, finding.path))
            if finding.value is not None:
                graph.add((result, SH.value, finding.value))
        return graph


def _line(finding: Finding, text_of: Callable[[Node], str | None] | None) -> str:
    """Put one finding as a sentence, with the words it is about and where they stand."""
    words = (text_of(finding.focus_node) if text_of else None) or finding.words
    place = _place(finding, words)
    value = f" (found: {finding.value})" if finding.value not in (None, finding.focus_node) else ""
    where = f", {place}" if place else ""
    return f"{finding.severity}: {finding.message}{value}{where} <{finding.focus_node}> [{finding.shape}]"


def _place(finding: Finding, words: str | None) -> str:
    """Say at which words of the article, and in which sentence, where they are known."""
    if not words:
        return ""
    within = f' in "{finding.sentence}"' if finding.sentence and finding.sentence != words else ""
    return f'at "{words}"{within}'
