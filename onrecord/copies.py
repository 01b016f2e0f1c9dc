"""Copies among the articles of a store in a folder: what a new article is printed from, and what is printed from it.

What stands in the graph of copies is told by the latest versions of all articles alone: each is printed from the
earliest published of those that it is like, or, where their days are the same or unknown, from the one that came first.
A new version, or an original that comes after its copies, changes the graphs of those copies in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.term import Node

from api.store import Rows, Store
from api.store.closing import Closing
from api.store.embedded import EmbeddedStore, EmbeddedWriter
from api.store.writing import EngineWriter
from ingest.copies import (
    Candidate,
    CopyKind,
    Likeness,
    OriginalBasis,
    Quotation,
    Said,
    Signature,
    choose,
    compare,
    match_reports,
    sign,
)
from ingest.quotation import build_copies, name_copies
from ingest.version import Version
from onrecord.copy_index import BATCH, FILE, Entry, Index
from ontology.terms import PROV, REC, SCHEMA

_PREFIXES = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX schema: <https://schema.org/>
"""
_TEXT = _PREFIXES + (
    "SELECT ?text ?title { GRAPH ?version {"
    " ?version nif:isString ?text OPTIONAL { ?version schema:headline ?title } } }"
)
_SAID = _PREFIXES + (
    "SELECT ?statement ?content ?source ?begin { GRAPH ?version { ?statement a rec:Statement ; rec:text ?content"
    " OPTIONAL { ?statement rec:sourceSpan ?span . ?span nif:anchorOf ?source ; nif:beginIndex ?begin } } }"
)
_REPORTS = _PREFIXES + "SELECT ?statement ?first { GRAPH ?copies { ?statement rec:sameReportAs ?first } }"
_QUOTING = _PREFIXES + "SELECT DISTINCT ?version { GRAPH ?copies { ?version prov:wasQuotedFrom ?source } }"


@dataclass(frozen=True, slots=True)
class Related:
    """What an article changes among the copies: graphs by name, empty ones to be removed, and entries of the index."""

    graphs: Mapping[str, Graph]
    entries: tuple[Entry, ...]


class Copies(Closing):
    """The copies of a store, as the one who writes to it keeps them."""

    def __init__(self, store: EmbeddedStore, writer: EngineWriter, base: str) -> None:
        self._store = store
        self._writer = writer
        self._articles = f"{base}article/"
        self._index = Index(Path(store.where) / FILE)
        self._follow()

    def relate(self, article: Version, *, stored: bool = False) -> Related:
        """Say what an article is printed from, and what changes for those that are printed from it; write nothing.

        Its statements are asked of the store where it is ``stored`` already, else of its own graph.
        """
        work, version = str(article.address.work), str(article.address.version)
        before = self._index.get(work)
        days = [day for day in (article.published, before.day if before else None) if day is not None]
        entry = Entry(version, work, min(days, default=None), None, article.signature)
        return _Arrival(self._index, _Asked(self._writer), entry, before, None if stored else article).relate()

    def note(self, related: Related) -> None:
        """Let the index follow what the store now holds."""
        with self._index.changing():
            for entry in related.entries:
                self._index.put(entry)
            self._index.enlist()

    def forget(self, work: str, quoting: Iterable[str]) -> Iterator[Related]:
        """Forget an article that is gone, and say what changes for those that are ``quoting`` it, one after the other.

        Each has to be stored and noted before the next is asked for.
        """
        with self._index.changing():
            self._index.remove(work)
        for each in sorted(quoting):
            if (entry := self._index.get(each)) is not None:
                yield _Arrival(self._index, _Asked(self._writer), entry, entry, None).relate()

    def settle(self, number: str) -> None:
        """Note that everything is published, under this number; or look again, where somebody else wrote meanwhile."""
        settled = self._store.settled()
        if settled is not None and settled.partition(".")[0] == number:
            self._index.state = settled
        else:
            self._follow()

    def close(self) -> None:
        """Publish what is not yet published, so that the index is known to follow it, and let go of the file."""
        try:
            if self._store.settled() is None and isinstance(self._writer, EmbeddedWriter):
                self.settle(self._writer.publish())
        finally:
            self._index.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make all that is noted meanwhile one change, which counts only if nothing goes wrong."""
        with self._index.changing():
            yield

    def _follow(self) -> None:
        """Make the index hold what the store holds, where it is not known to."""
        settled = self._store.settled()
        if settled is not None and settled == self._index.state:
            return
        firsts = (pair for pair in self._writer.pairs(REC.sameReportAs) if self._is_version(pair[0]))
        days = (pair for pair in self._writer.pairs(SCHEMA.datePublished) if self._is_version(pair[0]))
        different = self._index.differ(self._writer.pairs(REC.latestVersion), days, firsts)
        while batch := [*islice(different, BATCH)]:
            with self._index.changing():
                for work, version, day, first in batch:
                    self._index.put(Entry(version, work, day, first, self._sign(version)))
        while self._index.enlist(BATCH):
            pass
        if settled is not None:
            self._index.state = settled

    def _sign(self, version: str) -> Signature:
        rows = _Asked(self._writer).ask(_TEXT, {"version": URIRef(version)})
        return sign(str(rows[0]["text"]), str(rows[0]["title"]) if "title" in rows[0] else None) if rows else sign("")

    def _is_version(self, subject: str) -> bool:
        return subject.startswith(self._articles) and subject.count("/", len(self._articles)) == 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is stored, published or not."""

    writer: EngineWriter

    def has(self, graph: str) -> bool:
        return self.writer.has(graph)

    def pairs(self, path: str, graph: str) -> Iterator[tuple[str, str]]:
        return self.writer.pairs(path, graph)

    def ask(self, query: str, bindings: Mapping[str, URIRef]) -> list[Mapping[str, Node]]:
        answer = self.writer.query(query, bindings)
        return [*answer.records()] if isinstance(answer, Rows) else []


