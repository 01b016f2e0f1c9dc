"""Answers that a client still has are not sent again (RFC 9110, section 13).

The validator names the published state, so it changes when an article is added and at no other time; the format is
part of it, and so is the server's own start, which may bring other settings and other pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response


class Freshness:
    """Names representations, and tells whether a client has the one it asks for."""

    def __init__(self) -> None:
        self._start = token_hex(3)

    def headers(self, state: str, form: str) -> Mapping[str, str]:
        """Give the headers of an answer in one format, true of one state; without a validator where that is unknown.

        Examples
        --------
        >>> Freshness().headers("", "csv")
        {'Vary': 'Accept', 'Cache-Control': 'no-cache'}
        """
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        return headers | {"ETag": self._tag(state, form)} if state else headers

    def unchanged(self, request: Request, state: str, form: str) -> Response | None:
        """Give the answer 304 to a client that has this representation already, else None."""
        if not state or request.method not in {"GET", "HEAD"}:
            return None
        known = (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(","))
        return Response(status_code=304, headers=self.headers(state, form)) if self._tag(state, form) in known else None

    def _tag(self, state: str, form: str) -> str:
        return f'"{state}-{form}-{self._start}"'
