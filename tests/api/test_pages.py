from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, URIRef

import api
from api import questions
from api.settings import Settings
from ontology.terms import REC
from tests.api import desk

OUR_SCRIPT = '<script type="module" src="/static/web/pictures.js"><'
ARTICLE = str(desk.VERSION).removeprefix(desk.BASE)
ANA = "actor/ana-duarte"
ALL = (
    ("/", "text/html"),
    ("/sparql", "text/html"),
    ("/docs.json", "*/*"),
    (f"/data/{ANA}", "*/*"),
    ("/healthz", "*/*"),
)
SENATE = "forum/senate-of-ruritania"


def page(client: TestClient, path: str) -> str:
    response = client.get(f"/page/{path}")
    assert response.status_code == 200, response.text
    assert re.findall(r"<script[^>]*>.", response.text) == [OUR_SCRIPT]
    assert 'href="javascript' not in response.text
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    return response.text


def words(text: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,*/*;q=0.8", f"/page/{ANA}"),
        ("text/turtle", f"/data/{ANA}?format=turtle"),
        ("application/ld+json", f"/data/{ANA}?format=jsonld"),
        ("*/*", f"/data/{ANA}?format=turtle"),
    ],
)
def test_a_thing_leads_on_to_what_the_client_accepts(client: TestClient, accept: str, target: str) -> None:
    response = client.get(f"/id/{ANA}", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"] == target
    assert "Accept" in response.headers["vary"]


def test_the_work_leads_on_to_its_latest_version(client: TestClient) -> None:
    response = client.get("/page/article/aaaa")
    assert response.status_code == 303
    assert response.headers["location"] == f"/id/{ARTICLE}"


def test_an_article_s_text_is_shown_letter_for_letter(client: TestClient) -> None:
    text = page(client, ARTICLE)
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)
    assert shown is not None
    plain = re.sub(r'<sup class="note">.*?</sup>', "", shown[1], flags=re.DOTALL)
    assert html.unescape(re.sub(r"<[^>]*>", "", plain)) == desk.TEXT


@pytest.mark.parametrize("said", ["told", "it had asked for this", "Share this", "on Monday", "She"])
def test_the_address_of_a_span_leads_to_its_place_in_the_text(client: TestClient, said: str) -> None:
    text = page(client, ARTICLE)
    found = re.search(rf'<(?:span|mark) id="{desk.anchor(said)}"[^>]*>(.*)', text, re.DOTALL)
    assert found is not None
    assert html.unescape(re.sub(r"<[^>]*>", "", found[1])).startswith(said)


def test_an_article_lists_its_statements_with_who_said_them_when_and_where(client: TestClient) -> None:
    listed = words(page(client, ARTICLE).partition("<aside")[2])
    assert (
        "“The port is closed & stays <b>closed</b>,” Ana Duarte in Senate of Ruritania 24 January 2022 in the text"
    ) in listed
    assert "it had asked for this <script>alert('x')</script> \" } DROP ALL reported by another" in listed


def test_hostile_text_is_shown_and_never_run(client: TestClient) -> None:
    assert "&lt;script&gt;alert" in page(client, ARTICLE)
    assert "&lt;script&gt;alert" in page(client, f"{ARTICLE}/actor/2")
    outside = page(client, ANA)
    assert 'href="http://www.wikidata.org/entity/Q1"' in outside
    assert "javascript:alert(1)" in outside


def test_an_old_version_says_that_there_is_a_newer_one(client: TestClient) -> None:
    text = page(client, str(desk.OLD).removeprefix(desk.BASE))
    assert f'<a href="/id/{ARTICLE}">a newer version' in text


