"""The page on which queries are written: a form, the questions to begin with, the limits, and an answer or a problem.

All of it works without any script. With one, an editor stands in the form (``api/web``), which needs to be told what
IRIs begin with here and which prefixes the questions use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse

from api import questions
from api.problems import Kind
from api.rendering import Renderer
from api.results import Table
from api.settings import Settings
from api.transport import ASKING_POLICY

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_STEP = 1024


class QueryPage:
    """Writes the page for one server."""

    def __init__(self, settings: Settings, renderer: Renderer) -> None:
        self._renderer = renderer
        self._always = {
            "base": settings.base,
            "prefixes": json.dumps(questions.shared_prefixes(), ensure_ascii=False),
            "questions": questions.load(),
            "limits": tell_limits(settings),
        }

    def show(
        self,
        query: str,
        headers: Mapping[str, str],
        answer: Table | None = None,
        snapshot: str = "",
        formats: Sequence[str] = (),
    ) -> HTMLResponse:
        """Show a query, with its answer if there is one, the snapshot that is true of, and the formats it comes in."""
        return self._write(query, headers, answer=answer, snapshot=snapshot, formats=formats)

    def refuse(self, query: str, problem: Kind, detail: str) -> HTMLResponse:
        """Show a query with what is wrong with it."""
        return self._write(query, {"Vary": "Accept"}, problem.status, problem=problem, detail=detail)

    def _write(self, query: str, headers: Mapping[str, str], status: int = 200, **values: object) -> HTMLResponse:
        nothing = {"answer": None, "problem": None, "detail": None, "snapshot": "", "formats": ()}
        told = {**headers, "Content-Security-Policy": ASKING_POLICY}
        return self._renderer.render("sparql.html", status, told, query=query, **{**nothing, **self._always, **values})


def tell_limits(settings: Settings) -> str:
    """Tell in a sentence what a query may take.

    Examples
    --------
    >>> tell_limits(Settings(query_timeout=5)).partition(".")[0]
    'A query may take 5 seconds and 1 GiB of memory, and its text may have 64 KiB'
    """
    return (
        f"A query may take {settings.query_timeout:g} seconds and {_measure(settings.query_memory)} of memory, "
        f"and its text may have {_measure(settings.query_size)}. "
        "What needs more is refused with the reason, and no answer is given in part."
    )


def _measure(size: int) -> str:
    """Write a number of bytes in the largest unit that leaves it whole."""
    unit = 0
    while size and size % _STEP == 0 and unit + 1 < len(_UNITS):
        size, unit = size // _STEP, unit + 1
    return f"{size:,} {_UNITS[unit]}"
