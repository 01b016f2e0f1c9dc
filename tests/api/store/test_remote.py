from __future__ import annotations

import io
import json
import socket
import threading
from base64 import b64encode
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.errors import (
    EngineUnfit,
    EngineUnreachable,
    InvalidSetting,
    InvalidTerm,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    StoreClosed,
    UpdateFailed,
)
from api.settings import Settings
from api.store import Rows, open_store
from api.store.address import Address
from api.store.dataset import Dataset
from api.store.engines import GENERIC
from api.store.remote import RemoteStore
from tests.api.engines import Puppet, answer, serve
from tests.api.store.elsewhere import JSON, NO, ROWS, SELECT, YES, A, B, ask, at, graph_of, past_first_look


@pytest.fixture
def store(puppet: Puppet) -> RemoteStore:
    return past_first_look(puppet)


# Where an engine is


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("http://localhost:3030/news/sparql", "http://localhost:3030/news/update"),
        ("http://localhost:3030/news", "http://localhost:3030/news"),
        ("http://localhost:7200/repositories/news", "http://localhost:7200/repositories/news/statements"),
        ("https://[::1]:8890/sparql/", "https://[::1]:8890/update"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org/sparqling", "http://example.org/sparqling"),
    ],
)
def test_the_update_endpoint_is_found_as_the_common_engines_have_it(query: str, update: str) -> None:
    assert Address.read(query).update == update


def test_an_update_endpoint_that_is_set_is_taken() -> None:
    address = Address.read("https://example.org/a/query?x=1", "https://example.org/b")
    assert (address.query, address.update) == ("https://example.org/a/query", "https://example.org/b")
    assert address.parameters == (("x", "1"),)


def test_a_password_is_sent_and_never_shown(puppet: Puppet) -> None:
    puppet.says(YES)
    where = puppet.query.replace("http://", "http://desk:s%40cret@")
    store = open_store(where, Settings())
    assert "cret" not in store.where + repr(Address.read(where))
    with pytest.raises(EngineUnfit) as caught:
        store.read()
    assert "cret" not in str(caught.value)
    assert puppet.seen[0].headers["Authorization"] == "Basic " + b64encode(b"desk:s@cret").decode()


@pytest.mark.parametrize(
    "where",
    [
        *("http://", "http://desk:secret@", "http://host:port/", "http://[::1/", "ftp://host/", "file:///etc/passwd"),
        *("http://host/a b", "http://host/é", "http://host/#x", "http://host/\r\nX: y"),
    ],
)
def test_what_is_no_address_is_said_so(where: str) -> None:
    with pytest.raises(InvalidSetting, match="address") as caught:
        Address.read(where)
    assert "secret" not in str(caught.value)


# Engines that are not there, or not fit


def test_an_engine_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        store = at(f"http://127.0.0.1:{free.getsockname()[1]}/query")
    with pytest.raises(EngineUnreachable, match=r"127\.0\.0\.1:\d+/query.*start it"):
        store.read()
    with pytest.raises(EngineUnreachable):
        store.write()


def test_an_engine_that_dies_midway_is_an_error_and_not_an_empty_answer(tmp_path: Path) -> None:
    with serve(tmp_path / "data", "--union-default-graph") as engine:
        store = at(engine.query)
        with store.write() as writer:
            writer.put({A: graph_of("one")})
            engine.process.kill()
            engine.process.wait()
            with pytest.raises(EngineUnreachable):
                writer.put({B: graph_of("two")})
        with store.read() as reader, pytest.raises(EngineUnreachable):
            reader.query(SELECT)


def test_an_engine_whose_default_graph_is_not_the_union_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with serve(tmp_path / "data") as engine:
        store = at(engine.query, engine=GENERIC)
        store.read().close()  # nothing is stored, so nothing can be told
        with store.write() as writer, pytest.raises(EngineUnfit, match="the union of all graphs"):
            writer.put({A: graph_of("one")})
        with pytest.raises(EngineUnfit, match="ONRECORD_ENGINE"):
            store.read()


