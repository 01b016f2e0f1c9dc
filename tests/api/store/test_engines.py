"""Each engine as it looks from outside, imitated by a server that answers as it is told."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Literal, URIRef

from api.errors import ApiError, EngineUnfit, InvalidSetting, QueryFailed, QueryTimeout, UpdateFailed
from api.negotiation import GRAPHS, RESULTS
from api.settings import Settings
from api.store import Rows, open_store
from api.store.address import Address
from api.store.engines import ENGINES, find_engine, recognise_headers
from api.store.remote import RemoteStore
from tests.api.engines import Puppet, Request

YES = '{"head":{},"boolean":true}'
NO = '{"head":{},"boolean":false}'
SELECT = "SELECT ?s { ?s ?p ?o }"
GRAPH = "https://example.org/g"
JSON = "application/sparql-results+json"
ROWS = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://a/1"}},{}]}}'
XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    '<results><result><binding name="s"><uri>http://a/1</uri></binding></result><result></result></results></sparql>'
)


def says(body: str, status: str = "200 OK", media_type: str = JSON, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}\r\n{body}".encode()


def at(puppet: Puppet, engine: str = "generic", path: str = "/sparql", **how: Any) -> RemoteStore:
    store = RemoteStore(Address.read(puppet.root + path), engine=ENGINES[engine], timeout=2, **how)
    store._known_fit = True
    return store


def refuse(store: RemoteStore, query: str = SELECT) -> ApiError:
    with store.read() as reader, pytest.raises(ApiError) as caught:
        reader.query(query)
    return caught.value


# What an engine is told


@pytest.mark.parametrize(
    ("engine", "form", "headers"),
    [
        ("generic", {}, {}),
        ("oxigraph", {"union-default-graph": "true"}, {}),
        ("fuseki", {"timeout": "2"}, {}),
        ("graphdb", {"timeout": "2", "infer": "false"}, {}),
        ("virtuoso", {"timeout": "2000"}, {}),
        ("qlever", {"timeout": "2s"}, {}),
        ("neptune", {}, {}),
        ("blazegraph", {}, {"X-Bigdata-Max-Query-Millis": "2000"}),
    ],
)
def test_a_query_says_how_long_it_may_take_in_the_engines_own_way(
    puppet: Puppet, engine: str, form: dict[str, str], headers: dict[str, str]
) -> None:
    puppet.says(ROWS)
    with at(puppet, engine).read() as reader:
        reader.query(SELECT)
    sent = dict(puppet.seen[0].form)
    text = sent.pop("query")
    assert sent == form
    told = {name.title(): value for name, value in puppet.seen[0].headers.items()}
    assert {name: told.get(name) for name in headers} == headers
    hint = "<http://aws.amazon.com/neptune/vocab/v01/QueryHints#queryTimeout> 2000 ."
    assert (hint in text) == (engine == "neptune")


def test_a_time_limit_that_an_engine_would_refuse_is_not_sent(puppet: Puppet) -> None:
    puppet.says(ROWS)
    for engine in ("qlever", "neptune"):
        store = RemoteStore(Address.read(puppet.query), engine=ENGINES[engine], timeout=500)
        store._known_fit = True
        with store.read() as reader:
            reader.query(SELECT)
    assert [request.form for request in puppet.seen] == [(("query", SELECT),)] * 2


def test_a_hint_is_written_only_where_there_is_room_for_it() -> None:
    neptune = ENGINES["neptune"]
    inner = "SELECT * { SELECT ?s { ?s ?p ?o } }"
    assert neptune.write(inner, 1) == inner
    once = neptune.write("SELECT * WHERE { ?s ?p ?o }", 1)
    assert neptune.write(once, 1) == once
    ox.Store().query(once)
    assert neptune.write("DESCRIBE <http://a/>", None) == "DESCRIBE <http://a/>"


def test_the_parameter_for_the_union_is_left_out_where_graphs_are_named(puppet: Puppet) -> None:
    puppet.says(ROWS)
    with at(puppet, "oxigraph").read() as reader:
        reader.query(f"SELECT ?s FROM <{GRAPH}> {{ ?s ?p ?o }}")
    with at(puppet, "oxigraph", f"/query?default-graph-uri={GRAPH}").read() as reader:
        reader.query(SELECT)
    assert all(("default-graph-uri", GRAPH) in request.form for request in puppet.seen)
    assert all("union-default-graph" not in dict(request.form) for request in puppet.seen)


@pytest.mark.parametrize(
    ("engine", "query", "update", "graph_store"),
    [
        ("generic", "/sparql", "/update", None),
        ("oxigraph", "/query", "/update", "/store"),
        ("fuseki", "/news", "/news/update", "/news/data"),
        ("fuseki", "/news/sparql", "/news/update", "/news/data"),
        ("graphdb", "/repositories/news", "/repositories/news/statements", "/repositories/news/rdf-graphs/service"),
        ("virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud"),
        ("qlever", "/", "/", "/"),
        ("neptune", "/sparql", "/sparql", "/sparql/gsp/"),
        ("blazegraph", "/blazegraph/namespace/news/sparql", "/blazegraph/namespace/news/sparql", None),
    ],
)
def test_updates_and_graphs_have_the_engines_own_addresses(
    engine: str, query: str, update: str, graph_store: str | None
) -> None:
    root = "http://localhost:1"
    profile = ENGINES[engine]
    assert Address.read(root + query).suit(profile).update == root + update
    assert profile.find_graph_store(root + query) == (root + graph_store if graph_store else None)
    assert Address.read(root + query, root + "/mine").suit(profile).update == root + "/mine"


# Who it is


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Server: Oxigraph/0.5.13", "oxigraph"),
        ("Server: Apache Jena Fuseki (5.2.0)", "fuseki"),
        ("Fuseki-Request-Id: 7", "fuseki"),
        ("Server: GraphDB/10.8.0 RDF4J/4.3.15", "graphdb"),
        ("Server: Virtuoso/07.20.3240 (Linux) x86_64-pc-linux-gnu", "virtuoso"),
        ("X-SPARQL-default-graph: http://a/", "virtuoso"),
        ("Server: nginx", "generic"),
        ("X-Backend: fuseki-1", "generic"),
    ],
)
def test_an_engine_is_recognised_by_what_it_answers(puppet: Puppet, header: str, name: str) -> None:
    puppet.answer = lambda request: says(NO if "EXISTS" in str(request.form) else YES, more=header + "\r\n")
    store = RemoteStore(Address.read(puppet.root + "/sparql"))
    store.read().close()
    assert store.endpoint.engine.name == name
    assert store.endpoint.address.update == ENGINES[name].find_update(puppet.root + "/sparql")
    assert store.endpoint.known_by == ("not recognised" if name == "generic" else "known by its answers")


def test_an_engine_that_is_set_is_not_asked_who_it_is(puppet: Puppet) -> None:
    puppet.says(NO)
    store = open_store(puppet.query, Settings(engine="virtuoso"))
    store.read().close()
    assert not [request for request in puppet.seen if dict(request.form)["query"] == "ASK {}"]
    with pytest.raises(InvalidSetting, match="choose one of generic, oxigraph"):
        open_store(puppet.query, Settings(engine="4store"))
    assert find_engine("") is None
    assert recognise_headers([]) is None


# Who asks


def test_a_token_goes_to_the_engine_and_nowhere_else(puppet: Puppet) -> None:
    settings = Settings(engine_token="s3cret-token", engine="generic", engine_retries=0)
    assert "s3cret" not in repr(settings)
    store = open_store(puppet.query, settings)
    puppet.answer = says("who is s3cret-token?", "401 Unauthorized", "text/plain")
    with pytest.raises(EngineUnfit) as caught:
        store.read()
    assert puppet.seen[0].headers["Authorization"] == "Bearer s3cret-token"
    puppet.answer = says("", "302 Found", more=f"Location: {puppet.root}/elsewhere?s3cret-token\r\n")
    with pytest.raises(EngineUnfit) as sent_on:
        store.read()
    assert "s3cret" not in str(caught.value) + str(sent_on.value) + repr(store) + store.where
    assert len(puppet.seen) == 2, "no redirection was followed"


@pytest.mark.parametrize("token", ["a b", "a\r\nX: y", "é"])
def test_a_token_that_is_none_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(InvalidSetting, match="engine_token") as caught:
        open_store("http://localhost/sparql", Settings(engine_token=token))
    assert token not in str(caught.value)
    with pytest.raises(InvalidSetting, match="one of them"):
        open_store("http://desk:x@localhost/sparql", Settings(engine_token="y"))
    with pytest.raises(InvalidSetting, match="basic or digest"):
        open_store("http://localhost/sparql", Settings(engine_login="ntlm"))


def test_a_password_may_go_as_a_digest(puppet: Puppet) -> None:
    def answer(request: Request) -> bytes:
        sent = request.headers.get("Authorization", "")
        assert "s3cret" not in sent
        if not sent.startswith("Digest "):
            challenge = 'WWW-Authenticate: Digest realm="SPARQL", nonce="abc", qop="auth", algorithm=MD5\r\n'
            return says("", "401 Unauthorized", "text/plain", challenge)
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', sent))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        ha1, ha2 = md5("dba:SPARQL:s3cret"), md5(f"POST:{given['uri']}")
        whole = md5(f"{ha1}:abc:{given['nc']}:{given['cnonce']}:auth:{ha2}")
        return says(YES) if given["response"] == whole else says("", "401 Unauthorized", "text/plain")

    puppet.answer = answer
    where = puppet.root.replace("http://", "http://dba:s3cret@") + "/sparql-auth"
    store = open_store(where, Settings(engine_login="digest", engine="virtuoso"))
    assert isinstance(store, RemoteStore)
    store._known_fit = True
    with store.write() as writer:
        assert writer.query("ASK {}") is True
        writer.put({GRAPH: rdflib.Graph().add((URIRef(GRAPH), URIRef(GRAPH), Literal(1)))})
    puppet.answer = says("", "401 Unauthorized", "text/plain", 'WWW-Authenticate: Basic realm="x"\r\n')
    assert "s3cret" not in str(refuse(store))


# When it gives up


@pytest.mark.parametrize(
    ("engine", "sent"),
    [
        ("fuseki", says("Query timed out", "503 Service Unavailable", "text/plain")),
        ("graphdb", says("Query evaluation interrupted", "503 Service Unavailable", "text/plain")),
        ("qlever", says('{"exception":"Operation timed out."}', "429 Too Many Requests", "application/json")),
        ("neptune", says('{"code":"TimeLimitExceededException"}', "500 Internal Server Error", "application/json")),
        ("blazegraph", says("com.bigdata.QueryTimeoutException", "500 Internal Server Error", "text/plain")),
        ("virtuoso", says("S1T00 Error SR171: Transaction timed out", "500 SPARQL Request Failed", "text/plain")),
        ("generic", says("", "504 Gateway Timeout", "text/plain")),
    ],
)
def test_an_engine_that_gives_up_is_understood_and_not_asked_again(puppet: Puppet, engine: str, sent: bytes) -> None:
    puppet.answer = sent
    error = refuse(at(puppet, engine, retries=3))
    assert isinstance(error, QueryTimeout)
    assert "gave up" in str(error)
    assert len(puppet.seen) == 1


@pytest.mark.parametrize(
    "sent",
    [
        says(ROWS, more="X-SPARQL-MaxRows: 10000\r\n"),
        says(ROWS, more="X-SQL-State: S1TAT\r\nX-SQL-Message: RC...: Returning incomplete results\r\n"),
        says(ROWS, "206 Partial Content"),
    ],
)
def test_virtuoso_says_that_rows_are_missing_and_is_heard(puppet: Puppet, sent: bytes) -> None:
    puppet.answer = sent
    assert isinstance(refuse(at(puppet, "virtuoso")), QueryFailed)


# Asking again


def in_turn(*answers: bytes) -> Callable[[Request], bytes]:
    rest = list(answers)
    return lambda _: rest.pop(0) if len(rest) > 1 else rest[0]


BUSY = says("", "503 Service Unavailable", "text/plain", "Retry-After: 0\r\n")


@pytest.mark.parametrize("first", [BUSY, says("", "502 Bad Gateway", "text/plain"), b""])
def test_a_question_that_found_nobody_is_asked_again(puppet: Puppet, first: bytes) -> None:
    puppet.answer = in_turn(first, first, says(ROWS))
    with at(puppet, retries=2).read() as reader:
        assert isinstance(reader.query(SELECT), Rows)
    assert len(puppet.seen) == 3


def test_a_question_is_not_asked_for_ever(puppet: Puppet) -> None:
    puppet.answer = BUSY
    assert "503" in str(refuse(at(puppet, retries=2)))
    assert len(puppet.seen) == 3


@pytest.mark.parametrize("after", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_an_engine_that_wants_a_long_pause_is_believed_and_not_waited_for(puppet: Puppet, after: str) -> None:
    puppet.answer = says("", "429 Too Many Requests", "text/plain", f"Retry-After: {after}\r\n")
    assert "429" in str(refuse(at(puppet, retries=5)))
    assert len(puppet.seen) == 1


def test_a_pause_in_words_is_taken_for_none(puppet: Puppet) -> None:
    soon = says("", "503 Service Unavailable", "text/plain", "Retry-After: soon\r\n")
    puppet.answer = in_turn(soon, says(ROWS))
    with at(puppet, retries=1).read() as reader:
        assert isinstance(reader.query(SELECT), Rows)


@pytest.mark.parametrize("first", [BUSY, b""])
def test_an_update_is_never_made_twice(puppet: Puppet, first: bytes) -> None:
    puppet.answer = in_turn(first, says(""))
    with at(puppet, retries=5).write() as writer, pytest.raises(UpdateFailed):
        writer.remove((GRAPH,))
    assert len(puppet.seen) == 1


@pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "500 Internal Server Error"])
def test_what_would_go_wrong_again_is_not_asked_again(puppet: Puppet, status: str) -> None:
    puppet.answer = says("", status, "text/plain")
    refuse(at(puppet, retries=5))
    assert len(puppet.seen) == 1


# Never a part


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
@pytest.mark.parametrize(("text", "media_type"), [(ROWS, JSON), (XML, "application/sparql-results+xml")])
def test_rows_that_break_off_become_no_answer_in_any_format(
    puppet: Puppet, text: str, media_type: str, form: Any
) -> None:
    store = at(puppet)
    puppet.answer = says(text, media_type=media_type)
    sink = io.BytesIO()
    store.ask(SELECT, form.media_type, sink)
    assert b"http://a/1" in sink.getvalue()
    for kept in range(0, len(text), 9):
        puppet.answer = says(text[:kept], media_type=media_type)
        with pytest.raises(QueryFailed, match="not whole"):
            store.ask(SELECT, form.media_type, io.BytesIO())


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("given", [ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML], ids=lambda form: form.name)
def test_a_graph_that_breaks_off_becomes_no_answer_in_any_format(
    puppet: Puppet, given: ox.RdfFormat, form: Any
) -> None:
    node = ox.NamedNode("http://a/1")
    text = (ox.serialize([ox.Triple(node, node, ox.Literal(str(n))) for n in range(2)], format=given) or b"").decode()
    store = at(puppet)
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    puppet.answer = says(text, media_type=given.media_type)
    sink = io.BytesIO()
    store.ask(query, form.media_type, sink)
    assert sink.getvalue().count(b"http://a/1") >= 1
    for kept in range(0, len(text.rstrip()), 9):
        puppet.answer = says(text[:kept], media_type=given.media_type)
        with pytest.raises(QueryFailed, match="not whole"):
            store.ask(query, form.media_type, io.BytesIO())


def test_a_truth_value_in_xml_is_read_whole_or_not(puppet: Puppet) -> None:
    text = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    puppet.answer = says(text, media_type="application/sparql-results+xml")
    with at(puppet).read() as reader:
        assert reader.query("ASK {}") is True
        puppet.answer = says(text[:-9], media_type="application/sparql-results+xml")
        with pytest.raises(QueryFailed, match="not whole"):
            reader.query("ASK {}")


@pytest.mark.parametrize(
    "media_type", ["text/csv", "text/tab-separated-values", "text/turtle", "application/n-triples"]
)
def test_what_has_no_end_is_taken_for_no_answer(puppet: Puppet, media_type: str) -> None:
    puppet.answer = says("s\r\n1\r\n", media_type=media_type)
    for query in (SELECT, "CONSTRUCT WHERE { ?s ?p ?o }"):
        assert "looks like a whole one" in str(refuse(at(puppet), query))


def test_old_names_of_literals_are_understood(puppet: Puppet) -> None:
    puppet.says(
        '{"head":{"link":[],"vars":["n"]},"results":{"distinct":false,"ordered":true,"bindings":[{"n":{"type":'
        '"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"7"}}]}}'
    )
    with at(puppet, "virtuoso").read() as reader:
        assert reader.query(SELECT) == Rows(("n",), ((Literal(7),),))


def test_the_page_names_every_engine_and_what_it_is_told() -> None:
    page = (Path(__file__).parents[3] / "docs" / "remote.md").read_text("utf-8")
    assert [name for name in ENGINES if f"`{name}`" not in page] == []
    limits = [engine.time_limit.name for engine in ENGINES.values() if engine.time_limit]
    assert [name for name in limits if f"`{name}`" not in page] == []
    assert "TimeLimitExceededException" in page
