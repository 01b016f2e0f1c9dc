"""SERVICE, taken out of a query and asked by us: the rows of an engine that asks itself, and no way around the list."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph

import api
from api.answering import Question, answer_for
from api.errors import ApiError, QueryForbidden, QueryRefused, QueryTimeout, ServiceFailed
from api.federation import federate
from api.settings import Settings
from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from tests.api import desk
from tests.api.engines import Puppet, Request, answer, serve

JSON = "application/sparql-results+json"
HERE = """@prefix : <http://x/> .
:ana :same :w1 ; :name "Ana" ; :age 40 . :bo :same :w2 ; :name "Bo" . :cy :name "Cy" ; :age 50 . :di :same :w9 .
:ana :knows :bo . :bo :knows :cy ."""
THERE = """@prefix : <http://x/> .
:w1 :born :p1 ; :label "Anna \\\\u0022 } SERVICE { \\" 'A'"@en , "Anne"@fr .
:w2 :born :p1 ; :label "Bob"@en ; :born :p2 .
:p1 :label "Port One" . :w3 :born :p3 ; :label "nobody here"@en . :w1 :nick "A", "B" . :w2 :since 40 ."""
SHAPES = [
    "SELECT * { ?a :same ?w . SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w SERVICE <S> { ?w :born ?p . ?w :label ?l } }",
    "SELECT ?a ?l { SERVICE <S> { ?w :label ?l } ?a :same ?w }",
    "SELECT * { ?a :name ?n OPTIONAL { ?a :same ?w . SERVICE <S> { ?w :label ?l FILTER (LANG(?l) = 'en') } } }",
    "SELECT * { ?a :same ?w OPTIONAL { SERVICE <S> { ?w :born ?p } } }",
    "SELECT * { ?a :name ?n OPTIONAL { ?a :same ?w } SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w { SERVICE <S> { ?w :born ?p } } UNION { SERVICE <S> { ?w :nick ?p } } }",
    "SELECT * { ?a :same ?w FILTER (?p = :p1) SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w FILTER (?w != :w2) SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :name ?n OPTIONAL { ?a :same ?w } FILTER (!BOUND(?w) || ?w != :w2) SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w FILTER NOT EXISTS { ?a :age ?g } SERVICE <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w . ?a :age ?n . SERVICE <S> { ?w :born ?p FILTER (?n > 1) } }",
    "SELECT * { SERVICE <S> { ?w :born ?p OPTIONAL { SERVICE <S> { ?p :label ?l } } } ?a :same ?w }",
    "SELECT * { ?a :same ?w SERVICE <S> { ?w :born ?p . { SERVICE SILENT <D> { ?p :label ?l } } } }",
    "SELECT * { ?a :same ?w MINUS { SERVICE <S> { ?w :born :p2 } } }",
    "SELECT * { ?a :same ?w MINUS { ?a :name ?n SERVICE <S> { ?w :born :p2 } } }",
    "SELECT (COUNT(*) AS ?n) ?p { ?a :same ?w SERVICE <S> { ?w :born ?p OPTIONAL { ?w :nick ?k } } } GROUP BY ?p",
    "SELECT * { { SELECT ?w (COUNT(?p) AS ?n) { ?a :same ?w SERVICE <S> { ?w :born ?p } } GROUP BY ?w } ?b :same ?w }",
    "SELECT * { VALUES ?w { :w1 :w3 } SERVICE <S> { ?w :label ?l } }",
    "SELECT * { SERVICE <S> { ?w :born ?p } SERVICE <S> { ?p :label ?l } ?a :same ?w }",
    "SELECT * { ?a :age ?n SERVICE <S> { ?w :since ?n } }",
    "SELECT * { ?a :same ?w SERVICE <S> { :w1 :born :p1 } }",
    "SELECT * { ?a :same ?w SERVICE <S> { :w1 :born :p9 } }",
    "SELECT * { ?a :nothing ?w SERVICE <S> { ?w :born ?p } }",
    "SELECT * { BIND (:w1 AS ?w) SERVICE <S> { { SELECT ?p (COUNT(?w) AS ?c) { ?w :born ?p } GROUP BY ?p } } }",
    "SELECT * { ?a :same ?w SERVICE SILENT <S> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w SERVICE SILENT <D> { ?w :born ?p } }",
    "SELECT * { ?a :same ?w OPTIONAL { SERVICE SILENT <D> { ?w :born ?p } } }",
    "SELECT * { SERVICE <S> { ?w :label ?l FILTER (STRSTARTS(?l, 'Anna')) } }",
    "SELECT * { ?a :same ?w # SERVICE <S> {\n SERVICE <S> { # a } brace\n ?w :born ?p # another }\n } }",
    "SELECT * { ?a (:same|:name) ?w ; :name ?n , ?m . SERVICE <S> { ?w :born [] } }",
    "SELECT * { ?a :same ?w SERVICE <S> { ?w :born ?p } VALUES ?p { :p1 } }",
    "SELECT * { ?a :same ?w SERVICE <S> { ?w :born ?p } } ORDER BY ?p LIMIT 100 VALUES ?w { :w1 }",
]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that is asked."""
    with serve(tmp_path_factory.mktemp("there")) as running:
        fill(running.query, THERE, "")
        yield running.query


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """An engine that asks other servers itself."""
    with serve(tmp_path_factory.mktemp("native"), "--union-default-graph") as running:
        fill(running.query, HERE, "GRAPH <http://x/g>")
        yield Endpoint(Address.read(running.query), 30)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path_factory.mktemp("here"))
    with store.write() as writer:
        writer.put({"http://x/g": Graph().parse(data=HERE, format="turtle")})
    return store


