"""The commands on own entries of the authority: `onrecord authority add`, `list` and `remove`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from onrecord.settings import settle

Form = Literal["turtle", "csv", "followthemoney"]

Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]

entries = typer.Typer(
    no_args_is_help=True,
    help="Your own entries of the authority: people, groups, forums and places that articles are linked to.",
)


@entries.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files of entries: .ttl, .csv, .tsv, .json, .jsonl.")],
    store: Where = None,
    name: Annotated[str | None, typer.Option(help="What to keep them under. [the file's name]")] = None,
    form: Annotated[Form | None, typer.Option("--format", help="Read every file as this. [by its suffix]")] = None,
    source: Annotated[str, typer.Option(help="Where entries are from that do not say so.")] = "",
    rights: Annotated[str, typer.Option(help="What may be done with entries that do not say so.")] = "",
) -> None:
    """Check entries against the shapes and keep them, all or none; what is read from now on is linked to them."""
    from onrecord.authority.adding import add as keep

    if name is not None and len(files) > 1:
        raise typer.BadParameter("one name is for one file; leave --name out, or add the files one by one")
    keep(settle({"store": store}), files, name=name, form=form, source=source, rights=rights)


@entries.command("list")
def show(store: Where = None) -> None:
    """List what is kept."""
    from onrecord.authority.adding import show as print_all

    print_all(settle({"store": store}))


@entries.command()
def remove(
    name: Annotated[str, typer.Argument(help="A name, as `onrecord authority list` shows it.")],
    store: Where = None,
) -> None:
    """Take away what is kept under a name."""
    from onrecord.authority.adding import remove as take_away

    take_away(settle({"store": store}), name)
