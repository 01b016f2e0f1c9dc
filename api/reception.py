"""Where every request comes in and goes out: who sends it, whether it is let through, and what it has cost."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from fastapi import Request
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import records
from api.budgets import Budgets
from api.clients import Client, Clients
from api.errors import ApiError, ServerStopping, TokenUnknown, UnsupportedMediaType
from api.metrics import Metrics
from api.problems import describe, respond
from api.rendering import Renderer
from api.settings import Settings
from api.visits import Run, Visit, current, enter

_FREE = frozenset({"/healthz", "/metrics"})  # a monitor asks whatever else is going on
_REFUSAL = "onrecord.refusal"
_BROKEN_OFF = 499


class Reception:
    """Knows the clients, keeps their accounts, and writes down what they did."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._clients = Clients.read(settings.tokens)
        self._budgets = Budgets(settings.requests_per_minute, settings.query_seconds_per_minute)
        self._metrics = metrics
        self._slow = settings.slow_query
        self._texts = settings.slow_query_texts == "yes"

    @property
    def clients(self) -> Clients:
        """Who has a token, for the routes that ask for rights."""
        return self._clients

    async def admit(self, request: Request) -> None:
        """Let a request through to its route.

        Raises
        ------
        TokenUnknown
            It bears a token that nobody has.
        BudgetSpent
            Its client has no budget left.
        UnsupportedMediaType
            Its body is compressed.
        """
        refusal: ApiError | None = request.scope.get(_REFUSAL)
        if refusal is not None:
            raise refusal
        if request.url.path not in _FREE:
            self._budgets.admit(current().client)
        encoding = request.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"", "identity"}:
            raise UnsupportedMediaType("a body that is compressed is not taken; send it as it is")

    def greet(self, scope: Scope) -> Visit:
        """Begin a visit; a token that nobody has is remembered, and refused once there is a way to say so."""
        request = HTTPConnection(scope)
        try:
            client = self._clients.identify(request)
        except TokenUnknown as error:
            scope[_REFUSAL] = error
            host = request.client.host if request.client is not None else ""
            client = Client(host, host)
        return Visit(client, self._watch)

    def part(self, visit: Visit, scope: Scope, farewell: Farewell) -> None:
        """Write down a request that has ended."""
        seconds = time.perf_counter() - farewell.began
        method, path = scope["method"], scope["path"]
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.count_request(visit, method, route, farewell.status, seconds, farewell.size)
        records.log_request(visit, method, path, farewell.status, seconds, farewell.size, whole=farewell.whole)

    def _watch(self, visit: Visit, run: Run) -> None:
        self._budgets.charge(visit.client, run.seconds)
        self._metrics.count_run(visit, run)
        if run.seconds >= self._slow > 0:
            records.log_slow(visit, run, text=self._texts)


@dataclass(slots=True)
class Farewell:
    """What was sent in answer to a request."""

    began: float = field(default_factory=time.perf_counter)
    status: int = _BROKEN_OFF
    size: int = 0
    whole: bool = False


class Entrance:
    """Wraps the server's application, so that every request has a visit."""

    def __init__(self, app: ASGIApp, reception: Reception, renderer: Renderer) -> None:
        self._app = app
        self._renderer = renderer
        self._reception = reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        farewell = Farewell()
        visit = self._reception.greet(scope)
        enter(visit)

        async def send_on(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.start":
                farewell.status = message["status"]
            else:
                farewell.size += len(message.get("body", b""))
                farewell.whole = not message.get("more_body", False)

        try:
            await self._app(scope, receive, send_on)
        except asyncio.CancelledError:  # the server has waited long enough for it to end
            if farewell.status != _BROKEN_OFF:
                raise
            kind, detail = describe(ServerStopping()), "the server was told to stop; ask again in a while"
            await respond(Request(scope), kind, detail, self._renderer)(scope, receive, send_on)
        except Exception:
            farewell.status = 500 if farewell.status == _BROKEN_OFF else farewell.status
            raise
        finally:
            self._reception.part(visit, scope, farewell)
