"""Clients that misbehave below the query: in their heads, bodies and connections. The server must answer the next."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.serving import Running, serving

ASK = quote("ASK {}")
SLOW = quote("SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}")
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
DIRECT = b"Content-Type: application/sparql-query\r\n"
PATIENCE = 1


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    limits = {"query_timeout": 2, "request_patience": PATIENCE, "client_patience": 1, "client_connections": 300}
    with serving(folder, **limits, spool_memory=1000, spool_limit=50_000, request_log="") as running:
        yield running


@pytest.fixture
def server(running: Running) -> Iterator[tuple[str, int]]:
    """Where the server listens; after its use, a normal query must be answered."""
    host, port = urlsplit(running.address).netloc.split(":")
    yield host, int(port)
    assert running.process.poll() is None
    assert httpx.get(f"{running.address}/sparql?query={ASK}", timeout=30).json()["boolean"] is True


def send(server: tuple[str, int], data: bytes, *, seconds: float = 10) -> bytes:
    """Send bytes and read until the server closes, or has said nothing for a while."""
    received = bytearray()
    with socket.create_connection(server, timeout=seconds) as connection, suppress(TimeoutError, ConnectionError):
        connection.sendall(data)
        while part := connection.recv(1 << 16):
            received += part
    return bytes(received)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def problem(answer: bytes) -> int:
    """Give the status of an answer that must be a problem."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status(answer)
    return status(answer)


