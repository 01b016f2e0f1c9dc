"""Actors, venues, events and articles as rows, and what all collections have in common."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import ORG, RDF, RDFS, SKOS, XSD, Literal, URIRef

import api
import ontology
from api.settings import Settings
from api.store import open_store
from api.v1.tables import ACTORS, ARTICLES, EVENTS, STATEMENTS, VENUES
from api.v1.values import SPACES, to_iri
from ontology.terms import PLOVER, REC
from tests.api import desk

COLUMNS = {"statements": STATEMENTS, "actors": ACTORS, "venues": VENUES, "events": EVENTS, "articles": ARTICLES}
COLLECTIONS = sorted(COLUMNS)
PARLIAMENT = URIRef(desk.BASE + "forum/parliament-of-ruritania")
RURITANIA = URIRef(desk.BASE + "actor/ruritania")
EVENT = desk.VERSION + "/event/0"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The desk's store with a state and an event besides."""
    graphs = desk.graphs()
    known, article = graphs[desk.BASE + "authority"], graphs[str(desk.VERSION)]
    known.add((RURITANIA, RDF.type, REC.State))
    known.add((RURITANIA, RDFS.label, Literal("Ruritania", lang="en")))
    known.add((RURITANIA, REC.iso3, Literal("RUR")))
    known.add((desk.ANA, REC.homeState, RURITANIA))
    known.add((PARLIAMENT, RDFS.label, Literal("Parliament of Ruritania", lang="en")))
    known.add((PARLIAMENT, REC.homeState, RURITANIA))
    article.add((EVENT, RDF.type, REC.Event))
    article.add((EVENT, REC.article, desk.VERSION))
    article.add((EVENT, REC.eventType, PLOVER.REQUEST))
    article.add((EVENT, REC.agent, desk.Article.actor(2)))
    article.add((EVENT, REC.recipient, desk.Article.actor(1)))
    article.add((EVENT, REC.time, desk.VERSION + "/time/0"))
    article.add((EVENT, REC.confidence, Literal("0.75", datatype=XSD.decimal)))
    article.add((desk.INNER, REC.denies, EVENT))
    store = open_store(tmp_path_factory.mktemp("rows"))
    with store.write() as writer:
        writer.put(graphs)
    with TestClient(api.create(Settings(), store)) as client:
        yield client


def test_an_actor_has_what_is_known_and_how_much_they_said(rows: TestClient) -> None:
    page = rows.get("/api/v1/actors").json()
    assert [item["label"] for item in page["items"]] == ["Ana Duarte", desk.HOSTILE]
    assert page["items"][0] == {
        "score": None,
        "snippet": None,
        "iri": str(desk.ANA),
        "label": "Ana Duarte",
        "page": "http://testserver/id/actor/ana-duarte",
        "kinds": ["Person"],
        "names": ["A. Duarte"],
        "parents": [],
        "state": {"iri": str(RURITANIA), "label": "Ruritania"},
        "same_as": ["http://www.wikidata.org/entity/Q1", "javascript:alert(1)"],
        "statements": {"total": 2, "claims": 2, "disputes": 0, "raises": 0, "reportedly_claims": 0},
    }
    assert page["items"][1]["statements"]["reportedly_claims"] == 1


def test_a_venue_has_its_parents_and_how_much_was_said_there(rows: TestClient) -> None:
    (item,) = rows.get("/api/v1/venues").json()["items"]
    assert (item["label"], item["kinds"], item["statements"]) == ("Senate of Ruritania", ["Forum"], 1)
    assert item["parents"] == [{"iri": str(PARLIAMENT), "label": "Parliament of Ruritania"}]


def test_an_event_has_its_parties_and_the_statements_it_rests_on(rows: TestClient) -> None:
    (item,) = rows.get("/api/v1/events").json()["items"]
    assert (item["type"], item["confidence"]) == ("REQUEST", 0.75)
    assert [who["label"] for who in (*item["agents"], *item["recipients"])] == [desk.HOSTILE, "Ana Duarte"]
    assert item["statements"] == [{"iri": str(desk.INNER), "position": "denies"}]
    assert item["time"]["edtf"] == "2022-01-24"
    assert item["article"]["url"] == "https://news.example/port"


