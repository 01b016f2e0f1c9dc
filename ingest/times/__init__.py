"""Words for times in an article: where they stand, and what days they come to."""

from __future__ import annotations

from ingest.times.finding import find

__all__ = ["find"]
