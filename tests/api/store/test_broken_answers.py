"""Answers of an engine elsewhere that are not whole, or no answers at all: none of them is taken for one."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest
import rdflib

from api.errors import (
    EngineUnfit,
    QueryFailed,
    QueryTimeout,
)
from api.store.remote import RemoteStore
from tests.api.engines import Puppet, answer
from tests.api.store.elsewhere import JSON, ROWS, SELECT, A, at, past_first_look


@pytest.fixture
def store(puppet: Puppet) -> RemoteStore:
    return past_first_look(puppet)


@pytest.mark.parametrize("kept", range(0, len(ROWS), 7))
def test_rows_that_break_off_are_never_an_answer(store: RemoteStore, puppet: Puppet, kept: int) -> None:
    puppet.answer = answer(ROWS[:kept])
    with store.read() as reader, pytest.raises(QueryFailed, match="not whole"):
        reader.query(SELECT)
    with pytest.raises(QueryFailed, match="not whole"):
        store.ask(SELECT, "text/csv", io.BytesIO())


def test_an_error_written_into_the_rows_is_shown(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = answer(ROWS[:-3] + "The SPARQL operation has been cancelled")
    with store.read() as reader, pytest.raises(QueryFailed, match="has been cancelled"):
        reader.query(SELECT)


GRAPH = [
    ox.Triple(ox.NamedNode("http://a/s"), ox.NamedNode("http://a/p"), ox.Literal(word)) for word in ("x", "</b>", "z")
]


@pytest.mark.parametrize(
    ("form", "media_type"),
    [(ox.RdfFormat.JSON_LD, "application/ld+json"), (ox.RdfFormat.RDF_XML, "application/rdf+xml")],
)
def test_a_graph_is_read_whole_and_refused_wherever_it_breaks_off(
    store: RemoteStore, puppet: Puppet, form: ox.RdfFormat, media_type: str
) -> None:
    text = (ox.serialize(GRAPH, format=form) or b"").decode()
    with store.read() as reader:
        puppet.answer = answer(text, media_type)
        built = reader.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(built, rdflib.Graph)
        assert {str(o) for o in built.objects()} == {"x", "</b>", "z"}
        for kept in range(0, len(text.rstrip()), 5):
            puppet.answer = answer(text[:kept], media_type)
            with pytest.raises(QueryFailed, match="not whole"):
                reader.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_format_without_an_end_is_not_taken_for_a_graph(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = answer("<http://a/s> <http://a/p> 1 .\n", "text/turtle")
    with store.read() as reader, pytest.raises(QueryFailed, match="ask with SELECT"):
        reader.query("DESCRIBE <http://a/s>")


def test_entities_in_a_graph_are_not_expanded(store: RemoteStore, puppet: Puppet) -> None:
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
    puppet.answer = answer(f'<!DOCTYPE r [<!ENTITY a "aaaa">]>{rdf}', "application/rdf+xml")
    with store.read() as reader, pytest.raises(QueryFailed, match="entities"):
        reader.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_context_elsewhere_is_not_fetched(store: RemoteStore, puppet: Puppet) -> None:
    context = json.dumps({"@context": puppet.root + "/context.jsonld", "a": "b"})
    puppet.answer = answer(context, "application/ld+json")
    with store.read() as reader, pytest.raises(QueryFailed):
        reader.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert len(puppet.seen) == 1


@pytest.mark.parametrize(
    "sent",
    [
        answer(ROWS, more=f"Content-Length: {len(ROWS) + 1}\r\n"),
        answer(f"{len(ROWS):x}\r\n{ROWS}\r\n", more="Transfer-Encoding: chunked\r\n"),
        answer(f"fff\r\n{ROWS}", more="Transfer-Encoding: chunked\r\n"),
    ],
)
def test_a_connection_that_ends_before_the_answer_does_is_an_error(
    store: RemoteStore, puppet: Puppet, sent: bytes
) -> None:
    puppet.answer = sent
    with store.read() as reader, pytest.raises(QueryFailed):
        reader.query(SELECT)


def test_an_engine_that_is_silent_or_slow_runs_into_the_limit(puppet: Puppet) -> None:
    store = at(puppet.query, timeout=0.3)
    store._known_fit = True
    with store.read() as reader:
        puppet.answer, puppet.pause = answer(ROWS), 1.0
        with pytest.raises(QueryTimeout, match=r"0\.3 seconds"):
            reader.query(SELECT)
        head, _, body = answer(ROWS).partition(b"\r\n\r\n")
        puppet.answer, puppet.pause = head + b"\r\n\r\n" + body, 0.005
        with pytest.raises(QueryTimeout):
            reader.query(SELECT)


def test_an_answer_larger_than_the_limit_is_an_error(puppet: Puppet) -> None:
    store = at(puppet.query, limit=50)
    store._known_fit = True
    puppet.says(ROWS)
    with pytest.raises(QueryFailed, match="50 bytes"):
        store.ask(SELECT, JSON, io.BytesIO())


def test_a_truth_value_is_no_answer_to_a_select_nor_rows_to_an_ask(puppet: Puppet) -> None:
    puppet.says(ROWS)
    with pytest.raises(EngineUnfit, match="rows"):
        at(puppet.query).read()


def test_nothing_is_left_out_of_an_export_without_a_word(puppet: Puppet, store: RemoteStore) -> None:
    sizes = {
        "head": {"vars": ["g", "n"]},
        "results": {
            "bindings": [{"g": {"type": "uri", "value": A}, "n": {"type": "literal", "value": "2"}}],
        },
    }
    row = {"s": {"type": "uri", "value": A}, "p": {"type": "uri", "value": A}, "o": {"type": "bnode", "value": "b0"}}
    rows = {"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": [row]}}
    puppet.answer = lambda request: answer(json.dumps(sizes if "COUNT" in dict(request.form)["query"] else rows))
    with store.read() as reader, pytest.raises(QueryFailed, match="1 triples came and 2 were there"):
        reader.export(io.BytesIO())
