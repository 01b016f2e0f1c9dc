"""The W3C's tests of the SPARQL 1.1 Protocol, those of them that ask and do not change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from api.description import SD
from api.store.embedded import EmbeddedStore
from tests.api.serving import serving

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}
# What the other seven ask for is refused here: that an update succeeds.
QUERIES = [
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
    "bad_update_get",
    "bad_multiple_updates",
    "bad_update_wrong_media_type",
    "bad_update_missing_form_type",
    "bad_update_non_utf8",
    "bad_update_syntax",
    "bad_update_dataset_conflict",
]


@pytest.fixture(scope="module")
def suite(gold: Path) -> Path:
    folder = gold / "data" / "w3c-sparql-protocol" / "protocol"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


@pytest.fixture(scope="module")
def manifest(suite: Path) -> Graph:
    return Graph().parse(suite / "manifest.ttl")


@pytest.fixture(scope="module")
def address(suite: Path, manifest: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("protocol")
    with EmbeddedStore(folder).write() as writer:
        for data in set(manifest.objects(None, UT.graphData)):
            file, name = manifest.value(data, UT.graph), manifest.value(data, RDFS.label)
            writer.put({str(name): Graph().parse(suite / str(file).rpartition("/")[2], format="nt")})
    with serving(folder) as running:
        yield running.address


@pytest.mark.parametrize("name", QUERIES)
def test_the_protocol_is_kept(manifest: Graph, address: str, name: str) -> None:
    test = next(node for node in manifest.subjects(RDF.type, MF.ProtocolTest) if str(node).endswith(f"#{name}"))
    connection = manifest.value(test, MF.action)
    head = manifest.value(connection, HT.requests)
    assert head is not None
    for request in Collection(manifest, head):
        expected = manifest.value(request, HT.resp)
        response = send(manifest, address, request)
        statuses = {str(status)[-3] for status in manifest.objects(expected, MF.expectedStatus)}
        assert str(response.status_code)[0] in statuses, response.text
        form = manifest.value(expected, MF.expectedFormat)
        if form is not None:
            assert response.headers["content-type"].partition(";")[0] in FORMATS[str(form)]
        verdict = manifest.value(expected, MF.expectedBoolean)
        if isinstance(verdict, Literal):
            assert response.json()["boolean"] is verdict.value


def test_updates_that_would_succeed_elsewhere_are_refused(manifest: Graph, address: str) -> None:
    for test in manifest.subjects(RDF.type, MF.ProtocolTest):
        if "#update_" in str(test):
            head = manifest.value(manifest.value(test, MF.action), HT.requests)
            assert head is not None
            response = send(manifest, address, next(iter(Collection(manifest, head))))
            assert response.status_code == 403
            assert response.json()["type"].endswith("#query-forbidden")


def send(manifest: Graph, address: str, request: Node) -> httpx.Response:
    path = str(manifest.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    head = manifest.value(request, HT.headers)
    headers = {
        str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
        for header in (Collection(manifest, head) if head is not None else ())
    }
    body = manifest.value(request, HT.body)
    content = b""
    if body is not None:
        content = str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))
    return httpx.request(str(manifest.value(request, HT.methodName)), address + path, content=content, headers=headers)


def test_the_service_describes_itself(served: str) -> None:
    response = httpx.get(f"{served}/sparql", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = Graph().parse(data=response.text, format="turtle")
    endpoint = URIRef(f"{served}/sparql")
    assert (endpoint, SD.endpoint, endpoint) in graph
    assert (endpoint, RDF.type, SD.Service) in graph
    assert (endpoint, SD.feature, SD.UnionDefaultGraph) in graph
    assert graph.value(endpoint, SD.defaultDataset) is not None
