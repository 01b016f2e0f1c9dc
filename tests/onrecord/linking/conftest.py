from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onrecord.outside import Kept
from tests.api.engines import Puppet, pull_strings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Iterator[Kept]:
    with Kept(tmp_path / "kept", 30, clock) as kept:
        yield kept


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    """A service that answers as it is told."""
    with pull_strings() as puppet:
        yield puppet
