"""The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store HTTP Protocol and the Service Description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, URIRef

from api.description import SD
from tests.api.serving import TOKEN, bearing, serving, write_tokens
from tests.api.w3c import Case, read_cases

# The terms of SPARQL 1.1 Service Description, section 3, that are used.
SCHEMA = {
    *("Service", "Dataset", "Graph", "endpoint", "feature", "supportedLanguage", "resultFormat", "inputFormat"),
    *("defaultDataset", "defaultGraph", "SPARQL10Query", "SPARQL11Query", "SPARQL11Update"),
    *("EmptyGraphs", "UnionDefaultGraph"),
}
KINDS = {"protocol": 34, "graph-store-protocol": 14}  # one of the latter stands in no list


@pytest.fixture(scope="module")
def suite(gold: Path) -> Path:
    folder = gold / "data" / "w3c-sparql-protocol"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocol")
    with (
        serving(folder / "store", tokens=write_tokens(folder / "tokens.toml"), union_default_graph=False) as running,
        httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=60) as client,
    ):
        yield client


def cases(suite: Path, kind: str) -> list[Case]:
    found = list(read_cases(*sorted((suite / kind).glob("manifest*.ttl"))))
    assert len(found) == KINDS[kind]
    return found


def test_the_protocol_is_kept(suite: Path, client: httpx.Client) -> None:
    for case in cases(suite, "protocol"):
        clear(client)
        for graph, file in case.data.items():
            body = (suite / "protocol" / file).read_bytes()
            headers = {"Content-Type": "application/n-triples"}
            put = client.put("/graph-store", params={"graph": graph}, content=body, headers=headers)
            assert put.status_code == 201
        case.run(client, {"/sparql/": "/sparql/"})


def test_the_graph_store_protocol_is_kept(suite: Path, client: httpx.Client) -> None:
    for case in cases(suite, "graph-store-protocol"):
        clear(client)
        case.run(client, {"/gsp": "/graph-store"})


def clear(client: httpx.Client) -> None:
    response = client.post("/update", data={"update": "DROP ALL"})
    assert response.status_code == 204, response.text


def test_the_service_describes_itself(client: httpx.Client, served: str) -> None:
    """The suite's three tests are sentences: RDF comes back, the endpoint stands in it, and it keeps to the schema."""
    for root in (str(client.base_url).removesuffix("/"), served):
        for form in ("text/turtle", "application/rdf+xml", "application/ld+json"):
            response = httpx.get(f"{root}/sparql", headers={"Accept": form})
            assert response.status_code == 200
            assert response.headers["content-type"].partition(";")[0] == form
            graph = Graph().parse(data=response.text, format=form)
            endpoint = URIRef(f"{root}/sparql")
            assert (endpoint, SD.endpoint, endpoint) in graph
            assert (endpoint, RDF.type, SD.Service) in graph
            keep_to_schema(graph)
    both = [httpx.get(f"{root}/sparql").text for root in (str(client.base_url).removesuffix("/"), served)]
    assert [str(SD.UnionDefaultGraph) in text for text in both] == [False, True]
    assert [str(SD.SPARQL11Update) in text for text in both] == [True, False]
    assert all("query_timeout" in text for text in both)


def keep_to_schema(graph: Graph) -> None:
    for path, kind in {
        SD.defaultDataset: SD.Dataset,
        SD.availableGraphs: SD.GraphCollection,
        SD.defaultGraph: SD.Graph,
    }.items():
        assert all((value, RDF.type, kind) in graph for value in graph.objects(None, path))
    for path in (SD.endpoint, SD.feature, SD.supportedLanguage, SD.resultFormat, SD.inputFormat, SD.defaultDataset):
        for subject, value in graph.subject_objects(path):
            assert (subject, RDF.type, SD.Service) in graph
            assert isinstance(value, URIRef)
    used = {term for triple in graph for term in triple if isinstance(term, URIRef) and str(term).startswith(str(SD))}
    assert used <= {SD[name] for name in SCHEMA}