REFUSED = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no host": b"GET /sparql HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /sparql HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "no request at all": b"\r\n\r\n",
    "no version": b"GET /sparql\r\n" + HOST + b"\r\n",
    "a nul in the path": b"GET /spa\x00rql HTTP/1.1\r\n" + HOST + b"\r\n",
    "a nul in a header": b"GET / HTTP/1.1\r\n" + HOST + b"Accept: \x00\r\n\r\n",
    "bytes beyond ASCII in the path": b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "a space before a colon": b"GET / HTTP/1.1\r\n" + HOST + b"Accept : */*\r\n\r\n",
    "a head that is too large": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 400_000 + b"\r\n\r\n",
    "an address that is too long": b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "too many headers": b"GET / HTTP/1.1\r\n" + HOST + b"a: b\r\n" * 20_000 + b"\r\n",
    "a length that is no number": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: many\r\n\r\n",
    "a length below nothing": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: -1\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nASK{",
    "an unknown transfer": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Transfer-Encoding: gzip\r\n\r\n",
    "a chunk without a size": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk that is longer than it says": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT
    + b"Transfer-Encoding: chunked\r\n\r\n2\r\nASK {}\r\n0\r\n\r\n",
    "chunks of one byte": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT
    + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 60_000 + b"0\r\n\r\n",
    "a body that is too large": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 500000\r\n"
    b"Connection: close\r\n\r\n" + b"a" * 500_000,
    "a form that is too large": b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 500000\r\n"
    b"Connection: close\r\n\r\n" + b"a" * 500_000,
    "a body of no kind": b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\nConnection: close\r\n\r\nASK {}",
    "a body that is no UTF-8": b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 6\r\n"
    b"Connection: close\r\n\r\nASK \xff\xfe",
    "a form of too many fields": b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 8000\r\n"
    b"Connection: close\r\n\r\n" + b"a=b&" * 2000,
    "bad percent signs": b"GET /sparql?query=%zz%%f HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "percent signs that are no UTF-8": b"GET /sparql?query=%ff%fe HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a path that is no UTF-8": b"GET /page/%ff%fe HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a nul with a percent sign": b"GET /page/%00 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a way out": b"GET /static/../../../etc/passwd HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a way out in disguise": b"GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\n" + HOST
    + b"Connection: close\r\n\r\n",
    "a way out with a nul": b"GET /static/style.css%00 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a file of a long name": b"GET /static/" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "an unknown method": b"BREW /sparql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a long method": b"A" * 5000 + b" /sparql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "an echo": b"TRACE /sparql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "a deletion": b"DELETE /sparql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "nothing acceptable": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Accept: image/png\r\nConnection: close\r\n\r\n",
    "an unknown format": b"GET /sparql?format=png&query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Connection: close\r\n\r\n",
    "a graph that is no IRI": b"GET /sparql?default-graph-uri=%20&query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Connection: close\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("request_bytes", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_malformed_is_refused_with_a_problem(server: tuple[str, int], request_bytes: bytes) -> None:
    assert 400 <= problem(send(server, request_bytes)) < 502


TAKEN = {
    "an odd host": b"GET /sparql HTTP/1.1\r\nHost: [::1\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n",
    "a host of markup": b"GET / HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n",
    "a host with a way": b"GET /.well-known/void HTTP/1.1\r\nHost: a/../b?c#d\r\nConnection: close\r\n\r\n",
    "a whole address": b"GET http://localhost/sparql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "an asterisk": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "an upgrade": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Upgrade: websocket\r\nConnection: upgrade, close\r\n\r\n",
    "a version to come": b"GET /healthz HTTP/9.9\r\n" + HOST + b"Connection: close\r\n\r\n",
    "the old version": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.0\r\n\r\n",
    "a long Accept": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST + b"Accept: "
    + b"a/b;q=0.1," * 9_000 + b"*/*\r\nConnection: close\r\n\r\n",
    "many tags": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST + b"If-None-Match: "
    + b'"a",' * 20_000 + b'"b"\r\nConnection: close\r\n\r\n',
    "a range": b"GET /static/style.css HTTP/1.1\r\n" + HOST + b"Range: bytes=" + b"0-1," * 9_000
    + b"2-3\r\nConnection: close\r\n\r\n",
    "a GET with a body": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Content-Length: 5\r\nConnection: close\r\n\r\nhello",
    "a body that is announced and never comes": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Content-Length: 500\r\nConnection: close\r\n\r\n",
    "a hundred at once": b"".join([b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n"] * 100),
    "hundreds that read the store at once": b"".join([b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"] * 300),
    "a strange origin": b"GET /sparql?query=" + ASK.encode() + b" HTTP/1.1\r\n" + HOST
    + b"Origin: \xff<>\r\nConnection: close\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("request_bytes", TAKEN.values(), ids=TAKEN.keys())
def test_what_is_odd_is_answered(server: tuple[str, int], request_bytes: bytes) -> None:
    assert 200 <= status(send(server, request_bytes)) < 500


@pytest.mark.parametrize("head", [b"", b"GET", b"GET /sparql HTTP/1.1\r\n" + HOST, b"POST /sp"])
def test_a_head_that_does_not_come_is_not_waited_for(server: tuple[str, int], head: bytes) -> None:
    answer = send(server, head, seconds=30)
    assert answer == b"" if not head.strip() else problem(answer) == 408


def test_a_head_that_comes_a_byte_at_a_time_is_not_waited_for(server: tuple[str, int]) -> None:
    with socket.create_connection(server, timeout=30) as connection, pytest.raises(ConnectionError):  # noqa: PT012
        for byte in b"GET /sparql HTTP/1.1\r\nX: " + b"a" * 600:
            connection.sendall(bytes([byte]))
            time.sleep(0.02)


@pytest.mark.parametrize("kind", [FORM, DIRECT])
@pytest.mark.parametrize("length", [b"Content-Length: 5000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_body_that_does_not_come_is_not_waited_for(server: tuple[str, int], kind: bytes, length: bytes) -> None:
    answer = send(server, b"POST /sparql HTTP/1.1\r\n" + HOST + kind + length, seconds=30)
    assert problem(answer) == 408


def test_a_body_that_never_ends_is_not_read_for_ever(server: tuple[str, int]) -> None:
    sent = 0
    with socket.create_connection(server, timeout=30) as connection, pytest.raises(ConnectionError):  # noqa: PT012
        connection.sendall(b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Transfer-Encoding: chunked\r\n\r\n")
        while sent < 1 << 30:
            connection.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
            sent += 65536


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "nonsense"])
def test_a_body_that_is_compressed_is_refused(server: tuple[str, int], encoding: str) -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": encoding}
    answer = httpx.post(f"http://{server[0]}:{server[1]}/sparql", content=bomb, headers=headers)
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", [ASK, SLOW, LARGE])
@pytest.mark.parametrize("how", ["half closed", "closed", "reset"])
def test_a_client_that_leaves_is_missed_by_nobody(server: tuple[str, int], query: str, how: str) -> None:
    for _ in range(8):
        connection = socket.create_connection(server)
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        if how == "half closed":
            connection.shutdown(socket.SHUT_WR)
        elif how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def test_those_who_read_slowly_hold_nobody_up(server: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(12):
            slow = stack.enter_context(socket.socket())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(server)
            slow.sendall(f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        time.sleep(1)
        address = f"http://{server[0]}:{server[1]}/healthz"
        assert httpx.get(address, timeout=30).status_code == 200


def test_a_thousand_idle_connections_make_room(server: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(socket.create_connection(server, timeout=30))
        assert httpx.get(f"http://{server[0]}:{server[1]}/sparql?query={ASK}", timeout=30).status_code == 200


def test_so_do_as_many_half_sent_requests(server: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(600):
            connection = stack.enter_context(socket.create_connection(server, timeout=30))
            with suppress(ConnectionError):
                connection.sendall(b"POST /sparql HTTP/1.1\r\n" + HOST + DIRECT + b"Content-Length: 100\r\n")
        assert httpx.get(f"http://{server[0]}:{server[1]}/sparql?query={ASK}", timeout=30).status_code == 200


tokens = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=30)
bodies = st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), st.just(b"query=ASK%20%7B%7D"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.one_of(
        st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH"]), st.from_regex(r"\A[A-Z]{1,9}\Z")
    ),
    path=st.one_of(
        st.sampled_from(["/", "/sparql", "/healthz", "/metrics", "/.well-known/void", "/docs", "/openapi.json"]),
        st.builds("/{}/{}".format, st.sampled_from(["id", "page", "data", "static"]), tokens.map(quote)),
    ),
    search=st.one_of(st.just(""), tokens.map(quote), tokens.map(lambda text: "query=" + quote(text))),
    accept=st.one_of(
        tokens, st.sampled_from(["*/*", "text/html", "text/csv;q=x", ";;q=,", "application/json, */*;q=0"])
    ),
    kind=st.one_of(tokens, st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded"])),
    body=bodies,
)  # fmt: skip
def test_nothing_at_random_is_the_servers_own_fault(
    running: Running, method: str, path: str, search: str, accept: str, kind: str, body: bytes
) -> None:
    headers = {"Accept": accept.strip(), "Content-Type": kind.strip()}
    answer = httpx.request(method, f"{running.address}{path}?{search}", headers=headers, content=body, timeout=30)
    assert answer.status_code < 500
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"].partition(";")[0] in {"application/problem+json", "text/html"}
