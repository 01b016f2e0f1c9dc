from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDFS, XSD

from api import questions
from api.comparing import compare, compare_all, compare_graphs, find_difference, find_order
from api.errors import StoreClosed
from api.questions import Question
from api.store import Rows
from api.store.embedded import EmbeddedStore
from tests.api import desk

ONE, TWO = (Literal("a"), Literal(1)), (Literal("b"), Literal(2))
ASKED = "SELECT ?a ?n { ?a ?p ?n }"


def test_rows_are_compared_as_a_bag() -> None:
    ours = Rows(("a", "n"), (ONE, TWO, TWO))
    assert (
        find_difference(ASKED, ours, Rows(("n", "a"), ((TWO[1], TWO[0]), (ONE[1], ONE[0]), (TWO[1], TWO[0])))) is None
    )
    assert "3 rows here and 2 there; only here" in str(find_difference(ASKED, ours, Rows(("a", "n"), (ONE, TWO))))
    assert "columns a, n here and a there" in str(find_difference(ASKED, ours, Rows(("a",), ())))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Literal(1), Literal("1.0", datatype=XSD.decimal), True),
        (Literal(Decimal(1) / 3), Literal(0.333333333333), True),
        (Literal("1"), Literal(1), False),
        (Literal("a", lang="en-GB"), Literal("a", lang="en-gb"), True),
        (Literal("a", lang="en"), Literal("a"), False),
        (Literal("http://a/"), URIRef("http://a/"), False),
        (BNode("x"), BNode("y"), True),
        (None, Literal(""), False),
        (Literal(True), Literal(1), False),
        (Literal("x, y"), Literal("y, x"), False),
    ],
)
def test_a_value_is_the_same_however_an_engine_writes_it(one: Literal | None, other: Literal, same: bool) -> None:
    found = find_difference(ASKED, Rows(("a",), ((one,),)), Rows(("a",), ((other,),)))
    assert (found is None) == same


def test_joined_values_may_stand_in_any_order() -> None:
    query = "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?a) { ?s ?p ?x }"
    assert find_difference(query, Rows(("a",), ((Literal("x, y"),),)), Rows(("a",), ((Literal("y, x"),),))) is None


def test_the_order_is_compared_as_far_as_the_query_orders() -> None:
    ordered = ASKED + " ORDER BY ?n"
    tie = (Literal("c"), Literal(1))
    assert find_difference(ordered, Rows(("a", "n"), (ONE, tie, TWO)), Rows(("a", "n"), (tie, ONE, TWO))) is None
    found = find_difference(ordered, Rows(("a", "n"), (ONE, TWO)), Rows(("a", "n"), (TWO, ONE)))
    assert found == "the same rows in another order from row 1 on, by n"


def test_every_question_that_is_ordered_is_seen_to_be() -> None:
    assert all(find_order(question.query) for question in questions.load())


def test_a_store_answers_as_itself_and_what_was_changed_shows(tmp_path: Path) -> None:
    same, other = desk.fill(tmp_path / "one"), desk.fill(tmp_path / "two")
    with other.write() as writer:
        writer.put({str(desk.WORK): Graph().add((desk.WORK, RDFS.label, Literal("changed")))})
    with same.read() as here, other.read() as there:
        assert all(verdict.same for verdict in compare_all(questions.load(), here, here))
        assert str(desk.WORK) in compare_graphs(here, there).words
        assert [verdict.same for verdict in compare_all(questions.load(), here, there)].count(False) > 1


def test_a_question_that_one_side_cannot_answer_is_a_difference(tmp_path: Path) -> None:
    with desk.fill(tmp_path / "one").read() as reader:
        verdict = compare(Question("broken", "", "", "SELECT { ?s ?p ?o }"), reader, reader)
        assert verdict.same is False
        assert "no answer here" in verdict.words
    closed = EmbeddedStore(tmp_path / "one").read()
    closed.close()
    with pytest.raises(StoreClosed):
        compare(Question("any", "", "", "SELECT * { ?s ?p ?o }"), closed, closed)
