from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from api.errors import InvalidTerm, StoreClosed, StoreDamaged, StoreLocked, StoreMissing
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
