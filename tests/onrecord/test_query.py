import csv
import io
import json
from pathlib import Path

import pytest
from rdflib import Graph

from api import questions
from tests.api.engines import serve
from tests.onrecord.conftest import Invoke

PREFIX = "PREFIX rec: <https://w3id.org/onrecord/ns#> "
SELECT = PREFIX + "SELECT ?text { ?who rec:claims/rec:text ?text } ORDER BY ?text"
CONSTRUCT = PREFIX + "CONSTRUCT { ?s rec:text ?text } WHERE { ?s rec:text ?text }"
TEXTS = ["the bridge would open in May", "the harbour was closed"]


def test_a_table_in_plain_text_holds_every_word(invoke: Invoke, holding: str) -> None:
    result = invoke("query", "-", "--store", holding, given=SELECT)
    assert result.returncode == 0, result.stderr
    head, _, *rows = result.stdout.splitlines()
    assert head.split() == ["text"]
    assert rows == TEXTS
    assert "\x1b" not in result.stdout


def test_csv_and_json_are_the_standards(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(SELECT, encoding="utf-8")
    found = invoke("query", "q.rq", "--store", holding, "--format", "csv").stdout
    assert [row["text"] for row in csv.DictReader(io.StringIO(found))] == TEXTS
    document = json.loads(invoke("query", "q.rq", "--store", holding, "--format", "json").stdout)
    assert [row["text"]["value"] for row in document["results"]["bindings"]] == TEXTS


def test_ask_is_answered_with_yes_or_no(invoke: Invoke, holding: str) -> None:
    assert invoke("query", "-", "--store", holding, given="ASK { ?s ?p ?o }").stdout == "yes\n"
    assert invoke("query", "-", "--store", holding, given="ASK { ?s a <https://example.org/No> }").stdout == "no\n"
    answer = invoke("query", "-", "--store", holding, "--format", "json", given="ASK { ?s ?p ?o }").stdout
    assert json.loads(answer)["boolean"] is True


def test_construct_gives_a_graph(invoke: Invoke, holding: str) -> None:
    turtle = invoke("query", "-", "--store", holding, given=CONSTRUCT).stdout
    assert set(TEXTS) <= {str(value) for value in Graph().parse(data=turtle, format="turtle").objects()}
    assert json.loads(invoke("query", "-", "--store", holding, "--format", "json", given=CONSTRUCT).stdout)
    refused = invoke("query", "-", "--store", holding, "--format", "csv", given=CONSTRUCT)
    assert refused.returncode == 2
    assert "Turtle" in refused.stderr


@pytest.mark.parametrize("name", [question.name for question in questions.load()])
def test_every_question_can_be_asked_by_name(invoke: Invoke, holding: str, name: str) -> None:
    result = invoke("query", name, "--store", holding, "--format", "csv")
    assert result.returncode == 0, result.stderr


def test_a_question_of_ones_own_is_read_from_turtle(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <https://example.org/q> a sh:SPARQLExecutable, "
        f'sh:SPARQLSelectExecutable ; sh:select """{SELECT}""" .',
        encoding="utf-8",
    )
    assert TEXTS[0] in invoke("query", "mine.ttl", "--store", holding).stdout


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("DROP ALL", "changes the graph"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "changes the graph"),
        ("LOAD <https://example.org/>", "changes the graph"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "another server"),
        ("SELECT * { ?s ?p", "SPARQL"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, "deep"),
        ("", "SELECT"),
    ],
)
def test_what_may_not_be_asked_is_refused_in_a_line(invoke: Invoke, holding: str, query: str, says: str) -> None:
    result = invoke("query", "-", "--store", holding, given=query)
    assert result.returncode == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_query_that_takes_too_long_is_stopped(invoke: Invoke, holding: str) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    result = invoke("query", "-", "--store", holding, "--query-timeout", "1", given=endless)
    assert result.returncode == 3
    assert "stopped after 1 second" in result.stderr


def test_an_unknown_name_is_told_the_known_ones(invoke: Invoke, holding: str) -> None:
    result = invoke("query", "who-sad-what", "--store", holding)
    assert result.returncode == 2
    assert "who-mediated" in result.stderr


@pytest.mark.parametrize("name", ["missing.rq", "missing.ttl", "folder/missing"])
def test_a_missing_file_is_one_clear_line(invoke: Invoke, holding: str, name: str) -> None:
    result = invoke("query", name, "--store", holding)
    assert result.returncode == 3
    [line] = result.stderr.splitlines()
    assert name in line


def test_a_missing_store_is_one_clear_line(invoke: Invoke) -> None:
    result = invoke("query", "-", given="ASK {}")
    assert result.returncode == 3
    [line] = result.stderr.splitlines()
    assert "onrecord-data" in line


def test_a_query_asks_another_server_only_if_it_is_listed(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    with serve(tmp_path / "engine") as running:
        question = f"SELECT ?x {{ SERVICE <{running.query}> {{ VALUES ?x {{ 7 }} }} }}"
        found = invoke("query", "-", "--store", holding, given=question)
        assert found.returncode == 2
        assert "none may be asked here" in found.stderr
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ONRECORD_SERVICES", running.query)
            found = invoke("query", "-", "--store", holding, "--format", "csv", given=question)
        assert (found.returncode, found.stdout) == (0, "x\n7\n")
