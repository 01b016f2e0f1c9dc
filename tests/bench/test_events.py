import json
from collections import Counter
from pathlib import Path

import ontology
from bench import events
from bench.events import Passage
from ontology.terms import SKOS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
ROWS = [json.loads(line) for line in events.OWN.read_text(encoding="utf-8").splitlines()]


def names_of(scheme: str) -> set[str]:
    """Return the local names of a scheme's concepts."""
    graph = ontology.load()
    schemes = (each for each in graph.subjects(SKOS.inScheme, None) if f"/{scheme}#" in str(each))
    return {str(each).rpartition("#")[2] for each in schemes}


def passage(types: str, found: str, also: str = "", acts: str = "") -> Passage:
    return Passage("words", "drawn", *(frozenset(each.split()) for each in (types, also, found, acts)))


def test_the_map_has_types_and_acts_of_the_ontology_and_says_why() -> None:
    assert set().union(*events.LABELS.values(), events.ACTS.values()) <= names_of("plover")
    assert set(events.ACTS) <= names_of("speech-act")
    assert all(row["why"] for row in events.MAP["labels"].values())


def test_the_map_has_every_label_of_the_data(gold: Path) -> None:
    lines = (gold / "data" / "events" / "case21_dev.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["events"][0]["type"] for line in lines} == set(events.LABELS)


def test_the_page_has_the_map() -> None:
    printed = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    shown = {
        label: frozenset() if row[0] == "none" else frozenset(row[0].split(" or "))
        for row in printed
        if len(row) == 2
        for label in row[1].split(", ")
        if label in events.LABELS
    }
    assert shown == events.LABELS


def test_the_page_tells_of_every_type_as_often_as_the_passages_do() -> None:
    told = Counter(name for row in ROWS for name in row["types"])
    printed = [line.strip("| ").split(" | ") for line in PAGE.partition("our own passages, by type")[2].splitlines()]
    assert {row[0]: int(row[1]) for row in printed if row[0] in told} == told


def test_every_passage_is_in_its_article_and_no_type_counts_twice() -> None:
    texts = {
        (name, article["id"]): article["text"]
        for name in {row["set"] for row in ROWS}
        for article in map(json.loads, events.OWN.with_name(f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    }
    types = names_of("plover")
    for row in ROWS:
        text = texts[row["set"], row["id"]]
        assert " … ".join(text[start:end] for start, end in row["spans"]) == row["text"]
        assert {*row["types"], *row["also"]} <= types
        assert not {*row["types"]} & {*row["also"]}


def test_what_costs_nothing_is_neither_missed_nor_false() -> None:
    assert passage("ASSAULT", "ASSAULT COERCE", also="COERCE").right
    assert passage("ASSAULT", "COERCE", also="COERCE").missed == {"ASSAULT"}
    assert passage("", "AID").false == {"AID"}
    assert passage("", "").right


def test_a_snippet_is_right_with_one_of_its_types_and_else_shows_what_stood_there() -> None:
    gold = {"RAID": frozenset({"ASSAULT", "COERCE"})}
    found = [frozenset({"COERCE"}), frozenset({"ASSAULT", "AID"}), frozenset({"AID"}), frozenset[str]()]
    row = events.tally(gold, [("RAID", each) for each in found])["RAID"]
    assert (row["all"], row["hit"], row["only"], row["any"]) == (4, 2, 1, 3)
    assert events.instead(row) == "AID 1, nothing 1"


def test_each_type_has_what_was_missed_and_what_was_false() -> None:
    counts = events.tally_own([passage("AID", "ASSAULT"), passage("AID", "AID"), passage("", "ASSAULT")])
    assert (counts["AID"]["wanted"], counts["AID"]["right"], counts["ASSAULT"]["false"]) == (2, 1, 2)
    assert events.instead(counts["AID"]) == "ASSAULT 1"
    assert events.write_counts(counts["ASSAULT"], "+") == "AID 1, nothing 1"
    assert counts["all"] == Counter({"wanted": 2, "false": 2, "right": 1})
