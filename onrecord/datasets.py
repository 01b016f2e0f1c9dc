"""The command for event data sets: bringing them in, and joining them to what statements say."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from onrecord.errors import FINDINGS, NOTHING_DONE
from onrecord.settings import settle

Code = Literal["acled", "ucdp", "gdelt", "polecat"]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders or globs, compressed or not.")]
Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]


def import_dataset(
    dataset: Annotated[Code, typer.Argument(help="Whose events the files hold.")], files: Files, store: Where = None
) -> None:
    """Bring in the events of a data set that you have downloaded, and join them to what statements say."""
    from ingest.datasets.rows import DATASETS
    from onrecord import screen
    from onrecord.importing import import_events

    settings = settle({"store": store})
    found = import_events(DATASETS[dataset], files, settings)
    screen.say(f"{dataset}: {found}")
    if found.done:
        screen.say(f"{dataset}: {count_matches(found.matches)}")
    if found.unreadable:
        raise typer.Exit(FINDINGS if found.done else NOTHING_DONE)


def count_matches(number: int) -> str:
    """Say how many matches there are.

    >>> count_matches(1)
    '1 match with an event of an article'
    """
    return f"{number} {'match' if number == 1 else 'matches'} with an event of an article"
