"""A server that listens until it is told to stop."""

from __future__ import annotations

import errno
import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from api.app import create
from api.clients import Clients
from api.connections import Bounds, Connections
from api.errors import AddressInUse, AddressUnusable, StoreError, StoreMissing
from api.records import open_log
from api.settings import Settings
from api.store import Store

_BACKLOG = 256
_LAST_WORDS = 10
_LARGEST_QUERY_SHARE = 3  # a byte of a query may take three in an address
_OTHER_HEADERS = 16 * 1024


def serve(
    settings: Settings, store: Store, host: str, port: int, announce: Callable[[str], None] | None = None
) -> None:
    """Serve a store at an address until the process is told to stop (SIGINT, SIGTERM).

    Answers under way get ten seconds to end. ``announce`` is called with the server's address once it is bound, which
    tells the port where ``port`` is 0.

    Raises
    ------
    AddressInUse
        Another program listens there.
    AddressUnusable
        This machine has no such address, or does not let this process listen there.
    StoreError
        The store cannot be read.
    """
    make_ready(settings, store)
    open_log(settings.request_log)
    with _listen(host, port) as listening:
        if announce is not None:
            announce(_address(listening, host))
        server = _Server(_configure(settings, store))
        server.run(sockets=[listening])
        if not server.started:
            raise StoreError(f"{store.where}: the server could not start on this store; its log says why")


def make_ready(settings: Settings, store: Store) -> None:
    """Say what is wrong with a store now, and not to the first client; where clients may write, make it if need be.

    Raises
    ------
    StoreError
        It cannot be read, or it is not there and nobody may write.
    """
    try:
        store.read().close()
    except StoreMissing:
        if not Clients.read(settings.tokens).grant("update"):
            raise
        store.write().close()


class _Server(uvicorn.Server):
    """A server that, once told to stop, stops and returns; uvicorn's own would then let the signal end the process."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's signature
        self.force_exit = self.should_exit  # told twice, it drops what is under way
        self.should_exit = True


def _configure(settings: Settings, store: Store) -> uvicorn.Config:
    return uvicorn.Config(
        create(settings, store),
        http=Connections(_bound(settings)).protocol(),
        ws="none",
        lifespan="on",
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies.strip()),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_LAST_WORDS,
        h11_max_incomplete_event_size=_LARGEST_QUERY_SHARE * settings.query_size + _OTHER_HEADERS,
    )


def _bound(settings: Settings) -> Bounds:
    # Each connection is an open file, and so is each pipe, process and kept answer.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    most = settings.connections if files == resource.RLIM_INFINITY else min(settings.connections, files // 2)
    each = most if settings.trusted_proxies.strip() else settings.client_connections
    return Bounds(most, each, settings.request_patience)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressUnusable(f"{host}: is no address of this machine ({error}); name another by --host") from error
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressInUse(f"{host}:{port}: another program listens there; name another port by --port") from error
        raise AddressUnusable(
            f"{host}:{port}: this process cannot listen there ({error.strerror}); name another by --host and --port"
        ) from error
    return listening


def _address(listening: socket.socket, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"
