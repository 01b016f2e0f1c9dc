"""What every test in a browser has: the server on real articles, and a visit that tells what went wrong in it.

They run where ``ONRECORD_BROWSER`` names a Chromium, as it does in ``make browser``; elsewhere there are none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.api.serving import serving
from tests.browser.articles import fill
from tests.browser.visits import Visit, visiting

CHROMIUM = os.environ.get("ONRECORD_BROWSER", "")
expect.set_options(timeout=20_000)
collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the samples, and on articles that are hard to show."""
    folder = tmp_path_factory.mktemp("browser")
    fill(folder / "store", folder)
    with serving(folder / "store", request_log="", query_timeout=8) as running:
        yield running.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """A visit with an empty profile; it fails if anything left the host, broke the policy, or spoke up."""
    with visiting(chromium, address) as visit:
        yield visit


@pytest.fixture
def plain(chromium: Browser, address: str) -> Iterator[Visit]:
    """A visit of somebody whose browser runs no scripts."""
    with visiting(chromium, address, scripts=False) as visit:
        yield visit


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Where pictures of pages are kept, if somebody wants to look at them."""
    folder = os.environ.get("ONRECORD_SCREENSHOTS")
    return Path(folder) if folder else None
