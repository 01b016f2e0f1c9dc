"""Media that pass on what somebody said are no claimants of it (STATEMENTS rule 8)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import Lexicon
from ingest.model import Attribution, Kind
from ingest.parse import Parse
from ingest.statements.labels import opening, topmost


def without_relays(parse: Parse, found: Sequence[Attribution], lexicon: Lexicon) -> list[Attribution]:
    """Leave out each "Reuters reported" whose content is a statement with a speaker of its own."""
    spoken = {
        token.i
        for attribution in found
        if attribution.kind is Kind.STATEMENT and attribution.source
        for span in attribution.cue
        for token in parse.between(span)
    }
    return [a for a in found if not (is_outlet(parse, a, lexicon) and main_of(parse, a) in spoken)]


def is_outlet(parse: Parse, attribution: Attribution, lexicon: Lexicon) -> bool:
    """Say whether the claimant is a newspaper, a broadcaster or an agency."""
    words = [token for span in attribution.source for token in parse.between(span)]
    if not words:
        return False
    last = words[-1]
    return last.lemma.lower() in lexicon.media.nouns or any(t.lower in lexicon.media.names for t in words)


def main_of(parse: Parse, attribution: Attribution) -> int:
    """Return the index of the main verb of what an attribution reports, -1 where there is none."""
    words = opening(parse, attribution.content)
    return topmost(parse, words).i if words else -1
