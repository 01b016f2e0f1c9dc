import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app

PROSE = "Lucía Ferrer told reporters on Tuesday that the bridge would open in May."


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


def test_extract_prints_one_object_an_article(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    result = runner.invoke(app, ["extract", str(tmp_path / "a.txt"), "--published", "2024-04-04"])
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    [statement] = [row for row in record["statements"] if row["quote_form"] != "authorial"]
    assert statement["claimant"] == "Lucía Ferrer"
    assert [PROSE[s:e] for s, e in statement["content"]] == ["the bridge would open in May"]


def test_one_bad_record_leaves_the_others_unharmed(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": PROSE}) + "\n{broken\n", encoding="utf-8")
    result = runner.invoke(app, ["extract", str(tmp_path / "a.jsonl")])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "a.jsonl:2" in result.stderr


def test_a_missing_file_is_one_clear_line(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(app, ["extract", str(tmp_path / "missing.txt")])
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert "missing.txt" in result.stderr
