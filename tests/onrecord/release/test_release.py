"""A release is whole, says what it is to people and to programs, and holds the same bytes for the same store."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, VOID

from api.store.address import Address
from api.store.embedded import EmbeddedStore
from api.store.endpoint import Endpoint
from onrecord.release.changes import Changes, compare
from onrecord.release.description import DATASET, SPDX
from ontology.terms import REC
from tests.api import desk
from tests.api.engines import serve
from tests.onrecord.conftest import Invoke

FILES = {
    "CHANGES.json",
    "CHANGES.md",
    "CITATION.cff",
    "README.md",
    "SHA256SUMS",
    "graph.nq.gz",
    "ro-crate-metadata.json",
    "statements.parquet",
    "void.ttl",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DESK = ("--publisher", "The desk of Ruritania", "--licence", LICENCE, "--title", "Ruritania on record")


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return desk.fill(tmp_path / "store")


@pytest.fixture
def release(invoke: Invoke, store: EmbeddedStore, tmp_path: Path) -> Path:
    return make(invoke, store, tmp_path / "first")


def make(invoke: Invoke, store: EmbeddedStore, folder: Path, *more: str) -> Path:
    found = invoke("release", str(folder), "--store", store.where, *DESK, *more)
    assert found.returncode == 0, found.stderr
    return folder


def test_everything_is_there_and_as_its_checksum_says(release: Path) -> None:
    assert {file.name for file in release.iterdir()} == FILES
    assert shutil.which("sha256sum"), "the tool that the release names"
    found = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert {line.partition(":")[0] for line in found.stdout.splitlines()} == FILES - {"SHA256SUMS"}


def test_the_graph_loads_back_to_an_equal_store(release: Path, store: EmbeddedStore) -> None:
    again = ox.Store()
    again.bulk_load(gzip.decompress((release / "graph.nq.gz").read_bytes()), ox.RdfFormat.N_QUADS)
    with store.read() as reader:
        assert set(again) == set(reader.engine)
        assert len(again) == len(reader.engine)


def test_the_same_store_makes_the_same_bytes(
    invoke: Invoke, release: Path, store: EmbeddedStore, tmp_path: Path
) -> None:
    again = make(invoke, store, tmp_path / "again")
    assert {file.name: file.read_bytes() for file in again.iterdir()} == {
        file.name: file.read_bytes() for file in release.iterdir()
    }


def test_a_day_that_is_given_is_the_day_of_every_description(
    invoke: Invoke, store: EmbeddedStore, tmp_path: Path
) -> None:
    folder = make(invoke, store, tmp_path / "dated", "--date", "2026-01-31")
    assert yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))["date-released"] == date(2026, 1, 31)
    assert nodes(folder)["./"]["datePublished"] == "2026-01-31"
    assert describe(folder).value(DATASET, DCTERMS.issued) == Literal(date(2026, 1, 31))
    assert (folder / "README.md").read_text("utf-8").startswith("# Ruritania on record, 2026-01-31\n")


def nodes(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))
    return {node["@id"]: node for node in document["@graph"]}


def test_the_crate_is_as_its_specification_asks(release: Path) -> None:
    document = json.loads((release / "ro-crate-metadata.json").read_text("utf-8"))
    assert document["@context"] == "https://w3id.org/ro/crate/1.1/context"
    assert document.keys() == {"@context", "@graph"}
    found = nodes(release)
    assert len(found) == len(document["@graph"])
    descriptor, root = found["ro-crate-metadata.json"], found["./"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset"
    assert date.fromisoformat(root["datePublished"])
    assert root["name"] == "Ruritania on record"
    assert root["description"]
    licence = found[root["license"]["@id"]]
    assert licence["@id"] == LICENCE
    assert licence["name"]
    assert licence["description"]
    assert found[root["publisher"]["@id"]]["name"] == "The desk of Ruritania"
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == FILES - {"SHA256SUMS", "ro-crate-metadata.json"}
    for name in parts:
        assert found[name]["@type"] == "File"
        assert int(found[name]["contentSize"]) == (release / name).stat().st_size
    assert all("@type" in node for node in found.values())
    assert {link for node in found.values() for link in links(node)} <= found.keys() | {"https://w3id.org/ro/crate/1.1"}


def links(value: object) -> list[str]:
    match value:
        case {"@id": str() as link, **rest} if not rest:
            return [link]
        case dict():
            return [link for each in value.values() for link in links(each)]
        case list():
            return [link for each in value for link in links(each)]
    return []


def test_the_crate_is_valid_json_ld_in_which_every_key_is_a_term(release: Path) -> None:
    context = json.loads((files("rocrate") / "data" / "ro-crate.jsonld").read_text("utf-8"))["@context"]
    document = json.loads((release / "ro-crate-metadata.json").read_text("utf-8"))
    keys = {key for node in document["@graph"] for key in node if not key.startswith("@")}
    assert keys <= context.keys()
    terms = {key: context[key] for key in {*keys, "Dataset", "File", "CreativeWork", "Organization"}}
    data = json.dumps({"@context": terms, "@graph": document["@graph"]})
    base = "https://data.example/first/"
    graph = set(ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=base))
    license_of = ox.NamedNode(context["license"])
    assert any(
        (quad.subject, quad.predicate, quad.object) == (ox.NamedNode(base), license_of, ox.NamedNode(LICENCE))
        for quad in graph
    )


def describe(folder: Path) -> Graph:
    graph = Graph()
    for subject, path, value in Graph().parse(folder / "void.ttl", publicID="here:/"):
        graph.add(tuple(_relative(term) for term in (subject, path, value)))  # type: ignore[arg-type]
    return graph


def _relative(term: object) -> object:
    return URIRef(str(term).removeprefix("here:/")) if isinstance(term, URIRef) else term


def test_the_description_names_files_that_are_there_with_their_sizes(release: Path, store: EmbeddedStore) -> None:
    graph = describe(release)
    assert {DCAT.Dataset, VOID.Dataset} <= set(graph.objects(DATASET, RDF.type))
    with store.read() as reader:
        assert int(str(graph.value(DATASET, VOID.triples))) == len(
            {(quad.subject, quad.predicate, quad.object) for quad in reader.engine}
        )
    assert str(graph.value(DATASET, VOID.dataDump)) == "graph.nq.gz"
    lines = (release / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    ways = list(graph.objects(DATASET, DCAT.distribution))
    assert len(ways) == 2
    for way in ways:
        name = str(graph.value(way, DCAT.downloadURL))
        assert int(str(graph.value(way, DCAT.byteSize))) == (release / name).stat().st_size
        [checksum] = graph.objects(way, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)).lower() == sums[name]


def test_the_citation_has_what_its_format_asks_for(release: Path) -> None:
    told = yaml.safe_load((release / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert (told["cff-version"], told["type"], told["title"]) == ("1.2.0", "dataset", "Ruritania on record")
    assert told["authors"] == [{"name": "The desk of Ruritania"}]
    assert told["license-url"] == LICENCE
    assert told["version"] == "1"
    assert isinstance(told["date-released"], date)


@pytest.mark.parametrize("name", ['a "b": {c}\n- d', "# <b>*x*</b> | y", "\u0085\u2028 \\ 'z'"])
def test_a_title_of_any_kind_stays_a_title(invoke: Invoke, store: EmbeddedStore, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "odd"
    found = invoke("release", str(folder), "--store", store.where, "--title", name, "--publisher", name)
    assert found.returncode == 0, found.stderr
    told = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert (told["title"], told["authors"]) == (name, [{"name": name.strip()}])
    assert nodes(folder)["./"]["name"] == name
    assert str(describe(folder).value(DATASET, DCTERMS.title)) == name
    assert "license" not in nodes(folder)["./"]
    assert (folder / "README.md").read_text("utf-8").splitlines()[1] == ""
    assert "No licence is given" in (folder / "README.md").read_text("utf-8")


def read_changes(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "CHANGES.json").read_text("utf-8"))
    return found


def test_a_first_release_is_compared_with_none(release: Path) -> None:
    told = read_changes(release)
    assert told["since"] is None
    assert told["articles"] == {"total": 1, "added": [], "removed": [], "revised": []}
    assert (told["statements"]["total"], told["entities"]["total"]) == (3, 3)


def test_what_came_went_and_changed_is_told(
    invoke: Invoke, release: Path, store: EmbeddedStore, tmp_path: Path
) -> None:
    graphs = desk.graphs()
    other = URIRef(desk.BASE + "article/bbbb")
    version = other + "/1"
    added, work = Graph(identifier=version), Graph(identifier=other)
    statement = version + "/statement/1-2"
    added.add((statement, RDF.type, REC.Statement))
    added.add((statement, REC.article, version))
    work.add((other, RDF.type, REC.Article))
    work.add((other, REC.latestVersion, version))
    graphs[str(desk.WORK)].set((desk.WORK, REC.latestVersion, desk.OLD))
    graphs[str(desk.VERSION)].remove((desk.INNER, None, None))
    graphs[str(desk.VERSION)].set((desk.ADDED, REC.cue, Literal("said")))
    authority = graphs[desk.BASE + "authority"]
    authority.remove((URIRef(desk.BASE + "place/zürich"), None, None))
    authority.set((desk.ANA, RDFS.label, Literal("Ana Duarte Reis", lang="en")))
    with store.write() as writer:
        writer.put({**graphs, str(version): added, str(other): work})
    second = make(invoke, store, tmp_path / "second", "--since", str(release))
    told = read_changes(second)
    assert told["since"] == read_changes(release)["release"]
    assert told["release"]["version"] == "2"
    assert told["articles"] == {"total": 2, "added": [str(other)], "removed": [], "revised": [str(desk.WORK)]}
    assert told["statements"] == {
        "total": 3,
        "added": [str(statement)],
        "removed": [str(desk.INNER)],
        "revised": [str(desk.ADDED)],
    }
    assert told["entities"] == {
        "total": 2,
        "added": [],
        "removed": [desk.BASE + "place/zürich"],
        "revised": [str(desk.ANA)],
    }
    page = (second / "CHANGES.md").read_text("utf-8")
    assert "| statements | 3 | 1 | 1 | 1 |" in page
    assert f"- <{desk.INNER}>" in page


def test_what_somebody_says_anew_is_no_change_of_who_they_are(
    invoke: Invoke, release: Path, store: EmbeddedStore, tmp_path: Path
) -> None:
    more = Graph()
    more.add((desk.ANA, REC.raises, desk.INNER))
    with store.write() as writer:
        writer.put({desk.BASE + "more": more})
    told = read_changes(make(invoke, store, tmp_path / "second", "--since", str(release)))
    assert told["entities"]["revised"] == []


def test_two_sides_in_any_order_of_iris_are_compared() -> None:
    def line(iri: str, label: str = "a") -> list[bytes]:
        return [
            f'<{iri}> <{RDFS.label}> "{label}" <urn:g> .\n'.encode(),
            f"<{iri}> <{RDF.type}> <{REC.State}> <urn:g> .\n".encode(),
        ]

    before = sorted(line("urn:a") + line("urn:a/b") + line("urn:a-b"))
    after = sorted(line("urn:a-b", "z") + line("urn:a/b") + line("urn:a/b/c"))
    assert compare(before, after)["entities"] == Changes(3, ["urn:a/b/c"], ["urn:a"], ["urn:a-b"])


def test_an_earlier_release_that_is_none_or_damaged_is_refused(
    invoke: Invoke, release: Path, store: EmbeddedStore, tmp_path: Path
) -> None:
    def refuse(since: Path) -> str:
        found = invoke("release", str(tmp_path / "next"), "--store", store.where, *DESK, "--since", str(since))
        assert found.returncode == 3
        assert not (tmp_path / "next").exists()
        [line] = found.stderr.splitlines()
        return line

    assert "is no release that can be read" in refuse(tmp_path / "nowhere")
    assert "is no release that can be read" in refuse(Path(store.where))
    (release / "graph.nq.gz").write_bytes(b"half")
    assert "is not what was released" in refuse(release)


def test_a_release_without_a_publisher_is_a_mistake_in_the_command(
    invoke: Invoke, store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = invoke("release", str(tmp_path / "r"), "--store", store.where)
    assert found.returncode == 2
    assert "--publisher" in found.stderr
    monkeypatch.setenv("ONRECORD_PUBLISHER", "The desk")
    assert invoke("release", str(tmp_path / "r"), "--store", store.where).returncode == 0


def test_nothing_is_written_over_or_left_half(
    invoke: Invoke, release: Path, store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {file.name: file.read_bytes() for file in release.iterdir()}
    found = invoke("release", str(release), "--store", store.where, *DESK)
    assert found.returncode == 3
    assert "something is there already" in found.stderr
    assert {file.name: file.read_bytes() for file in release.iterdir()} == before

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onrecord.release.making.describe_crate", fail)
    assert invoke("release", str(tmp_path / "half"), "--store", store.where, *DESK).returncode == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "store"]


def test_an_engine_that_tells_no_day_asks_for_one(invoke: Invoke, tmp_path: Path) -> None:
    with serve(tmp_path / "engine", "--union-default-graph") as engine:
        Endpoint(Address.read(engine.query), timeout=30).update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 'c' } }")
        words = ("release", str(tmp_path / "r"), "--store", engine.query, *DESK)
        found = invoke(*words)
        assert found.returncode == 2
        assert "--date" in found.stderr
        assert invoke(*words, "--date", "2026-01-31").returncode == 0
    assert gzip.decompress((tmp_path / "r" / "graph.nq.gz").read_bytes()) == b'<urn:a> <urn:b> "c" <urn:g> .\n'
    assert nodes(tmp_path / "r")["./"]["version"] == "2026-01-31"
