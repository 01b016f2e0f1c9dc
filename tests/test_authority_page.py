"""What the page on the authority says is so: its counts, codes, queries, commands and samples."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from typer.testing import CliRunner

import ontology
from onrecord.authority.entry import Kind
from onrecord.cli import app
from ontology.terms import BASE, ORG, REC, SKOS

PAGE = (Path(__file__).parent.parent / "docs" / "authority.md").read_text("utf-8")
FENCED = re.compile(r"```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [block["body"] for block in FENCED.finditer(PAGE) if block["kind"] == kind]


def table(heading: str) -> list[list[str]]:
    rows = PAGE[PAGE.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def term(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return ORG[local] if prefix == "org" else REC[local]


def test_the_counts_are_those_of_the_files() -> None:
    known = ontology.authority()
    for _, kind, number, matched in table("| What |"):
        entries = set(known.subjects(RDF.type, term(kind)))
        in_wikidata = [
            entry
            for entry in entries
            if any("wikidata.org" in str(match) for match in known.objects(entry, SKOS.exactMatch))
        ]
        assert (len(entries), len(in_wikidata)) == (int(number), int(matched)), kind


def test_the_codes_of_namibia_and_what_states_lack_are_those_of_the_files() -> None:
    known = ontology.authority()
    for _, path, value, code, lacking in table("| Scheme |"):
        wanted = Literal(int(code)) if value == "integer" else Literal(code)
        assert known.value(BASE["actor/namibia"], term(path)) == wanted
        assert len(list(known.subjects(REC.lacksCode, term(path)))) == int(lacking), path


def test_every_kind_of_a_table_is_named() -> None:
    cell = next(row[1] for row in table("| Column |") if row[0] == "kind")
    assert set(re.findall(r"[a-z]+(?=`|$)", cell)) >= {str(kind) for kind in Kind}


def test_the_samples_commands_and_queries_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(blocks("csv")[0])
    (tmp_path / "groups.ttl").write_text(blocks("turtle")[0])
    text = "Ilse Maurer said on Friday that the road was open. Namibia said that the port was closed."
    (tmp_path / "a.txt").write_text(text)
    add, listing, remove = (shlex.split(line)[1:] for line in blocks("sh")[0].splitlines())

    def run(*words: str) -> str:
        found = CliRunner().invoke(app, list(words))
        assert found.exit_code == 0, (words, found.output)
        return found.output

    run(*add)
    assert "groups" in run(*listing)
    run("ingest", "a.txt", "--store", "graph")
    kept = Graph().parse("graph/authority/people.ttl")
    assert len(set(kept.subjects(RDF.type, ORG.Membership))) == 2
    for number, query in enumerate(blocks("sparql")):
        (tmp_path / f"{number}.rq").write_text(query)
    assert run("query", "0.rq", "--store", "graph", "--format", "csv").splitlines()[1:] == ["565,2"]
    rows = run("query", "1.rq", "--store", "graph", "--format", "csv").splitlines()[1:]
    assert len({row.partition(",")[0] for row in rows}) >= 11  # the codes, the label and the capital
    run(*remove)
    assert "people" not in run(*listing)
