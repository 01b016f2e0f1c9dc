"""A SPARQL endpoint on the web (SPARQL 1.1 Protocol): one request, one answer that is whole or none.

SPARQLWrapper writes the requests; how they are sent and read is stricter here than there. The form of a query comes
from `api.lexer`, for SPARQLWrapper takes the first ``insert`` in a prefix for an update. No redirection is followed:
it would turn an update into a page that is fetched, and hand the password to another server. An answer that breaks
off is an error, wherever it does: in HTTP, in time, or in the text itself.

A question is asked again where nothing of an answer has come and the engine may well answer the next time: it dropped
the connection, or said so. An update never is, for it may have been made.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any, cast

from SPARQLWrapper import POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper
from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util import Retry

from api.errors import (
    EngineUnfit,
    EngineUnreachable,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    UpdateFailed,
)
from api.escapes import settle_escapes
from api.lexer import QUERY_FORMS, find_form
from api.store.address import Address
from api.store.body import Body
from api.store.dataset import Dataset, find_dataset
from api.store.engines import GENERIC, Profile, recognise_address, recognise_headers

ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
GRAPHS = "application/ld+json, application/rdf+xml;q=0.9"
_TAKEN_ROWS = frozenset({"application/sparql-results+json", "application/json", "application/sparql-results+xml"})
_TAKEN_GRAPHS = frozenset({"application/ld+json", "application/rdf+xml"})
_ENDLESS = frozenset(
    {
        "text/turtle",
        "application/n-triples",
        "application/x-turtle",
        "text/plain",
        "text/csv",
        "text/tab-separated-values",
    }
)
_CUT_BY_THE_ENGINE = ("X-SPARQL-MaxRows", "X-SQL-State", "X-SQL-Message")  # how Virtuoso says that rows are missing
_PASSING = frozenset({429, 502, 503})
_LONGEST_PAUSE = 5.0
_CHUNK = 64 * 1024
_EXCERPT = 500


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _Wrapper(SPARQLWrapper):
    """A request whose form is known, sent by an opener of ours."""

    def __init__(
        self, address: Address, text: str, form: str, opener: urllib.request.OpenerDirector, agent: str
    ) -> None:
        super().__init__(address.query, address.update, agent=agent)
        self.queryString, self.queryType = text, form
        self.setMethod(POST)
        self.setOnlyConneg(True)
        if address.token:
            self.addCustomHttpHeader("Authorization", f"Bearer {address.token}")
        elif address.user and address.way == "basic":
            self.setCredentials(address.user, address.password)
        for name, value in address.parameters:
            self.addParameter(name, value)
        self._opener = opener

    def send(self, timeout: float) -> http.client.HTTPResponse:
        return cast(http.client.HTTPResponse, self._opener.open(self._createRequest(), timeout=timeout))


class Endpoint:
    """An engine that is asked and changed over HTTP.

    Parameters
    ----------
    address
        Where it is.
    timeout
        Seconds that an answer may take. The engine is told, where it listens to that.
    engine
        What it is; None where that is to be recognised.
    retries
        How many times a question is asked again that found nobody to answer it.
    told
        Seconds that the engine is told; the same as the timeout unless given.
    handlers
        How connections are made, where that is not left to the system.
    agent
        Who it is told that asks.
    """

    def __init__(
        self,
        address: Address,
        timeout: float,
        engine: Profile | None = None,
        retries: int = 0,
        told: float | None = None,
        handlers: Sequence[urllib.request.BaseHandler] = (),
        agent: str = "OnRecord",
    ) -> None:
        self._agent = agent
        self._timeout = timeout
        self._told = timeout if told is None else told
        self._retries = retries
        self._opener = _open(address, handlers)
        self._settled = True
        if engine is not None:
            self.engine, self.known_by = engine, "as set"
        elif found := recognise_address(address.query):
            self.engine, self.known_by = found, "known by its address"
        else:
            self.engine, self.known_by, self._settled = GENERIC, "not recognised", False
        self.address = address.suit(self.engine)

    def recognise(self) -> Profile:
        """Find out which engine answers there, by asking it the least there is; see `ask` for what may go wrong."""
        if not self._settled:
            with self.ask("ASK {}") as body:
                found = recognise_headers(body.headers)
            self._settled = True
            if found is not None:
                self.engine, self.known_by = found, "known by its answers"
                self.address = self.address.suit(found)
        return self.engine

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
        text = settle_escapes(text)
        rows = form in {"SELECT", "ASK"}
        graphs = tuple((dataset or find_dataset(text)).parameters())
        told = None if unhurried else self._told
        place = self.address.query

        def make() -> _Wrapper:
            wrapper = _Wrapper(self.address, self.engine.write(text, told), form, self._opener, self._agent)
            wrapper.setRequestMethod(URLENCODED)
            wrapper.addCustomHttpHeader("Accept", ROWS if rows else GRAPHS)
            named = bool(graphs) or self.address.names_graphs
            for name, value in (*graphs, *self.engine.parameters(told, names_graphs=named)):
                wrapper.addParameter(name, value)
            for name, value in self.engine.headers(told):
                wrapper.addCustomHttpHeader(name, value)
            return wrapper

        deadline = time.monotonic() + self._timeout
        try:
            response = self._send(make, deadline)
        except urllib.error.HTTPError as error:
            raise self._refusal(error, place, QueryFailed) from error
        except TimeoutError as error:
            raise QueryTimeout(f"{place}: no answer within {self._timeout:g} seconds; ask for less") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _silence(place, error) from error
        try:
            _check_answer(response, place, rows=rows)
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
        wrapper = _Wrapper(self.address, text, "INSERT", self._opener, self._agent)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.addCustomHttpHeader("Accept", "*/*")
        try:
            with wrapper.send(self._timeout) as response:
                while response.read1(_CHUNK):
                    pass
        except urllib.error.HTTPError as error:
            raise self._refusal(error, place, UpdateFailed) from error
        except urllib.error.URLError as error:
            raise _silence(place, error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UpdateFailed(
                f"{place}: the engine did not confirm the update ({error!r}), and may have made it; "
                "it is safe to put the same graphs again"
            ) from error

    def look(self, where: str, accept: str) -> int:
        """Give the status of what stands at another address of the same engine.

        Raises
        ------
        EngineUnreachable
            Nobody answers there.
        """
        request = urllib.request.Request(where, headers={"Accept": accept, "User-Agent": "OnRecord"})  # noqa: S310  # its address is checked
        if self.address.token:
            request.add_header("Authorization", f"Bearer {self.address.token}")
        elif self.address.user and self.address.way == "basic":
            pair = f"{self.address.user}:{self.address.password}".encode()
            request.add_header("Authorization", "Basic " + b64encode(pair).decode())
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return cast(int, response.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _silence(where, error) from error

    def _send(self, make: Callable[[], _Wrapper], deadline: float) -> http.client.HTTPResponse:
        """Send a question until somebody answers, with growing pauses, no longer than it may take altogether."""
        retry = Retry(self._retries, backoff_factor=0.2, backoff_jitter=0.2, backoff_max=_LONGEST_PAUSE)
        while True:
            try:
                return make().send(max(deadline - time.monotonic(), 0.001))
            except (OSError, http.client.HTTPException) as error:
                if not self._passes(error):
                    raise
                try:
                    retry = retry.increment(error=error)
                except MaxRetryError:
                    raise error from None
                pause = max(_asked_pause(retry, error), retry.get_backoff_time())
                if pause > _LONGEST_PAUSE or time.monotonic() + pause > deadline:
                    raise
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
                time.sleep(pause)

    def _passes(self, error: Exception) -> bool:
        if isinstance(error, urllib.error.HTTPError):
            return error.code in _PASSING and error.code not in self.engine.overtime
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return isinstance(reason, ConnectionError)

    def _refusal(
        self, error: urllib.error.HTTPError, place: str, otherwise: type[QueryFailed] | type[UpdateFailed]
    ) -> EngineUnfit | QueryFailed | UpdateFailed:
        words = self.address.hide(_explain(error))
        if otherwise is QueryFailed and self.engine.ran_out(error.code, words):
            return QueryTimeout(f"{place}: the engine gave up ({words}); ask for less: add a LIMIT, name the graph")
        match error.code:
            case 400 | 413 | 414 | 422 if otherwise is QueryFailed:
                return QueryRefused(f"the engine refuses the query as no valid SPARQL ({words}); mend it there")
            case 300 | 301 | 302 | 303 | 307 | 308:
                there = self.address.hide(error.headers.get("Location", "nowhere"))
                return EngineUnfit(f"{place}: sends on to {there!r}; give that address if you trust it")
            case 401 | 403 | 407:
                return EngineUnfit(
                    f"{place}: lets nobody in ({words}); give https://user:password@… as the address, "
                    "or a token as ONRECORD_ENGINE_TOKEN"
                )
            case 404 | 405 | 410:
                return EngineUnfit(
                    f"{place}: nothing of the kind is there ({words}); give the address of the query endpoint, "
                    "and that of the update endpoint as ONRECORD_UPDATE_ENDPOINT where it is another"
                )
        return otherwise(f"{place}: the engine failed ({words}); look at its log")


def _open(address: Address, ways: Sequence[urllib.request.BaseHandler]) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_Stay(), *ways]
    if address.way == "digest" and address.user:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, [address.query, address.update], address.user, address.password)
        handlers.append(urllib.request.HTTPDigestAuthHandler(known))
    return urllib.request.build_opener(*handlers)


def _asked_pause(retry: Retry, error: Exception) -> float:
    """Give the seconds that an engine asks for (RFC 9110, section 10.2.3), as a number or as a date."""
    after = error.headers.get("Retry-After") if isinstance(error, urllib.error.HTTPError) else None
    try:
        return retry.parse_retry_after(after) if after else 0.0
    except InvalidHeader:
        return 0.0


def _silence(place: str, error: Exception) -> EngineUnreachable:
    reason = error.reason if isinstance(error, urllib.error.URLError) else repr(error)
    return EngineUnreachable(f"{place}: the engine does not answer ({reason}); start it, or name another store")


def _check_answer(response: http.client.HTTPResponse, place: str, *, rows: bool) -> None:
    if response.status != 200:
        raise QueryFailed(f"{place}: answered with status {response.status}, which promises no whole answer")
    for name in _CUT_BY_THE_ENGINE:
        if (value := response.headers.get(name)) is not None:
            raise QueryFailed(f"{place}: left rows out ({name}: {value}); raise the engine's limits, or ask for less")
    media_type = response.headers.get_content_type()
    if media_type in (_TAKEN_ROWS if rows else _TAKEN_GRAPHS):
        return
    if media_type in _ENDLESS:
        way = "name another engine" if rows else "ask with SELECT"
        raise QueryFailed(f"{place}: answers in {media_type} only, where a cut answer looks like a whole one; {way}")
    raise EngineUnfit(f"{place}: answers a query with {media_type}; give the address of a SPARQL 1.1 endpoint")


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
