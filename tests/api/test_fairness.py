"""What one client does and what it costs the others, at a server in a process of its own."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.api.serving import Running, serving

SLOW = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"
TOKENS = f"""
[desk]
sha256 = "{sha256(b"sesame").hexdigest()}"
budget = 3
"""


def ask(running: Running, query: str, *, token: str = "", address: str = "127.0.0.1", **headers: str) -> httpx.Response:
    sent = headers | ({"Authorization": f"Bearer {token}"} if token else {})
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=120) as client:
        return client.get(f"{running.address}/sparql", params={"query": query}, headers=sent)


def figure(running: Running, name: str) -> float:
    """Read one of the server's figures."""
    lines = httpx.get(f"{running.address}/metrics").text.splitlines()
    return float(next(line.rpartition(" ")[2] for line in lines if line.startswith(f"{name} ")))


def wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)


def test_a_normal_query_is_answered_while_another_client_has_sixteen_hostile_ones(folder: Path) -> None:
    with serving(folder, query_timeout=60, request_log="") as running, ThreadPoolExecutor(16) as pool:
        hostile = [pool.submit(ask, running, SLOW, address="127.0.0.2") for _ in range(16)]
        wait_until(lambda: figure(running, "onrecord_queries_waiting") == 14)
        for _ in range(5):
            assert ask(running, "ASK {}").json()["boolean"] is True
        assert httpx.get(f"{running.address}/").status_code == 200
        assert not any(asked.done() for asked in hostile)
        running.process.kill()


def test_a_token_is_a_client_of_its_own(folder: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(TOKENS, encoding="utf-8")
    limits = {"query_timeout": 60, "query_workers": 2, "client_queries": 1, "tokens": tokens, "request_log": ""}
    with serving(folder, **limits) as running, ThreadPoolExecutor(2) as pool:
        hostile = [pool.submit(ask, running, SLOW) for _ in range(2)]
        wait_until(lambda: figure(running, "onrecord_queries_waiting") == 1)
        assert ask(running, "ASK {}", token="sesame").json()["boolean"] is True
        refused = ask(running, "ASK {}", token="guess")
        assert (refused.status_code, "invalid_token" in refused.headers["www-authenticate"]) == (401, True)
        assert not any(asked.done() for asked in hostile)
        running.process.kill()


@pytest.mark.parametrize(("trusted", "alone"), [("127.0.0.0/8", True), ("", False), ("192.0.2.1", False)])
def test_a_proxy_speaks_for_others_only_where_it_is_trusted(folder: Path, trusted: str, alone: bool) -> None:
    limits = {"requests_per_minute": 2, "trusted_proxies": trusted, "request_log": ""}
    with serving(folder, **limits) as running:
        forwarded = [
            ask(running, "ASK {}", **{"X-Forwarded-For": f"198.51.100.9, 203.0.113.{n}"}).status_code for n in range(4)
        ]
    assert forwarded == ([200, 200, 200, 200] if alone else [200, 200, 429, 429])


@pytest.mark.parametrize("query", [SLOW, LARGE])
def test_clients_that_leave_give_up_their_turns_and_their_places(folder: Path, query: str) -> None:
    limits = {"query_timeout": 250, "spool_memory": 1000, "spool_limit": 10_000, "request_log": ""}
    with serving(folder, **limits) as running:
        host, port = urlsplit(running.address).netloc.split(":")
        request = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        leaving = [socket.create_connection((host, int(port))) for _ in range(6)]
        for connection in leaving:
            connection.sendall(request)
        wait_until(lambda: figure(running, "onrecord_queries_running") == 2)
        for connection in reversed(leaving):
            connection.close()
        wait_until(
            lambda: figure(running, "onrecord_queries_running") == figure(running, "onrecord_queries_waiting") == 0
        )
        assert ask(running, "ASK {}").status_code == 200


def test_whoever_has_used_up_a_budget_is_told_when_to_come_again(folder: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(TOKENS, encoding="utf-8")
    limits = {"requests_per_minute": 4, "tokens": tokens, "request_log": ""}
    with serving(folder, **limits) as running:
        assert [ask(running, "ASK {}").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
        refused = ask(running, "ASK {}", Origin="https://example.org")
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.headers["access-control-allow-origin"] == "*"
        assert "4 requests a minute" in refused.json()["detail"]
        assert refused.json()["type"].endswith("#budget-spent")
        assert ask(running, "ASK {}", address="127.0.0.2").status_code == 200
        assert [ask(running, "ASK {}", token="sesame").status_code for _ in range(13)] == [200] * 12 + [429]
        assert httpx.get(f"{running.address}/healthz").status_code == 200


def test_the_seconds_of_queries_are_a_budget_too(folder: Path) -> None:
    limits = {"query_timeout": 1, "query_seconds_per_minute": 0.5, "request_log": ""}
    with serving(folder, **limits) as running:
        assert ask(running, "ASK {}").status_code == 200
        assert ask(running, SLOW).status_code == 504
        refused = ask(running, "ASK {}")
        assert refused.status_code == 429
        assert "0.5 seconds of queries a minute" in refused.json()["detail"]


def test_each_request_has_a_line_and_each_slow_query_another(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "requests.log"
    limits = {"query_timeout": 1, "request_log": log, "slow_query": 0.5}
    with serving(folder, **limits) as running:
        answer = ask(running, "ASK {}")
        ask(running, SLOW)
        httpx.get(f"{running.address}/no%0Awhere", params={"query": "secret"})
        metrics = httpx.get(f"{running.address}/metrics").text
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    first, slow, second, third, _ = lines
    assert first["event"] == "request"
    assert (first["method"], first["path"], first["status"], first["client"]) == ("GET", "/sparql", 200, "127.0.0.1")
    assert first["bytes"] == len(answer.content)
    assert first["whole"] is True
    assert first["snapshot"]
    assert 0 < first["query_ms"] <= first["ms"]
    assert (slow["event"], slow["outcome"], slow["characters"]) == ("slow query", "overtime", len(SLOW))
    assert (second["status"], third["status"], third["path"]) == (504, 404, "/no\nwhere")
    assert SLOW not in log.read_text()
    assert "secret" not in log.read_text()
    assert 'onrecord_requests_total{method="GET",route="/sparql",status="504"} 1.0' in metrics
    assert 'onrecord_query_seconds_count{outcome="overtime"} 1.0' in metrics
    assert 'onrecord_client_query_seconds_total{client="addresses"}' in metrics


def test_the_text_of_a_slow_query_is_written_down_where_a_setting_says_so(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "requests.log"
    with serving(folder, query_timeout=1, request_log=log, slow_query=0.5, slow_query_texts="yes") as running:
        ask(running, SLOW)
    assert json.loads(log.read_text().splitlines()[0])["query"] == SLOW


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells what memory a process has")
def test_the_memory_of_all_processes_stays_under_what_the_settings_add_up_to(folder: Path) -> None:
    workers, memory = 3, 200 << 20
    limits = {"query_workers": workers, "client_queries": 3, "query_memory": memory, "query_timeout": 20}
    most = 0
    with serving(folder, **limits, request_log="") as running, ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, running, SORTED) for _ in range(6)]
        while not all(answer.done() for answer in asked):
            most = max(most, sum(map(resident, [running.process.pid, *children(running.process.pid)])))
            time.sleep(0.02)
    assert {answer.result().status_code for answer in asked} == {503}
    assert most < workers * (memory + (64 << 20)) + (256 << 20)


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except (FileNotFoundError, ProcessLookupError):
        return 0
