"""Words are found where they stand, in an index of the same state, and whatever is typed is no error of ours."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDFS, Literal, URIRef

import api
from api.errors import BadRequest, QueryRefused
from api.search.index import Entry, Index
from api.search.rewriting import Pattern, rewrite
from api.search.words import read_search
from api.settings import Settings
from api.store import open_store
from api.store.embedded import EmbeddedStore
from ontology.terms import REC
from tests.api import desk

PREFIX = "PREFIX search: <https://w3id.org/onrecord/ns/search#> PREFIX rec: <https://w3id.org/onrecord/ns#>\n"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index.sqlite")
    index.create()
    index.update(
        [
            Entry("s:1", "statement", "The parliaments of Ruritania were flooded by <b>storms</b>", stemmed=True),
            Entry("s:2", "statement", "A storm flooded the port", stemmed=True),
            Entry("a:1", "actor", "Élodie Müller-Storm", stemmed=False),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        ("flooding", {"s:1", "s:2"}),
        ("FLOODED storm", {"s:1", "s:2"}),
        ("flooded -parliament", {"s:2"}),
        ('"storm flooded"', {"s:2"}),
        ("parl*", {"s:1"}),
        ("port OR parliament", {"s:1", "s:2"}),
        ("elodie", {"a:1"}),
        ("muller-storm", {"a:1"}),
        ("Rüritania", {"s:1"}),
        ("nothing", set()),
        ("storm AND", set()),
        ("storm , —", {"s:1", "s:2", "a:1"}),
        ("NEAR(storm port)", set()),
        ("text:storm", set()),
    ],
)
def test_words_are_found(index: Index, words: str, subjects: set[str]) -> None:
    assert {hit.subject for hit in index.find(read_search(words), 10)} == subjects


def test_the_words_found_are_marked_and_the_rest_is_escaped(index: Index) -> None:
    (hit,) = index.find(read_search("parliament storm"), 10)
    assert hit.snippet == (
        "The <mark>parliaments</mark> of Ruritania were flooded by &lt;b&gt;<mark>storms</mark>&lt;/b&gt;"
    )


def test_hits_of_a_kind_and_the_best_of_them(index: Index) -> None:
    assert [hit.subject for hit in index.find(read_search("storm"), 10, ["actor"])] == ["a:1"]
    assert len(index.find(read_search("storm"), 1)) == 1


def test_only_what_differs_is_written(index: Index) -> None:
    entries = [Entry("s:2", "statement", "A storm flooded the port", stemmed=True)]
    assert index.update([*entries, Entry("s:3", "statement", "A quiet port", stemmed=True)]) == (1, 2)
    assert {hit.subject for hit in index.find(read_search("port"), 10)} == {"s:2", "s:3"}
    assert index.find(read_search("elodie"), 10) == []


@pytest.mark.parametrize(
    "words", ["", " ", '"', 'a "b', "-a", "*", "a OR", "OR", "...", "a\x00b", "\ud800", " ".join(map(str, range(33)))]
)
def test_what_is_no_search_is_said_plainly(words: str) -> None:
    with pytest.raises(BadRequest, match="search"):
        read_search(words)


@given(st.text(max_size=60))
def test_no_text_is_an_error_of_the_index(words: str) -> None:
    try:
        asked = read_search(words)
    except BadRequest:
        return
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize='porter unicode61 remove_diacritics 2')")
    database.execute("SELECT * FROM texts WHERE texts MATCH ?", (asked.to_fts(),)).fetchall()
    database.close()


def rewritten(query: str) -> tuple[str, list[Pattern]]:
    seen = list[Pattern]()

    async def answer(pattern: Pattern) -> str:
        seen.append(pattern)
        return f"VALUES ?{pattern.subject} {{ <s:1> }}"

    return asyncio.run(rewrite(query, answer)), seen


@pytest.mark.parametrize(
    ("query", "expected", "pattern"),
    [
        (
            'SELECT * { ?s search:matches "a b" . ?s ?p ?o }',
            "SELECT * { VALUES ?s { <s:1> }. ?s ?p ?o }",
            Pattern("s", "a b"),
        ),
        (
            'SELECT * { ?s search:matches "a" ; search:score ?x ; search:limit 5 ; rec:text ?t }',
            "SELECT * { VALUES ?s { <s:1> } ?s rec:text ?t }",
            Pattern("s", "a", score="x", limit=5),
        ),
        (
            r"""SELECT * { FILTER(?x = 1) $s <https://w3id.org/onrecord/ns/search#matches> '''a\t"b"''' ; }""",
            "SELECT * { FILTER(?x = 1) VALUES ?s { <s:1> }}",
            Pattern("s", 'a\t"b"'),
        ),
        (
            'SELECT * { { ?s search:matches "a" ; search:kind "actor" } UNION { ?s ?p ?o } FILTER(?s != ?t) }',
            "SELECT * { { VALUES ?s { <s:1> }} UNION { ?s ?p ?o } FILTER(?s != ?t) }",
            Pattern("s", "a", kind="actor"),
        ),
        ('SELECT * { ?s ?p "?s search:matches \'a\'" } # ?s search:matches "a"', None, None),
        ("SELECT * { ?s rec:text ?t }", None, None),
    ],
)
def test_a_pattern_is_put_in_terms_of_what_was_found(query: str, expected: str | None, pattern: Pattern | None) -> None:
    found, seen = rewritten(PREFIX + query)
    assert found == PREFIX + (expected or query)
    assert seen == ([pattern] if pattern else [])