def test_a_statement_is_shown_with_all_its_fields_and_its_sentence(client: TestClient) -> None:
    text = page(client, str(desk.CLAIM).removeprefix(desk.BASE))
    shown = words(text)
    assert "Ana Duarte , minister · 24 January 2022" in shown
    for field in (
        "Claimant Ana Duarte named in the sentence",
        "Role minister",
        "Cue told assert",
        "Addressee Senate named in the sentence",
        "Venue Senate named in the sentence",
        "Said on 24 January 2022 “on Monday”; EDTF 2022-01-24; counted from the day of publication",
        "Stance affirm",
        "Polarity affirm",
        "Kind statement",
        "Form direct",
        "Confidence 0.93",
        "On one occasion with Harbour Watch denied that it had asked for this",
    ):
        assert field in shown
    assert f'href="/id/{ARTICLE}#{desk.anchor("“The port is closed & stays <b>closed</b>,”")}"' in text
    assert re.search(r'<span class="cue" title="[^"]*">told</span>', text)
    assert re.search(r'<mark class="content" title="[^"]*">“The port is closed &amp; stays', text)
    assert "Attributed, not established" in shown
    assert "Share this" not in shown


def test_a_statement_inside_another_names_it(client: TestClient) -> None:
    shown = words(page(client, str(desk.INNER).removeprefix(desk.BASE)))
    assert "Said within Harbour Watch denied that it had asked for this" in shown
    assert "Stance deny" in shown
    assert "About Ana Duarte" in shown


def test_somebody_s_page_tells_what_they_said_and_what_was_said_of_them(client: TestClient) -> None:
    text = page(client, ANA)
    shown = words(text)
    assert "Also A. Duarte" in shown
    assert "What they said 2" in shown
    assert "24 January 2022" in shown
    assert "Said about them 1 it had asked for this" in shown
    assert f'href="/id/{str(desk.CLAIM).removeprefix(desk.BASE)}"' in text
    assert "/sparql?format=html&amp;query=PREFIX" in text


def test_a_forum_s_page_tells_what_was_said_there(client: TestClient) -> None:
    shown = words(page(client, SENATE))
    assert "Part of forum/parliament-of-ruritania" in shown
    assert "Said there, and said to them 1 “The port is closed" in shown
    assert "in Senate of Ruritania" not in shown


def test_an_actor_of_one_article_is_shown_as_the_article_has_it(client: TestClient) -> None:
    shown = words(page(client, f"{ARTICLE}/actor/1"))
    assert "Refers to Ana Duarte" in shown
    assert "Mentioned as Ana Duarte She" in shown
    assert "What they said 2" in shown


def test_the_queries_that_pages_offer_are_answered(client: TestClient) -> None:
    offered = re.findall(r'href="(/sparql\?format=html&amp;query=[^"]*)"', page(client, ANA))
    assert len(offered) > 2
    for address in offered:
        response = client.get(html.unescape(address))
        assert response.status_code == 200
        assert re.search(r"<h2>[1-9]\d* rows?</h2>", response.text)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("thing/4%2F2", "a name with a percent sign"),
        ("place/z%C3%BCrich", "Zürich"),
        ("place/zürich", "Zürich"),
        (f"{ARTICLE}/time/0", "on Monday"),
    ],
)
def test_whatever_has_a_name_has_a_page(client: TestClient, path: str, name: str) -> None:
    assert f">{name}</h1>" in page(client, path)
    assert client.get(f"/data/{path}").status_code == 200
    led = client.get(f"/id/{path}", headers={"Accept": "text/html"})
    assert client.get(led.headers["location"]).status_code == 200


def test_the_data_of_a_thing_is_what_is_said_of_it_and_with_it(client: TestClient) -> None:
    graph = Graph().parse(data=client.get(f"/data/{ANA}").text, format="turtle")
    assert (desk.ANA, RDF.type, REC.Person) in graph
    assert (desk.ANA, REC.claims, URIRef(desk.CLAIM)) in graph
    assert (desk.Article.actor(1), REC.refersTo, desk.ANA) in graph


