"""Bearers of names, joined or kept apart for what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.entities.clustering import join
from ingest.entities.model import Bearer, Constraints, Entity, Held
from ingest.entities.names import Alike, compare_people, fold
from ingest.entities.words import load

BASE = "https://example.org/id/"
ANA = Bearer("v1/actor/1", "v1", "Ana Duarte", "Person", day=date(2024, 1, 1))
MINISTRY = Bearer("v1/actor/2", "v1", "Ministry of Health", "Organization", day=date(2024, 1, 1))


def other(bearer: Bearer, number: int, **changes: object) -> Bearer:
    version = f"v{number}"
    return replace(bearer, node=bearer.node.replace("v1", version), version=version, **changes)  # type: ignore[arg-type]


def joined(*bearers: Bearer, constraints: Constraints | None = None) -> list[Entity]:
    return join(bearers, load(), BASE, constraints)


def groups(*bearers: Bearer, constraints: Constraints | None = None) -> list[set[str]]:
    return [{m.bearer.version for m in each.members} for each in joined(*bearers, constraints=constraints)]


def test_a_rare_name_in_two_articles_is_one_person() -> None:
    assert groups(ANA, other(ANA, 2)) == [{"v1", "v2"}]


def test_two_of_a_name_in_one_article_are_two() -> None:
    assert groups(ANA, replace(ANA, node="v1/actor/9")) == []


def test_articles_about_other_states_need_more_than_a_name() -> None:
    here = replace(ANA, states=frozenset({"portugal"}))
    there = other(ANA, 2, states=frozenset({"peru"}))
    assert groups(here, there) == []
    minister = (Held("health minister", "ministry of health", "Ministry of Health"),)
    assert groups(replace(here, held=minister), replace(there, held=minister)) == [{"v1", "v2"}]


def test_a_common_name_needs_more_than_a_name() -> None:
    firsts = ("john", "mary", "paul", "anne", "mark", "jane", "luke", "ruth", "adam", "lisa")
    lasts = ("smith", "jones", "brown", "green", "white", "black", "gray", "stone", "wood", "hill")
    crowd = [
        Bearer(f"c{n}{m}/actor/1", f"c{n}{m}", f"{first} {last}".title(), "Person")
        for n, first in enumerate(firsts)
        for m, last in enumerate(lasts)
    ]
    more = [Bearer(f"d{n}/actor/1", f"d{n}", f"John Q{n}x", "Person") for n in range(60)]
    john = Bearer("v1/actor/1", "v1", "John Smith", "Person")
    assert all("v2" not in each for each in groups(*crowd, *more, john, other(john, 2)))
    company = frozenset({"a rare club", "an odd bridge"})
    known = (replace(john, company=company), other(john, 2, company=company))
    assert {"v1", "v2"} <= next(iter(each for each in groups(*crowd, *more, *known) if "v1" in each))


def test_a_ministry_is_one_of_many_until_its_state_is_known() -> None:
    assert groups(MINISTRY, other(MINISTRY, 2)) == []
    assert groups(replace(MINISTRY, owner="ghana"), other(MINISTRY, 2, owner="ghana")) == [{"v1", "v2"}]
    assert groups(replace(MINISTRY, owner="ghana"), other(MINISTRY, 2, owner="kenya")) == []


def test_what_is_described_and_not_named_is_joined_with_nothing() -> None:
    debate = Bearer("v1/actor/1", "v1", "debate", "Forum", company=frozenset({"a rare club"}))
    assert groups(debate, other(debate, 2)) == []
    assert groups(replace(debate, label="Odeon Debate"), other(debate, 2, label="Odeon Debate")) == [{"v1", "v2"}]


def test_the_order_in_which_bearers_come_makes_no_difference() -> None:
    every = [other(ANA, n, day=date(2024, n, 1)) for n in range(1, 7)] + [other(MINISTRY, 7, owner="ghana")]
    assert joined(*every) == joined(*reversed(every))


def test_what_was_decided_comes_before_any_score() -> None:
    apart = replace(ANA, label="Maria Lima", node="v2/actor/1", version="v2")
    iri = joined(ANA, other(ANA, 3))[0].iri
    both = Constraints(joined={"v2/actor/1": iri}, known={"v1/actor/1": iri, "v3/actor/1": iri})
    assert {"v1", "v3"} in groups(ANA, apart, other(ANA, 3), constraints=both)
    fixed = Constraints(joined={"v1/actor/1": iri, "v2/actor/1": iri})
    assert groups(ANA, apart, other(ANA, 3), constraints=fixed) == [{"v1", "v2", "v3"}]
    off = Constraints(barred={"v3/actor/1": frozenset({iri})}, known={"v1/actor/1": iri, "v3/actor/1": iri})
    assert groups(ANA, other(ANA, 3), other(ANA, 4), constraints=off) == [{"v1", "v4"}]


def test_an_entity_keeps_its_address_when_an_earlier_article_comes() -> None:
    before = joined(ANA, other(ANA, 2))[0].iri
    known = Constraints(known={"v1/actor/1": before, "v2/actor/1": before})
    earlier = other(ANA, 5, day=date(2023, 1, 1))
    assert [each.iri for each in joined(ANA, other(ANA, 2), earlier, constraints=known)] == [before]
    assert joined(ANA, other(ANA, 2), earlier)[0].iri != before


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("Ana Duarte", "ANA DUARTE", Alike.SAME),
        ("Ana Duarte", "A. Duarte", Alike.INITIAL),
        ("Ana Duarte", "Ana Lima", Alike.NOT),
        ("Ana Maria Duarte", "Ana Paula Duarte", Alike.NOT),
        ("Ana Maria Duarte", "Ana M. Duarte", Alike.MIDDLE),
        ("Duarte", "Duarte", Alike.SAME),
        ("Li Wei", "Li Wen", Alike.NOT),
    ],
)
def test_names_of_people_are_compared(one: str, two: str, alike: Alike) -> None:
    assert compare_people(fold(one), fold(two)) is alike
