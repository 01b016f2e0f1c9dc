"""The server as its users have it: in a process of its own, at an address of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TOKEN, READER = "may-update", "may-only-read"
_TOKENS = f"""
[desk]
sha256 = "{sha256(TOKEN.encode()).hexdigest()}"
rights = ["update"]

[reader]
sha256 = "{sha256(READER.encode()).hexdigest()}"
"""

_PROGRAM = """
import os, sys
from api import serve
from api.settings import Settings
from api.store import open_store
serve(Settings.read(os.environ), open_store(sys.argv[1]), "127.0.0.1", 0, lambda address: print(address, flush=True))
"""


def write_tokens(file: Path) -> Path:
    """Write a file of two tokens, of which one may update."""
    file.write_text(_TOKENS, encoding="utf-8")
    return file


def bearing(token: str) -> dict[str, str]:
    """Give the header that a token is sent in."""
    return {"Authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class Running:
    address: str
    process: subprocess.Popen[str]


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Running]:
    """Serve a store, with settings such as ``query_timeout``, until the block ends."""
    variables = {f"ONRECORD_{name.upper()}": str(value) for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip().removesuffix("/")
        assert address.startswith("http://"), "the server did not start"
        yield Running(address, process)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
