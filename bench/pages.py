"""How long pages take on a million triples, over HTTP, beside the query for the same facts called in the same process.

    python -m bench.pages [FOLDER]

The graph is that of `bench.questions`: the sample articles over and over, so that each of the few people in them has
thousands of statements. ``first`` is the first time a page is asked for, which for the search makes the counts of that
state; a search that is new each time has nothing kept for it but that. A folder that is named keeps the graph.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox

from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.v1.values import EventType, QuoteForm, SpeechAct
from bench.overhead import build
from tests.api.serving import serving

ROUNDS = 9
_PREFIXES = "PREFIX rec: <https://w3id.org/onrecord/ns#> "
_BROWSER = {"Accept": "text/html", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Case:
    """A page, by what it is called, its addresses in turn, and the query for the same facts."""

    name: str
    paths: Sequence[str]
    query: str


def main() -> None:
    """Print for each page its first time, its median, and the median of the query."""
    with ExitStack() as stack:
        named = [argument for argument in sys.argv[1:] if argument != "pages"]
        folder = Path(named[0] if named else stack.enter_context(tempfile.TemporaryDirectory()))
        if not (folder / "CURRENT").exists():
            build(folder)
        snapshot, _ = EmbeddedStore(folder).hold()
        engine = ox.Store.read_only(str(snapshot))
        print(f"{len(engine):,} triples, {_count(engine):,} statements")
        running = stack.enter_context(serving(folder, request_log=""))
        client = stack.enter_context(httpx.Client(base_url=running.address, timeout=120, headers=_BROWSER))
        print(f"{'':28} {'first':>9} {'median':>9} {'query':>9}")
        for case in _cases(engine, client):
            first, *later = (_time(partial(_get, client, path)) for path in islice(cycle(case.paths), ROUNDS))
            peer = median(_time(partial(_ask, engine, case.query)) for _ in range(ROUNDS))
            print(f"{case.name:28} {first:6.0f} ms {median(later):6.0f} ms {peer:6.0f} ms", flush=True)


def _cases(engine: ox.Store, client: httpx.Client) -> Iterator[Case]:
    base = Settings().base
    listed = client.get("/api/v1/statements?format=json&show=query").text
    yield Case("search, all statements", ["/search"], listed)
    some = client.get("/api/v1/statements?quote_form=indirect&format=json&show=query").text
    yield Case("search, new each time", [f"/search?{urlencode({each: value})}" for each, value in _new()], some)
    scan = f"{_PREFIXES}SELECT ?s {{ ?s rec:text ?text FILTER (CONTAINS(LCASE(?text), 'militants')) }}"
    yield Case("search, words", ["/search?q=militants"], scan)
    statement = _one(engine, "SELECT ?it { ?it a rec:Statement ; rec:quoteForm ?form } LIMIT 1")
    about = "SELECT ?path ?value { <%s> ?path ?value }"
    yield Case("statement", [_page(statement, base)], about % statement)
    actor = _one(engine, "SELECT ?it (COUNT(*) AS ?n) { ?it rec:claims ?s } GROUP BY ?it ORDER BY DESC(?n) LIMIT 1")
    said = f"{_PREFIXES}SELECT ?s ?text {{ <{actor}> rec:claims ?s . ?s rec:text ?text }}"
    yield Case("actor, most on record", [_page(actor, base)], said)
    other = _one(engine, "SELECT ?it (COUNT(*) AS ?n) { ?it rec:reportedlyClaims ?s } GROUP BY ?it ORDER BY ?n LIMIT 1")
    yield Case("actor, least on record", [_page(other, base)], said.replace(actor, other))
    version = _one(engine, "SELECT ?it { ?work rec:latestVersion ?it } LIMIT 1")
    held = f"{_PREFIXES}SELECT ?s ?text {{ ?s rec:article <{version}> ; rec:text ?text }}"
    yield Case("article", [_page(version, base)], held)


def _new() -> Iterator[tuple[str, str]]:
    """Give filters that leave many statements, none twice."""
    yield from (("quote_form", form) for form in QuoteForm if form is not QuoteForm.free_indirect)
    yield from (("event_type", kind) for kind in (EventType.assault, EventType.consult, EventType.coerce))
    yield from (("speech_act", act) for act in (SpeechAct.asserting, SpeechAct.report, SpeechAct.deny))


def _page(iri: str, base: str) -> str:
    return f"/page/{quote(iri.removeprefix(base))}"


def _one(engine: ox.Store, query: str) -> str:
    found = engine.query(_PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    it = next(iter(found))["it"]
    assert isinstance(it, ox.NamedNode)
    return it.value


def _count(engine: ox.Store) -> int:
    kind = ox.NamedNode("https://w3id.org/onrecord/ns#Statement")
    return sum(1 for _ in engine.quads_for_pattern(None, None, kind))


def _get(client: httpx.Client, path: str) -> None:
    client.get(path).raise_for_status()


def _ask(engine: ox.Store, query: str) -> None:
    found = engine.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    for _ in found:
        pass


def _time(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
