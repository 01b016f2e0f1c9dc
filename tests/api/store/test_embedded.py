from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.errors import InvalidTerm, SnapshotGone, SnapshotUnknown, StoreClosed, StoreDamaged, StoreLocked, StoreMissing
from api.store import open_store
from api.store.embedded import EmbeddedStore

A = "https://example.org/article/1"


def graph_of(label: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.add((URIRef("https://example.org/s"), RDFS.label, Literal(label)))
    return graph


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path)


def test_reading_where_nothing_was_written_says_so_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="ingest an article"):
        open_store(tmp_path / "none").read()
    assert not (tmp_path / "none").exists()


def test_readers_see_published_states_only(store: EmbeddedStore) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("first")})
        first = writer.publish()
        with store.read() as before:
            writer.put({A: graph_of("second")})
            assert before.state == first
            with store.read() as unpublished:
                assert unpublished.state == first
            writer.publish()
            assert {str(o) for o in before.graph(A).objects()} == {"first"}
    with store.read() as after:
        assert after.state != first
        assert {str(o) for o in after.graph(A).objects()} == {"second"}


def test_a_snapshot_lives_as_long_as_a_reader_holds_it_and_no_longer(store: EmbeddedStore, tmp_path: Path) -> None:
    with store.write() as writer:
        writer.publish()
        reader = store.read()
        writer.publish()
        writer.publish()
        assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {"1", "3"}
        reader.close()
        writer.publish()
        assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {"4"}


def test_closing_without_a_change_publishes_nothing_new(store: EmbeddedStore) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
    with store.read() as reader:
        state = reader.state
    with store.write():
        pass
    with store.read() as reader:
        assert reader.state == state


def test_putting_what_is_stored_already_publishes_nothing_new(store: EmbeddedStore) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("one")})
    with store.read() as reader:
        state = reader.state
    with store.write() as writer:
        writer.put({A: graph_of("one"), A + "0": rdflib.Graph()})
        with pytest.raises(InvalidTerm):
            writer.put({"no iri": graph_of("one")})
    with store.read() as reader:
        assert reader.state == state


def test_a_second_writer_is_told_to_wait(store: EmbeddedStore) -> None:
    with store.write(), pytest.raises(StoreLocked, match="wait"):
        store.write()
    store.write().close()