def test_an_article_has_its_work_and_how_many_statements_it_makes(rows: TestClient) -> None:
    (item,) = rows.get("/api/v1/articles").json()["items"]
    assert (item["iri"], item["work"], item["statements"]) == (str(desk.VERSION), str(desk.WORK), 3)
    assert (item["title"], item["publisher"]["label"]) == (desk.TITLE, "Ruritania Wire")


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("actors?name=ana duarte", 1),
        ("actors?text=duarte OR nobody&sort=-relevance", 1),
        ("venues?text=sena*", 1),
        ("events?text=asked", 0),
        ("actors?kind=Person&country=RUR", 1),
        ("actors?country=ruritania&way=disputes", 0),
        ("actors?iri=https://w3id.org/onrecord/id/actor/ana-duarte&sort=iri", 1),
        ("venues?within=Parliament of Ruritania", 1),
        ("venues?country=rur&kind=Forum", 1),
        ("venues?kind=Site", 0),
        ("venues?name=Senate of Ruritania", 1),
        ("events?type=REQUEST&agent=Ana Duarte", 0),
        ("events?recipient=Ana Duarte&position=denies", 1),
        ("events?recipient=Ana Duarte&position=affirms", 0),
        ("events?from=2022-01-01&to=2022-02-01&when=certain", 1),
        ("events?min_confidence=0.8", 0),
        ("articles?versions=all", 2),
        ("articles?url=https://news.example/port&language=en", 1),
        ("articles?from=2022-01-28&to=2022-01-28", 1),
        ("articles?from=2022-01-29", 0),
        ("articles?publisher=ruritania wire&text=port -harbour", 1),
    ],
)
def test_a_filter_leaves_what_it_says(rows: TestClient, address: str, number: int) -> None:
    response = rows.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.text
    assert len(response.json()["items"]) == number


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_comes_as_csv_and_shows_its_query(rows: TestClient, name: str) -> None:
    page = rows.get(f"/api/v1/{name}").json()
    table = list(csv.DictReader(io.StringIO(rows.get(f"/api/v1/{name}?format=csv").text)))
    assert [row["iri"] for row in table] == [item["iri"] for item in page["items"]]
    assert list(table[0]) == list(COLUMNS[name])
    answer = rows.post("/sparql", data={"query": page["query"]}, headers={"Accept": "application/json"})
    assert len(answer.json()["results"]["bindings"]) == len(page["items"])
    local = page["items"][0]["iri"].removeprefix(desk.BASE)
    assert rows.get(f"/api/v1/{name}/{local}").json() == page["items"][0]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_empty_store_gives_no_rows(name: str, tmp_path: pytest.TempPathFactory) -> None:
    store = open_store(str(tmp_path))
    with store.write():
        pass
    with TestClient(api.create(Settings(), store)) as client:
        assert client.get(f"/api/v1/{name}").json()["items"] == []


def test_the_values_of_a_filter_are_the_terms_of_its_scheme() -> None:
    concepts = {str(term) for term in ontology.load().subjects(RDF.type, SKOS.Concept)}
    for values, space in SPACES.items():
        iris = {str(to_iri(value)) for value in values}  # a name that the vocabulary lacks would raise
        if space is not REC:
            assert iris == {term for term in concepts if term.startswith(str(space._NS))}


def test_a_body_that_is_a_part_of_itself_has_each_parent_once(
    rows: TestClient, tmp_path: pytest.TempPathFactory
) -> None:
    graphs = desk.graphs()
    graphs[desk.BASE + "authority"].add((PARLIAMENT, ORG.subOrganizationOf, desk.SENATE))
    graphs[desk.BASE + "authority"].add((desk.SENATE, SKOS.altLabel, Literal("a\tb\nc", lang="en")))
    store = open_store(str(tmp_path))
    with store.write() as writer:
        writer.put(graphs)
    with TestClient(api.create(Settings(), store)) as client:
        (item,) = client.get("/api/v1/venues").json()["items"]
    assert [up["iri"] for up in item["parents"]] == [str(PARLIAMENT)]
    assert item["names"] == ["a b c"]


def test_the_kinds_of_rows_are_listed(rows: TestClient) -> None:
    listed = rows.get("/api/v1").json()
    assert sorted(listed) == COLLECTIONS
    assert all(rows.get(address).status_code == 200 for address in listed.values())


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_parameter_is_described(rows: TestClient, name: str) -> None:
    operation = rows.get("/openapi.json").json()["paths"][f"/api/v1/{name}"]["get"]
    assert all(parameter["description"] for parameter in operation["parameters"])
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith(f"| `/api/v1/{name}` |"))
    named = {parameter["name"] for parameter in operation["parameters"]}
    assert set(re.findall(r"`(\w+)`", line)) == named - {"limit", "offset", "format", "show", "whole"}


def test_rows_that_take_too_much_are_refused(rows: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.asking._MOST_BYTES", 100)
    response = rows.get("/api/v1/statements")
    assert (response.status_code, response.json()["type"].rpartition("#")[2]) == (413, "query-too-large")
