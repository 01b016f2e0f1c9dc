"""The clients that researchers use, against a server in a process of its own."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.error import HTTPError
from xml.dom.minidom import Document

import httpx
import pytest
import rdflib
from rdflib import RDFS, Literal
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.api import desk
from tests.api.serving import serving

SELECT = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?what ?day WHERE { ?who rec:claims ?s . ?s rec:text ?what OPTIONAL { ?s rec:saidOn/rec:earliest ?day } }
ORDER BY ?what
"""
CONSTRUCT = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }
"""


@pytest.fixture
def wrapper(served: str) -> SPARQLWrapper:
    return SPARQLWrapper(f"{served}/sparql")


def ask(wrapper: SPARQLWrapper, query: str, form: str) -> object:
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    return wrapper.query().convert()


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("method", ["GET", POST])
def test_rows_come_as_json_by_every_way_of_asking(wrapper: SPARQLWrapper, method: str, way: str) -> None:
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    answer = ask(wrapper, SELECT, JSON)
    assert isinstance(answer, dict)
    rows = answer["results"]["bindings"]
    assert [row["what"]["value"] for row in rows] == [
        "Harbour Watch denied that it had asked for this",
        "“The port is closed & stays <b>closed</b>,”",
    ]
    assert rows[1]["day"] == {
        "type": "literal",
        "value": "2022-01-24",
        "datatype": "http://www.w3.org/2001/XMLSchema#date",
    }


def test_rows_come_as_xml(wrapper: SPARQLWrapper) -> None:
    answer = ask(wrapper, SELECT, XML)
    assert isinstance(answer, Document)
    assert len(answer.getElementsByTagName("result")) == 2


@pytest.mark.parametrize(("form", "between"), [(CSV, ","), (TSV, "\t")])
def test_rows_come_as_a_table(wrapper: SPARQLWrapper, form: str, between: str) -> None:
    answer = ask(wrapper, SELECT, form)
    assert isinstance(answer, bytes)
    rows = list(csv.reader(io.StringIO(answer.decode()), delimiter=between))
    assert [name.removeprefix("?") for name in rows[0]] == ["what", "day"]
    assert len(rows) == 3
    assert "closed & stays" in rows[2][0]


@pytest.mark.parametrize("form", [TURTLE, N3, RDF, RDFXML, XML, JSONLD])
@pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning")  # its own complaint about its own RDF
def test_a_graph_comes_in_every_format_that_the_client_knows(wrapper: SPARQLWrapper, form: str) -> None:
    answer = ask(wrapper, CONSTRUCT, form)
    graph = rdflib.Graph()
    if isinstance(answer, bytes):
        graph.parse(answer, format="turtle")
    else:
        assert isinstance(answer, rdflib.Graph)
        graph = answer
    assert (desk.SENATE, RDFS.label, Literal("Senate of Ruritania", lang="en")) in graph
    assert (desk.Article.actor(2), RDFS.label, Literal(desk.HOSTILE)) in graph


def test_a_graph_comes_as_n_triples(wrapper: SPARQLWrapper) -> None:
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", "application/n-triples")
    wrapper.setQuery(CONSTRUCT)
    answer = wrapper.query()
    assert answer.info()["content-type"] == "application/n-triples"
    graph = rdflib.Graph().parse(answer.response.read(), format="nt")
    assert (desk.SENATE, RDFS.label, Literal("Senate of Ruritania", lang="en")) in graph


def test_an_ask_comes_as_a_truth_value(wrapper: SPARQLWrapper) -> None:
    assert ask(wrapper, "ASK { ?s ?p ?o }", JSON) == {"head": {}, "boolean": True}


def test_a_malformed_query_is_told_from_a_slow_one(wrapper: SPARQLWrapper) -> None:
    with pytest.raises(QueryBadFormed, match="no valid SPARQL"):
        ask(wrapper, "SELECT * WHERE { ?s ", JSON)


def test_a_query_that_takes_too_long_fails_and_is_no_short_answer(folder: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"
    with serving(folder, query_timeout=1) as running:
        with pytest.raises(HTTPError, match="504"):
            ask(SPARQLWrapper(f"{running.address}/sparql"), slow, JSON)
        answer = httpx.get(f"{running.address}/sparql", params={"query": slow})
    assert "stopped after 1 seconds" in answer.json()["detail"]


def test_rdflib_reads_a_thing_from_its_address(served: str) -> None:
    graph = rdflib.Graph().parse(f"{served}/id/actor/ana-duarte")
    assert (desk.ANA, RDFS.label, Literal("Ana Duarte", lang="en")) in graph
