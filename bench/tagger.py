"""Words per CPU-second of the tagger and of a whole extraction, beside spaCy alone on the same texts in the same run.

    ONRECORD_GOLD=folder python -m bench tagger

An extraction annotates, finds statements and resolves them; it reads no file and writes no graph. The three take turns,
article by article, so that a machine whose speed drifts slows all of them. One thread.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise

from bench.ingest import find_articles
from ingest import nlp
from ingest.blocks import divide
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.quotes import scan_speaking
from ingest.statements import BlendedExtractor
from ingest.tagger import FILE
from ingest.tagger.model import load


def main() -> None:
    """Print the three figures and two ratios."""
    pipeline = Pipeline(nlp.load(), BlendedExtractor(load(FILE)))
    articles = find_articles()
    for article in articles[:2]:
        measure(pipeline, article)  # what is loaded late is loaded now
    spent: Counter[str] = Counter()
    for article in articles:
        spent.update(measure(pipeline, article))
    words = spent.pop("words")
    print(f"{len(articles)} articles of {words:.0f} words")
    for name, seconds in spent.items():
        share = spent["spaCy alone"] / seconds
        print(f"{name:<12} {words / seconds:8.0f} words per CPU-second, {share:.2f} of spaCy alone")


def measure(pipeline: Pipeline, article: Article) -> dict[str, float]:
    """Return the CPU seconds of each on one article, and its words."""
    assert isinstance(pipeline.extractor, BlendedExtractor)
    times = [time.process_time()]

    def lap() -> None:
        times.append(time.process_time())

    words = sum(not token.is_space for token in pipeline.annotator.pipeline(article.text))
    lap()
    parse = pipeline.annotator.parse(article.text, divide(article.text, article.title))
    quotations = scan_speaking(parse)
    lap()
    pipeline.extractor.tagger.tag(parse, quotations)
    lap()
    pipeline.read(article)
    lap()
    alone, _, tagger, whole = (after - before for before, after in pairwise(times))
    return {"words": words, "spaCy alone": alone, "tagger": tagger, "extraction": whole}


if __name__ == "__main__":
    main()
