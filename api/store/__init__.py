"""The seam between the graph and the engine that holds it: an embedded one, or any SPARQL 1.1 endpoint.

A store hands out readers, which see one whole state of the graph, and one writer at a time. Both are context
managers. Values enter a query as bindings, and graphs enter as `rdflib.Graph`: nothing here takes text that is
to become syntax, save the query that its author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

import rdflib
from rdflib.term import Identifier

from api.settings import Settings

type Row = tuple[Identifier | None, ...]
type DumpFormat = Literal["nquads", "trig", "ntriples", "turtle"]
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: its variables without question marks, and a value or None for each in every row."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> Iterator[dict[str, Identifier]]:
        """Give each row as a dictionary of the variables that are bound in it.

        Examples
        --------
        >>> list(Rows(("who", "when"), ((rdflib.Literal("Yusuf"), None),)).records())
        [{'who': rdflib.term.Literal('Yusuf')}]
        """
        for row in self.rows:
            yield {name: value for name, value in zip(self.variables, row, strict=True) if value is not None}


type Answer = Rows | rdflib.Graph | bool


class Answerer(Protocol):
    """Whoever answers queries; their default graph is the union of all named graphs."""

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query: rows for SELECT, a graph for CONSTRUCT and DESCRIBE, a truth value for ASK.

        Raises
        ------
        QueryRefused
            The query is malformed.
        QueryFailed
            The engine gave no answer.
        """


def give_rows(
    asked: Answerer | Writer, query: str, bindings: Mapping[str, Identifier] | None = None
) -> Iterator[Mapping[str, Identifier]]:
    """Give the rows of a SELECT one after the other, each with the variables that are bound in it."""
    answer = asked.query(query, bindings)
    yield from answer.records() if isinstance(answer, Rows) else ()


class Reader(AbstractContextManager["Reader"], Answerer, Protocol):
    """One whole state of the graph."""

    @property
    def state(self) -> str:
        """A name for this state: equal names, equal content. Empty where the engine cannot tell."""

    def graphs(self) -> tuple[str, ...]:
        """Name the graphs that are stored, in the order of their IRIs."""

    def has(self, graph: str) -> bool:
        """Tell whether a graph of this name is stored."""

    def graph(self, name: str) -> rdflib.Graph:
        """Give one named graph; an empty one where nothing is stored under the name."""

    def export(self, sink: BinaryIO, form: DumpFormat = "nquads") -> None:
        """Write everything that is stored; the triple formats write the union of the named graphs."""

    def close(self) -> None:
        """Let go of the state."""


class Writer(AbstractContextManager["Writer"], Protocol):
    """The one process that changes the graph. What it wrote is seen by readers once it is published."""

    def put(self, graphs: Mapping[str, rdflib.Graph]) -> None:
        """Replace these named graphs in one transaction: all of them, or, if this raises, none.

        Raises
        ------
        InvalidTerm
            A graph's name or a term in it is no valid RDF; nothing was written.
        """

    def remove(self, graphs: tuple[str, ...]) -> None:
        """Remove these named graphs in one transaction; those that are not stored are passed over."""

    def change(self, updates: Sequence[str], graphs: Mapping[str, rdflib.Graph]) -> None:
        """Carry out updates that their author wrote, then replace these graphs, all in one transaction.

        Raises
        ------
        QueryRefused, UpdateFailed
            An update is malformed, or was not carried out; nothing was changed.
        """

    def has(self, graph: str) -> bool:
        """Tell whether a graph of this name is stored, published or not."""

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a query from what was put so far, published or not; as `Reader.query` otherwise."""

    def flush(self) -> None:
        """Return once everything that was put is on disk."""

    def publish(self) -> str:
        """Let readers see what was put so far, and name the new state."""

    def close(self) -> None:
        """Publish what is not yet published, and let the next writer in."""


class Store(Protocol):
    """A place where a graph is kept."""

    @property
    def where(self) -> str:
        """The folder or the address of this store, as it was given."""

    def read(self) -> Reader:
        """Open the latest published state."""

    def write(self) -> Writer:
        """Become the one writer."""


def open_store(where: str | Path, settings: Settings | None = None) -> Store:
    """Give the store at a folder, or the one behind the http or https address of a SPARQL endpoint.

    Opening neither reads, asks nor makes anything: that waits until someone reads or writes.

    Raises
    ------
    InvalidSetting
        The address is none.

    Examples
    --------
    >>> open_store("https://desk:secret@example.org/news/sparql").where
    'https://example.org/news/sparql'
    """
    chosen = settings or Settings()
    if _ADDRESS.match(str(where)):
        from api.store.remote import RemoteStore

        return RemoteStore.open(str(where), chosen)
    from api.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(where), chosen.snapshots_kept, chosen.write_wait)
