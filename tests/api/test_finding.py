"""The search page: its filters, their counts, the lists that it gives in full, and that all of it agrees."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Literal, URIRef

import api
from api.errors import IndexUnready
from api.search.indexes import Indexes
from api.settings import Settings
from api.store import open_store
from api.store.embedded import EmbeddedStore
from ontology.terms import PLOVER, REC
from tests.api import desk

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The desk's store with a state and an event besides."""
    store = open_store(tmp_path_factory.mktemp("found"))
    with store.write() as writer:
        writer.put(graphs())
    with TestClient(api.create(Settings(), store)) as client:
        yield client


def graphs() -> dict[str, Graph]:
    made = desk.graphs()
    known, article = made[desk.BASE + "authority"], made[str(desk.VERSION)]
    state, event = URIRef(desk.BASE + "actor/ruritania"), desk.VERSION + "/event/0"
    known.add((state, RDF.type, REC.State))
    known.add((state, REC.iso3, Literal("RUR")))
    known.add((desk.ANA, REC.homeState, state))
    article.add((event, RDF.type, REC.Event))
    article.add((event, REC.article, desk.VERSION))
    article.add((event, REC.eventType, PLOVER.REQUEST))
    article.add((desk.INNER, REC.denies, event))
    return made


def look(client: TestClient, **asked: str | list[str]) -> str:
    response = client.get("/search", params=asked, headers=BROWSER)
    assert response.status_code == 200, response.text
    assert "<script>" not in response.text
    return response.text


