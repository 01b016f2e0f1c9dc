"""Changes over HTTP, as a client meets them: who may, what is stored, and what is not."""

from __future__ import annotations

import fcntl
import io
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.scribe import Scribe
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from tests.api import desk
from tests.api.serving import READER, TOKEN, Running, bearing, serving, write_tokens

GRAPH = "https://example.org/g"
BASE = Settings().base
ONE = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <https://example.org/s> <https://example.org/p> 1 }} }}"
_EVERYTHING = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(5))
ENDLESS = f"INSERT {{ GRAPH <{GRAPH}> {{ ?a1 ?b2 ?c3 }} }} WHERE {{ {_EVERYTHING} }}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that is changed."""
    place = tmp_path_factory.mktemp("changing") / "store"
    desk.fill(place)
    return place


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Running]:
    with serving(
        place, tokens=write_tokens(place.with_suffix(".toml")), write_wait=1, union_default_graph=False
    ) as running:
        yield running


@pytest.fixture
def desk_client(running: Running) -> Iterator[httpx.Client]:
    """A client that may update, of a store in which nothing is left of other tests."""
    with httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=120) as client:
        client.post("/update", data={"update": f"DROP SILENT GRAPH <{GRAPH}> ; DROP DEFAULT"})
        yield client


def ask(client: httpx.Client, pattern: str) -> bool:
    verdict: bool = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()["boolean"]
    return verdict


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [({}, 401, "token-missing"), (bearing("guess"), 401, "token-unknown"), (bearing(READER), 403, "right-missing")],
)
def test_only_a_token_that_may_update_is_heard(
    running: Running, headers: dict[str, str], status: int, name: str
) -> None:
    with httpx.Client(base_url=running.address, headers=headers) as client:
        for refused in (
            client.post("/update", data={"update": ONE}),
            client.post("/sparql", data={"update": ONE}),
            client.put("/graph-store?default", content="", headers={"Content-Type": "text/turtle"}),
            client.post("/graph-store", content="", headers={"Content-Type": "text/turtle"}),
            client.delete("/graph-store", params={"graph": str(desk.VERSION)}),
        ):
            assert refused.status_code == status
            assert refused.json()["type"].endswith(f"#{name}")
        assert client.get("/graph-store", params={"graph": str(desk.VERSION)}).status_code in {200, status}


def test_without_tokens_nobody_may_change_anything(served: str) -> None:
    refused = httpx.post(f"{served}/update", data={"update": ONE})
    assert refused.status_code == 403
    assert "tokens" in refused.json()["detail"]


def test_an_update_is_seen_by_the_next_query(desk_client: httpx.Client) -> None:
    before = int(desk_client.get("/healthz").json()["state"])
    done = desk_client.post("/update", data={"update": ONE})
    assert (done.status_code, done.content) == (204, b"")
    assert int(done.headers["onrecord-snapshot"]) == before + 1
    assert ask(desk_client, f"GRAPH <{GRAPH}> {{ ?s ?p 1 }}")
    direct = {"Content-Type": "application/sparql-update"}
    assert desk_client.post("/sparql", content=f"CLEAR GRAPH <{GRAPH}>", headers=direct).status_code == 204
    assert not ask(desk_client, f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("update", "status", "words"),
    [
        ("INSERT DATA {", 400, "no valid SPARQL"),
        ("SELECT * { ?s ?p ?o }", 400, "asks and changes nothing"),
        ("DROP GRAPH <https://example.org/none>", 409, "does not exist"),
        ("CREATE GRAPH <https://example.org/here> ; CREATE GRAPH <https://example.org/here>", 409, "exists"),
        ("LOAD <http://localhost/>", 403, "another server"),
        ("LOAD ;", 400, "takes an IRI"),
        ("LOAD <http://localhost/> INTO <http://a/g>", 400, "INTO GRAPH"),
        ("CREATE GRAPH <http://a/g> LOAD <http://localhost/>", 400, "within another operation"),
        ("CREATE GRAPH <http://a/g> ;; LOAD <http://localhost/>", 400, "no operation before it"),
        ("LOAD <http://localhost/> ;;", 400, "no operation before it"),
        ("CLEAR DEFAULT ; LOAD <http://localhost/> INTO GRAPH <http://a/g>", 403, "another server"),
        ("LOAD SILENT <http://localhost/> ; DROP GRAPH <https://example.org/none>", 409, "does not exist"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }", 403, "another server"),
        ("INSERT DATA { <http://a/s> <http://a/p> " + "(" * 70 + ")" * 70 + " }", 413, "64"),
        ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(" + "!" * 9000 + "true) }", 413, "operators"),
        ("INSERT DATA { <http://a/s> <http://a/p> 'a' }\nINSERT DATA {}", 400, "no valid SPARQL"),
    ],
)
def test_an_update_that_cannot_be_carried_out_changes_nothing(
    desk_client: httpx.Client, update: str, status: int, words: str
) -> None:
    before = desk_client.get("/healthz").json()["state"]
    refused = desk_client.post("/update", data={"update": f"{ONE} ; {update}" if status == 403 else update})
    assert refused.status_code == status, refused.text
    assert words in refused.json()["detail"]
    assert desk_client.get("/healthz").json()["state"] == before


