"""Recorded events, invented in the columns of four data sets, are found behind what articles say; near misses are not.

Each article of ``joining/articles.jsonl`` speaks of events that have a row, beside rows that differ from it in one
thing: the day, the town, who acted, or what was done.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from tests.onrecord.conftest import Invoke
from tests.onrecord.rows import POLECAT, acled, gdelt, polecat, ucdp, write_acled, write_table
from tests.onrecord.test_import import ask, quads

ARTICLES = Path(__file__).parent / "joining" / "articles.jsonl"
DAY = "2021-08-26"
SHELLED = {
    "event_date": "2022-05-10",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Russia (2000-)",
    "actor2": "Civilians (Ukraine)",
    "iso": "804",
    "country": "Ukraine",
    "admin1": "Kharkiv",
    "admin2": "Kharkivskyi",
    "location": "Kharkiv",
}
MARCH = {
    "event_date": "2022-12-15",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Peru)",
    "actor2": "",
    "iso": "604",
    "country": "Peru",
    "admin1": "Lima",
    "admin2": "Lima",
    "location": "Lima",
}
PESHAWAR = {
    "event_date": "2020-12-30",
    "actor1": "TTP: Tehreek-i-Taliban Pakistan",
    "actor2": "Police Forces of Pakistan (2018-2022)",
    "iso": "586",
    "country": "Pakistan",
    "admin1": "Khyber Pakhtunkhwa",
    "admin2": "Peshawar",
    "location": "Peshawar",
}
CUSCO = {"event_date": "2022-12-14", "admin1": "Cusco", "admin2": "Cusco", "location": "Cusco"}
ARRESTS = {
    "event_type": "Strategic developments",
    "sub_event_type": "Arrests",
    "actor1": "Police Forces of Peru (2022-)",
}
MAIDUGURI = {
    "side_a": "Government of Nigeria",
    "side_b": "Boko Haram",
    "where_coordinates": "Maiduguri town",
    "adm_1": "Borno state",
    "country": "Nigeria",
    "country_id": "475",
    "gwnoa": "475",
}
GENEVA = {
    "Actor1Code": "ARMGOV",
    "Actor1Name": "ARMENIA",
    "Actor1CountryCode": "ARM",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "AZE",
    "Actor2Name": "AZERBAIJAN",
    "Actor2CountryCode": "AZE",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Yerevan, Yerevan, Armenia",
    "ActionGeo_CountryCode": "AM",
    "ActionGeo_Lat": "40.1811",
    "ActionGeo_Long": "44.5136",
}
SWAPPED = {
    "Actor1Code": "AZE",
    "Actor1Name": "AZERBAIJAN",
    "Actor1CountryCode": "AZE",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "ARMGOV",
    "Actor2Name": "ARMENIA",
    "Actor2CountryCode": "ARM",
}

PLANTED = {
    ("gate", "affirms", "AFG1"),
    ("gate", "denies", "AFG1"),
    ("shelling", "affirms", "AFG1"),
    ("shelling", "affirms", "AFG2"),
    ("kharkiv", "affirms", "UKR1"),
    ("kharkiv", "denies", "UKR1"),
    ("lima", "affirms", "PER1"),
    ("lima", "affirms", "PER5"),
    ("peshawar", "affirms", "PAK1"),
    ("peshawar", "denies", "PAK1"),
    ("mogadishu", "affirms", "501"),
    ("maiduguri", "affirms", "511"),
    ("geneva", "affirms", "P1"),
    ("geneva", "denies", "901"),
}


def write_all(folder: Path) -> Iterator[tuple[str, str]]:
    yield (
        "acled",
        write_acled(
            folder / "acled.csv",
            acled("AFG1"),
            acled("AFG2", event_date="2021-08-27", admin1="Hirat", admin2="Hirat", location="Herat"),
            acled("AFG3", event_date="2021-09-04"),
            acled("AFG4", admin1="Ghazni", admin2="Ghazni", location="Ghazni"),
            acled("AFG5", actor1="Islamic State (Afghanistan)"),
            acled("AFG6", event_type="Strategic developments", sub_event_type="Agreement"),
            acled("UKR1", **SHELLED),
            acled("UKR2", **SHELLED | {"event_date": "2022-05-20"}),
            acled("UKR3", **SHELLED | {"admin1": "Mykolaiv", "admin2": "Mykolaivskyi", "location": "Mykolaiv"}),
            acled("UKR4", **SHELLED | {"actor1": "Protesters (Ukraine)", "event_type": "Protests"}),
            acled("PER1", **MARCH),
            acled("PER2", **MARCH | {"event_date": "2022-12-08"}),
            acled("PER3", **MARCH | {"admin1": "Arequipa", "admin2": "Arequipa", "location": "Arequipa"}),
            acled("PER4", **MARCH | {"event_type": "Riots", "sub_event_type": "Mob violence"}),
            acled("PER5", **MARCH | CUSCO | ARRESTS),
            acled("PER6", **MARCH | CUSCO),
            acled("PAK1", **PESHAWAR),
            acled("PAK2", **PESHAWAR | {"event_date": "2020-12-20"}),
            acled("PAK3", **PESHAWAR | {"admin2": "Swat", "location": "Mingora"}),
            acled("PAK4", **PESHAWAR | {"actor1": "BLA: Baloch Liberation Army"}),
        ),
    )
    yield (
        "ucdp",
        write_table(
            folder / "ged.csv",
            ucdp("501", "2020-08-16"),
            ucdp("502", "2020-08-23"),
            ucdp("503", "2020-08-16", where_coordinates="Kismaayo town", adm_1="Lower Juba region"),
            ucdp("504", "2020-08-16", side_b="IS"),
            ucdp("511", "2019-07-27", **MAIDUGURI),
            ucdp("512", "2019-07-20", **MAIDUGURI),
            ucdp("513", "2019-07-27", **MAIDUGURI | {"where_coordinates": "Bama town"}),
        ),
    )
    yield (
        "polecat",
        write_table(
            folder / "polecat.txt",
            polecat("P1", "2022-03-04", "CONSULT"),
            polecat("P2", "2022-03-14", "CONSULT"),
            polecat("P3", "2022-03-04", "CONSULT", Placename="Vienna", City="Vienna", Country="AUT", GeoNames_ID=""),
            polecat("P4", "2022-03-04", "CONSULT", Recipient_Name="Turkey", Recipient_Country="TUR", Recipient_COW=""),
            polecat("P5", "2022-03-04", "ASSAULT"),
            delimiter="\t",
            columns=POLECAT,
        ),
    )
    rows = (
        gdelt("901", "20220304", "130", **GENEVA),
        gdelt("902", "20220318", "130", **GENEVA),
        gdelt("903", "20220304", "130", **GENEVA | SWAPPED),
        gdelt("904", "20220304", "040", **GENEVA | {"ActionGeo_FullName": "Yerevan, Yerevan, Armenia"}),
    )
    (folder / "20220305.export.CSV").write_text("".join(rows), encoding="utf-8")
    yield "gdelt", str(folder / "20220305.export.CSV")


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the articles and the rows of all four data sets."""
    folder = tmp_path_factory.mktemp("joined")
    store = folder / "store"
    run(["ingest", str(ARTICLES)], store)
    for dataset, file in write_all(folder):
        run(["import", dataset, file], store)
    return store


