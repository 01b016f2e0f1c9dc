"""From the files of an event data set to a store: a thousand events at a time, each thousand in one transaction.

An event that is stored as it is read is passed over, and one that has changed takes the place of what was stored,
so that the same file again changes nothing, and an import that was stopped is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from rdflib import Graph, Literal, URIRef

from api.store import Rows, Writer, open_store
from api.store.binding import bind_each, write_values
from ingest.datasets.graph import EventGraph, Source, Written
from ingest.datasets.known import Known
from ingest.datasets.record import Record
from ingest.datasets.rows import Dataset, read_records
from ingest.errors import Unreadable
from ingest.read.sources import find_sources
from onrecord import screen
from onrecord.authority.kept import find_kept, load
from onrecord.matches import Said, join
from onrecord.settings import Settings
from onrecord.storing import find_missing
from shapes import Validator

BATCH = 1000
"""Events in one transaction."""

SAID = 20
"""Rows of a file that are told of one by one; those after them are counted."""

_HELD = """
PREFIX schema: <https://schema.org/>
SELECT ?event ?digest { GRAPH ?graph { ?event schema:sha256 ?digest } }"""

_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"

_FORGET = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
DELETE {{ GRAPH ?graph {{ ?event ?path ?value }} }}
WHERE {{ {} GRAPH ?graph {{ ?event a rec:RecordedEvent ; ?path ?value }} }}"""


@dataclass(slots=True)
class Imported:
    """What came of the rows of an import, and the matches of the data set now.

    ``repeated`` are rows of an event that the same file had before.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    unreadable: int = 0
    matches: int = 0

    @property
    def done(self) -> int:
        """The rows that are in the store now."""
        return self.added + self.changed + self.unchanged

    @property
    def rows(self) -> int:
        """The rows that were met."""
        return self.done + self.repeated + self.unreadable

    def __str__(self) -> str:
        counts = (
            (self.added, "added"),
            (self.changed, "changed"),
            (self.unchanged, "unchanged"),
            (self.repeated, "repeated"),
            (self.unreadable, "could not be read"),
        )
        return ", ".join(f"{number} {words}" for number, words in counts if number) or "nothing"


def import_events(dataset: Dataset, names: Iterable[str], settings: Settings) -> Imported:
    """Bring the events in files, folders and patterns into the store, say which rows could not be, and join them.

    Raises
    ------
    StoreError
        The store is locked, damaged or out of reach.
    """
    total = Imported()
    found = [each for name in names for each in find_sources(name)]
    for each in found:
        if isinstance(each, Unreadable):
            screen.say(str(each))
            total.unreadable += 1
    paths = [each.path for each in found if not isinstance(each, Unreadable)]
    if not paths:
        return total
    store = open_store(settings.store, settings)
    with store.write() as writer, screen.counting(f"{dataset.code}: rows read") as progress:
        kept = find_kept(settings)
        if missing := find_missing(writer, settings.base, store.where, kept):
            writer.put(missing)
        under_way = _Load(writer, EventGraph(dataset, Known(load(kept)), settings.base), total, progress)
        for path in paths:
            under_way.read(path)
        if total.done:
            total.matches = join(writer, dataset, Said(writer), settings.base)
    return total


class _Load:
    """One import into an open store."""

    def __init__(self, writer: Writer, graph: EventGraph, total: Imported, progress: screen.Counter) -> None:
        self._writer = writer
        self._graph = graph
        self._total = total
        self._progress = progress
        self._validator = Validator()

    def read(self, path: Path) -> None:
        """Store the events of a file, and then that the file was read."""
        source, before, unreadable = Source.of(path), self._total.rows, self._total.unreadable
        for records in batched(self._keep_readable(path), BATCH):
            self._put([self._graph.write(record) for record in records], source)
        lost = self._total.unreadable - unreadable
        if lost > SAID:
            screen.say(f"{path}: {lost - SAID} more rows could not be read")
        if self._total.rows - before == lost:
            return
        name = str(self._graph.here)
        answer = self._writer.query(_GRAPH, {"graph": URIRef(name)})
        earlier = answer if isinstance(answer, Graph) else Graph()
        described = self._graph.describe(earlier, [(source, self._total.rows - before, lost)])
        if set(described) != set(earlier):
            self._writer.put({name: described})

    def _keep_readable(self, path: Path) -> Iterator[Record]:
        """Give each event once, and tell of the rows that are none."""
        seen: set[str] = set()
        told = 0
        for found in read_records(self._graph.dataset, path):
            self._progress.advance(str(path))
            if isinstance(found, Unreadable):
                self._total.unreadable += 1
                told += 1
                if told <= SAID:
                    screen.say(str(found))
            elif found.id in seen:
                self._total.repeated += 1
            else:
                seen.add(found.id)
                yield found

    def _put(self, found: list[Written], source: Source) -> None:
        held = self._find_held([each.event for each in found])
        found = [*self._keep_fit(found, held, source)]
        new = [each for each in found if held.get(each.event) != each.digest]
        stale = [each.event for each in new if each.event in held]
        self._total.added += len(new) - len(stale)
        self._total.changed += len(stale)
        self._total.unchanged += len(found) - len(new)
        if new:
            graph = self._graph.batch(new, source)
            graphs = {str(graph.identifier): graph}
            if stale:
                self._writer.change([_FORGET.format(write_values("event", stale))], graphs)
            else:
                self._writer.put(graphs)

    def _keep_fit(self, found: list[Written], held: Mapping[URIRef, str], source: Source) -> Iterator[Written]:
        """Give the events that keep the shapes, and tell of the others."""
        new = [each for each in found if held.get(each.event) != each.digest]
        around = self._graph.describe(Graph(), [(source, 0, 0)])
        results = self._validator.validate(self._graph.batch(new, source), around).results if new else ()
        broken = {each.focus_node: each.message for each in results if each.breaks}
        for each in found:
            message = next((broken[subject] for subject, _, _ in each.triples if subject in broken), None)
            if message is None:
                yield each
            else:
                self._total.unreadable += 1
                screen.say(f"{source.name}: {each.event} cannot be stored as it is ({message}); mend its row")

    def _find_held(self, events: list[URIRef]) -> dict[URIRef, str]:
        answer = self._writer.query(bind_each(_HELD, "event", events))
        rows = answer.records() if isinstance(answer, Rows) else ()
        return {URIRef(str(row["event"])): str(row["digest"]) for row in rows if isinstance(row["digest"], Literal)}