def test_a_load_that_is_to_be_silent_is_passed_over(desk_client: httpx.Client) -> None:
    update = f"LOAD SILENT <http://localhost/a> INTO GRAPH <{GRAPH}> ; {ONE}"
    assert desk_client.post("/update", data={"update": update}).status_code == 204
    assert ask(desk_client, f"GRAPH <{GRAPH}> {{ ?s ?p 1 }}")


def test_what_breaks_a_shape_is_not_stored_and_the_report_says_why(desk_client: httpx.Client) -> None:
    rec = "https://w3id.org/onrecord/ns#"
    bad = f"<https://example.org/s> a <{rec}Statement> ."
    state = desk_client.get("/healthz").json()["state"]
    turtle = {"Content-Type": "text/turtle"}
    for refused in (
        desk_client.post("/update", data={"update": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {bad} }} }}"}),
        desk_client.post(
            "/update", data={"update": f"INSERT {{ GRAPH ?g {{ {bad} }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"}
        ),
        desk_client.post("/update", data={"update": f"INSERT DATA {{ {bad} }}"}),
        desk_client.put("/graph-store", params={"graph": GRAPH}, content=bad, headers=turtle),
        desk_client.put("/graph-store?default", content=bad, headers=turtle),
        desk_client.post("/graph-store", content=bad, headers=turtle),
        desk_client.post(
            "/graph-store", content=f"GRAPH <{GRAPH}> {{ {bad} }}", headers={"Content-Type": "application/trig"}
        ),
    ):
        assert refused.status_code == 422, refused.text
        problem = refused.json()
        assert problem["type"].endswith("#change-unfit")
        assert any(found["focusNode"] == "https://example.org/s" for found in problem["report"])
    assert desk_client.get("/healthz").json()["state"] == state
    assert not ask(desk_client, f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}")


def test_triples_about_triples_pass_the_shapes_and_come_back(desk_client: httpx.Client) -> None:
    about = "<http://a/s> <http://a/p> <<( <http://a/s> <http://a/p> 'x'@en--ltr )>> ."
    turtle = {"Content-Type": "text/turtle"}
    assert desk_client.put("/graph-store", params={"graph": GRAPH}, content=about, headers=turtle).status_code == 201
    for accept in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/n-quads"):
        got = desk_client.get("/graph-store", params={"graph": GRAPH}, headers={"Accept": accept})
        assert got.status_code == 200
        assert "ltr" in got.text
    refused = desk_client.get("/graph-store", params={"graph": GRAPH}, headers={"Accept": "application/ld+json"})
    assert refused.status_code == 406


