"""Shards are made whole or not at all, however often, and a store that is loaded from them is like any other."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from arro3.io import read_parquet

import onrecord.shards.fleet
from api.errors import StoreDamaged
from api.store import open_store
from api.store.bulk import BulkWriter
from ingest.model import Article
from ingest.run import Run
from onrecord.settings import Settings
from onrecord.shards import Shard, cut
from onrecord.shards.fleet import Crew
from onrecord.shards.making import ARTICLES, GRAPHS, MANIFEST, TABLE, ShardManifest
from tests.onrecord.conftest import BRIDGE, HARBOUR, QUARREL, Invoke, command, without_loads, write_articles
from tests.onrecord.test_copies import LEAD, OTHER, RATES, WIRE

RUN = Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "cd")


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are found by rules: what is tested here is what becomes of them."""
    monkeypatch.setenv("ONRECORD_TAGGER", "none")


@pytest.fixture
def news(tmp_path: Path) -> str:
    """Articles with a copy, an excerpt, a later text of one of them, the same one twice, and a line that is none."""
    texts = {"wire": WIRE, "north": WIRE, "coast": LEAD, "own": OTHER, "bank": RATES, "bridge": BRIDGE}
    told = [
        {"url": f"https://{name}.example/1", "publisher": name, "published": f"2024-04-0{n + 1}", "text": text}
        for n, (name, text) in enumerate(texts.items())
    ]
    file = write_articles(tmp_path / "news.jsonl", *told, told[4], {**told[5], "text": f"{BRIDGE} {HARBOUR}"})
    with Path(file).open("a", encoding="utf-8") as sink:
        sink.write("{broken\n")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_two_processes_make_what_one_makes_and_a_store_of_it_is_like_any_other(
    invoke: Invoke, news: str, tmp_path: Path
) -> None:
    one = invoke("shard", news, "--output", "one", "--size", "4")
    assert one.returncode == 1, one.stderr
    assert "8 added" in one.stderr
    assert "1 unreadable" in one.stderr
    made = contents(tmp_path / "one")
    invoke("shard", news, "--output", "two", "--size", "4", "--jobs", "2")
    assert contents(tmp_path / "two") == made

    again = invoke("shard", news, "--output", "one", "--size", "4")
    assert "8 added" in again.stderr
    assert contents(tmp_path / "one") == made

    loaded = invoke("load", "one", "--store", "loaded")
    assert loaded.returncode == 1, loaded.stderr
    invoke("ingest", news, "--store", "ingested")
    exports = [invoke("export", "--store", store).stdout for store in ("loaded", "ingested")]
    assert without_loads(exports[0]) == without_loads(exports[1])
    assert "wasQuotedFrom" in exports[0]
    assert "wasRevisionOf" in exports[0]
    assert invoke("validate", "--store", "loaded").returncode == 0
    assert "1 unreadable" in invoke("status", "--store", "loaded").stdout

    more = invoke("load", "one", "--store", "loaded")
    assert "0 added, 0 revised, 8 unchanged" in more.stderr
    assert without_loads(invoke("export", "--store", "loaded").stdout) == without_loads(exports[0])


def test_a_store_that_holds_articles_takes_up_shards(invoke: Invoke, news: str, tmp_path: Path) -> None:
    some = write_articles(tmp_path / "some.jsonl", *map(json.loads, Path(news).read_text("utf-8").splitlines()[2:5]))
    invoke("shard", news, "--output", "shards", "--size", "2")
    for store in ("loaded", "ingested"):
        invoke("ingest", some, "--store", store)

    loaded = invoke("load", "shards", "--store", "loaded")

    assert "3 unchanged" not in loaded.stderr.splitlines()[0]
    invoke("ingest", news, "--store", "ingested")
    exports = [without_loads(invoke("export", "--store", store).stdout) for store in ("loaded", "ingested")]
    assert exports[0] == exports[1]


def test_the_table_has_a_row_for_every_statement(invoke: Invoke, news: str, tmp_path: Path) -> None:
    invoke("shard", news, "--output", "shards", "--size", "100")
    [place] = (tmp_path / "shards").iterdir()
    table = read_parquet(str(place / TABLE)).read_all()
    with gzip.open(place / GRAPHS, "rt", encoding="utf-8") as graphs:
        stored = {line.split(" ")[0].strip("<>") for line in graphs if "#Statement>" in line}
    told = [json.loads(line) for line in (place / ARTICLES).read_text("utf-8").splitlines()]
    assert table.num_rows == sum(each.get("statements", 0) for each in told)
    assert {str(name) for name in table["statement"].combine_chunks().to_pylist()} == stored
    assert "Lucía Ferrer" in {str(name) for name in table["claimant"].combine_chunks().to_pylist()}


