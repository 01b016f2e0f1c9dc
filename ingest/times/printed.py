"""The day an article says of itself that it is of: in its dateline, its byline, or a line of its own above the story.

It counts as the day of publication where the publisher gave none (STATEMENTS rule 16): only a whole date, year
included, and only above or at the head of the story, since a date further down is one of what is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.datelines import opening
from ingest.model import Block, BlockRole, Span
from ingest.times import value as make
from ingest.times.grammar import scan
from ingest.times.lexicon import load

HEAD = 6
"""How many blocks at the head of a page are looked at."""

SHORT = 80
"""How long a line with nothing but a date and a few words is."""

ENDS = frozenset('.!?”"')
"""How a sentence ends; the story has begun with the first one."""


def find_printed(text: str, blocks: Sequence[Block]) -> tuple[date, Span] | None:
    """Return the day printed at the head of an article, and where; ``None`` where there is none, or two differ.

    >>> from ingest.blocks import divide
    >>> page = "GENEVA, 15 January 2026 – A United Nations expert today urged creditors to agree."
    >>> find_printed(page, divide(page))[0]
    datetime.date(2026, 1, 15)
    """
    for block in blocks[:HEAD]:
        region = place_of(text, block)
        hits = scan(text, region.start, region.end) if region is not None else []
        found = [hit for hit in hits if hit.form in {"date", "iso"} and "year" in hit.parts]
        if len(found) == 1:
            hit, months = found[0], load().months
            number = int(hit.parts["number"]) if hit.form == "iso" else months[hit.parts["month"]]
            when = make.day_of(int(hit.parts["year"]), number, int(hit.parts["day"]))
            return (when, Span(hit.start, hit.end)) if when else None
        if block.role is not BlockRole.BYLINE and (found or text[block.span.end - 1] in ENDS):
            return None
    return None


def place_of(text: str, block: Block) -> Span | None:
    """Return where in a block its date of publication would stand."""
    if block.role is BlockRole.BYLINE:
        return block.span
    dateline = opening(text, block.span.start, block.span.end)
    if dateline:
        return Span(block.span.start, dateline.end())
    short = block.span.end - block.span.start <= SHORT and text[block.span.end - 1] not in ENDS
    return block.span if short and block.role is not BlockRole.CAPTION else None
