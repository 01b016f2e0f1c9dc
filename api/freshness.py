"""Answers that a client still has are not sent again (RFC 9110, section 13), and each names the snapshot it is true of.

The validators name the published state, so they change when an article is added and at no other time. The format is
part of the tag, and so is the server's own start, which may bring other settings and other pages. The date of a state
is told in whole seconds, so within the second in which it was published an earlier one is given: a client that asks
by the date alone is never told that nothing has changed when a further state came in the same second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

SNAPSHOT = "OnRecord-Snapshot"
_NANOSECONDS = 1_000_000_000


class Freshness:
    """Names representations, and tells whether a client has the one it asks for."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._start = token_hex(3)
        self._clock = clock

    def headers(self, state: str, form: str) -> Mapping[str, str]:
        """Give the headers of an answer in one format, true of one state; without validators where that is unknown.

        Examples
        --------
        >>> Freshness().headers("", "csv")
        {'Vary': 'Accept', 'Cache-Control': 'no-cache'}
        >>> sorted(Freshness().headers("7.18ec07e112f47056", "csv"))
        ['Cache-Control', 'ETag', 'Last-Modified', 'OnRecord-Snapshot', 'Vary']
        """
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        if not state:
            return headers
        published = _read_second(state)
        told = min(published, int(self._clock()) - 1)
        dated = {"Last-Modified": formatdate(told, usegmt=True)} if published else {}
        return headers | {"ETag": self._tag(state, form), SNAPSHOT: name_snapshot(state)} | dated

    def unchanged(self, request: Request, state: str, form: str) -> Response | None:
        """Give the answer 304 to a client that has this representation already, else None."""
        if not state or request.method not in {"GET", "HEAD"}:
            return None
        if (tags := request.headers.get("if-none-match")) is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            same = self._tag(state, form) in known or "*" in known
        else:
            same = 0 < _read_second(state) <= _read_date(request.headers.get("if-modified-since", ""))
        return Response(status_code=304, headers=self.headers(state, form)) if same else None

    def _tag(self, state: str, form: str) -> str:
        return f'"{state}-{form}-{self._start}"'


def name_snapshot(state: str) -> str:
    """Give the number of the snapshot that a state is.

    Examples
    --------
    >>> name_snapshot("7.18ec07e112f47056")
    '7'
    """
    return state.partition(".")[0]


def date_state(state: str) -> str:
    """Give the second in which a state was published, as xsd:dateTime; empty where that is unknown.

    Examples
    --------
    >>> date_state("7.18ec07e112f47056")
    '2026-11-27T22:36:54Z'
    """
    second = _read_second(state)
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z") if second else ""


def _read_second(state: str) -> int:
    try:
        return int(state.partition(".")[2], 16) // _NANOSECONDS
    except ValueError:
        return 0


def _read_date(header: str) -> float:
    try:
        return parsedate_to_datetime(header).timestamp()
    except (ValueError, OverflowError):
        return 0
