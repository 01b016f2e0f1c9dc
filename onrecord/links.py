"""The commands that link: names to what others know of them, and events to what others recorded."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.settings import settle

Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]

links = typer.Typer(help="Ask a service outside what open names stand for, or join events to recorded ones.")


@links.callback(invoke_without_command=True)
def link(
    context: typer.Context,
    service: Annotated[str | None, typer.Option(help="The address of a reconciliation service to ask.")] = None,
    wikidata: Annotated[bool, typer.Option("--wikidata", help="Ask Wikidata.")] = False,  # noqa: FBT002
    store: Where = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask about the first so many names only.")] = None,
) -> None:
    """Ask a service outside what the names that nobody on record bears may stand for; proposals alone are stored."""
    from onrecord.linking import propose

    if context.invoked_subcommand is not None:
        if service or wikidata or store or limit:
            raise typer.BadParameter(f"write options after {context.invoked_subcommand}")
        return
    if (service is None) != wikidata:
        raise typer.BadParameter("name a --service, or --wikidata, not both")
    propose(settle({"store": store}), service, limit)


@links.command()
def events(store: Where = None) -> None:
    """Find anew which recorded events are those that statements affirm, deny or leave open."""
    from onrecord import screen
    from onrecord.datasets import count_matches
    from onrecord.matches import link_events

    for dataset, number in link_events(settle({"store": store})).items():
        screen.say(f"{dataset}: {count_matches(number)}")
