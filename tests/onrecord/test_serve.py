import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from tests.onrecord.conftest import Invoke, command


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def fetch(address: str, process: subprocess.Popen[str]) -> bytes:
    while True:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(address) as answer:
                body: bytes = answer.read()
                return body
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_store_is_served_until_it_is_stopped(holding: str, port: int, how: signal.Signals) -> None:
    with subprocess.Popen(
        command("serve", "--store", holding, "--port", str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert json.loads(fetch(f"http://127.0.0.1:{port}/healthz", process))["status"] == "ok"
        process.send_signal(how)
        _, said = process.communicate()
    assert process.returncode in {0, 130, -how}
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_port_in_use_is_one_clear_line(invoke: Invoke, holding: str, taken: int) -> None:
    found = invoke("serve", "--store", holding, "--port", str(taken))
    assert found.returncode == 3
    [line] = found.stderr.splitlines()
    assert str(taken) in line


def test_a_port_that_is_none_is_a_mistake_in_the_command(invoke: Invoke) -> None:
    assert invoke("serve", "--port", "70000").returncode == 2


def test_the_demo_shows_an_answer_and_serves_it(taken: int, tmp_path: Path) -> None:
    with subprocess.Popen(
        command("demo", "--store", str(tmp_path / "demo"), "--port", str(taken)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = ""
        while "curl" not in printed:
            line = process.stdout.readline()
            assert line, process.communicate()
            printed += line
        addresses = [word for word in printed.split() if word.startswith("http://")]
        assert len(addresses) > 3
        for address in addresses:
            assert not address.startswith(f"http://127.0.0.1:{taken}/")
            assert fetch(address, process)
            assert "search?" not in address or b"talks" in fetch(address, process)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
        assert '"event": "request"' not in told
    assert process.returncode in {0, 130}


def test_the_demo_answers_with_sentences(invoke: Invoke) -> None:
    found = invoke("demo", "--no-serve")
    assert found.returncode == 0, found.stderr
    assert "0 quarantined, 0 unreadable" in found.stderr
    head, *rows = found.stdout.partition("who ")[2].splitlines()
    assert "the sentence" in head
    assert len(rows) > 2
    assert "0 added" in invoke("demo", "--no-serve").stderr
