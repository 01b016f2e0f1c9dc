"""Real articles, which stay outside the project: what a reader would find there is found, and the shapes hold."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef

from bench.events import PLOVER, read
from ingest.graph import build
from ingest.model import Article, Event, Extraction
from ingest.nlp import Annotator
from ingest.pipeline import Pipeline
from onrecord.reading import open_extractor
from shapes import Validator

FLOOR = 0.82
"""What share of labelled snippets has an event of the mapped type; 0.85 when it was set."""


@pytest.fixture(scope="module")
def seed(annotator: Annotator, gold: Path) -> Extraction:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    return Pipeline(annotator, open_extractor("")).read(Article(text, "seed", published=date(2022, 1, 28)))


def label(seed: Extraction, number: int | None) -> str | None:
    return None if number is None else seed.entities[number].label


def of_type(seed: Extraction, kind: str) -> list[Event]:
    return [event for event in seed.events if event.type == kind]


def test_the_seed_says_who_mediated_between_whom(seed: Extraction) -> None:
    mediated = [event for event in of_type(seed, "CONSULT") if event.mediators]
    assert [label(seed, n) for event in mediated for n in event.mediators] == ["Afghan Taliban"]
    assert "Tehreek-e-Taliban Pakistan" in {label(seed, n) for e in mediated for n in (e.agent, e.recipient)}
    claimants = {seed.statements[n].claimants[0].entity for event in mediated for n, _ in event.statements}
    assert {label(seed, n) for n in claimants} == {"Moeed Yusuf"}


def test_the_seed_says_who_attacked_whom(seed: Extraction) -> None:
    parties = {(label(seed, event.agent), label(seed, event.recipient)) for event in of_type(seed, "ASSAULT")}
    assert ("Tehreek-e-Taliban Pakistan", "Pakistani forces") in parties


def test_the_seed_tells_of_ceasefire_refusal_and_pressure(seed: Extraction) -> None:
    assert {"AGREE", "REJECT", "COOPERATE", "REQUEST"} <= {event.type for event in seed.events}
    assert {label(seed, event.agent) for event in of_type(seed, "REJECT")} == {"Afghan Taliban"}


def test_most_labelled_snippets_have_an_event_of_their_type(gold: Path) -> None:
    hits: Counter[bool] = Counter()
    for name, _, events in read(gold / "data" / "events" / "case21_dev.jsonl"):
        if name in PLOVER:
            hits[bool({event.type for event in events} & PLOVER[name])] += 1
    assert hits[True] / hits.total() >= FLOOR


def test_the_shapes_for_events_hold_on_real_articles(annotator: Annotator, gold: Path, seed: Extraction) -> None:
    pipeline, validator = Pipeline(annotator, open_extractor("")), Validator()
    rows = (gold / "data" / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:10]
    articles = [Article(json.loads(row)["text"], "dev") for row in rows]
    extractions = [seed, *(pipeline.read(article) for article in articles)]
    assert sum(len(extraction.events) for extraction in extractions) > len(extractions)
    for extraction in extractions:
        report = validator.validate(build(extraction, URIRef("https://example.org/run/1")))
        assert not [finding for finding in report.results if "/event/" in str(finding.focus_node)], report.as_text()
