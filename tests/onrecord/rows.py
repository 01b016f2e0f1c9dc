"""Rows in the columns of the data sets, of events that are invented."""

from __future__ import annotations

import csv
from pathlib import Path

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
