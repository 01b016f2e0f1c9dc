from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import RDFS

import api
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Address, Endpoint
from tests.api.engines import Engine, Puppet, pull_strings, serve

BASE = "https://w3id.org/onrecord/id/"
GRAPH = BASE + "article/a1/b2"
ACTOR = GRAPH + "/actor/1"
PERSON = "https://w3id.org/onrecord/ns#Person"
HOSTILE = "<script>alert('x')</script> \" } DROP ALL"


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path_factory.mktemp("stored"))
    graph = rdflib.Graph()
    graph.add((URIRef(ACTOR), RDF.type, URIRef(PERSON)))
    graph.add((URIRef(ACTOR), RDFS.label, Literal(HOSTILE)))
    graph.add((URIRef(ACTOR), RDFS.seeAlso, URIRef("javascript:alert(1)")))
    graph.add((URIRef(GRAPH + "/statement/4%2F2-9"), RDFS.label, Literal("a statement", lang="en")))
    graph.add((URIRef(GRAPH + "/statement/4%2F2-9"), URIRef("https://w3id.org/onrecord/ns#claimant"), URIRef(ACTOR)))
    with store.write() as writer:
        writer.put({GRAPH: graph})
    return store


@pytest.fixture(scope="session")
def client(stored: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(api.create(Settings(), stored), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the web, for as long as the tests run."""
    with serve(tmp_path_factory.mktemp("engine") / "data", "--union-default-graph") as engine:
        yield engine


@pytest.fixture
def address(engine: Engine) -> str:
    """The address of an engine that holds nothing."""
    Endpoint(Address.read(engine.query), timeout=30).update("DROP ALL")
    return engine.query


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    """An engine that answers as it is told."""
    with pull_strings() as puppet:
        yield puppet
