"""Links of the examples are exported, decided about, and follow from what was decided, now and when read again."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from typer.main import get_command
from typer.testing import CliRunner

from api.store.embedded import EmbeddedStore
from onrecord.cli import app
from onrecord.review.remaking import PATHS, conclude
from ontology.terms import REC, SEMAPV, SSSOM
from shapes import Validator

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLES = ("peshawar-parliament.json", "security-council-veto.json")
BASE = "https://w3id.org/onrecord/id/"
TALIBAN = URIRef(BASE + "actor/tehrik-i-taliban-pakistan")
OTHER = URIRef(BASE + "actor/taliban")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with examples, never changed."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    result = CliRunner().invoke(
        app, ["ingest", *(str(ROOT / "examples" / each) for each in EXAMPLES), "--store", str(folder)]
    )
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(filled, tmp_path / "onrecord-data"))


def run(*words: str, code: int = 0, whole: bool = False) -> str:
    result = CliRunner().invoke(app, [*words] if whole else ["link", "review", *words])
    assert result.exit_code == code, result.output
    return result.output


def dump(store: Path) -> dict[str, Graph]:
    with EmbeddedStore(store).read() as reader:
        return {name: reader.graph(name) for name in reader.graphs()}


def export() -> list[dict[str, str]]:
    run("--output", "review.csv")
    return [*csv.DictReader(io.StringIO(Path("review.csv").read_text(encoding="utf-8")))]


def decide(rows: list[dict[str, str]], *words: str, code: int = 0) -> str:
    with Path("review.csv").open("w", encoding="utf-8", newline="") as sink:
        table = csv.DictWriter(sink, rows[0])
        table.writeheader()
        table.writerows(rows)
    return run("review.csv", "--reviewer", "Ana Duarte", "--date", "2026-03-01", *words, code=code)


def find(rows: list[dict[str, str]], target: URIRef) -> dict[str, str]:
    return next(row for row in rows if row["candidate"] == str(target))


def test_the_short_way_made_anew_is_the_one_that_linking_made(store: Path) -> None:
    graphs = dump(store)
    versions = [name for name in graphs if f"{name}/links" in graphs]
    assert versions
    for name in versions:
        links = Graph()
        links += graphs[f"{name}/links"]
        conclude(graphs[name], links)
        assert set(links) == set(graphs[f"{name}/links"])


def test_a_table_has_each_link_with_its_sentence_the_least_sure_first(store: Path) -> None:
    rows = export()
    row = find(rows, TALIBAN)
    assert row["label"] in row["sentence"]
    assert row["candidate_label"]
    assert [float(each["score"]) for each in rows] == sorted(float(each["score"]) for each in rows)
    assert run("--below", "0.0").splitlines()[0].startswith("node,label")


def test_what_is_rejected_is_nobody_on_record_and_the_short_way_starts_at_the_article(store: Path) -> None:
    rows = export()
    row = find(rows, TALIBAN)
    row["decision"] = "Reject"
    decide(rows)
    graphs = dump(store)
    links = graphs[row["node"].rpartition("/actor/")[0] + "/links"]
    local = URIRef(row["node"])
    assert links.value(local, REC.refersTo) is None
    assert not [*links.subjects(SSSOM.subject_id, local)]
    assert any((local, path, None) in links for path in PATHS)
    assert not any(TALIBAN in (s, o) for s, _, o in links)
    kept = graphs[BASE + "decisions/links"]
    (mapping,) = kept.subjects(SSSOM.subject_id, local)
    assert kept.value(mapping, SSSOM.predicate_modifier) == Literal("Not")
    assert kept.value(mapping, SSSOM.mapping_justification) == SEMAPV.ManualMappingCuration
    assert str(kept.value(mapping, SSSOM.reviewer_label)) == "Ana Duarte"


def test_another_entry_takes_the_place_of_the_one_that_was_found_and_every_shape_holds(store: Path) -> None:
    rows = export()
    row = find(rows, TALIBAN)
    row["decision"] = "actor/taliban"
    decide(rows)
    graphs = dump(store)
    version = row["node"].rpartition("/actor/")[0]
    union = Graph()
    for name in (version.rpartition("/")[0], version, f"{version}/links", BASE + "decisions/links"):
        union += graphs[name]
    assert (OTHER, REC.disputes, None) in graphs[f"{version}/links"]
    assert not [each for each in Validator().validate(union).results if each.breaks]
    assert row["node"] not in {each["node"] for each in export()}


def test_a_decision_can_be_taken_back(store: Path) -> None:
    before = {name: graph for name, graph in dump(store).items() if name.endswith("/links")}
    rows = export()
    row = find(rows, TALIBAN)
    row["decision"] = "reject"
    decide(rows)
    row["decision"] = "accept"
    decide(rows)
    after = dump(store)
    for name, graph in before.items():
        assert {t for t in after[name] if t[1] in PATHS} == {t for t in graph if t[1] in PATHS}


def test_an_article_that_is_read_again_keeps_what_was_decided(store: Path) -> None:
    rows = export()
    row = find(rows, TALIBAN)
    row["decision"], row["everywhere"] = "reject", "yes"
    decide(rows)
    text = (ROOT / "examples" / EXAMPLES[0]).read_text(encoding="utf-8")
    Path("again.json").write_text(text.replace("https://", "https://again."), encoding="utf-8")
    run("ingest", "again.json", whole=True)
    links = [graph for name, graph in dump(store).items() if name.endswith("/links") and "article" in name]
    assert len(links) == len(EXAMPLES) + 1
    assert not any((None, REC.refersTo, TALIBAN) in graph for graph in links)
    assert "0 articles changed" in run("--again")


def test_an_article_that_comes_in_a_shard_keeps_what_was_decided(store: Path) -> None:
    rows = export()
    row = find(rows, TALIBAN)
    row["decision"], row["everywhere"] = "reject", "yes"
    decide(rows)
    text = (ROOT / "examples" / EXAMPLES[0]).read_text(encoding="utf-8")
    Path("again.json").write_text(text.replace("https://", "https://again."), encoding="utf-8")
    run("shard", "again.json", "--output", "shards", whole=True)
    run("load", "shards", whole=True)
    links = [graph for name, graph in dump(store).items() if name.endswith("/links") and "article" in name]
    assert len(links) == len(EXAMPLES) + 1
    assert not any((None, REC.refersTo, TALIBAN) in graph for graph in links)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [("decision", "actor/nobody-at-all", "no entry"), ("node", BASE + "article/none/actor/1", "not in the store")],
)
def test_a_row_that_names_what_is_not_there_changes_nothing(store: Path, column: str, cell: str, words: str) -> None:
    rows = export()
    rows[0]["decision"] = rows[1]["decision"] = "accept"
    rows[1][column] = cell
    before = dump(store)
    assert words in decide(rows, code=3)
    assert set(dump(store)) == set(before)


def test_a_table_without_its_columns_and_a_review_without_a_name_are_mistakes(store: Path) -> None:
    Path("bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert "no column 'node'" in run("bad.csv", "--reviewer", "Ana", code=3)
    assert "reviewer" in run("bad.csv", code=2)


def test_every_option_that_the_page_names_is_one() -> None:
    page = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    told = {word for line in page.splitlines() if line.startswith("onrecord link review") for word in line.split()}
    known = {option for each in get_command(app).commands["link"].commands["review"].params for option in each.opts}  # type: ignore[attr-defined]
    assert {word for word in told if word.startswith("--")} <= known
