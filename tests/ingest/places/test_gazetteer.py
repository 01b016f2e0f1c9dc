"""The gazetteer as it is installed, and the names it is asked for."""

from __future__ import annotations

import pytest

from ingest.errors import GazetteerMissing
from ingest.places import gazetteer
from ingest.places.gazetteer import Gazetteer, PlaceKind, key


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer.load()


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Aleppo", 170063),
        ("zurich", 2657896),
        ("Zürich", 2657896),
        ("Kef", 2473634),
        ("Newcastle", 2641673),
        ("Idlib province", 169387),
        ("Turkey", 298795),
        ("Europe", 6255148),
        ("St. John’s", 6324733),
    ],
)
def test_a_place_is_found_whatever_its_case_accents_and_article(places: Gazetteer, name: str, number: int) -> None:
    assert number in [each.number for each in places.find(name)]


def test_a_town_has_its_units_its_country_its_people_and_its_point(places: Gazetteer) -> None:
    paris = next(each for each in places.find("Paris") if 4736286 in each.within)

    assert paris.kind is PlaceKind.TOWN
    assert paris.population > 20_000
    assert paris.point is not None
    assert abs(paris.point[0] - 33.66) < 0.01
    assert abs(paris.point[1] + 95.56) < 0.01
    assert places.get(paris.number) == paris


@pytest.mark.parametrize("number", [0, 1, 4_294_967_295])
def test_a_number_that_nothing_has_gives_nothing(places: Gazetteer, number: int) -> None:
    assert places.get(number) is None


@pytest.mark.parametrize("name", ["", " ", "\n", "Qqxz", "a\tb", "'; DROP TABLE places; --", "İ" * 500])
def test_no_name_is_too_odd_to_be_asked_for(places: Gazetteer, name: str) -> None:
    assert places.find(name) == ()


def test_the_order_of_what_is_found_is_fixed(places: Gazetteer) -> None:
    assert places.find("Springfield") == places.find("springfield")
    assert len(places.find("Springfield")) > 10


def test_names_are_folded_together_as_one_by_one() -> None:
    names = ["Aydın", "St. John’s", "Āz̄ārbāyjān-e Shārqī", "Mt. Isa", "Paris"]

    assert key("\n".join(names)).split("\n") == [key(name) for name in names]


def test_a_gazetteer_that_is_not_installed_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "PACKAGE", "no_such_gazetteer")

    with pytest.raises(GazetteerMissing, match="pip install"):
        gazetteer.load.__wrapped__()
