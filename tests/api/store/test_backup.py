from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS

from api.errors import BackupDamaged, StoreDamaged, StoreLocked, StoreMissing, StoreOccupied
from api.store.backup import back_up, check, restore
from api.store.embedded import EmbeddedStore
from tests.api import desk

A = "https://example.org/a"


def graph_of(label: str) -> Graph:
    return Graph().add((URIRef(A), RDFS.label, Literal(label)))


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = desk.fill(tmp_path / "store")
    waiting = tmp_path / "store" / "quarantine" / "a-b"
    waiting.mkdir(parents=True)
    (waiting / "article.json").write_text("{}")
    (waiting / ".article.json.7.new").write_text("half")
    return store


def everything(store: EmbeddedStore) -> set[str]:
    with store.read() as reader:
        return {str(quad) for quad in reader.engine.quads_for_pattern(None, None, None)}


def test_what_is_put_away_comes_back(store: EmbeddedStore, tmp_path: Path) -> None:
    found = back_up(store, tmp_path / "kept", "0.1.0")
    assert check(tmp_path / "kept") == found
    again = EmbeddedStore(tmp_path / "again")
    assert restore(tmp_path / "kept", tmp_path / "again") == (found, None)
    assert everything(again) == everything(store)
    assert (tmp_path / "again" / "quarantine" / "a-b" / "article.json").read_text() == "{}"
    assert not [*(tmp_path / "again").rglob("*.new")]
    with again.write() as writer:
        assert writer.has(str(desk.VERSION)), "the writer goes on from what was put back"
        writer.put({A: graph_of("new")})
    assert len(everything(again)) == len(everything(store)) + 1
    assert check(tmp_path / "kept") == found, "what was put away does not change with the store"
    with pytest.raises(StoreMissing):
        EmbeddedStore(tmp_path / "kept").read()


def test_a_backup_is_one_state_however_much_is_written_meanwhile(store: EmbeddedStore, tmp_path: Path) -> None:
    before = everything(store)
    with store.write() as writer:
        writer.put({A: graph_of("not published")})
        back_up(store, tmp_path / "kept", "")
        writer.publish()
        restore(tmp_path / "kept", tmp_path / "again")
    assert everything(EmbeddedStore(tmp_path / "again")) == before


def test_nothing_is_written_over(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    back_up(store, tmp_path / "empty", "")
    with pytest.raises(StoreOccupied, match="empty"):
        back_up(store, tmp_path / "empty", "")
    with pytest.raises(StoreOccupied, match="--force"):
        restore(tmp_path / "empty", tmp_path / "store")
    with store.write(), pytest.raises(StoreLocked, match="wait"):
        restore(tmp_path / "empty", tmp_path / "store", force=True)
    before = everything(store)
    for number in (1, 2):
        _, aside = restore(tmp_path / "empty", tmp_path / "store", force=True)
        assert aside == tmp_path / f"store.before-{number}"
        assert everything(EmbeddedStore(aside)) == everything(store) == before
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreOccupied):
        back_up(store, tmp_path / "file", "")
    with pytest.raises(StoreOccupied):
        restore(tmp_path / "empty", tmp_path / "file")


def test_a_store_where_nothing_was_published_leaves_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        back_up(EmbeddedStore(tmp_path / "none"), tmp_path / "kept", "")
    assert [*tmp_path.iterdir()] == []


def spoil(place: Path, how: str) -> None:
    files = [*(place / "snapshot").glob("*.sst")]
    match how:
        case "altered":
            files[0].write_bytes(files[0].read_bytes()[::-1])
        case "short":
            files[0].write_bytes(files[0].read_bytes()[:-1])
        case "missing":
            files[0].unlink()
        case "more":
            (place / "snapshot" / "more").write_text("")
        case "elsewhere":
            (place / "CURRENT").write_text("1")
            given = json.loads((place / "backup.json").read_text())
            given["files"]["CURRENT"] = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
            (place / "backup.json").write_text(json.dumps(given))
        case "link":
            target = place.parent / "target"
            files[0].rename(target)
            files[0].symlink_to(target)
        case "newer":
            given = json.loads((place / "backup.json").read_text())
            (place / "backup.json").write_text(json.dumps(given | {"form": 2}))
        case "fewer":
            given = json.loads((place / "backup.json").read_text())
            (place / "backup.json").write_text(json.dumps(given | {"quads": 7}))
        case "broken":
            (place / "backup.json").write_text("{")
        case "none":
            (place / "backup.json").unlink()


HOW = ["altered", "short", "missing", "more", "elsewhere", "link", "newer", "fewer", "broken", "none"]


@pytest.mark.parametrize("how", HOW)
def test_a_backup_that_is_not_whole_is_not_put_back(store: EmbeddedStore, tmp_path: Path, how: str) -> None:
    back_up(store, tmp_path / "kept", "")
    spoil(tmp_path / "kept", how)
    before = everything(store)
    with pytest.raises(BackupDamaged, match="kept"):
        restore(tmp_path / "kept", tmp_path / "again")
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "kept", tmp_path / "store", force=True)
    assert not (tmp_path / "again").exists()
    assert not [*tmp_path.glob(".*.new")]
    assert everything(store) == before


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/dev/full").exists(), reason="needs a place that cannot be written")
def test_a_place_that_cannot_be_written_is_said_so(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="permissions"):
        back_up(store, Path("/proc/nothing/kept"), "")


_WORK = """
import sys
from pathlib import Path
from api.store.backup import back_up, restore
from api.store.embedded import EmbeddedStore
print("ready", flush=True)
if sys.argv[1] == "back_up":
    back_up(EmbeddedStore(Path(sys.argv[2])), Path(sys.argv[3]), "")
else:
    restore(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("what", ["back_up", "restore"])
def test_killed_at_any_moment_it_leaves_nothing_half_written(store: EmbeddedStore, tmp_path: Path, what: str) -> None:
    back_up(store, tmp_path / "kept", "")
    source = tmp_path / ("store" if what == "back_up" else "kept")
    whole = 0
    for number in range(8):
        place = tmp_path / f"{what}-{number}"
        with subprocess.Popen([sys.executable, "-c", _WORK, what, str(source), str(place)], stdout=-1) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.003 * number)
            process.send_signal(signal.SIGKILL)
        if place.exists():
            whole += 1
            if what == "back_up":
                check(place)
            else:
                assert everything(EmbeddedStore(place)) == everything(store)
    assert whole < 8