def fill(query: str, turtle: str, graph: str) -> None:
    triples = Graph().parse(data=turtle, format="turtle").serialize(format="nt")
    Endpoint(Address.read(query), 30).update(
        f"INSERT DATA {{ {graph} {{ {triples} }} }}" if graph else f"INSERT DATA {{ {triples} }}"
    )


def dead() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/query"


def ask(store: EmbeddedStore, query: str, media_type: str = JSON, **settings: Any) -> bytes:
    async def run() -> bytes:
        chosen = Settings(**settings)
        answering = federate(answer_for(store, chosen), chosen)
        await answering.start()
        try:
            reply = await answering.ask(Question(query, media_type))
            assert reply.state == ""
            return b"".join([chunk async for chunk in reply.chunks])
        finally:
            await answering.stop()

    return asyncio.run(run())


def refuse(store: EmbeddedStore, query: str, **settings: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        ask(store, query, **settings)
    return caught.value


def bag(results: bytes) -> Counter[str]:
    rows = json.loads(results)["results"]["bindings"]
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_rows_are_those_of_an_engine_that_asks_itself(
    store: EmbeddedStore, native: Endpoint, there: str, shape: str
) -> None:
    nowhere = dead()
    query = "PREFIX : <http://x/> " + shape.replace("<S>", f"<{there}>").replace("<D>", f"<{nowhere}>")
    with native.ask(query) as body:
        expected = bag(body.read_all())
    found = bag(ask(store, query, services=f"{there} {nowhere}"))
    assert found == expected
    assert sum(expected.values()) or "nothing" in shape or "p9" in shape or "?n > 1" in shape


def test_the_graph_that_is_asked_here_is_none_of_another_servers_business(store: EmbeddedStore, there: str) -> None:
    query = f"PREFIX : <http://x/> SELECT * {{ GRAPH ?g {{ ?a :same ?w SERVICE <{there}> {{ ?w :born ?p }} }} }}"
    found = json.loads(ask(store, query, services=there))["results"]["bindings"]
    assert {row["g"]["value"] for row in found} == {"http://x/g"}
    assert len(found) == 3


def test_only_what_can_join_is_asked_for(store: EmbeddedStore, puppet: Puppet) -> None:
    puppet.says('{"head":{"vars":["w","p"]},"results":{"bindings":[]}}')
    ask(store, f"SELECT * {{ ?a <http://x/same> ?w SERVICE <{puppet.query}> {{ ?w ?b ?p }} }}", services=puppet.query)
    [request] = puppet.seen
    text = dict(request.form)["query"]
    assert text.count("<http://x/w") == 3
    assert "SELECT * WHERE { VALUES ( ?w ) {" in text
    some = "?a <http://x/same> ?w FILTER (?w != <http://x/w9>)"
    ask(store, f"SELECT * {{ {some} SERVICE <{puppet.query}> {{ ?w ?b ?p }} }}", services=puppet.query)
    assert dict(puppet.seen[1].form)["query"].count("<http://x/w") == 2


def test_many_values_go_in_several_calls_and_too_many_in_none(
    store: EmbeddedStore, puppet: Puppet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.federation._BATCH", 2)
    puppet.says('{"head":{"vars":["w","p"]},"results":{"bindings":[{"p":{"type":"literal","value":"1"}}]}}')
    query = f"SELECT * {{ ?a <http://x/same> ?w SERVICE <{puppet.query}> {{ ?w ?b ?p }} }}"
    assert sum(bag(ask(store, query, services=puppet.query)).values()) == 6
    assert len(puppet.seen) == 2
    error = refuse(store, query, services=puppet.query, service_bindings=2)
    assert isinstance(error, QueryForbidden)
    assert "more than 2 values to ?w" in str(error)
    assert "more than 1 times" in str(refuse(store, query, services=puppet.query, service_calls=1))


@pytest.mark.parametrize(
    ("query", "kind", "says"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", QueryForbidden, "not on the list"),
        ("SELECT * { SERVICE <S?x> { ?s ?p ?o } }", QueryForbidden, "not on the list"),
        ("SELECT * { SERVICE <S/> { ?s ?p ?o } }", QueryForbidden, "not on the list"),
        ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", QueryForbidden, "not on the list"),
        ("SELECT * { ?a ?b ?e SERVICE ?e { ?s ?p ?o } }", QueryForbidden, "leaves open"),
        ("SELECT * { SERVICE <S> { ?s ?p ?o SERVICE <http://x/> { ?s ?p ?o } } }", QueryForbidden, "not on the list"),
        ("SELECT * { SERVICE <S> { SERVICE <S> { SERVICE <e:x> {} } } }", QueryForbidden, "not on the list"),
        ("SELECT * { SERVICE <S> { ?s ?p ?e SERVICE ?e { ?s ?p ?o } } }", QueryForbidden, "leaves open"),
        ("SELECT * { SERVICE <S> { FILTER EXISTS { SERVICE <S> { ?s ?p ?o } } } }", QueryRefused, "within another"),
        ("SELECT * { SERVICE <S> { ?s ?p trueSERVICE<http://x/> { } } }", QueryRefused, "within another"),
        ("SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <S> { ?s ?p ?o } } }", QueryRefused, "in the pattern itself"),
        ("SELECT (EXISTS { SERVICE <S> { ?s ?p ?o } } AS ?x) {}", QueryRefused, "in the pattern itself"),
        ("SELECT * { SERVICE <S> { ?s ?p ?o }", QueryRefused, "close its braces"),
        ("SELECT * { SERVICE <S> ?s ?p ?o } }", QueryRefused, "mend it there"),
        ("SELECT * { SERVICE x:y { ?s ?p ?o } }", QueryRefused, "declare its prefix"),
        ("SELECT * { SERVICE <> { ?s ?p ?o } }", QueryForbidden, "SERVICE <https://w3id.org/onrecord/id/> is not on"),
        ("BASE <http://y/> SELECT * { SERVICE <z> { } }", QueryForbidden, "SERVICE <http://y/z> is not on"),
        ("SELECT * { SERVICE", QueryRefused, "ends within a pattern"),
        ("SERVICE", QueryRefused, "no graph pattern"),
    ],
)
def test_what_cannot_or_must_not_be_asked_is_said_so(
    store: EmbeddedStore, puppet: Puppet, query: str, kind: type[ApiError], says: str
) -> None:
    puppet.says('{"head":{"vars":[]},"results":{"bindings":[]}}')
    error = refuse(store, query.replace("<S", f"<{puppet.query}"), services=puppet.query)
    assert isinstance(error, kind)
    assert says in str(error)
    assert not puppet.seen


def test_silent_passes_over_a_server_that_is_not_listed(store: EmbeddedStore, puppet: Puppet) -> None:
    query = f"SELECT * {{ ?a <http://x/same> ?w SERVICE SILENT <{puppet.query}> {{ ?s ?p ?o }} }}"
    assert sum(bag(ask(store, query, services="http://localhost:1/sparql")).values()) == 3
    assert not puppet.seen


def rows(*bindings: str) -> str:
    return f'{{"head":{{"vars":["o"]}},"results":{{"bindings":[{",".join(bindings)}]}}}}'


LITERAL, BLANK = '{"o":{"type":"literal","value":"x"}}', '{"o":{"type":"bnode","value":"b"}}'
BAD_IRI = '{"o":{"type":"uri","value":"http://a/ } DROP ALL"}}'


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (answer(rows(LITERAL)[:-3]), "not whole"),
        (answer(rows(LITERAL, LITERAL, LITERAL)), "more than 2 rows"),
        (answer(rows(LITERAL) + " " * 1000), "bytes"),
        (answer(rows(BLANK)), "blank node"),
        (answer(rows(BAD_IRI)), "not whole|no RDF term|no valid IRI"),
        (answer("", head="302 Found", more="Location: http://127.0.0.1:1/\r\n"), "sends on"),
        (answer("", head="500 Internal Server Error"), "failed"),
        (answer(rows(LITERAL), head="206 Partial Content"), "206"),
        (answer('{"head":{},"boolean":true}'), "truth value"),
        (b"", "does not answer"),
    ],
)
def test_an_answer_that_cannot_be_taken_fails_the_query_and_is_passed_over_in_silence(
    store: EmbeddedStore, puppet: Puppet, sent: bytes, says: str
) -> None:
    puppet.answer = sent
    limits: dict[str, Any] = {"service_rows": 2, "service_size": 500}
    query = f"SELECT ?o {{ SERVICE <{puppet.query}> {{ ?s ?p ?o }} }}"
    with pytest.raises(ServiceFailed, match=says):
        ask(store, query, services=puppet.query, **limits)
    silent = ask(store, query.replace("SERVICE", "SERVICE SILENT"), services=puppet.query, **limits)
    assert bag(silent) == Counter(["{}"])


