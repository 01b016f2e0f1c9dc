"""The graph in a folder, kept by Oxigraph: one writer, and readers that see whole snapshots only.

::

    live/           what the writer changes; nobody reads here
    snapshots/7/    hard links to the files of one published state; nobody writes here
    CURRENT         the number of the snapshot to read
    UNPUBLISHED     there while live/ holds more than that snapshot, whatever became of the writer
    writer.lock     held by the one writer

A reader holds a shared lock on its snapshot's folder, so that no snapshot is removed under a reader; the lock ends
with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from api.errors import QueryFailed, QueryRefused, StoreClosed, StoreDamaged, StoreLocked, StoreMissing
from api.lexer import names_dataset
from api.store import Answer, DumpFormat, Rows
from api.store.binding import bind
from api.store.terms import from_engine, to_named_node, to_quads
from api.store.updates import join_updates, write_removal, write_replacement

_FORMATS: Mapping[DumpFormat, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
}
_TRIPLES_ONLY = frozenset({"ntriples", "turtle"})
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class EmbeddedReader:
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
        return _ask(self.engine, bind(sparql, bindings))

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class EmbeddedWriter:
    """The live store, opened by the one process that may change it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshots = folder / "snapshots"
        self._snapshots.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._engine: ox.Store | None = ox.Store(folder / "live")
        except BlockingIOError as error:
            os.close(self._lock)
            raise StoreLocked(f"{folder}: another process is writing to this store; wait until it has ended") from error
        except OSError as error:
            os.close(self._lock)
            raise StoreDamaged(f"{folder}: cannot be opened for writing ({error}); look at its permissions") from error
        self._unpublished = folder / "UNPUBLISHED"
        if _current(folder) is None:
            self._unpublished.touch()

    @property
    def _open(self) -> ox.Store:
        if self._engine is None:
            raise StoreClosed(f"{self._folder}: written to after it was closed; open the store again")
        return self._engine

    def put(self, graphs: Mapping[str, rdflib.Graph]) -> None:
        """Replace named graphs in one transaction; see `api.store.Writer.put`.

        What is stored already is left alone, and what is only added goes to the engine as it is, without a detour
        by the text of an update.
        """
        changed = {name: graph for name, graph in graphs.items() if not self._holds(name, graph)}
        if any(self.has(name) for name in changed):
            self._update([write_replacement(name, graph) for name, graph in changed.items()])
        elif added := [*chain.from_iterable(map(to_quads, changed, changed.values()))]:
            self._change(lambda engine: engine.extend(added))

    def remove(self, graphs: tuple[str, ...]) -> None:
        """Remove named graphs in one transaction."""
        self._update([write_removal(name) for name in graphs])

    def change(self, updates: Sequence[str], graphs: Mapping[str, rdflib.Graph]) -> None:
        """Carry out updates, then replace graphs, in one transaction; see `api.store.Writer.change`."""
        try:
            self._update([join_updates([*updates, *map(write_replacement, graphs, graphs.values())])])
        except SyntaxError as error:
            raise QueryRefused.for_syntax(str(error)) from error

    def has(self, graph: str) -> bool:
        """Tell whether a graph is stored, published or not."""
        return self._open.contains_named_graph(to_named_node(graph))

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a query from what was put so far, published or not; see `api.store.Writer.query`."""
        return _ask(self._open, bind(sparql, bindings))

    def flush(self) -> None:
        """Return once everything is on disk."""
        self._open.flush()

    def publish(self) -> str:
        """Make a snapshot of the live store and point readers at it."""
        engine = self._open
        number = max((int(path.name) for path in self._snapshots.iterdir() if path.name.isdigit()), default=0) + 1
        try:
            engine.flush()
            engine.backup(str(self._snapshots / str(number)))
            _write_whole(self._folder / "CURRENT", str(number))
        except OSError as error:
            raise StoreDamaged(
                f"{self._folder}: snapshot {number} was not written ({error}); readers still see the one before it"
            ) from error
        self._unpublished.unlink(missing_ok=True)
        _prune(self._snapshots, keep=number)
        return str(number)

    def close(self) -> None:
        """Publish what is not yet published, and let the next writer in."""
        if self._engine is None:
            return
        try:
            if self._unpublished.exists():
                self.publish()
        finally:
            self._engine = None
            os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _holds(self, name: str, graph: rdflib.Graph) -> bool:
        stored = self._open.quads_for_pattern(None, None, None, to_named_node(name))
        return self.has(name) and {*to_quads(name, graph)} == {*stored}

    def _update(self, operations: list[str]) -> None:
        if operations:
            self._change(lambda engine: engine.update(" ;\n".join(operations)))

    def _change(self, work: Callable[[ox.Store], None]) -> None:
        engine = self._open
        try:
            self._unpublished.touch()
            work(engine)
        except OSError as error:
            raise StoreDamaged(f"{self._folder}: nothing was written ({error}); look for free space") from error


class EmbeddedStore:
    """The graph in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def where(self) -> str:
        """The folder."""
        return str(self._folder)

    def current(self) -> str | None:
        """Name the state that readers see; None where nothing was ever published."""
        return _current(self._folder)

    def stamp(self) -> str | None:
        """Name the state that readers see, so that a store that was removed and filled anew never goes by an old name.

        None where nothing was ever published.
        """
        number = self.current()
        try:
            return number and f"{number}.{(self._folder / 'CURRENT').stat().st_mtime_ns:x}"
        except FileNotFoundError:
            return None

    def exists(self) -> bool:
        """Tell whether anything was ever published."""
        return self.current() is not None

    def hold(self) -> tuple[Path, int]:
        """Give the folder of the current snapshot, and a descriptor that keeps it from being removed until closed."""
        while (number := self.current()) is not None:
            snapshot = self._folder / "snapshots" / number
            try:
                lease = os.open(snapshot, os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError as error:
                if self.current() == number:
                    raise StoreDamaged(f"{snapshot}: the current snapshot is gone; ingest again to publish") from error
                continue  # a newer one was published in between
            fcntl.flock(lease, fcntl.LOCK_SH)
            if snapshot.exists():
                return snapshot, lease
            os.close(lease)
        raise StoreMissing(f"{self._folder}: no graph is stored here; ingest an article, or name another store")

    def read(self) -> EmbeddedReader:
        """Open the snapshot that ``CURRENT`` names."""
        return EmbeddedReader(*self.hold())

    def write(self) -> EmbeddedWriter:
        """Take the writer's lock and open the live store."""
        return EmbeddedWriter(self._folder)


def _ask(engine: ox.Store, text: str) -> Answer:
    try:
        # pyoxigraph lets the union win over FROM, so a query that names its graphs is asked without it.
        found = engine.query(text, use_default_graph_as_union=not names_dataset(text))
        match found:
            case ox.QueryBoolean():
                return bool(found)
            case ox.QuerySolutions():
                names = tuple(variable.value for variable in found.variables)
                return Rows(
                    names,
                    tuple(tuple(None if v is None else from_engine(v) for v in solution) for solution in found),
                )
        graph = rdflib.Graph()
        for triple in found:
            graph.add((from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)))
    except SyntaxError as error:
        raise QueryRefused.for_syntax(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise QueryFailed(f"the query gave no answer ({error})") from error
    return graph


def _current(folder: Path) -> str | None:
    try:
        number = (folder / "CURRENT").read_text("ascii").strip()
    except FileNotFoundError:
        return None
    if not number.isdigit():
        raise StoreDamaged(f"{folder / 'CURRENT'}: holds {number!r}, not a number; ingest again to publish")
    return number


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _prune(snapshots: Path, keep: int) -> None:
    for path in snapshots.iterdir():
        if path.name.isdigit() and int(path.name) < keep:
            lease = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.rename(snapshots / f"{path.name}.gone")
            except BlockingIOError:
                continue  # a reader holds it; a later publication removes it
            finally:
                os.close(lease)
    for path in snapshots.glob("*.gone"):
        shutil.rmtree(path)
