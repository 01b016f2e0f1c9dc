"""How well copies are told, and what it costs: generated variations of synthetic articles, in an index of many.

    python -m bench.copies [--articles=N] [--pairs=N]

The texts are made of words drawn as they are in language (Zipf), so that stock phrases are shared as in news. Of
some articles every variation is made; of each kind the share that is found is its recall. What is found for articles
that are nobody's copy, though they share a third of their sentences word for word with another or carry the same
standing words, is false.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from ingest.copies import Signature, compare, sign
from onrecord.copy_index import Entry, Index

ARTICLES = 20_000
PAIRS = 500
WORDS = [f"w{n:x}" for n in range(20_000)]
WEIGHTS = [*accumulate(1 / (rank + 3) for rank in range(len(WORDS)))]

type Text = list[list[str]]
"""Paragraphs of sentences."""


def make_text(draw: random.Random, paragraphs: int = 8) -> Text:
    """Make an article of about fifty words a paragraph."""
    return [[make_sentence(draw) for _ in range(draw.randint(2, 3))] for _ in range(paragraphs)]


def make_sentence(draw: random.Random) -> str:
    words = draw.choices(WORDS, cum_weights=WEIGHTS, k=draw.randint(12, 28))
    return " ".join(words).capitalize() + "."


def write(text: Text) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in text)


def change_words(share: float) -> Callable[[Text, random.Random], Text]:
    def change(text: Text, draw: random.Random) -> Text:
        return [
            [" ".join(draw.choice(WORDS) if draw.random() < share else w for w in s.split()) + "." for s in paragraph]
            for paragraph in text
        ]

    return change


def reorder(text: Text, draw: random.Random) -> Text:
    sentences = [sentence for paragraph in text for sentence in paragraph]
    draw.shuffle(sentences)
    return [sentences[n : n + 3] for n in range(0, len(sentences), 3)]


def drop(number: int) -> Callable[[Text, random.Random], Text]:
    def cut(text: Text, draw: random.Random) -> Text:
        gone = set(draw.sample(range(len(text)), number))
        return [paragraph for n, paragraph in enumerate(text) if n not in gone]

    return cut


def dress(text: Text, draw: random.Random) -> Text:
    """Give another headline and byline, and a publisher's line at the end."""
    return [[make_sentence(draw)[:60].rstrip(".")], ["By Our Correspondent"], *text, ["Share on Facebook"]]


COPIES: Mapping[str, Callable[[Text, random.Random], Text]] = {
    "the same text": lambda text, _: text,
    "another headline and byline": dress,
    "2 % of words changed": change_words(0.02),
    "5 % of words changed": change_words(0.05),
    "10 % of words changed": change_words(0.10),
    "15 % of words changed": change_words(0.15),
    "sentences in another order": reorder,
    "2 of 8 paragraphs dropped": drop(2),
    "5 of 8 paragraphs dropped": drop(5),
    "4 dropped, 5 % of words changed": lambda text, draw: change_words(0.05)(drop(4)(text, draw), draw),
    "the first two paragraphs alone": lambda text, _: text[:2],
    "whole within three times as much": lambda text, draw: [*make_text(draw), *text, *make_text(draw)],
    "two paragraphs within eight others": lambda text, draw: [*make_text(draw, 4), *text[:2], *make_text(draw, 4)],
}
LEADS = {"two paragraphs within eight others"}
"""Where what is copied is the first two paragraphs alone, stored as an article of their own."""

STRANGERS: Mapping[str, Callable[[Text, random.Random], Text]] = {
    "another article": lambda _, draw: make_text(draw),
    "a third of the sentences shared": lambda text, draw: [
        [old if draw.random() < 1 / 3 else make_sentence(draw) for old in paragraph] for paragraph in text
    ],
    "the same two paragraphs at the end": lambda text, draw: [*make_text(draw, 6), *text[-2:]],
}


def is_found(index: Index, text: Text, name: str) -> bool:
    """Say whether an article is found to be printed from the one that it was made of."""
    signature = sign(write(text))
    found = {each.work for each in index.find(signature, "new") if compare(signature, each.signature)}
    return name in found


def entry(name: str, signature: Signature) -> Entry:
    return Entry(f"{name}/v", name, None, None, signature)


def fill(index: Index, draw: random.Random, number: int) -> Iterator[float]:
    """Put articles in, each looked for first as in a load, and give the CPU-seconds that each took."""
    for n in range(number):
        text = write(make_text(draw, draw.randint(4, 16)))
        began = time.process_time()
        signature = sign(text)
        for other in index.find(signature, f"filler/{n}"):
            compare(signature, other.signature)
        with index.changing():
            index.put(entry(f"filler/{n}", signature))
            index.enlist()
        yield time.process_time() - began


def main() -> None:
    """Print what is found and what should not be, articles per second, memory and disk."""
    given = dict(word.removeprefix("--").split("=") for word in sys.argv[1:] if "=" in word)
    number, pairs = int(given.get("articles", ARTICLES)), int(given.get("pairs", PAIRS))
    draw = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "copies.sqlite")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent = list(fill(index, draw, number))
        texts = {f"text/{n}": make_text(draw) for n in range(pairs)}
        for name, text in texts.items():
            index.put(entry(name, sign(write(text))))
            index.put(entry(f"lead of {name}", sign(write(text[:2]))))
        index.enlist()
        last = spent[-1000:]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        print(f"{number} articles: {number / sum(spent):.0f} a CPU-second, the last {len(last) / sum(last):.0f}")
        print(f"memory {before / 1024:.0f} MB before, {peak / 1024:.0f} MB at most; index {size / 1e6:.0f} MB on disk")
        right = wrong = 0
        for kind, vary in COPIES.items():
            among = {name: f"lead of {name}" if kind in LEADS else name for name in texts}
            hits = sum(is_found(index, vary(text, draw), among[name]) for name, text in texts.items())
            right += hits
            print(f"  {kind:<36} found {hits / pairs:6.1%}")
        for kind, vary in STRANGERS.items():
            hits = sum(is_found(index, vary(text, draw), name) for name, text in texts.items())
            wrong += hits
            print(f"  {kind:<36} found {hits / pairs:6.1%}, and should not be")
        recall = right / (len(COPIES) * pairs)
        print(f"recall {recall:.1%}, precision {right / (right + wrong):.1%}")
        index.close()


if __name__ == "__main__":
    main()
