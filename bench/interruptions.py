"""What a load of a night comes to when it is killed again and again, beside one that nobody disturbs.

    python -m bench.interruptions [--articles=N] [--kills=N] [--jobs=N]

Five hundred short articles, no two alike, are loaded twice by `onrecord ingest`: once undisturbed, and once killed
(SIGKILL, the whole group of processes) at twenty moments drawn by chance and started again. Then both stores are
written out, the accounts of the loads are left aside, and the lines are compared. The log in JSON tells whether an
article was stored more than once; at last the load is run once more and must change nothing.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.memory import write_articles

ARTICLES, KILLS = 500, 20
LEAST = 1.0
"""Seconds that a load has at least, beside what it takes to start."""

LOAD_GRAPH = re.compile(rb"<[^<>]*/id/run/[0-9a-f]{16}/[^<>]*> \.$")
COMMAND = (sys.executable, "-c", "from onrecord.cli import main; main()")


def begin(file: Path, store: Path, jobs: int, log: Path) -> subprocess.Popen[bytes]:
    """Begin a load in a group of processes of its own."""
    words = ("ingest", str(file), "--store", str(store), "--jobs", str(jobs), "--log-format", "json")
    with log.open("ab") as sink:
        return subprocess.Popen((*COMMAND, *words), stderr=sink, start_new_session=True)


def kill(load: subprocess.Popen[bytes]) -> None:
    """End a load and all its processes at once."""
    os.killpg(load.pid, signal.SIGKILL)
    load.wait()


def read_log(log: Path) -> Counter[tuple[str, str]]:
    """Count what became of each article; a line that a kill cut off is no line."""
    found: Counter[tuple[str, str]] = Counter()
    for line in log.read_bytes().splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if told.get("event") == "article":
            found[told["outcome"], told["origin"]] += 1
    return found


def export(store: Path) -> list[bytes]:
    """Give the lines of all that is stored, sorted, without the accounts of the loads."""
    words = ("export", "--store", str(store))
    lines = subprocess.run((*COMMAND, *words), stdout=subprocess.PIPE, check=True).stdout.splitlines()
    return sorted(line for line in lines if not LOAD_GRAPH.search(line))


def option(name: str, otherwise: int) -> int:
    """Give a whole number of the command line."""
    return next((int(each.partition("=")[2]) for each in sys.argv if each.startswith(f"--{name}=")), otherwise)


def main() -> None:
    """Print how often the load was killed, and whether anything tells the two stores apart; end with 1 if so."""
    articles, kills, jobs = option("articles", ARTICLES), option("kills", KILLS), option("jobs", 1)
    with tempfile.TemporaryDirectory() as folder:
        file, log = Path(folder) / "articles.jsonl", Path(folder) / "log"
        calm, stormy = Path(folder) / "calm", Path(folder) / "stormy"
        write_articles(file, articles)
        started = time.monotonic()
        if begin(file, calm, jobs, Path(folder) / "calm.log").wait():
            sys.exit("the undisturbed load failed")
        whole = time.monotonic() - started
        done = 0
        while done < kills:
            load = begin(file, stormy, jobs, log)
            time.sleep(random.uniform(LEAST, LEAST + 2 * whole / kills))
            if load.poll() is not None:
                break
            kill(load)
            done += 1
        code = begin(file, stormy, jobs, log).wait()
        one, two = export(calm), export(stormy)
        again = Path(folder) / "again.log"
        begin(file, stormy, jobs, again).wait()
        twice = sum(number > 1 for (outcome, _), number in read_log(log).items() if outcome == "added")
        revised = sum(number for (outcome, _), number in read_log(log).items() if outcome == "revised")
        changed = export(stormy) != two
        unchanged = sum(number for (outcome, _), number in read_log(again).items() if outcome == "unchanged")
    print(f"{articles} articles, undisturbed {whole:.0f} s; killed {done} times, the last load ended with {code}")
    print(f"lines: {len(one)} undisturbed, {len(two)} disturbed, {len({*one} ^ {*two})} differ")
    print(f"articles stored twice {twice}, revised {revised}; again: {unchanged} unchanged, store changed: {changed}")
    if one != two or twice or revised or changed or code:
        sys.exit(1)


if __name__ == "__main__":
    main()
