"""The client gives the same frames over HTTP and out of a folder, and the server's own words where it gives none."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from api.errors import InvalidSetting, StoreMissing
from api.panels.values import Panel
from api.v1.models import Thing
from api.v1.values import Way
from onrecord import Client
from onrecord.client import gathering
from onrecord.client.source import Parameters, Part, Reply
from onrecord.errors import PartMissing, Refused, Unanswered, UnknownColumn
from onrecord.panel.command import Wanted
from tests.api import desk
from tests.api.engines import Puppet, Request, answer

WHO_WHEN = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?statement ?what ?sure ?day ?role WHERE {
  ?statement rec:text ?what ; rec:confidence ?sure .
  OPTIONAL { ?statement rec:saidOn/rec:earliest ?day }
} ORDER BY ?statement
"""


def test_a_query_gives_typed_columns(client: Client) -> None:
    frame = client.sparql(WHO_WHEN)
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types == {
        "statement": "string",
        "what": "string",
        "sure": "Float64",
        "day": "datetime64[s]",
        "role": "string",
    }
    assert frame["statement"].tolist() == sorted(map(str, (desk.CLAIM, desk.ADDED, desk.INNER)))
    assert frame["day"].notna().sum() == 1
    assert frame["role"].isna().all()
    assert frame.attrs["languages"] == {"what": "en"}
    assert frame.attrs["snapshot"] == "1"
    assert frame.attrs["where"] == client.where


def test_a_truth_is_a_frame_of_one(client: Client) -> None:
    assert client.sparql("ASK { ?s ?p ?o }")["ask"].tolist() == [True]


def test_statements_are_the_rows_of_the_api_with_types(client: Client) -> None:
    frame = client.statements()
    assert len(frame) == 3
    claim = frame.set_index("iri").loc[str(desk.CLAIM)]
    assert (claim["claimants"], claim["roles"], claim["ways"]) == ("Ana Duarte", "minister", "claims")
    assert claim["said_on_earliest"] == pd.Timestamp("2022-01-24")
    assert claim["article"] == str(desk.VERSION)
    assert desk.TEXT[claim["begin"] : claim["end"]] == claim["text"]
    assert claim["title"] == desk.TITLE
    assert frame["addressees"].isna().sum() == 2
    assert {name: str(frame[name].dtype) for name in ("confidence", "begin", "published", "text")} == {
        "confidence": "Float64",
        "begin": "Int64",
        "published": "datetime64[s]",
        "text": "string",
    }


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"claimant": "Ana Duarte"}, 2),
        ({"claimant": ["Ana Duarte", str(desk.ANA)], "quote_form": "direct"}, 1),
        ({"from_": date(2022, 1, 1), "to": "2022-01-31", "when": "certain"}, 1),
        ({"way": Way.reportedly_claims}, 1),
        ({"embedded": True}, 1),
        ({"min_confidence": 0.99}, 0),
        ({"text": "harbour"}, 1),
        ({"limit": 2}, 2),
    ],
)
def test_filters_choose_the_same_rows_here_and_there(
    local: Client, web: Client, filters: dict[str, object], found: int
) -> None:
    here, there = (each.statements(**filters) for each in (local, web))  # type: ignore[arg-type]
    assert len(here) == found
    assert_frame_equal(here.drop(columns="page"), there.drop(columns="page"))
    assert {name: here.attrs[name] for name in ("query", "snapshot", "notes")} == {
        name: there.attrs[name] for name in ("query", "snapshot", "notes")
    }
    assert here["page"].isna().all()
    assert there["page"].str.startswith(web.where).all()


@pytest.mark.parametrize("kind", ["statements", "actors", "venues", "events", "articles"])
def test_every_kind_of_rows_is_the_same_here_and_there(local: Client, web: Client, kind: str) -> None:
    here, there = local.rows(kind), web.rows(kind)
    assert_frame_equal(here.drop(columns="page"), there.drop(columns="page"))
    assert kind == "events" or len(here)


def test_pages_are_followed_to_the_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.statements()
    monkeypatch.setattr(gathering, "MOST_ROWS", 1)
    assert_frame_equal(client.statements(), whole)
    assert client.statements(limit=2)["iri"].tolist() == whole["iri"].tolist()[:2]


class Changing:
    """A source whose graph changes while it is read, with a row on each page."""

    where = "here"

    def __init__(self, *states: str) -> None:
        self._states = iter(states)

    def find(self, kind: str, parameters: Parameters) -> Part:
        return Part([Thing(iri=f"urn:{kind}:{parameters['offset'][0]}", label=None)], True, next(self._states))

    def ask(self, query: str) -> Reply:
        raise NotImplementedError(query)

    def count(self, wanted: Wanted) -> Panel:
        raise NotImplementedError(wanted)

    def close(self) -> None:
        pass


def test_pages_of_two_states_are_never_put_together() -> None:
    found = gathering.gather(Changing("7.a", "8.b", "8.b", "8.b"), "statements", {}, 2)
    assert found.snapshot == "8"
    assert len(found.items) == 2


