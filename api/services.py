"""Other servers that a query may ask by SERVICE: only those on a list, asked by us and not by the query's process.

An address on the list is the whole of a URL, and is compared letter by letter. A name on it must not lead to an address
of this machine or of a network around it, whatever the name servers say today; where a server of one's own is meant,
the list gives its number or ``localhost``. No redirection is followed, and no proxy is asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from api.errors import ApiError, InvalidSetting, QueryForbidden, ServiceFailed
from api.settings import Settings
from api.store import Rows
from api.store.address import Address
from api.store.answers import clear_frames, read_rows
from api.store.endpoint import Endpoint

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_USER = re.compile(r"//[^/@]*@")


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """What one query may ask of other servers: seconds, rows and bytes of a call, calls, and values sent along."""

    timeout: float = 10.0
    rows: int = 10_000
    size: int = 10 * 1024 * 1024
    calls: int = 10
    bindings: int = 1000

    @classmethod
    def of(cls, settings: Settings) -> ServiceLimits:
        """Take them from the settings."""
        return cls(
            settings.service_timeout,
            settings.service_rows,
            settings.service_size,
            settings.service_calls,
            settings.service_bindings,
        )


class Services:
    """The servers on the list.

    Examples
    --------
    >>> listed = Services("https://desk:secret@example.org/sparql, http://localhost:7878/query", ServiceLimits())
    >>> listed.names
    ('https://example.org/sparql', 'http://localhost:7878/query')
    """

    def __init__(self, listed: str, limits: ServiceLimits) -> None:
        self.limits = limits
        self._endpoints: Mapping[str, Endpoint] = {
            _USER.sub("//", where): self._open(where) for where in re.split(r"[,\s]+", listed.strip()) if where
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses that may be asked."""
        return tuple(self._endpoints)

    def expect(self, name: str) -> None:
        """Make sure that a server is on the list.

        Raises
        ------
        QueryForbidden
            It is not.
        """
        if name not in self._endpoints:
            known = ", ".join(self.names) or "none"
            raise QueryForbidden(f"SERVICE <{name}> is not on the list of servers that may be asked ({known})")

    def ask(self, name: str, query: str) -> Rows:
        """Ask a server on the list, and give its whole answer.

        Raises
        ------
        ServiceFailed
            There is none, or it is larger than the limits.
        """
        try:
            with self._endpoints[name].ask(query, limit=self.limits.size) as body:
                found = read_rows(body)
        except ApiError as error:
            clear_frames(error)
            raise ServiceFailed(f"SERVICE <{name}> gave no answer: {error}") from error
        if len(found.rows) > self.limits.rows:
            raise ServiceFailed(
                f"SERVICE <{name}> gave more than {self.limits.rows} rows, which is the limit; ask it for less"
            )
        return found

    def _open(self, where: str) -> Endpoint:
        address = Address.read(where)
        return Endpoint(address, self.limits.timeout, handlers=_handlers(urlsplit(address.query).hostname or ""))


def read_services(settings: Settings) -> Services:
    """Read the list of servers.

    Raises
    ------
    InvalidSetting
        An address on it is none.
    """
    try:
        return Services(settings.services, ServiceLimits.of(settings))
    except InvalidSetting as error:
        raise InvalidSetting(f"services: {error}") from error


def is_outside(number: str) -> bool:
    """Tell whether an address is one of the whole internet, and not only looks like one by what is packed into it.

    Examples
    --------
    >>> is_outside("93.184.215.14"), is_outside("10.0.0.1"), is_outside("64:ff9b::10.0.0.1")
    (True, False, False)
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_outside(str(within))
    return address.is_global and not address.is_multicast


def _handlers(host: str) -> tuple[urllib.request.BaseHandler, ...]:
    connect = socket.create_connection if _is_number(host) or host == "localhost" else _connect_outside
    return (urllib.request.ProxyHandler({}), _Plain(connect), _Secure(connect))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _connect_outside(address: tuple[str, int], *rest: Any, **how: Any) -> socket.socket:
    """Connect to an address that is of the whole internet; the one that was looked at is the one that is connected."""
    host, port = address
    refused = None
    for _, _, _, _, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_outside(str(found[0])):
            raise OSError(f"{host} leads to {found[0]}, which is no address of the internet; list it by its number")
        try:
            return socket.create_connection((str(found[0]), port), *rest, **how)
        except OSError as error:
            refused = error
    raise refused or OSError(f"{host} has no address")


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, connect: Any) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_make, http.client.HTTPConnection, self._connect), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, connect: Any) -> None:
        super().__init__()
        self._connect = connect

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_make, http.client.HTTPSConnection, self._connect), req)


def _make(kind: type[http.client.HTTPConnection], connect: Any, host: str, **how: Any) -> http.client.HTTPConnection:
    made = kind(host, **how)
    made._create_connection = connect  # type: ignore[attr-defined]  # http.client's own way to another connection
    return made
