"""How far two annotators agree on who, to whom, where and when: the most that can be asked of a program.

    python -m bench agreement

32 articles of the blind gold set were annotated again, 16 each by two annotators who saw the text, the cues and the
contents, and the page that says what counts as a statement, and nothing else. Names are compared as `bench.quality`
compares those of a program, and once more as two readers would: where all words of one are in the other, or half of
their words are the same. Only totals are printed, for the blind set is not read for its errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from bench.quality import BLIND, Row, Score, fold

SECOND = BLIND.parent / "agreement" / "second.jsonl"
FILLED = ("addressee", "venue")
HALF = 0.5
_WORD = re.compile(r"\w+")
_SMALL = frozenset(["the", "a", "an", "of", "in", "at", "for", "and", "to", "his", "her", "their", "its", "on"])


def is_same(one: str, other: str) -> bool:
    """Compare two names as the gate does.

    >>> is_same("The Senate", "senate"), is_same("Senate of Kenya", "the Senate")
    (True, False)
    """
    return fold(one) == fold(other)


def is_near(one: str, other: str) -> bool:
    """Compare two names as readers do.

    >>> is_near("Senate of Kenya", "the Senate"), is_near("the High Court", "the Senate")
    (True, False)
    """
    words, others = ({*_WORD.findall(name.casefold())} - _SMALL for name in (one, other))
    if not words or not others:
        return False
    return words <= others or others <= words or len(words & others) / len(words | others) >= HALF


def pair_statements() -> list[tuple[Row, Row]]:
    """Give each statement that counts as the gold has it, with its second annotation."""
    gold = {row["id"]: row for row in map(json.loads, BLIND.read_text("utf-8").splitlines())}
    pairs = [
        (gold[row["id"]]["statements"][each["statement"]], each)
        for row in map(json.loads, SECOND.read_text("utf-8").splitlines())
        for each in row["statements"]
    ]
    return [(one, other) for one, other in pairs if one["kind"] == "statement" and not one["borderline"]]


def agree(names: Sequence[str], others: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    """Say whether two lists name the same."""
    return len(names) == len(others) and all(any(same(name, other) for other in others) for name in names)


def measure(pairs: Sequence[tuple[Row, Row]], same: Callable[[str, str], bool]) -> dict[str, float]:
    """Return the shares of claimants on which both agree, and the F1 of one's addressees and venues by the other's."""
    claimants = sum(agree(gold["claimants"], second["claimants"], same) for gold, second in pairs)
    found = {"claimant": 100 * claimants / len(pairs)}
    for field in FILLED:
        both = sum(any(same(name, gold[field] or "") for name in second[field]) for gold, second in pairs)
        score = Score(
            both, sum(bool(second[field]) for _, second in pairs), sum(bool(gold[field]) for gold, _ in pairs)
        )
        found[field] = score.f1
    return found


def main() -> None:
    """Print how far they agree, by the name and by its meaning."""
    pairs = pair_statements()
    days = sum(gold["said_on"].get("edtf") == second["said_on"] for gold, second in pairs)
    print(f"{len(pairs)} statements of {len(SECOND.read_text('utf-8').splitlines())} articles, annotated twice")
    print(f"day                    {100 * days / len(pairs):5.1f} %")
    for words, same in (("the same name", is_same), ("a name that readers take for the same", is_near)):
        figures = measure(pairs, same)
        shown = ", ".join(f"{field} {'F1 ' if field in FILLED else ''}{value:.1f}" for field, value in figures.items())
        print(f"{words}: {shown}")


if __name__ == "__main__":
    main()
