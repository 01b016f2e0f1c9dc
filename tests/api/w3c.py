"""The W3C's tests of its protocols, read from their manifests and sent over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from rdflib import RDF, RDFS, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABLES = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": TABLES,
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass(frozen=True)
class Case:
    """One test: its name, the data it needs (file by graph), and its manifest."""

    name: str
    node: Node
    manifest: Graph
    data: Mapping[str, str]

    def run(self, client: httpx.Client, paths: Mapping[str, str]) -> None:
        """Send the requests in order, with the paths that stand for those of the manifest."""
        head = self.manifest.value(self.manifest.value(self.node, MF.action), HT.requests)
        assert head is not None
        locations: dict[str, str] = {}
        for request in Collection(self.manifest, head):
            response = self._send(client, request, paths, locations)
            self._judge(request, response, locations)

    def _send(
        self, client: httpx.Client, request: Node, paths: Mapping[str, str], locations: Mapping[str, str]
    ) -> httpx.Response:
        path = str(self.manifest.value(request, HT.absolutePath))
        for start, stands_for in paths.items():
            path = path.replace(start, stands_for, 1)
        for name, location in locations.items():
            path = path.replace(name, location)
        content = b""
        if (body := self.manifest.value(request, HT.body)) is not None:
            text = str(self.manifest.value(body, CNT.chars))
            content = text.encode(str(self.manifest.value(body, CNT.characterEncoding)))
        headers = self._headers(request)
        return client.request(str(self.manifest.value(request, HT.methodName)), path, content=content, headers=headers)

    def _headers(self, message: Node) -> dict[str, str]:
        head = self.manifest.value(message, HT.headers)
        return {
            str(self.manifest.value(header, HT.fieldName)): str(self.manifest.value(header, HT.fieldValue))
            for header in (Collection(self.manifest, head) if head is not None else ())
        }

    def _judge(self, request: Node, response: httpx.Response, locations: dict[str, str]) -> None:
        expected = self.manifest.value(request, HT.resp)
        assert expected is not None
        names = [str(status).rpartition("#")[2] for status in self.manifest.objects(expected, MF.expectedStatus)]
        fits = any(
            STATUSES.get(name) == response.status_code or name == f"StatusCode{response.status_code // 100}xx"
            for name in names
        )
        assert fits, (names, response.status_code, response.text)
        form = self.manifest.value(expected, MF.expectedFormat)
        if form is not None:
            assert response.headers["content-type"].partition(";")[0] in FORMATS[str(form)]
        verdict = self.manifest.value(expected, MF.expectedBoolean)
        if isinstance(verdict, Literal):
            assert response.json()["boolean"] is verdict.value
        for name, value in self._headers(expected).items():
            assert response.headers[name].lower() == value.lower()
        if (location := self.manifest.value(expected, MF.expectedLocation)) is not None:
            locations[str(location)] = response.headers["location"]
        if (body := self.manifest.value(expected, HT.body)) is not None:
            wanted = Graph().parse(data=str(self.manifest.value(body, CNT.chars)), format="turtle")
            assert isomorphic(Graph().parse(data=response.text, format="turtle"), wanted)


def read_cases(*manifests: Path) -> Iterator[Case]:
    """Read the tests of some manifests, in their order."""
    for file in manifests:
        manifest = Graph().parse(file)
        entries = manifest.value(None, RDF.type, MF.Manifest)
        head = manifest.value(entries, MF.entries)
        listed = list(Collection(manifest, head)) if head is not None else []
        left_out = [node for node in manifest.subjects(MF.action, None) if node not in listed]
        for node in [*listed, *left_out]:
            data = {
                str(manifest.value(each, RDFS.label)): str(manifest.value(each, UT.graph)).rpartition("/")[2]
                for each in manifest.objects(node, UT.graphData)
            }
            yield Case(str(node).rpartition("#")[2], node, manifest, data)
