"""What kill -9 does to a store that is written to in every way at once.

    python -m bench.kills [--rounds=N]

Each round a load (the loader's own way: a transaction for each article, published every so often) and a server with
two clients, one that updates and one that puts graphs, write to one store; after a moment drawn by chance the load, the
server or the process that makes changes is killed, or all of them. Each write is two triples in two graphs with the
same number. Then the store is opened again, and asked: is every number there that anybody was told is stored, is any
number there by half, and how long did it take until the first query was answered?
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import httpx
from rdflib import RDF

from api.store import Rows
from api.store.embedded import EmbeddedStore

ROUNDS = 100
LONGEST = 1.5
TOKEN = "kills"  # of a server that lives for a second
ONE, TWO = "https://example.org/one", "https://example.org/two"
FIRST = f"SELECT ?s {{ {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s <{RDF.value}> ?o }} }} }}"
SECOND = f"SELECT ?s {{ GRAPH ?s {{ ?s <{TWO}> ?o }} }}"

_LOAD = """
import sys, time, rdflib
from api.store.embedded import EmbeddedStore
folder, first = sys.argv[1], int(sys.argv[2])
with EmbeddedStore(__import__("pathlib").Path(folder), 3, 30).write() as writer:
    published = time.monotonic()
    for number in range(first, first + 1000000):
        name = f"https://example.org/{number}"
        one, two = rdflib.Graph(), rdflib.Graph()
        one.add((rdflib.URIRef(name), rdflib.RDF.value, rdflib.Literal(number)))
        two.add((rdflib.URIRef(name), rdflib.URIRef("https://example.org/two"), rdflib.Literal(number)))
        writer.put({f"https://example.org/load/{number}": one, name: two})
        writer.flush()
        print(number, flush=True)
        if time.monotonic() - published > 0.2:
            writer.publish()
            published = time.monotonic()
"""
_SERVE = """
import os, sys
from api import serve
from api.settings import Settings
from api.store import open_store
settings = Settings.read(os.environ)
serve(settings, open_store(sys.argv[1], settings), "127.0.0.1", 0, lambda address: print(address, flush=True))
"""


@contextmanager
def running(program: str, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **{f"ONRECORD_{name.upper()}": value for name, value in settings.items()}},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


class Round:
    """One round: who writes, what they were told, and what is there afterwards."""

    def __init__(self, folder: Path, tokens: Path, first: int) -> None:
        self._folder = folder
        self._tokens = tokens
        self._first = first
        self._begun = threading.Event()
        self.told: list[int] = []

    def run(self) -> float:
        """Write, kill, and give the seconds until a new server answers a query."""
        with (
            running(_SERVE, str(self._folder), tokens=str(self._tokens), request_log="", snapshots_kept="3") as server,
            running(_LOAD, str(self._folder), str(self._first)) as load,
        ):
            assert server.stdout is not None
            assert load.stdout is not None
            address = server.stdout.readline().strip()
            writers = [
                threading.Thread(target=self._send, args=(address, self._first + 1_000_000, self._update)),
                threading.Thread(target=self._send, args=(address, self._first + 2_000_000, self._put)),
            ]
            for writer in writers:
                writer.start()
            self._begun.wait(30)
            time.sleep(random.uniform(0, LONGEST))
            self._kill(server, load)
            self.told += [int(line) for line in load.stdout if line.strip().isdigit() and line.endswith("\n")]
            for writer in writers:
                writer.join()
        return self._restart()

    def _kill(self, server: subprocess.Popen[str], load: subprocess.Popen[str]) -> None:
        victim = random.choice(["load", "server", "scribe", "all"])
        if victim in {"scribe", "all"}:
            for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
                with suppress(OSError):
                    if b"api.scribe" in Path(f"/proc/{child}/cmdline").read_bytes():
                        os.kill(int(child), signal.SIGKILL)
            time.sleep(0.2)
        if victim in {"server", "all"}:
            server.kill()
        load.kill()
        server.kill()

    def _send(self, address: str, first: int, send: Callable[[httpx.Client, int], httpx.Response]) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with suppress(httpx.HTTPError), httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            for number in range(first, first + 1_000_000):
                if send(client, number).status_code in {201, 204}:
                    self.told.append(number)
                    self._begun.set()

    @staticmethod
    def _update(client: httpx.Client, number: int) -> httpx.Response:
        return client.post("/update", data={"update": f"INSERT DATA {{ {write(number)} }}"})

    @staticmethod
    def _put(client: httpx.Client, number: int) -> httpx.Response:
        return client.post("/graph-store", content=write(number), headers={"Content-Type": "application/trig"})

    def _restart(self) -> float:
        began = time.monotonic()
        with running(_SERVE, str(self._folder), tokens=str(self._tokens), request_log="") as server:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            answer = httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=60)
            seconds = time.monotonic() - began
            assert answer.json()["boolean"] is True
        return seconds


def write_tokens(file: Path) -> None:
    """Write the file of the one token."""
    file.write_text(f'[kills]\nsha256 = "{sha256(TOKEN.encode()).hexdigest()}"\nrights = ["update"]\n')


def write(number: int) -> str:
    """Give the two triples of a number, each in its graph."""
    name = f"https://example.org/{number}"
    return f"GRAPH <{ONE}> {{ <{name}> <{ONE}> {number} }} GRAPH <{name}> {{ <{name}> <{TWO}> {number} }}"


def read(folder: Path) -> tuple[set[int], int]:
    """Give the numbers that are stored whole, and how many are there by half; the writer publishes what is not yet."""
    store = EmbeddedStore(folder, 3, 30)
    store.write().close()
    with store.read() as reader:
        ones, twos = reader.query(FIRST), reader.query(SECOND)
    assert isinstance(ones, Rows)
    assert isinstance(twos, Rows)
    first, second = ({int(str(row[0]).rpartition("/")[2]) for row in rows.rows} for rows in (ones, twos))
    return first & second, len(first ^ second)


def main() -> None:
    """Print what was lost, what was half there, and how long a restart took."""
    rounds = next((int(word.partition("=")[2]) for word in sys.argv if word.startswith("--rounds=")), ROUNDS)
    told: set[int] = set()
    starts: list[float] = []
    lost = half = 0
    with tempfile.TemporaryDirectory() as place:
        folder, tokens = Path(place) / "store", Path(place) / "tokens.toml"
        write_tokens(tokens)
        EmbeddedStore(folder).write().close()
        for number in range(rounds):
            each = Round(folder, tokens, number * 10_000_000)
            starts.append(each.run())
            told.update(each.told)
            stored, halves = read(folder)
            lost, half = len(told - stored), half + halves
            if lost or halves:
                print(f"round {number}: {lost} lost, {halves} half there")
    print(f"{rounds} rounds, {len(told)} writes that were acknowledged: {lost} lost, {half} half there")
    print(f"restart until the first answer: median {statistics.median(starts):.2f} s, at most {max(starts):.2f} s")


if __name__ == "__main__":
    main()
