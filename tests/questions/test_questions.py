from pathlib import Path

import pytest

from api import questions
from api.errors import NotFound, QueryRefused
from api.guard import Limits, check_query
from api.questions import Question

OWN = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:mine a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
    rdfs:label "Mine"@en ;
    sh:prefixes <https://w3id.org/onrecord/queries>, ex: ;
    sh:select "SELECT ?s WHERE { ?s rec:claimant ex:somebody }" .
ex: sh:declare ex:declaration .
ex:declaration sh:prefix "ex" ; sh:namespace "https://example.org/" .
"""


@pytest.mark.parametrize("question", questions.load(), ids=lambda question: question.name)
def test_each_question_passes_the_guard_and_is_explained(question: Question) -> None:
    assert check_query(question.query, Limits()) == "SELECT"
    assert question.title
    assert question.comment.endswith(".")
    assert questions.find(question.name) == question


@pytest.mark.parametrize("question", questions.load(), ids=lambda question: question.name)
def test_each_answer_leads_to_its_words_or_its_article(question: Question) -> None:
    head = question.query.partition("WHERE {")[0]
    assert ("?article" if question.name == "reporters-own-voice" else "?where") in head


def test_there_are_eleven_questions() -> None:
    assert len(questions.load()) == 11


def test_an_unknown_question_is_told_the_known_ones() -> None:
    with pytest.raises(NotFound, match="who-mediated"):
        questions.find("who-meditated")


def test_a_user_s_own_file_is_read_with_its_own_and_the_shared_prefixes(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(OWN, encoding="utf-8")
    question = questions.read(file)
    assert (question.name, question.title, question.comment) == ("mine", "Mine", "")
    assert question.query == (
        "PREFIX ex: <https://example.org/>\nPREFIX rec: <https://w3id.org/onrecord/ns#>\n"
        "SELECT ?s WHERE { ?s rec:claimant ex:somebody }"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * { ?s ?p ?o }", "is no Turtle"),
        ("", "holds 0 sh:SPARQLSelectExecutable"),
        (OWN + "ex:other a sh:SPARQLSelectExecutable .", "holds 2 sh:SPARQLSelectExecutable"),
    ],
)
def test_a_file_without_one_question_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QueryRefused, match=says) as caught:
        questions.read(file)
    assert "mine.ttl" in str(caught.value)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No such file"):
        questions.read(tmp_path / "none.ttl")


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryRefused, match="UTF-8"):
        questions.read(file)
