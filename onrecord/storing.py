"""The store as a load sees it: what it holds already, and what an article that came through the gate adds to it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier, Node

import ontology
from api.model import check_model, read_model
from api.store import Answer, Reader, Rows, Writer, give_rows
from api.store.closing import Closing
from ingest.address import Address
from ingest.errors import Unreadable
from ingest.graph import build_work
from ingest.model import Article
from ingest.run import Run
from ingest.version import Version
from onrecord.authority.kept import NONE, Kept, load
from onrecord.copies import Copies
from onrecord.reading import Passing, Unchanged
from onrecord.review.applying import load as load_graph
from onrecord.review.applying import read_decisions
from onrecord.review.decisions import Decided
from ontology.terms import SCHEMA
from ontology.triples import Triples

_HELD = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?run ?latest {
  GRAPH ?version { ?version prov:wasGeneratedBy ?run }
  OPTIONAL { GRAPH ?work { ?work rec:latestVersion ?latest } }
}"""

_HISTORY = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?latest ?newer ?older {
  GRAPH ?work { ?work rec:latestVersion ?latest OPTIONAL { ?newer prov:wasRevisionOf ?older } }
}"""

_FORGOTTEN = "PREFIX rec: <https://w3id.org/onrecord/ns#> SELECT ?work { ?work a rec:Tombstone }"

_DIGEST = "PREFIX schema: <https://schema.org/> SELECT ?digest { GRAPH ?graph { ?graph schema:sha256 ?digest } }"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article that is in the store now, in place of an earlier reading of it if ``revised``.

    ``unread`` where it is in a language in which no statements are looked for.
    """

    origin: str
    address: Address
    revised: bool
    statements: int
    triples: int
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A graph that every store holds: what is in its files, and how it is read."""

    name: str
    digest: str
    load: Callable[[], Graph]

    def build(self) -> Graph:
        """Read the files, and note their digest beside what they say."""
        name = URIRef(self.name)
        return Triples(name, self.load()).add((name, SCHEMA.sha256, Literal(self.digest)))


def find_shared(base: str, kept: Kept = NONE) -> tuple[Shared, ...]:
    """Name the graphs that every store holds: the vocabulary, and the authority with a user's own entries."""
    shipped = [file.read_bytes() for file in ontology.authority_files()]
    own = [kept.digest.encode()] if kept else []
    return (
        Shared(f"{base}ontology", _digest(file.read_bytes() for file in ontology.files()), ontology.load),
        Shared(f"{base}authority", _digest([*shipped, *own]), partial(load, kept)),
    )


def find_missing(writer: Writer, base: str, where: str, kept: Kept = NONE) -> dict[str, Graph]:
    """Give the vocabulary and the authority with a user's own entries, as far as a store lacks them as they are.

    Raises
    ------
    ModelOlder, ModelNewer
        The store, which ``where`` names, follows another model.
    """
    check_model(read_model(writer, base), where)
    return {
        shared.name: shared.build()
        for shared in find_shared(base, kept)
        if not _holds_digest(writer, shared.name, shared.digest)
    }


