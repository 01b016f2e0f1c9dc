"""What each ground of a match comes to, and what rules a pair out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.datasets.matching import THRESHOLD, UNKNOWN, WEIGHTS, Candidates, Happening, Where, Who, match

KANDAHAR = Where(frozenset({"Kandahar"}), frozenset({"Kandahar Province"}), state="afghanistan", degrees=(31.61, 65.71))
TALIBAN = Who(frozenset({"Taliban"}), frozenset({"taliban"}))
ARMY = Who(frozenset({"Military Forces of Afghanistan (2004-2021)"}), frozenset({"afghanistan"}))
THURSDAY = date(2021, 8, 26)
SAID = Happening("said", "ASSAULT", "material", TALIBAN, ARMY, KANDAHAR, THURSDAY, THURSDAY)
ROW = replace(SAID, iri="row")


def score(said: Happening, row: Happening, *, ordered: bool = False) -> float:
    found = match(said, row, ordered=ordered)
    return 0.0 if found is None else found.score


def test_the_weights_come_to_one_and_no_ground_is_enough_alone() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    for name in WEIGHTS:
        assert sum(WEIGHTS[n] * (1 if n == name else UNKNOWN[n]) for n in WEIGHTS) < THRESHOLD


def test_the_page_gives_the_threshold_and_the_weights() -> None:
    page = (Path(__file__).parents[3] / "docs" / "importing.md").read_text("utf-8")
    assert f"**{THRESHOLD}**" in page
    for name, ground in (("who", "actor"), ("where", "place"), ("when", "date"), ("what", "type")):
        (row,) = (line for line in page.splitlines() if line.startswith(f"| {name} |"))
        assert row.startswith(f"| {name} | {WEIGHTS[ground]:.2f} |")
        assert row.endswith(f"| {UNKNOWN[ground]:g} |")


def test_what_agrees_in_all_is_sure() -> None:
    assert score(SAID, ROW) == 1.0


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, earliest=date(2021, 8, 29), latest=date(2021, 8, 29)),
        replace(ROW, place=Where(frozenset({"Herat"}), state="afghanistan")),
        replace(ROW, place=replace(KANDAHAR, names=frozenset({"Kandahar"}), state="pakistan")),
        replace(ROW, first=Who(frozenset({"Islamic State"}), frozenset({"islamic-state"}))),
        replace(ROW, type="AGREE", quad="cooperation"),
    ],
    ids=["day", "town", "country", "actor", "type"],
)
def test_one_thing_that_is_known_to_differ_rules_a_pair_out(row: Happening) -> None:
    assert score(SAID, row) == 0.0


def test_the_less_a_day_is_known_the_less_it_says() -> None:
    week = replace(ROW, earliest=date(2021, 8, 20), latest=date(2021, 9, 1))
    month = replace(ROW, earliest=date(2021, 8, 1), latest=date(2021, 8, 31))
    year = replace(ROW, earliest=date(2021, 1, 1), latest=date(2021, 12, 31))
    scores = [score(SAID, row) for row in (ROW, week, month, year)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_without_a_day_an_article_speaks_of_what_went_before_it() -> None:
    told = replace(SAID, earliest=None, latest=None, printed=date(2021, 8, 28))
    found = match(told, ROW, ordered=False)
    assert found is not None
    assert "no day is given; told of 2 days after it" in found.reason
    assert score(replace(told, printed=date(2021, 8, 25)), ROW) == 0.0
    assert score(replace(told, printed=date(2021, 10, 25)), ROW) == 0.0
    assert score(replace(told, printed=None), ROW) < 1.0


def test_direction_counts_where_the_data_set_has_one() -> None:
    row = replace(ROW, first=ARMY, second=TALIBAN)
    assert score(SAID, row) == 1.0
    assert score(SAID, row, ordered=True) < 1.0


def test_a_town_that_was_attacked_is_where_it_was() -> None:
    said = replace(SAID, place=None, second=Who(frozenset({"Kandahar"})))
    found = match(said, ROW, ordered=False)
    assert found is not None
    assert "same place: Kandahar" in found.reason


def test_a_country_is_less_than_a_town_and_a_capital_is_no_country() -> None:
    country = replace(SAID, place=Where(frozenset({"Afghanistan"}), entities=frozenset({"afghanistan"})))
    capital = replace(SAID, place=Where(frozenset({"Kabul"}), state="afghanistan"))
    assert 0 < score(country, ROW) < 1.0
    assert score(capital, ROW) == 0.0


def test_places_are_compared_by_distance_where_names_differ() -> None:
    near = replace(SAID, place=Where(frozenset({"Daman"}), state="afghanistan", degrees=(31.60, 65.80)))
    far = replace(SAID, place=Where(frozenset({"Zaranj"}), state="afghanistan", degrees=(30.96, 61.86)))
    found = match(near, ROW, ordered=False)
    assert found is not None
    assert "9 km apart: Daman and Kandahar" in found.reason
    assert score(far, ROW) == 0.0


def test_civilians_are_nobody_in_particular() -> None:
    civilians = Who(frozenset({"Civilians (Afghanistan)"}))
    one_side = match(SAID, replace(ROW, second=civilians), ordered=False)
    assert one_side is not None
    assert one_side.grounds["actor"].score == 0.85


def test_of_several_that_fit_as_well_none_is_kept_without_a_place() -> None:
    nowhere = replace(SAID, place=None)
    candidates = Candidates()
    for name in ("row", "other"):
        found = match(nowhere, replace(ROW, iri=name, place=None), ordered=False)
        assert found is not None
        candidates.add(found)
    assert candidates.settle() == []


def test_two_rows_for_one_town_and_day_are_both_kept_and_worse_ones_are_not() -> None:
    candidates = Candidates()
    rows = (ROW, replace(ROW, iri="twin"), replace(ROW, iri="next", latest=date(2021, 8, 27)))
    for row in (rows[2], rows[0], rows[1]):
        found = match(SAID, row, ordered=False)
        assert found is not None
        candidates.add(found)
    assert [each.recorded for each in candidates.settle()] == ["row", "twin"]