def facets(text: str) -> dict[str, dict[str, tuple[int, str]]]:
    """Of each facet its values, each with its number and its address."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for name, body in re.findall(r'data-facet="(\w+)">(.*?)</ul>', text, re.DOTALL):
        values = re.findall(r'<a href="([^"]*)"[^>]*><bdi>(.*?)</bdi></a> <span class="count">([\d,]+)', body)
        found[name] = {html.unescape(words): (int(number), html.unescape(address)) for address, words, number in values}
    return found


def total(text: str) -> int:
    match = re.search(r'<h2>Statements <span class="count">([\d,]+)', text)
    assert match is not None
    return int(match[1])


def test_without_words_all_statements_are_there_with_counts(found: TestClient) -> None:
    text = look(found)
    assert total(text) == 3
    shown = {name: {words: number for words, (number, _) in values.items()} for name, values in facets(text).items()}
    assert shown == {
        "claimant": {"Ana Duarte": 2, desk.HOSTILE: 1},
        "role": {"minister": 1},
        "venue": {"Senate of Ruritania": 1, "forum/parliament-of-ruritania": 1},
        "country": {"actor/ruritania": 2},
        "publisher": {"Ruritania Wire": 3},
        "quote_form": {"in the article's words": 2, "word for word": 1},
        "speech_act": {"assert": 3},
        "event_type": {"REQUEST": 1},
        "day_basis": {"counted from the day of publication": 1},
        "year": {"2022": 1},
    }


def test_every_value_leads_to_as_many_statements_as_it_says(found: TestClient) -> None:
    for begin in ({}, {"claimant": str(desk.ANA)}, {"quote_form": "indirect"}, {"q": "closed OR asked"}):
        before = facets(look(found, **begin))
        for name, values in before.items():
            for words, (number, address) in values.items():
                response = found.get(address, headers=BROWSER)
                after = facets(response.text).get(name, {})
                if name in begin:
                    continue
                assert total(response.text) == number, (begin, name, words)
                assert after[words][0] == number
                again = found.get(after[words][1], headers=BROWSER)
                assert total(again.text) == total(look(found, **begin))


def test_a_facet_in_use_counts_as_if_it_were_not(found: TestClient) -> None:
    text = look(found, quote_form="direct")
    assert total(text) == 1
    assert {words: number for words, (number, _) in facets(text)["quote_form"].items()} == {
        "in the article's words": 2,
        "word for word": 1,
    }
    assert 'aria-current="true"><bdi>word for word' in text


def test_filters_in_use_can_be_let_go_of(found: TestClient) -> None:
    text = look(found, claimant="Duarte", role="Minister", q="closed")
    assert total(text) == 1
    removed = re.findall(r'<a href="([^"]*)" aria-label="Remove ([^"]*)"', text)
    assert [words for _, words in removed] == ["Words: closed", "Who says it: Duarte", "In which role: Minister"]
    for address, _ in removed:
        assert found.get(html.unescape(address), headers=BROWSER).status_code == 200
    assert "nothing is called so as a whole" in text


def test_a_window_tells_what_is_certain_from_what_is_possible(found: TestClient) -> None:
    text = look(found, **{"from": "2022-01-01", "to": "2022-01-31", "claimant": ""})
    assert total(text) == 1
    assert {words: number for words, (number, _) in facets(text)["when"].items()} == {
        "certainly": 1,
        "certainly or possibly": 1,
    }


def test_pages_of_statements_follow_one_another(found: TestClient) -> None:
    seen, address = list[str](), "/search?limit=1"
    while address:
        text = found.get(address, headers=BROWSER).text
        seen += re.findall(r'<p class="said"><a href="([^"]*)"', text)
        onwards = re.search(r'<a href="([^"]*)" rel="next"', text)
        address = html.unescape(onwards[1]) if onwards else ""
    rows = found.get("/api/v1/statements").json()["items"]
    assert seen == [row["page"] for row in rows]


@pytest.mark.parametrize("asked", [{}, {"claimant": str(desk.ANA)}, {"q": "closed OR asked"}, {"from": "2022-01-01"}])
def test_what_is_taken_away_is_the_whole_list_in_its_order(found: TestClient, asked: dict[str, str]) -> None:
    listed = found.get("/search", params={**asked, "limit": "1"}, headers=BROWSER).text
    number = total(listed)
    ways = re.findall(r'href="([^"]*)"(?: download)?>(CSV|JSON|open as SPARQL)<', listed)[:3]
    addresses = {name: html.unescape(address) for address, name in ways}
    table = list(csv.DictReader(io.StringIO(found.get(addresses["CSV"]).text)))
    rows = found.get(addresses["JSON"]).json()["items"]
    query = dict(parse_qsl(urlsplit(addresses["open as SPARQL"]).query))["query"]
    answer = found.post("/sparql", data={"query": query}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    asked_again = [row["statement"]["value"] for row in answer.json()["results"]["bindings"]]
    assert len(rows) == number
    assert [row["iri"] for row in table] == [row["iri"] for row in rows] == asked_again
    assert found.get(addresses["open as SPARQL"]).status_code == 200


@pytest.mark.parametrize("name", ["statements", "actors", "venues", "events", "articles"])
@pytest.mark.parametrize("at_once", [1, 250])
def test_a_whole_list_is_every_row_whatever_the_limit(
    found: TestClient, name: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.v1.desk._ROWS_AT_ONCE", at_once)
    part = found.get(f"/api/v1/{name}").json()
    whole = found.get(f"/api/v1/{name}?whole=true&limit=1")
    assert whole.json()["items"] == part["items"]
    assert (whole.json()["next"], whole.json()["limit"]) == (None, len(part["items"]))
    assert found.get(f"/api/v1/{name}?whole=true&format=csv").text == found.get(f"/api/v1/{name}?format=csv").text
    assert "LIMIT" not in whole.json()["query"]


def test_the_search_is_json_with_counts_for_programs(found: TestClient) -> None:
    answer = found.get("/search?quote_form=indirect&limit=1").json()
    assert (answer["total"], len(answer["statements"]), answer["q"]) == (2, 1, None)
    counts = {facet["parameter"]: facet["values"] for facet in answer["facets"]}
    assert counts["publisher"] == [{"value": "ruritania wire", "label": "Ruritania Wire", "statements": 2}]
    assert answer["actors"] == []


def test_a_store_elsewhere_is_counted_alike(found: TestClient, address: str) -> None:
    store = open_store(address)
    with store.write() as writer:
        writer.put(graphs())
    with TestClient(api.create(Settings(), store)) as remote:
        for asked in ({}, {"claimant": str(desk.ANA)}, {"quote_form": "indirect", "from": "2022-01-01"}):
            here, there = (client.get("/search", params=asked).json() for client in (found, remote))
            assert there["state"] is None
            assert {**here, "state": None} == there


def test_counts_are_of_the_state_that_is_shown(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    with TestClient(api.create(Settings(), store)) as client:
        assert total(look(client)) == 3
        with store.write() as writer:
            writer.remove((str(desk.VERSION), f"{desk.VERSION}/links"))
        assert total(look(client)) == 0
        assert facets(look(client)) == {}
    assert 0 < len(list((tmp_path / "search" / "facets").glob("*.sqlite"))) <= 3


def test_a_list_that_cannot_be_counted_yet_is_shown_without_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(_: Indexes, state: str, patience: float | None = None) -> Path:
        raise IndexUnready(f"{state} is not ready after {patience} seconds")

    monkeypatch.setattr(Indexes, "at", wait)
    with TestClient(api.create(Settings(), desk.fill(tmp_path))) as client:
        text = look(client)
    assert total(text) == 3
    assert facets(text) == {}
    assert "still being counted" in text


def test_facets_that_take_too_much_memory_are_an_error_that_says_so(stored: EmbeddedStore, tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    with TestClient(api.create(Settings(search_memory=64 * 1024), store)) as client:
        refused = client.get("/search", headers=BROWSER)
        assert refused.status_code == 503
        assert "search_memory" in refused.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"quote_form": "loud"}, "quote_form=loud"),
        ({"from": "yesterday"}, "a day is written as in 2022-01-27"),
        ({"claimnt": "x"}, "there is no parameter claimnt"),
    ],
)
def test_a_filter_that_is_none_is_named(found: TestClient, asked: dict[str, str], said: str) -> None:
    response = found.get("/search", params=asked)
    assert response.status_code == 400
    assert said in response.json()["detail"]
