"""How well statements are found, held to floors that only rise: ``python -m bench.quality [-v] [--raise]``.

A statement found and one annotated are the same where their contents share at least half of the words they have
together (Jaccard), each matched once, the best matches first. What the annotation calls borderline, or an attitude,
costs nothing whether it is found or not. A field's figure is the share of all statements annotated that were found with
that field right, so that finding more statements never lowers it; beside it stands its share of the statements matched,
and for what most statements do not have (addressee, venue, the statement it stands in) the F1 over those matched.

The project's own gold sets are always scored, of which the blind one is never shown in detail; PolNeAR's
development part (Newell et al. 2018), as ``bench.attribution`` has it, and places on that of TR-News, as
``bench.places`` has it, where ``ONRECORD_GOLD`` names a folder with them. Links are scored as ``bench.links`` has it.
``floors.toml`` holds for each figure every floor it ever had, the last one in force, and the digest of the data it was
measured on.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ontology
from bench import attribution, links, places
from bench.attribution import WORD, Words, jaccard
from ingest import nlp
from ingest.link import Linker
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read.records import make_article
from ingest.record import describe
from onrecord.reading import open_extractor

WORLD = Path(__file__).parent.parent / "tests" / "gold" / "world.jsonl"
OWN = tuple(WORLD.parent / f"{name}.jsonl" for name in ("world", "atlas", "globe", "range", "field", "heath", "blind"))
BLIND = OWN[-1]
FLOORS = Path(__file__).parent / "floors.toml"
POLNEAR = Path("data") / "polnear" / "dev.jsonl"
HALF = 0.5
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, in percent."""

    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 200 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def __str__(self) -> str:
        precision, recall = (100 * self.right / max(1, total) for total in (self.found, self.wanted))
        return f"F1 {self.f1:5.1f}   P {precision:5.1f}   R {recall:5.1f}   ({self.right} of {self.wanted})"


def main() -> None:
    """Print every figure, and end with 1 where one lies below its floor."""
    pipeline = Pipeline(nlp.load(), open_extractor(""))
    figures: dict[str, tuple[float, str]] = {}
    for path in OWN:
        figures |= measure_own(pipeline, path, verbose="-v" in sys.argv and path != BLIND)
    gold = os.environ.get("ONRECORD_GOLD")
    if gold and (Path(gold) / POLNEAR).is_file():
        figures |= measure_polnear(pipeline, Path(gold) / POLNEAR)
    else:
        print("set ONRECORD_GOLD to the folder of gold data to score PolNeAR as well")
    if gold and (Path(gold) / places.GOLD).is_file():
        figures |= measure_places(pipeline, Path(gold) / places.GOLD)
    figures |= measure_links(pipeline)
    if "--raise" in sys.argv:
        FLOORS.write_text(write_floors(raise_floors(read_floors(), figures)), encoding="utf-8")
    below = [f"{name}: {figures[name][0]:.1f} is below its floor {floor}" for name, floor in due(figures)]
    print("\n".join(below) or "no figure is below its floor")
    if below:
        sys.exit(1)