def test_a_server_that_is_slow_runs_into_its_own_limit_and_the_query_into_the_whole_one(
    store: EmbeddedStore, puppet: Puppet
) -> None:
    puppet.answer, puppet.pause = answer(rows(LITERAL)), 5
    query = f"SELECT ?o {{ SERVICE <{puppet.query}> {{ ?s ?p ?o }} }}"
    assert "no answer within 0.2 seconds" in str(refuse(store, query, services=puppet.query, service_timeout=0.2))
    error = refuse(store, query, services=puppet.query, service_timeout=3, query_timeout=0.5)
    assert isinstance(error, QueryTimeout)


def test_what_a_server_says_stays_data(store: EmbeddedStore, puppet: Puppet) -> None:
    hostile = '" } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #\\u0022 \\" \n ?x'
    binding = json.dumps({"o": {"type": "literal", "value": hostile}})
    puppet.answer = answer(rows(binding))
    found = ask(store, f"SELECT ?o {{ SERVICE <{puppet.query}> {{ ?s ?p ?o }} }}", services=puppet.query)
    [row] = json.loads(found)["results"]["bindings"]
    assert row["o"]["value"] == hostile


def test_values_from_here_stay_data_over_there(tmp_path: Path, puppet: Puppet) -> None:
    hostile = '" } } SERVICE <x> { #\\u0022 \n'
    store = EmbeddedStore(tmp_path / "store")
    graph = Graph().parse(data=f"<http://x/a> <http://x/b> {json.dumps(hostile)} .", format="turtle")
    with store.write() as writer:
        writer.put({"http://x/g": graph})
    [value] = {str(o) for o in graph.objects()}

    def echo(request: Request) -> bytes:
        import pyoxigraph as ox

        found = ox.Store().query(dict(request.form)["query"].replace("?s ?p ?o", "BIND (1 AS ?s)"))
        assert isinstance(found, ox.QuerySolutions)
        text = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        return answer(text.decode())

    puppet.answer = echo
    query = f"SELECT ?o {{ ?a <http://x/b> ?o SERVICE <{puppet.query}> {{ ?s ?p ?o }} }}"
    [row] = json.loads(ask(store, query, services=puppet.query))["results"]["bindings"]
    assert row["o"]["value"] == value


