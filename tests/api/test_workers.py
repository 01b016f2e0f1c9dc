from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.answering import Question
from api.errors import QueryCrowdedOut, QueryExhausted, QueryFailed, QueryRefused, QueryTimeout
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from api.workers import WorkerPool

CSV = "text/csv"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    graph = rdflib.Graph()
    for number in range(300):
        graph.add((URIRef(f"https://example.org/{number}"), RDFS.label, Literal(f"number {number}")))
    with store.write() as writer:
        writer.put({"https://example.org/g": graph})
    return store


def with_pool[T](store: EmbeddedStore, settings: Settings, work: Callable[[WorkerPool], Awaitable[T]]) -> T:
    async def run() -> T:
        pool = WorkerPool(store, settings)
        await pool.start()
        try:
            return await work(pool)
        finally:
            await pool.stop()

    return asyncio.run(run())


async def read(pool: WorkerPool, query: str, media_type: str = CSV) -> bytes:
    return b"".join([chunk async for chunk in (await pool.ask(Question(query, media_type))).chunks])


async def read_at_last(pool: WorkerPool, query: str) -> bytes:
    """Read an answer, however long a process takes to start on a busy machine."""
    while True:
        with suppress(QueryTimeout):
            return await read(pool, query)


def test_an_answer_comes_back_whole(store: EmbeddedStore) -> None:
    answer = with_pool(store, Settings(), lambda pool: read(pool, "SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 2"))
    assert answer == b"o\r\nnumber 0\r\nnumber 1\r\n"


