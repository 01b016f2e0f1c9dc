"""What a query must not be, seen from its text alone.

Some short queries crash the engine's process: a few kilobytes of nested brackets or chained operators overflow its
stack. So size, depth and operators are bounded before a query reaches the engine, and queries that would reach other
servers or change the graph are refused. This guard is the first of two: the second is that a query runs in a process
of its own, which may die.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.errors import QueryForbidden, QueryRefused, QueryTooLarge
from api.escapes import refuse_escapes
from api.lexer import QUERY_FORMS, UPDATE_FORMS, Sort, find_form, tokens
from api.settings import Settings

_OPENING = frozenset("([{") | {"<<"}
_CLOSING = frozenset(")]}") | {">>"}
_OPERATORS = frozenset("!+-*/|^=<>") | {"&&", "||", "!=", "<=", ">=", "^^"}
_OPERATOR_WORDS = frozenset({"UNION", "OPTIONAL", "MINUS", "IN", "EXISTS", "FILTER", "BIND", "GRAPH"})
_IRI_SIGNS = re.compile(r"[()\[\]]")
_LONGEST_IRI = 2048


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest query that is let through, and whether it may ask other servers."""

    size: int = 64 * 1024
    depth: int = 64
    operators: int = 2000
    services: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Take them from the settings."""
        asks = bool(settings.services.strip())
        return cls(settings.query_size, settings.query_depth, settings.query_operators, asks)


def check_query(text: str, limits: Limits) -> str:
    """Give the form of a query that may be asked, in capitals.

    Raises
    ------
    QueryTooLarge
        It is longer, deeper or has more operators than the limits allow.
    QueryForbidden
        It would change the graph, or ask another server.
    QueryRefused
        It is no query.

    Examples
    --------
    >>> check_query("SELECT * { ?s ?p ?o }", Limits())
    'SELECT'
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.size:
        raise QueryTooLarge(f"the query has {size} bytes and {limits.size} are allowed; split it, or shorten its lists")
    refuse_escapes(text)
    form = find_form(text)
    if form in UPDATE_FORMS:
        raise QueryForbidden(f"{form} changes the graph and this address only answers questions; use onrecord ingest")
    if form not in QUERY_FORMS:
        raise QueryRefused("the text has no SELECT, ASK, CONSTRUCT or DESCRIBE; write a SPARQL 1.1 query")
    _count(text, limits)
    return form


def _count(text: str, limits: Limits) -> None:
    depth = operators = 0
    for sort, word, start in tokens(text):
        if sort is Sort.SIGN:
            depth += (word in _OPENING) - (word in _CLOSING)
            operators += word in _OPERATORS
        elif sort is Sort.WORD:
            capitals = word.upper()
            if not limits.services and "SERVICE" in capitals and "SERVICE" in capitals.partition(":")[0]:
                raise QueryForbidden(
                    f"SERVICE at offset {start} would ask another server, and none may be asked here; "
                    "ask that server yourself"
                )
            operators += (capitals in _OPERATOR_WORDS) + word.count("-")
        elif sort is Sort.IRI:
            depth, more = _count_iri(word, depth, limits)
            operators += more
        if depth > limits.depth:
            raise QueryTooLarge(
                f"brackets stand {depth} deep or more and {limits.depth} are allowed; flatten the query"
            )
        if operators > limits.operators:
            raise QueryTooLarge(
                f"the query has {operators} operators or more and {limits.operators} are allowed; use VALUES instead"
            )


def _count_iri(text: str, depth: int, limits: Limits) -> tuple[int, int]:
    # An engine may read ?a<(((?b>1 as a comparison where this lexer sees an IRI, so its signs count as well.
    if len(text) > _LONGEST_IRI:
        raise QueryTooLarge(f"an IRI has {len(text)} characters and {_LONGEST_IRI} are allowed; shorten it")
    deepest = depth
    for sign in _IRI_SIGNS.findall(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        deepest = max(deepest, depth)
    return (deepest if deepest > limits.depth else depth), sum(map(text.count, "!+*&="))
