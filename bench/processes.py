"""Articles a second that two processes bring into a store, beside one, in the same run.

    python -m bench.processes [--articles=N]

Short articles, no two alike (see `bench.memory`), go through `onrecord ingest` on this machine, once with one process
and once with two. What is counted is the time between the hundredth that is stored and the last: starting takes longer
with two, once, and a load of a night does not notice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bench.memory import write_articles

ARTICLES, FIRST = 800, 100
COMMAND = [sys.executable, "-c", "from onrecord.cli import main; main()", "ingest", "--log-format", "json"]


def measure(file: Path, store: Path, jobs: int) -> float:
    """Ingest a file, and give the articles a second from the hundredth on."""
    done = subprocess.run(
        [*COMMAND, str(file), "--store", str(store), "--jobs", str(jobs)], capture_output=True, check=True, text=True
    )
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    times = [datetime.fromisoformat(each["time"]) for each in told if each["event"] == "article"]
    return (len(times) - FIRST) / (times[-1] - times[FIRST - 1]).total_seconds()


def main() -> None:
    """Print both rates and their ratio."""
    counts = [int(each.partition("=")[2]) for each in sys.argv[1:] if each.startswith("--articles=")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        write_articles(file, counts[0] if counts else ARTICLES)
        rates = {jobs: measure(file, Path(folder) / f"store{jobs}", jobs) for jobs in (1, 2)}
    for jobs, rate in rates.items():
        print(f"{jobs} {'process' if jobs == 1 else 'processes'} {rate:6.1f} articles/s")
    print(f"two to one {rates[2] / rates[1]:.2f}")


if __name__ == "__main__":
    main()
