"""Hostile words, wherever an article or an authority can put them, are shown as text on every page and never more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from rdflib import DCTERMS, ORG, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

import api
from api.settings import Settings
from api.store import open_store
from api.transport import ASKING_POLICY, PAGE_POLICY
from ontology.terms import NIF, PLOVER, REC, SCHEMA
from tests.api import desk
from tests.api.markup import Markup

BROWSER = {"Accept": "text/html"}
WORDS = [
    "</title><script>alert(1)</script>",
    '" onmouseover="alert(1)" x=\'',
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${7}",
    "\u202egnp.exe\u202c \u200b\u2066 \ufeff",
    "&lt;b&gt; &amp;amp; \u0001\u007f \u2028",
    "'); DROP ALL; -- \\ \" } UNION { ?s ?p ?o } #",
    '=HYPERLINK("http://x") ]]> <!-- --> <![CDATA[',
    "javascript:alert(1)",
    "𝔘𝔫𝔦 😀 ́ عربى עברית",
]
EVENT, RECORDED = desk.VERSION + "/event/0", URIRef(desk.BASE + "dataset/acled/event/1")
ADDRESSES = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/", "vbscript:x"]


def graphs(words: str) -> dict[str, Graph]:
    """The desk's graphs with these words in every place where a text of others stands."""
    made = desk.graphs()
    article, work, known = made[str(desk.VERSION)], made[str(desk.WORK)], made[desk.BASE + "authority"]
    said = Literal(words, lang="en")
    for path in (RDFS.label, REC.text, REC.cue, REC.words, REC.reason, SCHEMA.headline, NIF.anchorOf):
        for subject, value in list(article.subject_objects(path)):
            article.remove((subject, path, value))
            article.add((subject, path, said))
    for actor in (desk.Article.actor(n) for n in range(4)):
        article.add((actor, SKOS.altLabel, said))
    article.add((desk.VERSION, SCHEMA.author, Literal(words)))
    article.add((desk.VERSION, DCTERMS.rights, Literal(words)))
    article.add((EVENT, RDF.type, REC.Event))
    article.add((EVENT, REC.article, desk.VERSION))
    article.add((EVENT, REC.eventType, PLOVER.ASSAULT))
    article.add((EVENT, REC.agent, desk.Article.actor(2)))
    article.add((desk.INNER, REC.denies, EVENT))
    article.add((desk.VERSION + "/membership/0", ORG.organization, desk.Article.actor(3)))
    for node in (desk.ANA, desk.SENATE):
        known.remove((node, RDFS.label, None))
        known.add((node, RDFS.label, said))
        known.add((node, SKOS.altLabel, Literal(words + " too", lang="en")))
    recorded = Graph()
    recorded.add((RECORDED, RDF.type, REC.RecordedEvent))
    for path in (REC.recordId, REC.recordedType, SCHEMA.description, SCHEMA.citation):
        recorded.add((RECORDED, path, Literal(words)))
    match = URIRef(desk.BASE + "dataset/acled/match/1")
    recorded.add((match, REC.eventSaid, EVENT))
    recorded.add((match, REC.eventRecorded, RECORDED))
    recorded.add((match, REC.matchScore, Literal("0.9", datatype=XSD.decimal)))
    recorded.add((match, REC.reason, Literal(words)))
    recorded.add((EVENT, REC.recordedAs, RECORDED))
    for address in ADDRESSES:
        known.add((desk.SENATE, SKOS.exactMatch, Literal(address)))
    work.remove((desk.WORK, SCHEMA.url, None))
    work.add((desk.WORK, SCHEMA.url, Literal(words)))
    return {**made, desk.BASE + "dataset/acled": recorded}


@pytest.fixture(scope="module", params=WORDS, ids=range(len(WORDS)))
def hostile(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, TestClient]]:
    store = open_store(tmp_path_factory.mktemp("hostile"))
    with store.write() as writer:
        writer.put(graphs(request.param))
    settings = Settings(title=request.param, publisher=request.param, licence=request.param)
    with TestClient(api.create(settings, store), follow_redirects=False) as client:
        yield request.param, client


def pages() -> list[str]:
    things = (
        [desk.VERSION, desk.OLD, desk.CLAIM, desk.INNER, desk.ANA, desk.SENATE, EVENT, RECORDED]
        + [desk.Article.actor(n) for n in range(4)]
        + [desk.VERSION + "/time/0", desk.VERSION + "/role/0", desk.VERSION + "/block/0"]
    )
    return [
        "/",
        "/search",
        "/dataset",
        "/docs",
        "/sparql",
        *(f"/page/{str(it).removeprefix(desk.BASE)}" for it in things),
    ]


def plain(words: str) -> str:
    # A browser takes what HTML has no letters for out of what it reads; so does the parser of these tests.
    return "".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]", "", words).split())


def test_it_is_text_on_every_page(hostile: tuple[str, TestClient]) -> None:
    words, client = hostile
    for path in pages():
        response = client.get(path, headers=BROWSER)
        assert response.status_code == 200, (path, response.text[:300])
        found = Markup(response.text)
        assert found.faults == [], path
        assert plain(words)[:40] in plain(found.text), path
        assert response.headers["content-security-policy"] in {PAGE_POLICY, ASKING_POLICY}


def test_what_is_typed_is_text_too(hostile: tuple[str, TestClient]) -> None:
    words, client = hostile
    for asked in ({"q": words}, {"claimant": words}, {"role": words, "q": "port"}, {"quote_form": words}):
        response = client.get("/search", params=asked, headers=BROWSER)
        assert response.status_code in {200, 400}, response.text
        assert Markup(response.text).faults == [], asked
    for path in ("/page/nothing", "/nowhere"):
        assert Markup(client.get(path, params={"x": words}, headers=BROWSER).text).faults == []


def test_the_policy_allows_no_script_and_no_style_that_stands_in_a_page() -> None:
    assert "unsafe" not in PAGE_POLICY
    assert "script-src 'self'" in PAGE_POLICY
    assert PAGE_POLICY.startswith("default-src 'none'")


def test_every_page_can_be_read_without_eyes_or_mouse(client: TestClient) -> None:
    for path in (path for path in pages() if "event" not in path):
        response = client.get(path, headers=BROWSER)
        assert Markup(response.text).faults == [], path
        assert '<html lang="en">' in response.text
        assert '<a class="skip" href="#main">' in response.text