def test_shards_of_other_articles_stay_when_some_are_added() -> None:
    articles = [Article(text=f"Report {n}.", origin=f"news:{n}") for n in range(200)]
    before = {each.name for each in cut(articles, RUN, 10)}
    moved = [Article(text=each.text, origin=f"elsewhere:{n}") for n, each in enumerate(articles)]
    more = [*moved[:50], Article(text="One more.", origin="late"), *moved[50:]]
    after = [*cut(more, RUN, 10)]
    assert sum(len(each.items) for each in after) == 201
    assert len({each.name for each in after} - before) <= 2
    assert {each.name for each in cut(articles, RUN, 10)} == before
    other = Run("0.1.0", "en_core_web_md", "3.8.0", "ab", "rules", "ef")
    assert not {each.name for each in cut(articles, other, 10)} & before


def test_what_was_killed_goes_on_and_leaves_nothing_behind(invoke: Invoke, tmp_path: Path) -> None:
    texts = [{"text": f"{text} It was report {n}."} for n in range(40) for text in (BRIDGE, HARBOUR, QUARREL)]
    news = write_articles(tmp_path / "many.jsonl", *texts)
    process = subprocess.Popen(
        command("shard", news, "--output", "stopped", "--size", "3"), start_new_session=True, stderr=subprocess.DEVNULL
    )
    while len([*(tmp_path / "stopped").glob("[!.]*")]) < 2:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert all((place / MANIFEST).is_file() for place in (tmp_path / "stopped").glob("[!.]*"))

    invoke("shard", news, "--output", "stopped", "--size", "3")

    invoke("shard", news, "--output", "whole", "--size", "3")
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")


def die_at_a_bridge(settings: Settings, shard: Shard, output: Path) -> ShardManifest:
    """Stands in for a library that takes its process down."""
    living = [item for n, item in enumerate(shard.items) if n not in shard.fatal]
    try_until_a_bridge(settings, [item for item in living if isinstance(item, Article)])
    counts = {"added": len(living), "failed": len(shard.fatal)}
    return ShardManifest(form=1, name=shard.name, run="", configuration="", versions={}, counts=counts, digests={})


def try_until_a_bridge(settings: Settings, articles: list[Article]) -> None:
    if any("bridge" in article.text for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)


def test_an_article_at_which_a_process_dies_costs_itself_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onrecord.shards.fleet, "make_shard", die_at_a_bridge)
    monkeypatch.setattr(onrecord.shards.fleet, "try_reading", try_until_a_bridge)
    monkeypatch.setattr(onrecord.shards.fleet, "describe_run", str)
    crew = Crew(Settings(jobs=2))
    items = tuple(Article(text=text, origin=text) for text in (HARBOUR, BRIDGE, HARBOUR))
    shards = [Shard("a", items), Shard("b", items[2:])]
    made = [*crew.make_all(shards, tmp_path)]
    crew.close()
    assert [each.name for each in made] == ["a", "b"]
    assert [each.counts for each in made] == [{"added": 2, "failed": 1}, {"added": 1, "failed": 0}]


def test_a_load_that_fails_leaves_the_store_as_it_was(
    invoke: Invoke, news: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_articles(tmp_path / "first.jsonl", json.loads(Path(news).read_text("utf-8").splitlines()[1]))
    invoke("ingest", first, "--store", "store")
    before = invoke("export", "--store", "store").stdout
    invoke("shard", news, "--output", "shards", "--size", "4")

    def fail(writer: BulkWriter) -> str:
        raise StoreDamaged(f"{writer}: no room")

    with monkeypatch.context() as patched:
        patched.setattr(BulkWriter, "publish", fail)
        assert invoke("load", "shards", "--store", "store").returncode == 3
    assert invoke("export", "--store", "store").stdout == before

    invoke("load", "shards", "--store", "store")
    invoke("ingest", first, "--store", "other")
    invoke("ingest", news, "--store", "other")
    exports = [without_loads(invoke("export", "--store", store).stdout) for store in ("store", "other")]
    assert exports[0] == exports[1]


def test_a_shard_that_was_changed_is_refused_and_named(invoke: Invoke, news: str, tmp_path: Path) -> None:
    invoke("shard", news, "--output", "shards", "--size", "100")
    [place] = (tmp_path / "shards").iterdir()
    (place / GRAPHS).write_bytes(b"")
    refused = invoke("load", "shards", "--store", "store")
    assert refused.returncode == 3
    assert f"{place.name}/{GRAPHS}" in refused.stderr
    assert "make it again" in refused.stderr
    shutil.rmtree(place)
    assert "no shard is there" in invoke("load", "shards", "--store", "store").stderr


def test_shards_of_several_configurations_are_told_apart(
    invoke: Invoke, articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("shard", articles, "--output", "shards")
    monkeypatch.setenv("ONRECORD_BASE", "https://example.org/id/")
    invoke("shard", articles, "--output", "shards")
    names = [json.loads(file.read_bytes())["run"] for file in (tmp_path / "shards").glob(f"*/{MANIFEST}")]
    refused = invoke("load", "shards", "--store", "store")
    assert refused.returncode == 3
    assert "--run" in refused.stderr
    chosen = invoke("load", "shards", "--store", "store", "--run", next(each for each in names if "example" in each))
    assert chosen.returncode == 0, chosen.stderr
    with open_store("store").read() as reader:
        assert any(name.startswith("https://example.org/id/article/") for name in reader.graphs())