class _Arrival:
    """One article on its way into the store: the store as it is, and over it what is decided so far."""

    def __init__(
        self, index: Index, store: _Asked, entry: Entry, before: Entry | None, article: Version | None
    ) -> None:
        self._index = index
        self._store = store
        self._new = entry
        self._before = before
        self._quoted: dict[str, tuple[Quotation, ...]] = {}
        self._article = article
        self._said: dict[str, Sequence[Said]] = {}
        self._reports: dict[str, Mapping[str, str]] = {}
        self._changed = {entry.work: entry}

    def relate(self) -> Related:
        likely = self._find(self._new)
        dependents = self._quoting(self._before.version) if self._before else []
        later = [each for each in likely if not self._precedes(each, self._new) and self._alike(each, self._new)]
        self._quoted[self._new.work] = self._decide(self._new, likely)
        self._reconsider([*dependents, *later])
        return Related(dict(self._build()), tuple(self._note(each) for each in self._changed.values()))

    def _reconsider(self, waiting: list[Entry]) -> None:
        """Decide again on articles, the first published first, and on those that are printed from them."""
        alone: list[Entry] = []
        while waiting:
            waiting.sort(key=lambda entry: (entry.day or date.max, entry.work))
            entry = waiting.pop(0)
            if entry.work in self._changed:
                continue
            held = self._quotations(entry.work)
            sources = {quotation.source.rpartition("/")[0] for quotation in held}
            decided = self._decide(entry, [self._new, *self._entries(sources - {self._new.work})])
            if self._new.work in sources and self._new.version not in {each.source for each in decided}:
                decided = self._decide(entry, [*self._find(entry), *alone])
                alone.append(entry)
            if decided == held and not sources & self._changed.keys():
                continue
            self._quoted[entry.work] = decided
            self._changed[entry.work] = entry
            waiting.extend(self._quoting(entry.version))

    def _find(self, entry: Entry) -> list[Entry]:
        """Find what is like a body, and what that is printed from in turn."""
        found = {each.work: each for each in self._index.find(entry.signature, entry.work)}
        found.pop(self._new.work, None)
        if entry is not self._new:
            found[self._new.work] = self._new
        further = {
            quotation.source.rpartition("/")[0]
            for work in list(found)
            if work != self._new.work and self._alike(entry, found[work])
            for quotation in self._quotations(work)
        }
        found.update({each.work: each for each in self._entries(further - found.keys() - {entry.work})})
        return list(found.values())

    def _decide(self, entry: Entry, among: Iterable[Entry]) -> tuple[Quotation, ...]:
        candidates = []
        for other in among:
            if other.work == entry.work or not self._precedes(other, entry):
                continue
            if likeness := compare(entry.signature, other.signature):
                earlier = other.day is not None and entry.day is not None and other.day < entry.day
                basis = OriginalBasis.PUBLISHED_EARLIER if earlier else OriginalBasis.STORED_FIRST
                first = self._first(other.work)
                candidates.append(Candidate(other.version, other.work, other.day, first, likeness, basis))
        return choose(candidates)

    def _precedes(self, one: Entry, other: Entry) -> bool:
        """Say whether one article was before another: by their days, else as was decided before, else as they came."""
        days = one.day or date.max, other.day or date.max
        if days[0] != days[1]:
            return days[0] < days[1]
        if self._leads(other.work, one.work) or self._leads(one.work, other.work):
            return self._leads(other.work, one.work)
        return one.work < other.work if self._new not in (one, other) else other is self._new

    def _leads(self, work: str, goal: str) -> bool:
        seen, waiting = {work}, [work]
        while waiting:
            for quotation in self._quotations(waiting.pop()):
                source = quotation.source.rpartition("/")[0]
                if source == goal:
                    return True
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return False

    def _first(self, work: str) -> str | None:
        """Give the version that an article counts as one report with."""
        first, seen = None, set[str]()
        while work not in seen:
            seen.add(work)  # somebody may have written what leads round in a circle
            for quotation in self._quotations(work):
                if quotation.likeness.kind.repeats:
                    first, work = quotation.source, quotation.source.rpartition("/")[0]
        return first

    def _alike(self, one: Entry, other: Entry) -> bool:
        return compare(one.signature, other.signature) is not None

    def _entry(self, work: str) -> Entry | None:
        return self._new if work == self._new.work else self._index.get(work)

    def _entries(self, works: Iterable[str]) -> Iterator[Entry]:
        return (entry for work in sorted(works) if (entry := self._entry(work)) is not None)

    def _quoting(self, version: str) -> list[Entry]:
        rows = self._store.ask(_QUOTING, {"source": URIRef(version)})
        return [*self._entries({str(row["version"]).rpartition("/")[0] for row in rows})]

    def _quotations(self, work: str) -> tuple[Quotation, ...]:
        """Give what an article is printed from, as decided, or else as stored."""
        if work not in self._quoted:
            entry = self._before if work == self._new.work else self._index.get(work)
            self._quoted[work] = self._stored(entry.version) if entry else ()
        return self._quoted[work]

    def _stored(self, version: str) -> tuple[Quotation, ...]:
        copies = name_copies(version)
        sources = [*self._store.pairs(PROV.entity, copies)]
        if not sources:
            return ()
        kinds, of_copy, of_original, bases = (
            dict(self._store.pairs(path, copies))
            for path in (REC.copyKind, REC.shareOfCopy, REC.shareOfOriginal, REC.originalBasis)
        )
        found = (
            Quotation(
                source,
                Likeness(CopyKind(_local(kinds[node])), float(of_copy[node]), float(of_original[node])),
                OriginalBasis(_local(bases[node])),
            )
            for node, source in sources
        )
        return tuple(sorted(found, key=lambda quotation: quotation.source))

    def _find_reports(self, work: str) -> Mapping[str, str]:
        """Lead from the statements of an article to the first that say the same, in what it is printed from."""
        if work in self._reports:
            return self._reports[work]
        found: dict[str, str] = {}
        if work in self._changed:
            for quotation in self._quotations(work):
                source = quotation.source.rpartition("/")[0]
                further = self._find_reports(source)
                for copy, same in match_reports(self._statements(work), self._statements(source)).items():
                    found.setdefault(copy, further.get(same, same))
        elif entry := self._entry(work):
            rows = self._store.ask(_REPORTS, {"copies": URIRef(name_copies(entry.version))})
            found = {str(row["statement"]): str(row["first"]) for row in rows}
        self._reports[work] = found
        return found

    def _statements(self, work: str) -> Sequence[Said]:
        if work not in self._said:
            entry = self._entry(work)
            if entry is self._new and self._article is not None:
                return self._said.setdefault(work, self._article.said)
            self._said[work] = _sort_said(self._store.ask(_SAID, {"version": URIRef(entry.version)})) if entry else ()
        return self._said[work]

    def _build(self) -> Iterator[tuple[str, Graph]]:
        for work, entry in self._changed.items():
            quotations = self._quotations(work)
            if quotations or self._stored(entry.version):
                reports = self._find_reports(work)
                yield (
                    name_copies(entry.version),
                    build_copies(entry.version, quotations, self._first(work), reports),
                )
        if (
            self._before is not None
            and self._before.version != self._new.version
            and self._stored(self._before.version)
        ):
            yield name_copies(self._before.version), Graph()

    def _note(self, entry: Entry) -> Entry:
        return Entry(entry.version, entry.work, entry.day, self._first(entry.work), entry.signature)


def open_copies(store: Store, writer: object, base: str) -> Copies | None:
    """Keep the copies of a store in a folder; None for an engine elsewhere, which cannot tell what it holds by now."""
    if isinstance(store, EmbeddedStore) and isinstance(writer, EmbeddedWriter):
        return Copies(store, writer, base)
    return None


def _sort_said(rows: Iterable[Mapping[str, Node]]) -> list[Said]:
    """Put together statements out of a row for each part of a source, in the order of the text."""
    contents: dict[str, str] = {}
    sources: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        statement = str(row["statement"])
        contents[statement] = str(row["content"])
        if "source" in row:
            sources.setdefault(statement, []).append((int(str(row["begin"])), str(row["source"])))
    return [
        Said(each, " ".join(words for _, words in sorted(sources.get(each, ()))), contents[each])
        for each in sorted(contents, key=lambda each: int(each.rpartition("-")[2]))
    ]


def _local(term: str) -> str:
    return term.rpartition("#")[2]
