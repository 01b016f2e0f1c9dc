"""Values enter a query as data.

The values stand in a ``VALUES`` block at the head of the query's pattern, and the words of that block are written
by a serialiser from terms (SPARQL 1.1 Query, section 10), so that a title that reads ``"} ; DROP ALL`` stays a title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    for name in bindings:
        if not _NAME.fullmatch(name):
            raise InvalidTerm(f"{name!r} is no name of a variable; use letters, digits and underscores")
    values = [to_engine(value) for value in bindings.values()]
    if any(isinstance(value, ox.BlankNode) for value in values):
        raise InvalidTerm("a blank node cannot be bound in a query; give an IRI or a literal")
    names = " ".join(f"?{name}" for name in bindings)
    at = find_pattern(sparql)
    written = part_escapes(" ".join(map(str, values)))
    return f"{sparql[:at]} VALUES ({names}) {{ ({written}) }}{sparql[at:]}"