@pytest.mark.parametrize(
    "pattern",
    [
        "<s:1> search:matches 'a'",
        "?s rec:text ?t ; search:matches 'a'",
        "?s search:matches ?words",
        "?s search:matches 'a', 'b'",
        "?s search:matches 'a'@en",
        "?s search:matches 'a' ; search:score 1",
        "?s search:matches 'a' ; search:limit 'x'",
        "?s search:matches 'a' ; search:limit -1",
        "?s search:matches 'a' ; search:kind 'x'",
        "?s search:matches 'a' ; search:matches 'b'",
        "?s search:score ?x",
        "?s ^search:matches 'a'",
        "?s search:matches|rec:text 'a'",
        "?s rec:text/search:matches 'a'",
        "?s search:other 'a'",
        "?s search:matches",
        "[] search:matches 'a'",
        r"?s search:matches '\uD800'",
    ],
)
def test_a_pattern_that_is_not_understood_is_refused(client: TestClient, pattern: str) -> None:
    query = f"{PREFIX} SELECT * {{ {pattern} }}"
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 400, response.text
    if "uD800" not in pattern:
        with pytest.raises(QueryRefused, match=r"write \?s search:matches"):
            rewritten(query)


def rows(client: TestClient, query: str) -> list[dict[str, dict[str, str]]]:
    response = client.post("/sparql", data={"query": PREFIX + query}, headers={"Accept": "application/json"})
    assert response.status_code == 200, response.text
    found: list[dict[str, dict[str, str]]] = response.json()["results"]["bindings"]
    return found


def test_a_query_searches(client: TestClient) -> None:
    query = """SELECT ?s ?text ?score ?snippet {
      ?s search:matches "closing" ; search:score ?score ; search:snippet ?snippet ; rec:text ?text }"""
    (row,) = rows(client, query)
    assert row["s"]["value"] == str(desk.CLAIM)
    assert row["snippet"]["value"].count("<mark>closed</mark>") == 2
    assert float(row["score"]["value"]) > 0


def test_what_an_article_calls_somebody_finds_whom_it_means(client: TestClient) -> None:
    found = rows(client, 'SELECT ?s { ?s search:matches "senate" ; search:kind "venue" }')
    assert [row["s"]["value"] for row in found] == [str(desk.SENATE)]


def test_the_index_is_of_the_state_that_is_asked(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    query = 'SELECT ?s { ?s search:matches "duarte" }'
    with TestClient(api.create(Settings(), store)) as client:
        assert len(rows(client, query)) == 1
        with store.write() as writer:
            other = URIRef(desk.BASE + "actor/other")
            graphs = desk.graphs()
            graphs[desk.BASE + "authority"].add((other, RDFS.label, Literal("Another Duarte")))
            graphs[desk.BASE + "authority"].add(
                (other, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), REC.Person)
            )
            writer.put(graphs)
        assert len(rows(client, query)) == 2
        with store.write() as writer:
            writer.remove((desk.BASE + "authority", str(desk.VERSION), f"{desk.VERSION}/links"))
        assert rows(client, query) == []
    assert 0 < len(list((tmp_path / "search").glob("*.sqlite"))) <= 3


