"""What the page on entities says can be done can be done, and what it names is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ingest.entities.clustering import JOINED
from ingest.entities.names import UNSEEN
from ontology import load
from ontology.terms import REC
from tests.onrecord.conftest import Invoke, write_articles

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "entities.md").read_text("utf-8")


def test_the_commands_and_the_query_of_the_page_run(invoke: Invoke, tmp_path: Path) -> None:
    texts = ["Ana Duarte said that the quay was closed.", "The quay will open, Ana Duarte said."]
    texts.append("A. Duarte told reporters that the quay was sold.")
    articles = [{"text": text, "url": f"https://news.example/{n}"} for n, text in enumerate(texts)]
    write_articles(tmp_path / "articles.jsonl", *articles)
    assert invoke("ingest", "articles.jsonl", "--store", "graph").returncode == 0
    [query] = re.findall(r"```sparql\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
    Path(query[0]).write_text(query[1], encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(lines) == 3
    assert "1 entities, of 2 names" in invoke(*shlex.split(lines[0])[1:]).stderr
    table = invoke("query", query[0], "--store", "graph", "--format", "csv").stdout.splitlines()
    assert table[1].startswith("Ana Duarte,2")
    ask = "SELECT ?n ?l { ?n a <%s> ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    Path("who.rq").write_text(ask % REC.CorpusEntity, encoding="utf-8")
    entity = invoke("query", "who.rq", "--store", "graph", "--format", "csv").stdout.splitlines()[1].split(",")[0]
    Path("who.rq").write_text(ask % REC.Person, encoding="utf-8")
    people = invoke("query", "who.rq", "--store", "graph", "--format", "csv").stdout.splitlines()[1:]
    single = next(row.split(",")[0] for row in people if row.endswith(",A. Duarte"))
    for line, count in zip(lines[1:], ("of 3 names", "of 2 names"), strict=True):
        words = [re.sub(r"^actor/ana-.*", entity, re.sub(r"^actor/a-.*", single, word)) for word in shlex.split(line)]
        told = invoke(*words[1:])
        assert told.returncode == 0, told.stderr
        assert count in told.stderr


def test_what_the_page_names_is_there() -> None:
    known = {str(term) for term in load().subjects()}
    named = {f"{REC._NS}{name}" for name in re.findall(r"\brec:(\w+)", PAGE)}
    assert named <= known
    assert str(JOINED) in PAGE
    assert f"(n + {UNSEEN})" in PAGE
    assert (ROOT / "ingest" / "lexicon" / "en" / "entities.toml").is_file()
