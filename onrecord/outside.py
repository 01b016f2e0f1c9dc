"""Services outside that are asked about names: politely, within bounds, and once for each question.

A service is asked no oftener than once in so many seconds, waits as long as it says where it is busy (``Retry-After``),
and is told who asks. What it answered is kept on disk with the moment in which it said so, for an answer may change.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlencode

import diskcache
import urllib3
from urllib3.util import Retry, Timeout

from onrecord.errors import LookupFailed

_TRIES = 4
_LONGEST_WAIT = 60
_BUSY = (429, 500, 502, 503, 504)
_MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 64 * 1024
_DAY = 24 * 60 * 60
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A name, and the class of what bears it, such as Person."""

    name: str
    sort: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something outside that a name may stand for. ``sure``: whoever proposes it has no doubt."""

    iri: str
    label: str
    sure: bool
    said: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a source proposes for a name, and when it did."""

    proposals: tuple[Proposal, ...]
    at: datetime


class Source(Protocol):
    """Something outside that knows names."""

    @property
    def address(self) -> str:
        """Where it is."""

    @property
    def title(self) -> str:
        """What it calls itself."""

    def look_up(self, asked: Sequence[Asked]) -> Mapping[Asked, Told]:
        """Propose what names may stand for.

        Raises
        ------
        LookupFailed
            It gave no answer, or none that can be read.
        """


class Kept:
    """Answers on disk, by what was asked; a context manager.

    Values are stored as JSON, so that nothing in the folder is run when it is read.
    """

    def __init__(self, folder: Path, days: float, clock: Callable[[], datetime] | None = None) -> None:
        self._store = diskcache.Cache(str(folder), disk=diskcache.JSONDisk)
        self._seconds = days * _DAY
        self._clock = clock or (lambda: datetime.now(UTC))

    def get(self, *key: str) -> tuple[object, datetime] | None:
        """Give what was answered, and when; None where that is not known, or too long ago."""
        found = self._store.get(json.dumps(key))
        if found is None:
            return None
        value, moment = found
        at = datetime.fromisoformat(moment)
        return (value, at) if (self._clock() - at).total_seconds() < self._seconds else None

    def put(self, value: object, *key: str) -> datetime:
        """Keep an answer, and give the moment of it, to the second."""
        at = self._clock().replace(microsecond=0)
        self._store.set(json.dumps(key), [value, at.isoformat()])
        return at

    def __enter__(self) -> Self:
        """Use it for as long as the block lasts."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Let go of the files."""
        self._store.close()


class Pace:
    """Keeps so many seconds between one request and the next.

    Examples
    --------
    >>> slept = []
    >>> pace = Pace(2.0, clock=lambda: 10.0, sleep=slept.append)
    >>> pace.wait(), pace.wait(), slept
    (None, None, [2.0])
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._next = float("-inf")

    def wait(self) -> None:
        """Wait for the next turn."""
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._seconds


def introduce(contact: str) -> str:
    """Write the header User-Agent, with whom to turn to.

    Examples
    --------
    >>> introduce("desk@example.org").partition(" ")[2]
    '(desk@example.org)'
    """
    return f"OnRecord/{version('onrecord')}" + (f" ({contact})" if contact else "")


class Web:
    """Requests for JSON, each whole or an error."""

    def __init__(self, agent: str, timeout: float, pace: Pace) -> None:
        self._pace = pace
        self._timeout = timeout
        retries = Retry(
            total=_TRIES,
            redirect=0,  # a form that is sent on would arrive without its fields
            status_forcelist=_BUSY,
            allowed_methods=None,  # a question changes nothing, so it may be asked again
            backoff_factor=0.5,
            backoff_max=_LONGEST_WAIT,
            retry_after_max=_LONGEST_WAIT,
        )
        headers = {"User-Agent": agent, "Accept": "application/json"}
        self._pool = urllib3.PoolManager(headers=headers, timeout=Timeout(timeout), retries=retries)

    def ask(self, address: str, fields: Mapping[str, str] | None = None) -> object:
        """Ask an address, with the fields of a form if any, and read its JSON.

        Raises
        ------
        LookupFailed
            There is no answer in time, it is refused, it is too large, or no JSON.
        """
        self._pace.wait()
        try:
            if fields is None:
                response = self._pool.request("GET", address, preload_content=False)
            else:
                response = self._pool.request(
                    "POST",
                    address,
                    body=urlencode(fields),
                    headers={**self._pool.headers, **_FORM},
                    preload_content=False,
                )
            try:
                body = self._read(response, address)
            finally:
                response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise LookupFailed(
                f"{address}: gave no answer ({error}); look at the address, or try again later"
            ) from error
        if response.status != 200:
            raise LookupFailed(f"{address}: refused with {response.status}; look at the address and what it allows")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise LookupFailed(
                f"{address}: answered with something that is no JSON ({error}); tell its keeper"
            ) from error

    def _read(self, response: urllib3.BaseHTTPResponse, address: str) -> bytes:
        until, body = time.monotonic() + self._timeout, bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise LookupFailed(f"{address}: answered with more than {_MOST_BYTES} bytes; ask it for fewer names")
            if time.monotonic() > until:
                raise LookupFailed(
                    f"{address}: took more than {self._timeout:g} seconds for its answer; try again later"
                )
        return bytes(body)
