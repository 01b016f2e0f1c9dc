import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

import onrecord.reading
from api.store import Rows, open_store
from ingest.gate import Gate
from ingest.model import Article
from ingest.parse import Parse
from tests.onrecord.conftest import BRIDGE, HARBOUR, QUARREL, Invoke, without_loads, write_articles

SHORT_WAY = "PREFIX rec: <https://w3id.org/onrecord/ns#> SELECT ?what { ?who rec:claims/rec:text ?what } ORDER BY ?what"
LATEST = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?text { ?work rec:latestVersion/nif:isString ?text } ORDER BY ?text"""
REVISIONS = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?new ?old { ?newer prov:wasRevisionOf ?older . ?newer nif:isString ?new . ?older nif:isString ?old }"""


def ask(store: str, query: str) -> list[tuple[str, ...]]:
    with open_store(store).read() as reader:
        answer = reader.query(query)
    assert isinstance(answer, Rows)
    return [tuple(str(value) for value in row) for row in answer.rows]


def state(store: str) -> str:
    with open_store(store).read() as reader:
        return reader.state


def test_articles_come_into_the_store_with_what_the_questions_need(invoke: Invoke, articles: str) -> None:
    result = invoke("ingest", articles)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    assert "2 added, 0 revised, 0 unchanged, 0 quarantined, 0 unreadable" in result.stderr
    assert ask("onrecord-data", LATEST) == [(BRIDGE,), (HARBOUR,)]
    with open_store("onrecord-data").read() as reader:
        base = "https://w3id.org/onrecord/id/"
        assert reader.has(base + "authority")
        assert reader.has(base + "ontology")
        assert [name for name in reader.graphs() if name.startswith(base + "run/")]


def test_the_same_articles_again_change_nothing(invoke: Invoke, articles: str) -> None:
    invoke("ingest", articles)
    before = state("onrecord-data")
    result = invoke("ingest", articles)
    assert result.returncode == 0
    assert "0 added, 0 revised, 2 unchanged" in result.stderr
    assert state("onrecord-data") == before


def test_the_same_text_twice_in_one_load_is_one_article(invoke: Invoke, tmp_path: Path) -> None:
    twice = {"url": "https://example.org/1", "text": BRIDGE}
    result = invoke("ingest", write_articles(tmp_path / "a.jsonl", twice, twice))
    assert "1 added, 0 revised, 1 unchanged" in result.stderr


def test_two_loads_into_two_stores_export_the_same_bytes(invoke: Invoke, tmp_path: Path) -> None:
    one = {"url": "https://example.org/1", "text": BRIDGE, "published": "2024-04-04"}
    two = {"url": "https://example.org/2", "text": HARBOUR, "published": "2024-04-04"}
    invoke("ingest", write_articles(tmp_path / "a.jsonl", one, two), "--store", "a")
    invoke("ingest", write_articles(tmp_path / "b.jsonl", two, one), "--store", "b")
    first = invoke("export", "--store", "a", "--format", "nquads").stdout
    second = invoke("export", "--store", "b", "--format", "nquads").stdout
    assert without_loads(first) == without_loads(second)
    assert len(without_loads(first)) > 100
    assert not [line for line in without_loads(first) if "prov#startedAtTime" in line]


def test_a_new_text_of_an_article_becomes_its_latest_version(invoke: Invoke, tmp_path: Path) -> None:
    old = {"url": "https://example.org/1", "text": HARBOUR}
    new = {"url": "https://example.org/1", "text": BRIDGE}
    invoke("ingest", write_articles(tmp_path / "old.jsonl", old))
    result = invoke("ingest", write_articles(tmp_path / "new.jsonl", new))
    assert "0 added, 1 revised" in result.stderr
    assert ask("onrecord-data", LATEST) == [(BRIDGE,)]
    assert ask("onrecord-data", REVISIONS) == [(BRIDGE, HARBOUR)]
    assert ask("onrecord-data", SHORT_WAY) == [("the bridge would open in May",)]
    assert invoke("validate", "--store", "onrecord-data").returncode == 0


def test_an_older_text_that_comes_again_does_not_become_the_latest(invoke: Invoke, tmp_path: Path) -> None:
    texts = [{"url": "https://example.org/1", "text": text} for text in (HARBOUR, QUARREL, BRIDGE)]
    invoke("ingest", write_articles(tmp_path / "a.jsonl", *texts))
    before = invoke("export").stdout
    result = invoke("ingest", str(tmp_path / "a.jsonl"))
    assert "3 unchanged" in result.stderr
    assert invoke("export").stdout == before
    assert set(ask("onrecord-data", REVISIONS)) == {(BRIDGE, QUARREL), (QUARREL, HARBOUR)}


def test_what_other_software_read_is_read_again(invoke: Invoke, articles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    gate = onrecord.reading.open_gate

    def older(pipeline: str, tagger: str, base: str) -> Gate:
        now = gate(pipeline, tagger, base)
        return replace(now, run=replace(now.run, software="0.0.9"))

    with monkeypatch.context() as patch:
        patch.setattr(onrecord.reading, "open_gate", older)
        invoke("ingest", articles)
    result = invoke("ingest", articles)
    assert "0 added, 2 revised" in result.stderr
    assert ask("onrecord-data", REVISIONS) == []
    assert "2 unchanged" in invoke("ingest", articles).stderr


@pytest.mark.usefixtures("no_quarrel")
def test_what_breaks_a_shape_waits_in_quarantine_and_the_rest_goes_on(invoke: Invoke, tmp_path: Path) -> None:
    hostile = {"url": "https://example.org/../../etc", "text": QUARREL, "published": "2024-04-05T10:00:00Z"}
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, hostile, {"text": HARBOUR})
    result = invoke("ingest", file)
    assert result.returncode == 1
    [line] = [line for line in result.stderr.splitlines() if "quarantined:" in line]
    assert line.startswith(f"{file}:2")
    assert "the quarrel was over" in line
    assert "https://example.org/shapes#NoQuarrel" in line
    assert "2 added" in result.stderr
    [kept] = (tmp_path / "onrecord-data" / "quarantine").iterdir()
    assert set(kept.name) <= set("0123456789abcdef-")
    report = Graph().parse(kept / "report.ttl")
    assert (None, RDF.type, SH.ValidationReport) in report
    assert (None, SH.sourceShape, URIRef("https://example.org/shapes#NoQuarrel")) in report
    assert json.loads((kept / "article.json").read_text("utf-8")) == hostile
    assert ask("onrecord-data", LATEST) == [(BRIDGE,), (HARBOUR,)]


