"""Forgetting an article: all of it goes, in every version and wherever others lean on it, and a tombstone stays.

The tombstone says when, and why if somebody said so, and nothing of what the article said. Its address is a digest of
the article's URL, by which the article is known should it come again: it is passed over then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Identifier

from api.errors import StoreMissing
from api.store import Writer, give_rows, open_store
from api.store.binding import bind_each
from api.store.embedded import EmbeddedStore, EmbeddedWriter
from ingest.address import Address
from ingest.model import Article
from onrecord.copies import open_copies
from onrecord.entities.linking import relink
from onrecord.errors import ArticleUnknown
from onrecord.quarantine import Quarantine
from onrecord.review.applying import load
from onrecord.settings import Settings
from ontology.terms import REC
from ontology.triples import Triples

_PREFIXES = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX sssom: <https://w3id.org/sssom/>
"""
_VERSIONS = (
    _PREFIXES
    + """
SELECT DISTINCT ?version WHERE {
  GRAPH ?work { { ?work rec:latestVersion ?version } UNION { ?newer prov:wasRevisionOf ?version } } }"""
)
_IS_FORGOTTEN = _PREFIXES + "SELECT ?kind { GRAPH ?work { ?work a ?kind FILTER (?kind = rec:Tombstone) } }"
_NODES = "SELECT DISTINCT ?node WHERE { GRAPH ?version { ?node a ?kind } }"
_LEANING = (
    _PREFIXES
    + """
SELECT DISTINCT ?graph ?thing WHERE {
  GRAPH ?graph { ?thing a ?kind ; ?path ?node FILTER (?kind IN (sssom:Mapping, rec:EventMatch)) } }"""
)
_QUOTING = _PREFIXES + "SELECT DISTINCT ?copy WHERE { ?copy prov:wasQuotedFrom ?version }"
_JOINED = _PREFIXES + "SELECT ?entity WHERE { ?node rec:refersTo ?entity . ?entity a rec:CorpusEntity } LIMIT 1"
_AT_ONCE = 200


@dataclass(slots=True)
class Forgotten:
    """What was forgotten: articles, their versions, and the snapshots that wait for those who read them."""

    articles: int = 0
    versions: int = 0
    waiting: tuple[int, ...] = ()


def forget(settings: Settings, named: Sequence[str], reason: str | None, moment: datetime) -> Forgotten:
    """Forget articles by their URLs, or by their addresses in the store.

    Raises
    ------
    ArticleUnknown
        One of them is not in the store; nothing was changed.
    StoreError
        The store is locked, damaged or out of reach. What was forgotten before stays so.
    """
    store = open_store(settings.store, settings)
    if isinstance(store, EmbeddedStore) and not store.exists():
        raise StoreMissing(f"{store.where}: no graph is stored here; name another store")
    done = Forgotten()
    with ExitStack() as stack:
        writer = stack.enter_context(store.write())
        works = [find_work(writer, each, settings.base) for each in named]
        copies = open_copies(store, writer, settings.base)
        if copies is not None:
            stack.enter_context(copies)
        for work in works:
            versions = [row["version"] for row in give_rows(writer, _VERSIONS, {"work": work})]
            joined = any(True for each in versions for _ in ask_each(writer, _JOINED, find_nodes(writer, each)))
            quoting = {
                str(row["copy"]).rpartition("/")[0]
                for v in versions
                for row in give_rows(writer, _QUOTING, {"version": v})
            }
            graphs = dict(find_leaning(writer, work, versions))
            for version in versions:
                graphs |= {f"{version}{part}": Graph() for part in ("", "/links", "/copies")}
            graphs[str(work)] = bury(work, reason, moment)
            writer.put(graphs)
            if copies is not None:
                for related in copies.forget(str(work), quoting - {str(work)}):
                    writer.put(related.graphs)
                    copies.note(related)
            if joined:
                relink(writer, settings.base, moment)
            done.articles += 1
            done.versions += len(versions)
        if isinstance(writer, EmbeddedWriter):
            done.waiting = writer.purge()
    if isinstance(store, EmbeddedStore):
        quarantine = Quarantine(Path(store.where) / "quarantine", settings.base)
        for work in works:
            quarantine.release_work(work)
    return done


