"""Entities of FollowTheMoney become entries; what is no entry is passed over and counted."""

import json
from pathlib import Path

import ontology
from onrecord.authority.checking import check
from onrecord.authority.entry import Found, Given
from onrecord.authority.followthemoney import KINDS, read_followthemoney
from ontology.terms import BASE, DCTERMS, ORG, RDF, RDFS, REC, SKOS
from tests.onrecord.conftest import BRIDGE, Invoke, write_articles

FERRER = {
    "id": "NK-1",
    "caption": "Lucía Ferrer",
    "schema": "Person",
    "datasets": ["es_ministers"],
    "properties": {
        "name": ["Lucia Ferrer", "Lucía Ferrer"],
        "alias": ["L. Ferrer"],
        "weakAlias": ["Lucy"],
        "nationality": ["es"],
        "country": ["fr", "es"],
        "wikidataId": ["Q999999997"],
        "position": ["Spokesperson"],
        "sourceUrl": ["https://example.org/ferrer"],
    },
}
FRONT = {
    "id": "NK-2",
    "schema": "Organization",
    "datasets": ["list"],
    "properties": {"name": ["Red Tide Front"], "topics": ["sanction", "crime.terror"], "country": ["xx"]},
}
POSITION = {"id": "NK-3", "schema": "Position", "properties": {"name": ["Minister of Ports"], "country": ["es"]}}
HELD = {
    "id": "NK-4",
    "schema": "Occupancy",
    "properties": {"holder": ["NK-1"], "post": ["NK-3"], "startDate": ["2021-03-01"], "endDate": ["2024"]},
}
SHIP = {"id": "NK-5", "schema": "Vessel", "properties": {"name": ["Aurora"]}}


def read(folder: Path, *records: object) -> Found:
    file = folder / "entities.ftm.json"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return read_followthemoney(Given(file, str(BASE)), ontology.authority())


def test_people_and_bodies_become_entries_with_their_sources(tmp_path: Path) -> None:
    found = read(tmp_path, HELD, FERRER, FRONT, POSITION, SHIP)
    graph, ferrer = found.graph, BASE["actor/lucia-ferrer"]
    assert check(graph, ontology.authority(), found.where) == ()
    assert found.problems == ()
    assert str(graph.value(ferrer, RDFS.label)) == "Lucía Ferrer"
    assert {str(name) for name in graph.objects(ferrer, SKOS.altLabel)} == {"Lucia Ferrer", "L. Ferrer"}
    assert graph.value(ferrer, REC.homeState) == BASE["actor/spain"]
    assert {str(each) for each in graph.objects(ferrer, DCTERMS.source)} == {
        "https://example.org/ferrer",
        "data set es_ministers",
    }
    assert (BASE["actor/red-tide-front"], RDF.type, REC.Group) in graph
    assert graph.value(BASE["actor/red-tide-front"], REC.homeState) is None
    assert dict(found.passed_over) == {"the schema Vessel is none that is read": 1}


def test_a_position_is_an_office_and_an_occupancy_a_tenure(tmp_path: Path) -> None:
    graph = read(tmp_path, HELD, FERRER, POSITION).graph
    held = {
        str(graph.value(graph.value(tenure, ORG.role), RDFS.label)): graph.value(tenure, REC.edtf)
        for tenure in graph.subjects(ORG.member, BASE["actor/lucia-ferrer"])
    }
    assert {role: str(when) if when else None for role, when in held.items()} == {
        "Minister of Ports": "2021-03-01/2024",
        "Spokesperson": None,
    }


def test_a_tenure_of_somebody_who_is_not_there_is_counted(tmp_path: Path) -> None:
    found = read(tmp_path, HELD, POSITION)
    assert dict(found.passed_over) == {"a tenure whose holder or position is not in the file": 1}


def test_a_line_that_is_no_entity_is_named(tmp_path: Path) -> None:
    file = tmp_path / "entities.jsonl"
    file.write_text(json.dumps(FERRER) + '\n{"id": "x"}\n[\n', encoding="utf-8")
    problems = read_followthemoney(Given(file, str(BASE)), ontology.authority()).problems
    assert [each.where for each in problems] == [f"{file}:2", f"{file}:3"]
    assert "schema" in problems[0].what


def test_they_are_linked_to(invoke: Invoke, tmp_path: Path) -> None:
    read(tmp_path, FERRER)
    assert invoke("authority", "add", "entities.ftm.json").returncode == 0
    invoke("ingest", write_articles(tmp_path / "a.jsonl", {"text": BRIDGE, "published": "2024-04-04"}))
    assert f"<{REC.refersTo}> <{BASE['actor/lucia-ferrer']}>" in invoke("export").stdout


def test_every_schema_that_is_read_is_on_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "authority.md").read_text("utf-8")
    assert [name for name in (*KINDS, "Position", "Occupancy") if f"`{name}`" not in page] == []
