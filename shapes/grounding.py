"""From a node of a report to the article's own words: an editor looks for a sentence, not for an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import ORG, RDFS, Graph, Literal, Namespace
from rdflib.term import Node

REC = Namespace("https://w3id.org/onrecord/ns#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
SSSOM = Namespace("https://w3id.org/sssom/")

LONGEST = 300
"""How many characters of a sentence are shown."""

# Where a node's words are looked for, nearest to what the reader would search for in the article first.
_TO_SPAN = (REC.contentSpan, REC.cueSpan, REC.sourceSpan, REC.span, REC.mention, REC.evidence)
_TO_WORDS = (NIF.anchorOf, REC.text, REC.words, RDFS.label)
_FROM_SAYING = (REC.affirms, REC.denies, REC.entertains, REC.madeIn, REC.claimantRole, ORG.role)

# A full stop after one capital or a short word with one ("U.S.", "Mr.", "Gen.") seldom ends a sentence.
_END = re.compile(
    r"""\n+ | (?: (?<![A-Z]) (?<!\b[A-Z][a-z]) (?<!\b[A-Z][a-z]{2}) \. | [!?…] )
        ['"’”)\]]* \s+ (?=['"‘“(\[]*[^\Wa-z_])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The words that a node rests on, and the sentence they stand in where the graph has the text."""

    words: str
    sentence: str | None = None


def ground(nodes: Iterable[Node | None], graph: Graph) -> Ground | None:
    """Find the article's words for the first of ``nodes`` that has any, or for what says it or is joined by it."""
    for node in nodes:
        if node is None or isinstance(node, Literal):
            continue
        for each in _around(node, graph):
            for span in _spans(each, graph):
                for words in graph.objects(span, NIF.anchorOf):
                    return Ground(str(words), _sentence(span, graph))
            for path in _TO_WORDS:
                for words in graph.objects(each, path):
                    return Ground(str(words), _sentence(each, graph))
    return None


def cut_sentence(text: str, begin: int, end: int) -> str:
    """Cut out the sentence around ``begin`` to ``end``, offsets in code points; a long one is cut short.

    >>> cut_sentence("Rain fell. Mr. Abe said it would stop. It did.", 19, 23)
    'Mr. Abe said it would stop.'
    """
    first, last = 0, len(text)
    for boundary in _END.finditer(text):
        if boundary.end() <= begin:
            first = boundary.end()
        elif boundary.start() >= end - 1:
            last = boundary.end()
            break
    if last - first <= LONGEST:
        return text[first:last].strip()
    first, last = max(first, begin - LONGEST // 3), min(last, max(end, begin + 2 * LONGEST // 3))
    return f"…{text[first:last].strip()[:LONGEST]}…"


def _around(node: Node, graph: Graph) -> Iterator[Node]:
    yield node
    for path in _FROM_SAYING:
        yield from sorted(graph.subjects(path, node), key=str)
    yield from graph.objects(node, SSSOM.subject_id)


def _spans(node: Node, graph: Graph) -> Iterator[Node]:
    """Give the spans of a node, the first in the text first."""
    for path in _TO_SPAN:
        yield from sorted(graph.objects(node, path), key=lambda span: (_offset(span, graph), str(span)))


def _offset(span: Node, graph: Graph) -> int:
    begin = graph.value(span, NIF.beginIndex)
    return begin.value if isinstance(begin, Literal) and isinstance(begin.value, int) else 0


def _sentence(span: Node, graph: Graph) -> str | None:
    begin, end = graph.value(span, NIF.beginIndex), graph.value(span, NIF.endIndex)
    text = graph.value(graph.value(span, NIF.referenceContext), NIF.isString)
    if not (isinstance(begin, Literal) and isinstance(end, Literal) and isinstance(text, Literal)):
        return None
    if not (isinstance(begin.value, int) and isinstance(end.value, int) and 0 <= begin.value < end.value <= len(text)):
        return None
    return cut_sentence(str(text), begin.value, end.value)
