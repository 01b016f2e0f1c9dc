"""How often each rule is right, and whether the confidence it gives says so.

    ONRECORD_GOLD=folder python -m bench.confidence [--write]

Without ``--write`` what is found is held against articles that the table in the lexicon was not fitted on: for each
rule the confidence it gives and the share of its findings that others annotated too. With it the table is fitted again,
on the training part. Right means: at least half the words of the content are shared, and source and cue share a word;
the gold data knows no nesting, so statements inside others are not counted. Rules with few findings lean to one half.

What the rules find and the tagger does not has shares of its own (``ingest.statements.blend``), from articles that the
tagger was not trained on: PolNeAR's development part, and, since that knows no nesting, the project's own gold set for
what stands within somebody's words.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ingest.lexicon
from bench.attribution import WORD
from bench.quality import WORLD
from ingest import nlp
from ingest.blocks import divide
from ingest.model import Attribution, Kind, Span
from ingest.statements import BlendedExtractor, RuleExtractor
from ingest.statements.authorial import assert_own
from ingest.statements.blend import without_partners
from ingest.statements.reading import Reading
from ingest.tagger import FILE
from ingest.tagger.model import load

LEAN, FEWEST = 10, 40
"""How many findings the leaning to one half weighs, and from how many on a cue has a share of its own."""
TABLE = Path(ingest.lexicon.__file__).parent / "en" / "confidence.toml"
Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and whether the gold data has it."""

    rule: str
    kind: str
    lemma: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Triple:
    """Source, cue and content as sets of words, each word known by where it starts."""

    source: Words
    cue: Words
    content: Words


def main() -> None:
    """Measure, and write the table if asked to."""
    write = "--write" in sys.argv
    part = "train" if write else "dev"
    gold = Path(os.environ["ONRECORD_GOLD"]) / "data" / "polnear"
    judged = list(judge(gold / f"{part}.jsonl"))
    if write:
        TABLE.write_text("".join(fit([*judged, *judge_alone(gold)])), encoding="utf-8")
    for rule, kind, found in grouped(judged):
        given = sum(each.confidence for each in found) / len(found)
        print(f"{rule:16} {kind:10} {len(found):6} given {given:.2f}  right {share(found):.2f}")


def judge(path: Path) -> Iterator[Judged]:
    """Yield each finding in the articles of a gold file with whether it is right."""
    annotator, extractor = nlp.load(), RuleExtractor()
    for line in path.open(encoding="utf-8"):
        gold = json.loads(line)
        text: str = gold["text"]
        parse = annotator.parse(text, divide(text, gold.get("title")))
        found = extractor.extract(parse)
        wanted = [triple(text, each["source"], each["cue"], each["content"]) for each in gold["attributions"]]
        outer = [each for each in found if each.embedded_in is None]
        hits = match(wanted, [of(text, each) for each in outer])
        yield from (
            Judged(each.rule, each.kind, each.lemma, each.confidence, right=n in hits) for n, each in enumerate(outer)
        )
        reported = frozenset().union(*(each.content for each in wanted))
        for each in assert_own(parse, found, extractor.lexicon):
            words = of(text, each).content
            right = 2 * len(words & reported) < len(words)
            yield Judged(each.rule, each.kind, each.lemma, each.confidence, right=right)


def judge_alone(gold: Path) -> Iterator[Judged]:
    """Yield what the rules alone find, under the rule's name and where it stands to what the tagger has found."""
    annotator, extractor = nlp.load(), BlendedExtractor(load(FILE))
    for path in (gold / "dev.jsonl", WORLD):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            text: str = row["text"]
            reading = Reading.of(annotator.parse(text, divide(text, row.get("title"))), extractor.lexicon)
            ruled, tagged = list(reading.find()), list(extractor.tag(reading))
            rows = row["attributions"] if "attributions" in row else row["statements"]
            wanted = [triple(text, each["source"], each["cue"], each["content"]) for each in rows]
            alone = [each for each in without_partners(reading, ruled, tagged) if fits(each, path)]
            hits = match(wanted, [of(text, each) for each in alone])
            yield from (
                Judged(each.rule, each.kind, "", each.confidence, right=n in hits) for n, each in enumerate(alone)
            )


