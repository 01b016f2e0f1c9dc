"""``onrecord import``: rows in the real layouts, of events that are invented, into a real store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from api.store import Rows, open_store
from api.store.binding import bind_each
from onrecord.importing import BATCH
from shapes import Validator
from tests.onrecord.conftest import Invoke
from tests.onrecord.rows import ACLED, acled, write_acled

NO_MATCH = "acled: 0 matches with an event of an article"

COUNT = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?id ?type ?dead { ?e a rec:RecordedEvent ; rec:recordId ?id ; rec:eventType ?type
  OPTIONAL { ?e rec:fatalities ?dead } } ORDER BY ?id"""


def ask(store: Path, query: str) -> list[dict[str, str]]:
    with open_store(store).read() as reader:
        answer = reader.query(query)
    assert isinstance(answer, Rows)
    return [{name: str(value) for name, value in row.items()} for row in answer.records()]


def quads(store: Path) -> set[tuple[str, ...]]:
    return {tuple(row.values()) for row in ask(store, "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_an_event_keeps_its_codes_its_id_and_where_it_came_from(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    file = write_acled(tmp_path / "acled.csv", acled("AFG90001", fatalities="14"))
    found = invoke("import", "acled", file, "--store", str(store))
    assert (found.returncode, found.stderr.splitlines()) == (0, ["acled: 1 added", NO_MATCH])
    (row,) = ask(
        store,
        """PREFIX rec: <https://w3id.org/onrecord/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX schema: <https://schema.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?event ?type ?own ?first ?firstly ?second ?town ?area ?state ?latitude ?dead ?from ?file WHERE {
          ?event rec:recordId "AFG90001" ; rec:eventType ?type ; rec:recordedType ?own ; rec:earliest ?from ;
            rec:fatalities ?dead ; rec:firstParty [ rdfs:label ?first ; rec:refersTo ?firstly ] ;
            rec:secondParty/rec:refersTo ?second ; prov:wasDerivedFrom/schema:name ?file ; rec:recordedPlace ?place .
          ?place rdfs:label ?town ; rec:adminArea ?area ; rec:homeState ?state ; schema:latitude ?latitude }""",
    )
    base = "https://w3id.org/onrecord/id/"
    assert row == {
        "event": f"{base}dataset/acled/event/AFG90001",
        "type": "https://w3id.org/onrecord/ns/plover#ASSAULT",
        "own": "Battles: Armed clash",
        "first": "Taliban",
        "firstly": f"{base}actor/taliban",
        "second": f"{base}actor/afghanistan",
        "town": "Kandahar",
        "area": "Kandahar",
        "state": f"{base}actor/afghanistan",
        "latitude": "31.6133",
        "dead": "14",
        "from": "2021-08-26",
        "file": "acled.csv",
    }


def test_the_same_file_again_changes_nothing(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    file = write_acled(tmp_path / "acled.csv", acled("AFG90001"), acled("AFG90002"))
    invoke("import", "acled", file, "--store", str(store))
    before = quads(store)
    found = invoke("import", "acled", file, "--store", str(store))
    assert found.stderr.splitlines() == ["acled: 2 unchanged", NO_MATCH]
    assert quads(store) == before


def test_an_event_that_has_changed_takes_the_place_of_what_was_stored(
    invoke: Invoke, tmp_path: Path, store: Path
) -> None:
    first = write_acled(tmp_path / "old.csv", acled("AFG90001", fatalities="3"), acled("AFG90002", fatalities="1"))
    second = write_acled(tmp_path / "new.csv", acled("AFG90001", fatalities="5"), acled("AFG90003", fatalities="0"))
    invoke("import", "acled", first, "--store", str(store))
    found = invoke("import", "acled", second, "--store", str(store))
    assert found.stderr.splitlines() == ["acled: 1 added, 1 changed", NO_MATCH]
    assert [(row["id"], row["dead"]) for row in ask(store, COUNT)] == [
        ("AFG90001", "5"),
        ("AFG90002", "1"),
        ("AFG90003", "0"),
    ]


def test_a_bad_row_is_told_and_the_others_are_stored(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    file = write_acled(
        tmp_path / "acled.csv",
        acled("AFG90001"),
        acled("AFG90002", event_date="some day"),
        acled("", notes="no id"),
        acled("AFG90003", latitude="95.2"),
        acled("AFG90004", fatalities="many"),
        acled("AFG90005"),
    )
    found = invoke("import", "acled", file, "--store", str(store))
    assert found.returncode == 1
    assert found.stderr.splitlines() == [
        f"{file}, row 3: 'event_date': 'some day' is no day that can be read; mend the cell, or take the row out",
        f"{file}, row 4: 'event_id_cnty' is empty; mend the cell, or take the row out",
        f"{file}, row 5: 'latitude': '95.2' is not between -90 and 90 degrees; mend the cell, or take the row out",
        f"{file}, row 6: 'fatalities': 'many' is no count; mend the cell, or take the row out",
        "acled: 2 added, 4 could not be read",
        NO_MATCH,
    ]
    assert [row["id"] for row in ask(store, COUNT)] == ["AFG90001", "AFG90005"]


def test_an_event_that_breaks_a_shape_is_told_and_the_others_are_stored(
    invoke: Invoke, tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Validator(
        Graph().parse(
            data="""
            @prefix rec: <https://w3id.org/onrecord/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
            <https://example.org/shapes#Few> a sh:PropertyShape ; sh:targetClass rec:RecordedEvent ;
              sh:path rec:fatalities ; sh:maxInclusive 100 ; sh:severity sh:Violation ; sh:message "Too many."@en .""",
            format="turtle",
        )
    )
    monkeypatch.setattr("onrecord.importing.Validator", lambda: strict)
    rows = (acled("AFG90001"), acled("AFG90002", fatalities="900"), acled("AFG90003"))
    found = invoke("import", "acled", write_acled(tmp_path / "acled.csv", *rows), "--store", str(store))
    assert found.returncode == 1
    event = "https://w3id.org/onrecord/id/dataset/acled/event/AFG90002"
    assert found.stderr.splitlines() == [
        f"acled.csv: {event} cannot be stored as it is (Too many.); mend its row",
        "acled: 2 added, 1 could not be read",
        NO_MATCH,
    ]
    assert [row["id"] for row in ask(store, COUNT)] == ["AFG90001", "AFG90003"]


def test_a_row_that_stands_twice_is_stored_once(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    rows = (acled("AFG90001", fatalities="3"), acled("AFG90001", fatalities="4"))
    file = write_acled(tmp_path / "acled.csv", *rows)
    assert invoke("import", "acled", file, "--store", str(store)).stderr.splitlines() == [
        "acled: 1 added, 1 repeated",
        NO_MATCH,
    ]
    assert invoke("import", "acled", file, "--store", str(store)).stderr.splitlines() == [
        "acled: 1 unchanged, 1 repeated",
        NO_MATCH,
    ]
    assert [row["dead"] for row in ask(store, COUNT)] == ["3"]


def test_what_is_no_table_of_the_data_set_stores_nothing(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("name,age\nAna,7\n", encoding="utf-8")
    found = invoke("import", "acled", str(file), "--store", str(store))
    assert found.returncode == 3
    assert "is no table of acled: its first row is 'name', 'age'" in found.stderr
    missing = invoke("import", "acled", str(tmp_path / "none.csv"), "--store", str(store))
    assert missing.returncode == 3
    assert "there is no such file or folder" in missing.stderr


def test_more_events_than_fit_into_one_transaction(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    number = BATCH + 5
    file = write_acled(tmp_path / "acled.csv", *(acled(f"AFG{n}") for n in range(number)))
    assert invoke("import", "acled", file, "--store", str(store)).stderr.splitlines() == [
        f"acled: {number} added",
        NO_MATCH,
    ]
    assert len(ask(store, COUNT)) == number
    assert invoke("import", "acled", file, "--store", str(store)).stderr.splitlines() == [
        f"acled: {number} unchanged",
        NO_MATCH,
    ]


def test_recorded_events_are_no_events_of_articles(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    invoke("import", "acled", write_acled(tmp_path / "acled.csv", acled("AFG90001")), "--store", str(store))
    assert "\nevents       0\n" in invoke("status", "--store", str(store)).stdout
    assert invoke("validate", "--store", str(store)).returncode == 0


def test_hostile_words_stay_words(invoke: Invoke, tmp_path: Path, store: Path) -> None:
    evil = '"> . } DELETE { ?s ?p ?o } # \\u0022 <x>'
    file = write_acled(tmp_path / "acled.csv", acled(f"A {evil}", actor1=evil, location=evil, notes=evil))
    assert invoke("import", "acled", file, "--store", str(store)).returncode == 0
    assert [row["id"] for row in ask(store, COUNT)] == [f"A {evil}"]
    changed = write_acled(tmp_path / "acled.csv", acled(f"A {evil}", actor1=evil, location=evil, notes="anew"))
    assert invoke("import", "acled", changed, "--store", str(store)).stderr.splitlines() == [
        "acled: 1 changed",
        NO_MATCH,
    ]


def test_rows_have_the_columns_that_acled_has() -> None:
    assert len(ACLED) == 31


def test_an_import_that_was_stopped_goes_on(
    invoke: Invoke, tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_acled(tmp_path / "acled.csv", *(acled(f"AFG{n}") for n in range(5)))
    monkeypatch.setattr("onrecord.importing.BATCH", 2)
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.importing.bind_each", stop_at_the_second(bind_each))
        assert invoke("import", "acled", file, "--store", str(store)).returncode == 130
    assert len(ask(store, COUNT)) == 2
    assert invoke("import", "acled", file, "--store", str(store)).stderr.splitlines() == [
        "acled: 3 added, 2 unchanged",
        NO_MATCH,
    ]


def stop_at_the_second(work: Callable[..., str]) -> Callable[..., str]:
    """Interrupt where a thing is done for the second time."""
    done = iter((False, True))

    def act(*given: object) -> str:
        if next(done):
            raise KeyboardInterrupt
        return work(*given)

    return act
