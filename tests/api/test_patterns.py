from __future__ import annotations

import pytest

from api.errors import QueryRefused
from api.patterns import Group, Kind, Query, find_services

TEXT = """PREFIX : <http://x/#> SELECT (COUNT(?x) AS ?n) FROM <g:1> FROM NAMED :g2 WHERE {
  ?a :b "}" , [ :c ( 1 2 ) ] ; ^:p/(:q|:r)* ?d . # SERVICE <e> {
  FILTER NOT EXISTS { ?a :z ?y } FILTER (?a > 1 && (?d < 2)) FILTER :f(?a) FILTER regex(?a, "{")
  OPTIONAL { ?a :e ?f MINUS { ?f :g ?h } }
  { ?a :u 1 } UNION { GRAPH ?g { SERVICE SILENT <e:1> { ?s ?p ?o } } }
  BIND (IF(EXISTS { ?a ?b ?c }, 1, 2) AS ?i) VALUES ( ?j ?k ) { ( 1 UNDEF ) } VALUES ?l { 1 }
  { SELECT ?m (SUM(?n) AS ?o) WHERE { ?m :n ?n SERVICE :e { ?t ?u ?v } } GROUP BY ?m HAVING (SUM(?n) > 1) LIMIT 3 }
} GROUP BY ?x VALUES ?x { 1 }"""


def kinds(group: Group) -> list[str]:
    return [element.kind.value for element in group.elements]


def test_every_element_of_a_group_is_told_from_the_next() -> None:
    found = Query.read(TEXT)
    assert kinds(found.pattern) == [
        *("triples", "filter", "filter", "filter", "filter", "optional", "group", "bind", "values", "values", "group")
    ]
    assert found.datasets == ["FROM <g:1>", "FROM NAMED :g2"]
    assert found.text[found.form :].startswith("SELECT")
    union = found.pattern.elements[6]
    assert [kinds(group) for group in union.groups] == [["triples"], ["graph"]]
    assert kinds(found.pattern.elements[5].groups[0]) == ["triples", "minus"]
    assert kinds(found.pattern.elements[-1].groups[0]) == ["select"]


def test_what_is_cut_out_is_what_stands_there() -> None:
    found = Query.read(TEXT)
    first, second = find_services(found.pattern)
    one, two = first[-1][1], second[-1][1]
    assert TEXT[one.start : one.end] == "SERVICE SILENT <e:1> { ?s ?p ?o }"
    assert TEXT[two.start : two.end] == "SERVICE :e { ?t ?u ?v }"
    assert (one.silent, two.silent) == (True, False)
    assert [element.kind for _, element in first] == [Kind.GROUP, Kind.GRAPH, Kind.SERVICE]
    assert [element.kind for _, element in second] == [Kind.GROUP, Kind.SELECT, Kind.SERVICE]


def test_a_template_is_no_pattern() -> None:
    found = Query.read("CONSTRUCT { ?s a <t:1> } WHERE { ?s <p:1> ?o OPTIONAL { ?o ?p ?q } }")
    assert kinds(found.pattern) == ["triples", "optional"]
    assert kinds(Query.read("CONSTRUCT WHERE { ?s ?p ?o }").pattern) == ["triples"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT *",
        "SELECT * {",
        "SELECT * { ?s ?p ?o",
        "SELECT * { OPTIONAL ?s }",
        "SELECT * { BIND ?s }",
        "SELECT * { ?s ( ?p }",
        "SELECT * { VALUES ?s }",
        "SELECT * { FILTER",
        "SELECT * { GRAPH { ?s ?p ?o } }",
        "SELECT * { { ?s ?p ?o } UNION ?x }",
        "SELECT (COUNT(?x AS ?n) { ?s ?p ?o }",
        "SELECT * { SELECT * { ?s ?p ?o }",
    ],
)
def test_what_does_not_close_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        Query.read(text)
