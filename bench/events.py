"""How often events of the right type are found, in snippets that others labelled and in passages of our own.

    [ONRECORD_GOLD=folder] python -m bench.events [-v]

The snippets (CASE 2021, task 2) have one label each, after ACLED; `events.toml` maps it to PLOVER types, and a snippet
is right where an event of one of them is found. Nobody labelled what else a snippet tells, so this counts misses alone,
and beside it stands what a coder would reach that calls everything ASSAULT. The passages (`tests/gold/events.jsonl`)
have every type that they tell of, so both misses and false types count: a passage is right where all of its types are
found and no other. ``-v`` prints what was missed or false, with its words.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bench.attribution import jaccard
from bench.quality import ARTICLE, HALF, words_of
from ingest import nlp
from ingest.blocks import divide
from ingest.discourse import resolve
from ingest.events import find
from ingest.model import Article, Event, Extraction, Span
from ingest.pipeline import Pipeline
from ingest.read.records import make_article
from ingest.times import find as find_times
from onrecord.reading import open_extractor

OWN = Path(__file__).parent.parent / "tests" / "gold" / "events.jsonl"
MAP = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LABELS: Mapping[str, frozenset[str]] = {label: frozenset(row["types"]) for label, row in MAP["labels"].items()}
ACTS: Mapping[str, str] = MAP["acts"]
PLOVER = {label: types for label, types in LABELS.items() if types}
NOTHING = "nothing"
MOST = "ASSAULT"
"""The type that most labels are mapped to."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with the types that they tell of, those that cost nothing either way, and those that were found.

    ``acts`` are the types that the acts of statements told in the words would have.
    """

    text: str
    picked: str
    types: frozenset[str]
    also: frozenset[str]
    found: frozenset[str]
    acts: frozenset[str] = frozenset()

    @property
    def missed(self) -> frozenset[str]:
        """What had to be found and was not."""
        return self.types - self.found

    @property
    def false(self) -> frozenset[str]:
        """What was found and should not have been."""
        return self.found - self.types - self.also

    @property
    def right(self) -> bool:
        """Whether all was found and nothing else."""
        return not self.missed and not self.false


def read(path: Path) -> Iterator[tuple[str, str, tuple[Event, ...]]]:
    """Yield each snippet's label, text and events."""
    annotator, extractor = nlp.load(), open_extractor("")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(text=row["text"], origin=row["doc_id"])
        parse = annotator.parse(article.text, divide(article.text, None))
        times = find_times(parse, None)
        found = resolve(article, parse, extractor.extract(parse), times)
        yield row["events"][0]["type"], article.text, find(parse, found.statements, found.entities, found.times)


