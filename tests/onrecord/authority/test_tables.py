"""A table of entries becomes entries like those that ship, or it is said which cell is wrong."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

import ontology
from onrecord.authority.checking import check
from onrecord.authority.entry import Found, Given
from onrecord.authority.tables import COLUMNS, read_table
from ontology.terms import BASE, DCTERMS, ORG, RDFS, REC, SKOS, VENUEKIND, XSD
from tests.onrecord.conftest import Invoke

HEAD = "kind,label,aliases,wikidata,home,part_of,role,from,to,source,rights\n"


def read(folder: Path, rows: str, head: str = HEAD) -> Found:
    file = folder / "own.csv"
    file.write_text(head + rows, encoding="utf-8")
    return read_table(Given(file, str(BASE)), ontology.authority())


def problems(folder: Path, rows: str, head: str = HEAD) -> list[str]:
    found = read(folder, rows, head)
    whole = found.problems or check(found.graph, ontology.authority(), found.where)
    return [str(each).removeprefix(str(folder / "own.csv")) for each in whole]


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    rows = (
        "person,Ilse Maurer,Dr. Maurer|I. Maurer,Q999999999,AUT,,Harbour Master,2021-03,2024,port list,CC0\n"
        "person,Ilse Maurer,,Q999999999,AUT,,Mayor of Linz,2024-05-02,,port list,CC0\n"
        "chamber,House of Ports,,,Austria,,,,,port list,\n"
        "committee,Committee on Tides,,,at,House of Ports,,,,port list,\n"
        "city,Hafenstadt,,,AUT,,,,,https://example.org/ports,\n"
    )
    found = read(tmp_path, rows)
    assert found.problems == ()
    assert check(found.graph, ontology.authority(), found.where) == ()
    return found.graph


def test_a_person_has_names_a_home_a_source_and_rights(graph: Graph) -> None:
    maurer = BASE["actor/ilse-maurer"]
    assert graph.value(maurer, RDFS.label) == Literal("Ilse Maurer", "en")
    assert set(graph.objects(maurer, SKOS.altLabel)) == {Literal("Dr. Maurer", "en"), Literal("I. Maurer", "en")}
    assert graph.value(maurer, REC.homeState) == BASE["actor/austria"]
    assert graph.value(maurer, SKOS.exactMatch) == URIRef("http://www.wikidata.org/entity/Q999999999")
    assert (str(graph.value(maurer, DCTERMS.source)), str(graph.value(maurer, DCTERMS.rights))) == ("port list", "CC0")


def test_two_rows_of_one_person_are_two_tenures(graph: Graph) -> None:
    tenures = {
        str(graph.value(tenure, REC.edtf)): (graph.value(tenure, REC.earliest), graph.value(tenure, REC.latest))
        for tenure in graph.subjects(ORG.member, BASE["actor/ilse-maurer"])
    }
    assert tenures == {
        "2021-03/2024": (
            Literal("2021-03-01", datatype=XSD.date),
            Literal("2024-12-31", datatype=XSD.date),
        ),
        "2024-05-02/": (Literal("2024-05-02", datatype=XSD.date), None),
    }


def test_a_committee_is_part_of_its_chamber_and_a_city_is_a_site(graph: Graph) -> None:
    tides = BASE["forum/committee-on-tides"]
    assert graph.value(tides, ORG.subOrganizationOf) == BASE["forum/house-of-ports"]
    assert graph.value(tides, REC.venueKind) == VENUEKIND.committee
    assert (BASE["place/hafenstadt"], RDF.type, REC.Site) in graph
    assert graph.value(BASE["place/hafenstadt"], DCTERMS.source) == URIRef("https://example.org/ports")


def test_what_is_known_by_its_number_is_added_to(tmp_path: Path) -> None:
    found = read(tmp_path, "person,I. K. Niazi,,Q155164,PAK,,,,,list,\n")
    assert set(found.graph.subjects()) == {BASE["actor/imran-khan"]}
    assert set(found.graph.objects(None, SKOS.altLabel)) == {Literal("I. K. Niazi", "en")}
    assert list(found.graph.objects(None, RDFS.label)) == []


def test_what_is_known_by_name_and_home_is_added_to_unless_its_number_differs(tmp_path: Path) -> None:
    same = read(tmp_path, "person,Ali Khamenei,Seyyed Ali Khamenei,Q999999998,IRN,,,,,list,\n")
    assert set(same.graph.subjects()) == {BASE["actor/ali-khamenei"]}
    other = read(tmp_path, "person,Imran Khan,,Q999999998,PAK,,,,,list,\n")
    assert BASE["actor/imran-khan"] not in set(other.graph.subjects())


def test_an_office_that_is_known_is_not_made_anew(tmp_path: Path) -> None:
    found = read(tmp_path, "person,Ana Reyes,,,PAK,,Chief of Army Staff,2030,,list,\n")
    (tenure,) = found.graph.subjects(RDF.type, ORG.Membership)
    assert found.graph.value(tenure, ORG.role) == BASE["role/chief-of-army-staff-of-pakistan"]


def test_a_state_of_ones_own_has_its_codes_and_others_are_at_home_in_it(tmp_path: Path) -> None:
    head = "label;kind;home;iso3;gwNumber;adjectives;metonyms;source\n"
    rows = "Otto Brecht;person;RUR;;;;;list\nRuritania;state;;RUR;901;Ruritanian|Ruritanians;Strelsau;list\n"
    assert problems(tmp_path, rows, head) == []
    graph = read(tmp_path, rows, head).graph
    assert graph.value(BASE["actor/otto-brecht"], REC.homeState) == BASE["actor/ruritania"]
    assert graph.value(BASE["actor/ruritania"], REC.gwNumber) == Literal(901)
    assert set(graph.objects(None, REC.adjective)) == {Literal("Ruritanian"), Literal("Ruritanians")}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("persn,Ana,,,,,,,,list,", ":2: kind is 'persn'"),
        ("person,,,,,,,,,list,", ":2: label is ''"),
        ("person,Ana,,843,,,,,,list,", ":2: wikidata is '843'"),
        ("person,Ana,,,Atlantis,,,,,list,", "'Atlantis' is no state"),
        ("committee,Tides,,,,House of Ports,,,,list,", "'House of Ports' is the name of no forum"),
        ("person,Ana,,,,,Mayor,2021-02-30,,list,", "'2021-02-30' is no day"),
        ("person,Ana,,,,,Mayor,2022,2021,list,", "ends (2021) before it begins (2022)"),
        ("person,Ana,,,,,,2022,,list,", "days and no role"),
        ("person,Ana,,,,,,,,,", "must have a dcterms:source"),
        ("city,Hafenstadt,,,,,,,,,", "has no dcterms:source"),
        ("person,Ana,,,,,,,,list,,more", "more cells than there are columns"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    (problem,) = problems(tmp_path, row + "\n")
    assert problem.startswith(":2")
    assert says in problem


def test_a_malformed_code_is_found_by_its_shape(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "state,Ruritania,RU,list\n", "kind,label,iso3,source\n")
    assert "rec:iso3 must be one string" in problem
    assert problem.startswith(":2")


def test_a_table_without_its_columns_and_one_in_no_known_bytes_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "", "name,sort\n") == [
        ":1: has no column kind and none label; name the columns in the first line"
    ]
    (tmp_path / "own.csv").write_bytes(b"kind,label\nperson,M\xe4x\n")
    (problem,) = read_table(Given(tmp_path / "own.csv", str(BASE)), ontology.authority()).problems
    assert "is no table in UTF-8" in str(problem)


def test_a_column_that_is_not_read_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "person,Ana Reyes,list,7\n", "kind,label,source,shoe_size\n")
    assert dict(found.passed_over) == {"the column 'shoe_size' is none that is read": 1}


def test_a_source_for_all_rows_is_an_option(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("kind,label\nperson,Ana Reyes\n")
    added = invoke("authority", "add", "own.csv", "--source", "our desk", "--rights", "CC BY-NC 4.0")
    assert added.returncode == 0, added.stderr
    kept = Graph().parse("onrecord-data/authority/own.ttl")
    assert str(kept.value(BASE["actor/ana-reyes"], DCTERMS.rights)) == "CC BY-NC 4.0"


def test_every_column_is_on_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "authority.md").read_text("utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in page] == []