# The list


def test_nothing_is_asked_unless_it_is_listed(store: EmbeddedStore, there: str) -> None:
    query = f"PREFIX : <http://x/> SELECT ?p {{ SERVICE <{there}> {{ :w1 :born ?p }} }}"
    with TestClient(api.create(Settings(), store)) as client:
        refused = client.get("/sparql", params={"query": query})
        assert refused.status_code == 403
        assert "none may be asked here" in refused.json()["detail"]
    with TestClient(api.create(Settings(services=there), store)) as client:
        allowed = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert (allowed.status_code, allowed.text) == (200, "p\r\nhttp://x/p1\r\n")
        assert "etag" not in allowed.headers
        other = client.get("/sparql", params={"query": query.replace(there, "http://x/")})
        assert (other.status_code, other.json()["type"]) == (403, "https://w3id.org/onrecord/problems#query-forbidden")
        plain = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert plain.json()["boolean"] is True
        assert "etag" in plain.headers
        built = client.get("/sparql", params={"query": query.replace("SELECT ?p", "CONSTRUCT { :a :b ?p } WHERE")})
        assert built.status_code == 200
        assert "http://x/p1" in built.text
    nowhere = dead()
    with TestClient(api.create(Settings(services=nowhere), store)) as client:
        gone = client.get("/sparql", params={"query": query.replace(there, nowhere)})
        assert (gone.status_code, gone.json()["type"]) == (502, "https://w3id.org/onrecord/problems#service-failed")
        assert "does not answer" in gone.json()["detail"]