def test_an_engine_that_is_recognised_is_asked_for_the_union(tmp_path: Path) -> None:
    with serve(tmp_path / "data") as engine:
        store = at(engine.query)
        with store.write() as writer:
            writer.put({A: graph_of("one"), B: graph_of("two")})
        with store.read() as reader:
            found = reader.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
            assert found == Rows(("o",), ((Literal("one"),), (Literal("two"),)))
            of_one = reader.query(f"SELECT ?o FROM <{A}> {{ ?s ?p ?o }}")
            assert of_one == Rows(("o",), ((Literal("one"),),))
        assert ask(store, "SELECT ?o { ?s ?p ?o }", "text/csv", Dataset(default=(B,))) == b"o\r\ntwo\r\n"
        assert (store.endpoint.engine.name, store.endpoint.known_by) == ("oxigraph", "known by its answers")


def test_the_union_is_asked_for_until_it_was_seen_and_then_no_more(puppet: Puppet) -> None:
    puppet.says(NO)
    store = at(puppet.query)
    store.read().close()
    store.read().close()
    assert len(puppet.seen) == 5
    puppet.answer = lambda request: answer(NO if "NOT EXISTS" in dict(request.form)["query"] else YES)
    store.read().close()
    assert len(puppet.seen) == 7
    store.read().close()
    assert len(puppet.seen) == 7


@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        (answer("<html>Welcome", "text/html"), EngineUnfit, "text/html"),
        (answer("", more="Location: file:///etc/passwd\r\n", head="302 Found"), EngineUnfit, "file:///etc/passwd"),
        (answer("", more="Location: /elsewhere\r\n", head="307 Temporary Redirect"), EngineUnfit, "/elsewhere"),
        (answer("who?", "text/plain", "401 Unauthorized"), EngineUnfit, "user:password"),
        (answer("<html>", "text/html", "404 Not Found"), EngineUnfit, "ONRECORD_UPDATE_ENDPOINT"),
        (answer("line 1: WHERE?", "text/plain", "400 Bad Request"), QueryRefused, "line 1: WHERE"),
        (answer("out of memory", "text/plain", "500 Internal Server Error"), QueryFailed, "out of memory"),
        (answer("", "text/plain", "503 Service Unavailable"), QueryFailed, "503"),
        (answer("", "text/plain", "504 Gateway Timeout"), QueryTimeout, "LIMIT"),
        (answer(ROWS, head="206 Partial Content"), QueryFailed, "206"),
        (answer(ROWS, more="X-SPARQL-MaxRows: 2\r\n"), QueryFailed, "MaxRows"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", EngineUnreachable, "SSH"),
        (b"", EngineUnreachable, "closed connection"),
    ],
)
def test_what_answers_and_is_no_engine_is_told_apart(
    store: RemoteStore, puppet: Puppet, sent: bytes, kind: type[Exception], words: str
) -> None:
    puppet.answer = sent
    with store.read() as reader, pytest.raises(kind, match=words):
        reader.query(SELECT)
    assert len(puppet.seen) == 1, "no redirection was followed"


def test_an_error_page_without_end_is_not_read_to_its_end(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = answer("x" * 1_000_000, "text/plain", "500 Internal Server Error")
    with store.read() as reader, pytest.raises(QueryFailed) as caught:
        reader.query(SELECT)
    assert len(str(caught.value)) < 1000


# Questions


def test_no_update_is_ever_sent_as_a_query(store: RemoteStore, puppet: Puppet) -> None:
    with store.read() as reader:
        for text in ("DROP ALL", "PREFIX select: <http://a/> DROP ALL", "# SELECT\nINSERT DATA {}", ""):
            with pytest.raises(QueryRefused, match="SPARQL"):
                reader.query(text)
    assert not puppet.seen


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX insert: <http://a/> SELECT ?s { ?s insert:x ?o }",
        "prefix drop: <http://a/> select ?s { ?s ?p 'DROP ALL' }",
        "#INSERT\nSELECT ?s { ?s ?p ?o }",
        "BASE <http://a/clear> SELECT ?s { ?s <delete> ?o }",
    ],
)
def test_a_query_goes_out_as_it_is_whatever_words_it_holds(store: RemoteStore, puppet: Puppet, query: str) -> None:
    puppet.says(ROWS)
    with store.read() as reader:
        assert reader.query(query) == Rows(("s",), ((URIRef("http://a/1"),), (None,)))
    assert puppet.seen[0].path == "/query"
    assert puppet.seen[0].form == (("query", query),)