def test_a_graph_that_never_rests_is_said_to() -> None:
    source = Changing(*(f"{n}.a" for n in range(9)))
    with pytest.raises(Unanswered, match="changed while its pages were read"):
        gathering.gather(source, "statements", {}, 3)


def test_an_entity_is_found_by_its_name_and_by_its_iri(client: Client) -> None:
    ana = client.entity("a. duarte")
    assert ana["iri"].tolist() == [str(desk.ANA)]
    assert ana.loc[0, ["label", "kinds", "names", "statements", "claims", "statements_about"]].tolist() == [
        *("Ana Duarte", "Person", "A. Duarte"),
        *(2, 2, 1),
    ]
    senate = client.entity(str(desk.SENATE))
    assert senate.loc[0, ["label", "statements", "statements_there"]].tolist() == ["Senate of Ruritania", 0, 1]
    assert senate["parent_iris"].tolist() == [desk.BASE + "forum/parliament-of-ruritania"]
    mention = desk.Article.actor(1)
    assert client.entity(str(mention))["iri"].tolist() == [str(desk.ANA)]


def test_what_is_known_and_not_on_record_is_an_entity_too(client: Client) -> None:
    found = client.entity("Zürich")
    assert found.loc[0, ["label", "kinds", "statements"]].tolist() == ["Zürich", "Place", 0]
    assert found.attrs["notes"] == []
    assert found.attrs["snapshot"] == "1"


def test_a_name_that_nothing_bears_as_a_whole_is_looked_for_within_names(client: Client) -> None:
    part = client.entity("duarte")
    assert part["iri"].tolist() == [str(desk.ANA)]
    assert part.attrs["notes"] == ["duarte: nothing is called so as a whole; taken for those whose names hold it"]
    nobody = client.entity("Nobody Known")
    assert len(nobody) == 0
    assert [*nobody.columns] == [*part.columns]
    assert nobody.attrs["notes"] == ["Nobody Known: nothing is called so as a whole; nor within a longer name"]


@pytest.mark.parametrize("name", ['"} DROP ALL #', "\\", "ü\u00a0😀", "{0}", "https://a/ b"])
def test_a_name_stays_a_name(client: Client, name: str) -> None:
    try:
        assert len(client.entity(name)) == 0
    except Refused as error:
        assert "is no IRI" in str(error)  # noqa: PT017  # only one of the names begins as one


def test_a_panel_is_the_same_here_and_there(local: Client, web: Client) -> None:
    here, there = (each.panel("actor-month", ["iso3", "gwno"], when="possible") for each in (local, web))
    assert_frame_equal(here, there)
    assert here.loc[0, ["name", "month", "statements"]].tolist() == ["Ana Duarte", "2022-01", 1]
    assert str(here["gwno"].dtype) == "Int64"
    assert here.attrs["keys"] == ["actor", "month"]
    assert here.attrs["omitted"] == there.attrs["omitted"] == {"unplaced": 0, "undated": 1}