def lift(settings: Settings, named: Sequence[str]) -> int:
    """Take the tombstones of articles away, so that they are read when they come again.

    Raises
    ------
    ArticleUnknown
        One of them was not forgotten; nothing was changed.
    """
    with open_store(settings.store, settings).write() as writer:
        works = [name_work(each, settings.base) for each in named]
        for work, each in zip(works, named, strict=True):
            if not any(True for _ in give_rows(writer, _IS_FORGOTTEN, {"work": work})):
                raise ArticleUnknown(f"{each}: was not forgotten; there is no tombstone to take away")
        writer.put({str(work): Graph() for work in works})
    return len(works)


def find_work(writer: Writer, named: str, base: str) -> URIRef:
    """Find the article that is meant, forgotten already or not."""
    work = name_work(named, base)
    if not any(True for _ in give_rows(writer, _VERSIONS, {"work": work})) and not any(
        True for _ in give_rows(writer, _IS_FORGOTTEN, {"work": work})
    ):
        raise ArticleUnknown(f"{named}: is no article of the store; give its URL as it was ingested, or its address")
    return work


def name_work(named: str, base: str) -> URIRef:
    """Give the address of an article by its URL, or by its own address or that of anything in it.

    >>> str(name_work("https://example.org/1", "https://w3id.org/onrecord/id/"))
    'https://w3id.org/onrecord/id/article/18c17418f5ad82f0'
    >>> str(name_work("https://w3id.org/onrecord/id/article/18c17418f5ad82f0/abc/actor/1", "https://w3id.org/onrecord/id/"))
    'https://w3id.org/onrecord/id/article/18c17418f5ad82f0'
    """
    if named.startswith(f"{base}article/"):
        return URIRef(f"{base}article/{named.removeprefix(f'{base}article/').partition('/')[0].partition('#')[0]}")
    return Address.of(Article(text="", origin="", url=named), base).work


def bury(work: URIRef, reason: str | None, moment: datetime) -> Graph:
    """Write the tombstone of an article."""
    graph = Triples(work)
    graph.add((work, RDF.type, REC.Tombstone))
    at = Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
    graph.add((work, PROV.invalidatedAtTime, at))
    if reason:
        graph.add((work, RDFS.comment, Literal(reason)))
    return graph


def find_leaning(writer: Writer, work: URIRef, versions: Iterable[Identifier]) -> Iterator[tuple[str, Graph]]:
    """Yield the graphs of others that say something of an article's nodes, without that: decisions, proposals, matches.

    What tells of loads and of changes among entities holds addresses alone, and stays.
    """
    things: dict[str, set[Identifier]] = defaultdict(set)
    for version in versions:
        for row in ask_each(writer, _LEANING, find_nodes(writer, version)):
            things[str(row["graph"])].add(row["thing"])
    for name, leaning in sorted(things.items()):
        if name.startswith(str(work)):
            continue
        graph = Triples(URIRef(name))
        for triple in load(writer, URIRef(name)):
            if triple[0] not in leaning and triple[2] not in leaning:
                graph.add(triple)
        yield name, graph


def find_nodes(writer: Writer, version: Identifier) -> list[URIRef]:
    """Find what an article's version speaks of, itself included."""
    return [URIRef(str(row["node"])) for row in give_rows(writer, _NODES, {"version": URIRef(str(version))})]


def ask_each(writer: Writer, query: str, nodes: Sequence[URIRef]) -> Iterator[Mapping[str, Identifier]]:
    """Ask a query about many nodes, some at a time."""
    for begin in range(0, len(nodes), _AT_ONCE):
        yield from give_rows(writer, bind_each(query, "node", nodes[begin : begin + _AT_ONCE]))
