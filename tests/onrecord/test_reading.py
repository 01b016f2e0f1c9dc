"""Articles are annotated together, and a mistake at one of them still costs that one alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

import pytest

from ingest.model import Article
from ingest.nlp import LEAST, ROOM, Annotator
from ingest.parse import Parse
from ingest.version import Version
from onrecord.reading import Failed, Here
from onrecord.settings import Settings
from tests.onrecord.conftest import BRIDGE, HARBOUR


def articles(origin: str) -> Iterator[Article]:
    return (Article(text=BRIDGE if n % 2 else HARBOUR, origin=f"{origin}:{n}") for n in count())


def test_a_mistake_at_one_article_costs_that_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, parse_all = Here(Settings()), Annotator.parse_all

    def stumble(annotator: Annotator, texts: Iterable[tuple[str, tuple[()]]]) -> Iterator[Parse]:
        given = list(texts)
        if any(text == BRIDGE for text, _ in given):
            raise ZeroDivisionError("a bridge")
        return parse_all(annotator, given)

    monkeypatch.setattr(Annotator, "parse_all", stumble)
    items = [article for article, _ in zip(articles("file"), range(4), strict=False)]

    outcomes = list(reading.admit_all(items))

    assert [type(each) for each in outcomes] == [Version, Failed, Version, Failed]


def test_articles_are_read_together_and_alone_alike() -> None:
    reading = Here(Settings())
    items = [article for article, _ in zip(articles("file"), range(4), strict=False)]

    together = list(reading.admit_all(items))

    for item, outcome in zip(items, together, strict=True):
        [alone] = reading.admit_all([item])
        assert isinstance(outcome, Version)
        assert isinstance(alone, Version)
        assert alone.said == outcome.said
        assert {name: set(graph) for name, graph in alone.graphs.items()} == {
            name: set(graph) for name, graph in outcome.graphs.items()
        }


@pytest.mark.parametrize(("origin", "most"), [("-", 1), ("file", ROOM // LEAST)])
def test_an_endless_source_is_not_waited_for(origin: str, most: int) -> None:
    asked = 0

    def endless() -> Iterator[Article]:
        nonlocal asked
        for article in articles(origin):
            asked += 1
            yield article

    next(Here(Settings()).admit_all(endless()))

    assert asked <= most
