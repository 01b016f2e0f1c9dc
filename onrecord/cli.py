"""The command line: each command is one call that a notebook could make as well.

What a command needs is imported when it runs, so that the others and every help text come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from ingest.errors import Unreadable
from ingest.model import Article
from onrecord import screen
from onrecord.authority.cli import entries
from onrecord.datasets import import_dataset
from onrecord.errors import FINDINGS, FORESEEN, INTERRUPTED, NOTHING_DONE, code_of, describe
from onrecord.links import links
from onrecord.panel.cli import panel
from onrecord.release.cli import release
from onrecord.settings import settle

if TYPE_CHECKING:
    from ingest.read.meter import Meter


class Front(TyperGroup):
    """The one place where what goes wrong becomes a line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt:
            screen.say("interrupted; what was finished is kept, and the same command goes on from there")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            screen.silence()
            raise typer.Exit(0) from None
        except FORESEEN as error:
            screen.say(describe(error))
            raise typer.Exit(code_of(error)) from None


app = typer.Typer(
    cls=Front,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="News articles in, a knowledge graph of who is on the record saying what.",
    epilog="Exit codes: 0 done; 1 done, with findings; 2 usage; 3 nothing could be done; 130 interrupted.",
)


Extract = Literal["jsonl", "trig", "turtle", "nquads", "jsonld"]
Show = Literal["table", "csv", "json"]
Dump = Literal["nquads", "trig", "ntriples", "turtle", "jsonld", "parquet", "gexf", "graphml", "ro-crate"]

Log = Literal["text", "json"]

Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs; '-' reads standard input.")]
Where = Annotated[
    str | None, typer.Option("--store", help="A folder, or the address of a SPARQL endpoint. [./onrecord-data]")
]
Published = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication where an article has none.")
]
InputFormat = Annotated[
    str | None, typer.Option(help="Read everything as this: txt, jsonl, json, html, csv, tsv, feed, warc.")
]
Columns = Annotated[
    str | None, typer.Option(help="The headings of a table's columns, as in text=body,published=pub_date.")
]
QueryTimeout = Annotated[float | None, typer.Option(help="Seconds after which a query is stopped.")]


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or globs; '-' reads standard input.")
    ] = None,
    store: Where = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read at the same time.")] = None,
    published: Published = None,
    input_format: InputFormat = None,
    retry_quarantine: Annotated[bool, typer.Option("--retry-quarantine", help="Read again what was kept out.")] = False,  # noqa: FBT002
    log_format: Annotated[Log | None, typer.Option(help="How to tell what happens. [text]")] = None,
    columns: Columns = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")] = False,  # noqa: FBT002
) -> None:
    """Read articles, check them against the shapes, and add them to the store."""
    from ingest.read.meter import Meter
    from onrecord.loading import Given, list_kept_out
    from onrecord.loading import load as bring

    settings = settle({"store": store, "jobs": jobs, "log_format": log_format})
    if not paths and not retry_quarantine:
        raise typer.BadParameter("name articles to read, or --retry-quarantine")
    names = (*(paths or []), *(list_kept_out(settings) if retry_quarantine else ()))
    meter = Meter.of(names)
    found = articles(names, published, input_format, columns, meter)
    tally = bring(Given(found, names, meter.part), settings, dry_run=dry_run)
    finish(tally.done, tally.findings)


@app.command()
def shard(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that holds a folder for each shard.")],
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read at the same time.")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="Articles in a shard, on average. [200]")] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Let Ray spread the work over its cluster.")] = False,  # noqa: FBT002
    published: Published = None,
    input_format: InputFormat = None,
    columns: Columns = None,
) -> None:
    """Read articles into shards, which onrecord load brings into a store; those that are made already stay."""
    from onrecord.shards import SIZE
    from onrecord.shards.command import make_shards

    found = articles(paths, published, input_format, columns)
    tally = make_shards(found, output, settle({"jobs": jobs}), size=size or SIZE, ray=ray)
    finish(tally.done, tally.findings)


@app.command()
def load(
    folders: Annotated[list[Path], typer.Argument(help="Folders of shards, or shards.")],
    store: Where = None,
    run: Annotated[str | None, typer.Option(help="The configuration, where there are shards of several.")] = None,
    log_format: Annotated[Log | None, typer.Option(help="How to tell what happens. [text]")] = None,
) -> None:
    """Bring shards into the store, many articles at a time."""
    from onrecord.shards.loading import find_shards, load_shards

    tally = load_shards(find_shards(folders, run), settle({"store": store, "log_format": log_format}))
    finish(tally.done, tally.findings)


@app.command()
def extract(
    paths: Paths,
    published: Published = None,
    input_format: InputFormat = None,
    columns: Columns = None,
    form: Annotated[Extract, typer.Option("--format", help="What to print.")] = "jsonl",
) -> None:
    """Read articles and print what they say; nothing is stored."""
    from onrecord.extracting import extract as print_all

    finish(*print_all(articles(paths, published, input_format, columns), settle({}), form))


@app.command()
def validate(
    paths: Annotated[list[str] | None, typer.Argument(help="Articles, or graphs in .ttl, .nt, .nq or .trig.")] = None,
    store: Where = None,
    report: Annotated[Path | None, typer.Option(help="Write the SHACL report here, in Turtle.")] = None,
    published: Published = None,
) -> None:
    """Check articles, graphs, or all that a store holds, against the shapes."""
    from onrecord.checking import check

    if paths and store:
        raise typer.BadParameter("name articles and graphs, or a store, not both")
    finish(*check(paths or [], settle({"store": store}), as_day(published), report))


