import json
import zipfile
from pathlib import Path

import pytest

from ingest.blocks import divide
from ingest.errors import TaggerUnfit
from ingest.nlp import Annotator
from ingest.quotes import scan_speaking
from ingest.tagger import FILE
from ingest.tagger.model import FORMAT, Model, load

TEXT = (
    "The committee will meet again in June, chairwoman Ingrid Solheim said on Tuesday.\n\n"
    "“We have heard enough,” she told reporters. Fishermen in Vardø disagree."
)


@pytest.fixture(scope="module")
def model() -> Model:
    return load(FILE)


def words(text: str, annotator: Annotator, model: Model) -> list[tuple[str, ...]]:
    parse = annotator.parse(text, divide(text))

    def show(*runs: range | None) -> str:
        return " | ".join(parse.span(run.start, run.stop - 1).of(text) for run in runs if run is not None)

    tagged = model.tag(parse, scan_speaking(parse))
    return [(show(each.source), show(each.cue), show(*each.contents)) for each in tagged]


def test_who_said_what_is_found_with_its_words(annotator: Annotator, model: Model) -> None:
    found = words(TEXT, annotator, model)
    assert ("she", "told", "“We have heard enough,”") in found
    [said] = [each for each in found if each[1].startswith("said")]
    assert "Ingrid Solheim" in said[0]
    assert said[2].startswith("The committee will meet again in June")


def test_the_same_text_is_tagged_the_same(annotator: Annotator, model: Model) -> None:
    parse = annotator.parse(TEXT, divide(TEXT))
    quotations = scan_speaking(parse)
    assert model.tag(parse, quotations) == model.tag(parse, quotations) == load(FILE).tag(parse, quotations)


def test_no_text_and_odd_texts_have_no_cue(annotator: Annotator, model: Model) -> None:
    for text in ("", "\n\n", "“", "😀 😀", "\u202e\u200f", "—" * 50):
        assert words(text, annotator, model) == []


def test_weights_and_tokenizer_are_small() -> None:
    with zipfile.ZipFile(FILE) as archive:
        assert sum(member.file_size for member in archive.infolist()) <= 25_000_000


def test_the_file_holds_its_card_and_the_data_it_was_learned_from() -> None:
    with zipfile.ZipFile(FILE) as archive:
        card = archive.read("card.md").decode()
    for words_ in ("PolNeAR", "Licence", "What it lacks", "direct", "no source"):
        assert words_ in card
    assert card == (Path(__file__).parents[3] / "docs" / "tagger.md").read_text(encoding="utf-8")


def test_a_curve_of_confidence_rises(model: Model) -> None:
    given, right = zip(*model.settings.calibration, strict=True)
    assert list(given) == sorted(given)
    assert list(right) == sorted(right)


@pytest.mark.parametrize("damage", ["nothing", "no zip", "a member less", "another layout", "other weights"])
def test_a_file_that_is_no_tagger_is_refused_with_its_name(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "x.tagger"
    if damage == "no zip":
        file.write_bytes(b"PK\x03\x04 but no more")
    elif damage != "nothing":
        with zipfile.ZipFile(FILE) as given, zipfile.ZipFile(file, "w") as made:
            for name in given.namelist():
                content = given.read(name)
                if name == "head.onnx" and damage != "another layout":
                    if damage == "a member less":
                        continue
                    content = content[:1000]
                if name == "labels.json" and damage == "another layout":
                    content = json.dumps({**json.loads(content), "format": FORMAT + 1}).encode()
                made.writestr(name, content)
    with pytest.raises(TaggerUnfit, match=r"x\.tagger"):
        load(file)
