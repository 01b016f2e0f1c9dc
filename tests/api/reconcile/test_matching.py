from __future__ import annotations

import pytest

from api.reconciliation.catalogue import Catalogue
from api.reconciliation.matching import MARGIN, THRESHOLD, Candidate, find_candidates
from api.reconciliation.queries import read_query


def find(catalogue: Catalogue, **query: object) -> list[Candidate]:
    return find_candidates(catalogue, read_query(query, "query"))


def only_match(found: list[Candidate]) -> str | None:
    matches = [each.entity.id for each in found if each.match]
    assert len(matches) <= 1
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Afghanistan", "actor/afghanistan"),
        ("AFGHANISTAN ", "actor/afghanistan"),
        ("Islamic Republic of Afghanistan", "actor/afghanistan"),
        ("AFG", "actor/afghanistan"),
        ("Q889", "actor/afghanistan"),
        ("actor/afghanistan", "actor/afghanistan"),
        ("https://w3id.org/onrecord/id/actor/afghanistan", "actor/afghanistan"),
        ("Afganistan", "actor/afghanistan"),
        ("Duarte, Ana", "actor/ana-duarte"),
        ("Volodymyr Zelensky", "actor/volodymyr-zelenskyy"),
        ("ECOWAS", "forum/economic-community-of-west-african-states"),
    ],
)
def test_a_name_that_leaves_no_doubt_is_a_match(catalogue: Catalogue, name: str, identifier: str) -> None:
    assert only_match(find(catalogue, query=name)) == identifier


@pytest.mark.parametrize(
    "name", ["National Assembly", "Congo", "Afghan", "Korea", "Ines Varga-Lund", "Asif", "Parliament of Slovania"]
)
def test_a_name_that_leaves_doubt_is_none(catalogue: Catalogue, name: str) -> None:
    found = find(catalogue, query=name)
    assert found
    assert only_match(found) is None


def test_the_same_name_comes_before_another_name_and_both_before_a_likeness(catalogue: Catalogue) -> None:
    same, other, like = (
        find(catalogue, query=name)[0].score
        for name in ("Afghanistan", "Islamic Republic of Afghanistan", "Afganistan")
    )
    assert same > other > like > THRESHOLD


def test_a_country_tells_namesakes_apart_by_name_code_or_identifier(catalogue: Catalogue) -> None:
    for value in ("Chile", "CHL", "cl", {"id": "actor/chile"}):
        found = find(catalogue, query="Ines Varga-Lund", properties=[{"pid": "country", "v": value}])
        assert only_match(found) == "actor/namesake-1"
        assert found[0].score - found[1].score >= MARGIN
    by_code = find(catalogue, query="Ines Varga-Lund", properties=[{"pid": "isoNumeric", "v": 250}])
    assert only_match(by_code) == "actor/namesake-0"


@pytest.mark.parametrize(("day", "identifier"), [("2001-06", "actor/namesake-0"), ("2015-03-02", "actor/namesake-1")])
def test_a_role_at_a_date_tells_namesakes_apart(catalogue: Catalogue, day: str, identifier: str) -> None:
    held = [{"pid": "role", "v": "minister of fisheries"}, {"pid": "date", "v": day}]
    assert only_match(find(catalogue, query="Ines Varga-Lund", properties=held)) == identifier


def test_a_role_that_nobody_of_the_name_held_on_the_day_is_no_match(catalogue: Catalogue) -> None:
    held = [{"pid": "role", "v": "Minister of Fisheries"}, {"pid": "date", "v": "1980"}]
    found = find(catalogue, query="Ines Varga-Lund", properties=held)
    assert only_match(found) is None
    assert all(each.agreed == (("role", False),) for each in found)


def test_what_contradicts_the_best_keeps_it_from_being_a_match(catalogue: Catalogue) -> None:
    found = find(catalogue, query="Afghanistan", properties=[{"pid": "iso3", "v": "PAK"}])
    assert found[0].entity.id == "actor/afghanistan"
    assert only_match(found) is None


def test_an_empty_cell_says_nothing(catalogue: Catalogue) -> None:
    plain = find(catalogue, query="Afghanistan")
    assert find(catalogue, query="Afghanistan", properties=[{"pid": "iso3", "v": " "}]) == plain


def test_a_code_alone_finds_its_state(catalogue: Catalogue) -> None:
    for pid, value in (("gwNumber", 700), ("m49Code", "4"), ("wikidata", "Q889"), ("iso2", "AF")):
        assert only_match(find(catalogue, properties=[{"pid": pid, "v": value}])) == "actor/afghanistan"


def test_a_code_is_one_only_in_its_own_letters(catalogue: Catalogue) -> None:
    assert only_match(find(catalogue, query="af")) is None


def test_types_are_kept_to_or_only_preferred(catalogue: Catalogue) -> None:
    def first(**more: object) -> str:
        return find(catalogue, query="Kabul", **more)[0].entity.id

    assert first() == "place/kabul"
    assert first(type="State") == "actor/afghanistan"
    strict = find(catalogue, query="Kabul", type=["State", "Place"], type_strict="all")
    assert strict == []
    preferred = find(catalogue, query="Kabul", type="Person", type_strict="should")
    assert preferred[0].entity.id == "place/kabul"
    assert only_match(preferred) is None
    assert all(each.entity.types & {"Person"} for each in find(catalogue, query="Kabul", type="Person"))


def test_a_type_holds_the_types_below_it(catalogue: Catalogue) -> None:
    found = find(catalogue, query="Senate of Ruritania", type="Organization")
    assert only_match(found) == "forum/senate-of-ruritania"


def test_what_only_an_article_names_is_found_and_says_where(catalogue: Catalogue) -> None:
    [found] = [each for each in find(catalogue, query="<script>alert('x')</script> } DROP ALL") if each.entity.named_in]
    assert found.entity.id == "article/aaaa/2222/actor/2"
    assert "Port is" in (found.entity.named_in or "")


def test_what_articles_call_somebody_is_a_name_of_theirs(catalogue: Catalogue) -> None:
    found = find(catalogue, query="Senate", type="Forum", limit=100)
    assert "forum/senate-of-ruritania" in [each.entity.id for each in found if each.score >= THRESHOLD]


def test_no_more_candidates_are_given_than_wanted(catalogue: Catalogue) -> None:
    assert len(find(catalogue, query="National Assembly", limit=2)) == 2
    assert len(find(catalogue, query="National Assembly", limit=1e300)) <= 100


@pytest.mark.parametrize("name", ["", " ", "\0", "—", "x" * 100_000, "\ud800", "а́" * 200, "()" * 200])
def test_no_name_is_too_strange(catalogue: Catalogue, name: str) -> None:
    assert only_match(find(catalogue, query=name)) is None
