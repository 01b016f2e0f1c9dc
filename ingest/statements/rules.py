"""Attributions by rule alone, and the steps that follow whoever has found them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.lexicon import Lexicon, load
from ingest.model import Attribution
from ingest.parse import Parse
from ingest.statements.continuation import go_on
from ingest.statements.freely import go_on_freely
from ingest.statements.nesting import embed, place
from ingest.statements.reading import Reading
from ingest.statements.relay import without_relays


@dataclass(frozen=True)
class RuleExtractor:
    """Finds attributions by the lexicon's cues and the dependency tree."""

    lexicon: Lexicon = field(default_factory=load)

    @property
    def name(self) -> str:
        """The name of these rules in the provenance of a graph."""
        return "rules"

    def extract(self, parse: Parse) -> tuple[Attribution, ...]:
        """Return the attributions in order of their first cue word or content, those that go on freely at the end."""
        reading = Reading.of(parse, self.lexicon)
        return finish(reading, reading.find())


def finish(reading: Reading, found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Leave out relays, join what goes on after a statement to it, and say which statement stands in which."""
    parse, lexicon = reading.parse, reading.lexicon
    kept = without_relays(parse, sorted(found, key=place), lexicon)
    nested = embed(parse, go_on(parse, kept, reading.free(kept), reading.relabel))
    return (*nested, *go_on_freely(parse, nested, lexicon))
