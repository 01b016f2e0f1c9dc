from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

import api
from api.answering import Question
from api.clients import Client
from api.errors import QueryCrowdedOut, QueryFailed, QueryRefused, QueryTimeout
from api.remote_answers import RemoteAnswers
from api.settings import Settings
from api.store import open_store
from api.store.address import Address
from api.store.remote import RemoteStore
from api.visits import Outcome, Run, Visit, enter
from tests.api.engines import Puppet

SELECT = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
CSV = "text/csv"
GRAPHS = ("https://example.org/1", "https://example.org/2")


@pytest.fixture
def store(address: str) -> RemoteStore:
    store = open_store(address)
    assert isinstance(store, RemoteStore)
    with store.write() as writer:
        for name in GRAPHS:
            graph = rdflib.Graph()
            graph.add((URIRef(name), RDFS.label, Literal(name[-1] * 3)))
            writer.put({name: graph})
    return store


def with_answers[T](store: RemoteStore, settings: Settings, work: Callable[[RemoteAnswers], Awaitable[T]]) -> T:
    async def run() -> T:
        answers = RemoteAnswers(store, settings)
        await answers.start()
        try:
            return await work(answers)
        finally:
            await answers.stop()

    return asyncio.run(run())


async def read(answers: RemoteAnswers, query: str, media_type: str = CSV, *graphs: str) -> bytes:
    reply = await answers.ask(Question(query, media_type, graphs or None))
    whole = b"".join([chunk async for chunk in reply.chunks])
    assert reply.size == len(whole)
    assert reply.state == answers.state() == ""
    return whole


def test_an_answer_comes_back_whole_from_memory_and_from_disk(store: RemoteStore) -> None:
    for memory in (1, 1_000_000):
        settings = Settings(spool_memory=memory)
        assert with_answers(store, settings, lambda answers: read(answers, SELECT)) == b"o\r\n111\r\n222\r\n"
    one = with_answers(store, Settings(), lambda answers: read(answers, SELECT, CSV, GRAPHS[1]))
    assert one == b"o\r\n222\r\n"


def test_an_answer_that_nobody_reads_leaves_nothing_open(store: RemoteStore) -> None:
    with_answers(store, Settings(spool_memory=1), lambda answers: answers.ask(Question(SELECT, CSV)))


def test_what_goes_wrong_is_raised_before_the_first_byte(store: RemoteStore) -> None:
    with pytest.raises(QueryRefused):
        with_answers(store, Settings(), lambda answers: read(answers, "SELECT {"))
    store._limit = 3
    with pytest.raises(QueryFailed, match="3 bytes"):
        with_answers(store, Settings(), lambda answers: read(answers, SELECT))


def test_queries_wait_their_turn_and_are_turned_away_when_too_many_do(puppet: Puppet) -> None:
    store = RemoteStore(Address.read(puppet.query), timeout=1)
    store._known_fit = True
    puppet.says('{"head":{},"boolean":true}')
    puppet.pause = 10

    async def work(answers: RemoteAnswers) -> list[bytes | BaseException]:
        asked = [read(answers, "ASK {}", "application/sparql-results+json") for _ in range(4)]
        return await asyncio.gather(*asked, return_exceptions=True)

    settings = Settings(query_workers=1, query_queue=2, query_timeout=0.3, query_wait=0.1)
    first, *rest = with_answers(store, settings, work)
    assert isinstance(first, QueryTimeout)
    assert [type(error) for error in rest] == [QueryCrowdedOut] * 3
    assert len(puppet.seen) == 1


def test_one_client_does_not_keep_the_engine_from_another(puppet: Puppet) -> None:
    store = RemoteStore(Address.read(puppet.query), timeout=10)
    store._known_fit = True
    puppet.says('{"head":{},"boolean":true}')
    puppet.pause = 0.02
    runs: list[tuple[str, Outcome]] = []

    def watch(visit: Visit, run: Run) -> None:
        runs.append((visit.client.name, run.outcome))

    async def ask_as(answers: RemoteAnswers, name: str) -> bytes:
        enter(Visit(Client(name, "here"), watch))
        return await read(answers, "ASK {}", "application/sparql-results+json")

    async def work(answers: RemoteAnswers) -> None:
        greedy = [asyncio.create_task(ask_as(answers, "greedy")) for _ in range(4)]
        await asyncio.sleep(0.1)
        await asyncio.create_task(ask_as(answers, "desk"))
        assert not all(task.done() for task in greedy)
        await asyncio.gather(*greedy)
        assert (answers.turns.running, answers.turns.waiting) == (0, 0)

    with_answers(store, Settings(query_workers=2, client_queries=1, query_wait=60, query_timeout=60), work)
    assert runs[:2] in (
        [("greedy", Outcome.ANSWERED), ("desk", Outcome.ANSWERED)],
        [("desk", Outcome.ANSWERED), ("greedy", Outcome.ANSWERED)],
    )
    assert len(runs) == 5


def test_the_server_serves_a_remote_store(store: RemoteStore) -> None:
    with TestClient(api.create(Settings(), store)) as client:
        answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": CSV})
        assert answer.content == b"o\r\n111\r\n222\r\n"
        assert client.get("/sparql?query=SELECT").json()["type"].endswith("query-malformed")
        assert client.get("/healthz").json()["status"] == "ok"
        metrics = client.get("/metrics").text
        assert "onrecord_queries_running 0.0" in metrics
        assert 'outcome="answered"' in metrics


def test_the_server_says_that_the_engine_does_not_answer(puppet: Puppet) -> None:
    with TestClient(api.create(Settings(), open_store(puppet.query))) as client:
        for path in ("/sparql?query=ASK{}", "/healthz"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "does not answer" in answer.json()["detail"]
