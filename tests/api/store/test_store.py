from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, XSD

from api.errors import InvalidTerm, QueryRefused
from api.store import DumpFormat, Rows, Store

A = "https://example.org/article/1"
B = "https://example.org/article/2"
HOSTILE = "\" } } ; DROP ALL ; # \\\" \n\r\t \u0000 }} <a> \\u0041 é 😀 '''"


def graph_of(*labels: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for label in labels:
        graph.add((URIRef(f"https://example.org/{len(graph)}"), RDFS.label, Literal(label)))
    return graph


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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PREFIX a: <https://example.org/article/> SELECT ?label FROM a:1 { ?s ?p ?label }", {"one"}),
        (f"BASE <{A}> SELECT ?label FROM <1> FROM <{B}> {{ ?s ?p ?label }}", {"one", "two"}),
        (f"SELECT ?label FROM <{A}> FROM NAMED <{B}> {{ GRAPH ?g {{ ?s ?p ?label }} }}", {"two"}),
        (f"SELECT ?label FROM NAMED <{B}> {{ ?s ?p ?label }}", set()),
    ],
)
def test_a_dataset_can_be_named_in_every_way_of_the_language(store: Store, query: str, found: set[str]) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("two"), A + "0": graph_of("three")})
    with store.read() as reader:
        answer = reader.query(query)
        assert isinstance(answer, Rows)
        assert {str(row[0]) for row in answer.rows} == found


def test_an_empty_graph_that_is_put_removes_the_one_before_in_the_same_step(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
        writer.put({A: rdflib.Graph(), B: graph_of("two")})
        assert not writer.has(A)
    assert labels(store) == {"two"}
    with store.read() as reader:
        assert reader.graphs() == (B,)


def test_new_graphs_and_replaced_ones_are_put_together_or_not_at_all(store: Store) -> None:
    bad = rdflib.Graph()
    bad.add((URIRef("https://example.org/1"), RDFS.seeAlso, URIRef("http://exa mple/")))
    with store.write() as writer:
        writer.put({A: graph_of("one")})
        with pytest.raises(InvalidTerm):
            writer.put({A: graph_of("two"), B: graph_of("three"), A + "0": bad})
        assert not writer.has(B)
        writer.put({A: graph_of("four"), B: graph_of("five")})
    assert labels(store) == {"four", "five"}


def test_a_graph_is_built_from_hostile_text_letter_for_letter(store: Store) -> None:
    with store.write() as writer:
        writer.put({A: graph_of(HOSTILE)})
    with store.read() as reader:
        built = reader.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(built, rdflib.Graph)
        assert [str(o) for o in built.objects()] == [HOSTILE]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(text=st.text(alphabet=st.one_of(st.sampled_from("\\uU\"'{};#\n\r0022ABCD"), st.characters(codec="utf-8"))))
def test_any_text_at_all_comes_back_letter_for_letter(store: Store, text: str) -> None:
    with store.write() as writer:
        writer.put({A: graph_of(text)})
        assert writer.query("SELECT ?o { ?s ?p ?o }", {"o": Literal(text)}) == Rows(("o",), ((Literal(text),),))


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


@pytest.mark.parametrize(("form", "quads"), [("nquads", 3), ("trig", 3), ("ntriples", 2), ("turtle", 2)])
def test_an_export_holds_every_graph_or_their_union(store: Store, form: DumpFormat, quads: int) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("one", HOSTILE)})
    sink = io.BytesIO()
    with store.read() as reader:
        reader.export(sink, form)
    media_type = {"nquads": "application/n-quads", "trig": "application/trig", "turtle": "text/turtle"}
    whole = ox.RdfFormat.from_media_type(media_type.get(form, "application/n-triples"))
    found = list(ox.parse(sink.getvalue(), whole))
    assert len(found) == quads
    assert HOSTILE in {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)}
    if quads == 3:
        assert {str(quad.graph_name) for quad in found} == {f"<{A}>", f"<{B}>"}