class Loader:
    """Puts articles into an open store.

    ``account`` gives the graph that tells of the load, as it stands; ``copies`` are those among the articles, if kept;
    ``kept`` are a user's own entries of the authority.
    """

    def __init__(
        self,
        writer: Writer,
        run: Run,
        publish_every: float,
        account: Callable[[], Graph] | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        copies: Copies | None = None,
        kept: Kept = NONE,
    ) -> None:
        self._writer = writer
        self._kept = kept
        self._run = run
        self._publish_every = publish_every
        self._account = account
        self._clock = clock
        self._copies = copies
        self._published = clock()
        self._decided = Decided(())
        self._forgotten: frozenset[Node] = frozenset()

    def prepare(self, where: str) -> None:
        """Put the vocabulary, the authority and the description of the run, where they are missing or changed.

        What was decided about links is read, and holds for what is put from then on.

        Raises
        ------
        ModelOlder, ModelNewer
            The store, which ``where`` names, follows another model.
        """
        wanted = find_missing(self._writer, self._run.base, where, self._kept)
        if not self._writer.has(str(self._run.iri)):
            wanted[str(self._run.iri)] = self._run.graph()
        if wanted:
            self._writer.put(wanted)
        self._decided = Decided(read_decisions(self._writer, self._run.base))
        self._forgotten = frozenset(row["work"] for row in self._rows(_FORGOTTEN))

    def skip_held(self, items: Iterable[Article | Unreadable]) -> Iterator[Article | Passing]:
        """Mark the articles that need not be read again."""
        for item in items:
            held = isinstance(item, Article) and self.holds(Address.of(item, self._run.base))
            yield Unchanged(item.origin) if held else item

    def holds(self, address: Address) -> bool:
        """Say whether a version is stored, as this software reads it or as an earlier one, or its article forgotten."""
        if address.work in self._forgotten:
            return True
        rows = self._rows(_HELD, version=address.version, work=address.work)
        return any(row["run"] == self._run.iri or row.get("latest") != address.version for row in rows)

    def put(self, article: Version) -> Stored | Unchanged:
        """Store an article, and let it be the latest version of its work. Readers see it when it is published."""
        address = article.address
        if self.holds(address):
            return Unchanged(article.origin)  # the same text stood among the articles twice
        earlier = self._earlier(address)
        graphs = {**article.graphs, str(address.work): build_work(address, article.url, earlier)}
        links = str(address.links)
        if self._decided and links in graphs:
            graphs[links] = self._decided.apply(graphs[str(address.version)], graphs[links]) or graphs[links]
        if earlier:
            # The short way leads to the latest version only. An empty graph is no graph, so this removes the old one.
            graphs[f"{earlier[-1]}/links"] = Graph()
        known = self._writer.has(str(address.version))
        related = self._copies.relate(article) if self._copies is not None else None
        self._writer.put({**graphs, **related.graphs} if related is not None else graphs)
        if self._copies is not None and related is not None:
            # After the article: should this process end here, the index is found to be behind and follows.
            self._copies.note(related)
        if self._clock() - self._published >= self._publish_every:
            self.tell()
            number = self._writer.publish()
            if self._copies is not None:
                self._copies.settle(number)
            self._published = self._clock()
        triples = sum(map(len, graphs.values()))
        revised = bool(earlier) or known
        return Stored(article.origin, address, revised, article.statements, triples, article.unread)

    def decide(self, address: Address) -> None:
        """Let what was decided about links hold for an article that was stored past `put`."""
        if self._decided:
            links = self._decided.apply(
                load_graph(self._writer, address.version), load_graph(self._writer, address.links)
            )
            if links is not None:
                self._writer.put({str(links.identifier): links})

    def tell(self) -> None:
        """Put the graph that tells of the load, as it stands now."""
        if self._account is not None:
            graph = self._account()
            self._writer.put({str(graph.identifier): graph})

    def _earlier(self, address: Address) -> tuple[URIRef, ...]:
        """Give the versions of the work that are stored, the oldest first, without this one."""
        rows = self._rows(_HISTORY, work=address.work)
        before = {row["newer"]: row["older"] for row in rows if "newer" in row}
        chain: list[URIRef] = []
        version: Node | None = rows[0]["latest"] if rows else None
        while isinstance(version, URIRef) and version not in chain:
            chain.append(version)
            version = before.get(version)
        return tuple(each for each in reversed(chain) if each != address.version)

    def _rows(self, query: str, **bindings: URIRef) -> list[Mapping[str, Node]]:
        return [*give_rows(self._writer, query, bindings)]


class Rehearsal(Closing):
    """Stands in for a writer, and writes nothing: what a store holds is looked up, what is put is only noted."""

    def __init__(self, reader: Reader | None) -> None:
        self._reader = reader
        self._put: set[str] = set()

    def put(self, graphs: Mapping[str, Graph]) -> None:
        """Note the names."""
        self._put.update(graphs)

    def remove(self, graphs: tuple[str, ...]) -> None:
        """Forget the names."""
        self._put.difference_update(graphs)

    def change(self, updates: Sequence[str], graphs: Mapping[str, Graph]) -> None:  # noqa: ARG002  # a writer's signature
        """Note the names of the graphs."""
        self._put.update(graphs)

    def has(self, graph: str) -> bool:
        """Tell whether a graph is stored or noted."""
        return graph in self._put or (self._reader is not None and self._reader.has(graph))

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Ask the store as it is."""
        return Rows((), ()) if self._reader is None else self._reader.query(sparql, bindings)

    def flush(self) -> None:
        """Do nothing."""

    def publish(self) -> str:
        """Do nothing."""
        return ""

    def close(self) -> None:
        """Let go of the store."""
        if self._reader is not None:
            self._reader.close()


def _holds_digest(writer: Writer, graph: str, digest: str) -> bool:
    answer = writer.query(_DIGEST, {"graph": URIRef(graph)})
    return isinstance(answer, Rows) and any(str(row["digest"]) == digest for row in answer.records())


def _digest(contents: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for content in contents:
        total.update(content + b"\0")
    return total.hexdigest()
