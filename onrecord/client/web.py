"""A server of OnRecord, asked over HTTP.

SPARQLWrapper writes the request of a query (SPARQL 1.1 Protocol, section 2.1.3), and urllib3 sends it, as it sends all
others: it waits as long as the server says where that has no room just now (429 and 503 with ``Retry-After``), and
checks that an answer came whole. No redirection is followed, for it would show the token to another server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
from pydantic import ValidationError
from rdflib.term import Identifier
from SPARQLWrapper import JSON, POST, URLENCODED, SPARQLWrapper
from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from api.errors import ApiError, InvalidSetting
from api.freshness import SNAPSHOT
from api.lexer import find_form
from api.panels.values import Panel
from api.store import Answer, Rows
from api.store.binding import bind
from api.store.terms import from_engine
from onrecord.client.source import Parameters, Part, Reply, find_kind
from onrecord.errors import Refused, Unanswered
from onrecord.panel.command import Wanted, count_statements

_ROWS: Final = frozenset({"SELECT", "ASK"})
_BUSY: Final = (429, 503)
_TRIES: Final = 4
_LONGEST_PAUSE: Final = 60
_WORDS: Final = 500


class _Wrapper(SPARQLWrapper):
    """A request whose form is known already: its own reading takes ``insert`` in a prefix for an update."""

    def __init__(self, endpoint: str, query: str, form: str) -> None:
        super().__init__(endpoint)
        self.queryString, self.queryType = query, form
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)
        self.setReturnFormat(JSON)
        self.setOnlyConneg(True)

    def write(self) -> tuple[bytes, dict[str, str]]:
        """Give the body and the headers of the request."""
        request = self._createRequest()
        return cast(bytes, request.data), {name: str(value) for name, value in request.header_items()}


class WebSource:
    """A server that is asked over HTTP; an `onrecord.client.source.Source`.

    Raises
    ------
    InvalidSetting
        The address is none, or holds a password.
    """

    def __init__(self, url: str, *, token: str = "", timeout: float = 60.0) -> None:
        found = urlsplit(url)
        if found.scheme not in {"http", "https"} or not found.hostname or found.query or found.fragment:
            raise InvalidSetting(f"{url!r} is no address of a server; give one as http://127.0.0.1:8000")
        if found.username is not None or found.password is not None:
            raise InvalidSetting("the address holds a user; a server of OnRecord takes a token: give it as token")
        self._where = url.rstrip("/")
        self._headers = {"User-Agent": f"OnRecord/{version('onrecord')} (client)"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._pool = PoolManager(
            timeout=Timeout(connect=min(timeout, 10.0), read=timeout),
            retries=Retry(
                _TRIES,
                redirect=False,
                allowed_methods=None,  # what is asked here changes nothing, by POST or not
                status_forcelist=_BUSY,
                backoff_factor=0.5,
                backoff_jitter=0.2,
                retry_after_max=_LONGEST_PAUSE,
                raise_on_status=False,
            ),
        )

    @property
    def where(self) -> str:
        """The address of the server."""
        return self._where

    def ask(self, query: str) -> Reply:
        """Answer a query; see `onrecord.client.source.Source`."""
        form = find_form(query)
        if form not in _ROWS:
            raise Refused("a frame holds the rows of a SELECT or the truth of an ASK; write the query as one of them")
        body, headers = _Wrapper(f"{self._where}/sparql", query, form).write()
        response = self._send("POST", "/sparql", body, headers)
        return Reply(response.data, response.headers.get(SNAPSHOT, ""))

    def find(self, kind: str, parameters: Parameters) -> Part:
        """Give a page of rows; see `onrecord.client.source.Source`."""
        collection, _ = find_kind(kind)
        query = urlencode({**parameters, "format": ["json"]}, doseq=True)
        response = self._send("GET", f"/api/v1/{kind}?{query}")
        try:
            page = collection.page.model_validate_json(response.data)
        except ValidationError as error:
            raise Unanswered(f"{self._where}: answers with rows of another kind; is it another OnRecord?") from error
        return Part(dict(page)["items"], page.next is not None, page.state or "", tuple(page.notes), page.query)

    def count(self, wanted: Wanted) -> Panel:
        """Count statements by unit and month, out of what the server answers to a few queries."""
        try:
            return count_statements(_Answers(self), wanted)
        except ApiError as error:
            raise Refused(f"{self._where}: {error}") from error

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> BaseHTTPResponse:
        try:
            response = self._pool.request(
                method, self._where + path, body=body, headers={**(headers or {}), **self._headers}
            )
        except HTTPError as error:
            raise Unanswered(f"{self._where}: does not answer ({error}); start it, or name another server") from error
        if response.status != 200:
            raise read_problem(self._where, response.status, response.headers, response.data)
        return response


class _Answers:
    """The server as what panels are counted from; an `api.store.Answerer`."""

    def __init__(self, source: WebSource) -> None:
        self._source = source

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a SELECT."""
        body = self._source.ask(bind(sparql, bindings)).body
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            names = tuple(variable.value for variable in found.variables)
            return Rows(names, tuple(tuple(v if v is None else from_engine(v) for v in row) for row in found))
        except SyntaxError as error:
            raise Unanswered(f"{self._source.where}: the answer is not whole ({error}); ask again") from error


def read_problem(where: str, status: int, headers: Mapping[str, str], body: bytes) -> Unanswered:
    """Give the error for an answer that is none, in the server's own words (RFC 9457).

    Examples
    --------
    >>> body = b'{"type": "https://example.org/problems#bad-request", "detail": "stance=maybe: mend it"}'
    >>> found = read_problem("http://a", 400, {"Content-Type": "application/problem+json"}, body)
    >>> str(found), found.kind, type(found).__name__
    ('http://a: stance=maybe: mend it', 'bad-request', 'Refused')
    """
    sort = Refused if 400 <= status < 500 and status != 429 else Unanswered
    media_type = headers.get("Content-Type", "").partition(";")[0]
    if media_type == "application/problem+json":
        try:
            problem: dict[str, Any] = json.loads(body)
            return sort(f"{where}: {problem['detail']}", status, str(problem.get("type", "")).rpartition("#")[2])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # a problem that cannot be read is told as it stands
    if 300 <= status < 400:
        there = headers.get("Location", "nowhere")
        return sort(f"{where}: sends on to {there}; give that address if you trust it", status)
    words = " ".join(body[:_WORDS].decode("utf-8", "replace").split()) if media_type.startswith("text/plain") else ""
    return sort(f"{where}: answers with status {status} {words}".rstrip() + "; is it a server of OnRecord?", status)
