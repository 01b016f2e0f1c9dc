"""Both kinds of store, so that one set of tests holds for both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store import Store, open_store
from api.store.endpoint import Address, Endpoint
from tests.api.store.engines import Engine, Puppet, pull_strings, serve


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with serve(tmp_path_factory.mktemp("engine") / "data", "--union-default-graph") as engine:
        yield engine


@pytest.fixture
def address(engine: Engine) -> str:
    """The address of an engine that holds nothing."""
    Endpoint(Address.read(engine.query), timeout=30).update("DROP ALL")
    return engine.query


@pytest.fixture(params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "embedded":
        return open_store(tmp_path / "store")
    return open_store(request.getfixturevalue("address"))


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    with pull_strings() as puppet:
        yield puppet
