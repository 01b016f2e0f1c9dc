"""A state joins to other data sets by every code that it has, and says which it lacks."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal, URIRef

import ontology
from ontology.terms import BASE, RDF, REC, SKOS

COLUMNS = {
    "iso2": REC.iso2,
    "iso3": REC.iso3,
    "iso_numeric": REC.isoNumeric,
    "m49": REC.m49Code,
    "gw": REC.gwNumber,
    "gw_abb": REC.gwCode,
    "cow": REC.cowNumber,
    "cow_abb": REC.cowCode,
    "fips": REC.fipsCode,
    "cameo": REC.cameoCode,
}
NUMBERS = {REC.gwNumber, REC.cowNumber}
NAMIBIA = BASE["actor/namibia"]


@pytest.fixture(scope="module")
def known() -> Graph:
    return ontology.authority()


@pytest.fixture(scope="module")
def rows(gold: Path) -> list[dict[str, str]]:
    with (gold / "authority" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code(scheme: URIRef, value: str) -> Literal:
    return Literal(value, datatype=XSD.integer if scheme in NUMBERS else None)


def states(graph: Graph) -> list[URIRef]:
    return [state for state in graph.subjects(RDF.type, REC.State) if isinstance(state, URIRef)]


def test_every_code_is_the_one_of_the_table(known: Graph, rows: list[dict[str, str]]) -> None:
    assert len(rows) == len(states(known))
    for row in rows:
        (state,) = known.subjects(REC.iso3, Literal(row["iso3"]))
        for column, scheme in COLUMNS.items():
            # The dictionaries code Western Sahara as Morocco: a code that means two states is nobody's but Morocco's.
            shared = row["iso3"] == "ESH" and column == "cameo"
            wanted = [code(scheme, row[column])] if row[column] and not shared else []
            assert list(known.objects(state, scheme)) == wanted, (row["iso3"], column)


def test_every_state_joins_by_its_outside_identifiers(known: Graph, rows: list[dict[str, str]]) -> None:
    for row in rows:
        (state,) = known.subjects(REC.iso3, Literal(row["iso3"]))
        assert {str(match) for match in known.objects(state, SKOS.exactMatch)} == {
            f"http://www.wikidata.org/entity/{row['wikidata']}",
            f"https://sws.geonames.org/{row['geonames']}/",
        }


def test_every_capital_is_the_one_of_the_table(known: Graph, rows: list[dict[str, str]]) -> None:
    for row in rows:
        (state,) = known.subjects(REC.iso3, Literal(row["iso3"]))
        found = [known.value(capital, SKOS.exactMatch) for capital in known.objects(state, REC.capital)]
        disputed = row["iso3"] in {"ISR", "PSE"}
        wanted = [] if disputed else [URIRef(f"https://sws.geonames.org/{row['capital_geonames']}/")]
        assert found == wanted, row["iso3"]


@pytest.mark.parametrize("scheme", COLUMNS.values())
def test_no_code_stands_for_two_states(known: Graph, scheme: URIRef) -> None:
    often = Counter(known.objects(None, scheme))
    assert [value for value, times in often.items() if times > 1] == []


def test_a_state_has_a_code_of_each_scheme_or_says_that_it_lacks_one(known: Graph) -> None:
    for state in states(known):
        has = {scheme for scheme in COLUMNS.values() if known.value(state, scheme) is not None}
        lacks = set(known.objects(state, REC.lacksCode))
        assert has | lacks == set(COLUMNS.values()), state
        assert has & lacks == set(), state


def test_the_members_of_the_united_nations_lack_no_more_than_an_abbreviation_or_a_cameo_code(
    known: Graph, rows: list[dict[str, str]]
) -> None:
    members = [row for row in rows if row["un_member"] == "1"]
    lacking = Counter(
        scheme
        for row in members
        for state in known.subjects(REC.iso3, Literal(row["iso3"]))
        for scheme in known.objects(state, REC.lacksCode)
    )
    assert len(members) == 193
    assert lacking == {REC.gwCode: 21, REC.cameoCode: 1}


def test_a_number_is_an_integer_and_every_other_code_a_string(known: Graph) -> None:
    for scheme in COLUMNS.values():
        wanted = XSD.integer if scheme in NUMBERS else None
        assert {getattr(value, "datatype", value) for value in known.objects(None, scheme)} == {wanted}, scheme


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        (REC.iso2, "NA"),
        (REC.iso3, "NAM"),
        (REC.isoNumeric, "516"),
        (REC.m49Code, "516"),
        (REC.gwNumber, "565"),
        (REC.gwCode, "NAM"),
        (REC.cowNumber, "565"),
        (REC.cowCode, "NAM"),
        (REC.fipsCode, "WA"),
        (REC.cameoCode, "NAM"),
        (SKOS.exactMatch, "http://www.wikidata.org/entity/Q1030"),
        (SKOS.exactMatch, "https://sws.geonames.org/3355338/"),
    ],
)
def test_namibia_is_found_by_every_code(known: Graph, scheme: URIRef, value: str) -> None:
    wanted = URIRef(value) if scheme == SKOS.exactMatch else code(scheme, value)
    assert list(known.subjects(scheme, wanted)) == [NAMIBIA]


def test_a_leading_zero_stays() -> None:
    assert str(ontology.authority().value(BASE["actor/afghanistan"], REC.isoNumeric)) == "004"
