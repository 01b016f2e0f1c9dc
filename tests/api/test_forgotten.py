"""An address of an article that was removed says so, and when, to people and to programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, URIRef

import api
from api.settings import Settings
from api.store import open_store
from ontology.terms import REC
from tests.api import desk

GONE = URIRef(desk.BASE + "article/feedfeedfeedfeed")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("forgotten") / "store"
    tombstone = Graph()
    tombstone.add((GONE, RDF.type, REC.Tombstone))
    tombstone.add((GONE, PROV.invalidatedAtTime, Literal("2026-04-01T08:00:00Z", datatype=XSD.dateTime)))
    tombstone.add((GONE, RDFS.comment, Literal("Withdrawn <b>today</b>")))
    store = open_store(str(folder))
    with store.write() as writer:
        writer.put({**desk.graphs(), str(GONE): tombstone})
    with TestClient(api.create(Settings(), store)) as client:
        yield client


@pytest.mark.parametrize("part", ["", "/0123456789ab", "/0123456789ab/statement/1-2"])
def test_whatever_was_of_the_article_is_gone(client: TestClient, part: str) -> None:
    local = str(GONE).removeprefix(desk.BASE) + part
    page = client.get(f"/page/{local}", headers={"Accept": "text/html"})
    data = client.get(f"/data/{local}", headers={"Accept": "text/turtle"})
    for response in (page, data):
        assert response.status_code == 410
    assert data.json()["type"].endswith("article-forgotten")
    assert "removed on 2026-04-01 (Withdrawn <b>today</b>)" in data.json()["detail"]
    assert "Withdrawn &lt;b&gt;today&lt;/b&gt;" in page.text


def test_what_was_never_there_is_not_found(client: TestClient) -> None:
    assert client.get("/page/article/0000000000000000").status_code == 404
    assert client.get("/page/actor/nobody").status_code == 404
