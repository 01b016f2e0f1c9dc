"""The graph in any SPARQL 1.1 engine: Fuseki, GraphDB, Virtuoso, QLever, Neptune, Oxigraph's server, another OnRecord.

What an embedded store promises and a remote one cannot: a reader of a remote store sees every change at once, not one
whole state, and nothing keeps a second writer out. Each `put` is one update request, which an engine carries out as a
whole (SPARQL 1.1 Update, section 2.2), so readers never see half of it. Two writers that replace one graph at the same
time may leave both contents in it (Oxigraph does): the same article gives the same graph, so only different versions
of the software that load at the same time can do harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from api.errors import EngineUnfit, QueryFailed, StoreClosed, UpdateFailed
from api.settings import Settings
from api.store import Answer, DumpFormat, Rows
from api.store.address import Address
from api.store.answers import read_answer, read_rows, read_triples, rewrite_answer
from api.store.binding import bind
from api.store.closing import Closing
from api.store.dataset import Dataset
from api.store.endpoint import Endpoint
from api.store.engines import Profile, find_engine
from api.store.terms import from_engine, to_named_node
from api.store.updates import join_updates, write_removal, write_replacement

_FORMATS: Mapping[DumpFormat, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
}
_SIZES = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_EVERYTHING = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }"
_ANYTHING = "ASK { GRAPH ?g { ?s ?p ?o } }"
APART = "ASK { { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 20 } FILTER NOT EXISTS { ?s ?p ?o } }"


class RemoteStore:
    """The graph behind an address.

    Parameters
    ----------
    address
        Where the engine is, and who asks.
    timeout
        Seconds that an answer may take.
    limit
        Bytes that an answer to `ask` may have.
    engine
        What the engine is; None where that is to be recognised.
    retries
        How many times a question is asked again that found nobody to answer it.
    """

    def __init__(
        self,
        address: Address,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
        engine: Profile | None = None,
        retries: int = 0,
    ) -> None:
        self.endpoint = Endpoint(address, timeout, engine, retries)
        self._limit = limit
        self._known_fit = False

    @classmethod
    def open(cls, where: str, settings: Settings) -> RemoteStore:
        """Give the store at an address, as the settings have it.

        Raises
        ------
        InvalidSetting
            The address is none, or a setting of the engine is none.
        """
        return cls(
            Address.read(where, settings.update_endpoint, token=settings.engine_token, way=settings.engine_login),
            timeout=settings.query_timeout,
            limit=settings.spool_limit,
            engine=find_engine(settings.engine),
            retries=settings.engine_retries,
        )

    @property
    def where(self) -> str:
        """The address of the query endpoint, without a password."""
        return self.endpoint.address.query

    def read(self) -> RemoteReader:
        """Make sure that the engine answers, and that its default graph is the union of its graphs."""
        self.check()
        return RemoteReader(self.endpoint)

    def write(self) -> RemoteWriter:
        """Make sure that the engine answers. Nothing keeps others from writing at the same time."""
        self.check()
        return RemoteWriter(self.endpoint, self)

    def check(self) -> None:
        """Make sure that the engine answers, and that its default graph is the union of its graphs.

        The second is asked until it was seen once, for an empty engine shows neither.

        Raises
        ------
        EngineUnreachable, EngineUnfit
            It is not so; the error says what to do.
        """
        if self._known_fit:
            return
        engine = self.endpoint.recognise()
        if _truth(self.endpoint, APART):
            raise EngineUnfit(
                f"{self.where}: its default graph is not the union of its named graphs, and queries would find nothing;"
                f" {engine.remedy}, or name the engine as ONRECORD_ENGINE"
            )
        self._known_fit = _truth(self.endpoint, _ANYTHING)

    def ask(self, query: str, media_type: str, sink: BinaryIO, dataset: Dataset | None = None) -> None:
        """Write the answer to a query in a format for the web: a whole answer, unless this raises.

        The engine is asked in a format whose end can be seen, and the answer is written anew in the one wanted.

        Raises
        ------
        QueryFailed
            There is no answer; also its kinds `QueryRefused` and `QueryTimeout`. What was written is to be thrown away.
        StoreError
            The engine does not answer at all.
        InvalidTerm
            A graph of the dataset has no valid name.
        """
        self.check()
        for _, graph in dataset.parameters() if dataset else ():
            to_named_node(graph)
        with self.endpoint.ask(query, dataset, limit=self._limit) as body:
            rewrite_answer(body, media_type, sink)


class _Session(Closing):
    """What readers and writers share: questions to one endpoint, until they are closed."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint: Endpoint | None = endpoint

    @property
    def _open(self) -> Endpoint:
        if self._endpoint is None:
            raise StoreClosed("the remote store was used after it was closed; open it again")
        return self._endpoint

    def query(self, sparql: str, bindings: Mapping[str, Identifier] | None = None) -> Answer:
        """Answer a query; see `api.store.Reader.query`."""
        with self._open.ask(bind(sparql, bindings)) as body:
            return read_answer(body)

    def has(self, graph: str) -> bool:
        """Tell whether a graph is stored."""
        return _truth(self._open, f"ASK {{ GRAPH {to_named_node(graph)} {{ ?s ?p ?o }} }}")

    def close(self) -> None:
        """Let go of the store."""
        self._endpoint = None


