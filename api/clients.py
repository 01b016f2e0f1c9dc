"""Who is asking: the holder of a token, or else an address; and what they may do.

A client is what turns, budgets and log lines are counted by. Whoever sends a token that the file of tokens knows
(``Authorization: Bearer …``, RFC 6750) is the client of that token's name, wherever they sit. Everybody else is the
client of their address; of an IPv6 address the first half counts, for the rest is the client's own to choose.

The file of tokens is TOML, a table for each name. It holds no token, only the SHA-256 of each::

    [desk]
    sha256 = "1c4a…"            # of the token
    rights = ["update"]         # nothing but asking, unless given
    budget = 10                 # times the budget of everybody else; 1 unless given
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import HTTPConnection

from api.errors import InvalidSetting, RightMissing, TokenMissing, TokenUnknown

type Right = Literal["update"]
_NOWHERE = "unknown"
_SCHEME = "bearer"


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks: the name they are counted by, where they sit, their rights, and their share of the budget.

    ``token`` tells whether the name is that of a token; else it is an address.

    Examples
    --------
    >>> Client("desk", "192.0.2.1", token=True, rights=frozenset({"update"})).may("update")
    True
    """

    name: str
    address: str
    token: bool = False
    rights: frozenset[Right] = frozenset()
    budget: float = 1.0

    def may(self, right: Right) -> bool:
        """Tell whether the client has a right."""
        return right in self.rights


class _Token(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rights: frozenset[Right] = frozenset()
    budget: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0


_FILE = TypeAdapter(dict[Annotated[str, Field(min_length=1, max_length=64)], _Token])


class Clients:
    """Tells who sends a request.

    Examples
    --------
    >>> from starlette.requests import Request
    >>> asked = {"type": "http", "headers": [], "client": ("192.0.2.1", 4711)}
    >>> Clients({}).identify(Request(asked)).name
    '192.0.2.1'
    """

    def __init__(self, tokens: Mapping[str, _Token]) -> None:
        self._names = {token.sha256: name for name, token in tokens.items()}
        self._tokens = tokens

    @classmethod
    def read(cls, file: str) -> Self:
        """Read the file of tokens; where no file is named, nobody has one.

        Raises
        ------
        InvalidSetting
            The file cannot be read, or says what no such file may say.
        """
        if not file:
            return cls({})
        try:
            return cls(_FILE.validate_python(tomllib.loads(Path(file).read_text(encoding="utf-8"))))
        except ValidationError as error:
            wrong = error.errors()[0]
            place = ".".join(str(part) for part in wrong["loc"]) or "it"
            raise InvalidSetting(
                f"{file}: {place} is wrong ({wrong['msg']}); see docs/limits.md for its form"
            ) from error
        except (OSError, ValueError) as error:
            raise InvalidSetting(
                f"{file}: the file of tokens cannot be read ({error}); mend it, or name none"
            ) from error

    def identify(self, request: HTTPConnection) -> Client:
        """Tell who sends a request.

        Raises
        ------
        TokenUnknown
            A token was sent that no name has. Where no tokens are known at all, one that is sent is passed over.
        """
        address = name_address(request.client.host if request.client is not None else "")
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        if not self._tokens or scheme.lower() != _SCHEME:
            return Client(address, address)
        name = self._names.get(sha256(sent.strip().encode("utf-8", "surrogateescape")).hexdigest())
        if name is None:
            raise TokenUnknown("the token in the header Authorization is not known here; correct it, or send none")
        known = self._tokens[name]
        return Client(name, address, token=True, rights=known.rights, budget=known.budget)

    def grant(self, right: Right) -> bool:
        """Tell whether anybody has a right."""
        return any(right in token.rights for token in self._tokens.values())

    def demand(self, request: HTTPConnection, right: Right) -> Client:
        """Tell who sends a request that needs a right.

        Raises
        ------
        TokenMissing
            The right needs a token, and none was sent.
        TokenUnknown
            The token is not known.
        RightMissing
            The token has not the right, or nobody has it here.
        """
        client = self.identify(request)
        if client.may(right):
            return client
        if not self.grant(right):
            raise RightMissing(f"nobody has the right {right!r} on this server; it gives it by its setting tokens")
        if not client.token:
            raise TokenMissing(f"this needs a token with the right {right!r}; send one as Authorization: Bearer TOKEN")
        raise RightMissing(f"the token of {client.name!r} has not the right {right!r}; ask whoever runs this server")


def name_address(host: str) -> str:
    """Give the name by which an address is counted.

    Examples
    --------
    >>> name_address("::ffff:192.0.2.1"), name_address("2001:db8::7")
    ('192.0.2.1', '2001:db8::/64')
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host[:64] or _NOWHERE
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))
    return str(address)
