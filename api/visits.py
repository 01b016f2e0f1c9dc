"""What a request is about, as far as anybody but its own route needs to know: who asks, and what it has cost so far.

The queries that a request leads to are run elsewhere, and what they cost is known there. A visit follows the request
through every call and task that it begins, so that no function between has to hand it on.
"""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from api.clients import Client
from api.errors import NotFound, QueryExhausted, QueryRefused, QueryTimeout


class Outcome(StrEnum):
    """How a query ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"
    OVERTIME = "overtime"
    EXHAUSTED = "exhausted"
    LEFT = "left"

    @classmethod
    def of(cls, failure: BaseException | None) -> Outcome:
        """Tell how a query ended from what was raised, if anything was."""
        match failure:
            case None | NotFound():
                return cls.ANSWERED
            case QueryRefused():
                return cls.REFUSED
            case QueryTimeout():
                return cls.OVERTIME
            case QueryExhausted():
                return cls.EXHAUSTED
            case CancelledError():
                return cls.LEFT
        return cls.FAILED


@dataclass(frozen=True, slots=True)
class Run:
    """A query that was run: its text, the state it was asked of, its seconds from turn to end, and how it ended."""

    query: str
    state: str
    seconds: float
    outcome: Outcome


@dataclass(slots=True)
class Visit:
    """A request under way: its client, the seconds of its queries, and the state that they were last asked of."""

    client: Client
    watch: Callable[[Visit, Run], None] = lambda _visit, _run: None
    query_seconds: float = 0.0
    state: str = field(default="")

    def add(self, run: Run) -> None:
        """Put the cost of a query to the request's account."""
        self.query_seconds += run.seconds
        self.state = run.state
        self.watch(self, run)


_NOBODY = Client("nobody", "nowhere")
_visit: ContextVar[Visit] = ContextVar("visit")


def enter(visit: Visit) -> None:
    """Begin a visit, which lasts as long as the task that begins it, and in all tasks that it starts."""
    _visit.set(visit)


def current() -> Visit:
    """Give the visit under way; outside of any request, one of nobody's.

    Examples
    --------
    >>> current().client.name
    'nobody'
    """
    return _visit.get(None) or Visit(_NOBODY)
