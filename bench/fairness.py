"""How long a normal query takes while another client has sixteen hostile ones, beside `oxigraph serve` under the same.

    python -m bench.fairness [FOLDER]

The hostile client sits at another address of this machine (127.0.0.2), which is a client of its own to the server.
The first column is the same query with nobody else there. A folder is one that `bench.overhead` has filled.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from api.store.embedded import EmbeddedStore
from bench.overhead import build
from tests.api import engines
from tests.api.serving import serving

HOSTILE = 16
ROUNDS = 20
NORMAL = 'SELECT ?who { ?who <http://www.w3.org/2000/01/rdf-schema#label> "Pakistan"@en }'
SLOW = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"


def main() -> None:
    """Print the median and the longest time of the normal query."""
    with ExitStack() as stack:
        named = [argument for argument in sys.argv[1:] if argument != "fairness"]
        folder = Path(named[0] if named else stack.enter_context(tempfile.TemporaryDirectory()))
        if not (folder / "CURRENT").exists():
            build(folder)
        with serving(folder, query_timeout=120, query_cpu=120, request_log="") as ours:
            report("onrecord", ours.address + "/sparql")
        snapshot, _ = EmbeddedStore(folder).hold()
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "copy"
        ox.Store.read_only(str(snapshot)).backup(str(copy))
        with engines.serve(copy, "--union-default-graph") as peer:
            report("oxigraph serve", peer.query)


def report(name: str, address: str) -> None:
    """Ask a service with and without hostile company."""
    alone = [ask(address, NORMAL, "127.0.0.1") for _ in range(ROUNDS)]
    for _ in range(HOSTILE):
        threading.Thread(target=ask, args=(address, SLOW, "127.0.0.2"), daemon=True).start()
    time.sleep(3)
    beside = [ask(address, NORMAL, "127.0.0.1") for _ in range(ROUNDS)]
    usual, now = median(alone) * 1000, median(beside) * 1000
    print(
        f"{name:16} alone {usual:7.1f} ms   beside {HOSTILE} hostile: median {now:7.1f} ms, "
        f"longest {max(beside) * 1000:7.1f} ms   {now / usual:5.1f} x"
    )


def ask(address: str, query: str, source: str) -> float:
    """Return the seconds that an answer takes; a server that is stopped meanwhile owes none."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=600, source_address=(source, 0))
    started = time.perf_counter()
    try:
        connection.request(
            "POST", parts.path, urlencode({"query": query}), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        pass
    finally:
        connection.close()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
