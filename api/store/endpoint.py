"""A SPARQL endpoint on the web (SPARQL 1.1 Protocol): its address, one request, one answer that is whole or none.

SPARQLWrapper writes the requests; how they are sent and read is stricter here than there. The form of a query comes
from `api.lexer`, for SPARQLWrapper takes the first ``insert`` in a prefix for an update. No redirection is followed:
it would turn an update into a page that is fetched, and hand the password to another server. An answer that breaks
off is an error, wherever it does: in HTTP, in time, or in the text itself.
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from SPARQLWrapper import POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper

from api.errors import (
    EngineUnfit,
    EngineUnreachable,
    InvalidSetting,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    UpdateFailed,
)
from api.lexer import QUERY_FORMS, find_form
from api.store.dataset import Dataset, find_dataset

ROWS = "application/sparql-results+json"
GRAPHS = "application/ld+json, application/rdf+xml;q=0.9"
_LAST_SEGMENT = re.compile(r"/(?:query|sparql)/?$")
_REPOSITORY = re.compile(r"/repositories/[^/]+$")
_CUT_BY_THE_ENGINE = ("X-SPARQL-MaxRows", "X-SQL-State", "X-SQL-Message")  # how Virtuoso says that rows are missing
_CHUNK = 64 * 1024
_EXCERPT = 500


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine is asked and where it is changed, and who asks."""

    query: str
    update: str
    parameters: tuple[tuple[str, str], ...] = ()
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, where: str, update: str = "") -> Address:
        """Read the address of an engine's query endpoint, with a user and a password in it where one is needed.

        The update endpoint is the one that is given. If none is, it is found as the common engines have it: beside an
        address that ends in ``/query`` or ``/sparql`` under the name ``update`` (Oxigraph, Fuseki, OnRecord), under
        ``/repositories/x`` as ``statements`` (GraphDB, RDF4J), and at the same address otherwise.

        Raises
        ------
        InvalidSetting
            An address is no http or https URL.

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
        if update:
            changed, _, changer, secret = _split(update)
            return cls(changed, changed, parameters, user or changer, password or secret)._at(query)
        if _REPOSITORY.search(query):
            return cls(query, query + "/statements", parameters, user, password)
        return cls(query, _LAST_SEGMENT.sub("/update", query), parameters, user, password)

    def _at(self, query: str) -> Address:
        return Address(query, self.update, self.parameters, self.user, self.password)


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


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _Wrapper(SPARQLWrapper):
    """A request whose form is known, sent by an opener of ours."""

    def __init__(self, address: Address, text: str, form: str, opener: urllib.request.OpenerDirector) -> None:
        super().__init__(address.query, address.update, agent="OnRecord")
        self.queryString, self.queryType = text, form
        self.setMethod(POST)
        self.setOnlyConneg(True)
        if address.user:
            self.setCredentials(address.user, address.password)
        for name, value in address.parameters:
            self.addParameter(name, value)
        self._opener = opener

    def send(self, timeout: float) -> http.client.HTTPResponse:
        return cast(http.client.HTTPResponse, self._opener.open(self._createRequest(), timeout=timeout))


class Body:
    """The body of an answer, read as it comes; what is cut off raises instead of ending.

    Raises
    ------
    QueryTimeout
        It did not end in time.
    QueryFailed
        The connection ended before the answer did, or the answer is longer than the limit.
    """

    def __init__(self, response: http.client.HTTPResponse, deadline: float | None, limit: int | None) -> None:
        self._response = response
        self._deadline = deadline
        self._limit = limit
        self._count = 0
        self.tail = b""
        self.media_type = response.headers.get_content_type()

    def read(self, size: int = -1) -> bytes:
        """Give at most so many bytes; none at the end."""
        try:
            part = self._response.read1(_CHUNK if size < 0 else size)
        except TimeoutError as error:
            raise QueryTimeout("the engine stopped sending in the middle of its answer; ask for less") from error
        except (OSError, http.client.HTTPException) as error:
            raise QueryFailed(f"the engine's answer was cut off ({error!r}); nothing of it was kept") from error
        if not part and self._response.length:
            raise QueryFailed(f"the engine's answer is {self._response.length} bytes short; nothing of it was kept")
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise QueryTimeout("the engine's answer did not end in time; ask for less: add a LIMIT, name the graph")
        self._count += len(part)
        if self._limit is not None and self._count > self._limit:
            raise QueryFailed(f"the answer has more than {self._limit} bytes, which is the limit; add a LIMIT")
        self.tail = (self.tail + part)[-_EXCERPT:]
        return part

    def read_all(self) -> bytes:
        """Give the whole body."""
        return b"".join(iter(self.read, b""))

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Endpoint:
    """An engine that is asked and changed over HTTP."""

    def __init__(self, address: Address, timeout: float) -> None:
        self.address = address
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_Stay)

    def ask(
        self, text: str, dataset: Dataset | None = None, *, limit: int | None = None, unhurried: bool = False
    ) -> Body:
        """Ask a query, and give what comes back: ``ROWS`` for SELECT and ASK, one of ``GRAPHS`` otherwise.

        The answer has the endpoint's time to end, or, unhurried, as much for each of its parts.

        Raises
        ------
        QueryRefused
            The text is no query, or the engine says that it is malformed.
        QueryTimeout, QueryFailed
            There is no answer, or not a whole one.
        EngineUnreachable, EngineUnfit
            Nobody answers there, or nobody who can.
        """
        form = find_form(text)
        if form not in QUERY_FORMS:
            raise QueryRefused("the text has no SELECT, ASK, CONSTRUCT or DESCRIBE; write a SPARQL 1.1 query")
        accepted = ROWS if form in {"SELECT", "ASK"} else GRAPHS
        wrapper = _Wrapper(self.address, text, form, self._opener)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.addCustomHttpHeader("Accept", accepted)
        for name, value in (dataset or find_dataset(text)).parameters():
            wrapper.addParameter(name, value)
        deadline = time.monotonic() + self._timeout
        try:
            response = wrapper.send(self._timeout)
        except urllib.error.HTTPError as error:
            raise _refusal(error, self.address.query, QueryFailed) from error
        except TimeoutError as error:
            raise QueryTimeout(
                f"{self.address.query}: no answer within {self._timeout:g} seconds; ask for less"
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise _silence(self.address.query, error) from error
        try:
            _check_answer(response, accepted, self.address.query)
        except (EngineUnfit, QueryFailed):
            response.close()
            raise
        return Body(response, None if unhurried else deadline, limit)

    def update(self, text: str) -> None:
        """Carry out an update, which is all or nothing (SPARQL 1.1 Update, section 2.2).

        Raises
        ------
        UpdateFailed
            The engine did not do it; the error says whether it may have.
        EngineUnreachable, EngineUnfit
            Nobody answers there, or nobody who can.
        """
        place = self.address.update
        wrapper = _Wrapper(self.address, text, "INSERT", self._opener)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.addCustomHttpHeader("Accept", "*/*")
        try:
            with wrapper.send(self._timeout) as response:
                while response.read1(_CHUNK):
                    pass
        except urllib.error.HTTPError as error:
            raise _refusal(error, place, UpdateFailed) from error
        except urllib.error.URLError as error:
            raise _silence(place, error) from error
        except (OSError, http.client.HTTPException) as error:
            raise UpdateFailed(
                f"{place}: the engine did not confirm the update ({error!r}), and may have made it; "
                "it is safe to put the same graphs again"
            ) from error


def _silence(place: str, error: Exception) -> EngineUnreachable:
    reason = error.reason if isinstance(error, urllib.error.URLError) else repr(error)
    return EngineUnreachable(f"{place}: the engine does not answer ({reason}); start it, or name another store")


def _check_answer(response: http.client.HTTPResponse, accepted: str, place: str) -> None:
    if response.status != 200:
        raise QueryFailed(f"{place}: answered with status {response.status}, which promises no whole answer")
    for name in _CUT_BY_THE_ENGINE:
        if (value := response.headers.get(name)) is not None:
            raise QueryFailed(f"{place}: left rows out ({name}: {value}); raise the engine's limits, or ask for less")
    media_type = response.headers.get_content_type()
    if media_type in {"text/turtle", "application/n-triples", "application/x-turtle"} and accepted == GRAPHS:
        raise QueryFailed(
            f"{place}: sends graphs as {media_type} only, where a cut answer looks like a whole one; ask with SELECT"
        )
    taken = {ROWS, "application/json"} if accepted == ROWS else {"application/ld+json", "application/rdf+xml"}
    if media_type not in taken:
        raise EngineUnfit(f"{place}: answers a query with {media_type}; give the address of a SPARQL 1.1 endpoint")


def _refusal(
    error: urllib.error.HTTPError, place: str, otherwise: type[QueryFailed] | type[UpdateFailed]
) -> EngineUnfit | QueryFailed | UpdateFailed:
    words = _explain(error)
    match error.code:
        case 400 | 413 | 414 | 422 if otherwise is QueryFailed:
            return QueryRefused(f"the engine refuses the query as no valid SPARQL ({words}); mend it there")
        case 408 | 504 if otherwise is QueryFailed:
            return QueryTimeout(f"{place}: the engine gave up ({words}); ask for less: add a LIMIT, name the graph")
        case 300 | 301 | 302 | 303 | 307 | 308:
            there = error.headers.get("Location", "nowhere")
            return EngineUnfit(f"{place}: sends on to {there!r}; give that address if you trust it")
        case 401 | 403 | 407:
            return EngineUnfit(f"{place}: lets nobody in ({words}); give https://user:password@… as the address")
        case 404 | 405 | 410:
            return EngineUnfit(
                f"{place}: nothing of the kind is there ({words}); give the address of the query endpoint, "
                "and that of the update endpoint as ONRECORD_UPDATE_ENDPOINT where it is another"
            )
    return otherwise(f"{place}: the engine failed ({words}); look at its log")


def _explain(error: urllib.error.HTTPError) -> str:
    words = f"{error.code} {error.reason}"
    try:
        if error.headers.get_content_type() != "text/html":
            body = " ".join(error.read(_EXCERPT).decode("utf-8", "replace").split())
            words += f": {body}" if body else ""
    except (OSError, http.client.HTTPException):
        pass  # the status says enough
    finally:
        error.close()
    return words
