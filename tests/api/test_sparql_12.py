"""What SPARQL 1.2 adds (triple terms, reifiers, annotations, base directions) comes through every guard, in and out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from tests.api import desk
from tests.api.serving import TOKEN, bearing, serving, write_tokens

PREFIX = "PREFIX : <https://example.org/> "
QUERIES = (
    "SELECT * { <<( :a :b :c )>> ?p ?o }",
    "SELECT * { << :a :b :c >> ?p ?o }",
    "SELECT * { << :a :b ?c ~ ?r >> :p :o }",
    "SELECT * { :a :b :c {| :p :o ; :q :r |} . :d :e :f }",
    "SELECT * { :a :b :c ~:r1 ~:r2 {| :p :o |} {| :x :y |} }",
    "SELECT * { :a :b << :c :d << :x :y :z >> >> }",
    "SELECT * { (1 2) :p << :a :b :c >> }",
    "SELECT * { ?s ?p <<( ?a ?b ?c )>> }",
    "SELECT * { VALUES ?t { <<( :a :b :c )>> } }",
    "SELECT * { VALUES ?t { << :a :b :c >> } }",
    "SELECT ?s { BIND(<< :a :b :c >> AS ?s) }",
    "SELECT (SUBJECT(TRIPLE(:a, :b, :c)) AS ?t) (isTRIPLE(:a) AS ?no) {}",
    'SELECT ("a"@en--ltr AS ?x) (LANGDIR("a"@en--rtl) AS ?y) (hasLANGDIR("a"@en) AS ?z) {}',
    'SELECT (STRLANGDIR("a", "en", "ltr") AS ?x) {}',
    'SELECT * { ?s ?p "x"@en--xyz }',
    r"SELECT * { ?s ?p '''a\u0022b''' }",
    r'SELECT * { ?s ?p "\ud800" }',
    "CONSTRUCT { :a :b :c {| :p :o |} } {}",
    "CONSTRUCT { << :a :b :c >> :p :o } {}",
)
UPDATES = (
    "INSERT DATA { GRAPH :g { :a :b :c {| :p :o |} } }",
    "INSERT DATA { GRAPH :g { << :a :b :c >> :p :o } }",
    "INSERT DATA { GRAPH :g { :a :b <<( :x :y :z )>> } }",
    'INSERT DATA { GRAPH :g { :a :b "x"@ar--rtl } }',
    "INSERT { GRAPH :h { ?s :p << :a :b :c >> } } WHERE { GRAPH :g { ?s ?p ?o } }",
)
GRAPH = PREFIX + ':a :b <<( :x :y :z )>> , "x"@ar--rtl . << :a :b :c >> :p :o . :s :p :o {| :q :r |} .'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("twelve")
    desk.fill(folder / "store")
    with serving(folder / "store", tokens=write_tokens(folder / "tokens.toml"), query_timeout=250) as running:
        yield running.address


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_taken_where_the_engine_takes_it(client: TestClient, query: str) -> None:
    try:
        ox.Store().query(PREFIX + query)
        wanted = 200
    except SyntaxError:
        wanted = 400
    answer = client.get("/sparql", params={"query": PREFIX + query})
    assert answer.status_code == wanted, answer.text


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_carried_out(address: str, update: str) -> None:
    headers = {**bearing(TOKEN), "Content-Type": "application/sparql-update"}
    answer = httpx.post(f"{address}/sparql", content=PREFIX + update, headers=headers, timeout=250)
    assert answer.status_code == 204, answer.text


def test_a_graph_comes_back_as_it_was_put(address: str) -> None:
    place, graph = f"{address}/graph-store", {"graph": "https://example.org/k"}
    headers = {**bearing(TOKEN), "Content-Type": "text/turtle"}
    assert httpx.put(place, params=graph, content=GRAPH, headers=headers, timeout=250).status_code == 201
    found = httpx.get(place, params=graph, headers={"Accept": "application/n-triples"}, timeout=250).text
    put, back = (
        ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(text, format=form))
        for text, form in ((GRAPH, ox.RdfFormat.TURTLE), (found, ox.RdfFormat.N_TRIPLES))
    )
    for each in (put, back):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert put == back


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_triple_terms_and_directions_come_out_in_every_form(address: str, form: str) -> None:
    query = PREFIX + 'SELECT (<<( :a :b :c )>> AS ?t) ("x"@ar--rtl AS ?x) {}'
    answer = httpx.get(f"{address}/sparql", params={"query": query, "format": form}, timeout=250)
    assert answer.status_code == 200
    assert "https://example.org/b" in answer.text
    assert form == "csv" or "rtl" in answer.text