def run(arguments: list[str], store: Path) -> None:
    found = CliRunner().invoke(app, [*arguments, "--store", str(store)])
    assert found.exit_code == 0, found.output


def read_matches(store: Path) -> set[tuple[str, str, str]]:
    rows = ask(
        store,
        """PREFIX rec: <https://w3id.org/onrecord/ns#> PREFIX schema: <https://schema.org/>
        SELECT DISTINCT ?url ?how ?id WHERE {
          VALUES (?takes ?how) { (rec:affirms "affirms") (rec:denies "denies") (rec:entertains "entertains") }
          ?statement ?takes ?said ; rec:article/rec:versionOf/schema:url ?url .
          ?said rec:recordedAs/rec:recordId ?id }""",
    )
    return {(row["url"].rpartition("/")[2], row["how"], row["id"]) for row in rows}


def test_what_was_planted_is_found_and_near_misses_are_not(joined: Path) -> None:
    found = read_matches(joined)
    assert found - PLANTED == set(), "near misses that are taken for matches"
    assert PLANTED - found == set(), "matches that are not found"


def test_each_match_says_why(joined: Path) -> None:
    rows = ask(
        joined,
        """PREFIX rec: <https://w3id.org/onrecord/ns#>
        SELECT ?id ?score ?why WHERE {
          ?match a rec:EventMatch ; rec:eventRecorded/rec:recordId ?id ; rec:matchScore ?score ; rec:reason ?why }""",
    )
    why = {row["id"]: (row["score"], row["why"]) for row in rows if row["id"] in {"AFG2", "UKR1", "PER1", "501", "901"}}
    assert why == {
        "AFG2": ("0.955", "same party: Taliban; same place: Herat; same day; both ASSAULT"),
        "UKR1": ("0.955", "same party: Russia; same place: Kharkiv; same day; both ASSAULT"),
        "PER1": ("0.79", "no party to compare; same place: Lima; same day; both PROTEST"),
        "501": ("1", "same parties: Al-Shabaab and Somalia; same place: Mogadishu town; same day; both ASSAULT"),
        "901": ("0.75", "same parties: Armenia and Azerbaijan; no place to compare; same day; both THREATEN"),
    }
    assert all(float(row["score"]) >= 0.75 for row in rows)


