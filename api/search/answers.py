"""Questions that search: what the index holds of their words is put in before they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from rdflib import XSD, Literal, URIRef
from rdflib.term import Identifier
from starlette.concurrency import run_in_threadpool

from api.answering import Answering, Question, Reply
from api.errors import BadRequest, QueryFailed, QueryRefused, QueryTooLarge
from api.search import CLASSES, KINDS
from api.search.index import Hit, Index
from api.search.indexes import Indexes
from api.search.rewriting import Pattern, may_search, rewrite
from api.search.words import Search, read_search
from api.settings import Settings
from api.store import Store
from api.store.binding import write_rows, write_values
from api.store.embedded import EmbeddedStore

_TRIES = 3
_NAMES = "<http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#altLabel>"
_WORDS = "<https://w3id.org/onrecord/ns#span>/<http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf>"
_PATHS = {
    "statement": "<https://w3id.org/onrecord/ns#text>",
    "article": "<https://schema.org/headline>",
    "actor": _NAMES,
    "venue": _NAMES,
    "event": _WORDS,
}
_ANYWHERE = f"{_PATHS['statement']}|{_PATHS['article']}|{_NAMES}"


class SearchingAnswers:
    """Answers questions, also those that search; an `api.answering.Answering`."""

    def __init__(self, inner: Answering, store: Store, settings: Settings) -> None:
        self._inner = inner
        self._indexes = Indexes(store, settings) if isinstance(store, EmbeddedStore) else None
        self._most = settings.search_hits

    async def start(self) -> None:
        """Get ready."""
        await self._inner.start()

    def state(self, snapshot: str | None = None) -> str:
        """Name the state that the next answer will be true of, or that of a snapshot."""
        return self._inner.state(snapshot)

    async def stop(self) -> None:
        """Let go of everything."""
        if self._indexes is not None:
            await self._indexes.stop()
        await self._inner.stop()

    async def ask(self, question: Question) -> Reply:
        """Answer a question; the index that it searches is of the state that its answer is true of."""
        if not may_search(question.query):
            return await self._inner.ask(question)
        if self._indexes is None or not self._inner.state(question.snapshot):
            return await self._inner.ask(replace(question, query=await rewrite(question.query, _Filters().write)))
        for _ in range(_TRIES):
            state = self._inner.state(question.snapshot)
            hits = _Hits(Index(await self._indexes.at(state)), self._most)
            reply = await self._inner.ask(replace(question, query=await rewrite(question.query, hits.write)))
            if reply.state == state:
                return reply
        raise QueryFailed("the graph was changed while it was searched, several times; ask again")


class _Hits:
    """Writes what an index found."""

    def __init__(self, index: Index, most: int) -> None:
        self._index = index
        self._most = most

    async def write(self, pattern: Pattern) -> str:
        limit = pattern.limit if pattern.limit is not None else self._most + 1
        if pattern.limit is not None and pattern.limit > self._most:
            raise QueryTooLarge(f"search:limit {pattern.limit} is more than {self._most}, which is the limit")
        kinds = (pattern.kind,) if pattern.kind else ()
        hits = await run_in_threadpool(self._index.find, _read(pattern), limit, kinds)
        if len(hits) > self._most:
            raise QueryTooLarge(
                f"more than {self._most} things hold {pattern.words!r}, which is the limit; "
                "add words, or take the best with search:limit"
            )
        return _write_hits(pattern, hits)


def _write_hits(pattern: Pattern, hits: Sequence[Hit]) -> str:
    columns: dict[str, Sequence[Identifier]] = {pattern.subject: [URIRef(hit.subject) for hit in hits]}
    if pattern.score:
        columns[pattern.score] = [Literal(f"{hit.score:.9f}", datatype=XSD.decimal) for hit in hits]
    if pattern.snippet:
        columns[pattern.snippet] = [Literal(hit.snippet) for hit in hits]
    return write_rows(columns)


class _Filters:
    """Writes a pattern as a filter, for an engine without an index: letters anywhere, whatever their case."""

    def __init__(self) -> None:
        self._numbers = count()

    async def write(self, pattern: Pattern) -> str:
        search, number = _read(pattern), next(self._numbers)
        held = f"searched{number}"
        terms = {f"{held}w{n}": term for n, term in enumerate(search.terms())}
        values = " ".join(write_values(name, [Literal(term.words.lower())]) for name, term in terms.items())
        test = _write_test(search, held, iter(terms))
        kinds = (pattern.kind,) if pattern.kind else KINDS
        classes = write_values(f"{held}Class", [each for kind in kinds for each in CLASSES[kind]])
        values += f" {classes} ?{pattern.subject} a ?{held}Class ."
        bound = f"?{pattern.subject} {_PATHS.get(pattern.kind or '', _ANYWHERE)} ?{held} . FILTER ({test})"
        limit = f" ORDER BY ?{pattern.subject} LIMIT {pattern.limit}" if pattern.limit is not None else ""
        snippet = f"({_escaped(f'MIN(STR(?{held}))')} AS ?{pattern.snippet})" if pattern.snippet else ""
        inner = (
            f"{{ SELECT ?{pattern.subject} {snippet} WHERE {{ {values} {bound} }} GROUP BY ?{pattern.subject}{limit} }}"
        )
        return f"{inner} VALUES ?{pattern.score} {{ 1.0 }}" if pattern.score else inner


def _write_test(search: Search, held: str, names: Iterator[str]) -> str:
    parts = []
    for wanted, unwanted in search.alternatives:
        tests = [_holds(held, next(names)) for _ in wanted]
        tests += [f"!{_holds(held, next(names))}" for _ in unwanted]
        parts.append(" && ".join(tests))
    return " || ".join(f"({part})" for part in parts)


def _holds(held: str, name: str) -> str:
    return f"CONTAINS(LCASE(STR(?{held})), ?{name})"


def _escaped(text: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = f'REPLACE({text}, "{sign}", "{name}")'
    return text


def _read(pattern: Pattern) -> Search:
    try:
        return read_search(pattern.words)
    except BadRequest as error:
        raise QueryRefused(str(error)) from error