@pytest.mark.parametrize(
    "wanted",
    [{"unit": "week"}, {"codes": "iso9"}, {"event_type": "PARTY"}, {"when": "maybe"}, {"about": True}],
)
def test_a_panel_of_no_known_kind_is_refused(client: Client, wanted: dict[str, object]) -> None:
    with pytest.raises(UnknownColumn, match=r"choose from|dyad"):
        client.panel(**wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ask", "words", "status"),
    [
        (lambda it: it.statements(stance="maybe"), "stance=maybe: input should be 'affirm', 'deny' or", 400),
        (lambda it: it.statements(speaker="Ana"), "there is no parameter speaker here; there are limit, offset", 400),
        (lambda it: it.statements(from_="yesterday"), "from=yesterday: a day is written as in 2022-01-27", 400),
        (lambda it: it.statements(iri="https://a b"), "is no IRI", 400),
        (lambda it: it.statements(offset=3), "offset is not taken here", 400),
        (lambda it: it.statements(limit=0), "limit is 0; give 1 or more", 400),
        (lambda it: it.statements(claimant=[]), "claimant has no value", 400),
        (lambda it: it.rows("rumours"), "'rumours' is nothing that there are rows of", 404),
        (lambda it: it.sparql("SELECT * WHERE { ?s ?p "), "the query is no valid SPARQL", 400),
        (lambda it: it.sparql("DESCRIBE <urn:a>"), "a frame holds the rows of a SELECT", 0),
        (lambda it: it.sparql("DROP ALL"), "", None),
        (lambda it: it.sparql("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"), "SERVICE", 403),
        (lambda it: it.sparql("ASK {" * 100 + "}" * 100), "", 413),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_server(
    client: Client, ask: Callable[[Client], object], words: str, status: int | None
) -> None:
    with pytest.raises(Refused) as found:
        ask(client)
    assert words in str(found.value)
    assert status is None or found.value.status == status


def test_words_of_filters_stay_words(client: Client) -> None:
    for name in (desk.HOSTILE, '"} DROP ALL #', "\\", "'''", "ü\u00a0😀"):
        found = client.statements(claimant=name)
        assert len(found) == (name == desk.HOSTILE)


def test_it_can_be_asked_while_the_loop_of_a_notebook_runs(local: Client) -> None:
    async def cell() -> int:
        return len(local.statements())

    assert asyncio.run(cell()) == 3


def test_a_store_that_is_not_there_and_one_that_is_an_address(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="no graph is stored here"):
        Client.local(tmp_path / "nowhere")
    with pytest.raises(InvalidSetting, match=r"onrecord\.Client\(url\)"):
        Client.local("http://127.0.0.1:9/sparql")
    for url in ("here", "ftp://a/", "http://a/?b", "http://user:word@a/"):
        with pytest.raises(InvalidSetting):
            Client(url)


def test_a_client_that_was_closed_says_so(written: Path) -> None:
    client = Client.local(written)
    client.close()
    client.close()
    with pytest.raises(Unanswered, match="was closed"):
        client.statements()


def test_nobody_at_the_address_is_one_clear_line() -> None:
    with Client("http://127.0.0.1:9", timeout=1) as client, pytest.raises(Unanswered, match="does not answer") as found:
        client.statements(limit=1)
    assert (found.value.status, type(found.value)) == (0, Unanswered)


PROBLEM = json.dumps({"type": "https://w3id.org/onrecord/problems#query-crowded-out", "detail": "64 queries wait"})
EMPTY = '{"head": {"vars": ["a"]}, "results": {"bindings": []}}'


def test_a_busy_server_is_asked_again_when_it_says(puppet: Puppet) -> None:
    def after(refusals: Sequence[str]) -> Callable[[Request], bytes]:
        left: Iterator[str] = iter(refusals)

        def reply(_: Request) -> bytes:
            status = next(left, "")
            if not status:
                return answer(EMPTY)
            return answer(PROBLEM, "application/problem+json", status, "Retry-After: 0\r\n")

        return reply

    with Client(puppet.root, token="secret") as client:
        puppet.answer = after(["429 Too Many Requests", "503 Service Unavailable"])
        assert len(client.sparql("SELECT ?a { }")) == 0
        assert len(puppet.seen) == 3
        assert {each.headers["Authorization"] for each in puppet.seen} == {"Bearer secret"}
        puppet.answer = after(["503 Service Unavailable"] * 9)
        with pytest.raises(Unanswered, match="64 queries wait") as found:
            client.sparql("SELECT ?a { }")
    assert (found.value.status, found.value.kind) == (503, "query-crowded-out")
    assert len(puppet.seen) == 3 + 5


def test_no_token_goes_where_a_server_sends_on_to(puppet: Puppet) -> None:
    puppet.answer = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with Client(puppet.root, token="secret") as client, pytest.raises(Unanswered, match="sends on to"):
        client.sparql("ASK { }")


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        ("500 Error", "text/html", "<h1>no</h1>"),
        ("502 Bad Gateway", "text/plain", "the engine is away"),
        ("400 Bad Request", "application/problem+json", "{half"),
        ("404 Not Found", "application/problem+json", "[]"),
        ("200 OK", "application/json", "{}"),
        ("200 OK", "text/html", "<h1>hello</h1>"),
    ],
)
def test_what_is_no_server_of_ours_is_said_in_a_line(puppet: Puppet, status: str, media_type: str, body: str) -> None:
    puppet.says(body, media_type, status=status)
    with Client(puppet.root) as client:
        asks: tuple[Callable[[], object], ...] = (lambda: client.sparql("SELECT ?a { }"), client.statements)
        for ask in asks:
            with pytest.raises(Unanswered) as found:
                ask()
            assert len(str(found.value).splitlines()) == 1
            assert "<h1>" not in str(found.value)


def test_an_answer_that_breaks_off_is_none(puppet: Puppet) -> None:
    puppet.answer = answer(EMPTY, more=f"Content-Length: {len(EMPTY) + 5}\r\n")
    with Client(puppet.root) as client, pytest.raises(Unanswered):
        client.sparql("SELECT ?a { }")


def test_without_pandas_the_extra_is_named(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    makers: tuple[Callable[[], Client], ...] = (lambda: Client("http://127.0.0.1:9"), lambda: Client.local(written))
    for make in makers:
        with pytest.raises(PartMissing, match=r"onrecord\[notebook\]"):
            make()


def run(program: str, *arguments: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert (found.returncode, found.stderr) == (0, ""), found.stderr
    return found.stdout


def test_the_package_alone_imports_none_of_what_the_client_needs() -> None:
    loaded = run("import onrecord, sys; print(*sys.modules)").split()
    assert not {"pandas", "numpy", "rdflib", "api", "pydantic", "onrecord.client"} & set(loaded)
    assert run("import onrecord\ntry:\n  onrecord.Clerk\nexcept AttributeError as e:\n  print(e)") == (
        "module 'onrecord' has no attribute 'Clerk'\n"
    )


def test_a_notebook_that_never_closes_its_client_ends(written: Path) -> None:
    program = "import onrecord, sys; it = onrecord.Client.local(sys.argv[1]); print(len(it.statements()))"
    assert run(program, str(written)) == "3\n"
