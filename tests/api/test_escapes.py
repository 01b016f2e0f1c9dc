"""Escapes of characters in queries: none is taken for syntax, and in a string each is the character."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

import api
from api.errors import QueryRefused
from api.escapes import refuse_escapes, settle_escapes
from api.settings import Settings
from api.store import open_store
from api.store.address import Address
from api.store.endpoint import Endpoint
from tests.api import desk
from tests.api.engines import Puppet

# The characters are those of the W3C's test codepoint-esc-08, and a few more.
STRINGS = {
    r'"a\u0009\u000A\u000D\u0008\u000B\u000C\u0022\u0027\u005Ca"': "a\t\n\r\b\v\f\"'\\a",
    r"'\U00000061\u0062\U0001F47E'": "ab\N{ALIEN MONSTER}",
    r"'it\u0027s } # {'": "it's } # {",
    r'"""\u0022\u0022\u0022"""': '"""',
    r'"\\u0022"': r"\u0022",
    r'"\\\u0022"': r"\"",
    r'"\u005Cu0022"': r"\u0022",
    r'"\U0000005CU00000022 \u007D"': r"\U00000022 }",
}


@pytest.mark.parametrize(("written", "meant"), STRINGS.items())
def test_an_escape_in_a_string_is_a_character_of_it(written: str, meant: str) -> None:
    query = f"SELECT ?v {{ VALUES ?v {{ {written} }} }}"
    refuse_escapes(query)
    settled = settle_escapes(query)
    for text in (query, settled, decode(settled)):
        found = ox.Store().query(text)
        assert isinstance(found, ox.QuerySolutions)
        assert [row["v"] for row in found] == [ox.Literal(meant)]


def decode(query: str) -> str:
    """Read a query as SPARQL 1.1 has it: characters in the place of their escapes before all else."""
    escape = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
    return escape.sub(lambda found: chr(int(found[1] or found[2], 16)), query)


@pytest.mark.parametrize(
    "query",
    [
        r"SELECT * \u007B ?s ?p ?o }",
        r"SELECT * { S\u0045RVICE <http://x/> {} }",
        r"SELECT ?\u0076 { VALUES ?v { 1 } }",
        r"SELECT * { ?s <http://x/\u003E> ?o }",
        r"SELECT * { ?s <http://x/\u000A> ?o }",
        "# \\u000A DROP\nASK {}",
    ],
)
def test_an_escape_that_could_be_syntax_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="hides"):
        refuse_escapes(query)


def test_a_text_without_risk_is_left_as_it_is() -> None:
    for text in (r"ASK { ?s <http://x/\u00E9> 'a\tb\\' }", "ASK {}", r"ASK { 'nie \u017C' }"):
        refuse_escapes(text)
        assert settle_escapes(text) == text


def test_it_is_so_over_http(tmp_path: Path) -> None:
    desk.fill(tmp_path / "store")
    with TestClient(api.create(Settings(), open_store(tmp_path / "store"))) as client:
        for written, meant in STRINGS.items():
            answer = client.get("/sparql", params={"query": f"SELECT ?v {{ VALUES ?v {{ {written} }} }}"})
            [row] = answer.json()["results"]["bindings"]
            assert row["v"]["value"] == meant


def test_an_engine_elsewhere_is_asked_without_them(puppet: Puppet) -> None:
    puppet.says(json.dumps({"head": {}, "boolean": True}))
    with Endpoint(Address.read(puppet.query), 30).ask(r"ASK { ?s ?p '\u0027 } # \u00E9' }"):
        pass
    assert dict(puppet.seen[0].form)["query"] == r"ASK { ?s ?p '\' } # \u00E9' }"
