"""Templates made into pages. Whatever comes from an article or a client is escaped on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.settings import Settings


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
        self._title = settings.title
        self._templates = Environment(
            loader=PackageLoader("api"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """Make a page."""
        page = self._templates.get_template(template).render(title=self._title, **values)
        return HTMLResponse(page, status, headers)
