"""What is served to browsers is what its sources build, with the licences of all that is in it."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from rdflib import Graph

from ontology import authority
from ontology.terms import REC

API = Path(__file__).parents[2] / "api"
WEB, BUILT = API / "web", API / "static" / "web"
RECORD = json.loads((BUILT / "built.json").read_text("utf-8"))
SOURCES = ("build.mjs", "package.json", "package-lock.json", "tsconfig.json")


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def test_the_bundles_are_what_the_sources_build() -> None:
    files = sorted([*SOURCES, *(f"src/{file.name}" for file in (WEB / "src").iterdir())])
    text = "".join(f"{name}\0{digest(WEB / name)}\n" for name in files)
    assert RECORD["sources"] == sha256(text.encode()).hexdigest(), "run: make web"


def test_nothing_else_stands_beside_them() -> None:
    assert {file.name: digest(file) for file in BUILT.iterdir() if file.name != "built.json"} == RECORD["files"]


def test_every_package_that_is_shipped_has_its_licence_beside_it() -> None:
    notice = (BUILT / "NOTICE").read_text("utf-8")
    for name in (
        "@zazuko/yasgui",
        "@observablehq/plot",
        "cytoscape",
        "world-atlas",
        "codemirror",
        "datatables.net",
        "d3-geo",
    ):
        assert re.search(rf"^{re.escape(name)} \d", notice, re.MULTILINE), name


def test_the_lock_names_no_host() -> None:
    assert '"resolved"' not in (WEB / "package-lock.json").read_text("utf-8")


@pytest.mark.parametrize("word", ["onlyfans", "sourceMappingURL", "prefix.cc/popular"])
def test_nothing_unwanted_is_shipped(word: str) -> None:
    assert not [file.name for file in BUILT.glob("*.js") if word in file.read_text("utf-8")]


def test_the_map_knows_the_states_of_the_authority() -> None:
    known = {
        (iso3, numeric): name for iso3, _, numeric, name in json.loads((WEB / "src" / "states.json").read_text("utf-8"))
    }
    graph: Graph = authority()
    stored = {
        (str(graph.value(state, REC.iso3)), str(graph.value(state, REC.isoNumeric) or ""))
        for state in graph.subjects(REC.iso3)
    }
    assert stored == set(known)