def read_own(path: Path = OWN) -> Iterator[Passage]:
    """Yield each passage with the types found in it; an article is read once, whole."""
    pipeline = Pipeline(nlp.load(), open_extractor(""))

    @cache
    def extract(name: str, number: str) -> Extraction:
        for line in path.with_name(f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["id"] == number:
                article = make_article({k: v for k, v in row.items() if k in ARTICLE}, number, None)
                assert isinstance(article, Article)
                return pipeline.read(article)
        raise LookupError(f"{path}: {number} is not in {name}")

    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        extraction, spans = extract(row["set"], row["id"]), row["spans"]
        yield Passage(
            row["text"],
            row["picked"],
            frozenset(row["types"]),
            frozenset(row["also"]),
            find_types(extraction, spans),
            find_acts(extraction, spans),
        )


def find_types(extraction: Extraction, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the types of the events named in spans, or spoken of by the statement whose content lies there.

    An event is kept where an article names it first, so one that is taken up later is found by its statement alone.
    """
    text = extraction.article.text
    there = words_of(text, spans)
    contents = [words_of(text, [(s.start, s.end) for s in each.attribution.content]) for each in extraction.statements]
    shares = [jaccard(there, content) for content in contents]
    met = {n for n, share in enumerate(shares) if share >= HALF and share == max(shares)}
    return frozenset(
        event.type
        for event in extraction.events
        if event.type and (lies_in(event.trigger, spans) or met & {number for number, _ in event.statements})
    )


def find_acts(extraction: Extraction, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the types that the acts of the statements would have whose cues lie in spans."""
    told = (each for each in extraction.statements if any(lies_in(cue, spans) for cue in each.attribution.cue))
    return frozenset(ACTS[each.attribution.speech_act] for each in told if each.attribution.speech_act in ACTS)


def lies_in(span: Span, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether something begins within one of several spans."""
    return any(start <= span.start < end for start, end in spans)


def tally(gold: Mapping[str, frozenset[str]], found: Sequence[tuple[str, frozenset[str]]]) -> dict[str, Counter[str]]:
    """Count by label: all, those with a type of the map, those with no other, and what stood where it was missed."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, types in found:
        row = counts[label]
        hit = bool(types & gold[label])
        row.update({"all": 1, "hit": hit, "only": hit and types <= gold[label], "most": MOST in gold[label]})
        row.update({"any": bool(types), MOST.casefold(): MOST in types})
        if not hit:
            row.update(f"-{each}" for each in types or {NOTHING})
    return counts


def instead(row: Counter[str]) -> str:
    """Write what was found in place of what was missed, the most frequent first.

    >>> instead(Counter({"all": 5, "hit": 2, "-nothing": 1, "-ACCUSE": 1, "-AGREE": 2}))
    'AGREE 2, ACCUSE 1, nothing 1'
    """
    return write_counts(row, "-")


def write_counts(row: Counter[str], sign: str) -> str:
    """Write the counts whose names begin with a sign, the most frequent first, then by name."""
    found = sorted((-n, name.removeprefix(sign)) for name, n in row.items() if name.startswith(sign))
    return ", ".join(f"{name} {-n}" for n, name in found)


def print_labelled(path: Path) -> None:
    """Print a line per label, a line per type, and what they come to."""
    snippets = [(label, text, frozenset(e.type for e in events if e.type)) for label, text, events in read(path)]
    if "-v" in sys.argv:
        for label, text, types in snippets:
            if label in PLOVER and not types & PLOVER[label]:
                print(f"{label} {sorted(types)} | {text}")
    counts = tally(LABELS, [(label, types) for label, _, types in snippets])
    print(f"{'label':30} {'right':>11} {'alone':>6}  instead")
    for label, row in sorted(counts.items(), key=lambda each: (each[0] not in PLOVER, each[0])):
        if label in PLOVER:
            print(f"{label:30} {share(row['hit'], row['all'])} {row['only']:6}  {instead(row)}")
        else:
            print(f"{label:30} no type, found in {row['any']} of {row['all']}: {instead(row)}")
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    for label, types in PLOVER.items():
        by_type["|".join(sorted(types)) if len(types) < len(PLOVER["DIPLO"]) else "any of nine"].update(counts[label])
    print(f"{'type':30} {'right':>11} {'alone':>6}  instead")
    for name, row in sorted(by_type.items()):
        print(f"{name:30} {share(row['hit'], row['all'])} {row['only']:6}  {instead(row)}")
    mapped = sum((counts[label] for label in PLOVER), Counter[str]())
    one = sum((counts[label] for label, types in PLOVER.items() if len(types) == 1), Counter[str]())
    apart = counts["NATURAL_DISASTER"] + counts["MAN_MADE_DISASTER"]
    print(f"labels with types {share(mapped['hit'], mapped['all'])}")
    print(f"were all called {MOST} {share(mapped['most'], mapped['all'])}")
    print(f"labels with one type {share(one['hit'], one['all'])}; mean of the labels {mean_share(counts):.3f}")
    print(f"{MOST} found in a disaster: {apart[MOST.casefold()]} of {apart['all']}")


def mean_share(counts: Mapping[str, Counter[str]]) -> float:
    """Return the mean over the labels with types of the share that is right, so that each counts the same."""
    shares = [counts[label]["hit"] / counts[label]["all"] for label in PLOVER if counts[label]["all"]]
    return sum(shares) / len(shares)


def print_own() -> None:
    """Print a line per type with what stood there instead, and what they come to, for each way of picking."""
    passages = list(read_own())
    if "-v" in sys.argv:
        for each in passages:
            if not each.right:
                print(f"{each.picked} missed {sorted(each.missed)} false {sorted(each.false)} | {each.text}")
    print(f"{'type':12} wanted found false    P    R   F1  where missed; false in")
    for name, row in sorted(tally_own(passages).items()):
        wanted, right, false = row["wanted"], row["right"], row["false"]
        figures = (rate(right, right + false), rate(right, wanted), rate(2 * right, wanted + right + false))
        where = write_counts(row, "+") or "-"
        print(f"{name:12} {wanted:6} {right:5} {false:5} {' '.join(figures)}  {instead(row) or '-'}; {where}")
    for picked in ("drawn", "chosen"):
        those = [each for each in passages if each.picked == picked]
        print(f"{picked:12} {share(sum(each.right for each in those), len(those))} passages right")
        empty = [each for each in those if not each.types]
        if empty:
            print(f"{'':12} {share(sum(each.right for each in empty), len(empty))} of those without an event")
    told = [each for each in passages if each.types]
    met = sum(not each.missed for each in told)
    print(f"{'':12} {share(met, len(told))} of those with events have every type found")
    wider = [replace(each, found=each.found | each.acts) for each in passages]
    row = tally_own(wider)["all"]
    print(
        f"with the acts of statements told there: {row['right']} of {row['wanted']} types found, {row['false']} false"
    )
    for picked in ("drawn", "chosen"):
        those = [each for each in wider if each.picked == picked]
        print(f"{picked:12} {share(sum(each.right for each in those), len(those))} passages right")


def tally_own(passages: Sequence[Passage]) -> dict[str, Counter[str]]:
    """Count by type: wanted, right and false, with what was found where it was missed and what is told where false."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in passages:
        for name in each.types:
            counts[name].update({"wanted": 1, "right": name in each.found})
            counts["all"].update({"wanted": 1, "right": name in each.found})
        for name in each.missed:
            counts[name].update(f"-{other}" for other in each.found - each.types or {NOTHING})
        for name in each.false:
            counts[name].update({"false": 1, **{f"+{other}": 1 for other in each.types or {NOTHING}}})
            counts["all"].update({"false": 1})
    return counts


def share(part: int, whole: int) -> str:
    """Write a share with what it is made of."""
    return f"{part / whole if whole else 0:.3f} of {whole:3}"


def rate(part: int, whole: int) -> str:
    """Write a share in percent, or that there is none."""
    return f"{100 * part / whole:4.0f}" if whole else "   -"


def main() -> None:
    """Print the figures of both sets, of the labelled one where ``ONRECORD_GOLD`` names a folder with it."""
    print("-- passages of our own")
    print_own()
    print("-- CASE 2021, task 2")
    print_labelled(Path(os.environ["ONRECORD_GOLD"]) / "data" / "events" / "case21_dev.jsonl")


if __name__ == "__main__":
    main()
