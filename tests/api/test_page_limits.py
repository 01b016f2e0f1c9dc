"""Pages of what is far too large to be shown: they end by the limits of a query, and nobody else notices."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.settings import Settings
from api.store.embedded import EmbeddedStore
from ontology.terms import NIF, REC
from tests.api.serving import Running, serving

HUGE, SMALL = "article/huge/1", "actor/small"
TRIPLES = 100_000
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an article whose graph takes seconds and hundreds of megabytes to read for a page."""
    folder, base = tmp_path_factory.mktemp("huge"), Settings().base
    lines = [f"<{base}{HUGE}> a <{REC.ArticleVersion}> ."]
    lines += [f'<{base}{HUGE}#char={n},{n + 1}> <{NIF.anchorOf}> "word {n}" .' for n in range(TRIPLES)]
    engine = ox.Store(str(folder / "live"))
    engine.bulk_load("\n".join(lines).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(base + HUGE))
    small = ox.NamedNode(base + SMALL), ox.NamedNode(str(REC.text)), ox.Literal("small")
    engine.add(ox.Quad(*small, ox.NamedNode(base + "g")))
    del engine
    EmbeddedStore(folder).write().close()
    return folder


def look(running: Running, path: str) -> httpx.Response:
    return httpx.get(f"{running.address}/page/{path}", headers=BROWSER, timeout=120)


def writing(running: Running) -> list[int]:
    """The processes of a server that write pages."""
    server = running.process.pid
    children = map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())
    return [child for child in children if b"api.page_worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.parametrize(
    ("limits", "status", "words"),
    [
        ({"query_timeout": 2}, 504, "the page was stopped after 2 seconds"),
        ({"query_memory": 32 << 20, "query_timeout": 120}, 503, "the page&#39;s process died"),
    ],
    ids=["time", "memory"],
)
def test_a_page_that_takes_too_much_ends_by_the_limit(
    folder: Path, limits: dict[str, int], status: int, words: str
) -> None:
    with serving(folder, **limits, request_log="") as running, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(look, running, HUGE)
        answer = httpx.get(f"{running.address}/sparql", params={"query": "ASK {}"}, timeout=60)
        assert answer.status_code == 200
        ended = asked.result()
        assert ended.status_code == status
        assert words in ended.text
        assert ended.headers["content-type"].startswith("text/html")
        assert httpx.get(f"{running.address}/healthz").status_code == 200


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells which processes there are")
def test_a_page_whose_process_is_killed_is_an_error_and_the_next_is_a_page(folder: Path) -> None:
    with serving(folder, query_timeout=100, query_cpu=100, request_log="") as running, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(look, running, HUGE)
        while not asked.done():
            for process in writing(running):
                os.kill(process, signal.SIGKILL)
            time.sleep(0.01)
        assert asked.result().status_code == 503
        assert "died" in asked.result().text
        assert look(running, SMALL).status_code == 200
        assert look(running, "nothing").status_code == 404