def test_a_process_answers_one_question_after_another_even_after_a_refusal(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(QueryRefused, match="SPARQL"):
            await read(pool, "SELECT WHERE {")
        return await read(pool, "ASK { ?s ?p 'number 7' }")

    assert with_pool(store, Settings(query_workers=1), work) == b"true"


def test_a_query_is_killed_when_its_time_is_up_and_the_next_is_answered(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(QueryTimeout, match="1 seconds"):
            await read(pool, SLOW)
        return await read_at_last(pool, "ASK {}")

    assert with_pool(store, Settings(query_timeout=1.0, query_workers=1), work) == b"true"


def test_a_crash_of_the_engine_takes_nobody_with_it(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(QueryExhausted, match="memory"):
            await read(pool, "ASK " + "{" * 20000 + "}" * 20000)
        return await read(pool, "ASK {}")

    assert with_pool(store, Settings(), work) == b"true"


def test_a_process_that_dies_while_it_starts_keeps_nobody_from_serving(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(QueryExhausted):
            await read(pool, "ASK {}")
        monkeypatch.undo()
        return await read(pool, "ASK {}")

    monkeypatch.setattr("api.crew.sys.executable", "/bin/false")
    assert with_pool(store, Settings(), work) == b"true"


def test_past_its_bound_an_answer_streams_whole(store: EmbeddedStore) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    settings = Settings(spool_memory=1000, spool_limit=200_000)
    answer = with_pool(store, settings, lambda pool: read(pool, query))
    assert answer.count(b"\r\n") == 300 * 300 + 1


def test_a_process_reaches_no_other_server(store: EmbeddedStore) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9999/sparql> { ?s ?p ?o } }"
    with pytest.raises(QueryFailed, match=r"denied|unreachable"):
        with_pool(store, Settings(), lambda pool: read(pool, query))


def test_a_store_of_many_files_is_read_whole(tmp_path: Path) -> None:
    engine = ox.Store(str(tmp_path / "live"))
    for number in range(40):
        graph = ox.NamedNode(f"https://example.org/graph/{number}")
        triples = b"".join(b'<https://example.org/s%d> <https://example.org/p> "%d" .\n' % (n, n) for n in range(50))
        engine.bulk_load(triples, ox.RdfFormat.N_TRIPLES, to_graph=graph)
    del engine
    store = EmbeddedStore(tmp_path)
    store.write().close()
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert with_pool(store, Settings(), lambda pool: read(pool, query)) == b"n\r\n2000\r\n"


def test_a_newer_state_is_seen_by_the_next_question(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)

    def put(label: str) -> None:
        graph = rdflib.Graph().add((URIRef("https://example.org/s"), RDFS.label, Literal(label)))
        with store.write() as writer:
            writer.put({"https://example.org/g": graph})

    async def work(pool: WorkerPool) -> tuple[bytes, bytes]:
        before = await read(pool, "ASK { ?s ?p 'new' }")
        put("new")
        return before, await read(pool, "ASK { ?s ?p 'new' }")

    put("old")
    assert with_pool(store, Settings(), work) == (b"false", b"true")


def test_a_query_too_many_is_turned_away(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> None:
        running = [asyncio.create_task(read(pool, SLOW)) for _ in range(2)]
        await asyncio.sleep(0.2)
        with pytest.raises(QueryCrowdedOut, match="waiting"):
            await read(pool, "ASK {}")
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    with_pool(store, Settings(query_workers=1, query_queue=1), work)


def test_a_client_that_does_not_read_its_answer_holds_nobody_up(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> bytes:
        await pool.ask(Question("SELECT * { ?s ?p ?o }", CSV))
        return await read(pool, "ASK {}")

    assert with_pool(store, Settings(query_workers=1), work) == b"true"


def test_not_even_where_the_answer_is_too_large_to_keep(store: EmbeddedStore) -> None:
    async def work(pool: WorkerPool) -> tuple[bytes, bytes]:
        reply = await pool.ask(Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", CSV))
        assert reply.size is None
        first = await anext(reply.chunks)
        await asyncio.sleep(settings.query_timeout)
        return first, await read_at_last(pool, "ASK {}")

    settings = Settings(query_workers=1, query_timeout=1.5, spool_memory=1000, spool_limit=200_000)
    first, other = with_pool(store, settings, work)
    assert first.startswith(b"a,b,c")
    assert other == b"true"


def test_an_answer_that_is_cut_off_while_it_streams_never_ends_as_if_it_were_whole(store: EmbeddedStore) -> None:
    settings = Settings(query_timeout=1.0, spool_memory=1000, spool_limit=200_000)
    with pytest.raises(QueryTimeout):
        with_pool(store, settings, lambda pool: read(pool, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))


def test_a_store_that_is_removed_and_filled_anew_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "store"

    def fill(label: str) -> EmbeddedStore:
        store = EmbeddedStore(folder)
        with store.write() as writer:
            graph = rdflib.Graph().add((URIRef("https://example.org/s"), RDFS.label, Literal(label)))
            writer.put({"https://example.org/g": graph})
        return store

    async def work(pool: WorkerPool) -> tuple[str, bytes, str]:
        before = pool.state()
        await read(pool, "ASK {}")
        shutil.rmtree(folder)
        fill("new")
        return before, await read(pool, "ASK { ?s ?p 'new' }"), pool.state()

    before, answer, after = with_pool(fill("old"), Settings(), work)
    assert answer == b"true"
    assert before != after


def test_a_snapshot_that_its_process_may_not_read_is_no_want_of_memory(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.write() as writer:
        writer.put({"https://example.org/g": rdflib.Graph().add((RDFS.label, RDFS.label, Literal("label")))})
    (tmp_path / "snapshots" / str(store.current()) / "CURRENT").unlink()
    with pytest.raises(QueryFailed, match="process that answers cannot read the snapshot"):
        with_pool(store, Settings(), lambda pool: read(pool, "ASK { ?s ?p ?o }"))


def test_a_process_for_pages_does_not_wait_for_what_pages_do_not_need() -> None:
    ask = "import sys, api.page_worker; print(*{'pyshacl', 'spacy', 'fastapi', 'pandas'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True, text=True)
    assert told.stdout == "\n"
