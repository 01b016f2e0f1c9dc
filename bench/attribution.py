"""How well cue, source and content are found on news that others annotated: rules, tagger, and both together.

    ONRECORD_GOLD=folder python -m bench attribution

PolNeAR's development part (Newell et al. 2018). Attributions are matched one to one, the best fitting first; a triple
is right where source, cue and content each share half of the words they have together (Jaccard), or all of them. Spans
are runs of words, compared for themselves. Marks are no words. The gold data knows no nesting and counts beliefs as
well as statements.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest import nlp
from ingest.blocks import divide
from ingest.model import Attribution
from ingest.parse import Parse
from ingest.quotes import scan_speaking
from ingest.record import as_marked
from ingest.statements import BlendedExtractor, RuleExtractor
from ingest.tagger import FILE
from ingest.tagger.model import Model, load

WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
MARK = re.compile(r"[“”\"«»]|\n\s*\n")
ROLES = ("source", "cue", "content")
PRONOUNS = frozenset(
    ["he", "her", "him", "his", "i", "it", "me", "one", "she", "their", "them", "they", "us", "we", "who", "you"]
)
Row = Mapping[str, Any]
Words = frozenset[int]
Triple = Mapping[str, Words]


@dataclass
class Tally:
    """Counts of right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        return 200 * self.right / max(1, self.found + self.wanted)

    @property
    def recall(self) -> float:
        """The share of what was wanted, in percent."""
        return 100 * self.right / max(1, self.wanted)

    def __str__(self) -> str:
        precision = 100 * self.right / max(1, self.found)
        return f"F1 {self.f1:5.1f}  P {precision:5.1f}  R {self.recall:5.1f}"


@dataclass
class Figures:
    """Everything that is counted: by name, and the recall of half triples by the class of what was wanted."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    classes: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, right: int, found: int, wanted: int) -> None:
        """Count."""
        tally = self.tallies.setdefault(name, Tally())
        tally.right, tally.found, tally.wanted = tally.right + right, tally.found + found, tally.wanted + wanted

    def meet(self, name: str, *, right: bool) -> None:
        """Count one that was wanted, in its class."""
        tally = self.classes.setdefault(name, Tally())
        tally.right, tally.wanted = tally.right + right, tally.wanted + 1

    def lines(self) -> Iterator[str]:
        """Yield the figures, one a line."""
        yield from (f"{name:16} {tally}" for name, tally in self.tallies.items())
        recalls = (f"{name} {tally.recall:.1f}" for name, tally in sorted(self.classes.items()))
        yield "recall of half triples: " + ", ".join(recalls)


@dataclass(frozen=True)
class Text:
    """A text as numbered words, some of them between quotation marks."""

    text: str
    words: tuple[tuple[int, int], ...]
    quoted: Words

    @classmethod
    def of(cls, text: str) -> Text:
        """Take a text as numbered words."""
        words = tuple(m.span() for m in WORD.finditer(text))
        return cls(text, words, frozenset(quoted(text, words)))

    def within(self, span: Sequence[int]) -> Words:
        """Return the words of a span; a span of marks alone is a word of its own, below zero."""
        start, end = span
        low = bisect_right(self.words, (start, start))
        if low and self.words[low - 1][1] > start:
            low -= 1
        high = low
        while high < len(self.words) and self.words[high][0] < end:
            high += 1
        return frozenset(range(low, high)) or frozenset({-1 - start})

    def triple(self, row: Row) -> Triple:
        """Return an attribution as sets of words."""
        return {role: frozenset().union(*map(self.within, row[role])) for role in ROLES}


def quoted(text: str, words: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the words between quotation marks; a paragraph's end closes what is open."""
    marks, inside = list(MARK.finditer(text)), False
    place = 0
    for n, (start, _) in enumerate(words):
        while place < len(marks) and marks[place].start() <= start:
            mark = marks[place][0]
            inside = mark in "“«" if mark in "“”«»" else (mark == '"' and not inside)
            place += 1
        if inside:
            yield n


def jaccard(one: Words, other: Words) -> float:
    """Return the share of words in both, 1 where both are empty."""
    return len(one & other) / len(one | other) if one or other else 1.0


def match(wanted: Sequence[Triple], found: Sequence[Triple]) -> dict[int, int]:
    """Pair attributions that share a word of cue or content, the best fitting first, each once."""
    pairs = []
    for n, one in enumerate(wanted):
        for m, other in enumerate(found):
            if one["cue"] & other["cue"] or one["content"] & other["content"]:
                fit = {role: jaccard(one[role], other[role]) for role in ROLES}
                pairs.append((-2 * fit["content"] - fit["source"] - fit["cue"], n, m))
    taken: dict[int, int] = {}
    for _, n, m in sorted(pairs):
        if n not in taken and m not in taken.values():
            taken[n] = m
    return taken


