"""A load that is stopped, in any way and at any moment, is simply run again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import onrecord.processes
import onrecord.reading
from api.store import Rows, open_store
from ingest.model import Article
from onrecord.authority.kept import Kept
from onrecord.processes import Processes
from onrecord.reading import Failed
from onrecord.settings import Settings
from tests.onrecord.conftest import BRIDGE, HARBOUR, Invoke, command, without_loads, write_articles

NUMBER = 24
HALF_WRITTEN = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?version {
  { ?version a rec:ArticleVersion FILTER NOT EXISTS { ?work rec:latestVersion ?version } }
  UNION { ?s rec:article ?version FILTER NOT EXISTS { ?version a rec:ArticleVersion } }
}"""


@pytest.fixture
def many(tmp_path: Path) -> str:
    texts = (f"Speaker {BRIDGE}" if n % 2 else HARBOUR for n in range(NUMBER))
    return write_articles(
        tmp_path / "many.jsonl",
        *({"url": f"https://example.org/{n}", "text": text} for n, text in enumerate(texts)),
    )


def wait_for(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not happened():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def snapshots(store: Path) -> int:
    current = store / "CURRENT"
    return int(current.read_text() or 0) if current.exists() else 0


def hear_interrupts() -> None:
    """Undo what a shell does to the processes it starts in the background: they are born deaf to an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(many: str, *arguments: str) -> subprocess.Popen[str]:
    """Begin a load that cannot end by itself: half of the articles come, and the rest is waited for."""
    process = subprocess.Popen(
        command("ingest", "-", "--store", "stopped", *arguments),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"ONRECORD_PUBLISH_EVERY": "0"},
        preexec_fn=hear_interrupts,
    )
    assert process.stdin is not None
    process.stdin.writelines(Path(many).read_text("utf-8").splitlines(keepends=True)[: NUMBER // 2])
    process.stdin.flush()
    return process


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_load_that_was_killed_goes_on_where_it_was(invoke: Invoke, many: str, tmp_path: Path, jobs: str) -> None:
    with start(many, "--jobs", jobs) as process:
        wait_for(lambda: snapshots(tmp_path / "stopped") > 3, process)
        process.kill()
    with open_store("stopped").read() as reader:
        found = reader.query(HALF_WRITTEN)
        assert isinstance(found, Rows)
        assert found.rows == ()
    again = invoke("ingest", many, "--store", "stopped")
    assert again.returncode == 0, again.stderr
    assert "0 revised" in again.stderr
    invoke("ingest", many, "--store", "whole")
    stopped, whole = (without_loads(invoke("export", "--store", name).stdout) for name in ("stopped", "whole"))
    assert stopped == whole


def test_an_interrupted_load_keeps_what_was_finished(invoke: Invoke, many: str, tmp_path: Path) -> None:
    with start(many, "--jobs", "2") as process:
        wait_for(lambda: snapshots(tmp_path / "stopped") > 3, process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    [line] = said.splitlines()
    assert line.startswith("interrupted")
    assert invoke("validate", "--store", "stopped").returncode == 0
    again = invoke("ingest", many, "--store", "stopped")
    added = int(again.stderr.partition(" added")[0].rpartition(" ")[2])
    assert 0 < added < NUMBER


def die_at_a_bridge(settings: Settings, kept: Kept, articles: list[Article]) -> list[object]:
    """Stands in for a library that takes its process down."""
    if any("bridge" in article.text for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return [onrecord.reading.Unchanged(article.origin) for article in articles]


def test_a_process_that_dies_costs_its_article_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onrecord.processes, "_admit", die_at_a_bridge)
    reading = Processes(Settings(jobs=2))
    texts = [HARBOUR, BRIDGE, HARBOUR, HARBOUR, BRIDGE, HARBOUR, HARBOUR]
    items = [Article(text=text, origin=str(n)) for n, text in enumerate(texts)]
    outcomes = list(reading.admit_all(items))
    reading.close()
    assert [outcome.origin for outcome in outcomes if isinstance(outcome, Failed)] == ["1", "4"]
    assert len(outcomes) == len(texts)
