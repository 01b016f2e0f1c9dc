"""Every question gives one report once, however many print it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from api import questions
from api.store import Reader, Rows, open_store
from ontology.terms import REC
from tests.questions.prefixes import PREFIXES

ARTICLE = """
@prefix : <https://example.org/%(name)s/> .
:work rec:latestVersion :v .
:v rec:publisher :house . :house a rec:Publisher ; rdfs:label "The %(name)s" .
actor:ukraine rdfs:label "Ukraine" . actor:russia rdfs:label "Russia" .
actor:enrique-manalo rdfs:label "Enrique Manalo" . forum:parliament-of-pakistan rdfs:label "Parliament of Pakistan" .
:ukraine rec:refersTo actor:ukraine ; rdfs:label "Kyiv" . :russia rec:refersTo actor:russia ; rdfs:label "Moscow" .
:between rdfs:label "Qatar" .
:words nif:beginIndex 5 ; nif:endIndex 11 ; nif:anchorOf "“said”" .
:said rec:kind kind:statement ; rec:quoteForm qf:direct ; rec:claimant :ukraine ; rec:text "said"@en ; rec:article :v ;
  rec:contentSpan :words ; rec:about actor:russia ; rec:polarity st:affirm ; rec:stance st:affirm ; rec:saidOn :day ;
  rec:saidIn forum:parliament-of-pakistan ; rec:affirms :attack .
:told rec:kind kind:statement ; rec:quoteForm qf:indirect ; rec:claimant :russia ; rec:text "told"@en ; rec:article :v ;
  rec:contentSpan :words ; rec:stance st:affirm ; rec:embeddedIn :said .
actor:enrique-manalo rec:claims :said .
:day rec:edtf "2021-09-20" ; rec:earliest "2021-09-20"^^xsd:date ; rec:latest "2021-09-20"^^xsd:date .
:then rec:basis timebasis:none ; rec:words "then" ; rec:article :v ; rec:span :words .
:attack rec:eventType plover:ASSAULT ; rec:agent :russia ; rec:mediator :between .
actor:recorded rec:recordId "UKR1" .
:match rec:eventRecorded actor:recorded ; rec:eventSaid :attack ; rec:matchScore 0.9 ; rec:reason "alike" .
"""


def write(name: str) -> Graph:
    return Graph().parse(data=PREFIXES + ARTICLE % {"name": name}, format="turtle")


def lead(copy: str, original: str) -> Graph:
    graph = Graph()
    for part in ("v", "said", "told"):
        graph.add(
            (
                URIRef(f"https://example.org/{copy}/{part}"),
                REC.sameReportAs,
                URIRef(f"https://example.org/{original}/{part}"),
            )
        )
    return graph


def ask(reader: Reader, name: str) -> list[dict[str, str]]:
    rows = reader.query(questions.find(name).query)
    assert isinstance(rows, Rows)
    return [{key: str(value) for key, value in row.items()} for row in rows.records()]


@pytest.mark.parametrize("name", [question.name for question in questions.load()])
def test_a_report_that_three_print_is_given_as_if_one_did(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put({"https://example.org/1": write("Agency")})
        writer.publish()
        with store.read() as reader:
            alone = ask(reader, name)
        writer.put({f"https://example.org/{each}": write(each) for each in ("Herald", "Post")})
        writer.put({f"https://example.org/{each}/copies": lead(each, "Agency") for each in ("Herald", "Post")})
    with store.read() as reader:
        found = ask(reader, name)
    counts = {"articles", "publishers"}
    assert alone
    assert [{k: v for k, v in row.items() if k not in counts} for row in found] == [
        {k: v for k, v in row.items() if k not in counts} for row in alone
    ]
    if name == "what-a-speaker-claims":
        assert [(row["articles"], row["publishers"]) for row in (*alone, *found)] == [("1", "1"), ("3", "3")]
