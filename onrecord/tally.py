"""What a load came to, counted article by article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from ingest.errors import Unreadable
from ingest.gate import Quarantined
from onrecord.reading import Failed, Unchanged
from onrecord.storing import Stored

OUTCOMES = ("added", "revised", "unchanged", "quarantined", "unreadable", "failed")
"""What can become of an article, by the name of its count."""


KEPT_OUT = OUTCOMES[3:]
"""Those of which nothing is stored."""


@dataclass(slots=True)
class Tally:
    """What a load came to, in articles; ``statements`` and ``triples`` are those of the articles that it stored.

    ``unread`` are those of the stored in a language in which no statements are looked for.
    """

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    quarantined: int = 0
    unreadable: int = 0
    failed: int = 0
    statements: int = 0
    triples: int = 0
    unread: int = 0

    def count(self, outcome: Stored | Unchanged | Quarantined | Unreadable | Failed) -> None:
        """Count one article."""
        match outcome:
            case Stored():
                self.added += not outcome.revised
                self.revised += outcome.revised
                self.statements += outcome.statements
                self.triples += outcome.triples
                self.unread += outcome.unread
            case Unchanged():
                self.unchanged += 1
            case Quarantined():
                self.quarantined += 1
            case Unreadable():
                self.unreadable += 1
            case Failed():
                self.failed += 1

    def add(self, counts: Mapping[str, int]) -> None:
        """Add counts by their names."""
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + count)

    @property
    def done(self) -> int:
        """Articles that were read, whatever came of them."""
        return self.added + self.revised + self.unchanged + self.quarantined

    @property
    def met(self) -> int:
        """Articles, and what could not become one."""
        return self.done + self.unreadable + self.failed

    @property
    def stored(self) -> int:
        """Articles that the load brought into the store."""
        return self.added + self.revised

    @property
    def findings(self) -> int:
        """Articles of which nothing is stored."""
        return self.quarantined + self.unreadable + self.failed

    def counts(self) -> Mapping[str, int]:
        """Give every count by its name.

        >>> Tally(added=2).counts()["added"]
        2
        """
        return asdict(self)

    def __str__(self) -> str:
        rare = f", {self.failed} failed" if self.failed else ""
        other = f"; {self.unread} in a language that is not read" if self.unread else ""
        return (
            f"articles: {self.added} added, {self.revised} revised, {self.unchanged} unchanged, "
            f"{self.quarantined} quarantined, {self.unreadable} unreadable{rare}; "
            f"{self.statements} statements, {self.triples} triples{other}"
        )
