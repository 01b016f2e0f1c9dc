"""The rules find what a careful reader finds in a real article, which stays outside the project."""

import json
import os
import re
from pathlib import Path

import pytest

from ingest import nlp
from ingest.model import Block, BlockRole, Span, Spans
from ingest.statements import RuleExtractor

GOLD = os.environ.get("ONRECORD_GOLD")


def letters(text: str, spans: Spans) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}


@pytest.mark.skipif(GOLD is None, reason="set ONRECORD_GOLD to the folder with the gold data")
def test_nearly_all_statements_of_the_seed_article_are_found() -> None:
    seed = Path(str(GOLD)) / "seed"
    text = (seed / "article.txt").read_bytes().decode()
    blocks = [Block(Span(*m.span()), BlockRole.BODY, "a line") for m in re.finditer(r"[^\n]+", text)]
    contents = [letters(text, a.content) for a in RuleExtractor().extract(nlp.load().parse(text, blocks))]
    gold = [letters(text, (Span(*g["content_span"]),)) for g in json.loads((seed / "statements.json").read_text())]
    found = sum(any(len(g & c) >= 0.5 * len(g | c) for c in contents) for g in gold)
    assert found >= 14
