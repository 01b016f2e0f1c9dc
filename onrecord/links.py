"""The commands that link: names to what others know of them, and events to what others recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.settings import settle

if TYPE_CHECKING:
    from onrecord.entities.linking import Joined

Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]

links = typer.Typer(help="Ask outside what open names stand for, review links, or join events to recorded ones.")


@links.callback(invoke_without_command=True)
def link(
    context: typer.Context,
    service: Annotated[str | None, typer.Option(help="The address of a reconciliation service to ask.")] = None,
    wikidata: Annotated[bool, typer.Option("--wikidata", help="Ask Wikidata.")] = False,  # noqa: FBT002
    store: Where = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask about the first so many names only.")] = None,
) -> None:
    """Ask a service outside what the names that nobody on record bears may stand for; proposals alone are stored."""
    if context.invoked_subcommand is not None:
        if service or wikidata or store or limit:
            raise typer.BadParameter(f"write options after {context.invoked_subcommand}")
        return
    if (service is None) != wikidata:
        raise typer.BadParameter("name a --service, or --wikidata, not both")
    from onrecord.linking import propose

    propose(settle({"store": store}), service, limit)


@links.command()
def events(store: Where = None) -> None:
    """Find anew which recorded events are those that statements affirm, deny or leave open."""
    from onrecord import screen
    from onrecord.datasets import count_matches
    from onrecord.matches import link_events

    for dataset, number in link_events(settle({"store": store})).items():
        screen.say(f"{dataset}: {count_matches(number)}")


@links.command()
def entities(store: Where = None) -> None:
    """Find anew who is one and the same in several articles, of those whom nothing on record names."""
    from onrecord.entities.linking import link_entities

    _say(link_entities(settle({"store": store}), now()))


@links.command()
def merge(
    entity: Annotated[str, typer.Argument(help="The entity that the others are one with.")],
    others: Annotated[list[str], typer.Argument(help="Entities, or actors of single articles.")],
    reviewer: Annotated[str, typer.Option(help="Who decided.")],
    store: Where = None,
) -> None:
    """Decide that entities are one."""
    from onrecord.entities import deciding

    _say(deciding.merge(settle({"store": store}), entity, others, reviewer, now()))


@links.command()
def split(
    entity: Annotated[str, typer.Argument(help="The entity that is more than one.")],
    parts: Annotated[
        list[str], typer.Argument(help="Entities that were merged into it, or actors of single articles.")
    ],
    reviewer: Annotated[str, typer.Option(help="Who decided.")],
    store: Where = None,
) -> None:
    """Decide that parts of an entity are somebody else."""
    from onrecord.entities import deciding

    _say(deciding.split(settle({"store": store}), entity, parts, reviewer, now()))


@links.command()
def review(
    file: Annotated[Path | None, typer.Argument(help="A table that was exported and filled in.")] = None,
    store: Where = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the table here, not on stdout.")] = None,
    below: Annotated[float, typer.Option(help="Export links with lower scores than this only.")] = 2.0,
    reviewer: Annotated[str | None, typer.Option(help="Who decided.")] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day of the decisions. [today]")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Carry out what is kept once more.")] = False,  # noqa: FBT002
) -> None:
    """Export links to decide about, or read decisions back and carry them out."""
    from onrecord.review import applying

    settings = settle({"store": store})
    if again and file is None:
        applying.review_again(settings)
    elif file is None:
        applying.export(settings, output, below)
    elif again or output is not None:
        raise typer.BadParameter("name a table to read, or --output, or --again; one of them")
    elif not reviewer:
        raise typer.BadParameter("say who decided, with --reviewer")
    else:
        applying.review(settings, file, reviewer, day.date() if day else today())


def today() -> date:
    """Give the day it is, in UTC."""
    return now().date()


def now() -> datetime:
    """Give the moment it is, in UTC."""
    return datetime.now(UTC)


def _say(joined: Joined) -> None:
    from onrecord import screen

    screen.say(
        f"{joined.entities} entities, of {joined.nodes} names in articles; {joined.changed} names changed theirs"
    )
