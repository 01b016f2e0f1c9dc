"""What the service costs: ten questions on a million triples over HTTP, beside the engine called in the same process.

    python -m bench.overhead [FOLDER]

The engine called directly, and asked for the same bytes, is 1. `oxigraph serve` is the peer that is locked;
rdflib-endpoint, which is not, is installed into an environment of its own that is thrown away afterwards; where it has
not answered after twenty seconds, it is ended and started again, and not asked that question a second time. A folder
that is named keeps the graph for the next time.
"""

from __future__ import annotations

import http.client
import math
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Self
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

import ontology
from api import questions
from api.store.embedded import EmbeddedStore
from bench.questions import TRIPLES, copies, sample_graphs
from tests.api import engines
from tests.api.serving import serving

ROUNDS = 7
LONG = 0.020
PATIENCE = 20.0
_PEERS = ("rdflib-endpoint[cli]==0.6.3", "oxrdflib==0.5.0", "pyoxigraph==" + ox.__version__)
_JSON = "application/sparql-results+json"
_PEER = """
import sys, pyoxigraph, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(store="Oxigraph", default_union=True)
graph.open(sys.argv[1])
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="error")
"""

# The ten all take longer than that on a million triples; what a page or a script looks up does not.
SHORT = {
    "a name": 'SELECT ?who { ?who <http://www.w3.org/2000/01/rdf-schema#label> "Pakistan"@en }',
    "a hundred statements": "SELECT ?s ?text { ?s <https://w3id.org/onrecord/ns#text> ?text } LIMIT 100",
    "a yes or no": "ASK { ?who <https://w3id.org/onrecord/ns#claims> ?what }",
}

type Ask = Callable[[str], bytes]


def main() -> None:
    """Print the median time of each question in process, and of each service the ratio to it."""
    with ExitStack() as stack:
        named = [argument for argument in sys.argv[1:] if argument != "overhead"]
        folder = Path(named[0] if named else stack.enter_context(tempfile.TemporaryDirectory()))
        if not (folder / "CURRENT").exists():
            build(folder)
        snapshot, _ = EmbeddedStore(folder).hold()
        engine = ox.Store.read_only(str(snapshot))
        print(f"{len(engine):,} triples")
        ways: dict[str, Ask] = {"in process": in_process(engine)}
        ours = stack.enter_context(serving(folder, request_log=""))
        ways["onrecord"] = over_http(ours.address + "/sparql")
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "copy"
        engine.backup(str(copy))
        peer = stack.enter_context(engines.serve(copy, "--union-default-graph"))
        ways["oxigraph serve"] = over_http(peer.query)
        if (python := install_peer(Path(stack.enter_context(tempfile.TemporaryDirectory())))) is not None:
            engine.backup(str(own := copy.with_name("own")))  # the engine lets one process at a time write to a store
            ways["rdflib-endpoint"] = stack.enter_context(Peer(python, own)).ask
        report(ways, measure(ways))


def build(folder: Path) -> None:
    """Store a million triples in a folder, and publish them."""
    (folder / "live").mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(folder / "live"))
    authority = ontology.authority() + ontology.load()
    store.bulk_load(
        authority.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("urn:authority")
    )
    for lines in copies(sample_graphs()):
        store.bulk_load(lines.encode(), ox.RdfFormat.N_QUADS)
        if len(store) >= TRIPLES:
            break
    store.flush()
    del store
    EmbeddedStore(folder).write().close()


def in_process(engine: ox.Store) -> Ask:
    """Ask the engine itself."""

    def ask(query: str) -> bytes:
        found = engine.query(query, use_default_graph_as_union=True)
        assert not isinstance(found, ox.QueryTriples)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    return ask


def over_http(address: str, patience: float = 600) -> Ask:
    """Ask a service, each time on a connection of its own."""
    parts = urlsplit(address)

    def ask(query: str) -> bytes:
        connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
        headers = {"Accept": _JSON, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        connection.request("POST", parts.path, urlencode({"query": query}), headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, body[:500]
        return body

    return ask


def install_peer(place: Path) -> Path | None:
    """Install rdflib-endpoint into an environment of its own, and give its Python; None where it cannot be."""
    uv, python = str(Path(sys.executable).with_name("uv")), place / "bin" / "python"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(place)],
        [uv, "pip", "install", "--quiet", "--python", str(python), *_PEERS],
    ):
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            print(f"rdflib-endpoint cannot be installed, and is left out: {done.stderr.strip()[-200:]}")
            return None
    return python


class Peer:
    """rdflib-endpoint on a store, ended and started again whenever it has not answered in time."""

    def __init__(self, python: Path, folder: Path) -> None:
        self._python = python
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._ask: Ask | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, query: str) -> bytes:
        """Ask; raise `TimeoutError` if no answer comes in time."""
        if self._ask is None:
            self._ask = over_http(self._start(), PATIENCE)
        try:
            return self._ask(query)
        except TimeoutError:
            self._end()
            raise

    def _start(self) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._process = subprocess.Popen([str(self._python), "-c", _PEER, str(self._folder), str(port)])
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                assert self._process.poll() is None, "rdflib-endpoint did not start"
                time.sleep(0.1)
            else:
                return f"http://127.0.0.1:{port}/"

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._ask = None


def measure(ways: Mapping[str, Ask]) -> dict[str, dict[str, float]]:
    """Return the median seconds of each question by each way, all ways in turn."""
    times: dict[str, dict[str, list[float]]] = {}
    asked = {question.name: question.query for question in questions.load()} | SHORT
    for title, query in asked.items():
        taken = times[title] = {name: [] for name in ways}
        for _ in range(ROUNDS):  # in turn, so that a busy minute meets each of them
            for name, ask in ways.items():
                if math.inf in taken[name]:
                    continue
                started = time.perf_counter()
                try:
                    ask(query)
                except TimeoutError:
                    taken[name] = [math.inf]
                else:
                    taken[name].append(time.perf_counter() - started)
    return {question: {name: median(rounds) for name, rounds in taken.items()} for question, taken in times.items()}


def report(ways: Mapping[str, Ask], times: Mapping[str, Mapping[str, float]]) -> None:
    """Print all of it, and the sums of it."""
    names = list(ways)
    print(f"{'':28}{names[0]:>14}" + "".join(f"{name:>18}" for name in names[1:]))
    for question, taken in times.items():
        base = taken[names[0]]
        shown = "".join(compare(taken[name], base) for name in names[1:])
        print(f"{question:28}{base * 1000:11.1f} ms{shown}")
    for name in names[1:]:
        answered = [taken for taken in times.values() if taken[name] < math.inf]
        ratios = [taken[name] / taken[names[0]] for taken in answered if taken[names[0]] >= LONG]
        extras = [taken[name] - taken[names[0]] for taken in answered if taken[names[0]] < LONG]
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else math.nan
        most = max(extras, default=math.nan) * 1000
        print(f"{name}: {mean:.2f} x where it takes 20 ms or more ({len(ratios)}), "
              f"at most {most:+.1f} ms where it takes less ({len(extras)}); "
              f"{len(times) - len(answered)} not answered in {PATIENCE:g} s")  # fmt: skip


def compare(taken: float, base: float) -> str:
    """Show how long a service took beside the engine, in a column.

    >>> compare(0.25, 0.125)
    '   2.00 x +125.0 ms'
    """
    return f"{'no answer':>18}" if taken == math.inf else f"{taken / base:7.2f} x {(taken - base) * 1000:+5.1f} ms"


if __name__ == "__main__":
    main()
