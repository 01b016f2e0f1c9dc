"""backup, restore and migrate, as a keeper uses them: beside an ingest and a server that run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

import onrecord.keeping
from api.model import VOCABULARY, current_model, load_migrations
from api.store import open_store
from api.store.embedded import EmbeddedStore
from tests.api.engines import serve
from tests.api.serving import serving
from tests.onrecord.conftest import Invoke, command

BASE = "https://w3id.org/onrecord/id/"
THING, OLD, NEW = (URIRef(f"https://example.org/{name}") for name in ("thing", "old", "new"))


def set_model(store: str, version: str) -> None:
    with open_store(store).write() as writer:
        writer.put(
            {
                f"{BASE}ontology": Graph().add((VOCABULARY, OWL.versionInfo, Literal(version))),
                str(THING): Graph().add((THING, RDF.type, OLD)),
            }
        )


def test_a_store_is_put_away_and_back(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    kept, again = str(tmp_path / "kept"), str(tmp_path / "again")
    found = invoke("backup", kept, "--store", holding)
    assert found.returncode == 0, found.stderr
    assert "read again whole" in found.stderr
    found = invoke("restore", kept, "--store", again)
    assert found.returncode == 0, found.stderr
    assert invoke("export", "--store", again).stdout == invoke("export", "--store", holding).stdout
    status = invoke("status", "--store", again).stdout
    assert f"vocabulary   {current_model()}" in status
    assert invoke("restore", kept, "--store", again).returncode == 3
    found = invoke("restore", kept, "--store", again, "--force")
    assert found.returncode == 0
    assert "again.before-1" in found.stderr


def test_a_backup_is_made_while_an_ingest_and_a_server_run(
    invoke: Invoke, holding: str, tmp_path: Path, articles: str
) -> None:
    store = tmp_path / "store"
    shutil.copytree(holding, store)
    with serving(store) as running, EmbeddedStore(store).write() as writer:
        writer.put({str(THING): Graph().add((THING, RDF.type, OLD))})
        assert invoke("backup", str(tmp_path / "kept"), "--store", str(store)).returncode == 0
        assert running.process.poll() is None
    assert invoke("restore", str(tmp_path / "kept"), "--store", str(tmp_path / "again")).returncode == 0
    assert invoke("ingest", articles, "--store", str(tmp_path / "again")).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "kept", "--store", "none"],
        ["backup", "/proc/kept", "--store", "{holding}"],
        ["backup", "kept", "--store", "http://127.0.0.1:9/query"],
        ["restore", "none", "--store", "again"],
        ["restore", "{holding}", "--store", "again"],
        ["migrate", "--store", "none"],
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(invoke: Invoke, holding: str, words: list[str]) -> None:
    found = invoke(*(word.replace("{holding}", holding) for word in words))
    assert found.returncode == 3
    assert len(found.stderr.splitlines()) == 1
    assert not Path("kept").exists()
    assert not Path("again").exists()
    assert not Path("none").exists()


def test_a_store_that_follows_the_model_is_left_alone(invoke: Invoke, holding: str) -> None:
    before = EmbeddedStore(Path(holding)).current()
    found = invoke("migrate", "--store", holding)
    assert found.returncode == 0
    assert f"follows the model {current_model()} already" in found.stderr
    assert EmbeddedStore(Path(holding)).current() == before


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration from a model that never was."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    rename = f"DELETE {{ GRAPH ?g {{ ?s a <{OLD}> }} }} INSERT {{ GRAPH ?g {{ ?s a <{NEW}> }} }}"
    (folder / f"0.0.1-to-{current_model()}.ru").write_text(f"{rename} WHERE {{ GRAPH ?g {{ ?s a <{OLD}> }} }}")
    monkeypatch.setattr(onrecord.keeping, "load_migrations", lambda: load_migrations(folder))


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("remote", [False, True])
def test_an_older_store_is_lifted_before_anything_is_written_to_it(
    invoke: Invoke, articles: str, tmp_path: Path, remote: bool
) -> None:
    if remote:
        with serve(tmp_path / "engine") as running:
            lift(invoke, articles, running.query)
    else:
        lift(invoke, articles, str(tmp_path / "store"))


def lift(invoke: Invoke, articles: str, store: str) -> None:
    set_model(store, "0.0.1")
    found = invoke("ingest", articles, "--store", store)
    assert found.returncode == 3
    assert "run onrecord migrate first" in found.stderr
    found = invoke("migrate", "--store", store)
    assert found.returncode == 0, found.stderr
    assert f"lifted from the model 0.0.1 to {current_model()}" in found.stderr
    with open_store(store).read() as reader:
        assert set(reader.graph(str(THING))) == {(THING, RDF.type, NEW)}
    assert invoke("ingest", articles, "--store", store).returncode == 0


def test_a_store_of_a_newer_model_is_neither_served_nor_written_to(
    invoke: Invoke, articles: str, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    set_model(store, "99.0.0")
    for words in (["serve"], ["ingest", articles], ["migrate"]):
        found = invoke(*words, "--store", store)
        assert found.returncode == 3, words
        assert "use a newer OnRecord" in found.stderr
    kept = str(tmp_path / "kept")
    assert invoke("backup", kept, "--store", store).returncode == 0
    assert invoke("restore", kept, "--store", str(tmp_path / "again")).returncode == 3


def test_a_store_from_which_no_way_leads_is_said_so(invoke: Invoke, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    set_model(store, "0.0.1")
    found = invoke("migrate", "--store", store)
    assert found.returncode == 3
    assert "no way leads from the model 0.0.1" in found.stderr
    with subprocess.Popen(
        command("serve", "--store", store, "--port", "0"), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert "run onrecord migrate first; until then some questions find less" in process.stderr.readline()
        assert "serving at" in process.stderr.readline()
        process.terminate()
