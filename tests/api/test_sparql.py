from __future__ import annotations

import html
import json
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rdflib import RDFS, Literal, URIRef

import api
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from tests.api import desk

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SELECT = f'SELECT ?label {{ ?s {LABEL} ?label FILTER(LANG(?label) = "en") }} ORDER BY ?label'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SLOW = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"


def ask(client: TestClient, query: str, accept: str = "*/*", **parameters: str) -> tuple[int, str, str]:
    response = client.get("/sparql", params={"query": query, **parameters}, headers={"Accept": accept})
    return response.status_code, response.headers["content-type"].partition(";")[0], response.text


def test_all_three_ways_of_asking_give_the_same_answer(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": SELECT})
    form = client.post("/sparql", data={"query": SELECT})
    direct = client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"})
    assert got.status_code == form.status_code == direct.status_code == 200
    assert got.json() == form.json() == direct.json()
    assert len(got.json()["results"]["bindings"]) == 4
    assert got.headers["content-type"] == "application/sparql-results+json"
    plain = client.get("/sparql", params={"query": SELECT}, headers={"Accept-Encoding": "identity"})
    assert int(plain.headers["content-length"]) == len(got.content)
    assert "Accept" in got.headers["vary"]


def test_a_page_of_another_origin_may_read_the_answer(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert client.options("/sparql", headers=asked).status_code == 200


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_rows_come_in_every_result_format(client: TestClient, media_type: str) -> None:
    status, kind, text = ask(client, SELECT, media_type)
    assert (status, kind) == (200, media_type)
    assert "Senate of Ruritania" in text


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/ld+json",
        "application/rdf+xml",
    ],
)
def test_graphs_come_in_every_graph_format(client: TestClient, media_type: str) -> None:
    status, kind, text = ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", media_type)
    assert (status, kind) == (200, media_type)
    assert "Senate of Ruritania" in text


def test_a_program_gets_data_and_a_browser_a_table_with_names_that_lead_on(client: TestClient) -> None:
    query = "SELECT ?who ?what { ?who <https://w3id.org/onrecord/ns#claims> ?what }"
    assert ask(client, query)[1] == "application/sparql-results+json"
    status, kind, text = ask(client, query, BROWSER)
    assert (status, kind) == (200, "text/html")
    assert "<h2>2 rows</h2>" in text
    assert '<a href="/id/actor/ana-duarte" title="https://w3id.org/onrecord/id/actor/ana-duarte">Ana Duarte</a>' in text
    assert "&lt;b&gt;closed&lt;/b&gt;" in text
    assert html.escape(quote(query, safe="/")) in text
    assert ask(client, query, format="html")[2] == text


def test_every_form_of_query_has_its_table(client: TestClient) -> None:
    assert "<h2>Yes</h2>" in ask(client, "ASK { ?s ?p ?o }", BROWSER)[2]
    built = ask(client, f"CONSTRUCT WHERE {{ ?s {LABEL} ?o }}", BROWSER)[2]
    assert '<th scope="col">predicate</th>' in built
    assert "&lt;script&gt;" in built
    assert "<script>" not in built
    none = ask(client, "SELECT * { ?s ?p 'nothing like it' }", BROWSER)[2]
    assert "<h2>0 rows</h2>" in none


def test_a_table_shows_the_first_rows_and_says_that_there_are_more(client: TestClient) -> None:
    text = ask(client, "SELECT * { ?a ?b ?c . ?d ?e ?f }", BROWSER)[2]
    assert "The first 500 rows" in text
    assert text.count("<tr>") == 501


def test_without_a_query_a_person_gets_a_form_and_a_program_a_description(client: TestClient) -> None:
    form = client.get("/sparql", headers={"Accept": BROWSER})
    assert '<textarea id="query" name="query"' in form.text
    assert "sd:" in client.get("/sparql").text or "sparql-service-description" in client.get("/sparql").text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT WHERE {", 400, "SPARQL"),
        ("hello", 400, "SELECT"),
        ("DROP ALL", 403, "changes the graph"),
        ("LOAD <http://localhost/>", 403, "changes the graph"),
        ("SELECT * { SERVICE <http://localhost/> { } }", 403, "SERVICE"),
        ("ASK " + "{" * 100 + "}" * 100, 413, "64 are allowed"),
        ("ASK { } #" + "x" * 70_000, 413, "65536"),
    ],
)
def test_a_refusal_is_a_problem_that_says_what_to_do(client: TestClient, query: str, status: int, words: str) -> None:
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert words in problem["detail"]
    assert problem["type"].startswith("https://w3id.org/onrecord/problems#")


def test_a_refusal_to_a_person_stands_beside_their_query(client: TestClient) -> None:
    status, kind, text = ask(client, 'SELECT "</textarea><script>" {', BROWSER)
    assert (status, kind) == (400, "text/html")
    assert "The query is malformed" in text
    assert "SELECT &#34;&lt;/textarea&gt;&lt;script&gt;&#34; {" in text