def test_what_was_in_quarantine_leaves_it_once_it_passes(
    invoke: Invoke, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = onrecord.reading.open_gate
    request.getfixturevalue("no_quarrel")
    file = write_articles(tmp_path / "a.jsonl", {"text": QUARREL})
    assert invoke("ingest", file).returncode == 1
    [kept] = (tmp_path / "onrecord-data" / "quarantine").glob("*/article.json")
    monkeypatch.setattr(onrecord.reading, "open_gate", gate)
    assert invoke("ingest", str(kept)).returncode == 0
    assert list((tmp_path / "onrecord-data" / "quarantine").iterdir()) == []


def test_a_dry_run_says_all_and_writes_nothing(invoke: Invoke, articles: str, tmp_path: Path) -> None:
    result = invoke("ingest", articles, "--dry-run")
    assert result.returncode == 0
    assert "2 added" in result.stderr
    assert not (tmp_path / "onrecord-data").exists()
    invoke("ingest", articles)
    before = state("onrecord-data")
    assert "2 unchanged" in invoke("ingest", articles, "--dry-run").stderr
    assert state("onrecord-data") == before


def test_a_mistake_in_the_program_costs_one_article(
    invoke: Invoke, articles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit = Gate.admit

    def stumble(gate: Gate, article: Article, parse: Parse | None = None) -> object:
        if "bridge" in article.text:
            raise RecursionError("too deep")
        return admit(gate, article, parse)

    monkeypatch.setattr(Gate, "admit", stumble)
    result = invoke("ingest", articles)
    assert result.returncode == 1
    assert "articles.jsonl:1: could not be read (RecursionError: too deep)" in result.stderr
    assert "1 added" in result.stderr
    assert "1 failed" in result.stderr


def test_several_processes_store_the_same_as_one(invoke: Invoke, articles: str) -> None:
    invoke("ingest", articles, "--store", "one")
    result = invoke("ingest", articles, "--store", "two", "--jobs", "2")
    assert result.returncode == 0, result.stderr
    one, two = (without_loads(invoke("export", "--store", name).stdout) for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "holds no text"),
        ("empty.jsonl", b"", "holds no records"),
        ("binary.txt", bytes(range(256)), "not UTF-8"),
        ("broken.jsonl", b"{broken\n", "is not JSON"),
        ("strange.xyz", b"words", "does not say its format"),
        ("folder", None, "holds no files"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line_and_makes_no_store(
    invoke: Invoke, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    elif name == "folder":
        (tmp_path / name).mkdir()
    result = invoke("ingest", str(tmp_path / name))
    assert result.returncode == 3
    line, summary = result.stderr.splitlines()
    assert name in line
    assert says in line
    assert "1 unreadable" in summary
    assert not (tmp_path / "onrecord-data").exists()


def test_what_cannot_be_read_leaves_the_others_unharmed(invoke: Invoke, articles: str) -> None:
    result = invoke("ingest", "missing.txt", articles, "other.txt")
    assert result.returncode == 1
    assert "2 added" in result.stderr
    assert "2 unreadable" in result.stderr


def test_standard_input_is_read(invoke: Invoke) -> None:
    result = invoke("ingest", "-", given=json.dumps({"text": BRIDGE}))
    assert result.returncode == 0
    assert "1 added" in result.stderr


def test_a_locked_store_is_said_before_the_articles_are_read(invoke: Invoke, articles: str) -> None:
    with open_store("onrecord-data").write():
        result = invoke("ingest", articles)
    assert result.returncode == 3
    [line] = result.stderr.splitlines()
    assert "another process is writing" in line


def test_a_damaged_store_is_said_in_a_line(invoke: Invoke, articles: str, tmp_path: Path) -> None:
    (tmp_path / "onrecord-data").mkdir()
    (tmp_path / "onrecord-data" / "live").write_text("no folder")
    result = invoke("ingest", articles)
    assert result.returncode == 3
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_pipeline_is_said_in_a_line(invoke: Invoke, articles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PIPELINE", "xx_no_such_model")
    result = invoke("ingest", articles)
    assert result.returncode == 3
    assert "xx_no_such_model" in result.stderr


def test_an_article_in_a_language_that_is_not_read_is_kept_and_counted(invoke: Invoke, tmp_path: Path) -> None:
    german = "Die Brücke über die Meerenge wird im Frühjahr eröffnet, sagte der Verkehrsminister am Dienstag. " * 3
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"text": german}, {"text": HARBOUR, "language": "fr"})
    result = invoke("ingest", file)
    assert result.returncode == 0, result.stderr
    assert "3 added" in result.stderr
    assert "; 2 in a language that is not read" in result.stderr
    assert sorted(text for (text,) in ask("onrecord-data", LATEST)) == sorted([BRIDGE, german, HARBOUR])
