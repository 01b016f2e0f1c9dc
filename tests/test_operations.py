"""What the page on operations says, as far as it can be done anywhere: its commands, its image, a read-only root.

A contributor's machine need not have a container runtime, so the image's file is held to rules, and what it runs is run
as a plain user.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from typer.testing import CliRunner

from onrecord.cli import app

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
FENCED = re.compile(r"```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)
EXAMPLE = '{"text": "Ana Reyes said on Friday that the road was open.", "published": "2024-04-05"}'
NOBODY = 65534


def commands() -> list[str]:
    return [line for block in FENCED.finditer(PAGE) if block["kind"] == "sh" for line in block["body"].splitlines()]


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    joined = re.sub(r"\\\n\s*", "", text)
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def lock(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    text = (ROOT / name).read_text("utf-8")
    found = re.finditer(
        r"^(?P<name>[\w.-]+)==(?P<version>\S+) \\\n(?P<hashes>(?: +--hash=\S+(?: \\)?\n)+)", text, re.MULTILINE
    )
    return {each["name"]: (each["version"], frozenset(re.findall(r"sha256:\w+", each["hashes"]))) for each in found}


def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(EXAMPLE)
    assert CliRunner().invoke(app, ["ingest", "a.json", "--store", "graph"]).exit_code == 0
    ours = [shlex.split(line)[1:] for line in commands() if line.startswith("onrecord ")]
    assert len(ours) == 5
    for words in ours:
        found = CliRunner().invoke(app, words)
        assert found.exit_code == 0, (words, found.output)
    assert (tmp_path / "again.before-1").is_dir()
    assert "Ana Reyes" in (tmp_path / "everything.nq").read_text("utf-8")


def test_the_containers_run_commands_that_there_are() -> None:
    runs = [shlex.split(line) for line in commands() if " run " in line]
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    for words in runs:
        image = words.index("onrecord", words.index("-v"))
        assert {"--read-only", "--cap-drop"} <= set(words)
        assert words[image + 1 : image + 2] == [] or words[image + 1] in known
    assert len(runs) == 2


def test_the_unit_starts_a_command_that_there_is() -> None:
    [unit] = [block["body"] for block in FENCED.finditer(PAGE) if block["kind"] == "ini"]
    assert re.search(r"^ExecStart=/opt/onrecord/bin/onrecord serve$", unit, re.MULTILINE)
    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "DynamicUser=yes"} <= set(unit.splitlines())


def test_the_page_names_no_setting_that_is_none() -> None:
    from onrecord.settings import Settings

    known = {name for name, _, _ in Settings.table()}
    named = set(re.findall(r"`((?:query|spool|engine)_\w+)`", PAGE)) | {
        name.lower() for name in re.findall(r"ONRECORD_(\w+)", PAGE + (ROOT / "Containerfile").read_text("utf-8"))
    }
    assert named
    assert named <= known


def test_no_instruction_of_the_image_needs_a_shell() -> None:
    for name, rest in instructions():
        if name in {"RUN", "CMD", "ENTRYPOINT", "VOLUME"}:
            assert isinstance(json.loads(rest), list), rest
        if name == "HEALTHCHECK":
            words = json.loads(rest.partition(" CMD ")[2])
            assert compile(words[2], "healthcheck", "exec")
    assert not [rest for name, rest in instructions() if name in {"ADD", "SHELL", "ONBUILD", "MAINTAINER"}]


def test_the_image_runs_as_a_plain_user_and_holds_no_secret() -> None:
    order = [name for name, _ in instructions()]
    last = len(order) - order[::-1].index("FROM")
    stage = instructions()[last:]
    assert order.count("FROM") == 2
    user = next(rest for name, rest in stage if name == "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    names = [name for name, _ in stage]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names, "what is built stays in its stage"
    assert {"HEALTHCHECK", "VOLUME", "EXPOSE", "LABEL"} <= set(names)
    settings = " ".join(rest for name, rest in instructions() if name in {"ENV", "ARG", "LABEL"})
    assert not re.search(r"TOKEN|PASSWORD|SECRET|KEY", settings)
    images = [rest for name, rest in instructions() if name == "ARG"]
    assert all(re.search(r":\d+\.\d+-[\w-]+$", image) for image in images), "a version, and never the latest"
    version = (ROOT / ".python-version").read_text().strip()
    assert all(f":{version}-" in image for image in images)


def test_the_image_is_made_of_what_is_locked_and_there() -> None:
    installs = [
        json.loads(rest) for name, rest in instructions() if name == "RUN" and "install" in rest and "pip" in rest
    ]
    locked, own = installs
    assert {"--require-hashes", "--no-deps"} <= set(locked)
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(own)
    copied = [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    allowed = (ROOT / ".containerignore").read_text().splitlines()
    assert [source for source in copied if f"!{source}" not in allowed] == []
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*packages["packages"], *packages["shared-data"]} <= set(copied)


def test_the_images_lock_agrees_with_the_other() -> None:
    image, other = lock("requirements-image.lock"), lock("requirements.lock")
    assert len(image) > 50
    assert {name for name in image.keys() & other.keys() if image[name] != other[name]} == set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["image"]]
    names = {re.split(r"[<>=! ]", each)[0] for each in wanted}
    assert names <= image.keys()
    assert {"pytest", "ruff", "mypy"}.isdisjoint(image)


def as_nobody(*words: str) -> list[str]:
    """The words that run a command as a plain user who may read everything and write what is theirs."""
    capability = "+dac_read_search"
    drop = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--no-new-privs"]
    return ["setpriv", *drop, "--inh-caps", capability, "--ambient-caps", capability, "--", *words]


def can_drop() -> bool:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    return subprocess.run(as_nobody("true"), capture_output=True, check=False).returncode == 0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into. Those of pytest are closed again whenever another pytest starts."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(not can_drop(), reason="only root can become a plain user, with setpriv")
def test_a_plain_user_without_a_home_ingests_and_serves_on_a_root_that_is_read_only(open_folder: Path) -> None:
    (open_folder / "a.json").write_text(EXAMPLE)
    store, temporary, cwd = (open_folder / name for name in ("lib", "tmp", "etc"))
    for folder in (store, temporary):
        folder.mkdir()
        os.chown(folder, NOBODY, NOBODY)
    cwd.mkdir()
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
    before = theirs(places)
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ONRECORD_STORE": str(store / "graph"),
        "ONRECORD_PORT": "0",
    }

    def words(*arguments: str) -> list[str]:
        return as_nobody(sys.executable, "-c", "from onrecord.cli import main; main()", *arguments)

    for arguments in (["ingest", str(open_folder / "a.json")], ["backup", str(store / "kept")], ["status"]):
        done = subprocess.run(words(*arguments), cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    refused = subprocess.run(
        words("backup", str(open_folder / "kept")),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 3
    with subprocess.Popen(words("serve"), cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[2]
        try:
            assert b'"ok"' in fetch(address + "healthz", process)
            assert b"true" in fetch(address + "sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D&format=json", process)
            assert b"<html" in fetch(address, process)
        finally:
            process.terminate()
    assert theirs(places) == before
    assert not [*temporary.iterdir()]


def theirs(places: list[Path]) -> set[Path]:
    return {path for place in places if place.is_dir() for path in place.iterdir() if path.lstat().st_uid == NOBODY}


def fetch(address: str, process: subprocess.Popen[str]) -> bytes:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address) as answer:
                body: bytes = answer.read()
                return body
        except HTTPError as error:
            with error:
                process.terminate()
                raise AssertionError(error.read(), process.stderr and process.stderr.read()) from error
        except OSError:  # also a connection that is reset, as those in the queue of a server that dies are
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")
