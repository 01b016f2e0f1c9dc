from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import ORG, RDF, RDFS, Graph, Literal, URIRef

import api
import ontology
from api.reconciliation.catalogue import Catalogue, read_catalogue
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from ontology.terms import REC
from tests.api import desk
from tests.api.serving import serving


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with one article, whose group of a hostile name nobody knows, and the whole authority."""
    store = EmbeddedStore(tmp_path_factory.mktemp("known"))
    graphs = desk.graphs()
    authority = desk.BASE + "authority"
    graphs[authority] = Graph(identifier=authority)
    for triple in (*desk.graphs()[authority], *ontology.authority(), *_namesakes()):
        graphs[authority].add(triple)
    with store.write() as writer:
        writer.put(graphs)
    return Path(store.where)


@pytest.fixture(scope="session")
def catalogue(known: Path) -> Catalogue:
    with EmbeddedStore(known).read() as reader:
        return read_catalogue(reader, desk.BASE)


@pytest.fixture(scope="session")
def asked(known: Path) -> Iterator[TestClient]:
    with TestClient(api.create(Settings(), EmbeddedStore(known)), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def address(known: Path) -> Iterator[str]:
    """The address of the service in a process of its own."""
    with serving(known, request_log="") as running:
        yield f"{running.address}/reconcile"


def _namesakes() -> Graph:
    """Two people of one name, each with a role of their own, of whom one held it for a year."""
    graph = Graph()
    for number, (state, first, last) in enumerate(
        [("france", "2001-01-01", "2001-12-31"), ("chile", "2010-01-01", None)]
    ):
        person, role = (URIRef(f"{desk.BASE}{kind}/namesake-{number}") for kind in ("actor", "role"))
        membership = URIRef(f"{desk.BASE}membership/namesake-{number}")
        graph.add((person, RDF.type, REC.Person))
        graph.add((person, RDFS.label, Literal("Ines Varga-Lund", lang="en")))
        graph.add((person, REC.homeState, URIRef(f"{desk.BASE}actor/{state}")))
        graph.add((membership, ORG.member, person))
        graph.add((membership, ORG.role, role))
        graph.add((role, RDFS.label, Literal("Minister of Fisheries", lang="en")))
        graph.add((membership, REC.earliest, Literal(first)))
        if last is not None:
            graph.add((membership, REC.latest, Literal(last)))
    return graph