def test_requests_that_make_no_sense_are_told_apart(client: TestClient) -> None:
    assert client.get("/sparql?qurey=ASK{}").status_code == 400
    assert client.post("/sparql", data={"format": "json"}).status_code == 400
    assert client.get("/sparql?query=ASK{}&query=ASK{}").status_code == 400
    assert client.get("/sparql?query=%FF").status_code == 400
    assert client.post("/sparql", content="<a/>", headers={"Content-Type": "text/xml"}).status_code == 415
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert client.get("/sparql?update=DROP ALL").status_code == 400
    assert client.get("/sparql?query=ASK{}", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/sparql?query=ASK{}&format=docx").status_code == 406


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/sparql", "GET, HEAD, POST, OPTIONS"),
        ("DELETE", "/id/actor/ana-duarte", "GET, HEAD, OPTIONS"),
        ("PATCH", "/", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_answered_is_a_problem_that_names_those_that_are(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["allow"] == allowed
    options = client.options(path)
    assert options.status_code == 204
    assert options.headers["allow"] == allowed


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK{}", "/", "/page/actor/ana-duarte", "/data/actor/ana-duarte", "/docs"]
)
def test_head_gives_what_get_gives_without_its_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "vary"):
        assert head.headers[name] == got.headers[name]
    assert client.head("/nowhere").status_code == 404


def test_an_unexpected_error_is_a_problem_without_a_traceback(stored: EmbeddedStore) -> None:
    app: FastAPI = api.create(Settings(), stored)

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_query_that_takes_too_long_is_answered_with_504(stored: EmbeddedStore) -> None:
    with TestClient(api.create(Settings(query_timeout=0.5), stored)) as client:
        response = client.get("/sparql", params={"query": SLOW})
        assert response.status_code == 504
        assert "0.5 seconds" in response.json()["detail"]
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        readable = client.get("/sparql", params={"query": SLOW}, headers={"Accept": BROWSER})
        assert readable.status_code == 504
        assert "The query took too long" in readable.text


def test_a_query_that_wants_too_much_memory_is_answered_with_503(stored: EmbeddedStore) -> None:
    hungry = "SELECT * {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4)) + "} ORDER BY ?a1"
    with TestClient(api.create(Settings(query_memory=700 * 1024 * 1024, query_timeout=60), stored)) as client:
        response = client.get("/sparql", params={"query": hungry})
        assert response.status_code == 503
        assert "memory" in response.json()["detail"]


def test_the_protocol_s_dataset_outdoes_the_union(client: TestClient) -> None:
    parameters = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "https://example.org/none"}
    assert client.get("/sparql", params=parameters).json()["boolean"] is False
    known = parameters | {"default-graph-uri": str(desk.WORK)}
    assert client.get("/sparql", params=known).json()["boolean"] is True
    malformed = client.get("/sparql", params=parameters | {"default-graph-uri": "no iri"})
    assert malformed.status_code == 400
    assert "IRI" in malformed.json()["detail"]


def test_a_client_that_has_the_answer_is_not_sent_it_again(client: TestClient) -> None:
    for path in ("/sparql?query=ASK{}", "/page/actor/ana-duarte", "/data/actor/ana-duarte", "/"):
        first = client.get(path)
        tag = first.headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", W/{tag.removeprefix("W/")}'})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"].removeprefix("W/") == tag.removeprefix("W/")  # weak where it is compressed
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    csv = client.get("/sparql?query=ASK{}&format=csv", headers={"If-None-Match": tag})
    assert csv.status_code == 200


def test_what_is_published_while_serving_is_seen_by_the_next_request(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    name = desk.BASE + "thing/new"
    with TestClient(api.create(Settings(), store)) as client:
        before = client.get("/sparql?query=ASK { ?s ?p 'new' }")
        assert before.json()["boolean"] is False
        assert client.get("/page/thing/new").status_code == 404
        front = client.get("/")
        with store.write() as writer:
            writer.put({name: rdflib.Graph().add((URIRef(name), RDFS.label, Literal("new")))})
        known = {"If-None-Match": before.headers["etag"]}
        after = client.get("/sparql?query=ASK { ?s ?p 'new' }", headers=known)
        assert after.status_code == 200
        assert after.json()["boolean"] is True
        assert client.get("/page/thing/new").status_code == 200
        assert client.get("/", headers={"If-None-Match": front.headers["etag"]}).status_code == 200


def test_nothing_stored_yet_is_said_so(tmp_path: Path) -> None:
    with TestClient(api.create(Settings(), EmbeddedStore(tmp_path))) as client:
        response = client.get("/sparql", params={"query": "ASK {}"})
        assert response.status_code == 503
        assert response.headers["retry-after"]
        assert "ingest" in json.loads(response.text)["detail"]
        assert client.get("/healthz").status_code == 503
        assert client.get("/", headers={"Accept": BROWSER}).status_code == 503
