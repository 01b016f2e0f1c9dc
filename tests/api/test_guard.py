from __future__ import annotations

import pytest

from api.errors import QueryForbidden, QueryRefused, QueryTooLarge
from api.guard import Limits, check_query

KILLERS = {
    "groups": "ASK " + "{" * 2300 + "}" * 2300,
    "negations": "ASK { FILTER(" + "!" * 9600 + "true) }",
    "parentheses": "ASK { FILTER(" + "(" * 4800 + "1" + ")" * 4800 + ") }",
    "sums": "ASK { FILTER(" + "1+" * 7200 + "1) }",
    "brackets": "ASK { " + "[ <a:b> " * 5000 + "] " * 5000 + "<a:b> 1 }",
    "conjunctions": "ASK { FILTER(" + "1&&" * 19000 + "1) }",
    "unions": "ASK { {}" + "UNION{}" * 9000 + " }",
    "hidden in what looks like an IRI": "ASK { FILTER(?a<" + "(" * 900 + "?b>1" + ")" * 900 + ") }",
    "hidden negations": "ASK { FILTER(?a<" + "!" * 2040 + "?b>1) }",
    "words": "ASK { FILTER(" + "true-" * 5000 + "true) }",
    "a long false IRI": "ASK { FILTER(?a<1" + "-1" * 4000 + ">1) }",
}


@pytest.mark.parametrize("query", KILLERS.values(), ids=KILLERS.keys())
def test_queries_that_crash_the_engine_are_refused(query: str) -> None:
    with pytest.raises(QueryTooLarge, match="allowed"):
        check_query(query, Limits())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { } }",
        "PREFIX : <http://localhost/> SELECT * { SERVICE:x { } }",
        "SELECT * { ?s ?p trueSERVICE<http://localhost/> { } }",
        "SELECT * { ?s ?p 1SERVICE ?x {} }",
        "SELECT * { # }\n SERVICE ?x {} }",
    ],
)
def test_a_query_that_would_ask_another_server_is_forbidden(query: str) -> None:
    with pytest.raises(QueryForbidden, match="SERVICE"):
        check_query(query, Limits())


@pytest.mark.parametrize("verb", ["INSERT DATA", "DELETE WHERE", "LOAD <http://a/>", "drop all", "WITH <a:b>"])
def test_an_update_is_forbidden(verb: str) -> None:
    with pytest.raises(QueryForbidden, match="changes the graph"):
        check_query(f"PREFIX a: <http://a/> {verb} {{ }}", Limits())


@pytest.mark.parametrize("query", ["", "   # SELECT", "hello", r"SELECT * { S\u0045RVICE ?x \u007B } }"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(query, Limits())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s schema:Service 'SERVICE <x>' ; ex:serviceOf <http://a/SERVICE(1)> }",
        'SELECT (COUNT(*) AS ?n) { ?s ?p "insert into ((((((((" } # drop',
        "PREFIX load: <http://a/> ASK { load:a ?p ?o }",
        "SELECT * { VALUES ?a { " + "<http://example.org/a-b/c+d> " * 500 + "} ?a a/b*/c ?d FILTER(?d > -1) }",
    ],
)
def test_an_ordinary_query_passes(query: str) -> None:
    assert check_query(query, Limits()) in {"SELECT", "ASK"}


def test_the_limits_are_those_given() -> None:
    with pytest.raises(QueryTooLarge, match="10 are allowed"):
        check_query("SELECT * {  }", Limits(size=10))