def test_the_query_of_the_page_sends_along_what_it_says(tmp_path: Path, puppet: Puppet) -> None:
    page = (Path(__file__).parents[2] / "docs" / "federation.md").read_text("utf-8")
    query = (
        page.partition("```sparql\n")[2].partition("```")[0].replace("https://query.wikidata.org/sparql", puppet.query)
    )
    store = desk.fill(tmp_path / "store")
    puppet.says(
        '{"head":{"vars":["same","born"]},"results":{"bindings":[{"same":{"type":"uri","value":'
        '"http://www.wikidata.org/entity/Q1"},"born":{"type":"literal","value":"1970"}}]}}'
    )
    found = ask(store, query, "text/csv", services=puppet.query)
    assert found == b"name,born\r\nAna Duarte,1970\r\n"
    sent = dict(puppet.seen[0].form)["query"]
    assert "( <http://www.wikidata.org/entity/Q1> )" in sent
    assert "javascript" not in sent
    settings = set(re.findall(r"`(\w+_\w+)`", page))
    assert settings <= {name for name, _, _ in Settings.table()}


def test_the_service_description_says_whether_others_can_be_asked(tmp_path: Path) -> None:
    feature = "http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery"
    desk.fill(tmp_path / "store")
    for services, told in (("", False), ("http://localhost:1/sparql", True)):
        with TestClient(api.create(Settings(services=services), EmbeddedStore(tmp_path / "store"))) as client:
            found = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
        assert (feature in found) is told
