"""The command `onrecord panel`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from onrecord.settings import settle

UnitName = Literal["country-month", "dyad-month", "actor-month"]
Form = Literal["csv", "parquet"]
WhenName = Literal["certain", "possible"]

Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]
Codes = Annotated[
    str,
    typer.Option(
        help="Codes of states, with commas: iso2, iso3, isonum, m49, gwno, gwcode, cow, cowcode, fips, cameo."
    ),
]


def panel(
    unit: Annotated[UnitName, typer.Option(help="What a row is about.")] = "country-month",
    codes: Codes = "iso3",
    store: Where = None,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = "csv",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, written whole or not at all.")] = None,
    event_type: Annotated[
        list[str] | None, typer.Option(help="Only statements about such an event; repeat it.")
    ] = None,
    text: Annotated[str, typer.Option(help="Only statements with these words, as /search finds them.")] = "",
    about: Annotated[bool, typer.Option("--about", help="Pair with whom it is about, not whom it is said to.")] = False,  # noqa: FBT002
    when: Annotated[WhenName, typer.Option(help="Months in which it was said for certain, or possibly.")] = "certain",
    fill: Annotated[bool, typer.Option("--fill", help="A row for every unit and month, zeros where none.")] = False,  # noqa: FBT002
) -> None:
    """Count statements by unit and month, with the codes that event data is joined by."""
    from onrecord.panel.command import read_wanted, write_panel

    wanted = read_wanted(unit, codes, event_type or (), text=text, about=about, when=when, fill=fill)
    write_panel(settle({"store": store}), wanted, form, output)
