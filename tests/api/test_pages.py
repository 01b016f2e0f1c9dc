from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

LOCAL = "article/a1/b2/actor/1"


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,*/*;q=0.8", f"/page/{LOCAL}"),
        ("text/turtle", f"/data/{LOCAL}?format=turtle"),
        ("application/ld+json", f"/data/{LOCAL}?format=jsonld"),
        ("*/*", f"/data/{LOCAL}?format=turtle"),
    ],
)
def test_a_thing_leads_on_to_what_the_client_accepts(client: TestClient, accept: str, target: str) -> None:
    response = client.get(f"/id/{LOCAL}", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"] == target


def test_text_of_an_article_is_shown_and_never_run(client: TestClient) -> None:
    response = client.get(f"/page/{LOCAL}")
    assert response.status_code == 200
    assert "<script" not in response.text
    assert "&lt;script&gt;" in response.text
    assert 'href="javascript' not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "script-src" not in response.headers["content-security-policy"]


def test_a_name_with_a_percent_sign_is_found(client: TestClient) -> None:
    response = client.get("/page/article/a1/b2/statement/4%2F2-9")
    assert response.status_code == 200
    assert "a statement" in response.text


def test_a_page_shows_what_refers_to_the_thing(client: TestClient) -> None:
    assert "statement/4%2F2-9" in client.get(f"/page/{LOCAL}").text


def test_data_comes_in_the_format_asked_for(client: TestClient) -> None:
    turtle = client.get(f"/data/{LOCAL}?format=turtle")
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "DROP ALL" in turtle.text
    assert client.get(f"/data/{LOCAL}", headers={"Accept": "application/ld+json"}).json()


@pytest.mark.parametrize("path", ["/page/nothing", "/data/nothing", "/page/a%3Eb", "/page/%22"])
def test_what_is_not_on_record_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_front_page_counts_what_is_here(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Person" in response.text
    assert client.get("/static/style.css").status_code == 200


def test_the_server_says_that_it_is_well_and_what_it_offers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "state": "1"}
    docs = client.get("/docs")
    assert "/sparql" in docs.text
    assert "ONRECORD_QUERY_TIMEOUT" in docs.text
    assert "<script" not in docs.text
