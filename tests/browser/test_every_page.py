"""What holds for every page: it is open to everybody, keeps to this host, and runs nothing that an article says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.api import desk
from tests.browser.visits import NARROW, WIDE, Visit, visiting

ASKED = "/sparql?format=html&query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%205"
HOSTILE = desk.VERSION.removeprefix(desk.BASE)
PAGES = {
    "front": "/",
    "search": "/search?q=port",
    "search without words": "/search",
    "query": "/sparql",
    "query answered": ASKED,
    "query refused": "/sparql?format=html&query=SELECT",
    "api": "/docs",
    "actor": "/page/actor/khawaja-muhammad-asif",
    "state": "/page/actor/pakistan",
    "forum": "/page/forum/parliament-of-pakistan",
    "hostile article": f"/page/{HOSTILE}",
    "hostile statement": f"/page/{desk.CLAIM.removeprefix(desk.BASE)}",
    "hostile actor": f"/page/{HOSTILE}/actor/2",
    "problem": "/page/nothing",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_stands_in_the_way_of_anybody(visit: Visit, path: str) -> None:
    visit.go(path)
    assert visit.barriers() == []


@pytest.mark.parametrize("name", ["front", "query answered", "query refused", "hostile article", "actor"])
def test_nor_in_the_way_of_those_who_read_in_the_dark(visit: Visit, name: str) -> None:
    visit.page.emulate_media(color_scheme="dark")
    visit.go(PAGES[name])
    assert visit.barriers() == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_works_without_scripts(plain: Visit, path: str) -> None:
    response = plain.go(path)
    assert response.status in {200, 400, 404}
    assert plain.page.locator("h1").first.is_visible()
    assert plain.page.locator("main").inner_text().strip()


def test_a_query_is_asked_without_scripts(plain: Visit) -> None:
    plain.go("/sparql")
    plain.page.get_by_label("SPARQL query").fill("SELECT ?s { ?s ?p ?o } LIMIT 2")
    plain.page.get_by_role("button", name="Ask").click()
    assert plain.page.locator("#rows tbody tr").count() == 2
    assert plain.page.locator(".yasqe").count() == 0


@pytest.mark.parametrize("page", ["hostile article", "hostile statement", "hostile actor"])
def test_a_hostile_article_is_only_ever_text(visit: Visit, page: str) -> None:
    visit.go(PAGES[page])
    assert "<script>alert('x')</script>" in visit.page.locator("body").inner_text()
    assert visit.page.locator("script:not([src^='/static/web/'])").count() == 0


def test_what_a_page_may_do_is_said_to_the_browser(visit: Visit) -> None:
    for path in ("/", "/sparql", "/page/actor/pakistan"):
        policy = visit.go(path).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert ("connect-src" in policy) == (path == "/sparql")


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def sized(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visiting(chromium, address, width=request.param) as visit:
        yield visit


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(sized: Visit, name: str, pictures: Path | None) -> None:
    sized.go(PAGES[name])
    width = sized.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    if pictures is not None:
        sized.page.screenshot(path=pictures / f"{name.replace(' ', '-')}-{width[1]}.png", full_page=True)
    assert width[0] <= width[1]
