"""Where a SPARQL endpoint is, and who asks there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from api.errors import InvalidSetting
from api.store.engines import GENERIC, Profile

type Way = Literal["basic", "digest"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine is asked and where it is changed, and who asks."""

    query: str
    update: str
    parameters: tuple[tuple[str, str], ...] = ()
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    way: Way = "basic"
    update_given: bool = False

    @classmethod
    def read(cls, where: str, update: str = "", *, token: str = "", way: str = "basic") -> Address:
        """Read the address of an engine's query endpoint, with a user and a password in it where one is needed.

        The update endpoint is the one that is given. If none is, it is found as the common engines have it; `suit`
        finds it as one engine has it. A token is sent as a bearer token (RFC 6750) in place of user and password; these
        are sent openly, or as a digest (RFC 7616) where that is the way.

        Raises
        ------
        InvalidSetting
            An address is no http or https URL, or nobody can ask in this way.

        Examples
        --------
        >>> Address.read("http://localhost:3030/news/sparql").update
        'http://localhost:3030/news/update'
        >>> Address.read("http://localhost:7200/repositories/news").update
        'http://localhost:7200/repositories/news/statements'
        >>> Address.read("https://desk:secret@example.org:8182/engine").query
        'https://example.org:8182/engine'
        """
        query, parameters, user, password = _split(where)
        changed = GENERIC.find_update(query)
        if update:
            changed, _, changer, secret = _split(update)
            user, password = user or changer, password or secret
        if token and (user or not re.fullmatch(r"[!-~]+", token)):
            raise InvalidSetting("engine_token is no token, or a user stands in the address too; give one of them")
        if way not in {"basic", "digest"}:
            raise InvalidSetting(f"engine_login is {way!r}; choose basic or digest")
        return cls(
            query, changed, parameters, user, password, token, "digest" if way == "digest" else "basic", bool(update)
        )

    def suit(self, engine: Profile) -> Address:
        """Find the update endpoint as this engine has it, unless one was given."""
        return self if self.update_given else replace(self, update=engine.find_update(self.query))

    @property
    def names_graphs(self) -> bool:
        """Tell whether its parameters name the graphs that are asked."""
        return any(name in {"default-graph-uri", "named-graph-uri"} for name, _ in self.parameters)

    def hide(self, words: str) -> str:
        """Blot out what nobody but the engine may read, should the engine have said it.

        Examples
        --------
        >>> Address.read("http://desk:secret@example.org/sparql").hide("no user desk with secret")
        'no user desk with …'
        """
        for secret in filter(None, (self.password, self.token)):
            words = words.replace(secret, "…")
        return words


def _split(where: str) -> tuple[str, tuple[tuple[str, str], ...], str, str]:
    try:
        parts = urlsplit(where)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidSetting(f"{_hide(where)} is no address ({error}); give one such as http://host/sparql") from error
    if parts.scheme not in {"http", "https"} or not host or parts.fragment or re.search(r"[^!-~]", where):
        raise InvalidSetting(f"{_hide(where)} is no http or https address; give one such as http://host/sparql")
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    address = urlunsplit((parts.scheme, place, parts.path or "/", "", ""))
    parameters = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return address, parameters, unquote(parts.username or ""), unquote(parts.password or "")


def _hide(where: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", where)
