from __future__ import annotations

import pytest
from rdflib import BNode, Literal

from api.errors import InvalidTerm, QueryRefused
from api.lexer import find_form, find_pattern, names_dataset, tokens
from api.store.binding import bind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("ex:a-b.c, ex:d.", ["ex:a-b.c", ",", "ex:d", "."]),
        ("'''it's '' so''' 'x\\'y' \"\"\"a\"b\"\"\"", ["'''it's '' so'''", "'x\\'y'", '"""a"b"""']),
        ("\"chat\"@fr-BE '1'^^xsd:int", ['"chat"', "@fr-BE", "'1'", "^^", "xsd:int"]),
        ("1.5e3SERVICE", ["1.5e3", "SERVICE"]),
        ("<http://a/#x>#y\n.", ["<http://a/#x>", "."]),
    ],
)
def test_strings_iris_and_comments_are_told_from_syntax(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


def test_the_form_is_found_behind_prefixes_and_comments() -> None:
    assert find_form("# ASK\nBASE <http://select/> PREFIX delete: <x#>\n construct { } where { }") == "CONSTRUCT"
    assert find_form("INSERT DATA {}") == "INSERT"
    assert find_form("{ SELECT }") is None
    assert find_form("") is None


def test_a_graph_named_in_a_string_names_no_dataset() -> None:
    assert names_dataset("SELECT * FROM NAMED <http://a/g> {}")
    assert names_dataset("SELECT * FROM ex:g {}")
    assert not names_dataset("SELECT ?from { ?s ex:from 'FROM <x>' }")


@pytest.mark.parametrize(
    ("query", "head"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * {"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?d) WHERE { ?s ?p ?o }", "SELECT (EXISTS { ?a ?b ?c } AS ?d) WHERE {"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE {"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE {"),
        ("PREFIX a: <http://a/{> ASK{}", "PREFIX a: <http://a/{> ASK{"),
    ],
)
def test_the_pattern_is_found_in_every_form(query: str, head: str) -> None:
    if "<http://a/{>" in query:
        query, head = query.replace("{>", ">", 1), head.replace("{>", ">", 1)
    assert query[: find_pattern(query)] == head


def test_what_cannot_be_bound_is_refused() -> None:
    with pytest.raises(QueryRefused, match="WHERE"):
        bind("DESCRIBE <http://a/b>", {"s": Literal("x")})
    with pytest.raises(InvalidTerm, match="variable"):
        bind("ASK {}", {"s } DROP": Literal("x")})
    with pytest.raises(InvalidTerm, match="blank"):
        bind("ASK {}", {"s": BNode()})
