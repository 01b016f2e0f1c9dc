"""The server as a process: how it starts, what it owes to clients that misbehave, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import httpx
import pytest

import api
from api.errors import AddressInUse, AddressUnusable, StoreMissing
from api.settings import Settings
from api.store.embedded import EmbeddedStore
from tests.api.serving import serving

SLOW = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

PLAIN = {"Accept-Encoding": "identity"}


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_it_answers_at_the_address_it_announces_until_it_is_told_to_stop(folder: Path) -> None:
    with serving(folder) as running:
        assert httpx.get(f"{running.address}/healthz").json()["status"] == "ok"
        workers = children(running.process.pid)
        assert workers
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait() == 0
        assert not any(alive(worker) for worker in workers)


def test_an_interrupt_ends_it_quietly(folder: Path) -> None:
    with serving(folder) as running:
        assert httpx.get(f"{running.address}/healthz").status_code == 200
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait() == 0


def test_a_query_under_way_when_it_is_told_to_stop_is_refused_and_nothing_is_said(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(folder, query_timeout=250, query_cpu=250, request_log="") as running, ThreadPoolExecutor(3) as pool:
        asking = [
            pool.submit(httpx.get, f"{running.address}/sparql", params={"query": SLOW}, timeout=60) for _ in range(3)
        ]
        while "onrecord_queries_waiting 1.0" not in httpx.get(f"{running.address}/metrics").text:
            time.sleep(0.05)
        workers = children(running.process.pid)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait() == 0
        for asked in asking:
            assert asked.result().status_code == 503
            assert asked.result().json()["type"].endswith("#server-stopping")
        assert not any(alive(worker) for worker in workers)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells a process that its parent died")
def test_no_query_outlives_a_server_that_was_killed(folder: Path) -> None:
    with serving(folder) as running:
        workers = children(running.process.pid)
        with ThreadPoolExecutor() as pool:
            asking = pool.submit(httpx.get, f"{running.address}/sparql", params={"query": SLOW})
            time.sleep(0.5)
            running.process.kill()
            with pytest.raises(httpx.HTTPError):
                asking.result()
        while any(alive(worker) for worker in workers):
            time.sleep(0.05)


def test_a_port_in_use_is_named(stored: EmbeddedStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"127.0.0.1:{port}.*--port"):
            api.serve(Settings(), stored, "127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_of_another_machine_is_named(stored: EmbeddedStore, host: str) -> None:
    with pytest.raises(AddressUnusable, match="--host"):
        api.serve(Settings(), stored, host, 0)


def test_a_store_that_is_not_there_is_said_before_anything_listens(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="ingest"):
        api.serve(Settings(), EmbeddedStore(tmp_path / "none"), "127.0.0.1", 0)


def test_an_answer_that_breaks_off_never_looks_whole(folder: Path) -> None:
    limits = {"query_timeout": 2, "spool_memory": 1000, "spool_limit": 100_000}
    with serving(folder, **limits) as running, httpx.Client(base_url=running.address, timeout=60) as client:
        for form, encoding in (("csv", "identity"), ("json", "identity"), ("csv", "gzip"), ("json", "gzip")):
            with pytest.raises(httpx.RemoteProtocolError):
                client.get("/sparql", params={"query": LARGE, "format": form}, headers={"Accept-Encoding": encoding})


def test_an_answer_that_outgrows_its_spool_streams_to_its_end(folder: Path) -> None:
    limits = {"query_timeout": 250, "spool_memory": 1000, "spool_limit": 100_000}
    with serving(folder, **limits) as running, httpx.Client(base_url=running.address, timeout=250) as client:
        whole = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }", "format": "csv"})
        assert "content-length" not in whole.headers
        assert whole.text.count("\r\n") > 10_000


def test_when_too_many_ask_the_next_is_told_when_to_try_again(folder: Path) -> None:
    limits = {"query_workers": 1, "query_queue": 1, "query_timeout": 3}
    with serving(folder, **limits) as running, ThreadPoolExecutor(max_workers=4) as pool:
        asked = [
            pool.submit(httpx.get, f"{running.address}/sparql", params={"query": SLOW}, timeout=60) for _ in range(4)
        ]
        answers = [answer.result() for answer in asked]
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[:2] == [503, 503]
    assert statuses[3] == 504
    assert statuses[2] in {503, 504}  # its turn comes in the moment in which its time is up
    for answer in answers:
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) > 0
            assert answer.json()["type"].endswith("#query-crowded-out")


def test_a_query_whose_client_has_gone_makes_room_for_the_next(folder: Path) -> None:
    with serving(folder, query_workers=1, query_timeout=250) as running:
        host, port = urlsplit(running.address).netloc.split(":")
        with socket.create_connection((host, int(port))) as gone:
            gone.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            time.sleep(0.5)
        answer = httpx.get(f"{running.address}/sparql", params={"query": "ASK {}"}, timeout=200)
        assert answer.json()["boolean"] is True


def test_a_client_that_stops_reading_is_dropped(folder: Path) -> None:
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with serving(folder, client_patience=0.5) as running:
        host, port = urlsplit(running.address).netloc.split(":")
        whole = int(
            httpx.head(f"{running.address}/sparql", params={"query": large}, headers=PLAIN).headers["content-length"]
        )
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect((host, int(port)))
            slow.sendall(f"GET /sparql?query={quote(large)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            slow.recv(1, socket.MSG_PEEK)  # the answer has begun to come, and is not read for long
            time.sleep(3)
            received = 0
            while part := slow.recv(1 << 16):
                received += len(part)
    assert received < whole


def test_a_query_of_the_largest_size_fits_into_an_address(served: str) -> None:
    query = "ASK { } #" + "é" * 20_000
    assert json.load(urlopen(f"{served}/sparql?query={quote(query)}"))["boolean"] is True
    with pytest.raises(HTTPError) as failed:
        urlopen(f"{served}/sparql?query={quote(query)}{'a' * 26_000}")
    with failed.value as too_large:
        assert too_large.status == 413
        assert too_large.headers["content-type"] == "application/problem+json"


def test_settings_come_from_the_environment(folder: Path) -> None:
    assert "ONRECORD_TITLE" not in os.environ
    with serving(folder, title="Kabul <desk>") as running:
        assert "Kabul &lt;desk&gt;" in httpx.get(f"{running.address}/").text