def test_the_parameters_of_the_address_and_the_graphs_of_the_query_go_along(puppet: Puppet) -> None:
    puppet.says(ROWS)
    store = at(puppet.query + "?default-graph-uri=urn:x-arq:UnionGraph&infer=false")
    store._known_fit = True
    with store.read() as reader:
        reader.query(SELECT)
        reader.query("PREFIX a: <http://a/> SELECT ?s FROM NAMED a:\\-1 { GRAPH ?g { ?s ?p ?o } }")
    assert puppet.seen[0].form[:2] == (("default-graph-uri", "urn:x-arq:UnionGraph"), ("infer", "false"))
    assert ("named-graph-uri", "http://a/-1") in puppet.seen[1].form


def test_a_graph_named_in_a_way_that_only_the_engine_could_resolve_is_refused(store: RemoteStore) -> None:
    with store.read() as reader:
        for name in ("<g>", "a:g", "<http://a/\\u0041>"):
            with pytest.raises(QueryRefused, match="offset"):
                reader.query(f"SELECT ?s FROM {name} {{ ?s ?p ?o }}")


def test_an_answer_comes_in_every_format_of_the_web(address: str) -> None:
    store = at(address)
    with store.write() as writer:
        writer.put({A: graph_of("one \x08 two"), B: graph_of("three")})
    labels = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    assert ask(store, labels, "text/csv") == b"o\r\none \x08 two\r\nthree\r\n"
    assert ask(store, labels, "text/csv", Dataset(default=(B,))) == b"o\r\nthree\r\n"
    assert ask(store, labels, "text/csv", Dataset(named=(B,))) == b"o\r\n"
    assert json.loads(ask(store, "ASK {}", JSON))["boolean"] is True
    for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD):
        whole = ask(store, "CONSTRUCT WHERE { ?s ?p ?o }", form.media_type)
        assert len(list(ox.parse(whole, form))) == 2
    with pytest.raises(QueryRefused):
        ask(store, "SELECT", JSON)
    with pytest.raises(InvalidTerm):
        ask(store, "ASK {}", JSON, Dataset(default=("no iri",)))


def test_an_engine_that_gives_up_in_the_middle_of_its_answer_gives_no_part_of_it(tmp_path: Path) -> None:
    triples = [f'<http://a/{n}> <http://a/p> "{n}" .' for n in range(3000)]
    with serve(tmp_path / "data", "--union-default-graph", "--timeout-s", "1") as engine:
        store = at(engine.query, limit=1_000_000)
        graph = rdflib.Graph().parse(data="\n".join(triples), format="nt")
        with store.write() as writer:
            writer.put({A: graph})
        cross = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        with store.read() as reader:
            with pytest.raises(QueryFailed, match="cancelled"):
                reader.query(f"SELECT (COUNT(*) AS ?n) {cross}")
            with pytest.raises(QueryFailed, match="limit"):
                ask(store, f"SELECT * {cross}", "text/csv")
            assert reader.query("ASK {}") is True


# Updates


