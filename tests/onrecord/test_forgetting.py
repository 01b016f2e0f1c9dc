"""An article that is forgotten is gone wherever it was, and does not come back by itself."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from rdflib import PROV, RDF, RDFS, Graph, Literal, URIRef

from api.store.embedded import EmbeddedStore
from ingest.address import Address
from ingest.model import Article
from ontology.terms import NIF, REC
from tests.onrecord.conftest import Invoke

BODY = (
    "Zebulon Quince, head of the Harbour Office, told reporters on Monday that the quay in Mombasa was closed to ships "
    "until the spring, and that nobody but its owners would pay for the repairs that the storm had made necessary."
)
TEXTS = {
    "first": ("2024-01-10", BODY),
    "copy": ("2024-01-11", BODY),
    "third": ("2024-01-12", BODY),
    "other": ("2024-02-01", "The quay will open in May, Zebulon Quince, head of the Harbour Office, said on Saturday."),
}


@pytest.fixture
def store(invoke: Invoke) -> EmbeddedStore:
    with Path("articles.jsonl").open("w", encoding="utf-8") as sink:
        for name, (day, text) in TEXTS.items():
            sink.write(json.dumps({"url": url(name), "published": day, "text": text, "publisher": "Wire"}) + "\n")
    assert invoke("ingest", "articles.jsonl").returncode == 0
    return EmbeddedStore(Path("onrecord-data"))


def url(name: str) -> str:
    return f"https://news.example/{name}"


def work(name: str) -> URIRef:
    return Address.of(Article(text="", origin="", url=url(name))).work


def whole(store: EmbeddedStore) -> Graph:
    graph = Graph()
    with store.read() as reader:
        for name in reader.graphs():
            graph += reader.graph(name)
    return graph


def versions(graph: Graph) -> set[str]:
    return {str(each).rpartition("/")[0] for each in graph.subjects(RDF.type, REC.ArticleVersion)}


def test_all_of_it_goes_and_a_tombstone_stays(store: EmbeddedStore, invoke: Invoke) -> None:
    told = invoke("forget", url("other"), "--reason", "Withdrawn by the publisher")
    assert told.returncode == 0, told.stderr
    assert told.stderr == "1 articles forgotten, 1 versions of their texts\n"
    graph = whole(store)
    assert not [*graph.subjects(NIF.isString, Literal(TEXTS["other"][1]))]
    gone = {str(term) for triple in graph for term in triple if str(term).startswith(f"{work('other')}/")}
    assert gone == set()
    assert {*graph.predicate_objects(work("other"))} >= {
        (RDF.type, REC.Tombstone),
        (RDFS.comment, Literal("Withdrawn by the publisher")),
    }
    assert graph.value(work("other"), PROV.invalidatedAtTime) is not None
    assert url("other") not in "".join(map(str, graph.objects()))
    assert invoke("validate", "--store", "onrecord-data").returncode == 0


def test_no_earlier_state_is_kept(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("forget", url("other"))
    assert [each.name for each in Path("onrecord-data/snapshots").iterdir()] == [store.current()]


def test_its_copies_are_copies_of_each_other_then(store: EmbeddedStore, invoke: Invoke) -> None:
    before = whole(store)
    assert {str(o).rpartition("/")[0] for o in before.objects(None, PROV.wasQuotedFrom)} == {str(work("first"))}
    invoke("forget", url("first"))
    pairs = {
        (str(s).rpartition("/")[0], str(o).rpartition("/")[0])
        for s, o in whole(store).subject_objects(PROV.wasQuotedFrom)
    }
    assert pairs == {(str(work("third")), str(work("copy")))}
    report = {o for s, o in whole(store).subject_objects(REC.sameReportAs)}
    assert report
    assert all(str(each).startswith(str(work("copy"))) for each in report)


def test_what_people_decided_and_what_was_joined_goes_too(store: EmbeddedStore, invoke: Invoke) -> None:
    invoke("link", "entities")
    node = next(
        each
        for each in whole(store).subjects(RDFS.label, Literal("Zebulon Quince"))
        if str(each).startswith(f"{work('other')}/")
    )
    assert invoke("link", "merge", "actor/imran-khan", str(node), "--reviewer", "Ana").returncode == 0
    invoke("forget", url("other"))
    graph = whole(store)
    assert (None, None, node) not in graph or {p for _, p, _ in graph.triples((None, None, node))} == {PROV.used}
    with store.read() as reader:
        assert not reader.graph("https://w3id.org/onrecord/id/decisions/links")
    entities = [*graph.subjects(RDF.type, REC.CorpusEntity)]
    assert entities
    for entity in entities:
        assert len({*graph.subjects(REC.refersTo, entity)}) == 3


def test_it_is_passed_over_when_it_comes_again_until_the_tombstone_is_taken_away(
    store: EmbeddedStore, invoke: Invoke
) -> None:
    invoke("forget", str(work("other")))
    before = versions(whole(store))
    assert "4 unchanged" in invoke("ingest", "articles.jsonl").stderr
    assert versions(whole(store)) == before
    invoke("shard", "articles.jsonl", "--output", "shards")
    assert "4 unchanged" in invoke("load", "shards").stderr
    assert versions(whole(store)) == before
    assert invoke("forget", url("other"), "--lift").stderr == "1 tombstones taken away\n"
    assert "1 added" in invoke("ingest", "articles.jsonl").stderr
    assert versions(whole(store)) == before | {str(work("other"))}


def test_every_version_of_it_goes(store: EmbeddedStore, invoke: Invoke) -> None:
    Path("new.json").write_text(json.dumps({"url": url("other"), "text": "Ana Reyes denied that it was over."}))
    assert "1 revised" in invoke("ingest", "new.json").stderr
    assert "2 versions" in invoke("forget", url("other")).stderr
    assert str(work("other")) not in versions(whole(store))


@pytest.mark.parametrize("words", [["forget", "https://news.example/nowhere"], ["forget", "x", "--lift"]])
def test_what_is_not_there_is_named_and_nothing_changes(store: EmbeddedStore, invoke: Invoke, words: list[str]) -> None:
    before = {*whole(store)}
    result = invoke(*words)
    assert result.returncode == 3
    assert words[1] in result.stderr
    assert {*whole(store)} == before


def test_what_waited_in_quarantine_goes(store: EmbeddedStore, invoke: Invoke) -> None:
    name = "-".join((str(work("other")).rpartition("/")[2], "0123456789ab"))
    place = Path("onrecord-data/quarantine") / name
    place.mkdir(parents=True)
    (place / "article.json").write_text("{}")
    invoke("forget", url("other"))
    assert not place.exists()


def test_the_page_says_what_can_be_done(invoke: Invoke) -> None:
    page = (Path(__file__).parents[2] / "docs" / "forgetting.md").read_text("utf-8")
    article = {"url": "https://news.example/harbour", "text": TEXTS["other"][1]}
    Path("a.json").write_text(json.dumps(article), encoding="utf-8")
    assert invoke("ingest", "a.json", "--store", "graph").returncode == 0
    first, second = re.findall(r"```sh\n(.*?)\n```", page, re.DOTALL)
    [(name, query)] = re.findall(r"```sparql\n# (\S+)\n(.*?)```", page, re.DOTALL)
    Path(name).write_text(query, encoding="utf-8")
    assert invoke(*shlex.split(first)[1:]).returncode == 0
    rows = invoke("query", name, "--store", "graph", "--format", "csv").stdout.splitlines()
    assert len(rows) == 2
    assert rows[1].endswith(",Withdrawn by the publisher")
    assert invoke(*shlex.split(second)[1:]).returncode == 0
