"""Connections, kept in bounds before there is any request on them: how many, how long in coming, and of what shape.

A server that waits for every client as long as the client likes is soon waiting for nobody else. So a head has to
come in time, connections on which nothing goes on make room for new ones, those of one address first, and what is no
HTTP gets a plain answer. What comes in is read in small slices, so that no client's parsing keeps the others waiting.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, override

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.clients import name_address
from api.negotiation import PROBLEM
from api.problems import NAMES

_SLICE = 4096
_LINES = 1024  # more than two slices of the shortest lines, so no row of whole requests has so many
_SHORTEST_CHUNKS = 16  # bytes between the line ends of a chunked body, on average


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections there may be, from everywhere and from one address, and the seconds that a head may take."""

    most: int
    most_each: int
    patience: float


class Connections:
    """All connections of a server, the oldest first."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._open: dict[Connection, str] = {}
        self._counts: Counter[str] = Counter()

    def protocol(self) -> type[Connection]:
        """Give the class whose instances keep to these bounds."""
        return type("Connection", (Connection,), {"all": self})

    def enter(self, connection: Connection, address: str) -> bool:
        """Count a connection, in place of one on which nothing goes on if need be; tell whether there was room."""
        full = len(self._open) >= self.bounds.most
        if full or self._counts[address] >= self.bounds.most_each:
            most = max(self._counts, key=self._counts.__getitem__, default=address) if full else address
            idle = next((other for other, whose in self._open.items() if whose == most and other.idle), None)
            if idle is None:
                return False
            idle.drop()
        self._open[connection] = address
        self._counts[address] += 1
        return True

    def leave(self, connection: Connection) -> None:
        """Count a connection no more."""
        address = self._open.pop(connection, None)
        if address is not None:
            self._counts[address] -= 1
            if not self._counts[address]:
                del self._counts[address]


class Connection(H11Protocol):
    """One connection, as uvicorn serves it, with bounds."""

    all: ClassVar[Connections]
    _alarm: asyncio.TimerHandle | None = None
    _lines = 0

    @property
    def idle(self) -> bool:
        """Tell whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        self._backlog = bytearray()
        super().connection_made(transport)
        if self.all.enter(self, name_address(self.client[0] if self.client else "")):
            self._watch()
        else:
            self._refuse(503, "connections-exhausted", "too many connections are open; ask again in a few seconds")

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.all.leave(self)
        self._backlog.clear()
        if self._alarm is not None:
            self._alarm.cancel()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._backlog or len(data) > _SLICE:
            self._backlog += data
            self.transport.pause_reading()
            if len(self._backlog) == len(data):
                self._feed()
        else:
            self._take(data)

    @override
    def handle_events(self) -> None:
        super().handle_events()
        self._watch()

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    @override
    def send_400_response(self, msg: str) -> None:
        error = sys.exception()
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        match hint:
            case 431:
                size = self.config.h11_max_incomplete_event_size
                self._refuse(431, "head-too-large", f"the head of the request has more than {size} bytes; send less")
            case 501:
                self._refuse(501, "not-implemented", f"{error}; send the body as it is, or in chunks")
            case _:
                self._refuse(400, "bad-request", f"the request is no HTTP ({error or msg}); correct it")

    @override
    def _unsupported_upgrade_warning(self) -> None:
        pass  # it is answered as the plain request that it is as well

    def drop(self) -> None:
        """Close the connection now."""
        self.all.leave(self)
        self.transport.abort()

    def _feed(self) -> None:
        if not self._backlog or self.transport.is_closing():
            return
        part = bytes(self._backlog[:_SLICE])
        del self._backlog[:_SLICE]
        self._take(part)
        if self._backlog:
            self.loop.call_soon(self._feed)
        elif not self.flow.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def _take(self, part: bytes) -> None:
        ends = part.count(b"\n")
        state = self.conn.their_state
        self._lines = self._lines + ends if state is h11.IDLE else 0
        if self._lines > _LINES:
            self._refuse(431, "head-too-large", f"the head of the request has more than {_LINES} lines; send fewer")
        elif state is h11.SEND_BODY and ends * _SHORTEST_CHUNKS > max(len(part), _SLICE) and self._chunked():
            self._refuse(400, "bad-request", "the chunks of the body are too small; send larger ones")
        else:
            super().data_received(part)

    def _chunked(self) -> bool:
        return any(name == b"transfer-encoding" for name, _ in self.headers)

    def _watch(self) -> None:
        if not self.idle:
            if self._alarm is not None:
                self._alarm.cancel()
                self._alarm = None
            self._lines = 0
        elif self._alarm is None:
            self._alarm = self.loop.call_later(self.all.bounds.patience, self._give_up)

    def _give_up(self) -> None:
        if self.conn.trailing_data[0] and self.conn.our_state is h11.IDLE:
            seconds = self.all.bounds.patience
            self._refuse(
                408, "sender-slow", f"the head of the request took more than {seconds:g} seconds; send it whole"
            )
        else:
            self.transport.close()

    def _refuse(self, status: int, name: str, detail: str) -> None:
        if self.cycle is not None:
            self.cycle.disconnected = True  # whatever its route has to say, nobody will understand it any more
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE} and not self.transport.is_closing():
            for event in _problem(status, name, detail):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _problem(status: int, name: str, detail: str) -> tuple[Any, ...]:
    title = {400: "The request cannot be understood", 408: "The request did not come in time"}.get(status, "Too much")
    body = json.dumps({"type": NAMES + name, "title": title, "status": status, "detail": detail}).encode()
    headers = [
        ("content-type", PROBLEM.media_type),
        ("content-length", str(len(body))),
        ("connection", "close"),
        *([("retry-after", "5")] if status == 503 else []),
    ]
    return h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()
