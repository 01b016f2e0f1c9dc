"""The rules find what a careful reader finds in a real article, which stays outside the project."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import nlp
from ingest.blocks import divide
from ingest.model import Attribution, BlockRole, Spans
from onrecord.reading import open_extractor

Row = dict[str, Any]


@cache
def read(seed: Path) -> tuple[str, tuple[Attribution, ...], list[Row]]:
    text = (seed / "article.txt").read_bytes().decode()
    found = open_extractor("").extract(nlp.load().parse(text, divide(text)))
    return text, found, json.loads((seed / "statements.json").read_text(encoding="utf-8"))


def letters(text: str, ranges: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in ranges for i in range(start, end) if text[i].isalnum()}


def pairs(spans: Spans) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def match(seed: Path) -> dict[str, int]:
    """Map each gold statement to the attribution with its cue whose content shares most of its letters."""
    text, found, gold = read(seed)
    matched = {}
    for row in gold:
        wanted = letters(text, [tuple(row["content_span"])])
        best = 0.5
        for n, attribution in enumerate(found):
            cue = " ".join(span.of(text) for span in attribution.cue)
            content = letters(text, pairs(attribution.content))
            share = len(wanted & content) / len(wanted | content)
            if share >= best and row["cue"].lower() in cue.lower():
                best, matched[row["id"]] = share, n
    return matched


@pytest.fixture
def seed(gold: Path) -> Path:
    return gold / "seed"


def test_every_statement_of_the_seed_article_is_found(seed: Path) -> None:
    assert sorted(match(seed)) == sorted(row["id"] for row in read(seed)[2])


@pytest.mark.parametrize("field", ["quote_form", "stance", "polarity", "kind"])
def test_labels_of_the_seed_article_are_right(seed: Path, field: str) -> None:
    _, found, gold = read(seed)
    matched = match(seed)
    assert {row["id"]: str(getattr(found[matched[row["id"]]], field)) for row in gold} == {
        row["id"]: row[field] for row in gold
    }


def test_nesting_of_the_seed_article_is_right(seed: Path) -> None:
    _, found, gold = read(seed)
    matched = match(seed)
    ids = {n: name for name, n in matched.items()}
    outer = {row["id"]: found[matched[row["id"]]].embedded_in for row in gold}
    assert {name: None if n is None else ids.get(n) for name, n in outer.items()} == {
        row["id"]: row["embedded_in"] for row in gold
    }


def test_the_seed_article_has_no_statements_besides(seed: Path) -> None:
    assert len(read(seed)[1]) == len(match(seed))


def test_nothing_is_taken_from_what_does_not_speak(seed: Path) -> None:
    text, found, _ = read(seed)
    silent = [block.span for block in divide(text) if block.role not in {BlockRole.BODY, BlockRole.HEADLINE}]
    assert silent
    assert not [a for a in found for span in a.content + a.cue for other in silent if span.overlaps(other)]
