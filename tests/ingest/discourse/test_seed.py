from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.model import Article, EntityKind, QuoteForm
from ingest.nlp import Annotator
from ingest.statements import RuleExtractor
from ingest.times import find
from tests.ingest.discourse.prose import label

DAY = date(2022, 1, 28)


def test_at_least_twelve_of_the_seed_articles_claimants_are_right(annotator: Annotator, gold: Path) -> None:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    wanted = json.loads((gold / "seed" / "statements.json").read_text(encoding="utf-8"))
    parse = annotator.parse(text, divide(text, None))
    found = resolve(Article(text, "the seed", published=DAY), parse, RuleExtractor().extract(parse), find(parse, DAY))
    right, where = 0, 0
    for one in wanted:
        start, end = one["content_span"]
        for statement in found.statements:
            said = statement.attribution
            near = max((min(end, s.end) - max(start, s.start) for s in said.content), default=0)
            if said.quote_form is QuoteForm.AUTHORIAL or near < (end - start) / 3 or not statement.claimants:
                continue
            if any(span.of(text) == one["cue"] for span in said.cue):
                right += label(found, statement.claimants[0]) == (one["claimant"] or one["unnamed"])
                venue = label(found, statement.venue)
                where += venue == (one["venue"] and one["venue"].replace("Senate of Pakistan", "Pakistani Senate"))
    assert right >= 12
    assert where >= 12


def test_nobody_in_the_seed_article_is_a_person_who_is_not(annotator: Annotator, gold: Path) -> None:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    parse = annotator.parse(text, divide(text, None))
    found = resolve(Article(text, "the seed", published=DAY), parse, (), ())
    people = {entity.label for entity in found.entities if entity.kind is EntityKind.PERSON}
    assert people == {"Moeed Yusuf", "Sheikh Rasheed"}