def test_too_many_hits_are_refused_and_not_cut(stored: EmbeddedStore) -> None:
    with TestClient(api.create(Settings(search_hits=1), stored)) as client:
        response = client.post("/sparql", data={"query": PREFIX + 'SELECT * { ?s search:matches "duarte OR this" }'})
        assert response.status_code == 413
        assert "take the best with search:limit" in response.json()["detail"]
        assert len(rows(client, 'SELECT * { ?s search:matches "duarte OR this" ; search:limit 1 }')) == 1


@pytest.fixture
def elsewhere(address: str) -> Iterator[TestClient]:
    store = open_store(address)
    with store.write() as writer:
        writer.put(desk.graphs())
    with TestClient(api.create(Settings(), store)) as client:
        yield client


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("closed", {str(desk.CLAIM)}),
        ('"is closed"', {str(desk.CLAIM)}),
        ("asked -denied", {str(desk.INNER)}),
        ("SENATE of rur*", {str(desk.SENATE)}),
        ("nobody OR minister", set()),
    ],
)
def test_an_engine_without_an_index_looks_for_the_letters(elsewhere: TestClient, words: str, found: set[str]) -> None:
    query = f"SELECT ?s ?snippet {{ ?s search:matches '{words}' ; search:score ?score ; search:snippet ?snippet }}"
    answer = rows(elsewhere, query)
    assert {row["s"]["value"] for row in answer} == found
    assert "<b>" not in str(answer)
    statements = elsewhere.get("/api/v1/statements", params={"text": words, "sort": "-relevance"}).json()["items"]
    assert {item["iri"] for item in statements} == {iri for iri in found if "/statement/" in iri}


def test_the_search_page_shows_each_kind_with_the_words_marked(client: TestClient) -> None:
    response = client.get("/search", params={"q": "closed OR duarte OR port OR sena*"}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    text = response.text
    assert "<script>" not in text
    assert '<mark class="match">port</mark>' in text
    assert "stays &lt;b&gt;<mark" in text
    for heading in ("Statements", "Actors", "Venues", "Articles"):
        assert f"<h2>{heading}" in text
    for address in re.findall(r'href="(/sparql[^"]*|[^"]*/api/v1/[^"]*)"', text):
        assert client.get(html.unescape(address)).status_code == 200
    assert 'href="/search"' in client.get("/").text
    assert 'action="/search"' in client.get("/").text


def test_the_search_is_json_for_programs(client: TestClient) -> None:
    found = client.get("/search?q=duarte").json()
    assert [item["iri"] for item in found["actors"]] == [str(desk.ANA)]
    assert found["actors"][0]["snippet"] == "Ana <mark>Duarte</mark>"
    assert (found["statements"], found["articles"]) == ([], [])
    assert found["state"]
    assert client.get("/search").json()["statements"][0]["iri"] == str(desk.CLAIM)
    assert client.get("/search?q=duarte&limit=0").status_code == 400
    assert client.get('/search?q="').json()["type"].endswith("#bad-request")


@pytest.mark.parametrize(("words", "status"), [('a "b', 400), ("-x", 400), ("zzz", 200), ("<script>", 200)])
def test_the_search_page_says_what_it_does_not_understand(client: TestClient, words: str, status: int) -> None:
    response = client.get("/search", params={"q": words}, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert "<script>" not in response.text
    assert words in html.unescape(response.text)
    assert client.get("/search", headers={"Accept": "text/html"}).status_code == 200


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "0.abc.sqlite").write_bytes(b"no database at all" * 100)
    with TestClient(api.create(Settings(), store)) as client:
        assert len(rows(client, 'SELECT ?s { ?s search:matches "duarte" }')) == 1


def test_a_store_that_cannot_be_written_is_searched_too(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    (tmp_path / "search").write_text("in the way")
    with TestClient(api.create(Settings(), store)) as client:
        assert len(rows(client, 'SELECT ?s { ?s search:matches "duarte" }')) == 1


def test_an_index_that_takes_too_much_memory_is_not_made_and_only_searches_notice(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    with TestClient(api.create(Settings(search_memory=64 * 1024), store)) as client:
        refused = client.post("/sparql", data={"query": PREFIX + 'SELECT ?s { ?s search:matches "duarte" }'})
        assert refused.status_code == 503
        assert "raise search_memory" in refused.json()["detail"]
        assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200
    assert not [*(tmp_path / "search").iterdir()]
