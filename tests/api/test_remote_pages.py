from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

import api
from api.settings import Settings
from api.store import open_store
from tests.api import desk


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/page/article/aaaa/2222",
        "/page/article/aaaa/2222/actor/1",
        "/page/article/aaaa/2222/time/0",
        "/page/actor/ana-duarte",
        "/page/forum/senate-of-ruritania",
        "/page/" + str(desk.CLAIM).removeprefix(desk.BASE),
        "/sparql?format=html&query=SELECT ?s ?o { ?s <https://w3id.org/onrecord/ns%23text> ?o } ORDER BY ?s",
        "/data/actor/ana-duarte?format=ntriples",
    ],
)
def test_a_store_elsewhere_has_the_same_pages(client: TestClient, address: str, path: str) -> None:
    store = open_store(address)
    with store.write() as writer:
        writer.put(desk.graphs())
    with TestClient(api.create(Settings(), store), follow_redirects=False) as remote:
        here, there = client.get(path), remote.get(path)
    assert here.status_code == there.status_code == 200
    # An engine keeps no snapshot, so no address can be given to an answer from one, and no page names one.
    lines = [line.replace(", snapshot 1.", ".").replace("?snapshot=1", "") for line in here.text.splitlines()]
    lines = [line for line in lines if 'action="/q"' not in line]
    assert sorted(filter(None, lines)) == sorted(filter(None, there.text.splitlines()))
    assert "etag" not in there.headers
