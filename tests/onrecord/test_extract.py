import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

import onrecord.reading
from onrecord.settings import Settings
from tests.onrecord.conftest import BRIDGE, HARBOUR, Invoke, call, command, write_articles

FORMS = ("jsonl", "trig", "turtle", "nquads", "jsonld")


def quads_of(data: str, form: ox.RdfFormat) -> set[ox.Quad]:
    return set(ox.parse(data, format=form))


def test_jsonl_is_one_object_an_article(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE, encoding="utf-8")
    result = invoke("extract", str(tmp_path / "a.txt"), "--published", "2024-04-04")
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    [statement] = [row for row in record["statements"] if row["quote_form"] != "authorial"]
    assert statement["claimant"] == "Lucía Ferrer"
    assert statement["said_on"]["edtf"] == "2024-04-02"
    assert [BRIDGE[s:e] for s, e in statement["content"]] == ["that the bridge would open in May"]


def test_every_format_of_graphs_says_the_same(invoke: Invoke, articles: str) -> None:
    nquads = quads_of(invoke("extract", articles, "--format", "nquads").stdout, ox.RdfFormat.N_QUADS)
    assert sum(str(name).endswith("/links>") for name in {quad.graph_name for quad in nquads}) == 2
    assert quads_of(invoke("extract", articles, "--format", "trig").stdout, ox.RdfFormat.TRIG) == nquads
    assert quads_of(invoke("extract", articles, "--format", "jsonld").stdout, ox.RdfFormat.JSON_LD) == nquads
    turtle = quads_of(invoke("extract", articles, "--format", "turtle").stdout, ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in nquads}


def test_jsonld_carries_its_context(invoke: Invoke, articles: str) -> None:
    document = json.loads(invoke("extract", articles, "--format", "jsonld").stdout)
    assert document["@context"]["rec"] == "https://w3id.org/onrecord/ns#"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_articles_give_the_same_bytes(invoke: Invoke, articles: str, form: str) -> None:
    assert invoke("extract", articles, "--format", form).stdout == invoke("extract", articles, "--format", form).stdout


def test_words_of_an_article_stay_words_in_every_format(invoke: Invoke, tmp_path: Path) -> None:
    words = (
        "Ana Reyes said: \"}} ; DROP ALL # <script> \\\" ''' @prefix x: <y> . \\u0022\".\n@prefix rec: <http://evil/> ."
    )
    file = write_articles(tmp_path / "a.jsonl", {"text": words, "title": words, "publisher": words})
    for form in (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS, ox.RdfFormat.JSON_LD, ox.RdfFormat.TURTLE):
        name = {"n-quads": "nquads", "json-ld": "jsonld"}.get(form.name.lower(), form.name.lower())
        held = quads_of(invoke("extract", file, "--format", name).stdout, form)
        assert ox.Literal(words) in {quad.object for quad in held}


def test_one_bad_record_leaves_the_others_unharmed(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": BRIDGE}) + "\n{broken\n", encoding="utf-8")
    result = invoke("extract", str(tmp_path / "a.jsonl"))
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 1
    [line] = result.stderr.splitlines()
    assert "a.jsonl:2" in line


def test_a_missing_file_is_one_clear_line(invoke: Invoke) -> None:
    result = invoke("extract", "missing.txt")
    assert result.returncode == 3
    [line] = result.stderr.splitlines()
    assert "missing.txt" in line


def test_an_unknown_format_is_a_mistake_in_the_command(invoke: Invoke, articles: str) -> None:
    assert invoke("extract", articles, "--format", "csv").returncode == 2
    assert invoke("extract", articles, "--input-format", "pdf").returncode == 2
    assert invoke("extract", articles, "--published", "yesterday").returncode == 2
    assert invoke("extract").returncode == 2


def test_standard_input_is_json_lines_unless_said(invoke: Invoke) -> None:
    assert json.loads(invoke("extract", "-", given=json.dumps({"text": HARBOUR})).stdout)["statements"]
    assert json.loads(invoke("extract", "-", "--input-format", "txt", given=HARBOUR).stdout)["statements"]


def test_a_reader_that_goes_away_early_is_no_error(tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", *({"id": str(n), "text": BRIDGE * 5} for n in range(9)))
    with subprocess.Popen(command("extract", file), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_addresses_follow_the_base_that_is_set(invoke: Invoke, articles: str, tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text('base = "https://desk.example.org/id/"\n', encoding="utf-8")
    found = quads_of(invoke("extract", articles, "--format", "nquads").stdout, ox.RdfFormat.N_QUADS)
    assert all(str(quad.graph_name).startswith("<https://desk.example.org/id/article/") for quad in found)


def test_rules_alone_do_where_no_tagger_is_wanted(
    invoke: Invoke, articles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_TAGGER", "none")
    result = invoke("extract", articles)
    assert result.returncode == 0
    assert result.stderr == ""
    assert json.loads(result.stdout.splitlines()[0])["statements"]


def test_a_tagger_that_is_not_there_is_one_clear_line(articles: str) -> None:
    result = call("extract", articles, ONRECORD_TAGGER="missing.tagger")
    assert result.returncode == 3
    [line] = result.stderr.splitlines()
    assert "missing.tagger" in line


def test_rules_alone_do_where_the_tagger_is_missing_and_say_so_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(onrecord.reading, "FILE", tmp_path / "english.tagger")
    assert onrecord.reading.open_extractor("").name == "rules"
    onrecord.reading.mind_tagger(Settings())
    [line] = capsys.readouterr().err.splitlines()
    assert "english.tagger" in line
    onrecord.reading.mind_tagger(Settings(tagger="none"))
    assert capsys.readouterr().err == ""