def classes_of(text: Text, triple: Triple) -> Iterator[str]:
    """Yield the form of what was said, and how its source is given."""
    content = triple["content"]
    inside = len(content & text.quoted)
    yield "indirect" if not inside else "direct" if inside >= 0.9 * len(content) else "mixed"
    names = [text.text[start:end] for start, end in (text.words[n] for n in sorted(triple["source"]) if n >= 0)]
    if not names:
        yield "no source"
    elif len(names) == 1 and names[0].lower() in PRONOUNS:
        yield "pronoun"
    else:
        named = any(w[0].isupper() and (n or w.lower() not in {"the", "a", "an"}) for n, w in enumerate(names))
        yield "name" if named else "other source"


def score(figures: Figures, row: Row, own: Sequence[Row]) -> None:
    """Count one article."""
    text = Text.of(row["text"])
    ignored = frozenset().union(*map(text.within, row.get("ignore") or []))
    gold = [each for each in map(text.triple, row["attributions"]) if not set_aside(each, ignored)]
    found = [each for each in map(text.triple, own) if not set_aside(each, ignored)]
    pairs = match(gold, found)
    for name, same in SAMENESS.items():
        for role in (*ROLES, "triple"):
            roles = ROLES if role == "triple" else (role,)
            right = sum(all(same(gold[n][each], found[m][each]) for each in roles) for n, m in pairs.items())
            figures.add(f"{name} {role}", right, len(found), len(gold))
    for role in ROLES:
        wanted_runs, found_runs = (
            Counter(words for each in rows for words in map(text.within, each[role]))
            for rows in (row["attributions"], own)
        )
        right = sum((wanted_runs & found_runs).values())
        figures.add(f"span {role}", right, found_runs.total(), wanted_runs.total())
    for n, wanted in enumerate(gold):
        hit = n in pairs and all(half(wanted[role], found[pairs[n]][role]) for role in ROLES)
        for name in classes_of(text, wanted):
            figures.meet(name, right=hit)


def set_aside(triple: Triple, ignored: Words) -> bool:
    """Say whether the annotators left out most of this stretch."""
    words = triple["source"] | triple["cue"] | triple["content"]
    return len(words & ignored) > len(words) / 2


def half(one: Words, other: Words) -> bool:
    """Say whether two sets share half of their words."""
    return jaccard(one, other) >= 0.5


SAMENESS: Mapping[str, Callable[[Words, Words], bool]] = {"half": half, "exact": lambda one, other: one == other}


def rows_of(found: Iterable[Attribution]) -> list[Row]:
    """Return attributions as rows of offsets."""
    return [
        {role: [(span.start, span.end) for span in spans] for role, spans in as_marked(each).items()} for each in found
    ]


def measure(find: Callable[[Parse], Sequence[Row]], articles: Iterable[tuple[Row, Parse]]) -> Figures:
    """Score what is found in annotated articles."""
    figures = Figures()
    for row, parse in articles:
        score(figures, row, find(parse))
    return figures


def tag(model: Model, parse: Parse) -> list[Row]:
    """Return what the tagger alone finds, as rows of offsets."""

    def spans(*runs: range | None) -> list[tuple[int, int]]:
        found = (parse.span(run.start, run.stop - 1) for run in runs if run is not None)
        return [(span.start, span.end) for span in found]

    tagged = model.tag(parse, scan_speaking(parse))
    return [{"source": spans(each.source), "cue": spans(each.cue), "content": spans(*each.contents)} for each in tagged]


def outermost(found: Iterable[Attribution]) -> list[Attribution]:
    """Leave out what stands within another: the gold data knows no nesting, so each such finding counts as false."""
    return [each for each in found if each.embedded_in is None]


def read_articles(path: Path) -> list[tuple[Row, Parse]]:
    """Read annotated articles and parse them."""
    annotator = nlp.load()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row, annotator.parse(row["text"], divide(row["text"], row.get("title")))) for row in rows]


def main() -> None:
    """Print the figures of rules and tagger, each alone and both together."""
    articles = read_articles(Path(os.environ["ONRECORD_GOLD"]) / "data" / "polnear" / "dev.jsonl")
    model = load(FILE)
    rules, both = RuleExtractor(), BlendedExtractor(model)
    ways: dict[str, Callable[[Parse], Sequence[Row]]] = {
        "rules alone": lambda parse: rows_of(rules.extract(parse)),
        "tagger alone": lambda parse: tag(model, parse),
        "both": lambda parse: rows_of(both.extract(parse)),
        "both, without what stands within another": lambda parse: rows_of(outermost(both.extract(parse))),
    }
    for name, find in ways.items():
        print(f"-- {name}", *measure(find, articles).lines(), sep="\n")


if __name__ == "__main__":
    main()
