"""Two editors of one graph, who never overwrite each other; and patches, which reach no other graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import httpx
import pytest

from tests.api import desk
from tests.api.serving import TOKEN, bearing, serving, write_tokens

GRAPH, OTHER = {"graph": "https://example.org/g"}, {"graph": "https://example.org/other"}
TURTLE, UPDATE = {"Content-Type": "text/turtle"}, {"Content-Type": "application/sparql-update"}
PLAIN = {"Accept": "application/n-triples", "Accept-Encoding": "identity"}
WHERE = "/graph-store"
NONE: Mapping[str, str] = {}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("graphs") / "store"
    desk.fill(place)
    with (
        serving(place, tokens=write_tokens(place.with_suffix(".toml")), snapshots_kept=3, request_log="") as running,
        httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=120) as client,
    ):
        yield client


@pytest.fixture
def client(server: httpx.Client) -> httpx.Client:
    """A client of a store in which GRAPH holds one triple."""
    put(server, "<http://a/s> <http://a/p> 1 .")
    server.delete(WHERE, params=OTHER)
    return server


def put(
    client: httpx.Client, body: str, graph: Mapping[str, str] = GRAPH, conditions: Mapping[str, str] = NONE
) -> httpx.Response:
    return client.put(WHERE, params=graph, content=body, headers={**TURTLE, **conditions})


def patch(
    client: httpx.Client, update: str, graph: Mapping[str, str] = GRAPH, conditions: Mapping[str, str] = NONE
) -> httpx.Response:
    return client.patch(WHERE, params=graph, content=update, headers={**UPDATE, **conditions})


def read(client: httpx.Client, graph: dict[str, str] = GRAPH) -> tuple[str, str]:
    """The triples of a graph, and its tag."""
    answer = client.get(WHERE, params=graph, headers=PLAIN)
    assert answer.status_code == 200
    return answer.text, answer.headers["etag"]


def test_of_two_editors_the_second_is_told_that_the_graph_has_changed(client: httpx.Client) -> None:
    _, tag = read(client)
    assert put(client, "<http://a/s> <http://a/p> 2 .", conditions={"If-Match": tag}).status_code == 204
    late = {"If-Match": tag}
    for refused in (
        put(client, "<http://a/s> <http://a/p> 3 .", conditions=late),
        client.post(WHERE, params=GRAPH, content="<http://a/s> <http://a/p> 3 .", headers=TURTLE | late),
        patch(client, "INSERT DATA { <http://a/s> <http://a/p> 3 }", conditions=late),
        client.delete(WHERE, params=GRAPH, headers=late),
    ):
        assert refused.status_code == 412
        assert refused.json()["type"].endswith("#change-outdated")
    text, tag = read(client)
    assert '"2"' in text
    assert '"3"' not in text
    assert client.delete(WHERE, params=GRAPH, headers={"If-Match": f'"other", {tag}'}).status_code == 204


def test_a_change_of_another_graph_is_no_conflict(client: httpx.Client) -> None:
    _, tag = read(client)
    assert put(client, "<http://a/s> <http://a/p> 9 .", OTHER).status_code == 201
    assert put(client, "<http://a/s> <http://a/p> 2 .", conditions={"If-Match": tag}).status_code == 204


def test_a_tag_of_a_state_that_is_not_kept_any_more_matches_nothing(client: httpx.Client) -> None:
    _, tag = read(client)
    same = "<http://a/s> <http://a/p> 1 ."
    while put(client, same, conditions={"If-None-Match": tag}).status_code == 412:  # as long as anybody reads it
        put(client, same, OTHER)
    assert put(client, same, conditions={"If-Match": tag}).status_code == 412


def test_a_graph_is_made_only_where_there_is_none(client: httpx.Client) -> None:
    assert put(client, "", conditions={"If-None-Match": "*"}).status_code == 412
    assert put(client, "<http://a/s> <http://a/p> 2 .", OTHER, conditions={"If-None-Match": "*"}).status_code == 201
    assert put(client, "", OTHER, conditions={"If-Match": "*"}).status_code == 204
    assert client.delete(WHERE, params=OTHER).status_code == 204
    assert put(client, "", OTHER, conditions={"If-Match": "*"}).status_code == 412
    assert client.get(WHERE, params=OTHER).status_code == 404


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-Match", "W/{tag}", 412),
        ("If-Match", '"1.0-ntriples-abcdef"', 412),
        ("If-Match", '"anything"', 412),
        ("If-Match", "unquoted", 400),
        ("If-None-Match", "{tag}", 412),
        ("If-None-Match", "W/{tag}", 412),
        ("If-None-Match", '"anything"', 204),
        ("If-None-Match", '"', 400),
    ],
)
def test_a_condition_is_read_as_http_has_it(client: httpx.Client, header: str, value: str, status: int) -> None:
    _, tag = read(client)
    answer = put(client, "<http://a/s> <http://a/p> 2 .", conditions={header: value.format(tag=tag)})
    assert answer.status_code == status, answer.text


def test_the_default_graph_and_all_graphs_together_have_conditions_too(client: httpx.Client) -> None:
    _, tag = read(client, {"default": ""})
    whole = {"If-Match": tag, "Content-Type": "application/trig"}
    body = "GRAPH <https://example.org/other> { <http://a/s> <http://a/p> 1 }"
    assert client.post(WHERE, content=body, headers=whole).status_code == 204
    assert client.post(WHERE, content=body.replace("1", "2"), headers=whole).status_code == 412
    assert put(client, "", {"default": ""}, conditions={"If-Match": tag}).status_code == 204


def test_a_patch_is_an_update_of_its_graph_alone(client: httpx.Client) -> None:
    put(client, "<http://a/s> <http://a/p> 1 .", OTHER)
    before = read(client, OTHER)[0]
    update = (
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 5 . <new> ?p _:b } WHERE { ?s ?p ?o } ; INSERT DATA { <x> <y> 'GRAPH' }"
    )
    assert patch(client, update).status_code == 204
    text, _ = read(client)
    assert '<http://a/s> <http://a/p> "5"' in text
    assert "<https://example.org/new>" in text
    assert text.count("\n") == 3
    assert read(client, OTHER)[0] == before


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { GRAPH <https://example.org/other> { <s> <p> 1 } }",
        "INSERT { GRAPH ?g { <s> <p> 1 } } WHERE { ?s ?p ?o }",
        "WITH <https://example.org/other> DELETE WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING <https://example.org/other> WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DELETE WHERE { ?s ?p ?o } ; DROP SILENT NAMED",
        "COPY <https://example.org/other> TO DEFAULT",
        "LOAD SILENT <http://localhost/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }",
    ],
)
def test_a_patch_that_speaks_of_other_graphs_is_refused(client: httpx.Client, update: str) -> None:
    before = read(client)
    refused = patch(client, update)
    assert refused.status_code == 403, refused.text
    assert read(client) == before


def test_a_patch_needs_a_graph_a_token_and_an_update(client: httpx.Client, server: httpx.Client) -> None:
    insert = "INSERT DATA { <s> <p> 1 }"
    assert patch(client, insert, OTHER).status_code == 404
    assert patch(client, "INSERT DATA {").status_code == 400
    assert patch(client, "ASK {}").status_code == 400
    assert httpx.patch(f"{server.base_url}{WHERE}?default", content=insert, headers=UPDATE).status_code == 401
    unfit = patch(client, "INSERT DATA { <s> a <https://w3id.org/onrecord/ns#Statement> }")
    assert unfit.status_code == 422
    assert "PATCH" in client.options(WHERE).headers["allow"]
