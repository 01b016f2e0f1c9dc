"""Statements as JSON and CSV, from a store that is written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import RDFS, XSD, Graph, Literal, URIRef

import api
from api.settings import Settings
from api.store import open_store
from ontology.terms import REC
from tests.api import desk

ADDRESS = "/api/v1/statements"
NAMES = {str(desk.CLAIM): "claim", str(desk.ADDED): "added", str(desk.INNER): "inner"}
PORT = "“The port is closed & stays <b>closed</b>,”"


def found(client: TestClient, **filters: object) -> list[str]:
    response = client.get(ADDRESS, params=filters)  # type: ignore[arg-type]  # any value is written as text
    assert response.status_code == 200, response.text
    return [NAMES[item["iri"]] for item in response.json()["items"]]


def test_a_statement_has_who_what_to_whom_where_and_when(client: TestClient) -> None:
    (item,) = client.get(ADDRESS, params={"iri": desk.CLAIM}).json()["items"]
    start, end = desk.at(PORT)
    assert item == {
        "score": None,
        "snippet": None,
        "iri": str(desk.CLAIM),
        "page": "http://testserver/id/" + str(desk.CLAIM).removeprefix(desk.BASE),
        "text": PORT,
        "language": "en",
        "claimants": [{"iri": str(desk.ANA), "label": "Ana Duarte", "roles": ["minister"], "way": "claims"}],
        "addressees": [{"iri": str(desk.SENATE), "label": "Senate of Ruritania"}],
        "venues": [
            {
                "iri": str(desk.SENATE),
                "label": "Senate of Ruritania",
                "parents": [{"iri": desk.BASE + "forum/parliament-of-ruritania", "label": None}],
            }
        ],
        "said_on": {
            "words": "on Monday",
            "edtf": "2022-01-24",
            "earliest": "2022-01-24",
            "latest": "2022-01-24",
            "basis": "publication",
        },
        "stance": "affirm",
        "polarity": "affirm",
        "quote_form": "direct",
        "kind": "statement",
        "speech_act": "assert",
        "cue": "told",
        "confidence": 0.93,
        "embedded_in": None,
        "sentence": f"{PORT}{desk.TEXT.partition(PORT)[2]}".strip(),
        "spans": [
            {"part": "content", "begin": start, "end": end},
            {"part": "source", "begin": desk.at("minister Ana Duarte")[0], "end": desk.at("minister Ana Duarte")[1]},
            {"part": "cue", "begin": desk.at("told")[0], "end": desk.at("told")[1]},
        ],
        "article": {
            "iri": str(desk.VERSION),
            "url": "https://news.example/port",
            "title": desk.TITLE,
            "published": "2022-01-28",
            "publisher": "Ruritania Wire",
        },
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["claim", "added", "inner"]),
        ({"sort": "said_on"}, ["added", "inner", "claim"]),
        ({"claimant": desk.ANA}, ["claim", "added"]),
        ({"claimant": "ana duarte"}, ["claim", "added"]),
        ({"claimant": "A. DUARTE"}, ["claim", "added"]),
        ({"claimant": "duarte"}, ["claim", "added"]),
        ({"claimant": [desk.HOSTILE, "nobody"]}, ["inner"]),
        ({"claimant": "nobody"}, []),
        ({"role": "Minister"}, ["claim"]),
        ({"addressee": "Senate"}, ["claim"]),
        ({"venue": desk.BASE + "forum/parliament-of-ruritania"}, ["claim"]),
        ({"venue": "Ruritania Wire"}, []),
        ({"about": "Ana Duarte"}, ["inner"]),
        ({"publisher": "ruritania wire"}, ["claim", "added", "inner"]),
        ({"article": "https://news.example/port"}, ["claim", "added", "inner"]),
        ({"article": desk.WORK}, ["claim", "added", "inner"]),
        ({"article": desk.OLD}, []),
        ({"way": "reportedlyClaims"}, ["inner"]),
        ({"way": ["claims", "disputes"]}, ["claim", "added"]),
        ({"stance": "deny"}, ["inner"]),
        ({"polarity": "affirm", "quote_form": "indirect"}, ["added"]),
        ({"kind": "attitude"}, []),
        ({"embedded": "true"}, ["inner"]),
        ({"embedded": "false", "speech_act": "assert"}, ["claim", "added"]),
        ({"min_confidence": 0.93}, ["claim", "added", "inner"]),
        ({"min_confidence": 0.94}, []),
        ({"from": "2022-01-24", "to": "2022-01-24", "when": "certain"}, ["claim"]),
        ({"from": "2022-01-25"}, []),
        ({"to": "2022-01-23"}, []),
        ({"text": "Closed & stays"}, ["claim"]),
        ({"day_basis": "publication"}, ["claim"]),
        ({"day_basis": ["explicit", "none"]}, []),
    ],
)
def test_a_filter_leaves_what_it_says(client: TestClient, filters: dict[str, object], names: list[str]) -> None:
    assert found(client, **filters) == names


def test_a_part_of_a_name_and_a_name_that_is_nobodys_are_said(client: TestClient) -> None:
    notes = client.get(ADDRESS, params={"claimant": ["Duarte", "Zed"]}).json()["notes"]
    assert notes == [
        "claimant=Duarte: nothing is called so as a whole; taken for A. Duarte, Ana Duarte",
        "claimant=Zed: nothing on record is called so",
    ]


def test_pages_lead_from_one_to_the_next_and_end(client: TestClient) -> None:
    address, seen = f"{ADDRESS}?limit=2", list[str]()
    while address:
        response = client.get(address)
        page = response.json()
        seen += [NAMES[item["iri"]] for item in page["items"]]
        assert (f'<{page["next"]}>; rel="next"' in response.headers["link"]) == bool(page["next"])
        address = page["next"]
    assert seen == ["claim", "added", "inner"]
    assert 'rel="prev"' in response.headers["link"]


@pytest.mark.parametrize(
    "filters", [{}, {"claimant": "Duarte", "limit": "1"}, {"claimant": desk.HOSTILE}, {"role": r"a\u0041"}]
)
def test_the_query_that_is_shown_gives_the_same_rows(client: TestClient, filters: dict[str, str]) -> None:
    response = client.get(ADDRESS, params={**filters, "show": "query"})
    assert response.headers["content-type"] == "application/sparql-query; charset=utf-8"
    page = client.get(ADDRESS, params=filters).json()
    assert page["query"] == response.text
    rows = client.post("/sparql", data={"query": response.text}, headers={"Accept": "application/json"})
    assert rows.status_code == 200, rows.text
    statements = [row["statement"]["value"] for row in rows.json()["results"]["bindings"]]
    assert statements[: len(page["items"])] == [item["iri"] for item in page["items"]]


@pytest.mark.parametrize("way", [{"params": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}])
def test_rows_come_as_csv(client: TestClient, way: dict[str, dict[str, str]]) -> None:
    response = client.get(ADDRESS, **way)  # type: ignore[arg-type]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [NAMES[row["iri"]] for row in rows] == ["claim", "added", "inner"]
    assert (rows[0]["claimants"], rows[0]["roles"], rows[0]["said_on_edtf"]) == ("Ana Duarte", "minister", "2022-01-24")
    assert rows[2]["claimants"] == desk.HOSTILE
    assert (rows[2]["ways"], rows[2]["embedded_in"]) == ("reportedlyClaims", str(desk.ADDED))


def test_a_statement_has_an_address_of_its_own(client: TestClient) -> None:
    local = str(desk.INNER).removeprefix(desk.BASE)
    assert client.get(f"{ADDRESS}/{local}").json()["iri"] == str(desk.INNER)
    for nothing in ("article/aaaa/2222", "a%3Eb", "%22", "a b"):
        response = client.get(f"{ADDRESS}/{nothing}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (
            {"claimnt": "x"},
            "there is no parameter claimnt here; there are limit, offset, format, show, whole, text, from",
        ),
        ({"limit": "1001"}, "limit=1001: input should be less than or equal to 1000"),
        ({"from": "1643328000"}, "from=1643328000: a day is written as in 2022-01-27"),
        ({"to": "2022-02-30"}, "to=2022-02-30: "),
        ({"stance": "maybe"}, "stance=maybe: input should be 'affirm', 'deny' or 'entertain'"),
        ({"claimant": "http://a b"}, "claimant='http://a b' is no IRI"),
        ({"iri": "Ana"}, "iri='Ana' is no IRI"),
        ({"claimant": "a\x00b"}, "control characters are not taken"),
        ({"claimant": ""}, "claimant=: string should have at least 1 character"),
    ],
)
def test_a_parameter_that_is_not_taken_is_named(client: TestClient, filters: dict[str, str], said: str) -> None:
    response = client.get(ADDRESS, params=filters)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_rows_are_the_same_from_an_engine_elsewhere(client: TestClient, address: str) -> None:
    store = open_store(address)
    with store.write() as writer:
        writer.put(desk.graphs())
    with TestClient(api.create(Settings(), store)) as remote:
        for filters in ({}, {"claimant": "Duarte", "from": "2022-01-01"}, {"country": "XX"}):
            here, there = (asked.get(ADDRESS, params=filters).json() for asked in (client, remote))
            assert there["state"] is None
            assert {**here, "state": None} == there


@pytest.fixture
def several(address: str) -> Iterator[TestClient]:
    """A store with a joint statement and names in several languages."""
    graphs = desk.graphs()
    graphs[str(desk.VERSION)].add((desk.CLAIM, REC.claimant, desk.Article.actor(2)))
    graphs[desk.BASE + "authority"].add((desk.ANA, RDFS.label, Literal("Ana de Duarte\t\n|x", lang="pt")))
    graphs[desk.BASE + "authority"].add(
        (URIRef(desk.BASE + "forum/parliament-of-ruritania"), RDFS.label, Literal("Parliament", lang="en"))
    )
    store = open_store(address)
    with store.write() as writer:
        writer.put(graphs)
    with TestClient(api.create(Settings(), store)) as client:
        yield client


def test_a_joint_statement_has_each_claimant_once_under_an_english_name(several: TestClient) -> None:
    (item,) = several.get(ADDRESS, params={"iri": desk.CLAIM}).json()["items"]
    assert sorted((who["label"], who["way"]) for who in item["claimants"]) == [
        (desk.HOSTILE, None),
        ("Ana Duarte", "claims"),
    ]
    assert found(several, claimant=["Ana Duarte", "ana de duarte"]) == ["claim", "added"]
    assert found(several, venue="parliament") == ["claim"]


def test_every_statement_stands_on_one_page_and_equal_ones_in_the_order_of_their_iris(tmp_path: Path) -> None:
    store, names = open_store(tmp_path / "store"), list[str]()
    with store.write() as writer:
        for number in range(12):
            work = URIRef(f"{desk.BASE}article/{sha256(bytes([number])).hexdigest()[:16]}")
            version, time, graph = URIRef(f"{work}/0123456789ab"), URIRef(f"{work}/time/1"), Graph()
            graph.add((work, REC.latestVersion, version))
            graph.add((time, REC.earliest, Literal("2022-01-24", datatype=XSD.date)))
            for begin in (2, 10):
                statement = URIRef(f"{version}/statement/{begin}-20")
                names.append(str(statement))
                graph.add((statement, REC.article, version))
                graph.add((statement, REC.text, Literal("words", lang="en")))
                graph.add((statement, REC.kind, URIRef("https://w3id.org/onrecord/ns/statement-kind#statement")))
                if number % 3:
                    graph.add((statement, REC.saidOn, time))
            writer.put({str(version): graph})
    with TestClient(api.create(Settings(), store)) as client:
        for sort in ("-said_on", "said_on", "-confidence"):
            address, read = f"{ADDRESS}?limit=5&sort={sort}", list[tuple[str, str]]()
            while address:
                page = client.get(address).json()
                read += [((item["said_on"] or {}).get("earliest") or "", item["iri"]) for item in page["items"]]
                address = page["next"]
            assert sorted(iri for _, iri in read) == sorted(names)
            if sort == "-confidence":
                assert read == sorted(read, key=lambda row: row[1])
            else:
                assert read == sorted(sorted(read), key=lambda row: row[0], reverse=sort.startswith("-"))


def test_what_a_copy_repeats_can_be_left_out(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    repeated = Graph().add((desk.ADDED, REC.sameReportAs, URIRef("https://elsewhere.example/statement/1-2")))
    with store.write() as writer:
        writer.put({f"{desk.VERSION}/copies": repeated})
    with TestClient(api.create(Settings(), store)) as client:
        assert found(client) == ["claim", "added", "inner"]
        assert found(client, copies="false") == ["claim", "inner"]
