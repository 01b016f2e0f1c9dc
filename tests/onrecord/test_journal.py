"""How far a load has come is said once a minute where no terminal shows it."""

import json

import pytest
from rich.progress import Progress

from onrecord.journal import Journal, JsonJournal, TextJournal
from onrecord.reading import Unchanged
from onrecord.tally import Tally


def told(journal: Journal, seconds: list[float]) -> None:
    tally = Tally()
    for _ in range(len(seconds) - 1):
        tally.unchanged += 1
        journal.tell(Unchanged("a.jsonl:1"), None, tally)


def test_people_are_told_once_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = [0.0, 20.0, 40.0, 60.0, 70.0, 120.0]
    clock = iter(seconds)
    told(TextJournal(Progress(disable=True), lambda: 0.25, lambda: next(clock)), seconds)
    assert capsys.readouterr().err.splitlines() == [
        "3 articles, 0.1 a second, about 0:03:00 to go",
        "5 articles, 0.0 a second, about 0:06:00 to go",
    ]


def test_machines_are_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter((0.0, 0.0, 30.0, 60.0, 60.0, 60.0))
    journal, tally = JsonJournal(lambda: 0.5, lambda: next(moments)), Tally()
    for _ in range(3):
        tally.unchanged += 1
        journal.tell(Unchanged("a.jsonl:1"), None, tally)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["article", "article", "article", "progress"]
    assert lines[-1]["remaining"] == 60.0
    assert lines[-1]["unchanged"] == 3