@app.command()
def query(
    question: Annotated[str, typer.Argument(help="A file .rq or .ttl, the name of a question, or '-'.")],
    store: Where = None,
    form: Annotated[Show, typer.Option("--format", help="How to show the answer.")] = "table",
    query_timeout: QueryTimeout = None,
) -> None:
    """Ask the store a question."""
    from onrecord.asking import ask

    ask(question, settle({"store": store, "query_timeout": query_timeout}), form)


@app.command()
def serve(
    store: Where = None,
    host: Annotated[str | None, typer.Option(help="The address to listen at. [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen at. [8000]")] = None,
    query_timeout: QueryTimeout = None,
) -> None:
    """Serve the store: SPARQL, JSON and pages."""
    from onrecord.serving import serve as listen

    listen(settle({"store": store, "host": host, "port": port, "query_timeout": query_timeout}))


@app.command()
def export(
    store: Where = None,
    form: Annotated[Dump, typer.Option("--format", help="What to write.")] = "nquads",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, written whole or not at all.")] = None,
) -> None:
    """Write everything that the store holds, or a table, a network or a research object of it."""
    from onrecord.exporting.command import export as write

    write(settle({"store": store}), form, output)


@app.command("check")
def check_engine(
    endpoint: Annotated[str, typer.Argument(help="The address of a SPARQL endpoint.")],
    store: Annotated[
        str | None, typer.Option("--store", help="Compare its answers with those of this store, a folder.")
    ] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Compare its answers with those of a copy of it.")] = False,  # noqa: FBT002
    query_timeout: QueryTimeout = None,
) -> None:
    """Try what an engine elsewhere can do, and whether it answers as the one that comes with OnRecord."""
    from onrecord.verifying import verify

    if store and copy:
        raise typer.BadParameter("compare with a store, or with a copy, not both")
    finish(*verify(settle({"store": endpoint, "query_timeout": query_timeout}), store, copy=copy))


@app.command()
def backup(
    place: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    store: Where = None,
) -> None:
    """Put a copy of the store away, while others read it and write to it."""
    from onrecord.keeping import keep

    keep(settle({"store": store}), place)


@app.command()
def restore(
    place: Annotated[Path, typer.Argument(help="A folder that `onrecord backup` made.")],
    store: Where = None,
    force: Annotated[bool, typer.Option("--force", help="Move the store that is there aside.")] = False,  # noqa: FBT002
) -> None:
    """Make a store of a copy."""
    from onrecord.keeping import put_back

    put_back(settle({"store": store}), place, force=force)


@app.command()
def forget(
    named: Annotated[list[str], typer.Argument(help="URLs of articles, or their addresses in the store.")],
    store: Where = None,
    reason: Annotated[str | None, typer.Option(help="Why, for those who look for them later.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="Let them be read again when they come.")] = False,  # noqa: FBT002
) -> None:
    """Remove articles everywhere; a tombstone stays, and they are not read again."""
    from onrecord import forgetting, screen

    settings = settle({"store": store})
    if lift:
        screen.say(f"{forgetting.lift(settings, named)} tombstones taken away")
        return
    done = forgetting.forget(settings, named, reason, datetime.now(UTC))
    screen.say(f"{done.articles} articles forgotten, {done.versions} versions of their texts")
    if done.waiting:
        numbers = ", ".join(map(str, done.waiting))
        screen.say(f"snapshots {numbers} are being read; they go with the next publication after that")


@app.command()
def migrate(store: Where = None) -> None:
    """Lift the store to the model that this OnRecord writes."""
    from onrecord.keeping import migrate as lift

    lift(settle({"store": store}))


@app.command()
def demo(
    store: Where = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The first port to try. [8000]")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the answer.")] = False,  # noqa: FBT002
) -> None:
    """Ingest the sample articles, answer a question, and serve what came of it."""
    from onrecord.demo import show

    show(settle({"store": store, "port": port}), serving=not no_serve)


@app.command()
def status(store: Where = None) -> None:
    """Say what the store holds."""
    from onrecord.holdings import describe

    describe(settle({"store": store}))


@app.command()
def shapes() -> None:
    """List the rules that every article keeps."""
    from onrecord.checking import list_rules

    list_rules()


app.add_typer(entries, name="authority")
app.add_typer(links, name="link")
app.command("import")(import_dataset)
app.command()(panel)
app.command()(release)


def articles(
    paths: Iterable[str],
    published: datetime | None,
    input_format: str | None,
    columns: str | None = None,
    meter: Meter | None = None,
) -> Iterator[Article | Unreadable]:
    """Give the articles of every path, and what could not become one."""
    from ingest.read import FORMATS, read

    if input_format is not None and input_format not in FORMATS:
        raise typer.BadParameter(f"{input_format!r} cannot be read; choose one of {', '.join(FORMATS)}")
    headings = as_headings(columns)
    day = as_day(published)
    return chain.from_iterable(
        read(path, published=day, input_format=input_format, columns=headings, meter=meter) for path in paths
    )


def as_headings(columns: str | None) -> dict[str, str]:
    """Give the heading of each key that an option names."""
    from ingest.read.tables import HEADINGS

    pairs = [pair.partition("=") for pair in (columns or "").split(",") if pair.strip()]
    for key, _, heading in pairs:
        if key.strip() not in HEADINGS or not heading.strip():
            known = ", ".join(HEADINGS)
            raise typer.BadParameter(f"{key!r}: write --columns as KEY=HEADING with commas between; keys are {known}")
    return {key.strip(): heading.strip() for key, _, heading in pairs}


def as_day(moment: datetime | None) -> date | None:
    """Give the day that an option names."""
    return None if moment is None else moment.date()


def finish(done: int, findings: int) -> None:
    """End with the code for what came of the articles."""
    if findings:
        raise typer.Exit(FINDINGS if done else NOTHING_DONE)


def main() -> None:
    """Run the command line."""
    app()
