"""How places are scored."""

from bench.places import Named, Tally

LIMA, QUITO = "https://sws.geonames.org/3936456/", "https://sws.geonames.org/3652462/"


def score(own: list[Named], gold: list[Named]) -> tuple[float, float]:
    tally = Tally()
    tally.add(own, gold)
    return tally.f1, tally.accuracy


def test_a_place_counts_with_its_span_and_its_address() -> None:
    gold: list[Named] = [((0, 4), LIMA), ((10, 15), QUITO)]

    assert score([((0, 4), LIMA), ((10, 15), QUITO)], gold) == (100.0, 100.0)
    assert score([((0, 4), LIMA), ((10, 15), LIMA)], gold) == (50.0, 50.0)
    assert score([((0, 4), LIMA), ((10, 16), QUITO)], gold) == (50.0, 100.0)
    assert score([((0, 4), LIMA), ((10, 15), None)], gold) == (50.0, 50.0)
    assert score([((0, 4), LIMA)], gold) == (200 / 3, 100.0)


def test_what_lies_on_a_place_without_an_address_costs_nothing() -> None:
    assert score([((0, 4), LIMA), ((20, 25), QUITO)], [((0, 4), LIMA), ((22, 30), None)]) == (100.0, 100.0)
