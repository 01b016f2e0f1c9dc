"""The command line: each command is one call that a notebook could make as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer

from ingest import nlp
from ingest.errors import Unreadable
from ingest.model import Article
from ingest.pipeline import Pipeline
from ingest.read import FORMATS, read
from ingest.record import describe
from ingest.statements import RuleExtractor

FINDINGS = 1
NOTHING_DONE = 3

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def front() -> None:
    """News articles in, a knowledge graph of who is on the record saying what."""


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or globs; '-' reads standard input.")],
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication where an article has none.")
    ] = None,
    input_format: Annotated[
        str | None, typer.Option(help="The format of the input, where its name does not say.")
    ] = None,
) -> None:
    """Read articles and print what they say, one JSON object an article."""
    if input_format is not None and input_format not in FORMATS:
        raise typer.BadParameter(f"{input_format!r} cannot be read; choose one of {', '.join(FORMATS)}")
    done = failed = 0
    pipeline: Pipeline | None = None
    for item in articles(paths, published.date() if published else None, input_format):
        if isinstance(item, Unreadable):
            failed += 1
            typer.echo(str(item), err=True)
            continue
        pipeline = pipeline or Pipeline(nlp.load(), RuleExtractor())
        typer.echo(json.dumps(describe(pipeline.read(item)), ensure_ascii=False))
        done += 1
    if failed:
        raise typer.Exit(FINDINGS if done else NOTHING_DONE)


def articles(paths: list[str], published: date | None, input_format: str | None) -> Iterator[Article | Unreadable]:
    """Yield the articles of every path, and what could not become one."""
    for path in paths:
        yield from read(path, published=published, input_format=input_format)


def main() -> None:
    """Run the command line."""
    app()
