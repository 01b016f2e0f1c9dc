"""WARC records as a crawler writes them (ISO 28500, section 5)."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

HTML = ("Content-Type", "text/html; charset=utf-8")


def page(words: str) -> bytes:
    """A page of one paragraph."""
    return f"<html><body><article><p>{words}</p></article></body></html>".encode()


def record(
    url: str,
    body: bytes,
    *,
    status: str = "200 OK",
    headers: Iterable[tuple[str, str]] = (HTML,),
    kind: str = "response",
    compressed: bool = False,
) -> bytes:
    """One record, with its bytes as they stand in a file."""
    answer = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    block = "\r\n".join(answer).encode() + b"\r\n\r\n" + body if kind == "response" else body
    named = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2024-03-05T09:30:00Z",
        "Content-Type: application/http; msgtype=response" if kind == "response" else "Content-Type: text/plain",
        f"Content-Length: {len(block)}",
    ]
    whole = "\r\n".join(named).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole) if compressed else whole
