"""What the page on shards says can be done can be done, short of a cluster."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.onrecord.conftest import BRIDGE, HARBOUR, Invoke, write_articles

PAGE = (Path(__file__).parents[3] / "docs" / "shards.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_TAGGER", "none")


def test_the_commands_of_the_page_run(invoke: Invoke, tmp_path: Path) -> None:
    for name, text in (("articles", BRIDGE), ("news", HARBOUR)):
        (tmp_path / name).mkdir()
        write_articles(tmp_path / name / "a.jsonl", {"text": text})
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", "").splitlines()]
    ours = [line for line in lines if line.startswith("onrecord") and "--ray" not in line]
    assert len(ours) == 3
    for line in ours:
        found = invoke(*shlex.split(line)[1:])
        assert found.returncode == 0, found.stderr
    [listing] = [line for line in lines if line.startswith("ls ")]
    [array] = [line for line in lines if line.startswith("sbatch")]
    ours_first = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(["bash", "-c", listing], check=True)
    task = subprocess.run(
        ["bash", "-c", shlex.split(array)[-1]],
        env=os.environ | {"PATH": ours_first, "SLURM_ARRAY_TASK_ID": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert task.returncode == 0, task.stderr
    assert "1 added" in task.stderr
    assert len([*(tmp_path / "shards").glob("*/graphs.nq.gz")]) == 2
