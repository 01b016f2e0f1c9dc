"""The queries of the page on joining other servers, asked of a server of ours and of one in Wikidata's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

import ontology
from api.store import Rows, open_store
from api.store.address import Address
from api.store.endpoint import Endpoint
from tests.api.engines import serve
from tests.api.serving import serving
from tests.questions.prefixes import PREFIXES

PAGE = (Path(__file__).parents[2] / "docs" / "federation.md").read_text("utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```\n", PAGE, re.DOTALL)
OURS, WIKIDATA = "https://news.example.org/sparql", "https://query.wikidata.org/sparql"
SAID = """
actor:donald-trump rec:claims <urn:s1> . <urn:s1> rec:text "the allies will stay"@en .
actor:donald-trump rec:claims <urn:s2> . <urn:s2> rec:text "the allies will stay"@en ; rec:sameReportAs <urn:s1> .
actor:namibia rec:claims <urn:s3> . <urn:s3> rec:text "the port is open"@en .
actor:pakistan rec:claims <urn:s4> , <urn:s5> . <urn:s4> rec:text "no"@en . <urn:s5> rec:text "yes"@en .
"""
KNOWN = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
wd:Q22686 wdt:P102 wd:Q29468 ; wdt:P569 "1946-06-14T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
wd:Q29468 rdfs:label "Republican Party"@en , "Republikanische Partei"@de .
wd:Q1030 wdt:P297 "NA" ; wdt:P30 wd:Q15 . wd:Q15 rdfs:label "Africa"@en , "Afrika"@de .
wd:Q843 wdt:P297 "PK" ; wdt:P30 wd:Q48 . wd:Q48 rdfs:label "Asia"@en .
wd:Q30 wdt:P297 "US" ; wdt:P30 wd:Q49 . wd:Q49 rdfs:label "North America"@en .
wd:Q41 wdt:P297 "GR" ; wdt:P30 wd:Q46 . wd:Q46 rdfs:label "Europe"@en .
"""


@pytest.fixture(scope="module")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that stands for Wikidata, with a handful of what it knows."""
    triples = Graph().parse(data=KNOWN, format="turtle").serialize(format="nt")
    with serve(tmp_path_factory.mktemp("wikidata")) as running:
        Endpoint(Address.read(running.query), 30).update(f"INSERT DATA {{ {triples} }}")
        yield running.query


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, wikidata: str) -> Iterator[str]:
    """Our server, which may ask the other."""
    folder = tmp_path_factory.mktemp("ours")
    with open_store(folder).write() as writer:
        writer.put({"https://w3id.org/onrecord/id/authority": ontology.authority()})
        writer.put({"urn:said": Graph().parse(data=PREFIXES + SAID, format="turtle")})
    with serving(folder, services=wikidata) as running:
        yield f"{running.address}/sparql"


def place(query: str, ours: str, wikidata: str) -> str:
    """Give a query of the page with nothing but the addresses changed."""
    return query.replace(OURS, ours).replace(WIKIDATA, wikidata)


def ask(address: str, query: str) -> list[tuple[str, ...]]:
    with open_store(address).read() as reader:
        found = reader.query(query)
    assert isinstance(found, Rows)
    return [tuple(str(value) for value in row) for row in found.rows]


def test_the_page_has_a_query_of_ours_and_two_from_the_other_side() -> None:
    assert len(QUERIES) == 3
    assert [OURS in query for query in QUERIES] == [False, True, True]
    assert [WIKIDATA in query for query in QUERIES] == [True, False, True]


def test_our_server_asks_wikidata(ours: str, wikidata: str) -> None:
    assert ask(ours, place(QUERIES[0], ours, wikidata)) == [("Donald Trump", "1946-06-14T00:00:00Z")]


def test_wikidata_asks_our_server(ours: str, wikidata: str) -> None:
    found = ask(wikidata, place(QUERIES[1], ours, wikidata))
    assert found == [("Donald Trump", "Republican Party", "the allies will stay")]


def test_an_engine_of_ones_own_asks_both(ours: str, wikidata: str) -> None:
    found = ox.Store().query(place(QUERIES[2], ours, wikidata))
    assert isinstance(found, ox.QuerySolutions)
    rows = [(row["continentName"].value, int(row["statements"].value)) for row in found]
    assert rows == [("Asia", 2), ("Africa", 1), ("North America", 1)]
