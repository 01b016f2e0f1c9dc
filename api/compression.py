"""Answers are compressed for clients that take them so (RFC 9110, section 8.4).

The work is the library's. What is added is that a compressed answer has a weak tag, since its bytes are others
(section 8.8.3), and an answer that breaks off ends without the mark that a whole one ends with, compressed or not.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST = 1024
_EFFORT = 2  # a third of the time of the library's own choice, and little more to send


class Compression:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_EFFORT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-encoding") == "gzip" and headers.get("etag", "W/").startswith('"'):
                    headers["etag"] = f"W/{headers['etag']}"
            await send(message)

        await self._app(scope, receive, send_on)
