"""Values enter a query as data.

The values stand in a ``VALUES`` block at the head of the query's pattern, and the words of that block are written
by a serialiser from terms (SPARQL 1.1 Query, section 10), so that a title that reads ``"} ; DROP ALL`` stays a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
from rdflib.term import Identifier

from api.errors import InvalidTerm
from api.lexer import find_pattern
from api.store.terms import to_engine
from api.store.updates import part_escapes

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def bind(sparql: str, bindings: Mapping[str, Identifier] | None) -> str:
    r"""Give the query in which these variables have these values.

    Raises
    ------
    InvalidTerm
        A name is no variable's name, or a value cannot stand in a query.
    QueryRefused
        The query has no pattern in which to bind them.

    Examples
    --------
    >>> from rdflib import Literal
    >>> bind("ASK { ?s ?p ?o }", {"o": Literal('"} #')})
    'ASK { VALUES (?o) { ("\\"} #") } ?s ?p ?o }'
    """
    if not bindings:
        return sparql
    names = " ".join(_variable(name) for name in bindings)
    return _insert(sparql, f"VALUES ({names}) {{ ({_write(bindings.values())}) }}")


def bind_each(sparql: str, name: str, values: Iterable[Identifier]) -> str:
    """Give the query in which one variable has each of these values in turn.

    Raises
    ------
    InvalidTerm, QueryRefused
        As for `bind`.

    Examples
    --------
    >>> from rdflib import Literal
    >>> bind_each("ASK { ?s ?p ?o }", "o", [Literal("a"), Literal("b")])
    'ASK { VALUES ?o { "a" "b" } ?s ?p ?o }'
    """
    return _insert(sparql, write_values(name, values))


def write_values(name: str, values: Iterable[Identifier]) -> str:
    """Write the block that gives one variable each of these values in turn, for a pattern that is put together.

    Raises
    ------
    InvalidTerm
        The name is no variable's, or a value cannot stand in a query.

    Examples
    --------
    >>> from rdflib import URIRef
    >>> write_values("who", [URIRef("https://example.org/a")])
    'VALUES ?who { <https://example.org/a> }'
    """
    return f"VALUES {_variable(name)} {{ {_write(values)} }}"


def write_term(term: Identifier) -> str:
    r"""Write one value, for a place in a query where no variable may stand.

    Raises
    ------
    InvalidTerm
        As for `write_values`.

    Examples
    --------
    >>> from rdflib import Literal
    >>> print(write_term(Literal('say "no"')))
    "say \"no\""
    """
    return _write([term])


def write_rows(columns: Mapping[str, Sequence[Identifier]]) -> str:
    """Write the block that gives variables these values, row by row.

    Raises
    ------
    InvalidTerm
        As for `write_values`.

    Examples
    --------
    >>> from rdflib import Literal
    >>> write_rows({"a": [Literal("1"), Literal("2")], "b": [Literal("3"), Literal("4")]})
    'VALUES (?a ?b) { ("1" "3") ("2" "4") }'
    """
    rows = " ".join(f"({_write(row)})" for row in zip(*columns.values(), strict=True))
    return f"VALUES ({' '.join(map(_variable, columns))}) {{ {rows} }}"


def _insert(sparql: str, block: str) -> str:
    at = find_pattern(sparql)
    return f"{sparql[:at]} {block}{sparql[at:]}"


def _variable(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidTerm(f"{name!r} is no name of a variable; use letters, digits and underscores")
    return f"?{name}"


def _write(terms: Iterable[Identifier]) -> str:
    values = [to_engine(term) for term in terms]
    if any(isinstance(value, ox.BlankNode) for value in values):
        raise InvalidTerm("a blank node cannot be bound in a query; give an IRI or a literal")
    return part_escapes(" ".join(map(str, values)))
