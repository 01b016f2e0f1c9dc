"""The JSON-LD context gives every term a short name and loses nothing."""

import json

import pytest
from rdflib import XSD, Graph, Literal
from rdflib.compare import isomorphic

import ontology
from ontology.terms import BASE, NIF, QF, RDF, RDFS, REC, ST

VERSION = BASE["article/0123456789abcdef/0123456789ab"]


@pytest.fixture
def graph() -> Graph:
    graph = Graph()
    statement = VERSION + "/statement/10-20"
    actor = VERSION + "/actor/1"
    span = VERSION + "#char=0,10"
    graph.add((statement, RDF.type, REC.Statement))
    graph.add((statement, REC.text, Literal("the talks had failed", "en")))
    graph.add((statement, REC.claimant, actor))
    graph.add((statement, REC.quoteForm, QF.indirect))
    graph.add((statement, REC.stance, ST.affirm))
    graph.add((statement, REC.cue, Literal("said")))
    graph.add((statement, REC.confidence, Literal("0.93", datatype=XSD.decimal)))
    graph.add((statement, REC.sourceSpan, span))
    graph.add((actor, RDF.type, REC.Person))
    graph.add((actor, RDFS.label, Literal("Ana Duarte")))
    graph.add((span, NIF.beginIndex, Literal(0)))
    graph.add((span, NIF.endIndex, Literal(10)))
    graph.add((span, NIF.anchorOf, Literal("Ana Duarte")))
    graph.add((VERSION + "/time/1", REC.earliest, Literal("2021-08-01", datatype=XSD.date)))
    return graph


def test_a_graph_survives_the_way_through_json(graph: Graph) -> None:
    written = graph.serialize(format="json-ld", context=ontology.context())
    assert isomorphic(graph, Graph().parse(data=written, format="json-ld"))


def test_the_names_in_the_json_are_short(graph: Graph) -> None:
    written = json.loads(graph.serialize(format="json-ld", context=ontology.context()))
    (statement,) = (node for node in written["@graph"] if node.get("type") == "Statement")
    assert statement["quoteForm"] == "qf:indirect"
    assert statement["text"] == {"en": "the talks had failed"}
    assert statement["confidence"] == "0.93"


def test_every_term_of_the_vocabulary_has_its_own_name_in_the_context() -> None:
    context = ontology.context()
    for term in dir(REC):
        if not str(term).startswith(str(REC)):
            continue
        name = str(term).removeprefix(str(REC))
        entry = context[name]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"rec:{name}"
