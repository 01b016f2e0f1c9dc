"""The service as its clients meet it, well-meaning and hostile ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

SCRIPT = "application/javascript"


def send(client: TestClient, **given: object) -> Response:
    return client.post("/reconcile", data={name: json.dumps(value) for name, value in given.items()})


def complaint(response: Response, status: int = 400) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/suggest/type", "/reconcile/properties"])
def test_an_answer_may_be_a_call(asked: TestClient, path: str) -> None:
    plain, called = asked.get(path), asked.get(path, params={"callback": "jQuery_1.$done"})
    assert called.headers["content-type"].startswith(SCRIPT)
    assert called.headers["x-content-type-options"] == "nosniff"
    body = called.text.removeprefix("/**/jQuery_1.$done(").removesuffix(");")
    assert json.loads(body) == plain.json()


@pytest.mark.parametrize(
    "callback",
    ["", "alert(1)", "a;b", "a b", "</script>", "a..b", ".a", "1a", "a\n", "ａ", "a\u2028", "x" * 101, "a[0]", "a\0"],
)
@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/suggest/entity", "/reconcile/suggest/property"])
def test_a_call_of_anything_else_is_refused_and_not_repeated_as_a_script(
    asked: TestClient, path: str, callback: str
) -> None:
    response = asked.get(path, params={"callback": callback})
    assert "no name of a function" in complaint(response)


def test_nothing_hostile_in_the_graph_is_a_script(asked: TestClient) -> None:
    queries = json.dumps({"<script>": {"query": "<script>alert('x')</script> } DROP ALL"}})
    called = asked.get("/reconcile", params={"queries": queries, "callback": "f"})
    assert "article/aaaa/2222/actor/2" in called.text
    assert "<" not in called.text
    shown = asked.get("/reconcile/preview", params={"id": "article/aaaa/2222/actor/2"})
    assert shown.headers["content-type"].startswith("text/html")
    assert "<script" not in shown.text
    assert "&lt;script&gt;" in shown.text


def test_a_preview_may_stand_in_a_frame_and_runs_nothing(asked: TestClient) -> None:
    shown = asked.get("/reconcile/preview", params={"id": "actor/ana-duarte"})
    rules = shown.headers["content-security-policy"]
    assert "frame-ancestors" not in rules
    assert "default-src 'none'" in rules
    assert "sandbox" in rules
    assert "Ana Duarte" in shown.text
    assert "frame-ancestors 'none'" in asked.get("/page/actor/ana-duarte").headers["content-security-policy"]


@pytest.mark.parametrize("identifier", ["nobody", "javascript:alert(1)", "<b>", "a\0b", "../../x", "x" * 1999])
def test_what_nobody_knows_has_no_preview(asked: TestClient, identifier: str) -> None:
    response = asked.get("/reconcile/preview", params={"id": identifier})
    assert complaint(response, 404)


def test_the_page_of_a_thing_is_found_whatever_is_escaped(asked: TestClient) -> None:
    for sent in ("actor/ana-duarte", "actor%2Fana-duarte", "https://w3id.org/onrecord/id/actor/ana-duarte"):
        response = asked.get(f"/reconcile/view?id={sent}")
        assert response.status_code == 303
        assert response.headers["location"] == "/id/actor/ana-duarte"
    assert complaint(asked.get("/reconcile/view?id=//evil.example/x"), 404)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '"q"', "NaN", '{"a": NaN}', "[" * 100_000, '{"a":' * 100_000, '{"a": 1}', '{"a": null}',
        '{"a": {}}', '{"a": {"query": 1}}', '{"a": {"query": null}}', '{"a": {"query": "x", "limit": "5"}}',
        '{"a": {"query": "x", "limit": 0}}', '{"a": {"query": "x", "limit": -1}}',
        '{"a": {"query": "x", "limit": true}}',
        '{"a": {"query": "x", "limit": 1e999}}', '{"a": {"query": "x", "type": 1}}',
        '{"a": {"query": "x", "type": "Q5"}}',
        '{"a": {"query": "x", "type": [["State"]]}}', '{"a": {"query": "x", "type_strict": "perhaps"}}',
        '{"a": {"query": "x", "properties": {}}}', '{"a": {"query": "x", "properties": [1]}}',
        '{"a": {"query": "x", "properties": [{"pid": "iso3"}]}}', '{"a": {"query": "x", "properties": [{"v": 1}]}}',
        '{"a": {"query": "x", "properties": [{"pid": "P31", "v": 1}]}}',
        '{"a": {"query": "x", "properties": [{"pid": "date", "v": "soon"}]}}',
        '{"a": {"query": "x", "properties": [{"pid": "role", "v": {"name": "x"}}]}}',
        '{"a": {"query": "x", "properties": [{"pid": "role", "v": [[]]}]}}', '{"a": {"query": "x", "more": 1}}',
        f'{{"a": {{"query": "x", "limit": {"9" * 5000}}}}}',
    ],
    ids=range(33),
)  # fmt: skip
def test_a_batch_that_is_none_is_refused_with_the_place(asked: TestClient, text: str) -> None:
    assert "queries" in complaint(asked.post("/reconcile", data={"queries": text}))


@pytest.mark.parametrize(
    "extend",
    [
        [], {}, {"ids": "a", "properties": []}, {"ids": [1], "properties": []}, {"ids": ["a"]},
        {"ids": ["a"], "properties": [{"id": "P31"}]}, {"ids": ["a"], "properties": ["iso3"]},
        {"ids": ["a"], "properties": [{"id": "iso3", "settings": {"limit": "many"}}]},
        {"ids": ["a"], "properties": [{"id": "iso3", "settings": 1}]},
    ],
    ids=range(9),
)  # fmt: skip
def test_a_request_for_values_that_is_none_is_refused(asked: TestClient, extend: object) -> None:
    assert "extend" in complaint(send(asked, extend=extend))


def test_more_than_the_limits_is_refused_with_the_limit(asked: TestClient) -> None:
    many = {f"q{n}": {"query": "x"} for n in range(10_000)}
    assert "1000 are taken at once" in complaint(send(asked, queries=many), 413)
    ids = [str(n) for n in range(1001)]
    assert "1000 are taken at once" in complaint(send(asked, extend={"ids": ids, "properties": []}), 413)
    assert "4194304" in complaint(send(asked, queries={"a": {"query": "x" * 5_000_000}}), 413)


def test_bodies_of_another_kind_and_two_requests_in_one_are_refused(asked: TestClient) -> None:
    assert complaint(asked.post("/reconcile", json={"queries": {}}), 415)
    assert "send one" in complaint(send(asked, queries={}, extend={}))


@pytest.mark.parametrize(
    "path",
    [
        "suggest/entity?prefix=a&cursor=-1", "suggest/entity?prefix=a&cursor=999999999", "suggest/type?cursor=x",
        "properties?type=Q5", "properties?limit=0", "preview", "suggest/entity?prefix=" + "a" * 201,
    ],
)  # fmt: skip
def test_parameters_that_cannot_be_are_refused(asked: TestClient, path: str) -> None:
    assert complaint(asked.get(f"/reconcile/{path}"))


def test_other_pages_may_read_the_answers(asked: TestClient) -> None:
    answer = asked.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert answer.headers["access-control-allow-origin"] == "*"
    asking = {"Origin": "http://127.0.0.1:3333", "Access-Control-Request-Method": "POST"}
    assert asked.options("/reconcile", headers=asking).headers["access-control-allow-origin"] == "*"


def test_suggestions_begin_with_what_was_typed_and_go_on(asked: TestClient) -> None:
    def names(**given: object) -> list[str]:
        found: list[dict[str, Any]] = asked.get("/reconcile/suggest/entity", params=given).json()["result"]  # type: ignore[arg-type]
        return [each["name"] for each in found]

    assert names(prefix="pak")[0] == "Pakistan"
    assert "Ana Duarte" in names(prefix="DUART an")
    assert names(prefix="") == names(prefix="\0") == []
    first, second = names(prefix="national"), names(prefix="national", cursor=20)
    assert len(first) == 20
    assert not set(first) & set(second)


def test_values_are_those_of_the_graph(asked: TestClient) -> None:
    properties = [{"id": each} for each in ("iso3", "gwNumber", "wikidata", "country", "statements", "parent", "type")]
    ids = ["actor/afghanistan", "actor/ana-duarte", "article/aaaa/2222/actor/2"]
    rows = send(asked, extend={"ids": ids, "properties": properties}).json()["rows"]
    assert rows["actor/afghanistan"]["iso3"] == [{"str": "AFG"}]
    assert rows["actor/afghanistan"]["gwNumber"] == [{"str": "700"}]
    assert rows["actor/afghanistan"]["wikidata"] == [{"str": "Q889"}]
    assert rows["actor/ana-duarte"]["statements"] == [{"int": 2}]
    assert rows["actor/ana-duarte"]["type"] == [{"id": "Person", "name": "Person"}]
    assert rows["article/aaaa/2222/actor/2"]["statements"] == [{"int": 1}]
    assert rows["article/aaaa/2222/actor/2"]["iso3"] == []


def test_a_large_batch_is_answered_whole_and_in_order(asked: TestClient) -> None:
    queries = {f"q{n}": {"query": f"Afghanistan {n}" if n % 2 else "Afghanistan", "limit": 1} for n in range(203)}
    found = send(asked, queries=queries).json()
    assert list(found) == list(queries)
    assert found["q202"]["result"][0]["match"]
