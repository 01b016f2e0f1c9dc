"""Both kinds of store, so that one set of tests holds for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.store import Store, open_store


@pytest.fixture(params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "embedded":
        return open_store(tmp_path / "store")
    return open_store(request.getfixturevalue("address"))
