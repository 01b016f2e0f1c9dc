"""How an ingest grows with its corpus: ``python -m bench.growth ROWS.csv PICTURE.svg``.

Twenty thousand articles of ``bench.memory``, real text under changed addresses and with words changed so that no two
are one article or copies, go through `onrecord ingest`'s own load into a store on disk. After each thousand a row is
written: the CPU-seconds that thousand took (of all threads, so that the store's own count), the resident memory of the
process, and the bytes of the store's files. Where ROWS.csv is there already, it is drawn and nothing is run. Drawing
needs matplotlib, which nothing but the pictures here does: ``uv pip install matplotlib``.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from bench.memory import read_status, watch, write_articles
from ingest.read import read
from onrecord.loading import Given, load
from onrecord.settings import Settings

ARTICLES, STEP = 20_000, 1_000


class Row(NamedTuple):
    """What was true when so many articles were stored: of the step before, and of the whole."""

    articles: int
    seconds: float
    resident: float
    stored: float


def weigh(folder: Path) -> float:
    """Return the size of a folder's files in MiB, a file under two names once."""
    sizes = {each.stat().st_ino: each.stat().st_size for each in folder.rglob("*") if each.is_file()}
    return sum(sizes.values()) / 2**20


def run(count: int, step: int, keep: Callable[[Row], None]) -> None:
    """Ingest so many articles, and hand over a row after each step."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        file, settings = Path(folder) / "articles.jsonl", Settings(store=str(Path(folder) / "store"))
        write_articles(file, count)

        def note(number: int) -> None:
            nonlocal began
            now = time.process_time()
            keep(Row(number, round(now - began, 1), round(read_status()), round(weigh(Path(settings.store)))))
            began = now

        print(load(Given(watch(read(file), step, note)), settings))


def draw(rows: list[Row], picture: Path) -> None:
    """Draw articles for each CPU-second, resident memory, and bytes of the store for each article."""
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "onrecord", "svg.fonttype": "none", "font.size": 9}
    plot: Any = import_module("matplotlib.pyplot")
    step = rows[0].articles
    series = {
        "articles a CPU-second": [step / each.seconds for each in rows],
        "resident memory, MiB": [each.resident for each in rows],
        "store, KiB an article": [each.stored * 1024 / each.articles for each in rows],
    }
    figure, axes = plot.subplots(1, len(series), figsize=(9.6, 3.0))
    for each, (label, values) in zip(axes, series.items(), strict=True):
        each.plot([row.articles / 1000 for row in rows], values, color="#1f5f8b", marker="o", markersize=3)
        each.set(ylim=(0, max(values) * 1.15), xlabel="thousand articles stored", title=label)
        each.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(picture, metadata={"Date": None})


def main() -> None:
    """Run where there are no rows yet, and draw them."""
    table, picture = Path(sys.argv[1]), Path(sys.argv[2])
    if not table.exists():
        with table.open("w", encoding="utf-8", newline="") as sink:
            writer = csv.writer(sink, lineterminator="\n")
            writer.writerow(Row._fields)

            def keep(row: Row) -> None:
                writer.writerow(row)
                sink.flush()
                print(*row, flush=True)

            run(ARTICLES, STEP, keep)
    with table.open(encoding="utf-8", newline="") as source:
        rows = [
            Row(int(each["articles"]), float(each["seconds"]), float(each["resident"]), float(each["stored"]))
            for each in csv.DictReader(source)
        ]
    draw(rows, picture)
    whole = sum(each.seconds for each in rows[1:]) / (len(rows) - 1)
    print(f"memory, last to first: {rows[-1].resident / rows[0].resident:.2f}")
    print(f"CPU-seconds of the last thousand to the mean after the first: {rows[-1].seconds / whole:.2f}")


if __name__ == "__main__":
    main()
