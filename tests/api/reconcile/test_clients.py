"""The service as it is used: by a client that others wrote, by the thousand, on a new state, over a remote engine."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx2
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, RDFS
from reconciler import reconcile

import api
import ontology
from api.settings import Settings
from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from api.store.remote import RemoteStore
from ontology.terms import REC
from tests.api import desk
from tests.api.engines import Engine
from tests.api.serving import serving


def post(address: str, queries: object) -> httpx2.Response:
    return httpx2.post(address, data={"queries": json.dumps(queries)}, timeout=60)


def wait_for_names(address: str) -> None:
    """Ask until there is an answer: names are read anew in each process, which may take longer than a query may."""
    for _ in range(30):
        answer = post(address, {"q": {"query": "Chile"}})
        if answer.status_code == 200:
            assert answer.json()["q"]["result"][0]["match"]
            return
        assert answer.status_code == 504
        time.sleep(1)
    pytest.fail("the names were never read")


@pytest.mark.filterwarnings("ignore::Warning")  # those of the client's own dependencies
def test_a_column_is_matched_by_a_client_of_the_protocol(address: str) -> None:
    table = pd.DataFrame({"who": ["Afganistan", "Ines Varga-Lund"], "where": ["Afghanistan", "Chile"]})
    found = reconcile(
        table["who"],
        property_mapping={"country": table["where"]},
        reconciliation_endpoint=address,
        top_res=1,
    )
    assert list(found["id"]) == ["actor/afghanistan", "actor/namesake-1"]
    assert all(found["match"])


def test_a_thousand_names_are_matched_in_one_request_within_the_time_of_a_query(address: str) -> None:
    authority = ontology.authority()
    states = [str(authority.value(state, RDFS.label)) for state in authority.subjects(RDF.type, REC.State)]
    names = [name + ending for ending in ("", "n", " (old)", "-", "s") for name in states][:1000]
    assert len(names) == 1000
    answer = post(address, {f"q{n}": {"query": name} for n, name in enumerate(names)})
    assert answer.status_code == 200, answer.text  # past query_timeout, which is 30 seconds, it is 504
    found = list(answer.json().values())
    best = [each["result"][0]["name"] if each["result"] else None for each in found]
    assert sum(a == b for a, b in zip(best, states, strict=False)) >= len(states) - 2


def test_a_batch_whose_time_is_up_is_stopped_and_the_service_goes_on(known: Path) -> None:
    with serving(known, query_timeout=2, request_log="") as running:
        address = f"{running.address}/reconcile"
        wait_for_names(address)
        queries = {f"q{n}": {"query": " ".join(["national assembly of the republic", str(n)] * 4)} for n in range(1000)}
        slow = post(address, queries)
        assert slow.status_code == 504
        assert slow.json()["type"].endswith("query-timeout")
        wait_for_names(address)


def test_a_new_state_is_known_once_it_is_published(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with TestClient(api.create(Settings(), store)) as client:
        given = {"queries": json.dumps({"q": {"query": "Ana Duarte"}})}
        assert client.post("/reconcile", data=given).status_code == 503  # nothing is published
        with store.write() as writer:
            writer.put({name: graph for name, graph in desk.graphs().items() if name.endswith("authority")})
        found = client.post("/reconcile", data=given)
        assert found.json()["q"]["result"][0]["id"] == "actor/ana-duarte"
        assert found.headers["etag"]
        with store.write() as writer:
            writer.remove((desk.BASE + "authority",))
        assert client.post("/reconcile", data=given).json() == {"q": {"result": []}}


def test_names_of_a_remote_engine_are_matched_as_well(engine: Engine) -> None:
    Endpoint(Address.read(engine.query), timeout=30).update("DROP ALL")
    store = RemoteStore.open(engine.query, Settings())
    with store.write() as writer:
        writer.put(desk.graphs())
    with TestClient(api.create(Settings(), store)) as client:
        given = {"queries": json.dumps({"q": {"query": "Duarte, Ana"}, "r": {"query": "DROP ALL"}})}
        found = client.post("/reconcile", data=given).json()
        assert found["q"]["result"][0]["id"] == "actor/ana-duarte"
        assert found["q"]["result"][0]["match"]
        wanted = {"ids": ["actor/ana-duarte"], "properties": [{"id": "statements"}, {"id": "wikidata"}]}
        values = client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()
        assert values["rows"]["actor/ana-duarte"] == {"statements": [{"int": 2}], "wikidata": [{"str": "Q1"}]}
