"""What a load tells while it goes on: lines for people, or JSON objects for whoever collects them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ingest.errors import Unreadable
from ingest.gate import Quarantined
from onrecord import screen
from onrecord.reading import Failed, Unchanged
from onrecord.storing import Stored
from onrecord.tally import Tally

PERIOD = 60.0
"""Seconds between two lines that say how far a load has come, where no terminal shows it."""

type Told = Stored | Unchanged | Quarantined | Unreadable | Failed


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a load has come: articles met, seconds, and the part of the input that is read, where it is known."""

    articles: int
    seconds: float
    part: float | None

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest will take, if it goes on like this.

        >>> Pace(30, 60.0, 0.25).remaining
        180.0
        """
        return None if not self.part else self.seconds * (1 - self.part) / self.part


class Journal(Protocol):
    """Tells what happens."""

    def tell(self, outcome: Told, kept: Path | None, tally: Tally) -> None:
        """Tell what became of an article, and where it is kept if it is not stored."""

    def end(self, tally: Tally) -> None:
        """Tell what came of the load."""


class TextJournal:
    """Tells people: a line for what went wrong, and how far it has come on a terminal or once a minute."""

    def __init__(self, progress: Progress, part: Callable[[], float | None], clock: Callable[[], float]) -> None:
        self._progress = progress
        self._task = progress.add_task("articles", total=1, where="", count=0, rate="", findings="")
        self._part = part
        self._clock = clock
        self._begun = self._told = clock()

    def tell(self, outcome: Told, kept: Path | None, tally: Tally) -> None:
        """Say what went wrong; show the rest as progress."""
        if isinstance(outcome, Quarantined | Unreadable | Failed):
            screen.say(explain(outcome) + (f"; kept in {kept.parent}" if kept else ""))
        now, part = self._clock(), self._part()
        pace = Pace(tally.met, now - self._begun, part)
        if not self._progress.disable:
            findings = f"{tally.findings} not stored" if tally.findings else ""
            self._progress.update(
                self._task,
                completed=part or 0,
                total=None if part is None else 1,
                count=tally.met,
                rate=f"{pace.rate:.1f}/s",
                findings=findings,
                where=screen.printable(outcome.origin),
            )
        elif now - self._told >= PERIOD:
            self._told = now
            screen.say(put_in_words(pace, tally))

    def end(self, tally: Tally) -> None:
        """Say what came of the load."""
        screen.say(str(tally))


class JsonJournal:
    """Tells machines: a JSON object a line (RFC 8259) on standard error for each article, each minute and the end."""

    def __init__(
        self,
        part: Callable[[], float | None],
        clock: Callable[[], float],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._part = part
        self._clock = clock
        self._now = now
        self._begun = self._told = clock()

    def tell(self, outcome: Told, kept: Path | None, tally: Tally) -> None:
        """Write what became of an article."""
        self._write("article", record(outcome) | ({"kept": str(kept.parent)} if kept else {}))
        if self._clock() - self._told >= PERIOD:
            self._told = self._clock()
            self._write("progress", self._pace(tally))

    def end(self, tally: Tally) -> None:
        """Write what came of the load."""
        self._write("end", self._pace(tally))

    def _pace(self, tally: Tally) -> Mapping[str, object]:
        pace = Pace(tally.met, self._clock() - self._begun, self._part())
        remaining = None if pace.remaining is None else round(pace.remaining, 1)
        figures = {"seconds": round(pace.seconds, 1), "rate": round(pace.rate, 2), "remaining": remaining}
        return {**tally.counts(), **figures}

    def _write(self, event: str, values: Mapping[str, object]) -> None:
        line = json.dumps({"time": self._now().isoformat(timespec="milliseconds"), "event": event, **values})
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


@contextmanager
def open_journal(
    form: str, part: Callable[[], float | None], clock: Callable[[], float] = time.monotonic
) -> Iterator[Journal]:
    """Begin to tell, as text or as JSON. ``part`` gives the part of the input that is read, where it is known."""
    if form == "json":
        yield JsonJournal(part, clock)
        return
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.fields[count]}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[findings]}"),
        TextColumn("{task.fields[where]}", markup=False),
    )
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, disable=hidden) as progress:
        yield TextJournal(progress, part, clock)


def record(outcome: Told) -> dict[str, object]:
    """Give what became of an article as JSON has it."""
    match outcome:
        case Stored(address=address, revised=revised, statements=statements, triples=triples):
            became = "revised" if revised else "added"
            return {
                "outcome": became,
                "origin": outcome.origin,
                "version": str(address.version),
                "statements": statements,
                "triples": triples,
            }
        case Unchanged():
            return {"outcome": "unchanged", "origin": outcome.origin}
        case Quarantined(address=address, report=report):
            shapes = sorted({str(finding.shape) for finding in report.results if finding.breaks})
            return {
                "outcome": "quarantined",
                "origin": outcome.origin,
                "version": str(address.version),
                "shapes": shapes,
            }
        case Unreadable(problem=problem, remedy=remedy):
            return {"outcome": "unreadable", "origin": outcome.origin, "problem": problem, "remedy": remedy}
        case Failed(problem=problem):
            return {"outcome": "failed", "origin": outcome.origin, "problem": problem}


def explain(outcome: Quarantined | Unreadable | Failed) -> str:
    """Put in a line what went wrong; for a broken shape the article, the sentence and the first shape of several."""
    if not isinstance(outcome, Quarantined):
        return str(outcome)
    first, *more = (finding for finding in outcome.report.results if finding.breaks)
    sentence = first.sentence or first.words
    where = f' in "{sentence}"' if sentence else ""
    others = f", and {len(more)} more" if more else ""
    return f"{outcome.origin}: quarantined: {first.message}{where} <{first.shape}>{others}"


def put_in_words(pace: Pace, tally: Tally) -> str:
    """Say how far a load has come.

    >>> put_in_words(Pace(1203, 300.0, 0.5), Tally(unreadable=2))
    '1,203 articles, 4.0 a second, 2 not stored, about 0:05:00 to go'
    """
    parts = [f"{pace.articles:,} articles", f"{pace.rate:.1f} a second"]
    if tally.findings:
        parts.append(f"{tally.findings} not stored")
    if pace.remaining is not None:
        minutes, seconds = divmod(round(pace.remaining), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"about {hours}:{minutes:02}:{seconds:02} to go")
    return ", ".join(parts)
