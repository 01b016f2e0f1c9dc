"""Answers that can be asked for again: from a snapshot, by a short address, or not at all if nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib import RDF, RDFS, Literal, URIRef

import api
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from ontology.terms import REC
from tests.api.test_sparql import BROWSER

GRAPH = "https://example.org/g"
COUNT = "SELECT ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path, kept=2)
    publish(store, "first")
    return store


@pytest.fixture
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(api.create(Settings(permalinks_kept=2), store), follow_redirects=False) as client:
        yield client


def publish(store: EmbeddedStore, *labels: str) -> None:
    with store.write() as writer:
        for number, label in enumerate(labels):
            graph = rdflib.Graph().add((URIRef(GRAPH), RDFS.label, Literal(label)))
            graph.add((URIRef(GRAPH), RDF.type, REC.Person))
            writer.put({f"{GRAPH}{number}": graph})


def labels(client: TestClient, **parameters: str) -> list[str]:
    rows = client.get("/sparql", params={"query": COUNT, **parameters}).json()["results"]["bindings"]
    return [row["label"]["value"] for row in rows]


def test_every_answer_names_its_snapshot_and_can_be_had_again_from_it(client: TestClient, store: EmbeddedStore) -> None:
    named = client.get("/sparql", params={"query": COUNT}).headers["onrecord-snapshot"]
    publish(store, "second")
    assert labels(client) == ["second"]
    assert labels(client, snapshot=named) == ["first"]
    old = client.get("/sparql", params={"query": COUNT, "snapshot": named})
    assert old.headers["onrecord-snapshot"] == named
    assert client.get("/sparql", params={"query": COUNT}).headers["etag"] != old.headers["etag"]
    assert labels(client) == ["second"]  # a process on an old snapshot never answers for the latest
    for path in ("/", "/.well-known/void"):
        assert client.get(path).headers["onrecord-snapshot"] == "2"


def test_a_snapshot_that_is_no_longer_kept_is_gone_and_one_that_never_was_unknown(
    client: TestClient, store: EmbeddedStore
) -> None:
    number = 1
    while (gone := client.get("/sparql", params={"query": COUNT, "snapshot": "1"})).status_code == 200:
        number += 1
        publish(store, str(number))  # the process that waits for questions to the first holds it for a moment
    assert gone.status_code == 410
    assert gone.json()["kept"][-2:] == [number - 1, number]
    assert f"{number - 1}, {number}" in gone.json()["detail"]
    for never in (str(number + 1), "0", "-1", "../live", "2.0", "²", "9" * 40, ""):
        assert client.get("/sparql", params={"query": COUNT, "snapshot": never}).status_code == 404


def test_nothing_is_sent_again_to_who_has_it_since_then(client: TestClient, store: EmbeddedStore) -> None:
    query = {"query": COUNT}
    stamp = store.stamp()
    assert stamp is not None
    published = int(stamp.partition(".")[2], 16) // 10**9
    first = client.get("/sparql", params=query).headers["last-modified"]
    assert published - 1 <= parsedate_to_datetime(first).timestamp() <= published
    publish(store, "second")  # most likely in the same second
    again = client.get("/sparql", params=query, headers={"If-Modified-Since": first})
    assert again.status_code in {200, 304}
    if again.status_code == 304:
        assert published > parsedate_to_datetime(first).timestamp()
    far = "Fri, 31 Dec 2100 23:59:59 GMT"
    assert client.get("/sparql", params=query, headers={"If-Modified-Since": far}).status_code == 304
    both = {"If-Modified-Since": far, "If-None-Match": '"another"'}
    assert client.get("/sparql", params=query, headers=both).status_code == 200
    for nonsense in ("yesterday", "", "Fri, 31 Dec 99999 23:59:59 GMT"):
        assert client.get("/sparql", params=query, headers={"If-Modified-Since": nonsense}).status_code == 200


def test_a_query_gets_a_short_address_that_answers_it(client: TestClient, store: EmbeddedStore) -> None:
    kept = client.post("/q", data={"query": COUNT})
    assert kept.status_code == 201
    address = kept.headers["location"]
    assert kept.json() == {"url": address}
    assert (
        client.post("/q", content=COUNT, headers={"Content-Type": "application/sparql-query"}).headers["location"]
        == address
    )
    answer = client.get(address, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["label", "first"]
    publish(store, "second")
    assert client.get(f"{address}?format=csv").text.split() == ["label", "second"]
    assert client.get(f"{address}?format=csv&snapshot=1").text.split() == ["label", "first"]
    page = client.post("/q", data={"query": COUNT, "snapshot": "1"}, headers={"Accept": BROWSER})
    assert page.status_code == 303
    assert page.headers["location"] == f"{address}?snapshot=1"
    assert "first" in client.get(page.headers["location"], headers={"Accept": BROWSER}).text


def test_what_is_no_query_gets_no_address(client: TestClient) -> None:
    assert client.post("/q", data={"query": "DROP ALL"}).status_code == 403
    assert client.post("/q", data={"query": "hello"}).status_code == 400
    assert client.post("/q", data={"qurey": COUNT}).status_code == 400
    assert client.post("/q", content=COUNT).status_code == 415
    for name in ("abc", "aaaaaaaaaa", "..%2f..%2fCURRENT", "AAAAAAAAAA"):
        assert client.get(f"/q/{name}").status_code == 404


def test_there_are_so_many_addresses_and_no_more(client: TestClient) -> None:
    for number in range(2):
        assert client.post("/q", data={"query": f"ASK {{ ?s ?p {number} }}"}).status_code == 201
    full = client.post("/q", data={"query": COUNT})
    assert full.status_code == 507
    assert "2 queries" in full.json()["detail"]
    assert client.post("/q", data={"query": "ASK { ?s ?p 1 }"}).status_code == 201


def test_a_long_answer_is_compressed_for_who_takes_it_so(client: TestClient, store: EmbeddedStore) -> None:
    publish(store, *("a long label " * 20 + str(number) for number in range(20)))
    query = {"query": COUNT}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    for answer in (plain, packed):
        assert {"Accept", "Accept-Encoding"} <= {name.strip() for name in answer.headers["vary"].split(",")}
    known = {"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"}
    assert client.get("/sparql", params=query, headers=known).status_code == 304


def test_a_page_elsewhere_may_send_a_token_and_read_what_is_said(client: TestClient) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = client.options("/graph-store?default", headers=asked)
    assert preflight.status_code == 200
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Origin": "https://example.org"})
    exposed = answer.headers["access-control-expose-headers"].lower()
    assert all(name in exposed for name in ("etag", "last-modified", "onrecord-snapshot", "retry-after", "location"))


def test_a_snapshot_is_searched_as_it_was(client: TestClient, store: EmbeddedStore) -> None:
    searching = "PREFIX search: <https://w3id.org/onrecord/ns/search#> SELECT ?s { ?s search:matches 'first' }"
    asked = client.get("/sparql", params={"query": searching})
    assert len(asked.json()["results"]["bindings"]) == 1
    publish(store, "second")
    old, new = (client.get("/sparql", params={"query": searching, **at}) for at in ({"snapshot": "1"}, {}))
    assert old.json()["results"] == asked.json()["results"]
    assert new.json()["results"]["bindings"] == []
    assert (old.headers["onrecord-snapshot"], new.headers["onrecord-snapshot"]) == ("1", "2")
