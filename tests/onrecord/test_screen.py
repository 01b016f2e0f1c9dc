from pathlib import Path

import pytest

from onrecord.screen import show_table
from tests.onrecord.conftest import Invoke, call, write_articles

HOSTILE = "\x1b[2J\x1b]0;gone\x07[red]words[/red] \u202eback"


def test_no_words_move_the_cursor_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    show_table(["what"], [[HOSTILE], ["a long word " * 30]])
    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[red]words[/red]" in shown
    assert shown.count("long word") + shown.count("long\n") >= 20


def test_a_plain_table_is_aligned_and_cuts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(["who", "what"], [["A", "x" * 500], ["Bo", "two\nlines"]])
    assert capsys.readouterr().out.splitlines() == [
        "who  what",
        "---  " + "-" * 500,
        "A    " + "x" * 500,
        "Bo   two lines",
    ]


def test_a_hostile_file_name_stays_one_line(invoke: Invoke) -> None:
    found = invoke("extract", "no\x1b[2J\nsuch.txt")
    assert len(found.stderr.splitlines()) == 1
    assert "\x1b" not in found.stderr


def test_results_are_utf8_whatever_the_locale(tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": "Łukasz Żak said that it was so."})
    found = call("extract", file, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert found.returncode == 0
    assert "Łukasz" in found.stdout
