"""What people see: one line for each thing that went wrong, progress on standard error, results on standard output.

Words of articles reach a terminal here, so nothing in them may move its cursor or change its colours.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import UnsupportedOperation

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


def say(words: str) -> None:
    """Put one line on standard error."""
    typer.echo(printable(words), err=True)


def put(words: str) -> None:
    """Put a result on standard output, in UTF-8 whatever the locale says."""
    put_bytes(words.encode("utf-8", "backslashreplace"))


def put_bytes(data: bytes) -> None:
    """Put a part of a result on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def silence() -> None:
    """Let standard output go nowhere: its reader has gone, and nothing more can be said to it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnsupportedOperation:
        return  # a standard output that is no file has nobody at its other end


def printable(words: str) -> str:
    r"""Show what is no printable character by its escape, so that a line stays one line.

    >>> printable("a\x1b[2Jb\n")
    'a\\x1b[2Jb\\n'
    """
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else c.encode("unicode_escape").decode("ascii")
        for c in words
    )


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show rows to a person: with borders on a terminal, aligned plain text elsewhere; nothing is cut off."""
    cells = [[printable(" ".join(cell.split())) for cell in row] for row in rows]
    console = Console(highlight=False)
    if console.is_terminal:
        table = Table(show_lines=True)
        for name in columns:
            table.add_column(Text(name))
        for row in cells:
            table.add_row(*(Text(cell, overflow="fold") for cell in row))
        console.print(table)
        return
    widths = [max(len(name), *(len(row[n]) for row in cells), 0) for n, name in enumerate(columns)]
    for row in (list(columns), ["-" * width for width in widths], *cells):
        put("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


class Counter:
    """How far a long command has come."""

    def __init__(self, progress: Progress, words: str) -> None:
        self._progress = progress
        self._task = progress.add_task(words, total=None, where="")

    def advance(self, where: str) -> None:
        """Count one more article, and show where it was read."""
        self._progress.update(self._task, advance=1, where=printable(where))


@contextmanager
def counting(words: str, *, prints: bool = False) -> Iterator[Counter]:
    """Show progress on standard error for as long as this lasts, if that is a terminal.

    A command that ``prints`` its results shows none while these go to the terminal too.
    """
    console = Console(stderr=True)
    hidden = not console.is_terminal or (prints and sys.stdout.isatty())
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[where]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, disable=hidden) as progress:
        yield Counter(progress, words)
