"""What is exported for other tools is what the store holds, in the same bytes every time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
from arro3.io import read_parquet
from hypothesis import given
from hypothesis import strategies as st
from rdflib.term import Identifier

from api.store import Answer, Rows
from api.store.embedded import EmbeddedStore
from onrecord.exporting.lines import sort_lines, write_lines
from onrecord.exporting.network import EDGE, NODE, clean, read_network
from onrecord.exporting.speech import read_entities
from onrecord.statement_table import COLUMNS
from tests.api import desk
from tests.onrecord.conftest import Invoke
from tests.onrecord.panel.conftest import keep

EXAMPLES = Path(__file__).parents[3] / "examples"
FORMS = ("jsonld", "parquet", "gexf", "graphml", "ro-crate")
SPOKEN = """
@base <https://w3id.org/onrecord/id/article/> .
@prefix : <https://w3id.org/onrecord/id/article/0000000000000001/000000000001/> .

<w1> rec:latestVersion <v1> . <w2> rec:latestVersion <v2> .
actor:ana a rec:Person ; rdfs:label "Ana Duarte"@en ; rec:homeState actor:namibia .
:guest a rec:Actor , rec:Person ; rec:article <v2> ; rdfs:label "a guest\\u0007 & <b>" .
forum:council a rec:Forum ; rdfs:label "Council"@en .
:may rec:earliest "2023-05-02"^^xsd:date ; rec:latest "2023-05-02"^^xsd:date .
:june rec:earliest "2023-06-01"^^xsd:date ; rec:latest "2023-06-01"^^xsd:date .
:summer rec:earliest "2023-06-01"^^xsd:date ; rec:latest "2023-08-31"^^xsd:date .

:s1 rec:article <v1> ; rec:quoteForm qf:direct ; rec:saidOn :may ; rec:saidTo forum:council ; rec:about actor:angola .
:s2 rec:article <v2> ; rec:quoteForm qf:direct ; rec:saidOn :may ; rec:saidTo forum:council ; rec:about actor:angola ;
    rec:sameReportAs :s1 .
