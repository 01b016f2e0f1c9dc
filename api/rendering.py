"""Pages of which the server knows all that stands on them, as responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse

from api.settings import Settings
from api.views.writing import Templates


class Renderer:
    """Makes pages of the server's templates.

    Examples
    --------
    >>> from api.problems import Kind
    >>> page = Renderer(Settings(title="Kabul <desk>")).render("problem.html", problem=Kind(404, "", "Gone"), detail="")
    >>> b"Kabul &lt;desk&gt;" in page.body
    True
    """

    def __init__(self, settings: Settings) -> None:
        self._templates = Templates(settings.title)

    def render(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """Make a page."""
        return HTMLResponse("".join(self._templates.write(template, **values)), status, headers)
