"""Every setting of the server: its name, what it is unless set, and what it means. This table is the only one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from api.errors import InvalidSetting

PREFIX = "ONRECORD_"
_MIB = 1024 * 1024


def setting(default: Any, meaning: str) -> Any:
    """Make a row of a table of settings: what it is unless set, which says its kind, and what it means."""
    return field(default=default, metadata={"meaning": meaning, "kind": type(default)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the server behaves.

    Examples
    --------
    >>> Settings.read({"ONRECORD_QUERY_TIMEOUT": "5"}).query_timeout
    5.0
    """

    base: str = setting("https://w3id.org/onrecord/id/", "what the IRIs of stored things begin with")
    title: str = setting("OnRecord", "the name on the pages and in the API's description")
    update_endpoint: str = setting("", "where a remote store is changed; empty to find it from the store's address")
    query_timeout: float = setting(30.0, "seconds of wall clock that a query may take before it is killed")
    query_memory: int = setting(2048 * _MIB, "bytes of address space that a query's process may use")
    query_workers: int = setting(2, "queries that may run at the same time")
    query_queue: int = setting(16, "queries that may wait for their turn; the next is turned away with 503")
    query_wait: float = setting(60.0, "seconds that a query may wait for its turn before it is turned away with 503")
    query_size: int = setting(64 * 1024, "bytes that the text of a query may have")
    query_depth: int = setting(64, "brackets that may stand open inside one another in a query")
    query_operators: int = setting(2000, "operators that a query may have")
    spool_memory: int = setting(_MIB, "bytes of an answer that are kept in memory before it goes to disk")
    spool_limit: int = setting(256 * _MIB, "bytes of an answer that are kept until it is whole; past these it streams")
    client_patience: float = setting(60.0, "seconds that a client may take to accept the next part of an answer")
    tokens: str = setting("", "the TOML file of the tokens that clients may send; empty for none")
    trusted_proxies: str = setting(
        "", "addresses and networks, with commas, whose X-Forwarded-For and X-Forwarded-Proto are believed"
    )
    cross_origin: str = setting("*", "the origin whose pages may read answers; empty for none")

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Take the settings from variables such as ``ONRECORD_QUERY_TIMEOUT``; names of other programs pass.

        Raises
        ------
        InvalidSetting
            A value is of the wrong kind.
        """
        given: dict[str, Any] = {}
        for known in fields(cls):
            name = PREFIX + known.name.upper()
            if name in environment:
                kind: type[str | int | float] = known.metadata["kind"]
                try:
                    given[known.name] = kind(environment[name])
                except ValueError as error:
                    raise InvalidSetting(f"{name}={environment[name]!r} is no {kind.__name__}; give one") from error
        return cls(**given)

    @classmethod
    def table(cls) -> Iterator[tuple[str, object, str]]:
        """Give name, default and meaning of every setting."""
        for known in fields(cls):
            yield known.name, known.default, known.metadata["meaning"]