def test_a_damaged_pointer_is_named(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("../../etc")
    with pytest.raises(StoreDamaged, match="CURRENT"):
        store.read()
    (tmp_path / "CURRENT").write_text("7")
    with pytest.raises(StoreDamaged, match="gone"):
        store.read()


def test_use_after_closing_is_an_error_not_a_crash(store: EmbeddedStore) -> None:
    writer = store.write()
    writer.close()
    writer.close()
    with pytest.raises(StoreClosed):
        writer.put({A: graph_of("late")})
    reader = store.read()
    reader.close()
    with pytest.raises(StoreClosed):
        reader.query("ASK {}")


def test_what_a_killed_writer_had_put_is_published_by_the_next(store: EmbeddedStore, tmp_path: Path) -> None:
    with store.write() as writer:
        writer.put({A: graph_of("before")})
    put_and_die = """
import os, sys, rdflib
from api.store import open_store
writer = open_store(sys.argv[1]).write()
graph = rdflib.Graph()
graph.add((rdflib.URIRef("https://example.org/s"),) * 3)
writer.put({"https://example.org/article/2": graph})
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", put_and_die, str(tmp_path)], check=False).returncode == 9
    store.write().close()
    with store.read() as reader:
        assert reader.has("https://example.org/article/2")
        state = reader.state
    store.write().close()
    with store.read() as reader:
        assert reader.state == state


def test_a_writer_waits_for_another_as_long_as_it_is_patient(tmp_path: Path) -> None:
    hasty, patient = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path, patience=30)
    first = hasty.write()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(patient.write)
        while not first._turn.wanted():
            time.sleep(0.01)
        with pytest.raises(StoreLocked):
            hasty.write()
        first.put({A: graph_of("one")})
        first.close()
        with waiting.result() as second:
            assert second.has(A)


def test_a_writer_who_publishes_lets_the_one_who_waits_go_first(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, patience=30)

    def write_beside() -> None:
        with store.draft() as draft:
            draft.engine.update(f"INSERT DATA {{ GRAPH <{A}2> {{ <{A}> <{A}> 2 }} }}")
            draft.commit()

    with store.write() as first, ThreadPoolExecutor() as pool:
        first.put({A: graph_of("one")})
        waiting = pool.submit(write_beside)
        while not first._turn.wanted():
            time.sleep(0.01)
        first.publish()
        waiting.result()
        assert first.has(A + "2")
        first.put({A + "3": graph_of("three")})
    with store.read() as reader:
        assert reader.graphs() == (A, A + "2", A + "3")


@pytest.mark.parametrize("stage", ["copied", "retired"])
def test_a_draft_whose_writer_died_is_undone_or_finished(tmp_path: Path, stage: str) -> None:
    store = EmbeddedStore(tmp_path)
    with store.write() as writer:
        writer.put({A: graph_of("before")})
    change_and_die = """
import os, sys
from pathlib import Path
from api.store.embedded import EmbeddedStore
draft = EmbeddedStore(Path(sys.argv[1])).draft()
draft.engine.update("INSERT DATA { GRAPH <https://example.org/late> { <https://example.org/s> <http://a/p> 1 } }")
if sys.argv[2] == "copied":
    os._exit(9)
rename = Path.rename
def rename_once(self, target):
    if self.name == "draft":
        os._exit(9)
    return rename(self, target)
Path.rename = rename_once
draft.commit()
"""
    command = [sys.executable, "-c", change_and_die, str(tmp_path), stage]
    assert subprocess.run(command, check=False).returncode == 9
    with store.read() as reader:
        assert not reader.has("https://example.org/late")
    store.write().close()
    with store.read() as reader:
        assert reader.has(A)
        assert reader.has("https://example.org/late") is (stage == "retired")
    assert {path.name for path in tmp_path.iterdir()} >= {"live", "CURRENT", "snapshots"}
    assert not (tmp_path / "draft").exists()
    assert not (tmp_path / "retired").exists()


def test_so_many_snapshots_are_kept_and_one_that_was_never_seen_is_not(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, kept=2)
    for number in range(4):
        with store.write() as writer:
            writer.put({A: graph_of(str(number))})
    (tmp_path / "CURRENT").write_text("3")  # as if the writer had died before it could let readers see the fourth
    with pytest.raises(SnapshotUnknown):
        store.hold("4")
    with store.write() as writer:
        writer.put({A: graph_of("again")})
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["3", "4"]
    with pytest.raises(SnapshotGone, match="3, 4"):
        store.stamp("1")


def test_a_full_disk_is_said_in_a_sentence_and_what_was_stored_still_is(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.write() as writer:
        writer.put({A: graph_of("before")})
    fill_and_die = """
import resource, signal, sys, rdflib
from pathlib import Path
from api.errors import StoreDamaged
from api.store.embedded import EmbeddedStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = EmbeddedStore(Path(sys.argv[1]))
text = "INSERT DATA { GRAPH <https://example.org/big> { <http://a/s> <http://a/p> '%s' } }" % ("x" * 500_000)
try:
    if sys.argv[2] == "draft":
        with store.draft() as draft:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            draft.engine.update(text)
            draft.commit()
    else:
        with store.write() as writer:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            graph = rdflib.Graph()
            graph.add((rdflib.URIRef("https://example.org/s"), rdflib.RDF.value, rdflib.Literal("x" * 500_000)))
            writer.put({"https://example.org/big": graph})
except (StoreDamaged, OSError) as error:
    print(type(error).__name__, error)
"""
    for way in ("draft", "write"):
        command = [sys.executable, "-c", fill_and_die, str(tmp_path), way]
        said = subprocess.run(command, check=False, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        assert "File too large" in said.stdout
        store.write().close()
        with store.read() as reader:
            assert reader.graphs() == (A,)
