"""The servers that are listed are asked, at addresses of the internet, and at no others."""

from __future__ import annotations

import socket

import pytest

from api.errors import InvalidSetting, ServiceFailed
from api.services import ServiceLimits, Services, _connect_outside, read_services
from api.settings import Settings
from tests.api.engines import Puppet, answer


def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []

    def connect(*given: object, **_: object) -> socket.socket:
        connected.append(given)
        return socket.socket()

    monkeypatch.setattr(socket, "create_connection", connect)
    for inside in (
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00::1",
    ):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, at=inside, **__: [(2, 1, 6, "", (at, 80))])
        with pytest.raises(OSError, match="no address of the internet"):
            _connect_outside(("rebound.example.org", 80), 1)
    assert not connected
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.215.14", 80))])
    _connect_outside(("example.org", 80), 1).close()
    assert connected == [(("93.184.215.14", 80), 1)]


def test_a_listed_name_that_leads_inside_fails(monkeypatch: pytest.MonkeyPatch, puppet: Puppet) -> None:
    port = puppet.root.rpartition(":")[2]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", int(port)))])
    services = Services(f"http://inside.example.org:{port}/query", ServiceLimits())
    with pytest.raises(ServiceFailed, match="no address of the internet"):
        services.ask(services.names[0], "ASK {}")
    assert not puppet.seen


def test_no_proxy_is_asked_and_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch, puppet: Puppet) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    puppet.answer = answer("who?", head="401 Unauthorized")
    services = Services(puppet.query.replace("//", "//desk:s3cret@"), ServiceLimits())
    assert services.names == (puppet.query,)
    with pytest.raises(ServiceFailed) as caught:
        services.ask(puppet.query, "SELECT * {}")
    assert "Authorization" in puppet.seen[0].headers
    assert "s3cret" not in str(caught.value)


def test_what_is_no_address_cannot_be_listed() -> None:
    for listed in ("file:///etc/passwd", "example.org", "http://a/#b"):
        with pytest.raises(InvalidSetting, match="services:"):
            read_services(Settings(services=listed))
