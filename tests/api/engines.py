"""Engines for the tests: a real one over HTTP, and one that misbehaves as it is told."""

from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

OXIGRAPH = Path(sys.executable).with_name("oxigraph")

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Engine:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    root: str

    @property
    def query(self) -> str:
        return self.root + "/query"


@contextmanager
def serve(location: Path, *options: str) -> Iterator[Engine]:
    """Run `oxigraph serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(OXIGRAPH), "serve", "--location", str(location), "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Engine(process, f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the server does not listen")


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    path: str
    headers: dict[str, str]
    form: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Puppet:
    """A server that answers as it is told, byte by byte."""

    root: str = ""
    answer: bytes | Callable[[Request], bytes] = b""
    pause: float = 0.0
    seen: list[Request] = field(default_factory=list)

    @property
    def query(self) -> str:
        return self.root + "/query"

    def says(
        self, body: bytes | str, media_type: str = "application/sparql-results+json", *, status: str = "200 OK"
    ) -> None:
        content = body.encode() if isinstance(body, str) else body
        head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"
        self.answer = head.encode() + content


@contextmanager
def pull_strings() -> Iterator[Puppet]:
    """Run a puppet on a free port."""
    puppet = Puppet()
    stopped = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            form = tuple(parse_qsl(body.decode("utf-8", "replace"))) if b"=" in body else ()
            request = Request(self.path, dict(self.headers), form, body)
            puppet.seen.append(request)
            answer = puppet.answer(request) if callable(puppet.answer) else puppet.answer
            self.close_connection = True
            if not puppet.pause:
                self.wfile.write(answer)
                return
            for byte in answer:
                if stopped.wait(puppet.pause):
                    return
                try:
                    self.wfile.write(bytes([byte]))
                except OSError:
                    return

        do_GET = do_POST  # noqa: N815  # http.server looks for this name

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        puppet.root = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield puppet
        finally:
            stopped.set()
            server.shutdown()
            thread.join()


def answer(body: str, media_type: str = JSON, head: str = "200 OK", more: str = "") -> bytes:
    """Write what a puppet sends."""
    return f"HTTP/1.1 {head}\r\nContent-Type: {media_type}\r\n{more}\r\n{body}".encode()