def fits(found: Attribution, path: Path) -> bool:
    """Say whether a gold set can tell if a finding is right: PolNeAR knows no statement within another."""
    return path == WORLD or not found.rule.endswith("within") or found.kind is Kind.ATTITUDE


def match(wanted: Sequence[Triple], found: Sequence[Triple]) -> set[int]:
    """Return the findings that are right, each gold attribution given away once, the best fitting first."""
    holders: dict[int, list[int]] = defaultdict(list)
    for m, each in enumerate(wanted):
        for word in each.content:
            holders[word].append(m)
    pairs = []
    for n, each in enumerate(found):
        for m, shared in Counter(m for word in each.content for m in holders.get(word, ())).items():
            fit = shared / len(each.content | wanted[m].content)
            if fit >= 0.5 and meets(each.source, wanted[m].source) and (not each.cue or meets(each.cue, wanted[m].cue)):
                pairs.append((fit, n, m))
    right: set[int] = set()
    given: set[int] = set()
    for _, n, m in sorted(pairs, reverse=True):
        if n not in right and m not in given:
            right.add(n)
            given.add(m)
    return right


def meets(one: Words, two: Words) -> bool:
    """Say whether two stretches share a word, or are both empty."""
    return bool(one & two) or not (one or two)


def triple(text: str, source: Sequence[Any], cue: Sequence[Any], content: Sequence[Any]) -> Triple:
    """Return a gold attribution as sets of words."""
    return Triple(*(words_in(text, [(start, end) for start, end in spans]) for spans in (source, cue, content)))


def of(text: str, found: Attribution) -> Triple:
    """Return a finding as sets of words."""
    return Triple(*(words_in(text, pairs(spans)) for spans in (found.source, found.cue, found.content)))


def pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Return spans as pairs of offsets."""
    return [(span.start, span.end) for span in spans]


def words_in(text: str, spans: Sequence[tuple[int, int]]) -> Words:
    """Return where the words in some stretches of a text start; a mark alone counts as a word."""
    found = {start + m.start() for start, end in spans for m in WORD.finditer(text[start:end])}
    return frozenset(found or {start for start, _ in spans})


def grouped(judged: Sequence[Judged]) -> Iterator[tuple[str, str, list[Judged]]]:
    """Yield the findings of each rule and kind, the most frequent first."""
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in judged:
        groups[each.rule, each.kind].append(each)
    for (rule, kind), found in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        yield rule, kind, found


def share(found: Sequence[Judged]) -> float:
    """Return the share of findings that are right, leaning to one half where they are few."""
    return (sum(each.right for each in found) + LEAN / 2) / (len(found) + LEAN)


def fit(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of the table: for each rule its share by kind, and by cue where a cue was found often enough."""
    yield "# How often each rule was right on annotated news, by kind and, where it was met often, by cue.\n"
    yield "# Written by `python -m bench.confidence --write`, which says what right means.\n"
    by_rule: dict[str, list[tuple[str, list[Judged]]]] = defaultdict(list)
    for rule, kind, found in grouped(judged):
        by_rule[rule].append((kind, found))
    for rule, kinds in sorted(by_rule.items()):
        yield f'\n["{rule}"]\n'
        yield from (f"{kind} = {share(found):.2f}\n" for kind, found in kinds)
        cues = defaultdict(list)
        for _, found in kinds:
            for each in found:
                cues[each.lemma].append(each)
        often = {lemma: found for lemma, found in cues.items() if lemma and len(found) >= FEWEST}
        if len(often) > 1:
            yield f'["{rule}".cues]\n'
            yield from (f'"{lemma}" = {share(found):.2f}\n' for lemma, found in sorted(often.items()))


if __name__ == "__main__":
    main()
