"""Hostile queries, each against a server in a process of its own, which must answer the next client as ever."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.store.embedded import EmbeddedStore
from tests.api.hostile import ALL, CRASHING, ENDLESS, GREEDY, ODD
from tests.api.serving import Running, serving

NORMAL = "SELECT ?label { <https://example.org/7> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
LIMIT = 1.5
SIZE = 400


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of numbers, each with its name and the next."""
    folder = tmp_path_factory.mktemp("numbers")
    graph = rdflib.Graph()
    for number in range(SIZE):
        iri = URIRef(f"https://example.org/{number}")
        graph.add((iri, RDFS.label, Literal(f"number {number}")))
        graph.add((iri, URIRef("https://example.org/next"), URIRef(f"https://example.org/{number * 7 % SIZE}")))
    with EmbeddedStore(folder).write() as writer:
        writer.put({"https://example.org/g": graph})
    return folder


@pytest.fixture(scope="module")
def running(numbers: Path) -> Iterator[Running]:
    limits = {"query_timeout": LIMIT, "query_memory": 256 << 20, "spool_memory": 10_000, "spool_limit": 1_000_000}
    with serving(numbers, **limits, request_log="") as running:
        yield running


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    """A client, after whose use the server must answer another."""
    with httpx.Client(base_url=running.address, timeout=60) as client:
        yield client
    assert running.process.poll() is None
    after = httpx.get(f"{running.address}/sparql", params={"query": NORMAL}, timeout=60)
    while after.status_code == 504:  # a process may take long to start on a busy machine
        after = httpx.get(f"{running.address}/sparql", params={"query": NORMAL}, timeout=60)
    assert after.json()["results"]["bindings"][0]["label"]["value"] == "number 7"


def check(response: httpx.Response) -> None:
    """Hold that an answer is whole and well formed, or a problem that says so."""
    kind = response.headers["content-type"].partition(";")[0]
    if response.status_code == 200:
        match kind:
            case "application/sparql-results+json":
                assert {"head"} < json.loads(response.text).keys()
            case "application/sparql-results+xml":
                ET.fromstring(response.text)
            case "text/csv":
                assert len({len(row) for row in csv.reader(io.StringIO(response.text))}) <= 1
            case "text/turtle" | "application/n-triples":
                list(ox.parse(response.content, ox.RdfFormat.from_media_type(kind)))
        return
    assert kind == "application/problem+json"
    assert 400 <= response.status_code < 600
    assert response.status_code not in {500, 502}
    assert response.json()["status"] == response.status_code
    assert response.json()["detail"]


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/sparql-query", **headers}
    return client.post("/sparql", content=query.encode("utf-8"), headers=sent)


@pytest.mark.parametrize("query", CRASHING.values(), ids=CRASHING.keys())
def test_what_would_crash_the_engine_is_refused(client: httpx.Client, query: str) -> None:
    answer = ask(client, query)
    check(answer)
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("query", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_never_ends_is_ended(client: httpx.Client, query: str) -> None:
    answer = ask(client, query)
    check(answer)
    assert answer.status_code in {503, 504}
    assert "limit" in answer.json()["detail"] or "may use" in answer.json()["detail"]


@pytest.mark.parametrize("query", GREEDY.values(), ids=GREEDY.keys())
def test_what_takes_all_memory_is_ended(client: httpx.Client, query: str) -> None:
    with suppress(httpx.RemoteProtocolError):  # where it streams, it breaks off for all to see
        check(ask(client, query))


@pytest.mark.parametrize("query", ODD.values(), ids=ODD.keys())
def test_what_is_odd_is_answered(client: httpx.Client, query: str) -> None:
    check(ask(client, query))  # on a busy machine the time of some of them is up, which is an answer too


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+xml", "text/tab-separated-values"])
def test_what_is_too_large_to_send_in_time_breaks_off_in_every_format(client: httpx.Client, accept: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        ask(client, f"SELECT * {{ {ALL} }}", Accept=accept)


def test_what_is_shown_on_a_page_has_the_same_limits(client: httpx.Client) -> None:
    browser = {"Accept": "text/html"}
    assert ask(client, f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}", **browser).status_code == 504
    large = ask(client, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", **browser)
    assert (large.status_code, "number" in large.text) == (200, True)
