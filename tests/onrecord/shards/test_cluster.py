"""What Ray makes of articles is what the processes of one machine make of them, whatever dies meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.onrecord.conftest import BRIDGE, HARBOUR, QUARREL, Invoke, command, write_articles
from tests.onrecord.shards.test_shards import contents

ray = pytest.importorskip("ray")
pyarrow = pytest.importorskip("pyarrow.parquet")

SHARDS = ("--size", "8")


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are found by rules, and Ray tells nobody of its use."""
    monkeypatch.setenv("ONRECORD_TAGGER", "none")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")


@pytest.fixture
def many(tmp_path: Path) -> str:
    texts = [{"text": f"{text} It was report {n}."} for n in range(40) for text in (BRIDGE, HARBOUR, QUARREL)]
    return write_articles(tmp_path / "many.jsonl", *texts)


@pytest.mark.timeout(900)
def test_ray_makes_what_one_process_makes_though_it_was_killed(invoke: Invoke, many: str, tmp_path: Path) -> None:
    invoke("shard", many, "--output", "here", *SHARDS)
    process = subprocess.Popen(
        command("shard", many, "--output", "there", *SHARDS, "--ray", "--jobs", "2"), start_new_session=True
    )
    while not [*(tmp_path / "there").glob("[!.]*")]:
        assert process.poll() is None
        time.sleep(0.01)
    kill_workers(process.pid)  # Ray begins again what they had begun
    while len([*(tmp_path / "there").glob("[!.]*")]) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    again = subprocess.run(
        command("shard", many, "--output", "there", *SHARDS, "--ray", "--jobs", "2"),
        capture_output=True,
        check=False,
        text=True,
    )

    assert again.returncode == 0, again.stderr
    assert "120 added" in again.stderr
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    tables = [pyarrow.read_table(str(file)) for file in (tmp_path / "there").glob("*/*.parquet")]
    manifests = [json.loads(file.read_bytes()) for file in (tmp_path / "there").glob("*/manifest.json")]
    assert sum(table.num_rows for table in tables) == sum(each["counts"]["statements"] for each in manifests) >= 120
    claimants = {name for table in tables for name in table.column("claimant").to_pylist()}
    assert {"Lucía Ferrer", "Tomas Brandt", "Ana Reyes"} <= claimants


def kill_workers(parent: int) -> None:
    """Kill the processes of Ray that read articles."""
    found = subprocess.run(["pgrep", "-f", "ray::.*Maker"], capture_output=True, check=False, text=True)
    for number in found.stdout.split():
        os.kill(int(number), signal.SIGKILL)
