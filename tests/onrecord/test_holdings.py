import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from onrecord.errors import OutputFailed
from onrecord.files import write_whole
from tests.onrecord.conftest import BRIDGE, HARBOUR, Invoke, command, write_articles


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("turtle", ox.RdfFormat.TURTLE),
    ],
)
def test_an_export_holds_everything(invoke: Invoke, holding: str, name: str, form: ox.RdfFormat) -> None:
    found = invoke("export", "--store", holding, "--format", name)
    assert found.returncode == 0
    said = {quad.object for quad in ox.parse(found.stdout, format=form)}
    assert {ox.Literal(BRIDGE), ox.Literal(HARBOUR)} <= said


def test_an_export_to_a_file_is_whole_or_not_there(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text("before")
    assert invoke("export", "--store", holding, "-o", str(file)).returncode == 0
    assert file.read_text("utf-8") == invoke("export", "--store", holding).stdout
    missing = invoke("export", "--store", holding, "-o", str(tmp_path / "no" / "all.nq"))
    assert missing.returncode == 3
    [line] = missing.stderr.splitlines()
    assert "all.nq: cannot be written" in line


def test_a_draft_that_fails_leaves_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text("before")
    with pytest.raises(KeyboardInterrupt), write_whole(file):
        raise KeyboardInterrupt
    assert file.read_text() == "before"
    with pytest.raises(OutputFailed, match="No space"), write_whole(file):
        raise OSError(28, "No space left on device")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_is_said_in_a_line(holding: str) -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            command("export", "--store", holding), stdout=full, stderr=subprocess.PIPE, check=False, text=True
        )
    assert found.returncode == 3
    assert len(found.stderr.splitlines()) == 1
    assert "No space left" in found.stderr


def test_an_export_may_be_cut_short_by_its_reader(holding: str) -> None:
    with subprocess.Popen(
        command("export", "--store", holding), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_status_says_what_the_store_holds(invoke: Invoke, holding: str) -> None:
    found = invoke("status", "--store", holding)
    assert found.returncode == 0
    account = dict(line.split(maxsplit=1) for line in found.stdout.splitlines())
    assert account["store"] == holding
    assert int(account["snapshot"]) >= 1
    assert account["articles"] == "2"
    assert account["versions"] == "2"
    assert int(account["statements"]) >= 2
    assert account["quarantined"] == "0"
    assert "en_core_web_md" in account["model"]
    assert account["engine"].startswith("Oxigraph")
    assert float(account["size"].split()[0]) > 1


@pytest.mark.parametrize("name", ["status", "export", "validate", "serve"])
def test_a_missing_store_is_one_clear_line(invoke: Invoke, tmp_path: Path, name: str) -> None:
    found = invoke(name)
    assert found.returncode == 3
    [line] = [line for line in found.stderr.splitlines() if not line.startswith("checked")]
    assert "onrecord-data: no graph is stored here" in line
    assert not (tmp_path / "onrecord-data").exists()


@pytest.mark.parametrize("name", ["status", "export", "serve"])
def test_a_damaged_store_is_one_clear_line(invoke: Invoke, tmp_path: Path, name: str) -> None:
    (tmp_path / "onrecord-data").mkdir()
    (tmp_path / "onrecord-data" / "CURRENT").write_text("nonsense")
    found = invoke(name)
    assert found.returncode == 3
    assert len(found.stderr.splitlines()) == 1


def test_an_engine_that_does_not_answer_is_one_clear_line(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE})
    for arguments in (("status",), ("ingest", file), ("query", "who-mediated"), ("export",), ("serve",)):
        found = invoke(*arguments, "--store", "http://127.0.0.1:9/sparql")
        assert found.returncode == 3, arguments
        assert len(found.stderr.splitlines()) == 1
        assert "127.0.0.1:9" in found.stderr
