"""The layouts of the data sets, old and new, plain and compressed; the rows are invented."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from ingest.datasets.gdelt import LAYOUTS
from ingest.datasets.record import Code, Deaths, Level, Party, Record, Scheme
from ingest.datasets.rows import DATASETS, read_records
from ingest.datasets.types import find_cameo_type, find_type, read_tables
from ingest.errors import Unreadable
from ontology.terms import PLOVER
from tests.onrecord.rows import POLECAT, acled, gdelt, polecat, ucdp, write_acled, write_table


def one(dataset: str, file: Path | str) -> Record:
    (found,) = read_records(DATASETS[dataset], Path(file))
    assert isinstance(found, Record), found
    return found


def problems(dataset: str, file: Path | str) -> list[str]:
    return [each.problem for each in read_records(DATASETS[dataset], Path(file)) if isinstance(each, Unreadable)]


def test_an_old_layout_of_acled_is_read(tmp_path: Path) -> None:
    row = {
        "GWNO": "615",
        "EVENT_ID_CNTY": "1416RTA",
        "EVENT_ID_NO_CNTY": "1416",
        "EVENT_DATE": "18/04/2001",
        "YEAR": "2001",
        "TIME_PRECISION": "1",
        "EVENT_TYPE": "Battle-Government regains territory",
        "ACTOR1": "Blue Front",
        "ALLY_ACTOR_1": "Green League; Grey Guard",
        "INTER1": "2",
        "COUNTRY": "Algeria",
        "LOCATION": "Beni Douala",
        "LATITUDE": "36.61954",
        "LONGITUDE": "4.08282",
        "GEO_PRECISION": "1",
        "FATALITIES": "2",
    }
    found = one("acled", write_table(tmp_path / "old.csv", row, delimiter=";"))
    assert (found.id, str(found.earliest), found.plover) == ("1416RTA", "2001-04-18", "ASSAULT")
    assert found.others == (Party("Green League"), Party("Grey Guard"))
    assert (found.place.latitude, found.place.longitude, found.deaths) == ("36.61954", "4.08282", Deaths(2))


@pytest.mark.parametrize(
    ("precision", "window"),
    [("1", "2021-08-26 2021-08-26"), ("2", "2021-08-20 2021-09-01"), ("3", "2021-08-01 2021-08-31")],
)
def test_a_day_is_no_surer_than_acled_says(tmp_path: Path, precision: str, window: str) -> None:
    found = one("acled", write_acled(tmp_path / "acled.csv", acled("A1", time_precision=precision)))
    assert f"{found.earliest} {found.latest}" == window


def test_an_event_of_ucdp_has_its_bounds_and_its_states(tmp_path: Path) -> None:
    file = write_table(tmp_path / "ged.csv", ucdp("7", "2020-08-16", date_end="2020-08-20", where_prec="4", best="9"))
    found = one("ucdp", file)
    assert (str(found.earliest), str(found.latest)) == ("2020-08-16", "2020-08-20")
    assert found.deaths == Deaths(9, 3, 6)
    assert found.place.level is Level.AREA
    assert found.first == Party("Government of Somalia", (Code(Scheme.GW, "520"),))


def test_a_table_of_ucdp_without_headings_is_read(tmp_path: Path) -> None:
    file = Path(write_table(tmp_path / "ged.csv", ucdp("7", "2020-08-16")))
    file.write_text(file.read_text().partition("\n")[2])
    assert one("ucdp", file).id == "7"


def test_an_event_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    file = write_table(tmp_path / "ged.csv", ucdp("7", "2020-08-16", date_end="2020-08-15"))
    assert problems("ucdp", file) == ["date_end 2020-08-15 comes before date_start 2020-08-16"]


@pytest.mark.parametrize("version", [2, 1, 0])
def test_each_layout_of_gdelt_is_read_by_its_number_of_cells(tmp_path: Path, version: int) -> None:
    place = {"ActionGeo_Type": "4", "ActionGeo_FullName": "Kabul, Kabol, Afghanistan", "ActionGeo_CountryCode": "AF"}
    row = gdelt("9", "20210826", "190", version, Actor1Code="AFGREB", Actor1Name="TALIBAN", **place)
    assert row.count("\t") + 1 in LAYOUTS
    file = tmp_path / "events.CSV"
    file.write_text(row, encoding="utf-8")
    found = one("gdelt", file)
    assert (found.id, found.types, found.plover) == ("9", ("190",), "ASSAULT")
    assert (found.place.name, found.place.areas, found.place.country) == ("Kabul", ("Kabol",), "Afghanistan")
    assert found.url == ("https://example.org/report" if version else None)


def test_quote_marks_in_gdelt_are_no_quotes(tmp_path: Path) -> None:
    file = tmp_path / "events.CSV"
    rows = [gdelt("1", "20210826", "190", Actor1Name='"OPEN'), gdelt("2", "20210826", "190")]
    file.write_text("".join(rows), encoding="utf-8")
    assert len(list(read_records(DATASETS["gdelt"], file))) == 2


def test_an_event_of_polecat_names_its_type_and_its_geonames_number(tmp_path: Path) -> None:
    file = write_table(tmp_path / "p.txt", polecat("P1", "2022-03-04", "CONSULT"), delimiter="\t", columns=POLECAT)
    found = one("polecat", file)
    assert (found.plover, found.place.name, found.place.level) == ("CONSULT", "Geneva", Level.SPOT)
    assert Code(Scheme.GEONAMES, "2660646") in found.place.codes
    assert found.first is not None
    assert found.first.codes == (Code(Scheme.ISO3, "ARM"), Code(Scheme.COW, "371"))


def test_compressed_files_are_read(tmp_path: Path) -> None:
    row = gdelt("9", "20210826", "190")
    (tmp_path / "e.gz").write_bytes(gzip.compress(row.encode()))
    with zipfile.ZipFile(tmp_path / "20210826.export.CSV.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20210826.export.CSV", row)
    assert one("gdelt", tmp_path / "e.gz").id == one("gdelt", tmp_path / "20210826.export.CSV.zip").id == "9"


def test_a_zip_that_is_a_bomb_or_broken_is_refused(tmp_path: Path) -> None:
    bomb, broken = tmp_path / "bomb.zip", tmp_path / "broken.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"0" * (40 * 2**20))
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert problems("gdelt", bomb)[0].startswith("x.csv comes to more than")
    assert problems("gdelt", broken) == ["File is not a zip file"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no rows"),
        ("a\tb\tc\n", "its first row has 3 cells"),
        (gdelt("1", "20219926", "190"), "'SQLDATE': month must be in 1..12"),
        (gdelt("1", "20210826", "190") + "1\t2\n", "has 2 cells where 61 belong"),
        (gdelt("", "20210826", "190"), "'GLOBALEVENTID' is empty"),
        (gdelt("1", "20210826", "190", ActionGeo_Lat="north"), "'ActionGeo_Lat': 'north' is no number of degrees"),
    ],
)
def test_a_row_that_is_none_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "events.CSV"
    file.write_text(text, encoding="utf-8")
    assert problems("gdelt", file) == [says]


def test_bytes_that_are_no_characters_are_told_of(tmp_path: Path) -> None:
    good = gdelt("1", "20210826", "190", Actor1Name="PÉREZ " * 40)
    bad = gdelt("2", "20210826", "190", Actor1Name="P~REZ").encode().replace(b"~", b"\xff")
    file = tmp_path / "events.CSV"
    file.write_bytes(good.encode() + bad)
    found = list(read_records(DATASETS["gdelt"], file))
    assert [type(each) for each in found] == [Record, Unreadable]


def test_every_type_of_the_tables_is_one_of_plover() -> None:
    known = {str(term).rpartition("#")[2] for term in dir(PLOVER)}
    assert {name for table in read_tables().values() for name in table.values()} <= known


def test_types_are_found_by_the_narrowest_name() -> None:
    assert find_type("acled", "Riots", "Mob violence") == "ASSAULT"
    assert find_type("acled", "Riots", "Violent demonstration") == "PROTEST"
    assert find_cameo_type("0814") == "RETREAT"
    assert find_cameo_type("---") is None