def test_the_dataset_of_the_request_is_that_of_every_pattern(desk_client: httpx.Client) -> None:
    assert desk_client.post("/update", data={"update": ONE}).status_code == 204
    move = (
        "INSERT { ?s ?p 2 } WHERE { ?s ?p 1 } ; DELETE WHERE { ?s ?p 2 } ; INSERT DATA { <http://a/s> <http://a/p> 3 }"
    )
    done = desk_client.post("/update", data={"update": move, "using-graph-uri": GRAPH})
    assert done.status_code == 204
    assert ask(desk_client, "?s ?p 2 . ?t ?p2 3")  # DELETE WHERE saw the named graph, in which there is no 2
    clash = {"update": f"WITH <{GRAPH}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "using-graph-uri": GRAPH}
    assert desk_client.post("/update", data=clash).status_code == 400


def test_a_graph_is_put_added_to_read_and_removed(desk_client: httpx.Client) -> None:
    named, turtle = {"graph": GRAPH}, {"Content-Type": "text/turtle"}
    first = desk_client.put("/graph-store", params=named, content="<s> <p> 1 .", headers=turtle)
    assert (first.status_code, first.headers["location"]) == (201, GRAPH)
    assert desk_client.post("/graph-store", params=named, content="<s> <p> 2 .", headers=turtle).status_code == 204
    got = desk_client.get("/graph-store", params=named, headers={"Accept": "application/n-triples"})
    assert got.text.count("<https://example.org/s> <https://example.org/p>") == 2
    assert desk_client.head("/graph-store", params=named).headers["content-length"] > "0"
    assert desk_client.delete("/graph-store", params=named).status_code == 204
    assert desk_client.delete("/graph-store", params=named).status_code == 404
    assert desk_client.get("/graph-store", params=named).status_code == 404


def test_an_empty_graph_is_a_graph(desk_client: httpx.Client) -> None:
    named = {"graph": GRAPH}
    assert desk_client.put("/graph-store", params=named, headers={"Content-Type": "text/turtle"}).status_code == 201
    assert desk_client.get("/graph-store", params=named).status_code == 200
    assert ask(desk_client, f"GRAPH <{GRAPH}> {{}}")


def test_a_body_of_several_graphs_goes_where_it_says(desk_client: httpx.Client) -> None:
    trig = {"Content-Type": "application/trig"}
    body = f"GRAPH <{GRAPH}> {{ <http://a/s> <http://a/p> _:b . _:b <http://a/p> 1 }}"
    for _ in range(2):
        assert desk_client.post("/graph-store", content=body, headers=trig).status_code == 204
    blank = desk_client.get(
        "/sparql", params={"query": f"SELECT DISTINCT ?b {{ GRAPH <{GRAPH}> {{ ?b ?p 1 }} }}"}
    ).json()
    assert len(blank["results"]["bindings"]) == 2  # a blank node is a new one each time
    assert ask(desk_client, f"GRAPH <{desk.VERSION}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("PUT", "/graph-store?graph=no iri", "text/turtle", 400),
        ("PUT", "/graph-store?graph=http://a/1&graph=http://a/2", "text/turtle", 400),
        ("PUT", "/graph-store?graph=http://a/1&default", "text/turtle", 400),
        ("PUT", "/graph-store/a?default", "text/turtle", 400),
        ("PUT", "/graph-store", "text/turtle", 400),
        ("DELETE", "/graph-store", "text/turtle", 400),
        ("PUT", "/graph-store?default", "text/csv", 415),
        ("PUT", "/graph-store?default", "text/turtle; charset=utf-16", 415),
        ("PUT", "/graph-store?default", "multipart/form-data", 400),
        ("PUT", "/graph-store?default", "multipart/form-data; boundary=x", 400),
        ("PATCH", "/graph-store?default", "application/sparql-update", 400),
        ("PATCH", "/graph-store", "application/sparql-update", 400),
        ("PATCH", "/graph-store?default", "text/turtle", 415),
    ],
)
def test_a_request_that_makes_no_sense_is_told_what_would(
    desk_client: httpx.Client, method: str, path: str, kind: str, status: int
) -> None:
    refused = desk_client.request(method, path, content="<http://a/s> <http://a/p> ", headers={"Content-Type": kind})
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_no_rdf_is_refused(desk_client: httpx.Client) -> None:
    for kind, body in (
        ("text/turtle", "<http://a/s> <http://a/p> "),
        ("application/ld+json", '{"@context": "http://localhost/", "@id": "http://a/s"}'),
        ("application/rdf+xml", "<rdf"),
        ("application/n-quads", b"\xff"),
    ):
        refused = desk_client.put("/graph-store?default", content=body, headers={"Content-Type": kind})
        assert refused.status_code == 400, refused.text
        assert kind in refused.json()["detail"]


def test_who_writes_for_long_keeps_others_waiting_for_so_long_only(desk_client: httpx.Client, place: Path) -> None:
    lock = os.open(place / "writer.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    refused = desk_client.post("/update", data={"update": ONE})
    os.close(lock)
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["type"].endswith("#store-locked")
    assert desk_client.post("/update", data={"update": ONE}).status_code == 204


def test_the_next_writer_may_begin_once_a_change_is_answered(tmp_path: Path) -> None:
    store = desk.fill(tmp_path / "store")
    (tmp_path / "update.ru").write_text(ONE)
    part = {"file": str(tmp_path / "update.ru"), "media_type": "application/sparql-update"}
    change = {"kind": "update", "base": BASE, "parts": [part], "graph": None, "using": [], "using_named": []}

    class Client(io.BytesIO):
        def flush(self) -> None:
            stages.append(json.loads(self.getvalue().splitlines()[-1])["stage"])
            if stages[-1] == "done":
                with store.write() as writer:
                    assert writer.has(GRAPH)

    stages: list[str] = []
    Scribe(store, BASE, 64, 2000).carry_out(change, Client())
    assert stages == ["writing", "done"]


def test_a_writer_gives_way_when_it_publishes(desk_client: httpx.Client, place: Path) -> None:
    with EmbeddedStore(place, 10).write() as writer:
        done: list[int] = []
        asking = threading.Thread(
            target=lambda: done.append(desk_client.post("/update", data={"update": ONE}).status_code)
        )
        asking.start()
        while not done:
            writer.publish()
        asking.join()
        assert done == [204]
        assert writer.has(GRAPH)


def test_a_change_that_takes_too_long_or_dies_is_undone(tmp_path: Path) -> None:
    desk.fill(tmp_path / "store")
    with (
        serving(
            tmp_path / "store", tokens=write_tokens(tmp_path / "tokens.toml"), write_wait=1, write_timeout=2
        ) as running,
        httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=120) as client,
    ):
        assert client.post("/update", data={"update": ONE}).status_code == 204
        late = client.post("/update", data={"update": ENDLESS})
        assert late.status_code in {503, 504}
        assert late.json()["type"].rpartition("#")[2] in {"change-timeout", "change-failed"}
        [count] = client.get(
            "/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"}
        ).json()["results"]["bindings"]
        assert count["n"]["value"] == "1"
        assert client.post("/update", data={"update": ONE.replace(" 1 ", " 2 ")}).status_code == 204
