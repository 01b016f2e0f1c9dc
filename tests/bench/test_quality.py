import json
from pathlib import Path

import pytest

from bench import quality

TEXT = "Anna Berg said that the bridge would open in May. It would not, Ole Dahl said."


def row(content: str, cue: str = "said") -> dict[str, object]:
    start, at = TEXT.index(content), TEXT.index(cue)
    return {"source": [], "cue": [[at, at + len(cue)]], "content": [[start, start + len(content)]]}


def test_half_the_words_of_a_content_are_enough_and_less_is_not() -> None:
    gold = [row("the bridge would open in May")]
    assert quality.match(TEXT, gold, [row("the bridge would")]) == [(0, 0)]
    assert quality.match(TEXT, gold, [row("the bridge")]) == []


def test_each_statement_is_matched_once_and_the_best_match_comes_first() -> None:
    gold = [row("the bridge would open in May")]
    assert quality.match(TEXT, gold, [row("the bridge would"), row("the bridge would open in May")]) == [(0, 1)]


def test_a_floor_rises_and_never_falls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.toml")
    floors = quality.raise_floors({}, {"world": (81.27, "d")})
    floors = quality.raise_floors(floors, {"world": (80.0, "d")})
    assert floors["world"]["floors"] == [81.2]
    floors = quality.raise_floors(floors, {"world": (83.0, "d")})
    quality.FLOORS.write_text(quality.write_floors(floors))
    assert quality.read_floors() == floors
    assert list(quality.due({"world": (82.9, "d")})) == [("world", 83.0)]
    with pytest.raises(SystemExit, match="other data"):
        list(quality.due({"world": (90.0, "another")}))


def test_a_floor_that_was_lowered_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.toml")
    quality.FLOORS.write_text('[world]\ndata = "d"\nfloors = [83.0, 80.0]\n')
    with pytest.raises(SystemExit, match="was lowered"):
        quality.read_floors()


@pytest.mark.parametrize("path", [quality.WORLD, quality.BLIND], ids=lambda path: path.stem)
def test_every_span_of_a_gold_set_is_in_its_text(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for statement in article["statements"]:
            for part in ("source", "cue", "content"):
                for start, end in statement[part]:
                    assert article["text"][start:end].strip() == article["text"][start:end] != ""
            assert statement["embedded_in"] is None or statement["embedded_in"] < len(article["statements"])
