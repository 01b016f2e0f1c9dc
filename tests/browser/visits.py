"""A visit to the server in a browser, and all that went on in it besides what was to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Response

PATIENCE = 30_000
_REFUSED = "Failed to load resource: the server responded with a status of"  # which some tests ask for
WIDE, NARROW = 1280, 390


@dataclass
class Visit:
    """A page, where the server is, and what must not have happened: requests to others, dialogs, errors, violations."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Response:
        """Open an address of the server."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response

    def barriers(self) -> list[str]:
        """Give what keeps readers out (WCAG, as axe tries it) and is serious or critical, with the element."""
        return [
            f"{rule['id']}: {node['html'][:160]}"
            for rule in Axe().run(self.page).response["violations"]
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"]
        ]

    def strangers(self) -> list[str]:
        """Give the addresses on other hosts that were asked for."""
        host = urlsplit(self.address).netloc
        return [url for url in self.asked if urlsplit(url).netloc != host and not url.startswith(("data:", "blob:"))]


@contextmanager
def visiting(browser: Browser, address: str, *, scripts: bool = True, width: int = WIDE) -> Iterator[Visit]:
    """Visit with an empty profile, and hold the visit to what a reader may expect."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), address)
    _listen(context, visit)
    try:
        yield visit
        assert not visit.strangers(), visit.strangers()
        assert not visit.complaints, visit.complaints
    finally:
        context.close()


def _listen(context: BrowserContext, visit: Visit) -> None:
    own = urlsplit(visit.address).netloc

    def refuse(dialog: Dialog) -> None:
        visit.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def read(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_REFUSED):
            visit.complaints.append(f"{message.type}: {message.text}")

    context.route(lambda url: urlsplit(url).netloc != own, lambda route: route.abort())
    context.on("request", lambda request: visit.asked.append(request.url))
    context.on("dialog", refuse)
    context.on("weberror", lambda error: visit.complaints.append(f"error: {error.error}"))
    context.on("console", read)
