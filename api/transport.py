"""What HTTP asks of every answer, whichever route it comes from: HEAD, OPTIONS, a policy, and patience with an end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import SenderSlow

_NOTHING = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

CONTENT_SECURITY_POLICY = f"{_NOTHING}; style-src 'self'; img-src 'self'"
"""What a browser may do with an answer that is no page of this server: look at it, and run nothing."""

PAGE_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
"""What a page may do: run and apply the files of this server. What stands in the page itself never runs."""

ASKING_POLICY = f"{PAGE_POLICY}; connect-src 'self'"
"""What a page that asks queries may do besides: send them to this server, and to no other."""

_SLOWEST = 1024  # bytes of a body in a second


class Transport:
    """Wraps the server's application.

    ``find_methods`` names the methods that a path allows; ``patience`` is how many seconds a client may take to accept
    the next part of its answer before the connection is dropped, and ``sender_patience`` how many to send its body,
    with a second more for each of its KiB.
    """

    def __init__(
        self, app: ASGIApp, find_methods: Callable[[str], Sequence[str]], patience: float, sender_patience: float
    ) -> None:
        self._app = app
        self._sender_patience = sender_patience
        self._find_methods = find_methods
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bodiless = scope["method"] == "HEAD"

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = headers.get("content-type", "").startswith("text/html")
                # A preview and the query page have their own.
                headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else CONTENT_SECURITY_POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if message["status"] == 405:
                    headers["Allow"] = ", ".join(self._find_methods(scope["path"]))
            elif bodiless:
                message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
            async with asyncio.timeout(self._patience):
                await send(message)

        receive_on = self._hurry(receive)
        if scope["method"] == "OPTIONS" and (methods := self._find_methods(scope["path"])):
            await Response(status_code=204, headers={"Allow": ", ".join(methods)})(scope, receive_on, send_on)
        else:
            await self._app({**scope, "method": "GET"} if bodiless else scope, receive_on, send_on)

    def _hurry(self, receive: Receive) -> Receive:
        began, received, whole = time.monotonic(), 0, False

        async def receive_on() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout(began + self._sender_patience + received / _SLOWEST - time.monotonic()):
                    message = await receive()
            except TimeoutError as error:
                seconds = time.monotonic() - began
                raise SenderSlow(
                    f"only {received} bytes came in {seconds:.0f} seconds; send the body faster"
                ) from error
            received += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        return receive_on
