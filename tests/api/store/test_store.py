from __future__ import annotations

import io
from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, XSD

from api.errors import InvalidTerm, QueryRefused
from api.store import Rows, Store
from api.store.embedded import EmbeddedStore

A = "https://example.org/article/1"
B = "https://example.org/article/2"
HOSTILE = "\" } } ; DROP ALL ; # \\\" \n\r\t \u0000 }} <a> \\u0041 é 😀 '''"


def graph_of(*labels: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for label in labels:
        graph.add((URIRef(f"https://example.org/{len(graph)}"), RDFS.label, Literal(label)))
    return graph


@pytest.fixture(params=["embedded"])
def store(tmp_path: Path) -> Store:
    return EmbeddedStore(tmp_path / "store")


def labels(store: Store) -> set[str]:
    with store.read() as reader:
        answer = reader.query("SELECT ?label WHERE { ?s ?p ?label }")
        assert isinstance(answer, Rows)
        return {str(row[0]) for row in answer.rows}


def test_what_is_put_is_read_from_the_union_of_the_named_graphs(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("two")})
    assert labels(store) == {"one", "two"}
    with store.read() as reader:
        assert reader.graphs() == (A, B)
        assert reader.has(A)
        assert not reader.has(A + "0")
        assert {str(o) for o in reader.graph(A).objects()} == {"one"}


def test_a_graph_that_is_put_again_is_replaced(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one", "three")})
        writer.put({A: graph_of("two")})
    assert labels(store) == {"two"}


def test_a_removed_graph_is_gone_and_the_others_stay(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("two")})
        writer.remove((A, "https://example.org/never-stored"))
        assert not writer.has(A)
        assert writer.has(B)
    assert labels(store) == {"two"}


def test_hostile_text_comes_back_letter_for_letter_and_harms_nothing(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("kept")})
        writer.put({B: graph_of(HOSTILE)})
    assert labels(store) == {"kept", HOSTILE}


@pytest.mark.parametrize("name", ["https://example.org/a> { } } ; DROP ALL ; #", "no scheme", ""])
def test_a_graph_with_a_bad_name_is_refused_and_nothing_is_written(store: Store, name: str) -> None:
    with store.write() as writer:
        with pytest.raises(InvalidTerm, match="IRI"):
            writer.put({A: graph_of("one"), name: graph_of("two")})
        assert not writer.has(A)


def test_a_bad_iri_inside_a_graph_is_refused_and_nothing_is_written(store: Store) -> None:
    bad = rdflib.Graph()
    bad.add((URIRef("https://example.org/1"), RDFS.seeAlso, URIRef("http://exa mple/")))
    with store.write() as writer:
        with pytest.raises(InvalidTerm):
            writer.put({A: graph_of("one"), B: bad})
        assert not writer.has(A)


def test_a_value_is_bound_and_never_read_as_syntax(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one", HOSTILE)})
    with store.read() as reader:
        answer = reader.query("SELECT ?s WHERE { ?s ?p ?label }", {"label": Literal(HOSTILE)})
        assert answer == Rows(("s",), ((URIRef("https://example.org/1"),),))
        assert reader.query("ASK { ?s ?p ?o }", {"s": URIRef("https://example.org/0"), "o": Literal("no")}) is False


def test_a_query_that_names_its_graphs_is_asked_of_these_alone(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("two")})
    with store.read() as reader:
        answer = reader.query(f"SELECT ?label FROM <{B}> WHERE {{ ?s ?p ?label }}")
        assert answer == Rows(("label",), ((Literal("two"),),))


def test_the_writer_answers_from_what_it_put_and_has_not_yet_published(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
        writer.publish()
        writer.put({A: graph_of(HOSTILE), B: graph_of("two")})
        found = writer.query("SELECT ?s WHERE { ?s ?p ?label }", {"label": Literal(HOSTILE)})
        assert found == Rows(("s",), ((URIRef("https://example.org/0"),),))
        assert writer.query("ASK { ?s ?p ?o }", {"o": Literal("one")}) is False
    assert labels(store) == {HOSTILE, "two"}


def test_literals_keep_their_language_and_their_type(store: Store) -> None:
    graph = rdflib.Graph()
    values = {Literal("mot", lang="fr"), Literal("2022-01-27", datatype=XSD.date), Literal("plain"), Literal(7)}
    for value in values:
        graph.add((URIRef("https://example.org/s"), RDFS.comment, value))
    with store.write() as writer:
        writer.put({A: graph})
    with store.read() as reader:
        assert set(reader.graph(A).objects()) == values


def test_each_form_of_query_has_its_own_kind_of_answer(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
    with store.read() as reader:
        assert reader.query("ASK { ?s ?p ?o }") is True
        assert isinstance(reader.query("SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } }"), Rows)
        built = reader.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(built, rdflib.Graph)
        assert len(built) == 1


def test_a_malformed_query_is_refused_with_the_place_of_the_mistake(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
    with store.read() as reader, pytest.raises(QueryRefused, match="SPARQL"):
        reader.query("SELECT WHERE {")


@pytest.mark.parametrize(("form", "lines"), [("nquads", 2), ("ntriples", 1)])
def test_an_export_holds_every_graph_or_their_union(store: Store, form: str, lines: int) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("one")})
    sink = io.BytesIO()
    with store.read() as reader:
        reader.export(sink, "nquads" if form == "nquads" else "ntriples")
    assert len(sink.getvalue().splitlines()) == lines
