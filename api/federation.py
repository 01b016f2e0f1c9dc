"""Queries that ask other servers by SERVICE, answered without the query's process ever reaching out.

Each SERVICE is asked beforehand, by `api.services`, and its rows stand in the query in its place as VALUES, written by
a serialiser from terms (SPARQL 1.1 Federated Query, section 2). What stands before it in its groups is answered first,
and the values that it gives to the variables they share go along, so that the other server is asked for what can join
and no more. Those values are distinct and all bound, so neither rows nor their number change by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib import BNode, URIRef
from rdflib.term import Identifier

from api.answering import Answering, Question, Reply
from api.errors import InvalidTerm, QueryForbidden, QueryRefused, QueryTimeout, ServiceFailed
from api.lexer import Sort, Token, tokens
from api.patterns import Element, Group, Kind, Query, find_services
from api.services import Services, read_services
from api.settings import Settings
from api.store import Row, Rows
from api.store.dataset import resolve_names
from api.store.terms import from_engine, to_engine
from api.store.updates import part_escapes

_ROWS = "application/sparql-results+json"
_BATCH = 500
_OUTWARD = frozenset({Kind.GROUP, Kind.OPTIONAL})
_PLAIN = frozenset({Kind.TRIPLES})

type Way = tuple[tuple[Group, Element], ...]


def federate(answering: Answering, settings: Settings) -> Answering:
    """Let queries ask other servers, where the settings name any.

    Raises
    ------
    InvalidSetting
        An address on the list is none.
    """
    if not settings.services.strip():
        return answering
    return Federation(answering, read_services(settings), settings.base, settings.query_timeout)


@dataclass(slots=True)
class _Job:
    """A question on its way: its query, which is rewritten, and the calls that are left to it."""

    question: Question
    calls: int


class Federation:
    """Takes the SERVICEs out of a query, and lets another answer the rest; an `api.answering.Answering`."""

    def __init__(self, inner: Answering, services: Services, base: str, timeout: float) -> None:
        self._inner = inner
        self._services = services
        self._base = base
        self._timeout = timeout

    async def start(self) -> None:
        """Get the other ready."""
        await self._inner.start()

    def state(self, snapshot: str | None = None) -> str:
        """Name the state that the next answer of the other will be true of, or that of a snapshot."""
        return self._inner.state(snapshot)

    async def stop(self) -> None:
        """Let the other go."""
        await self._inner.stop()

    async def ask(self, question: Question) -> Reply:
        """Answer a question; one that asked another server is true of no state that could be named.

        Raises
        ------
        QueryForbidden
            A server is not on the list, or more are to be asked than one query may.
        ServiceFailed
            A server gave no answer, and the query did not say SILENT.
        QueryRefused
            A SERVICE stands where it cannot be taken out.
        QueryTimeout
            All of it together took longer than a query may.
        """
        if not any(token.is_word("SERVICE") for token in tokens(question.query)):
            return await self._inner.ask(question)
        try:
            async with asyncio.timeout(self._timeout):
                return replace(await self._inner.ask(await self._take_out(question)), state="")
        except TimeoutError as error:
            raise QueryTimeout(
                f"the query and the servers that it asks took longer than {self._timeout:g} seconds, which is the "
                "limit; ask them for less"
            ) from error

    async def _take_out(self, question: Question) -> Question:
        """Put the rows of each SERVICE in its place, from the first to the last."""
        job = _Job(question, self._services.limits.calls)
        while (way := next(find_services(Query.read(job.question.query).pattern), None)) is not None:
            element, text = way[-1][1], job.question.query
            block = await self._answer(job, way)
            job.question = replace(job.question, query=f"{text[: element.start]}{{ {block} }}{text[element.end :]}")
        for token in tokens(job.question.query):
            if _names_service(token):
                raise QueryRefused(
                    f"{token.text} stands in an expression or a name, where no server can be asked; "
                    "write SERVICE in the pattern itself"
                )
        return job.question

    async def _answer(self, job: _Job, way: Way) -> str:
        """Ask for the rows of a SERVICE, and write them; nothing where there are none and the query said SILENT."""
        text, element = job.question.query, way[-1][1]
        [group] = element.groups
        name = self._name(text, element)
        if element.silent and name not in self._services.names:
            return ""
        self._services.expect(name)
        self._expect_within(text, group)
        try:
            values = await self._find_values(job, way)
            rows = await self._collect(job, name, _write_inner(text, group, self._base), values)
            return _write_values(rows, name)
        except ServiceFailed:
            if element.silent:
                return ""
            raise

    def _name(self, text: str, element: Element) -> str:
        target = element.target
        assert target is not None  # noqa: S101  # a SERVICE has one
        if target.sort is Sort.VARIABLE:
            raise QueryForbidden(
                f"SERVICE {target.text} leaves open which server is asked; "
                f"name one of {', '.join(self._services.names)}"
            )
        return resolve_names(text, self._base)(target)

    def _expect_within(self, text: str, group: Group) -> None:
        """Make sure that what a server is sent asks only servers on the list, which it will ask by itself."""
        within = [*_find_within(group)]
        for element in within:
            self._services.expect(self._name(text, element))
        if sum(map(_names_service, tokens(text[group.start : group.end]))) > len(within):
            raise QueryRefused("a SERVICE within another stands in an expression or a name; write it in the pattern")

    async def _find_values(self, job: _Job, way: Way) -> Rows | None:
        """Answer what stands before a SERVICE, for the variables that it shares; None where there are none."""
        text, element = job.question.query, way[-1][1]
        prefix = _write_before(text, way)
        names = sorted(_variables(text[element.start : element.end]) & _variables(prefix))
        if not names:
            return None
        found = Query.read(text)
        head = f"{_prologue(text, found, self._base)}SELECT DISTINCT"
        limit = self._services.limits.bindings
        while True:
            asked = " ".join(f"?{name}" for name in names)
            query = f"{head} {asked} {' '.join(found.datasets)} WHERE {prefix} LIMIT {limit + 1}"
            rows = await self._ask_here(replace(job.question, query=query, format=_ROWS))
            bound = [name for name in names if _is_bound(rows, name)]
            if not bound:
                return None
            if bound == names:
                break
            names = bound
        if len(rows.rows) > limit:
            raise QueryForbidden(
                f"what stands before SERVICE gives more than {limit} values to {asked}, which is the limit; "
                "bind fewer, or put VALUES before it"
            )
        if any(isinstance(term, BNode) for row in rows.rows for term in row):
            raise QueryRefused(
                f"a blank node among the values of {asked} cannot be sent to another server; filter it out"
            )
        return rows

    async def _ask_here(self, question: Question) -> Rows:
        reply = await self._inner.ask(question)
        body = b"".join([chunk async for chunk in reply.chunks])
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # a SELECT has no other answer
        names = tuple(variable.value for variable in found.variables)
        return Rows(names, tuple(tuple(None if v is None else from_engine(v) for v in row) for row in found))

    async def _collect(self, job: _Job, name: str, inner: _Inner, values: Rows | None) -> Rows:
        """Ask a server, in several calls where there are many values, and give all rows together."""
        if values is not None and not values.rows:
            return Rows(tuple(sorted(_variables(inner.text))), ())
        variables: tuple[str, ...] = ()
        rows: list[Row] = []
        for part in _batches(values):
            if job.calls <= 0:
                raise QueryForbidden(
                    f"the query asks other servers more than {self._services.limits.calls} times, which is the limit; "
                    "bind fewer values before SERVICE"
                )
            job.calls -= 1
            block = "" if part is None else _write_values(part, name)
            found = await asyncio.to_thread(self._services.ask, name, inner.write(block))
            variables = found.variables
            rows += found.rows
            if len(rows) > self._services.limits.rows:
                raise ServiceFailed(
                    f"SERVICE <{name}> gave more than {self._services.limits.rows} rows, which is the limit; "
                    "ask it for less"
                )
        return Rows(variables, tuple(rows))


def _names_service(token: Token) -> bool:
    """Tell whether some engine might read a word as SERVICE, by itself or behind another that it is written onto."""
    return token.sort is Sort.WORD and "SERVICE" in token.text.partition(":")[0].upper()


def _find_within(group: Group) -> Iterator[Element]:
    for way in find_services(group):
        element = way[-1][1]
        yield element
        for inner in element.groups:
            yield from _find_within(inner)


@dataclass(frozen=True, slots=True)
class _Inner:
    """The pattern of a SERVICE as a query of its own."""

    prologue: str
    text: str

    def write(self, values: str) -> str:
        """Write it with values beside it, which its own filters do not see."""
        return f"{self.prologue}SELECT * WHERE {{ {values} {self.text} }}"


def _write_inner(text: str, group: Group, base: str) -> _Inner:
    pattern = text[group.start : group.end]
    if {element.kind for element in group.elements} <= _PLAIN:
        pattern = pattern[1:-1]  # nothing in it could tell, and it is easier to join
    return _Inner(_prologue(text, Query.read(text), base), pattern)


def _prologue(text: str, found: Query, base: str) -> str:
    given = text[: found.form]
    own = any(token.is_word("BASE") for token in tokens(given))
    return (given if own else f"BASE {to_engine(URIRef(base))} {given}") + "\n"


def _write_before(text: str, way: Way) -> str:
    """Write what stands before the last element of a way in its groups, as far out as it may bind what is in it.

    What is in a subquery, in MINUS or in GRAPH is bound otherwise than what is around it. Filters of a group hold for
    the whole of it, and those that may say something else before its end are left out.
    """
    if any(element.kind is Kind.GRAPH for _, element in way):
        return "{ }"
    first = len(way) - 1
    while first > 0 and way[first - 1][1].kind in _OUTWARD:
        first -= 1
    parts = [
        " ".join(_close(text[each.start : each.end], each.kind) for each in _before(text, group, element))
        for group, element in way[first:]
    ]
    return "{ " + " { ".join(parts) + " }" * len(parts)


def _before(text: str, group: Group, last: Element) -> Iterable[Element]:
    bound: set[str] = set()
    for element in group.elements:
        if element is last:
            return
        words = text[element.start : element.end]
        if element.kind is Kind.TRIPLES:
            bound |= _variables(words)
        # A filter on what triples have bound by now says the same at the end of the group.
        if element.kind is not Kind.FILTER or (_variables(words) <= bound and not _tests_patterns(words)):
            yield element


def _tests_patterns(words: str) -> bool:
    return any(token.is_word("EXISTS") for token in tokens(words))


def _close(words: str, kind: Kind) -> str:
    return words + " ." if kind is Kind.TRIPLES and not words.endswith(".") else words


def _is_bound(rows: Rows, name: str) -> bool:
    place = rows.variables.index(name)
    return all(row[place] is not None for row in rows.rows)


def _variables(text: str) -> set[str]:
    return {token.text[1:] for token in tokens(text) if token.sort is Sort.VARIABLE}


def _batches(values: Rows | None) -> Iterable[Rows | None]:
    if values is None:
        return (None,)
    return [Rows(values.variables, values.rows[start : start + _BATCH]) for start in range(0, len(values.rows), _BATCH)]


def _write_values(rows: Rows, name: str) -> str:
    """Write rows as a VALUES block (SPARQL 1.1 Query, section 10.2)."""
    variables = " ".join(f"?{variable}" for variable in rows.variables)
    lines = (f"( {_write_row(row, name)} )" for row in rows.rows)
    return f"VALUES ( {variables} ) {{ {' '.join(lines)} }}"


def _write_row(row: Sequence[Identifier | None], name: str) -> str:
    if any(isinstance(term, BNode) for term in row):
        raise ServiceFailed(
            f"SERVICE <{name}> gave a blank node, which means nothing here; ask for its parts, or filter it out"
        )
    try:
        return " ".join("UNDEF" if term is None else part_escapes(str(to_engine(term))) for term in row)
    except InvalidTerm as error:
        raise ServiceFailed(f"SERVICE <{name}> gave what is no RDF term: {error}") from error