:s3 rec:article <v2> ; rec:quoteForm qf:indirect ; rec:saidOn :june ; rec:about actor:angola , actor:ana .
:s4 rec:article <v2> ; rec:quoteForm qf:indirect ; rec:saidOn :summer ; rec:saidTo actor:ana .
actor:ana rec:claims :s1 , :s2 ; rec:disputes :s3 .
:guest rec:raises :s4 .
# What does not count: an older text, at second hand, a publisher's own voice.
:s5 rec:article <v0> ; rec:quoteForm qf:direct ; rec:saidTo forum:council .
:s6 rec:article <v2> ; rec:quoteForm qf:direct ; rec:saidTo forum:council ; rec:embeddedIn :s3 .
:s7 rec:article <v2> ; rec:quoteForm qf:authorial ; rec:about forum:council .
actor:angola rec:claims :s5 , :s7 ; rec:reportedlyClaims :s6 .
"""


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("written")
    desk.fill(folder)
    return str(folder)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> str:
    kinds = "".join(f":s{n} rec:kind kind:statement .\n" for n in range(1, 8))
    return keep(tmp_path_factory.mktemp("spoken") / "store", SPOKEN + kinds)


def write(invoke: Invoke, store: str, form: str, file: Path) -> bytes:
    found = invoke("export", "--store", store, "--format", form, "-o", str(file))
    assert found.returncode == 0, found.stderr
    return file.read_bytes()


def rows(data: bytes) -> list[dict[str, Any]]:
    table = read_parquet(io.BytesIO(data)).read_all()
    columns = {name: table[name].to_pylist() for name in table.column_names}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_store_makes_the_same_bytes(invoke: Invoke, written: str, tmp_path: Path, form: str) -> None:
    first, second = (write(invoke, written, form, tmp_path / name) for name in ("a", "b"))
    assert first == second
    again = EmbeddedStore(tmp_path / "other")
    with again.write() as writer:
        for name, graph in reversed(desk.graphs().items()):
            writer.put({name: graph})
    if form != "ro-crate":  # it is of the day on which the store was published
        assert write(invoke, str(tmp_path / "other"), form, tmp_path / "c") == first
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_cannot_be_written_leaves_what_stood_there(
    invoke: Invoke, written: str, tmp_path: Path, form: str
) -> None:
    found = invoke("export", "--store", written, "--format", form, "-o", str(tmp_path / "no" / "file"))
    assert found.returncode == 3
    assert "cannot be written" in found.stderr
    assert [*tmp_path.iterdir()] == []


def test_json_ld_holds_every_quad(invoke: Invoke, written: str, tmp_path: Path) -> None:
    data = write(invoke, written, "jsonld", tmp_path / "all.jsonld")
    with EmbeddedStore(Path(written)).read() as reader:
        assert set(ox.parse(data, ox.RdfFormat.JSON_LD)) == set(reader.engine)


def test_lines_are_in_order_and_canonical(written: str) -> None:
    sink = io.BytesIO()
    with EmbeddedStore(Path(written)).read() as reader:
        write_lines(reader, sink)
        lines = sink.getvalue().splitlines(keepends=True)
        assert lines == sorted(set(lines))
        assert set(ox.parse(sink.getvalue(), ox.RdfFormat.N_QUADS)) == set(reader.engine)
        data = ox.Dataset(ox.parse(sink.getvalue(), ox.RdfFormat.N_QUADS))
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert sorted(f"{quad} .\n".encode() for quad in data) == lines


@given(st.lists(st.binary(max_size=3).map(lambda line: line.replace(b"\n", b"") + b"\n")), st.integers(1, 4))
def test_lines_past_what_is_held_are_in_order_too(lines: list[bytes], run: int) -> None:
    assert list(sort_lines(lines, run)) == sorted(lines)


def test_the_table_is_that_of_the_shards_which_the_store_was_loaded_from(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_TAGGER", "none")
    assert invoke("shard", str(EXAMPLES), "-o", "shards").returncode == 0
    assert invoke("load", "shards", "--store", "graph").returncode == 0
    told = [row for file in sorted(Path("shards").glob("*/statements.parquet")) for row in rows(file.read_bytes())]
    data = write(invoke, "graph", "parquet", tmp_path / "statements.parquet")
    found = rows(data)
    assert len(found) > 30
    assert [*found[0]] == [*COLUMNS]
    by_name = {row["statement"]: row for row in told}
    assert {row["statement"] for row in found} == by_name.keys()
    for row in found:
        assert row == by_name[row["statement"]]


def test_the_table_of_a_store_by_hand(invoke: Invoke, written: str, tmp_path: Path) -> None:
    found = rows(write(invoke, written, "parquet", tmp_path / "t.parquet"))
    assert [row["statement"] for row in found] == [str(each) for each in (desk.CLAIM, desk.ADDED, desk.INNER)]
    claim, _, inner = found
    assert (claim["claimant"], claim["claimant_role"], claim["venue"]) == ("Ana Duarte", "minister", "Senate")
    assert (claim["said_edtf"], claim["said_basis"], claim["quote_form"]) == ("2022-01-24", "publication", "direct")
    assert desk.TEXT[claim["begin"] : claim["end"]] == claim["text"]
    assert (inner["claimant"], inner["embedded_in"]) == (desk.HOSTILE, str(desk.ADDED))
    assert inner["said_words"] is None
    assert {row["url"] for row in found} == {"https://news.example/port"}


def read_graph(form: str, file: Path) -> nx.MultiDiGraph:
    return nx.read_gexf(file) if form == "gexf" else nx.read_graphml(file)


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_network_says_who_speaks_to_whom_and_of_whom(invoke: Invoke, spoken: str, tmp_path: Path, form: str) -> None:
    write(invoke, spoken, form, tmp_path / "network")
    network = read_graph(form, tmp_path / "network")
    names = {node: str(told["label"]).partition("/id/")[0] for node, told in network.nodes(data=True)}
    found = {(names[who], names[whom], told["relation"]): told for who, whom, told in network.edges(data=True)}
    assert found.keys() == {
        ("Ana Duarte", "Council", "to"),
        ("Ana Duarte", "Angola", "of"),
        ("a guest\ufffd & <b>", "Ana Duarte", "to"),
    }
    to = found["Ana Duarte", "Council", "to"]
    assert {name: to[name] for name in ("weight", "statements", "articles", "claims", "disputes")} == {
        "weight": 1,
        "statements": 2,
        "articles": 2,
        "claims": 1,
        "disputes": 0,
    }
    of = found["Ana Duarte", "Angola", "of"]
    assert (of["weight"], of["claims"], of["disputes"], of["first"], of["last"]) == (
        2,
        1,
        1,
        "2023-05-02",
        "2023-06-01",
    )
    guest = found["a guest\ufffd & <b>", "Ana Duarte", "to"]
    assert "first" not in guest
    assert guest["raises"] == 1
    nodes = {names[node]: told for node, told in network.nodes(data=True)}
    ana = nodes["Ana Duarte"]
    assert (ana["kind"], ana["linked"], ana["state"]) == ("Person", True, "Namibia")
    assert (ana["statements"], ana["told"], ana["spoken_of"]) == (2, 1, 1)
    assert nodes["a guest\ufffd & <b>"]["linked"] is False


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_every_id_of_a_network_is_given_once(invoke: Invoke, spoken: str, tmp_path: Path, form: str) -> None:
    root = ElementTree.fromstring(write(invoke, spoken, form, tmp_path / "network"))
    for tag in ("node", "edge", "key"):
        ids = [each.get("id") for each in root.iter() if each.tag.rpartition("}")[2] == tag]
        assert len(ids) == len(set(ids))


def test_a_network_has_the_attributes_that_are_told(spoken: str) -> None:
    with EmbeddedStore(Path(spoken)).read() as reader:
        network = read_network(reader)
    assert {name for _, told in network.nodes(data=True) for name in told} == set(NODE)
    assert {name for *_, told in network.edges(data=True) for name in told} == set(EDGE)


def test_many_names_and_many_articles_are_read_once_each(tmp_path: Path) -> None:
    many = " ".join(f'actor:ana rdfs:label "Ana {n}" ; rec:article <urn:v{n}> ; a <urn:c{n}> .' for n in range(60))
    store = EmbeddedStore(Path(keep(tmp_path / "store", many)))
    asked: list[int] = []

    class Counting:
        def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
            with store.read() as reader:
                answer = reader.query(sparql, bindings)
            asked.append(len(answer.rows) if isinstance(answer, Rows) else 0)
            return answer

    ana = "https://w3id.org/onrecord/id/actor/ana"
    assert read_entities(Counting(), [ana])[ana].label == "Ana 0"
    assert sum(asked) == 180


@given(st.text())
def test_any_label_can_be_written_as_xml(words: str) -> None:
    element = ElementTree.Element("label")
    element.text = clean(words)
    read = ElementTree.fromstring(ElementTree.tostring(element, "unicode")).text or ""
    assert read.splitlines() == clean(words).replace("\r\n", "\n").replace("\r", "\n").splitlines()


def test_a_crate_holds_the_graph_the_table_and_what_they_are(invoke: Invoke, written: str, tmp_path: Path) -> None:
    write(invoke, written, "ro-crate", tmp_path / "crate.zip")
    with zipfile.ZipFile(tmp_path / "crate.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["ro-crate-metadata.json", "graph.nq.gz", "statements.parquet"]
        nodes = {each["@id"]: each for each in json.loads(archive.read("ro-crate-metadata.json"))["@graph"]}
        for part in nodes["./"]["hasPart"]:
            assert int(nodes[part["@id"]]["contentSize"]) == archive.getinfo(part["@id"]).file_size
        assert archive.read("statements.parquet") == write(invoke, written, "parquet", tmp_path / "t.parquet")


def test_a_form_that_there_is_none_of_is_a_mistake_in_the_command(invoke: Invoke, written: str) -> None:
    assert invoke("export", "--store", written, "--format", "xlsx").returncode == 2
