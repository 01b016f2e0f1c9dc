"""Words for times in an article: where they stand, what days they come to, and when a statement was made."""

from __future__ import annotations

from ingest.times.finding import find
from ingest.times.occasion import inherit, saying
from ingest.times.printed import find_printed
from ingest.times.quoted import anchored

__all__ = ["anchored", "find", "find_printed", "inherit", "saying"]
