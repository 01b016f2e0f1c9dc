"""The command `onrecord release`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from onrecord.settings import settle


def release(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    store: Annotated[
        str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
    ] = None,
    since: Annotated[
        Path | None, typer.Option(help="The folder of an earlier release, to say what has changed.")
    ] = None,
    date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the release. [that on which the store was changed last]"),
    ] = None,
    title: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it, and is cited as its author.")] = None,
    licence: Annotated[str | None, typer.Option(help="The address of the licence of the data.")] = None,
) -> None:
    """Make a dated release to publish and to cite: the graph, a table, their descriptions, checksums and changes."""
    from onrecord.release.making import make_release

    settings = settle({"store": store, "title": title, "publisher": publisher, "licence": licence})
    make_release(settings, folder, since, None if date is None else date.date())
