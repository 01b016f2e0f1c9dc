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
from api.lexer import QUERY_FORMS, UPDATE_FORMS, Sort, find_form, tokens

_OPENING = frozenset("([{") | {"<<"}
_CLOSING = frozenset(")]}") | {">>"}
_OPERATORS = frozenset("!+-*/|^=<>") | {"&&", "||", "!=", "<=", ">=", "^^"}
_OPERATOR_WORDS = ("UNION", "OPTIONAL", "MINUS", "IN", "EXISTS", "FILTER", "BIND", "GRAPH")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_LONGEST_IRI = 2048


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest query that is let through."""

    size: int = 64 * 1024
    depth: int = 64
    operators: int = 2000


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
    _refuse_escapes(text)
    form = find_form(text)
    if form in UPDATE_FORMS:
        raise QueryForbidden(f"{form} changes the graph and this address only answers questions; use onrecord ingest")
    if form not in QUERY_FORMS:
        raise QueryRefused("the text has no SELECT, ASK, CONSTRUCT or DESCRIBE; write a SPARQL 1.1 query")
    _count(text, limits)
    return form


def _refuse_escapes(text: str) -> None:
    # Engines differ on whether \u007B opens a group (SPARQL 1.1 Query, 19.2); written as it is, nobody has to guess.
    for match in _ESCAPE.finditer(text):
        character = chr(min(int(match[1] or match[2], 16), 0x10FFFF))
        if character.isascii():
            raise QueryRefused(f"{match[0]} at offset {match.start()} hides {character!r}; write the character itself")


def _count(text: str, limits: Limits) -> None:
    depth = deepest = operators = 0
    for token in tokens(text):
        if token.sort is Sort.WORD and "SERVICE" in token.text.partition(":")[0].upper():
            raise QueryForbidden(f"SERVICE at offset {token.start} would ask another server; ask that server yourself")
        signs: tuple[str, ...] = (token.text,)
        if token.sort is Sort.IRI:
            # An engine may read ?a<(((?b>1 as a comparison where this lexer sees an IRI, so its signs count as well.
            if len(token.text) > _LONGEST_IRI:
                raise QueryTooLarge(
                    f"an IRI has {len(token.text)} characters and {_LONGEST_IRI} are allowed; shorten it"
                )
            signs = tuple(character for character in token.text if character in "()[]!+*&=")
        elif token.sort is Sort.WORD:
            operators += token.is_word(*_OPERATOR_WORDS)
            signs = tuple("-" * token.text.count("-"))
        elif token.sort is not Sort.SIGN:
            continue
        for sign in signs:
            depth += (sign in _OPENING) - (sign in _CLOSING)
            deepest = max(deepest, depth)
            operators += sign in _OPERATORS
    if deepest > limits.depth:
        raise QueryTooLarge(f"brackets stand {deepest} deep and {limits.depth} are allowed; flatten the query")
    if operators > limits.operators:
        raise QueryTooLarge(
            f"the query has {operators} operators and {limits.operators} are allowed; use VALUES instead"
        )