def measure_own(pipeline: Pipeline, path: Path, *, verbose: bool = False) -> dict[str, tuple[float, str]]:
    """Score a gold set of the project's own: statements, then the fields of those matched."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = found = wanted = 0
    fields: Counter[str] = Counter()
    filled = {each: [0, 0, 0] for each in FILLED}
    for row in rows:
        article = make_article({k: v for k, v in row.items() if k in ARTICLE}, row["id"], None)
        assert isinstance(article, Article)
        every = describe(pipeline.read(article))["statements"]
        statements = [each for each in every if is_scored(each)]
        pairs = match(article.text, row["statements"], statements)
        scored = {
            n for n, each in enumerate(row["statements"]) if each["kind"] == "statement" and not each["borderline"]
        }
        free = sum(n not in scored for n, _ in pairs)
        hits = [(n, m) for n, m in pairs if n in scored]
        right, found, wanted = right + len(hits), found + len(statements) - free, wanted + len(scored)
        for n, m in hits:
            fields.update(name for name, same in FIELDS.items() if same(row["statements"][n], statements[m]))
        to = {n: every.index(statements[m]) for n, m in pairs}
        for n, m in hits:
            for each, tally in filled.items():
                gold, own = value_of(each, row["statements"][n], to), value_of(each, statements[m], None)
                tally[0] += gold is not None and gold == own
                tally[1] += own is not None
                tally[2] += gold is not None
        if verbose:
            print_misses(row, statements, pairs, scored)
    score, digest, name = Score(right, found, wanted), digest_of(path), path.stem
    print(f"{name:10} statements   {score}")
    shares = {each: 100 * fields[each] / max(1, wanted) for each in FIELDS}
    print("           and of all   " + "   ".join(f"{each} {share:.1f}" for each, share in shares.items()))
    matched = {each: 100 * fields[each] / max(1, right) for each in ("claimant", "day", "polarity", "stance", "form")}
    print("           matched      " + "   ".join(f"{each} {share:.1f}" for each, share in matched.items()))
    f1 = {each: Score(*tally) for each, tally in filled.items()}
    print("           F1           " + "   ".join(f"{each} {tally.f1:.1f}" for each, tally in f1.items()))
    figures = {f"{name}.statements": (score.f1, digest)}
    figures |= {f"{name}.matched.{each}": (share, digest) for each, share in matched.items()}
    figures |= {f"{name}.f1.{each}": (tally.f1, digest) for each, tally in f1.items()}
    return figures | {f"{name}.{each}": (share, digest) for each, share in shares.items()}


FILLED = ("addressee", "venue", "embedding")


def value_of(field: str, statement: Row, to: Mapping[int, int] | None) -> str | int | None:
    """Return what a field holds as it is compared; an outer statement by its number among what was found."""
    if field != "embedding":
        return fold(statement[field]) or None
    outer: int | None = statement["embedded_in"]
    return outer if outer is None or to is None else to.get(outer, -1)


ARTICLE = frozenset({"id", "title", "published", "publisher", "text"})


def is_scored(statement: Row) -> bool:
    """Say whether something found is an attributed statement."""
    return bool(statement["kind"] == "statement" and statement["quote_form"] != "authorial")


def fold(name: str | None) -> str:
    """Return a name as it is compared: no case, no leading article."""
    words = (name or "").casefold().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


FIELDS: Mapping[str, Callable[[Row, Row], bool]] = {
    "claimant": lambda gold, own: sorted(map(fold, gold["claimants"])) == sorted(map(fold, own["claimants"])),
    "addressee": lambda gold, own: fold(gold["addressee"]) == fold(own["addressee"]),
    "venue": lambda gold, own: fold(gold["venue"]) == fold(own["venue"]),
    "day": lambda gold, own: gold["said_on"].get("edtf") == (own["said_on"] or {}).get("edtf"),
    "stance": lambda gold, own: gold["stance"] == own["stance"],
    "polarity": lambda gold, own: gold["polarity"] == own["polarity"],
    "form": lambda gold, own: gold["quote_form"] == own["quote_form"],
    "nesting": lambda gold, own: (gold["embedded_in"] is None) == (own["embedded_in"] is None),
}


def measure_polnear(pipeline: Pipeline, path: Path) -> dict[str, tuple[float, str]]:
    """Score source, cue and content, once for all that is found and once without what stands within another."""
    extractor = pipeline.extractor
    articles = attribution.read_articles(path)
    every = attribution.measure(lambda parse: attribution.rows_of(extractor.extract(parse)), articles)
    flat = attribution.measure(
        lambda parse: attribution.rows_of(attribution.outermost(extractor.extract(parse))), articles
    )
    print("PolNeAR", *every.lines(), "without what stands within another", *flat.lines(), sep="\n           ")
    figures = {
        "triples": every.tallies["half triple"].f1,
        "exact": every.tallies["exact triple"].f1,
        "outermost.triples": flat.tallies["half triple"].f1,
        "outermost.exact": flat.tallies["exact triple"].f1,
        **{f"outermost.{role}": flat.tallies[f"span {role}"].f1 for role in attribution.ROLES},
        "indirect": every.classes["indirect"].recall,
        "sourceless": every.classes["no source"].recall,
    }
    return {f"polnear.{name}": (value, digest_of(path)) for name, value in figures.items()}


def measure_places(pipeline: Pipeline, path: Path) -> dict[str, tuple[float, str]]:
    """Score places: end to end, and the links of those found."""
    tally = places.measure(pipeline, path)
    print(f"places     end to end F1 {tally.f1:.1f}   accuracy given the mention {tally.accuracy:.1f}")
    digest = digest_of(path)
    return {"places.f1": (tally.f1, digest), "places.accuracy": (tally.accuracy, digest)}


def measure_links(pipeline: Pipeline) -> dict[str, tuple[float, str]]:
    """Score the links of actors, groups, bodies and states, the development and the blind part apart."""
    figures: dict[str, tuple[float, str]] = {}
    digest = digest_of(links.GOLD)
    for part, answers in links.measure(pipeline, Linker(ontology.authority())).items():
        found = links.Figures.of(answers)
        print(f"links      {part:5} {found}")
        figures |= {f"links.{part}.{name}": (getattr(found, name), digest) for name in ("precision", "recall", "nil")}
    return figures


def words_of(text: str, spans: Iterable[Sequence[int]]) -> Words:
    """Return the words in spans, each known by where it starts."""
    return frozenset(start + m.start() for start, end in spans for m in WORD.finditer(text[start:end]))


def match(text: str, gold: Sequence[Row], own: Sequence[Row]) -> list[tuple[int, int]]:
    """Pair statements by their contents, the best pairs first, those with the same cue before the others."""
    contents = [[words_of(text, each["content"]) for each in rows] for rows in (gold, own)]
    cues = [[words_of(text, each["cue"]) for each in rows] for rows in (gold, own)]
    return pair(
        (jaccard(one, other), len(cues[0][n] & cues[1][m]), n, m)
        for n, one in enumerate(contents[0])
        for m, other in enumerate(contents[1])
    )


def pair(candidates: Iterable[tuple[float, float, int, int]]) -> list[tuple[int, int]]:
    """Take pairs of at least one half, the best first, each side once."""
    taken: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for share, _, n, m in sorted(candidates, key=lambda each: (-each[0], -each[1], each[2], each[3])):
        if share >= HALF and n not in left and m not in right:
            left.add(n)
            right.add(m)
            taken.append((n, m))
    return taken


def print_misses(row: Row, own: Sequence[Row], pairs: Sequence[tuple[int, int]], scored: set[int]) -> None:
    """Print what was missed and what was found without being there, with its words."""
    text, met = row["text"], {n for n, _ in pairs}

    def show(each: Row) -> str:
        return " | ".join(" … ".join(text[a:b] for a, b in each[part]) for part in ("source", "cue", "content"))

    for n in sorted(scored - met):
        print(f"{row['id']} missed: {show(row['statements'][n])}")
    for m in sorted(set(range(len(own))) - {m for _, m in pairs}):
        print(f"{row['id']} false: {show(own[m])}")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file of gold data."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


Floors = dict[str, dict[str, Any]]


def read_floors() -> Floors:
    """Read the floors; one that was ever lower than the one before it is refused."""
    floors: Floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for name, entry in floors.items():
        if entry["floors"] != sorted(entry["floors"]):
            sys.exit(f"{FLOORS}: the floor of {name} was lowered; put it back")
    return floors


def due(figures: Mapping[str, tuple[float, str]]) -> Iterator[tuple[str, float]]:
    """Yield the figures that lie below their floor; a floor measured on other data is refused."""
    for name, entry in read_floors().items():
        if name not in figures:
            continue
        value, digest = figures[name]
        if digest != entry["data"]:
            sys.exit(f"{FLOORS}: {name} was measured on other data; say why it changed, and measure again with --raise")
        if value < entry["floors"][-1]:
            yield name, entry["floors"][-1]


def raise_floors(floors: Floors, figures: Mapping[str, tuple[float, str]]) -> Floors:
    """Return the floors with each figure that lies above its own, cut to one decimal."""
    raised = dict(floors)
    for name, (value, digest) in figures.items():
        entry = raised.get(name, {"data": digest, "floors": []})
        new = math.floor(value * 10) / 10
        if not entry["floors"] or new > entry["floors"][-1]:
            raised[name] = {"data": digest, "floors": [*entry["floors"], new]}
    return raised


def write_floors(floors: Floors) -> str:
    """Return the floors as TOML, by name."""
    lines = ["# Every floor each figure ever had, the last one in force. Written by `python -m bench.quality --raise`."]
    for name in sorted(floors):
        entry = floors[name]
        lines += ["", f'["{name}"]', f'data = "{entry["data"]}"', f"floors = {json.dumps(entry['floors'])}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
