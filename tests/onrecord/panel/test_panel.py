"""The panels of a store whose counts were made by hand, as files that are joined with event data."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from rdflib import RDF, Literal

import ontology
from api.panels.values import CODES
from ontology.terms import REC
from tests.api.engines import serve
from tests.onrecord.conftest import Invoke
from tests.onrecord.panel.conftest import keep

COUNTS = ("statements", "distinct_statements", "articles", "distinct_articles", "publishers", "quotes")


def rows(invoke: Invoke, store: str, *words: str) -> list[dict[str, str]]:
    found = invoke("panel", "--store", store, *words)
    assert found.returncode == 0, found.stderr
    return list(csv.DictReader(io.StringIO(found.stdout)))


def table(found: list[dict[str, str]], *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in found]


def counts(row: dict[str, str]) -> tuple[int, ...]:
    return tuple(int(row[name]) for name in COUNTS)


def test_a_country_month_has_the_counts_that_were_made_by_hand(invoke: Invoke, counted: str) -> None:
    found = rows(invoke, counted, "--codes", "iso2,iso3,gwno,cow")
    assert table(found, "country", "iso2", "iso3", "gwno", "cow", "month", "year") == [
        ("Angola", "AO", "AGO", "540", "540", "2023-07", "2023"),
        ("Namibia", "NA", "NAM", "565", "565", "2023-05", "2023"),
        ("Namibia", "NA", "NAM", "565", "565", "2023-07", "2023"),
    ]
    assert [counts(row) for row in found] == [(2, 2, 1, 1, 1, 1), (4, 3, 4, 3, 2, 1), (1, 1, 1, 1, 1, 1)]


def test_what_is_in_no_row_is_counted_aloud(invoke: Invoke, counted: str) -> None:
    said = invoke("panel", "--store", counted).stderr
    assert said == "3 rows; left out: 2 statements of no known state, 3 without a day that lies in one month\n"


def test_possible_months_are_all_in_which_a_day_lies(invoke: Invoke, counted: str) -> None:
    found = rows(invoke, counted, "--when", "possible")
    assert table(found, "country", "month", "statements") == [
        ("Angola", "2023-06", "1"),
        ("Angola", "2023-07", "3"),
        ("Namibia", "2023-05", "4"),
        ("Namibia", "2023-07", "1"),
    ]
    said = invoke("panel", "--store", counted, "--when", "possible").stderr
    assert said.endswith("2 without a first and a last day\n")


def test_a_filled_panel_is_a_grid_whose_gaps_are_zeros(invoke: Invoke, counted: str) -> None:
    found = rows(invoke, counted, "--fill")
    assert table(found, "country", "month") == [
        (country, month) for country in ("Angola", "Namibia") for month in ("2023-05", "2023-06", "2023-07")
    ]
    assert sum(int(row["statements"]) for row in found) == 7
    assert counts(found[0]) == (0, 0, 0, 0, 0, 0)


def test_dyads_are_of_claimant_and_addressee_or_what_it_is_about(invoke: Invoke, counted: str) -> None:
    names = ("country_a", "gwno_a", "country_b", "gwno_b", "month", "statements", "distinct_statements")
    told = rows(invoke, counted, "--unit", "dyad-month", "--codes", "gwno")
    assert table(told, *names) == [("Namibia", "565", "Angola", "540", "2023-05", "2", "1")]
    about = rows(invoke, counted, "--unit", "dyad-month", "--codes", "gwno", "--about")
    assert table(about, *names) == [("Namibia", "565", "Angola", "540", "2023-05", "1", "1")]


def test_actors_have_the_codes_of_their_state(invoke: Invoke, counted: str) -> None:
    found = rows(invoke, counted, "--unit", "actor-month")
    assert table(found, "name", "country", "iso3", "month", "statements") == [
        ("Angola", "Angola", "AGO", "2023-07", "1"),
        ("Namibia", "Namibia", "NAM", "2023-05", "3"),
        ("Namibia", "Namibia", "NAM", "2023-07", "1"),
        ("Rui Pires", "Angola", "AGO", "2023-07", "2"),
    ]


@pytest.mark.parametrize(
    ("words", "statements"),
    [
        (["--event-type", "ASSAULT"], {"2023-05": "2"}),
        (["--event-type", "assault", "--event-type", "AID"], {"2023-05": "3"}),
        (["--text", "harbours"], {"2023-05": "3"}),
        (["--text", "harbour -open"], {"2023-05": "2"}),
        (["--text", "bread OR talks", "--event-type", "AID"], {"2023-05": "1"}),
        (["--text", "volcano"], {}),
    ],
)
def test_statements_are_chosen_by_event_and_by_words(
    invoke: Invoke, counted: str, words: list[str], statements: dict[str, str]
) -> None:
    found = [row for row in rows(invoke, counted, *words) if row["country"] == "Namibia"]
    assert {row["month"]: row["statements"] for row in found} == statements


def test_every_state_joins_by_every_code_that_it_has(invoke: Invoke, tmp_path: Path) -> None:
    authority = ontology.authority()
    states = sorted(authority.subjects(RDF.type, REC.State), key=str)
    said = "".join(
        f"<urn:s{n}> rec:kind kind:statement ; rec:article <urn:v> ; rec:claimant <urn:c{n}> ; rec:saidOn <urn:t> ;"
        f" rec:quoteForm qf:indirect . <urn:c{n}> rec:refersTo <{state}> .\n"
        for n, state in enumerate(states)
    )
    day = '"2024-02-29"^^xsd:date'
    store = keep(
        tmp_path / "store",
        f"{said} <urn:w> rec:latestVersion <urn:v> . <urn:t> rec:earliest {day} ; rec:latest {day} .",
    )
    found = {row["state"]: row for row in rows(invoke, store, "--codes", ",".join(CODES))}
    assert set(found) == {str(state) for state in states}
    assert len(states) >= 193
    for name, path in CODES.items():
        column = [row[name] for row in found.values() if row[name]]
        assert len(column) == len(set(column)), f"{name} is no key"
        for state in states:
            known = authority.value(state, path)
            lacking = (state, REC.lacksCode, path) in authority
            assert found[str(state)][name] == ("" if known is None else str(known))
            assert lacking is (known is None)
    assert authority.value(states[0], REC.iso2) != Literal("")


def test_parquet_holds_what_csv_holds(invoke: Invoke, counted: str, tmp_path: Path) -> None:
    from arro3.io import read_parquet

    words = ("--codes", "iso2,isonum,gwno", "--fill")
    assert invoke("panel", "--store", counted, *words, "--format", "parquet", "-o", "p.parquet").returncode == 0
    kept = read_parquet(tmp_path / "p.parquet").read_all()
    columns = {name: kept[name].to_pylist() for name in kept.column_names}
    plain = rows(invoke, counted, *words)
    assert [
        {name: str(columns[name][n] if columns[name][n] is not None else "") for name in columns}
        for n in range(kept.num_rows)
    ] == plain
    assert columns["gwno"][0] == 540
    assert columns["isonum"][0] == "024"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--codes", "iso4"], "'iso4' is no code of states; choose from iso2, "),
        (["--codes", "iso3,iso3"], "named twice"),
        (["--event-type", "QUARREL"], "choose from AGREE, "),
        (["--text", '"'], "quotation mark is missing"),
        (["--about"], "dyad-month"),
    ],
)
def test_a_mistake_in_the_command_is_said(invoke: Invoke, counted: str, words: list[str], reason: str) -> None:
    found = invoke("panel", "--store", counted, *words)
    assert found.returncode == 2
    assert reason in " ".join(found.stderr.split())


def test_an_engine_elsewhere_gives_the_same_rows(invoke: Invoke, counted: str, tmp_path: Path) -> None:
    assert invoke("export", "--store", counted, "-o", "all.nq").returncode == 0
    words = ("--codes", "iso2,gwno", "--text", "harbours", "--event-type", "ASSAULT")
    with serve(tmp_path / "engine") as engine:
        load = Request(
            f"{engine.root}/store",
            data=(tmp_path / "all.nq").read_bytes(),
            headers={"Content-Type": "application/n-quads"},
            method="POST",
        )
        urlopen(load).close()
        assert rows(invoke, engine.query, *words) == rows(invoke, counted, *words)
        assert rows(invoke, engine.query) == rows(invoke, counted)
