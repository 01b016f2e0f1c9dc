from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import api
from api.settings import Settings
from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from tests.api import desk
from tests.api.engines import Engine, Puppet, pull_strings, serve
from tests.api.serving import serving


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that is written by hand."""
    folder = tmp_path_factory.mktemp("stored")
    desk.fill(folder)
    return folder


@pytest.fixture(scope="session")
def stored(folder: Path) -> EmbeddedStore:
    return EmbeddedStore(folder)


@pytest.fixture(scope="session")
def client(stored: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(api.create(Settings(), stored), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[str]:
    """The address of a server in a process of its own, without the last slash."""
    with serving(folder) as running:
        yield running.address


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the web, for as long as the tests run."""
    with serve(tmp_path_factory.mktemp("engine") / "data", "--union-default-graph") as engine:
        yield engine


@pytest.fixture
def address(engine: Engine) -> str:
    """The address of an engine that holds nothing."""
    Endpoint(Address.read(engine.query), timeout=30).update("DROP ALL")
    return engine.query


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    """An engine that answers as it is told."""
    with pull_strings() as puppet:
        yield puppet
