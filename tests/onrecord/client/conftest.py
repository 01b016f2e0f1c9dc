"""The store that is written by hand, asked in this process and over HTTP: what holds of one holds of the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pandas")

from onrecord import Client
from tests.api import desk
from tests.api.engines import Puppet, pull_strings
from tests.api.serving import serving


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    desk.fill(folder)
    return folder


@pytest.fixture(scope="session")
def local(written: Path) -> Iterator[Client]:
    with Client.local(written) as client:
        yield client


@pytest.fixture(scope="session")
def web(written: Path) -> Iterator[Client]:
    with serving(written) as running, Client(running.address) as client:
        yield client


@pytest.fixture(params=["local", "web"])
def client(request: pytest.FixtureRequest) -> Client:
    found: Client = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    with pull_strings() as puppet:
        yield puppet
