"""Rows in the columns of the data sets, of events that are invented."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.datasets.ucdp import COLUMNS as UCDP_COLUMNS

_ACLED = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
latitude longitude geo_precision source source_scale notes fatalities tags timestamp
"""
ACLED = _ACLED.split()

_AFGHAN = {
    "event_date": "2021-08-26",
    "year": "2021",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Taliban",
    "inter1": "Rebel group",
    "actor2": "Military Forces of Afghanistan (2004-2021)",
    "inter2": "State forces",
    "iso": "4",
    "region": "Caucasus and Central Asia",
    "country": "Afghanistan",
    "admin1": "Kandahar",
    "admin2": "Kandahar",
    "location": "Kandahar",
    "latitude": "31.6133",
    "longitude": "65.7101",
    "geo_precision": "1",
    "source": "Invented Wire",
    "source_scale": "National",
    "notes": "An invented clash, told in a row of its own.",
    "fatalities": "0",
    "timestamp": "1630000000",
}


def acled(event: str, **cells: str) -> dict[str, str]:
    """A row of ACLED: a clash at Kandahar, but for the cells that are given."""
    return {**_AFGHAN, "event_id_cnty": event, **cells}


def write_acled(file: Path, *rows: dict[str, str]) -> str:
    """Write rows as ACLED's export tool does, and give the file's name."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ACLED, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(file)


_GDELT_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", *(["-"] * 3), "Type1Code", "-", "-")
_GDELT_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def gdelt(event: str, day: str, code: str, version: int = 2, /, **cells: str) -> str:
    """A row of GDELT, in the 61 cells of version 2.0, the 58 of version 1.0, or, as version 0, its 57 before 2013."""
    geo = _GDELT_GEO if version > 1 else tuple(name for name in _GDELT_GEO if name != "ADM2Code")
    actors = [cells.get(f"Actor{n}{name}", "") for n in (1, 2) for name in _GDELT_ACTOR]
    action = ["1", code, code[:3], code[:2], "4", "-10.0", "4", "1", "4", "-5.5"]
    places = [cells.get(f"{whose}Geo_{name}", "") for whose in ("Actor1", "Actor2", "Action") for name in geo]
    last = ["20220305", *(["https://example.org/report"] if version else [])]
    return "\t".join([event, day, day[:6], day[:4], f"{day[:4]}.1699", *actors, *action, *places, *last]) + "\n"


def write_table(file: Path, *rows: dict[str, str], delimiter: str = ",", columns: list[str] | None = None) -> str:
    """Write rows under the headings that any of them has, or those given, and give the file's name."""
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(file)


def ucdp(event: str, day: str, **cells: str) -> dict[str, str]:
    """A row of UCDP GED, in its 49 columns, with the values of a clash at Mogadishu but for the cells given."""
    row = dict.fromkeys(UCDP_COLUMNS, "")
    row |= {
        "id": event,
        "type_of_violence": "1",
        "side_a": "Government of Somalia",
        "side_b": "Al-Shabaab",
        "where_prec": "1",
        "where_coordinates": "Mogadishu town",
        "adm_1": "Banaadir region",
        "latitude": "2.04",
        "longitude": "45.34",
        "country": "Somalia",
        "country_id": "520",
        "date_prec": "1",
        "date_start": f"{day} 00:00:00.000",
        "date_end": f"{day} 00:00:00.000",
        "best": "4",
        "low": "3",
        "high": "6",
        "gwnoa": "520",
    }
    return row | cells


_POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW
Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country
Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID
Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source
Publication Date|Story People|Story Organizations|Story Locations|Language|Version"""
POLECAT = _POLECAT.replace("\n", "|").split("|")


def polecat(event: str, day: str, type_: str, **cells: str) -> dict[str, str]:
    """A row of POLECAT: Armenia and Azerbaijan at Geneva, but for the cells given, whose names have underscores."""
    row = {
        "Event ID": event,
        "Event Date": day,
        "Event Type": type_,
        "Quad Code": "1",
        "Actor Name": "Armenia",
        "Actor Country": "ARM",
        "Actor COW": "371",
        "Primary Actor Sector": "GOV",
        "Recipient Name": "Azerbaijan",
        "Recipient Country": "AZE",
        "Recipient COW": "373",
        "Primary Recipient Sector": "GOV",
        "Placename": "Geneva",
        "City": "Geneva",
        "Country": "CHE",
        "Latitude": "46.20222",
        "Longitude": "6.14569",
        "GeoNames ID": "2660646",
        "Feature Type": "PPLA",
    }
    return row | {name.replace("_", " "): value for name, value in cells.items()}