def test_what_is_put_is_one_update_with_the_text_as_its_body(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = lambda request: answer(YES if request.path == "/query" else "")
    with store.write() as writer:
        writer.put({A: graph_of("one"), B: graph_of("two")})
        writer.remove((A, B))
    put, _, removed = puppet.seen
    assert put.path.startswith("/update")
    assert put.headers["Content-Type"] == "application/sparql-update"
    assert put.body.count(b"INSERT DATA") == 2
    assert removed.body.count(b"DROP SILENT GRAPH") == 2


def test_no_backslash_stands_before_a_backslash_and_u(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = lambda request: answer(YES if request.path == "/query" else "")
    with store.write() as writer:
        writer.put({A: graph_of('\\u0022 } ; DROP ALL ; \\\\U00000022 \\"u')})
        writer.query("ASK { ?s ?p ?o }", {"o": Literal("\\u0022")})
    texts = [request.body.decode() for request in puppet.seen[:1]] + [dict(puppet.seen[-1].form)["query"]]
    for text in texts:
        assert "\\\\u0022" not in text
        assert "\\\\U0000" not in text


def test_a_failed_update_is_an_error_that_says_what_is_known(store: RemoteStore, puppet: Puppet) -> None:
    with store.write() as writer:
        puppet.answer = answer("disk full", "text/plain", "500 Internal Server Error")
        with pytest.raises(UpdateFailed, match="disk full"):
            writer.put({A: graph_of("one")})
        puppet.answer = answer("no", "text/plain", "403 Forbidden")
        with pytest.raises(EngineUnfit, match="/update"):
            writer.put({A: graph_of("one")})
        puppet.answer = b""
        with pytest.raises(UpdateFailed, match="may have made it"):
            writer.put({A: graph_of("one")})
        puppet.answer = answer("", more="Location: /elsewhere\r\n", head="303 See Other")
        with pytest.raises(EngineUnfit, match="/elsewhere"):
            writer.put({A: graph_of("one")})
        puppet.answer, puppet.pause = answer(""), 5.0
        with pytest.raises(UpdateFailed, match="may have made it"):
            writer.put({A: graph_of("one")})


def test_an_update_endpoint_that_says_yes_and_does_nothing_is_found_out(store: RemoteStore, puppet: Puppet) -> None:
    puppet.answer = lambda request: answer(NO) if request.path == "/query" else answer("<p>Success", "text/html")
    with store.write() as writer, pytest.raises(UpdateFailed, match="does not show it"):
        writer.put({A: graph_of("one")})


def test_an_update_that_the_engine_refuses_in_part_is_undone_whole(address: str) -> None:
    store = at(address)
    with store.write() as writer:
        writer.put({A: graph_of("one")})
        with pytest.raises(UpdateFailed):
            writer._update([f"DROP GRAPH <{A}>", "LOAD <http://127.0.0.1:9/none>"])
        assert writer.has(A)


def test_what_was_closed_is_not_used(store: RemoteStore) -> None:
    reader, writer = store.read(), store.write()
    for session in (reader, writer):
        session.close()
        with pytest.raises(StoreClosed):
            session.query("ASK {}")
    assert reader.state == writer.publish() == ""


def test_readers_never_see_half_of_what_is_put(address: str) -> None:
    store = at(address)

    def write() -> None:
        with store.write() as writer:
            for letter in "ab" * 10:
                writer.put({A: graph_of(*(f"{letter}{n}" for n in range(50)))})

    thread = threading.Thread(target=write)
    thread.start()
    while thread.is_alive():
        with store.read() as reader:
            seen = [str(o)[0] for o in reader.graph(A).objects()]
        assert (len(seen), len(set(seen))) in {(0, 0), (50, 1)}
    thread.join()


def test_blank_nodes_of_two_answers_are_not_taken_for_one(address: str) -> None:
    graph = rdflib.Graph()
    graph.add((rdflib.BNode("b"), RDFS.label, Literal("one")))
    store = at(address)
    with store.write() as writer:
        writer.put({A: graph})
        writer.put({B: graph})
    sink = io.BytesIO()
    with store.read() as reader:
        reader.export(sink, "trig")
    quads = list(ox.parse(sink.getvalue(), ox.RdfFormat.TRIG))
    assert len({quad.subject for quad in quads}) == 2
