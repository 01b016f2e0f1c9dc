"""The graph in a folder, kept by Oxigraph: one writer, and readers that see whole snapshots only.

::

    live/           what the writer changes; nobody reads here
    snapshots/7/    hard links to the files of one published state; nobody writes here
    CURRENT         the number of the snapshot to read
    UNPUBLISHED     there while live/ holds more than that snapshot, whatever became of the writer
    writer.lock     held by the one writer

`api.store.snapshots` tells how readers come by a snapshot, `api.store.turn` how writers take turns, and
`api.store.draft` how a change is tried before it counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from api.errors import StoreClosed, StoreDamaged
from api.store import Answer, DumpFormat
from api.store.binding import bind
from api.store.bulk import BulkWriter
from api.store.closing import Closing
from api.store.draft import Draft, settle
from api.store.snapshots import Snapshots
from api.store.terms import from_engine, to_named_node
from api.store.turn import Turn
from api.store.writing import EngineWriter, ask

_FORMATS: Mapping[DumpFormat, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
}
_TRIPLES_ONLY = frozenset({"ntriples", "turtle"})
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class EmbeddedReader(Closing):
    """One snapshot, opened for reading."""

    def __init__(self, snapshot: Path, lease: int) -> None:
        self._state = snapshot.name
        self._lease = lease
        try:
            self._engine: ox.Store | None = ox.Store.read_only(str(snapshot))
        except OSError as error:
            os.close(lease)
            raise StoreDamaged(f"{snapshot}: cannot be read ({error}); ingest the articles into a new store") from error

    @property
    def state(self) -> str:
        """The snapshot's number."""
        return self._state

    @property
    def engine(self) -> ox.Store:
        """The snapshot as pyoxigraph sees it, for the code that serialises answers."""
        if self._engine is None:
            raise StoreClosed(f"snapshot {self._state} was used after it was closed; open the store again")
        return self._engine

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a query; see `api.store.Reader.query`."""
        return ask(self.engine, bind(sparql, bindings))

    def graphs(self) -> tuple[str, ...]:
        """Name the stored graphs."""
        return tuple(sorted(name.value for name in self.engine.named_graphs()))

    def has(self, graph: str) -> bool:
        """Tell whether a graph is stored."""
        return self.engine.contains_named_graph(to_named_node(graph))

    def graph(self, name: str) -> rdflib.Graph:
        """Give one named graph."""
        graph = rdflib.Graph(identifier=rdflib.URIRef(name))
        for quad in self.engine.quads_for_pattern(None, None, None, to_named_node(name)):
            graph.add((from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)))
        return graph

    def export(self, sink: BinaryIO, form: DumpFormat = "nquads") -> None:
        """Write everything that is stored."""
        if form not in _TRIPLES_ONLY:
            self.engine.dump(sink, _FORMATS[form])
            return
        union = self.engine.query(_EVERYTHING, use_default_graph_as_union=True)
        assert isinstance(union, ox.QueryTriples)  # noqa: S101  # a CONSTRUCT has no other answer
        union.serialize(sink, _FORMATS[form])

    def close(self) -> None:
        """Let go of the snapshot, which may then be removed."""
        if self._engine is not None:
            self._engine = None
            os.close(self._lease)


class EmbeddedWriter(EngineWriter):
    """The live store, opened by the one process that may change it."""

    def __init__(self, folder: Path, snapshots: Snapshots, turn: Turn) -> None:
        self._folder = folder
        self._snapshots = snapshots
        self._turn = turn
        self._engine: ox.Store | None = None
        self._unpublished = folder / "UNPUBLISHED"
        try:
            settle(folder)
            self._engine = ox.Store(str(folder / "live"))
            if snapshots.current() is None:
                self._unpublished.touch()
        except OSError as error:
            turn.close()
            raise StoreDamaged(f"{folder}: cannot be opened for writing ({error}); look at its permissions") from error

    @property
    def engine(self) -> ox.Store:
        """The live store."""
        if self._engine is None:
            raise StoreClosed(f"{self._folder}: written to after it was closed; open the store again")
        return self._engine

    def flush(self) -> None:
        """Return once everything is on disk."""
        self.engine.flush()

    def publish(self) -> str:
        """Make a snapshot of the live store and point readers at it; another writer who waits has their turn then."""
        number = self._snapshots.publish(self.engine)
        self._unpublished.unlink(missing_ok=True)
        if self._turn.wanted():
            self._engine = None
            self._turn.pass_on()
            self._engine = ox.Store(str(self._folder / "live"))
        return number

    def purge(self) -> tuple[int, ...]:
        """Publish, and leave nothing of what was removed: neither in the files nor in earlier snapshots.

        Given are the numbers of the snapshots that somebody still reads; they go with a later publication.
        """
        self.engine.optimize()
        self.publish()
        return self._snapshots.keep_current()

    def close(self) -> None:
        """Publish what is not yet published, and let the next writer in."""
        if self._engine is None:
            return
        try:
            if self._unpublished.exists():
                self._snapshots.publish(self._engine)
                self._unpublished.unlink(missing_ok=True)
        finally:
            self._engine = None
            self._turn.close()

    def _change(self, work: Callable[[ox.Store], None]) -> None:
        engine = self.engine
        try:
            self._unpublished.touch()
            work(engine)
        except OSError as error:
            raise StoreDamaged(f"{self._folder}: nothing was written ({error}); look for free space") from error


class EmbeddedStore:
    """The graph in a folder.

    ``kept`` is how many published states stay, and ``patience`` for how many seconds a writer waits for another.
    """

    def __init__(self, folder: Path, kept: int = 1, patience: float = 0) -> None:
        self._folder = folder
        self._snapshots = Snapshots(folder, kept)
        self._patience = patience

    @property
    def where(self) -> str:
        """The folder."""
        return str(self._folder)

    def current(self) -> str | None:
        """Name the state that readers see; None where nothing was ever published."""
        return self._snapshots.current()

    def stamp(self, number: str | None = None) -> str | None:
        """Name a state so that no other ever goes by this name; see `api.store.snapshots.Snapshots.stamp`."""
        return self._snapshots.stamp(number)

    def settled(self) -> str | None:
        """Name the published state as `stamp` does; None where something was written that is not published yet."""
        return None if (self._folder / "UNPUBLISHED").exists() else self.stamp()

    def exists(self) -> bool:
        """Tell whether anything was ever published."""
        return self.current() is not None

    def hold(self, number: str | None = None) -> tuple[Path, int]:
        """Keep a snapshot from being removed; see `api.store.snapshots.Snapshots.hold`."""
        return self._snapshots.hold(number)

    def read(self) -> EmbeddedReader:
        """Open the snapshot that ``CURRENT`` names."""
        return EmbeddedReader(*self.hold())

    def write(self) -> EmbeddedWriter:
        """Take the writer's lock and open the live store.

        Raises
        ------
        StoreLocked
            Another process is writing.
        StoreDamaged
            The live store cannot be opened.
        """
        return EmbeddedWriter(self._folder, self._snapshots, Turn(self._folder, self._patience))

    def draft(self) -> Draft:
        """Take the writer's lock and open a copy of the live store; otherwise as `write`."""
        return Draft(self._folder, self._snapshots, Turn(self._folder, self._patience))

    def bulk(self) -> BulkWriter:
        """Take the writer's lock to add much at once; otherwise as `write`."""
        return BulkWriter(self.draft())
