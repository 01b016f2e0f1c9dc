"""Services outside that speak well, badly, or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence

import pytest

from onrecord.errors import LookupFailed
from onrecord.outside import Asked, Kept, Pace, Web, introduce
from onrecord.reconciling import Service
from tests.api.engines import Puppet, Request
from tests.onrecord.linking.conftest import NOON, Clock

MANIFEST = json.dumps(
    {"versions": ["0.2"], "name": "Desk", "identifierSpace": "https://desk.example/id/", "schemaSpace": "x:"}
)
ANA = Asked("Ana Reyes", "Person")
FOUND = {"id": "7", "name": "Reyes, Ana", "score": 88.5, "match": True}


def web(timeout: float = 5.0) -> Web:
    return Web(introduce("desk@example.org"), timeout, Pace(0))


def reply(body: str, status: str = "200 OK", *more: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close", *more])
    return f"{head}\r\n\r\n{body}".encode()


def play(puppet: Puppet, answers: Sequence[bytes]) -> None:
    """Have a service give its manifest, and then these answers, the last of them for good."""
    rest: Iterator[bytes] = iter(answers)
    last = answers[-1]

    def answer(request: Request) -> bytes:
        return next(rest, last) if request.form else reply(MANIFEST)

    puppet.answer = answer


def results(*candidates: object) -> str:
    return json.dumps({"q0": {"result": candidates}})


def test_a_service_is_asked_once_and_what_it_said_is_dated(puppet: Puppet, kept: Kept, clock: Clock) -> None:
    play(puppet, [reply(results(FOUND, {"id": "http://else.example/9", "name": "A. Reyes", "score": 12}))])
    service = Service(puppet.query, web(), kept)
    told = service.look_up([ANA])[ANA]
    assert [(each.iri, each.label, each.sure) for each in told.proposals] == [
        ("https://desk.example/id/7", "Reyes, Ana", True),
        ("http://else.example/9", "A. Reyes", False),
    ]
    assert told.at == NOON
    asked = len(puppet.seen)
    clock.move(29)
    assert service.look_up([ANA])[ANA] == told
    assert len(puppet.seen) == asked
    clock.move(2)
    assert service.look_up([ANA])[ANA].at == clock.now
    assert len(puppet.seen) == asked + 1


def test_a_service_is_told_who_asks_and_what(puppet: Puppet, kept: Kept) -> None:
    play(puppet, [reply(results())])
    Service(puppet.query, web(), kept).look_up([ANA])
    last = puppet.seen[-1]
    agent = {name.lower(): value for name, value in last.headers.items()}["user-agent"]
    assert agent.startswith("OnRecord/")
    assert agent.endswith(" (desk@example.org)")
    assert json.loads(dict(last.form)["queries"])["q0"]["query"] == "Ana Reyes"


def test_a_busy_service_is_waited_for_as_long_as_it_says(puppet: Puppet, kept: Kept) -> None:
    play(puppet, [reply("", "429 Too Many Requests", "Retry-After: 2"), reply("", "500 Oops"), reply(results(FOUND))])
    service = Service(puppet.query, web(), kept)
    began = time.monotonic()
    assert service.look_up([ANA])[ANA].proposals
    assert time.monotonic() - began >= 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply("", "500 Oops"), "gave no answer"),
        (reply("", "403 Forbidden"), "refused with 403"),
        (reply("", "302 Found", "Location: http://127.0.0.1:1/"), "gave no answer|refused with 302"),
        (reply("<html>"), "no JSON"),
        (reply('{"q0": {"result": [{"id": "1"'), "no JSON"),
        (reply("[" * 100_000), "no JSON"),
        (reply("[]"), "no JSON object"),
        (reply("{}"), "no JSON object"),
        (reply('{"q0": {"result": {}}}'), "no list of results"),
        (reply(results(7)), "no JSON object"),
        (reply(results({"id": 7, "name": "x", "score": 1})), "the id of a candidate"),
        (reply(results({"id": "7", "name": "", "score": 1})), "the name of a candidate"),
        (reply(results({"id": "7", "name": "x", "score": "1"})), "is no number"),
        (reply('{"q0": {"result": [{"id": "7", "name": "x", "score": NaN}]}}'), "is no number"),
        (reply(results({"id": "a b> <c", "name": "x", "score": 1})), "is no IRI"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}", "gave no answer"),
        (b"", "gave no answer"),
        (b"what?\r\n\r\n", "gave no answer"),
        (reply(" " * (17 * 1024 * 1024)), "more than"),
    ],
    ids=range(19),
)
def test_an_answer_that_cannot_be_read_is_an_error_and_is_not_kept(
    puppet: Puppet, kept: Kept, answer: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib3.util.Retry.sleep", lambda *_: None)
    play(puppet, [answer])
    service = Service(puppet.query, web(2.0), kept)
    with pytest.raises(LookupFailed, match=words):
        service.look_up([ANA])
    play(puppet, [reply(results(FOUND))])
    assert service.look_up([ANA])[ANA].proposals


def test_a_service_that_never_ends_its_answer_is_left(puppet: Puppet, kept: Kept) -> None:
    play(puppet, [reply(results(FOUND))])
    service = Service(puppet.query, Web("x", 0.3, Pace(0)), kept)
    puppet.pause = 3
    with pytest.raises(LookupFailed, match=r"gave no answer|took more than"):
        service.look_up([ANA])


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", '{"versions": ["9"], "name": "x"}', '{"versions": ["0.2"], "name": 1}']
)
def test_what_is_no_service_is_told_at_once(puppet: Puppet, kept: Kept, manifest: str) -> None:
    puppet.answer = reply(manifest)
    with pytest.raises(LookupFailed):
        Service(puppet.query, web(), kept)
