"""What stands on the pages of statements, articles, actors, venues, events and the data set besides the statements."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import DCTERMS, ORG, PROV, RDF, RDFS, XSD, Graph, Literal, URIRef

import api
from api.settings import Settings
from api.store import open_store
from ontology.terms import COPYKIND, NIF, PLOVER, REC, SCHEMA, SSSOM
from tests.api import desk
from tests.api.markup import faults
from tests.api.test_pages import ANA, ARTICLE, SENATE, words

EVENT = desk.VERSION + "/event/0"
RECORDED = URIRef(desk.BASE + "dataset/acled/event/ROW1")
RUN = URIRef(desk.BASE + "run/0123456789abcdef")
FIRST = URIRef(desk.BASE + "article/bbbb/1111")
FIRST_SAID = FIRST + "/statement/1-2"


def graphs() -> dict[str, Graph]:
    made = desk.graphs()
    article, links, known = made[str(desk.VERSION)], made[f"{desk.VERSION}/links"], made[desk.BASE + "authority"]
    for node in (desk.VERSION, desk.CLAIM):
        article.add((node, PROV.wasGeneratedBy, RUN))
    speech = desk.VERSION + "/speech/0"
    article.add((speech, RDF.type, REC.SpeechEvent))
    article.add((speech, REC.article, desk.VERSION))
    article.add((speech, REC.venue, desk.Article.actor(3)))
    article.add((speech, REC.saidOn, desk.VERSION + "/time/0"))
    article.add((EVENT, RDF.type, REC.Event))
    article.add((EVENT, REC.article, desk.VERSION))
    article.add((EVENT, REC.eventType, PLOVER.REQUEST))
    article.add((EVENT, REC.span, desk.VERSION + "#" + desk.anchor("asked")))
    article.add((desk.INNER, REC.denies, EVENT))
    overlapping = desk.VERSION + "#" + "char={},{}".format(desk.at("Monday")[0], desk.at("She added")[1])
    article.add((overlapping, NIF.referenceContext, desk.VERSION))
    article.add((overlapping, NIF.beginIndex, Literal(desk.at("Monday")[0])))
    article.add((overlapping, NIF.endIndex, Literal(desk.at("She added")[1])))
    mapping = desk.VERSION + "/links/1"
    links.add((mapping, SSSOM.subject_id, desk.Article.actor(1)))
    links.add((mapping, SSSOM.object_id, desk.ANA))
    links.add((mapping, SSSOM.confidence, Literal("0.87", datatype=XSD.decimal)))
    office, role = URIRef(desk.BASE + "membership/ana"), URIRef(desk.BASE + "role/president")
    for triple in (
        (office, RDF.type, ORG.Membership),
        (office, ORG.member, desk.ANA),
        (office, ORG.role, role),
        (role, RDFS.label, Literal("President", lang="en")),
        (office, REC.earliest, Literal("2019-01-01", datatype=XSD.date)),
    ):
        known.add(triple)
    return {
        **made,
        str(RUN): _graph((RUN, RDF.type, REC.Run), (RUN, REC.softwareVersion, Literal("0.1.0"))),
        str(FIRST): _graph(
            (FIRST, RDF.type, REC.ArticleVersion),
            (FIRST, NIF.isString, Literal("It had not asked.")),
            (FIRST, SCHEMA.headline, Literal("The first report")),
            (FIRST_SAID, REC.article, FIRST),
            (FIRST_SAID, REC.text, Literal("asked for this")),
            (URIRef(desk.BASE + "article/bbbb"), REC.latestVersion, FIRST),
        ),
        f"{desk.VERSION}/copies": _graph(
            (desk.INNER, REC.sameReportAs, FIRST_SAID),
            (desk.VERSION, PROV.wasQuotedFrom, FIRST),
            (desk.VERSION, PROV.qualifiedQuotation, desk.VERSION + "/copies/0"),
            (desk.VERSION + "/copies/0", PROV.entity, FIRST),
            (desk.VERSION + "/copies/0", REC.copyKind, COPYKIND.excerpt),
        ),
        desk.BASE + "dataset/acled": _recorded(),
    }


def _recorded() -> Graph:
    dataset, match = URIRef(desk.BASE + "dataset/acled"), URIRef(desk.BASE + "dataset/acled/match/1")
    return _graph(
        (dataset, RDF.type, REC.EventDataset),
        (dataset, DCTERMS.title, Literal("ACLED")),
        (RECORDED, RDF.type, REC.RecordedEvent),
        (RECORDED, REC.recordId, Literal("ROW1")),
        (RECORDED, REC.inDataset, dataset),
        (RECORDED, REC.recordedType, Literal("Protests")),
        (RECORDED, REC.fatalities, Literal(3)),
        (match, REC.eventSaid, EVENT),
        (match, REC.eventRecorded, RECORDED),
        (match, REC.matchScore, Literal("0.9", datatype=XSD.decimal)),
        (match, REC.reason, Literal("same day")),
        (EVENT, REC.recordedAs, RECORDED),
    )


def _graph(*triples: tuple[URIRef, URIRef, URIRef | Literal]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = open_store(tmp_path_factory.mktemp("rich"))
    with store.write() as writer:
        writer.put(graphs())
    settings = Settings(title="Coast desk", publisher="The desk", licence="https://example.org/licence")
    with TestClient(api.create(settings, store), follow_redirects=False) as client:
        yield client


def look(client: TestClient, thing: str) -> str:
    response = client.get(thing if thing.startswith("/") else f"/page/{thing.removeprefix(desk.BASE)}")
    assert response.status_code == 200, response.text
    assert faults(response.text) == []
    return response.text


def table(text: str, name: str) -> list[list[str]]:
    """The rows of a table on a page, as words."""
    found = re.search(rf'<table [^>]*id="{name}"[^>]*>.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    assert found is not None, name
    return [[words(cell) for cell in re.findall(r"<td.*?</td>", row)] for row in found[1].splitlines() if "<tr" in row]


def test_a_statement_tells_where_else_it_is_reported_how_it_is_linked_and_how_it_was_read(rich: TestClient) -> None:
    inner, claim = look(rich, str(desk.INNER)), look(rich, str(desk.CLAIM))
    assert table(inner, "reports") == [["asked for this", "The first report", "", ""]]
    assert (
        table(claim, "links")
        == [
            ["claimant", "Ana Duarte", "0.87", "http://www.wikidata.org/entity/Q1"],
            ["claimant", "Ana Duarte", "0.87", "javascript:alert(1)"],
            ["addressee", "Senate of Ruritania", "", ""],
            ["venue", "Senate of Ruritania", "", ""],
        ]
        or len(table(claim, "links")) == 4
    )
    assert table(claim, "provenance") == [["run/0123456789abcdef", "0.1.0", "", ""]]
    assert "Attributed, not established" in claim


def test_the_sentence_is_marked_in_its_paragraph(rich: TestClient) -> None:
    text = look(rich, str(desk.INNER))
    assert '<span class="sentence" title="the sentence">' in text
    assert re.search(r'<mark class="content"[^>]*>it had asked for this</mark>', text)


def test_an_article_shows_what_was_set_aside_and_what_it_is_printed_from(rich: TestClient) -> None:
    text = look(rich, ARTICLE)
    assert table(text, "asides") == [["Share this", "chrome", "share links"]]
    assert 'title="Not read as news: share links"' in text
    assert table(text, "copies") == [["printed from", "The first report", "", "", "excerpt"]]
    assert re.search(r'<mark [^>]*title="Statement 1, Ana Duarte"', text)


def test_spans_that_cross_keep_every_letter_in_its_place(rich: TestClient) -> None:
    text = look(rich, ARTICLE)
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)
    assert shown is not None
    plain = re.sub(r'<sup class="note">.*?</sup>', "", shown[1], flags=re.DOTALL)
    assert html.unescape(re.sub(r"<[^>]*>", "", plain)) == desk.TEXT


def test_somebody_has_roles_months_and_company(rich: TestClient) -> None:
    text = look(rich, ANA)
    assert table(text, "months") == [["2022-01", "1", "0"]]
    assert table(text, "roles") == [
        ["minister", "", "", "", "2022-01-24", "2022-01-24", "1"],
        ["President", "", "2019-01-01", "", "", "", "0"],
    ]
    assert ["Senate of Ruritania", "1", "0", "0"] in table(text, "network")
    assert [desk.HOSTILE, "0", "0", "1"] in table(text, "network")


def test_a_venue_has_what_is_above_it_and_its_occasions(rich: TestClient) -> None:
    text = look(rich, SENATE)
    assert table(text, "above") == [["forum/parliament-of-ruritania", "0"]]
    assert [row[1:4] for row in table(text, "occasions")] == [["2022-01-24", "2022-01-24", "2"]]
    below = look(rich, "forum/parliament-of-ruritania")
    assert "Senate of Ruritania" in below


@pytest.mark.parametrize("event", [EVENT, RECORDED])
def test_an_event_tells_who_denies_it(rich: TestClient, event: URIRef) -> None:
    text = look(rich, str(event))
    assert [row[:3] for row in table(text, "positions")] == [["denies", desk.HOSTILE, "it had asked for this"]]
    assert "0.9" in words(text)
    assert "Attributed, not established" in text


def test_a_recorded_event_is_named_by_its_data_set(rich: TestClient) -> None:
    shown = words(look(rich, str(RECORDED)))
    assert "Recorded event Protests ROW1" in shown
    assert "Deaths 3" in shown
    assert "Data set ACLED" in shown


def test_the_data_set_tells_what_it_holds_on_what_terms_and_how_to_cite_it(rich: TestClient) -> None:
    text = look(rich, "/dataset")
    shown = words(text)
    assert "Coast desk, snapshot 1 of 20" in shown
    assert "Published by The desk" in shown
    assert 'href="https://example.org/licence"' in text
    assert ["Ruritania Wire", "1", "2022-01-28", "2022-01-28", "3"] in table(text, "publishers")
    assert table(text, "datasets") == [["ACLED", "1"]]
    for address in re.findall(r'<a href="(/api/v1/[^"]*)"', text):
        assert rich.get(html.unescape(address)).status_code == 200
    assert rich.get("/dataset?snapshot=99").status_code == 404


@pytest.mark.parametrize("thing", [ARTICLE, ANA, SENATE, str(desk.CLAIM), str(EVENT)])
def test_every_page_is_cited_at_an_address_that_shows_its_state_again(rich: TestClient, thing: str) -> None:
    text = look(rich, thing)
    found = re.search(r'Cite as: <bdi>([^<]*)</bdi> <a href="http://testserver(/id/[^"]*\?snapshot=1)"', text)
    assert found is not None
    assert "Coast desk, snapshot 1." in html.unescape(found[1])
    led = rich.get(found[2], headers={"Accept": "text/html"})
    assert led.status_code == 303
    assert rich.get(led.headers["location"]).text == text
    data = rich.get(found[2], headers={"Accept": "text/turtle"})
    assert rich.get(data.headers["location"]).status_code == 200


def test_a_page_of_a_snapshot_shows_what_was_there_then(tmp_path: Path) -> None:
    store = desk.fill(tmp_path)
    with TestClient(api.create(Settings(), store)) as client:
        with store.write() as writer:
            writer.remove((desk.BASE + "authority", f"{desk.VERSION}/links"))
        assert client.get(f"/page/{ANA}").status_code == 404
        assert "Ana Duarte" in client.get(f"/page/{ANA}?snapshot=1").text
        assert client.get(f"/data/{ANA}?snapshot=1").status_code == 200
        assert client.get(f"/page/{ANA}?snapshot=x").status_code == 400


@pytest.mark.parametrize("thing", [ARTICLE, ANA, SENATE, str(desk.CLAIM), str(EVENT)])
def test_whatever_is_a_row_leads_to_it_and_every_list_can_be_had_in_full(rich: TestClient, thing: str) -> None:
    text = look(rich, thing)
    addresses = {
        html.unescape(address) for address in re.findall(r'(?:href|data-json)="(/(?:sparql|api|search)[^"]*)"', text)
    }
    assert any(address.startswith("/api/v1/") for address in addresses)
    for address in addresses:
        response = rich.get(address, headers={"Accept": "text/html, */*;q=0.5"})
        assert response.status_code == 200, (address, response.text[:200])


def test_it_is_three_clicks_from_the_first_page_to_a_marked_sentence(rich: TestClient) -> None:
    first = look(rich, "/")
    who = re.search(rf'<a href="(/id/{ANA})"', first)
    assert who is not None
    page = rich.get(rich.get(who[1], headers={"Accept": "text/html"}).headers["location"]).text
    said = re.search(r'<p class="said"><a href="([^"]*)"', page)
    assert said is not None
    statement = rich.get(rich.get(said[1], headers={"Accept": "text/html"}).headers["location"]).text
    assert '<mark class="content"' in statement
