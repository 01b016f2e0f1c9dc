"""How much of the W3C's SPARQL suites is kept over HTTP, beside `oxigraph serve`, which is asked the same.

    python -m bench.w3c FOLDER...

Each folder is searched for manifests; the suites are at https://github.com/w3c/rdf-tests in `sparql`, and the source
distribution of rdflib has them for SPARQL 1.0 and 1.1 in `test/data/suites/w3c`. A case counts where the service gives
what the manifest expects. Cases that the two services settle differently are named, and what each of them said.

Relative IRIs are read from where a file is. What SERVICE asks is another `oxigraph serve`, one for each address.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.suites import Case, Failed, Kind, compare_quads, compare_results, read_cases, read_data
from tests.api import engines
from tests.api.serving import TOKEN, bearing, serving, write_tokens

_QUADS = "application/n-quads"
_ENDPOINTS = 3
_NOBODY = "http://127.0.0.1:9/query"


@dataclass(frozen=True)
class Service:
    """One of the services: its name, who asks it, and where it takes what."""

    name: str
    client: httpx.Client
    query: str
    update: str
    graphs: str

    def load(self, quads: bytes, graphs: frozenset[str] = frozenset()) -> None:
        """Put quads in the place of everything that is stored, and let graphs be there, empty or not."""
        sent = quads + b"".join(f"<{graph}> <urn:p> <urn:o> <{graph}> .\n".encode() for graph in sorted(graphs))
        put = self.client.put(self.graphs, content=sent, headers={"Content-Type": _QUADS})
        assert put.is_success, put.text
        for graph in graphs:
            emptied = self.client.post(
                self.update, data={"update": f"DELETE DATA {{ GRAPH <{graph}> {{ <{graph}> <urn:p> <urn:o> }} }}"}
            )
            assert emptied.is_success, emptied.text

    def ask(self, query: str, accept: str) -> httpx.Response:
        """Ask a query."""
        return self.client.post(self.query, data={"query": query}, headers={"Accept": accept})

    def change(self, update: str) -> httpx.Response:
        """Carry out an update."""
        return self.client.post(self.update, data={"update": update})


@dataclass(frozen=True)
class Elsewhere:
    """The servers that SERVICE asks, which stand for those of the manifests."""

    services: tuple[Service, ...]

    def load(self, case: Case) -> dict[str, str]:
        """Give them the data of a case, and say which stands for which."""
        stands: dict[str, str] = {}
        for service, (address, file) in zip(self.services, sorted(case.elsewhere.items()), strict=False):
            service.load(read_data((("", file),)))
            stands[address] = service.query
        return stands | dict.fromkeys(case.invalid, _NOBODY)


def main() -> None:
    """Print how many cases each service keeps, suite by suite, and those that one of them keeps alone."""
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "w3c"]
    if not folders:
        print("name the folders of the suites: python -m bench.w3c FOLDER...")
        return
    cases = [case for folder in folders for case in read_cases(folder)]
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        elsewhere = Elsewhere(tuple(_peer(stack, place / f"peer{n}") for n in range(_ENDPOINTS)))
        listed = ",".join([*(service.query for service in elsewhere.services), _NOBODY])
        services = [_ours(stack, place, listed), _peer(stack, place / "oxigraph")]
        report(services, judge_all(services, elsewhere, cases))


def judge_all(
    services: list[Service], elsewhere: Elsewhere, cases: list[Case]
) -> Iterator[tuple[Case, dict[str, str]]]:
    """Give each case with what each service did wrong, in words that are empty where it did nothing wrong."""
    for case in cases:
        stands = elsewhere.load(case)
        yield case, {service.name: judge(service, case, stands) for service in services}


def judge(service: Service, case: Case, stands: Mapping[str, str]) -> str:
    """Try a case, and say what is wrong."""
    try:
        _WAYS[case.kind](service, case, stands)
    except (Failed, SyntaxError, OSError, httpx.HTTPError, AssertionError) as error:
        return f"{type(error).__name__}: {error}"[:300] or "failed"
    return ""


def report(services: list[Service], judged: Iterator[tuple[Case, dict[str, str]]]) -> None:
    """Print all of it."""
    kept: dict[str, Counter[str]] = {}
    for case, wrong in judged:
        counted = kept.setdefault(case.suite, Counter())
        counted["cases"] += 1
        counted.update(name for name, words in wrong.items() if not words)
        if len({bool(words) for words in wrong.values()}) > 1 or "-v" in sys.argv:
            print(f"{case.suite} {case.name} ({case.kind})")
            for name, words in wrong.items():
                print(f"    {name}: {words or 'kept'}", flush=True)
    names = ["cases", *(service.name for service in services)]
    print(f"{'':44}" + "".join(f"{name:>16}" for name in names))
    for suite, counted in [*sorted(kept.items()), ("all", sum(kept.values(), Counter()))]:
        print(f"{suite:44}" + "".join(f"{counted[name]:16}" for name in names))


def _evaluate(service: Service, case: Case, stands: Mapping[str, str]) -> None:
    service.load(read_data(case.data), case.empty)
    query = _text(case, stands)
    answer = service.ask(query, case.accept)
    if answer.status_code != 200:
        raise Failed(f"{answer.status_code} {answer.text[:300]}")
    compare_results(case, answer.content, answer.headers["content-type"], stands)


def _change(service: Service, case: Case, stands: Mapping[str, str]) -> None:
    service.load(read_data(case.data), case.empty)
    answer = service.change(_text(case, stands))
    if not answer.is_success:
        raise Failed(f"{answer.status_code} {answer.text[:300]}")
    found = service.client.get(service.graphs, headers={"Accept": _QUADS})
    if found.status_code != 200:
        found = service.ask(
            "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", "application/sparql-results+json"
        )
    compare_quads(case, found)


def _text(case: Case, stands: Mapping[str, str]) -> str:
    text = f"BASE <{case.action.as_uri()}>\n{case.action.read_text('utf-8')}"
    for address, where in stands.items():
        text = text.replace(f"<{address}>", f"<{where}>")
    return text


def _taken(ask: Callable[[Service, str], httpx.Response]) -> Callable[[Service, Case, Mapping[str, str]], None]:
    def way(service: Service, case: Case, _: Mapping[str, str]) -> None:
        answer = ask(service, case.action.read_bytes().decode("utf-8", "surrogateescape"))
        refused = answer.status_code == 400
        if refused is case.kind.name.startswith("POSITIVE"):
            raise Failed(f"{answer.status_code} {answer.text[:300]}")

    return way


_JUST_ASK = _taken(lambda service, text: service.ask(text, "*/*"))
_JUST_CHANGE = _taken(lambda service, text: service.change(text))
_WAYS: Mapping[Kind, Callable[[Service, Case, Mapping[str, str]], None]] = {
    Kind.EVALUATION: _evaluate,
    Kind.TABLE: _evaluate,
    Kind.UPDATE: _change,
    Kind.POSITIVE: _JUST_ASK,
    Kind.NEGATIVE: _JUST_ASK,
    Kind.POSITIVE_UPDATE: _JUST_CHANGE,
    Kind.NEGATIVE_UPDATE: _JUST_CHANGE,
}


def _ours(stack: ExitStack, place: Path, services: str) -> Service:
    tokens = write_tokens(place / "tokens.toml")
    running = stack.enter_context(
        serving(place / "store", tokens=tokens, union_default_graph=False, services=services, request_log="")
    )
    client = stack.enter_context(httpx.Client(base_url=running.address, headers=bearing(TOKEN), timeout=120))
    return Service("onrecord", client, "/sparql", "/update", "/graph-store")


def _peer(stack: ExitStack, folder: Path) -> Service:
    engine = stack.enter_context(engines.serve(folder))
    client = stack.enter_context(httpx.Client(timeout=120))
    return Service("oxigraph serve", client, engine.query, f"{engine.root}/update", f"{engine.root}/store")


if __name__ == "__main__":
    main()
