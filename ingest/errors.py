"""What can go wrong while articles are read.

IngestError
├── Unreadable          a file, or a record in it, that cannot become an article
├── PipelineMissing     the named language pipeline is not installed
├── TaggerUnfit         the tagger's file is damaged, or none of this release's
└── GazetteerMissing    the gazetteer of places is not installed
"""

from __future__ import annotations


class IngestError(Exception):
    """The root of this package's errors; its text says what, where, and what to do."""


class Unreadable(IngestError):
    """A file, or a record in it, cannot become an article. ``where`` is the path, with a line number if any."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}; {remedy}")
        self.where = where
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        # An exception is rebuilt from its text alone when it comes from another process.
        return type(self), (self.where, self.problem, self.remedy)

    @property
    def origin(self) -> str:
        """Where it was met, by the name that articles and what becomes of them have for it."""
        return self.where


class PipelineMissing(IngestError):
    """The named language pipeline is not installed."""


class TaggerUnfit(IngestError):
    """The tagger's file is damaged, or was made for another release."""


class GazetteerMissing(IngestError):
    """The gazetteer of places is not installed."""
