import json
from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef

from ingest.address import Address
from ingest.graph import build, build_work
from ingest.model import Article, Extraction, QuoteForm
from ingest.nlp import Annotator
from ingest.pipeline import Pipeline
from ingest.record import describe
from onrecord.reading import open_extractor
from shapes import Validator
from tests.work import count_calls

RUN = URIRef("https://example.org/run/1")


@pytest.fixture(scope="module")
def seed(annotator: Annotator, gold: Path) -> Extraction:
    text = (gold / "seed" / "article.txt").read_text(encoding="utf-8")
    article = Article(text=text, origin="seed", published=date(2022, 1, 28))
    return Pipeline(annotator, open_extractor("")).read(article)


def test_most_statements_of_the_seed_are_found_in_its_body_alone(seed: Extraction, gold: Path) -> None:
    rows = json.loads((gold / "seed" / "statements.json").read_text(encoding="utf-8"))
    found = [
        {i for span in each.attribution.content for i in range(span.start, span.end)}
        for each in seed.statements
        if each.attribution.quote_form is not QuoteForm.AUTHORIAL
    ]
    hits = 0
    for row in rows:
        content = set(range(*row["content_span"]))
        hits += any(2 * len(content & other) >= len(content | other) for other in found)
    assert hits >= 14


def test_the_seed_graph_keeps_to_the_shapes(seed: Extraction) -> None:
    report = Validator().validate(build(seed, RUN), build_work(Address.of(seed.article), seed.article.url))
    assert report.conforms, report.as_text()


def test_a_record_has_its_words_where_it_says(seed: Extraction) -> None:
    record = json.loads(json.dumps(describe(seed)))
    text = seed.article.text
    assert record["statements"]
    for statement in record["statements"]:
        for start, end in statement["content"]:
            assert text[start:end].strip()
    assert "Also Read" not in {text[s:e] for row in record["statements"] for s, e in row["content"]}


def test_the_same_article_reads_the_same_twice(annotator: Annotator) -> None:
    text = "Lucía Ferrer told reporters on Tuesday that the bridge would open in May.\n\nShe said the work was done."
    pipeline = Pipeline(annotator, open_extractor(""))
    article = Article(text=text, origin="test", published=date(2024, 4, 4))
    assert describe(pipeline.read(article)) == describe(pipeline.read(article))


def test_a_record_has_each_expression_of_time_once(annotator: Annotator) -> None:
    text = "Lucía Ferrer told reporters on Tuesday that the bridge was safe.\n\nShe said the work was done."
    article = Article(text=text, origin="test", published=date(2024, 4, 4))
    found = Pipeline(annotator, open_extractor("")).read(article)
    record = describe(found)
    assert len([time for time in found.times if time.words == "Tuesday"]) > 1
    assert [text[start:end] for start, end in (time["span"] for time in record["times"])] == ["Tuesday"]


def test_the_work_of_reading_grows_with_the_text_and_not_with_its_square(annotator: Annotator) -> None:
    pipeline = Pipeline(annotator, open_extractor(""))
    sentence = "Anna Berg told reporters on Monday that “the bridge is closed”, adding that Ole Dahl had denied it. "

    def work(times: int) -> int:
        return count_calls(lambda: pipeline.read(Article(text=sentence * times, origin="a test")))

    assert work(400) < 12 * work(50)
