"""The same data, updates and queries give what the engine's own server gives, over HTTP on both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pyoxigraph as ox
import pytest

from tests.api.engines import serve
from tests.api.serving import TOKEN, bearing, serving, write_tokens

DEFAULT = """
@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :p 1, 1.50, 2.0e0, "01"^^xsd:integer, "x", "x"@en, "x"@en-GB, "y"@ar--rtl, true, "2022-01-28"^^xsd:date ;
   :knows :b , _:c .
_:c :knows _:d ; :name "C\\u00e9line \\U0001F600" . :b :knows :a ; :name "Bob\\n\\"quoted\\"" .
<< :a :knows :b >> :since 2020 . :s :says <<( :a :knows :b )>> . :l :list (1 2 3) .
"""
NAMED = {"http://example.org/g1": "<#me> <p> 1 .", "http://example.org/g2": "_:c <http://example.org/p> 2 ."}
UPDATES = [
    "INSERT DATA { :new :p 1 ; :q [ :r 2 ] }",
    "INSERT DATA { GRAPH :g3 { :x :p 3 } } ; INSERT { GRAPH :g4 { ?s :copied ?o } } WHERE { GRAPH :g3 { ?s ?p ?o } }",
    "DELETE { ?s :knows ?o } INSERT { ?o :knownBy ?s } WHERE { ?s :knows ?o FILTER(isIRI(?o)) }",
    "WITH :g1 DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE WHERE { GRAPH ?g { ?s :p 2 } }",
    "INSERT { ?s :same ?o } USING :g3 WHERE { ?s ?p ?o }",
    "COPY :g3 TO :g5 ; MOVE :g5 TO :g6 ; ADD DEFAULT TO :g6",
    "CREATE GRAPH :empty ; CREATE SILENT GRAPH :empty",
    "CREATE GRAPH :empty",
    "DROP GRAPH :never",
    "DROP SILENT GRAPH :never",
    "CLEAR GRAPH :g3",
    "INSERT DATA { <rel> <#frag> <../up> }",
    "LOAD SILENT <http://127.0.0.1:9/none>",
    "INSERT DATA { << :a :knows :b >> :until 2024 ; :p <<( :a :p 'x'@en--ltr )>> }",
    "INSERT DATA { :broken",
    "",
]
QUERIES = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g { GRAPH ?g {} }",
    "ASK { :a :knows :b }",
    "ASK { GRAPH :g1 { ?s ?p ?o } }",
    "SELECT * FROM :g3 { ?s ?p ?o }",
    "SELECT * FROM NAMED :g3 { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <http://127.0.0.1:9/none> { ?s ?p ?o }",
    "SELECT ?n (COUNT(*) AS ?c) (GROUP_CONCAT(DISTINCT STR(?p); separator=',') AS ?ps) { ?n ?p ?o } GROUP BY ?n",
    "SELECT ?a ?b { ?a :knows+ ?b }",
    "SELECT ?a ?b { ?a (:knows|^:knows)* ?b . :a :p 1 }",
    "PREFIX r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT ?x { :l :list/r:rest*/r:first ?x }",
    "SELECT ?o (LANG(?o) AS ?l) (DATATYPE(?o) AS ?d) { :a :p ?o } ORDER BY ?o",
    "SELECT * { VALUES (?x ?y) { (1 UNDEF) ('a'@en <rel>) } }",
    "SELECT ?s { ?s :name ?n FILTER(REGEX(?n, 'C\\u00e9line', 'i')) }",
    "SELECT ?s { ?s \\u003Ap ?o }",
    "SELECT ?s { ?s <http://example.org/\\u0070> 1 }",
    "SELECT * { << ?s :knows ?o >> :since ?y }",
    "SELECT * { ?x :says <<( ?s ?p ?o )>> }",
    "SELECT (SUBJECT(?t) AS ?s) { ?x :says ?t }",
    "SELECT * { ?s :p ?o OPTIONAL { ?s :none ?n } MINUS { ?s :p true } }",
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } }",
    "SELECT (1/0 AS ?e) (STRLEN('\U0001f600') AS ?n) (<rel> AS ?i) (BNODE() AS ?b) {}",
    "CONSTRUCT { ?s :is [ :of ?o ] } WHERE { ?s :knows ?o }",
    "CONSTRUCT WHERE { ?s :p ?o }",
    "DESCRIBE :a",
    "SELECT ?s WHERE { ?s :p ?o . } GROUP BY ?s HAVING (COUNT(?o) > 2)",
    "SELECT * { ?s ?p ?o",
    "SELECT ?x (?x AS ?x) {}",
    "BASE <http://other.example/> SELECT (<a> AS ?a) {}",
]
PREFIXES = "BASE <http://example.org/base>\nPREFIX : <http://example.org/>\n"
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml")


@dataclass(frozen=True)
class Side:
    client: httpx.Client
    query: str
    update: str
    graphs: str

    def put(self, graph: str | None, turtle: str) -> int:
        place = {"default": ""} if graph is None else {"graph": graph}
        return self.client.put(
            self.graphs, params=place, content=turtle.encode(), headers={"Content-Type": "text/turtle"}
        ).status_code

    def change(self, text: str) -> bool:
        headers = {"Content-Type": "application/sparql-update"}
        return self.client.post(self.update, content=(PREFIXES + text).encode(), headers=headers).is_success

    def ask(self, text: str, accept: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.client.post(self.query, content=(PREFIXES + text).encode(), headers=headers)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Side, Side]]:
    folder = tmp_path_factory.mktemp("likeness")
    tokens = write_tokens(folder / "tokens.toml")
    with (
        serving(folder / "ours", tokens=tokens, union_default_graph=False, request_log="") as running,
        serve(folder / "theirs") as engine,
        httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=60) as ours,
        httpx.Client(base_url=engine.root, timeout=60) as theirs,
    ):
        both = (Side(ours, "/sparql", "/update", "/graph-store"), Side(theirs, "/query", "/update", "/store"))
        for side in both:
            assert side.put(None, DEFAULT) in {201, 204}
            assert all(side.put(graph, turtle) == 201 for graph, turtle in NAMED.items())
        yield both


def read(response: httpx.Response) -> object:
    """Give what an answer says, blank nodes being alike and rows and triples in any order."""
    if not response.is_success:
        return "refused"
    kind = response.headers["content-type"].partition(";")[0]
    if kind == "application/sparql-results+json":
        found = json.loads(response.text)
        rows = found.get("results", {}).get("bindings", [])
        return found.get("boolean"), sorted(found["head"].get("vars", [])), sorted(map(mask, rows))
    if kind == "application/sparql-results+xml":
        return len(response.text.split("<result>")), response.text.count("<uri>"), response.text.count("<literal")
    if kind in RESULTS:
        return len(response.text.splitlines())
    dataset = ox.Dataset(ox.parse(response.content, format=ox.RdfFormat.from_media_type(kind)))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def mask(value: object) -> str:
    if isinstance(value, dict):
        if value.get("type") == "bnode":
            return "_:"
        return str(sorted((key, mask(each)) for key, each in value.items()))
    return str(value)


def compare(sides: tuple[Side, Side], query: str, accept: str) -> None:
    ours, theirs = (read(side.ask(query, accept)) for side in sides)
    assert ours == theirs, query


def test_what_is_stored_is_the_same(sides: tuple[Side, Side]) -> None:
    for query in QUERIES:
        graph = query.startswith(("CONSTRUCT", "DESCRIBE"))
        for accept in GRAPHS if graph else RESULTS:
            if "<rel>" not in query or accept == RESULTS[0]:
                compare(sides, query, accept)


def test_what_updates_leave_is_the_same(sides: tuple[Side, Side]) -> None:
    for update in UPDATES:
        ours, theirs = (side.change(update) for side in sides)
        assert ours == theirs, update
        for query in QUERIES[:3]:
            compare(sides, query, RESULTS[0])
