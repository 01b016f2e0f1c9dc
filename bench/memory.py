"""How much memory an ingest holds, from its first thousand articles to its ten thousandth.

    python -m bench.memory [-v] [--copies] [--articles=N]

Ten thousand short articles, no two alike, go through `onrecord ingest`'s own load into a store on disk: each is a
paragraph of the project's examples, a running number, and a sentence of somebody whose name no other article has, so
that the vocabulary grows as it does with news. The name stands after every fourth word of the paragraph too, so that
no article is a copy of another; with ``--copies`` it does not, and all are copies of a few. The figure is the resident
memory of the process (VmRSS) each time another tenth is stored. ``-v`` adds what could grow: the strings that the
language pipeline knows, the Python objects that are alive, and the bytes of the store's files.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read import read
from onrecord.loading import Given, load
from onrecord.reading import open_gate
from onrecord.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES, STEPS = 10_000, 10
SHORTEST, LONGEST = 100, 400
APART = 4
SYLLABLES = ("ba", "de", "fo", "ki", "lu", "ma", "ne", "ro", "sa", "ti")
FIRST_DAY = date(2020, 1, 1)


def find_paragraphs() -> list[str]:
    """Give the paragraphs of the examples that are neither a line of a page's chrome nor long."""
    texts = [each.text for each in read(EXAMPLES) if isinstance(each, Article)]
    return [each for text in texts for each in text.split("\n\n") if SHORTEST <= len(each) <= LONGEST]


def write_articles(file: Path, count: int, *, copies: bool = False) -> None:
    """Write so many articles into a file, one JSON object a line, all of them copies of a few if so asked."""
    with file.open("w", encoding="utf-8") as sink:
        for n, paragraph in enumerate(islice(cycle(find_paragraphs()), count)):
            text = paragraph if copies else interleave(paragraph, name(n))
            sink.write(json.dumps(make_record(n, text)) + "\n")


def interleave(text: str, word: str) -> str:
    """Put a word after every fourth of a text, so that any five words in a row have it.

    >>> interleave("The bridge is open and safe.", "Bababa")
    'The bridge is open Bababa and safe.'
    """
    words = text.split()
    return " ".join(" ".join([*words[n : n + APART], word]) for n in range(0, len(words), APART)).removesuffix(
        f" {word}" if len(words) % APART else ""
    )


def make_record(number: int, paragraph: str) -> dict[str, str]:
    """Make an article that no other is like.

    >>> make_record(7, "The bridge is open.")["text"].splitlines()[-1]
    'Anna Bababaro told reporters that report 7 was hers.'
    """
    return {
        "url": f"https://news.example/memory/{number}",
        "published": str(FIRST_DAY + timedelta(days=number % 1000)),
        "publisher": "Example Wire",
        "text": f"{paragraph}\n\nAnna {name(number)} told reporters that report {number} was hers.",
    }


def name(number: int) -> str:
    """Spell a number as a surname.

    >>> name(1203)
    'Defobaki'
    """
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize()


def read_status(field: str = "VmRSS") -> float:
    """Return a field of this process's status that is a size, in MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def watch(
    articles: Iterable[Article | Unreadable], every: int, note: Callable[[int], None]
) -> Iterator[Article | Unreadable]:
    """Hand articles on, and note each time so many of them are done: when the next one is asked for, or none is left.

    >>> list(watch("abcde", 2, print))
    2
    4
    ['a', 'b', 'c', 'd', 'e']
    """
    for number, article in enumerate(articles):
        if number and number % every == 0:
            note(number)
        yield article
    if (number + 1) % every == 0:
        note(number + 1)


def describe_growth(store: Path, settings: Settings) -> str:
    """Say how large is what could grow."""
    annotator = open_gate(settings.pipeline, settings.tagger, settings.base).pipeline.annotator
    files = {(each.stat().st_ino, each.stat().st_size) for each in store.rglob("*") if each.is_file()}
    return (
        f"  {len(annotator.pipeline.vocab.strings):,} strings, {len(annotator.pipeline.vocab):,} lexemes, "
        f"{len(gc.get_objects()):,} objects, {sum(size for _, size in files) / 2**20:,.0f} MiB of files"
    )


def main() -> None:
    """Print the resident memory after each tenth of the articles, and the last figure's ratio to the first."""
    counts = [int(each.partition("=")[2]) for each in sys.argv[1:] if each.startswith("--articles=")]
    count = counts[0] if counts else ARTICLES
    sizes: list[float] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        file, settings = Path(folder) / "articles.jsonl", Settings(store=str(Path(folder) / "store"))

        def note(number: int) -> None:
            sizes.append(read_status())
            more = describe_growth(Path(settings.store), settings) if "-v" in sys.argv else ""
            seconds = time.perf_counter() - started
            print(f"{number:7,} articles {sizes[-1]:7.0f} MiB {seconds:6.0f} s{more}", flush=True)

        write_articles(file, count, copies="--copies" in sys.argv)
        tally = load(Given(watch(read(file), max(1, count // STEPS), note)), settings)
    print(tally)
    print(f"last to first {sizes[-1] / sizes[0]:.3f}, peak {read_status('VmHWM'):.0f} MiB")


if __name__ == "__main__":
    main()
