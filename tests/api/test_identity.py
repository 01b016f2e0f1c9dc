from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from starlette.requests import Request

from api.clients import Clients
from api.errors import InvalidSetting, RightMissing, TokenMissing, TokenUnknown

FILE = f"""
[desk]
sha256 = "{sha256(b"open sesame").hexdigest()}"
rights = ["update"]

[readers]
sha256 = "{sha256(b"let me in").hexdigest()}"
budget = 10
"""


def asked(address: str = "192.0.2.1", authorization: str | None = None) -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode("latin-1"))]
    return Request({"type": "http", "headers": headers, "client": (address, 4711)})


@pytest.fixture
def clients(tmp_path: Path) -> Clients:
    file = tmp_path / "tokens.toml"
    file.write_text(FILE, encoding="utf-8")
    return Clients.read(str(file))


def test_whoever_sends_a_token_is_known_by_its_name_wherever_they_sit(clients: Clients) -> None:
    for address in ("192.0.2.1", "2001:db8::1"):
        client = clients.identify(asked(address, "bearer let me in"))
        assert (client.name, client.token, client.budget, client.may("update")) == ("readers", True, 10, False)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9%eth0", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whoever_sends_none_is_known_by_the_address(clients: Clients, address: str, name: str) -> None:
    assert clients.identify(asked(address)).name == name
    assert clients.identify(asked(address, "Basic eDp5")).name == name


def test_a_token_that_nobody_has_is_no_token_to_pass_over(clients: Clients) -> None:
    for sent in ("Bearer guess", "Bearer", "Bearer \xff"):
        with pytest.raises(TokenUnknown, match="not known"):
            clients.identify(asked(authorization=sent))
    assert Clients({}).identify(asked(authorization="Bearer guess")).name == "192.0.2.1"


def test_a_right_is_had_or_missed_with_the_reason(clients: Clients) -> None:
    assert clients.demand(asked(authorization="Bearer open sesame"), "update").name == "desk"
    with pytest.raises(TokenMissing, match="Authorization: Bearer"):
        clients.demand(asked(), "update")
    with pytest.raises(RightMissing, match="'readers' has not"):
        clients.demand(asked(authorization="Bearer let me in"), "update")
    with pytest.raises(RightMissing, match="nobody has the right"):
        Clients({}).demand(asked(), "update")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("= broken", "cannot be read"),
        ("[desk]\nsha256 = 'open sesame'", r"desk\.sha256"),
        ("[desk]\nrights = ['update']", r"desk\.sha256"),
        (f"[desk]\nsha256 = '{'0' * 64}'\nrights = ['fly']", r"desk\.rights"),
        (f"[desk]\nsha256 = '{'0' * 64}'\nbudget = 0", r"desk\.budget"),
        (f"[desk]\nsha256 = '{'0' * 64}'\ntoken = 'x'", r"desk\.token"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidSetting, match=says):
        Clients.read(str(file))
    with pytest.raises(InvalidSetting, match="cannot be read"):
        Clients.read(str(tmp_path / "none.toml"))
