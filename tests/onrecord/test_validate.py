from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from api.store import open_store
from tests.onrecord.conftest import BRIDGE, QUARREL, Invoke, write_articles

BROKEN = """
@prefix rec: <https://w3id.org/onrecord/ns#> .
<https://example.org/s> a rec:Statement ; rec:text "no language" .
"""


def test_articles_that_keep_to_the_shapes_are_said_to(invoke: Invoke, articles: str) -> None:
    found = invoke("validate", articles)
    assert found.returncode == 0
    assert found.stdout.count("The graph conforms.") == 2
    assert "checked: 2, of which 0 do not conform" in found.stderr


@pytest.mark.usefixtures("no_quarrel")
def test_an_article_that_breaks_a_shape_is_reported(invoke: Invoke, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.jsonl", {"text": BRIDGE}, {"text": QUARREL})
    found = invoke("validate", file, "--report", "report.ttl")
    assert found.returncode == 1
    assert f"{file}:2: The graph does not conform" in found.stdout
    assert "No statement may speak of a quarrel" in found.stdout
    report = Graph().parse(tmp_path / "report.ttl")
    assert len(list(report.subjects(RDF.type, SH.ValidationReport))) == 1
    assert set(report.objects(None, SH.conforms))
    assert len(list(report.subjects(RDF.type, SH.ValidationResult))) == 1


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig"])
def test_what_extract_prints_can_be_validated(invoke: Invoke, articles: str, tmp_path: Path, form: str) -> None:
    name = {"ttl": "turtle", "nt": "nquads", "nq": "nquads", "trig": "trig"}[form]
    printed = invoke("extract", articles, "--format", name).stdout
    if form == "nt":
        printed = "".join(line.rpartition("<")[0] + ".\n" for line in printed.splitlines())
    (tmp_path / f"graph.{form}").write_text(printed, encoding="utf-8")
    found = invoke("validate", f"graph.{form}")
    assert found.returncode == 0, found.stdout
    assert "The graph conforms." in found.stdout


def test_a_graph_that_breaks_the_shapes_is_reported(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text(BROKEN)
    found = invoke("validate", "broken.ttl")
    assert found.returncode == 1
    assert "rec:text" in found.stdout


def test_what_is_no_graph_and_what_is_missing_are_one_line_each(invoke: Invoke, articles: str, tmp_path: Path) -> None:
    (tmp_path / "no.ttl").write_text("this is prose")
    found = invoke("validate", "no.ttl", "missing.nq")
    assert found.returncode == 3
    assert [line.partition(":")[0] for line in found.stderr.splitlines()] == ["no.ttl", "missing.nq", "checked"]
    assert invoke("validate", "no.ttl", articles).returncode == 1


def test_a_store_is_checked_whole(invoke: Invoke, holding: str, tmp_path: Path) -> None:
    found = invoke("validate", "--store", holding)
    assert found.returncode == 0, found.stdout
    assert "checked: 3" in found.stderr  # two articles and the authority
    broken = Graph().parse(data=BROKEN, format="turtle")
    work, version = "https://w3id.org/onrecord/id/article/a", "https://w3id.org/onrecord/id/article/a/1"
    broken.parse(data=f"<{version}> <https://w3id.org/onrecord/ns#versionOf> <{work}> .", format="turtle")
    with open_store("bad").write() as writer:
        writer.put({version: broken})
    found = invoke("validate", "--store", "bad", "--report", "report.ttl")
    assert found.returncode == 1
    assert (tmp_path / "report.ttl").exists()


def test_paths_and_a_store_are_not_named_together(invoke: Invoke, articles: str) -> None:
    assert invoke("validate", articles, "--store", "other").returncode == 2


def test_the_rules_are_listed(invoke: Invoke) -> None:
    found = invoke("shapes")
    assert found.returncode == 0
    assert "StatementText" in found.stdout
    assert "Violation" in found.stdout
    assert len(found.stdout.splitlines()) > 50