def test_one_question_tells_who_affirmed_and_who_denied(joined: Path, invoke: Invoke) -> None:
    found = invoke("query", "who-affirmed-who-denied", "--format", "csv", "--store", str(joined))
    lines = [line.split(",") for line in found.stdout.splitlines()]
    told = {(cells[0], cells[1], cells[2]) for cells in lines[1:]}
    assert {("AFG1", "affirms", "Karim Daudzai"), ("AFG1", "denies", "Zabihullah Mujahid")} <= told
    assert {("UKR1", "affirms", "Olena Bondar"), ("UKR1", "denies", "Pavel Sorokin")} <= told


def test_joining_again_changes_nothing(joined: Path, tmp_path: Path, invoke: Invoke) -> None:
    store = tmp_path / "store"
    shutil.copytree(joined, store)
    before = quads(store)
    assert invoke("link", "events", "--store", str(store)).returncode == 0
    assert quads(store) == before


def test_what_no_longer_fits_is_taken_back(joined: Path, tmp_path: Path, invoke: Invoke) -> None:
    store = tmp_path / "store"
    shutil.copytree(joined, store)
    moved = write_acled(tmp_path / "acled.csv", acled("AFG1", event_date="2021-07-01"))
    invoke("import", "acled", moved, "--store", str(store))
    assert "AFG1" not in {event for _, _, event in read_matches(store)}


def test_articles_that_come_after_the_data_set_are_joined_when_asked(tmp_path: Path, invoke: Invoke) -> None:
    store = tmp_path / "store"
    invoke("import", "acled", write_acled(tmp_path / "acled.csv", acled("AFG1")), "--store", str(store))
    invoke("ingest", str(ARTICLES), "--store", str(store))
    assert read_matches(store) == set()
    found = invoke("link", "events", "--store", str(store))
    assert "acled: 2 matches with an event of an article" in found.stderr
    assert ("gate", "denies", "AFG1") in read_matches(store)


def test_the_whole_store_keeps_the_rules(joined: Path, invoke: Invoke) -> None:
    assert invoke("validate", "--store", str(joined)).returncode == 0


def test_the_api_counts_no_recorded_events(joined: Path, invoke: Invoke) -> None:
    counts = invoke("status", "--store", str(joined)).stdout
    (own,) = ask(joined, "SELECT (COUNT(?e) AS ?n) { ?e a <https://w3id.org/onrecord/ns#Event> }")
    assert f"\nevents       {own['n']}\n" in counts