def test_the_data_of_an_article_is_its_whole_graph(client: TestClient) -> None:
    text = client.get(f"/data/{ARTICLE}?format=ntriples").text
    graph = Graph().parse(data=text, format="nt")
    assert not set(desk.Article().graph) - set(graph)


def test_data_comes_in_the_format_asked_for(client: TestClient) -> None:
    turtle = client.get(f"/data/{ARTICLE}/actor/2?format=turtle", headers={"Accept-Encoding": "identity"})
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "DROP ALL" in turtle.text
    assert int(turtle.headers["content-length"]) == len(turtle.content)
    assert client.get(f"/data/{ANA}", headers={"Accept": "application/ld+json"}).json()
    assert client.get(f"/data/{ANA}?format=docx").status_code == 406


@pytest.mark.parametrize("path", ["/page/nothing", "/data/nothing", "/page/a%3Eb", "/page/%22", "/nowhere"])
def test_what_is_not_on_record_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["instance"] == path.replace("%3E", ">").replace("%22", '"')
    assert "/" in response.json()["detail"]
    readable = client.get(path, headers={"Accept": "text/html"})
    assert readable.status_code == (406 if path.startswith("/data") else 404)
    assert "text/html" in readable.headers["content-type"]


def test_the_front_page_tells_what_is_here_and_what_to_ask(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    shown = words(response.text)
    assert "articles 1 statements 3 voices 2 venues 1" in shown
    assert "Port is <script>" in shown
    assert "Ruritania Wire 2022-01-28 3 statements" in shown
    assert "Ana Duarte 2" in shown
    assert '<form class="query" action="/sparql" method="get">' in response.text
    assert client.get("/static/style.css").status_code == 200


def test_every_question_on_the_front_page_is_answered(client: TestClient) -> None:
    addresses = re.findall(r'<h3><a href="([^"]*)"', client.get("/").text)
    assert addresses
    for address in addresses:
        assert client.get(html.unescape(address)).status_code == 200


def test_an_empty_store_has_a_front_page_too(tmp_path: Path) -> None:
    from api.store.embedded import EmbeddedStore

    store = EmbeddedStore(tmp_path)
    with store.write():
        pass
    with TestClient(api.create(Settings(), store)) as client:
        assert "onrecord ingest" in client.get("/").text


def test_the_server_says_that_it_is_well_and_what_it_offers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "state": "1"}
    docs = client.get("/docs")
    assert "/sparql" in docs.text
    assert "ONRECORD_QUERY_TIMEOUT" in docs.text
    assert re.findall(r"<script[^>]*>.", docs.text) == [OUR_SCRIPT]


def test_the_data_as_a_whole_is_described(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    void = "http://rdfs.org/ns/void#"
    [data] = graph.subjects(URIRef(void + "sparqlEndpoint"))
    assert {str(space) for space in graph.objects(data, URIRef(void + "uriSpace"))} == {desk.BASE}
    part = next(graph.subjects(URIRef(void + "class"), REC.Statement))
    assert str(graph.value(part, URIRef(void + "entities"))) == "3"


def test_only_pages_may_run_scripts_and_only_the_query_page_may_ask(client: TestClient) -> None:
    policies = {
        path: client.get(path, headers={"Accept": kind}).headers["content-security-policy"] for path, kind in ALL
    }
    assert [path for path, policy in policies.items() if "script-src" in policy] == ["/", "/sparql"]
    assert [path for path, policy in policies.items() if "connect-src" in policy] == ["/sparql"]


def test_the_query_page_has_all_that_an_editor_needs_and_works_without_it(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html"})
    [prefixes] = re.findall(r'data-prefixes="([^"]*)"', response.text)
    assert json.loads(html.unescape(prefixes))["rec"] == str(REC)
    assert f'data-base="{desk.BASE}"' in response.text
    assert "A query may take 30 seconds and 1 GiB of memory" in words(response.text)
    for question in questions.load():
        assert question.title in html.unescape(response.text)
    assert '<form class="query" action="/sparql" method="get">' in response.text