class RemoteReader(_Session):
    """The engine as it is at each question."""

    @property
    def state(self) -> str:
        """Empty: an engine does not say which state it is in."""
        return ""

    def graphs(self) -> tuple[str, ...]:
        """Name the stored graphs."""
        return tuple(sorted(self._sizes()))

    def graph(self, name: str) -> rdflib.Graph:
        """Give one named graph."""
        graph = rdflib.Graph(identifier=rdflib.URIRef(name))
        for triple in self._triples(_write_pattern(name)):
            graph.add((from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)))
        return graph

    def export(self, sink: BinaryIO, form: DumpFormat = "nquads") -> None:
        """Write everything that is stored, graph by graph as it comes.

        Raises
        ------
        QueryFailed
            The engine's answer was cut off, or the graph was changed meanwhile. What was written is to be thrown away.
        """
        parts = self._quads() if _FORMATS[form].supports_datasets else self._triples(_EVERYTHING)
        ox.serialize(parts, sink, _FORMATS[form])

    def _sizes(self) -> dict[str, int]:
        with self._open.ask(_SIZES) as body:
            rows = read_rows(body)
        return {str(name): int(str(size)) for name, size in _pick(rows, "g", "n")}

    def _triples(self, query: str) -> Iterator[ox.Triple]:
        with self._open.ask(query, unhurried=True) as body:
            yield from read_triples(body)

    def _quads(self) -> Iterator[ox.Quad]:
        sizes = self._sizes()
        for number, name in enumerate(sorted(sizes)):
            target = to_named_node(name)
            count = 0
            for triple in self._triples(_write_pattern(name)):
                count += 1
                yield ox.Quad(_own(triple.subject, number), triple.predicate, _own(triple.object, number), target)
            if count != sizes[name]:
                raise QueryFailed(
                    f"{name}: {count} triples came and {sizes[name]} were there; the engine left some out, "
                    "or someone wrote meanwhile: export again, and raise the engine's limits"
                )


class RemoteWriter(_Session):
    """Changes to an engine; readers see each at once."""

    def __init__(self, endpoint: Endpoint, store: RemoteStore) -> None:
        super().__init__(endpoint)
        self._store = store
        self._seen = False

    def put(self, graphs: Mapping[str, rdflib.Graph]) -> None:
        """Replace named graphs in one update; see `api.store.Writer.put`.

        After the first one the engine is asked for what was put, for a wrong update endpoint may well say yes.

        Raises
        ------
        UpdateFailed
            The engine did not do it, or does not show it.
        """
        self._update([write_replacement(name, graph) for name, graph in graphs.items()])
        filled = next((name for name, graph in graphs.items() if len(graph)), None)
        if filled is None or self._seen:
            return
        if not self.has(filled):
            raise UpdateFailed(
                f"{self._open.address.update}: took {filled} and {self._store.where} does not show it; "
                "give the update endpoint of the same dataset as ONRECORD_UPDATE_ENDPOINT"
            )
        self._store.check()
        self._seen = True

    def remove(self, graphs: tuple[str, ...]) -> None:
        """Remove named graphs in one update."""
        self._update([write_removal(name) for name in graphs])

    def change(self, updates: Sequence[str], graphs: Mapping[str, rdflib.Graph]) -> None:
        """Carry out updates, then replace graphs, in one request; see `api.store.Writer.change`."""
        self._update([join_updates([*updates, *map(write_replacement, graphs, graphs.values())])])

    def flush(self) -> None:
        """Nothing is left to do: the engine said of each update that it was done."""

    def publish(self) -> str:
        """Nothing is left to do, and the state has no name."""
        return ""

    def _update(self, operations: list[str]) -> None:
        if operations:
            self._open.update(" ;\n".join(operations))


def _truth(endpoint: Endpoint, question: str) -> bool:
    with endpoint.ask(question) as body:
        answer = read_answer(body)
    if not isinstance(answer, bool):
        raise EngineUnfit(f"{endpoint.address.query}: answers ASK with rows; give the address of a SPARQL 1.1 endpoint")
    return answer


def _write_pattern(graph: str) -> str:
    return f"SELECT ?s ?p ?o WHERE {{ GRAPH {to_named_node(graph)} {{ ?s ?p ?o }} }}"


def _pick(rows: Rows, *names: str) -> Iterator[tuple[Identifier, ...]]:
    for record in rows.records():
        if len(record) >= len(names):
            yield tuple(record[name] for name in names)


def _own[T](term: T, number: int) -> T | ox.BlankNode:
    # Engines name blank nodes anew in every answer, so equal names in two graphs need not be one node.
    return ox.BlankNode(f"g{number}n{term.value}") if isinstance(term, ox.BlankNode) else term
