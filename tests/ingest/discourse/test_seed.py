"""The article the project was created from, held to what a careful reader finds in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.blocks import divide
from ingest.discourse import Discourse, resolve
from ingest.model import Article, EntityKind, QuoteForm, Statement, TimeBasis, TimeExpression
from ingest.nlp import Annotator
from ingest.times import find
from onrecord.reading import open_extractor
from tests.ingest.discourse.prose import label

DAY = date(2022, 1, 28)


@dataclass(frozen=True)
class Seed:
    """The article read with and without its day, and the statements a reader finds."""

    text: str
    wanted: list[dict[str, Any]]
    dated: Discourse
    undated: Discourse

    def found(self, wanted: dict[str, Any], discourse: Discourse) -> Statement | None:
        """Return the statement with the wanted cue whose content shares most with the wanted one."""
        start, end = wanted["content_span"]

        def shared(statement: Statement) -> int:
            return sum(max(0, min(end, s.end) - max(start, s.start)) for s in statement.attribution.content)

        fitting = [
            statement
            for statement in discourse.statements
            if any(wanted["cue"] in span.of(self.text) for span in statement.attribution.cue)
            and shared(statement) > (end - start) / 3
        ]
        return max(fitting, key=shared, default=None)

    def pairs(self, discourse: Discourse) -> list[tuple[dict[str, Any], Statement]]:
        """Return each wanted statement with the one found."""
        return [(one, found) for one in self.wanted if (found := self.found(one, discourse)) is not None]


@pytest.fixture(scope="module")
def seed(annotator: Annotator, gold: Path) -> Seed:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    wanted = json.loads((gold / "seed" / "statements.json").read_text(encoding="utf-8"))
    parse = annotator.parse(text, divide(text, None))
    given = open_extractor("").extract(parse)
    dated, undated = (
        resolve(Article(text, "the seed", published=day), parse, given, find(parse, day)) for day in (DAY, None)
    )
    return Seed(text, wanted, dated, undated)


def said_on(discourse: Discourse, statement: Statement) -> TimeExpression | None:
    return None if statement.said_on is None else discourse.times[statement.said_on]


def test_at_least_fourteen_claimants_are_right(seed: Seed) -> None:
    right = [
        one["id"]
        for one, found in seed.pairs(seed.dated)
        if found.claimants and label(seed.dated, found.claimants[0]) == (one["claimant"] or one["unnamed"])
    ]
    assert len(right) >= 14


def test_every_venue_and_every_day_is_right_and_on_the_right_ground(seed: Seed) -> None:
    pairs = seed.pairs(seed.dated)
    assert len(pairs) >= 14
    assert [label(seed.dated, found.venue) for _, found in pairs] == [one["venue"] for one, _ in pairs]
    times = [said_on(seed.dated, found) for _, found in pairs]
    bounds = [time.edtf if time is not None and time.earliest is not None else None for time in times]
    days = [one["said_on"] if one["said_on"] and not one["said_on"].startswith("..") else None for one, _ in pairs]
    assert bounds == days
    assert {time.edtf for time in times if time is not None and time.earliest is None} == {"../2022-01-28"}
    grounds = [
        str(time.basis) if time is not None and one["basis"] is not None else None
        for time, (one, _) in zip(times, pairs, strict=True)
    ]
    assert grounds == [one["basis"] for one, _ in pairs]


def test_addressees_that_the_words_show_are_right(seed: Seed) -> None:
    implied = {"G5", "G10", "G11"}  # nobody is named as told: a reader infers it
    pairs = [(one, found) for one, found in seed.pairs(seed.dated) if one["id"] not in implied]
    assert [label(seed.dated, found.addressee) for _, found in pairs] == [one["addressee"] for one, _ in pairs]


def test_roles_are_as_the_reader_gives_them(seed: Seed) -> None:
    for one, found in seed.pairs(seed.dated):
        if one["role"]:
            held = seed.dated.memberships[found.roles[0]]
            assert held.role == one["role"]
            assert held.organization is not None
            assert seed.dated.entities[held.organization].kind is EntityKind.STATE


def test_two_occasions_hold_what_was_told_two_bodies(seed: Seed) -> None:
    bodies = {one["venue"] for one in seed.wanted if one["venue"]}
    shared = {label(seed.dated, o.venue): len(o.statements) for o in seed.dated.occasions if len(o.statements) > 1}
    told = {body: sum(one["venue"] == body for one in seed.wanted) for body in bodies}
    assert shared == told


def test_the_committee_is_part_of_the_assembly_in_its_name(seed: Seed) -> None:
    committee = next(one["venue"] for one in seed.wanted if one["venue"])
    pairs = {(seed.dated.entities[part].label, seed.dated.entities[of].label) for part, of in seed.dated.parents}
    assert any(part == committee and committee.startswith(of) for part, of in pairs)


def test_months_keep_their_precision(seed: Seed) -> None:
    august = [time for time in seed.dated.times if time.words and time.words.endswith("August")]
    assert [time.edtf for time in august] == ["2021-08"]


def test_without_a_day_of_publication_nothing_is_invented(seed: Seed) -> None:
    assert [time.edtf for time in seed.undated.times] == [None] * len(seed.undated.times)
    assert {time.basis for time in seed.undated.times} == {TimeBasis.NONE}


def test_nobody_is_a_person_who_is_not(seed: Seed) -> None:
    people = {entity.label for entity in seed.dated.entities if entity.kind is EntityKind.PERSON}
    wanted = {one["claimant"] for one in seed.wanted if one["role"]}
    assert people == wanted


def test_the_teaser_and_the_share_links_say_nothing(seed: Seed) -> None:
    own = [s for s in seed.dated.statements if s.attribution.quote_form is QuoteForm.AUTHORIAL]
    said = " ".join(span.of(seed.text) for s in own for span in s.attribution.content).lower()
    assert not any(word in said for word in ("also read", "youtube", "photo credit"))
