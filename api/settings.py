"""Every setting of the server: its name, what it is unless set, and what it means. This table is the only one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from api.errors import InvalidSetting

PREFIX = "ONRECORD_"
_MIB = 1024 * 1024
_SWITCH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def setting(default: Any, meaning: str, *, secret: bool = False) -> Any:
    """Make a row of a table of settings: what it is unless set, which says its kind, and what it means.

    What is secret is not shown where settings are printed.
    """
    return field(default=default, repr=not secret, metadata={"meaning": meaning, "kind": type(default)})


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
    publisher: str = setting("", "who publishes the data, for its description; empty to leave that unsaid")
    licence: str = setting(
        "", "the address of the licence of the data, for its description; empty to leave that unsaid"
    )
    update_endpoint: str = setting("", "where a remote store is changed; empty to find it from the store's address")
    engine: str = setting("", "what a remote store is, for example fuseki; empty to recognise it")
    engine_token: str = setting("", "the bearer token that a remote store asks for", secret=True)
    engine_login: str = setting("basic", "how user and password go to a remote store: basic or digest")
    engine_retries: int = setting(2, "times that a question is asked again of a remote store that did not answer")
    query_timeout: float = setting(
        30.0, "seconds of wall clock that a query may take, its wait included, before it is killed"
    )
    query_cpu: int = setting(30, "seconds of a processor that a query may use before it is killed")
    query_memory: int = setting(1024 * _MIB, "bytes of memory that a query may use before it is killed")
    query_workers: int = setting(4, "queries that may run at the same time")
    query_queue: int = setting(64, "queries that may wait for their turn; the next is turned away with 503")
    query_wait: float = setting(15.0, "seconds that a query may wait for its turn before it is turned away with 503")
    client_queries: int = setting(2, "queries of one client that may run at the same time")
    client_queue: int = setting(16, "queries of one client that may wait for their turn")
    requests_per_minute: int = setting(0, "requests that a client may send in a minute; 0 for any number")
    query_seconds_per_minute: float = setting(
        0.0, "seconds that the queries of a client may run in a minute; 0 for any number"
    )
    query_size: int = setting(64 * 1024, "bytes that the text of a query may have")
    query_depth: int = setting(64, "brackets that may stand open inside one another in a query")
    query_operators: int = setting(2000, "operators that a query may have")
    services: str = setting("", "addresses that a query may ask by SERVICE, with commas; empty for none")
    service_timeout: float = setting(10.0, "seconds that a server asked by SERVICE may take for an answer")
    service_rows: int = setting(10_000, "rows that such an answer may have")
    service_size: int = setting(10 * _MIB, "bytes that such an answer may have")
    service_calls: int = setting(10, "times that one query may ask other servers")
    service_bindings: int = setting(1000, "rows of values that are sent to such a server for one SERVICE")
    union_default_graph: bool = setting(True, "whether a query that names no graph is asked of all of them together")  # noqa: FBT003
    snapshots_kept: int = setting(10, "published states that stay, so that a query can be asked of them again")
    permalinks_kept: int = setting(100_000, "queries that may have a short address")
    write_wait: float = setting(10.0, "seconds that a writer waits for another before it is turned away with 503")
    write_timeout: float = setting(60.0, "seconds that a change over HTTP may take before it is undone")
    write_size: int = setting(64 * _MIB, "bytes that the body of a change over HTTP may have")
    spool_memory: int = setting(_MIB, "bytes of an answer that are kept in memory before it goes to disk")
    spool_limit: int = setting(256 * _MIB, "bytes of an answer that are kept until it is whole; past these it streams")
    spool_total: int = setting(1024 * _MIB, "bytes of all answers that are kept at the same time")
    search_hits: int = setting(10_000, "things that a search in a query may find before it is refused")
    search_memory: int = setting(1024 * _MIB, "bytes of memory that making an index for searches may use")
    reconcile_batch: int = setting(
        1000, "names, or things to give values of, that one request for reconciliation may have"
    )
    reconcile_size: int = setting(4 * _MIB, "bytes that the body of a request for reconciliation may have")
    client_patience: float = setting(60.0, "seconds that a client may take to accept the next part of an answer")
    request_patience: float = setting(
        20.0, "seconds that a client may take to send the head of a request, and again to send its body"
    )
    connections: int = setting(1024, "connections that may be open; past these, one that is not in use is closed")
    client_connections: int = setting(
        512, "connections that one address may have open; not counted where trusted_proxies names any"
    )
    tokens: str = setting("", "the TOML file of the tokens that clients may send; empty for none")
    trusted_proxies: str = setting(
        "", "addresses and networks, with commas, whose X-Forwarded-For and X-Forwarded-Proto are believed"
    )
    request_log: str = setting("stderr", "where a line goes for each request: stderr, or a file; empty for nowhere")
    slow_query: float = setting(5.0, "seconds after which a query has a line of its own in the log; 0 for never")
    slow_query_texts: str = setting("no", "whether the text of a slow query is in its line: yes or no")
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
                    given[known.name] = _SWITCH[environment[name].lower()] if kind is bool else kind(environment[name])
                except (KeyError, ValueError) as error:
                    raise InvalidSetting(f"{name}={environment[name]!r} is no {kind.__name__}; give one") from error
        return cls(**given)

    @classmethod
    def table(cls) -> Iterator[tuple[str, object, str]]:
        """Give name, default and meaning of every setting."""
        for known in fields(cls):
            yield known.name, known.default, known.metadata["meaning"]
