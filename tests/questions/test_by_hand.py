"""The questions asked of graphs written by hand, where what is in the graph is beyond doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from api import questions
from api.store import Rows, open_store
from tests.questions.prefixes import PREFIXES

GROUND = """
@prefix : <https://w3id.org/onrecord/id/article/0000000000000001/000000000001/> .
:work rec:latestVersion :v .
:old-work rec:latestVersion :newer .
:span nif:beginIndex 5 ; nif:endIndex 9 ; nif:anchorOf "said" .
:quoted nif:beginIndex 5 ; nif:endIndex 11 ; nif:anchorOf "“said”" .
actor:ukraine rdfs:label "Ukraine"@en .
actor:russia rdfs:label "Russia"@en .
:ukraine rdfs:label "Ukraine" ; rec:refersTo actor:ukraine .
:russia rdfs:label "Moscow" ; rec:refersTo actor:russia .
:army rdfs:label "the army" ; org:subOrganizationOf :russia .
:minister rdfs:label "Olena Bondar" .
:membership org:member :minister ; org:organization :ukraine .
:witness rdfs:label "a monitor" .
:school rdfs:label "Kupiansk" .
:hospital rdfs:label "Izium" .
:publisher a rec:Publisher .
:shelling rec:eventType plover:ASSAULT ; rec:agent :army ; rec:place :school .
:ministers rec:affirms :shelling ; rec:claimant :minister .
"""
STATEMENT = " rec:kind kind:statement ; rec:text 'words'@en ; rec:article :v ; rec:contentSpan :span "


def ask(folder: Path, name: str, turtle: str, *edit: tuple[str, str]) -> list[dict[str, str]]:
    query = questions.find(name).query
    for old, new in edit:
        assert old in query
        query = query.replace(old, new)
    store = open_store(folder)
    with store.write() as writer:
        writer.put({"https://example.org/graph": Graph().parse(data=PREFIXES + GROUND + turtle, format="turtle")})
    with store.read() as reader:
        rows = reader.query(query)
    assert isinstance(rows, Rows)
    return [{name: str(value) for name, value in row.items()} for row in rows.records()]


AGAIN = f":other {STATEMENT} ; rec:claimant :witness ; rec:affirms :again . :again rec:agent :russia"
ASSERTED = f":ministers {STATEMENT} ."


@pytest.mark.parametrize(
    ("others", "sides"),
    [
        ("", ["Ukraine"]),
        # A third party affirms the very same event.
        (f":other {STATEMENT} ; rec:claimant :witness ; rec:affirms :shelling .", []),
        # So does the reporter.
        (f":other {STATEMENT} ; rec:claimant :publisher ; rec:affirms :shelling .", []),
        # The rival denies it.
        (f":other {STATEMENT} ; rec:claimant :russia ; rec:denies :shelling .", ["Ukraine"]),
        # Somebody else affirms it, but only as the minister tells it.
        (
            f":other {STATEMENT} ; rec:claimant :witness ; rec:affirms :shelling ; rec:embeddedIn :ministers .",
            ["Ukraine"],
        ),
        # Somebody else believes it.
        (":other rec:kind kind:attitude ; rec:claimant :witness ; rec:affirms :shelling .", ["Ukraine"]),
        # A third party affirms another event, of the same type and at the same place.
        (
            f"{AGAIN} ; rec:eventType plover:ASSAULT ; rec:place :school .",
            [],
        ),
        # At another place.
        (
            f"{AGAIN} ; rec:eventType plover:ASSAULT ; rec:place :hospital .",
            ["Ukraine"],
        ),
        # Somewhere.
        (
            f"{AGAIN} ; rec:eventType plover:ASSAULT .",
            ["Ukraine"],
        ),
        # Another deed of the rival's at the same place.
        (
            f"{AGAIN} ; rec:eventType plover:COERCE ; rec:place :school .",
            ["Ukraine"],
        ),
    ],
)
def test_an_event_is_one_sided_while_nobody_else_affirms_it(tmp_path: Path, others: str, sides: list[str]) -> None:
    rows = ask(tmp_path, "only-one-side-affirms", ASSERTED + others)
    assert [row["side"] for row in rows] == sides
    for row in rows:
        assert (row["rival"], row["type"], row["who"]) == ("Russia", "ASSAULT", "Olena Bondar")
        assert row["denied"] == ("true" if "denies" in others else "false")


def test_days_tell_two_attacks_at_one_place_apart(tmp_path: Path) -> None:
    days = """
    :shelling rec:time :monday . :monday rec:earliest "2023-07-17"^^xsd:date ; rec:latest "2023-07-17"^^xsd:date .
    :again rec:eventType plover:ASSAULT ; rec:agent :russia ; rec:place :school ; rec:time :friday .
    :friday rec:earliest "2023-07-14"^^xsd:date ; rec:latest "2023-07-14"^^xsd:date .
    """
    others = f":other {STATEMENT} ; rec:claimant :witness ; rec:affirms :again ."
    assert len(ask(tmp_path, "only-one-side-affirms", ASSERTED + days + others)) == 1


@pytest.mark.parametrize(
    ("claimant", "standing"),
    [
        (":qatar", "mediator"),
        (":envoy", "mediator"),
        (":minister", "party"),
        (":publisher", "publisher"),
        (":witness", "somebody else"),
    ],
)
def test_mediation_is_told_with_the_standing_of_who_tells_it(tmp_path: Path, claimant: str, standing: str) -> None:
    turtle = f"""
    :qatar rdfs:label "Qatar" . :envoy rdfs:label "Hamad Saleh" .
    :office org:member :envoy ; org:organization :qatar .
    :talks rec:eventType plover:CONSULT ; rec:agent :ukraine ; rec:recipient :russia ; rec:mediator :qatar .
    :told {STATEMENT} ; rec:claimant {claimant} ; rec:denies :talks .
    """
    (row,) = ask(tmp_path, "who-mediated", turtle)
    assert (row["mediator"], row["position"], row["standing"]) == ("Qatar", "denies", standing)
    assert row["where"].endswith("/span")


@pytest.mark.parametrize(
    ("bounds", "sure"),
    [
        ('rec:earliest "2024-04-12"^^xsd:date ; rec:latest "2024-04-12"^^xsd:date', "certainly"),
        ('rec:earliest "2024-04-10"^^xsd:date ; rec:latest "2024-04-15"^^xsd:date', "certainly"),
        ('rec:earliest "2024-04-01"^^xsd:date ; rec:latest "2024-04-30"^^xsd:date', "possibly"),
        ('rec:earliest "2024-04-15"^^xsd:date ; rec:latest "2024-04-16"^^xsd:date', "possibly"),
        ('rec:latest "2024-04-30"^^xsd:date', "possibly"),
        ('rec:earliest "2024-04-12"^^xsd:date', "possibly"),
        ('rec:earliest "2024-04-16"^^xsd:date ; rec:latest "2024-04-16"^^xsd:date', None),
        ('rec:latest "2024-04-09"^^xsd:date', None),
        ('rec:earliest "2024-04-16"^^xsd:date', None),
        ('rec:words "then"', None),
    ],
)
def test_a_window_holds_a_day_certainly_possibly_or_not(tmp_path: Path, bounds: str, sure: str | None) -> None:
    turtle = f':time rec:edtf "x" ; {bounds} . :told {STATEMENT} ; rec:saidOn :time . :witness rec:claims :told .'
    window = ('"2021-09-14"^^xsd:date "2021-10-15"^^xsd:date', '"2024-04-10"^^xsd:date "2024-04-15"^^xsd:date')
    rows = ask(tmp_path, "said-in-window", turtle, window)
    assert [row["sure"] for row in rows] == ([sure] if sure else [])


@pytest.mark.parametrize("name", ["verbatim-quotes", "reporters-own-voice", "unresolved-times"])
def test_an_older_version_of_an_article_is_left_out(tmp_path: Path, name: str) -> None:
    turtle = f"""
    :told {STATEMENT.replace(":v ", ":older ")} ; rec:claimant :witness ; rec:quoteForm qf:direct .
    :time rec:basis timebasis:none ; rec:words "then" ; rec:article :older ; rec:span :span .
    """.replace(":contentSpan :span", ":contentSpan :quoted")
    assert ask(tmp_path / "old", name, turtle) == []
    assert len(ask(tmp_path / "new", name, turtle.replace(":older", ":newer"))) == 1


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("“All of it,”", [("All of it,", 101)]),
        ('"All of it"', [("All of it", 101)]),
        ("it was “a test” and “a trap”", [("a test", 108), ("a trap", 121)]),
        ("“One.” “Two.” “Three.”", [("One.", 101), ("Two.", 108), ("Three.", 115)]),
        ("“It goes on in the next paragraph.", [("It goes on in the next paragraph.", 101)]),
        ("nothing at all", []),
    ],
)
def test_quoted_words_are_cut_out_where_they_stand(tmp_path: Path, words: str, quotes: list[tuple[str, int]]) -> None:
    turtle = f"""
    :told rec:kind kind:statement ; rec:article :v ; rec:claimant :witness ; rec:quoteForm qf:mixed ;
          rec:contentSpan :words .
    :words nif:beginIndex 100 ; nif:endIndex {100 + len(words)} ; nif:anchorOf '{words}' .
    """
    rows = ask(tmp_path, "verbatim-quotes", turtle)
    assert [(row["words"], int(row["begin"])) for row in rows] == quotes
    assert all(int(row["end"]) - int(row["begin"]) == len(row["words"]) for row in rows)


def test_each_link_of_a_chain_of_hearsay_is_a_row(tmp_path: Path) -> None:
    turtle = f"""
    :outer {STATEMENT} ; rec:claimant :minister ; rec:stance st:affirm .
    :middle {STATEMENT} ; rec:claimant :russia ; rec:stance st:affirm ; rec:embeddedIn :outer .
    :inner {STATEMENT} ; rec:claimant :witness ; rec:stance st:deny ; rec:embeddedIn :middle .
    """
    rows = ask(tmp_path, "says-that-another-says", turtle)
    assert sorted((row["teller"], row["said"], row["position"]) for row in rows) == [
        ("Moscow", "a monitor", "deny"),
        ("Olena Bondar", "Moscow", "affirm"),
    ]


def test_a_committee_unknown_to_the_authority_belongs_to_the_parliament_of_its_chamber(tmp_path: Path) -> None:
    turtle = f"""
    forum:senate org:subOrganizationOf forum:parliament-of-pakistan .
    :senate rec:refersTo forum:senate .
    :panel org:subOrganizationOf :senate ; rdfs:label "Panel on Ports" .
    :told {STATEMENT} ; rec:saidIn :panel . :witness rec:disputes :told .
    """
    (row,) = ask(tmp_path, "said-before-parliament", turtle)
    assert (row["who"], row["how"], row["before"]) == ("a monitor", "disputes", "Panel on Ports")
