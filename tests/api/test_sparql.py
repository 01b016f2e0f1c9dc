from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import api
from api.settings import Settings
from api.store.embedded import EmbeddedStore

SELECT = "SELECT ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"


def test_all_three_ways_of_asking_give_the_same_answer(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": SELECT})
    form = client.post("/sparql", data={"query": SELECT})
    direct = client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"})
    assert got.status_code == form.status_code == direct.status_code == 200
    assert got.json() == form.json() == direct.json()
    assert len(got.json()["results"]["bindings"]) == 2
    assert got.headers["content-type"] == "application/sparql-results+json"
    assert "Accept" in got.headers["vary"]


def test_a_page_of_another_origin_may_read_the_answer(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_rows_come_in_every_result_format(client: TestClient, media_type: str) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "a statement" in response.text


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
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "a statement" in response.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT WHERE {", 400, "SPARQL"),
        ("hello", 400, "SELECT"),
        ("DROP ALL", 403, "changes the graph"),
        ("SELECT * { SERVICE <http://localhost/> { } }", 403, "SERVICE"),
        ("ASK " + "{" * 100 + "}" * 100, 413, "100 deep"),
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


def test_requests_that_make_no_sense_are_told_apart(client: TestClient) -> None:
    assert client.get("/sparql").status_code == 400
    assert client.get("/sparql?query=ASK{}&query=ASK{}").status_code == 400
    assert client.get("/sparql?query=%FF").status_code == 400
    assert client.post("/sparql", content="<a/>", headers={"Content-Type": "text/xml"}).status_code == 415
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert client.get("/sparql?query=ASK{}", headers={"Accept": "image/png"}).status_code == 406
    assert client.put("/sparql").status_code == 405
    assert client.get("/nowhere").json()["status"] == 404


def test_a_query_that_takes_too_long_is_answered_with_504(stored: EmbeddedStore) -> None:
    query = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + "}"
    with TestClient(api.create(Settings(query_timeout=0.5), stored)) as client:
        response = client.get("/sparql", params={"query": query})
        assert response.status_code == 504
        assert "0.5 seconds" in response.json()["detail"]
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_the_protocol_s_dataset_outdoes_the_union(client: TestClient) -> None:
    parameters = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "https://example.org/none"}
    assert client.get("/sparql", params=parameters).json()["boolean"] is False
    stored_graph = "https://w3id.org/onrecord/id/article/a1/b2"
    assert client.get("/sparql", params=parameters | {"default-graph-uri": stored_graph}).json()["boolean"] is True
    assert client.get("/sparql", params=parameters | {"default-graph-uri": "no iri"}).status_code == 400


def test_nothing_stored_yet_is_said_so(tmp_path: Path) -> None:
    with TestClient(api.create(Settings(), EmbeddedStore(tmp_path))) as client:
        response = client.get("/sparql", params={"query": "ASK {}"})
        assert response.status_code == 503
        assert "ingest" in json.loads(response.text)["detail"]
        assert client.get("/healthz").status_code == 503
