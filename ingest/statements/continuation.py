"""Quotations without a cue join the statement before them (STATEMENTS rule 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.model import Attribution, Kind, Span
from ingest.parse import Parse
from ingest.statements.attach import whole
from ingest.statements.spans import join


def go_on(
    parse: Parse,
    found: list[Attribution],
    free: Iterable[Span],
    relabel: Callable[[Attribution], Attribution],
) -> list[Attribution]:
    """Join each free quotation of whole sentences to the statement made in the sentence right before it."""
    found = list(found)
    latest = last_of_sentences(parse, found)
    for quotation in free:
        if not whole(quotation.of(parse.text)):
            continue
        first = parse.first_at(quotation.start)
        if first == 0 or first >= len(parse.tokens):
            continue
        before = parse.tokens[first - 1]
        if before.block != parse.tokens[first].block or before.text not in {".", "?", "!", ":", "”", '"', "''"}:
            continue
        place = latest.get(before.sent)
        if place is None:
            continue
        found[place] = relabel(replace(found[place], content=join((*found[place].content, quotation))))
        for token in parse.between(quotation):
            latest[token.sent] = place
    return found


def last_of_sentences(parse: Parse, found: list[Attribution]) -> dict[int, int]:
    """Map each sentence to the last statement whose cue and content end in it."""
    latest: dict[int, int] = {}
    for n, attribution in enumerate(found):
        if attribution.kind is not Kind.STATEMENT or not attribution.cue:
            continue
        end = max(span.end for span in attribution.cue + attribution.content)
        last = parse.tokens[min(parse.first_at(end), len(parse.tokens)) - 1]
        previous = latest.get(last.sent)
        if previous is None or not holds(found[previous], attribution):
            latest[last.sent] = n
    return latest


def holds(outer: Attribution, inner: Attribution) -> bool:
    """Say whether one attribution's content holds another's cue."""
    return any(span.covers(inner.cue[0]) for span in outer.content)
