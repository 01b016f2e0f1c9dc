"""The view gives the findings of plain pySHACL, on a sound graph and on forty that had something done to them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import chain

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef, Variable
from rdflib.term import Node

from ontology.terms import NIF, REC
from shapes import Validator, load
from shapes.errors import QueryUnfit
from shapes.view import View
from tests.shapes.article import BASE, write_article

SHAPES = load()
VALIDATOR = Validator()
RESULT = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
Triple = tuple[Node, Node, Node]
Found = Counter[tuple[Node | None, ...]]

ODD = (
    Literal("007", datatype=XSD.integer),
    Literal("-1", datatype=XSD.integer),
    Literal("2022-02-30", datatype=XSD.date),
    Literal("2022-01-28T10:00:00+05:00", datatype=XSD.dateTime),
    Literal("", lang="en"),
    Literal("the bridge 🌧 is closed"),
    Literal('"; DROP ALL #'),
    URIRef(f"{BASE}/actor/9"),
)


def find_plainly(graph: Graph) -> Found:
    """Ask pySHACL itself, with nothing of ours between."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    assert isinstance(report, Graph)
    return Counter(tuple(report.value(result, path) for path in RESULT) for result in report.objects(None, SH.result))


def find_through_view(graph: Graph) -> Found:
    return Counter(
        (found.focus_node, found.value, found.shape, found.constraint, SH[found.severity])
        for found in VALIDATOR.validate(graph).results
    )


def drop(chance: random.Random, graph: Graph, triple: Triple) -> None:
    graph.remove(triple)


def put_odd(chance: random.Random, graph: Graph, triple: Triple) -> None:
    graph.remove(triple)
    graph.add((triple[0], triple[1], chance.choice(ODD)))


def swap(chance: random.Random, graph: Graph, triple: Triple) -> None:
    other = chance.choice(sorted(graph, key=str))
    graph.remove(triple)
    graph.remove(other)
    graph.add((triple[0], triple[1], other[2]))
    graph.add((other[0], other[1], triple[2]))


def double(chance: random.Random, graph: Graph, triple: Triple) -> None:
    other = chance.choice(sorted(graph, key=str))
    graph.add((triple[0], triple[1], other[2]))


def move(chance: random.Random, graph: Graph, triple: Triple) -> None:
    other = chance.choice(sorted(graph, key=str))
    graph.remove(triple)
    graph.add((other[0], triple[1], triple[2]))


MUTATIONS: tuple[Callable[[random.Random, Graph, Triple], None], ...] = (drop, put_odd, swap, double, move)


def change(chance: random.Random, times: int) -> Graph:
    """Change an article's graph; what rdflib breaks down at, a fraction as an offset, is tried by itself below."""
    while True:
        graph = write_article(1)
        for _ in range(times):
            triple = chance.choice(sorted(graph, key=str))
            chance.choice(MUTATIONS)(chance, graph, triple)
        offsets = chain(graph.objects(None, NIF.beginIndex), graph.objects(None, NIF.endIndex))
        if not any(isinstance(offset, Literal) and offset.datatype == XSD.decimal for offset in offsets):
            return graph


@pytest.mark.parametrize("seed", range(40))
def test_a_graph_changed_at_random_gives_the_same_findings(seed: int) -> None:
    graph = change(random.Random(seed), times=1 + seed % 4)

    assert find_through_view(graph) == find_plainly(graph)


@pytest.mark.parametrize("number", [Literal("four", datatype=XSD.integer), Literal("1.50", datatype=XSD.decimal)])
def test_an_offset_that_is_no_whole_number_is_reported_where_rdflib_itself_breaks_down(number: Literal) -> None:
    graph = write_article(1)
    span = next(graph.subjects(NIF.anchorOf, Literal("told")))
    graph.set((span, NIF.endIndex, number))

    with pytest.raises((RecursionError, TypeError)):
        find_plainly(graph)
    assert (span, SH.DatatypeConstraintComponent) in {
        (found.focus_node, found.constraint) for found in VALIDATOR.validate(graph).results
    }


BROKEN = (
    *ODD,
    Literal("four", datatype=XSD.integer),
    Literal("1.50", datatype=XSD.decimal),
    Literal("NaN", datatype=XSD.double),
    Literal("1e400", datatype=XSD.double),
    Literal("9" * 40, datatype=XSD.integer),
    Literal("2022-13", datatype=XSD.gYearMonth),
    Literal("\uffff", lang="en-GB"),
    BNode("b"),
)


@pytest.mark.parametrize("value", BROKEN, ids=range(len(BROKEN)))
def test_no_value_anywhere_breaks_the_validator(value: Node) -> None:
    chance = random.Random(str(value))
    for _ in range(12):
        graph = write_article(1)
        subject, path, _old = chance.choice(sorted(graph, key=str))
        graph.set((subject, path, value))

        assert len(VALIDATOR.validate(graph).as_text()) > 0


def test_the_changes_bring_findings_of_every_sort() -> None:
    kinds: set[Node | None] = set()
    for seed in range(30):
        chance = random.Random(seed)
        graph = write_article(1)
        put_odd(chance, graph, chance.choice(sorted(graph, key=str)))
        kinds |= {found.constraint for found in VALIDATOR.validate(graph).results}

    assert {SH.SPARQLConstraintComponent, SH.DatatypeConstraintComponent, SH.ClassConstraintComponent} <= kinds


def test_a_view_shares_the_triples_and_answers_select_only() -> None:
    graph = write_article(1)
    view = View(graph)

    assert set(view) == set(graph)
    assert [row[Variable("s")] for row in view.query(f"SELECT ?s WHERE {{ ?s a <{REC.Article}> }}").bindings] == [
        graph.value(None, RDF.type, REC.Article)
    ]
    with pytest.raises(QueryUnfit, match="SELECT"):
        view.query("ASK { ?s ?p ?o }")
    with pytest.raises(QueryUnfit, match="rewrite the sh:select"):
        view.query("SELECT ?s WHERE { ?s ?p ")
    with pytest.raises(QueryUnfit, match=r"\?this"):
        view.query("SELECT ?s WHERE { ?s ?p ?o }", initBindings={"this": URIRef(BASE)})


def test_a_view_gives_words_back_as_they_were() -> None:
    graph = Graph()
    words = [Literal("Straße"), Literal("rain", lang="en"), Literal("2022-01-27", datatype=XSD.date)]
    for literal in words:
        graph.add((URIRef("urn:x"), RDFS.label, literal))

    rows = View(graph).query(f"SELECT ?o WHERE {{ <urn:x> <{RDFS.label}> ?o }}")

    assert {row[Variable("o")] for row in rows.bindings} == set(words)
