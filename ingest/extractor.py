"""The seam for finding attributions: rules, a trained tagger, or anything else that answers in spans of the text."""

from __future__ import annotations

from typing import Protocol

from ingest.model import Attribution
from ingest.parse import Parse


class Extractor(Protocol):
    """Finds who is reported to have said what in an annotated article."""

    @property
    def name(self) -> str:
        """What the provenance of a graph calls this way of finding attributions."""
        ...

    def extract(self, parse: Parse) -> tuple[Attribution, ...]:
        """Return the attributions in order of the text; ``embedded_in`` indexes into the tuple returned."""
        ...
