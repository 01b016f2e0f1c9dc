"""The dataset that a query names, for an engine that is told it beside the query.

The union of all graphs is a remote engine's default graph, and some engines let it win over ``FROM``. Graphs that are
named in the request win over both (SPARQL 1.1 Protocol, section 2.1.4), so a query's ``FROM`` is sent there as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from api.errors import QueryRefused
from api.lexer import QUERY_FORMS, Sort, Token, tokens

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that make up the default graph, and those that ``GRAPH`` may name; both None: all that is stored."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Give the parameters of a request (SPARQL 1.1 Protocol, section 2.1)."""
        for graph in self.default or ():
            yield "default-graph-uri", graph
        for graph in self.named or ():
            yield "named-graph-uri", graph


def find_dataset(text: str) -> Dataset:
    """Read the dataset clauses of a query (SPARQL 1.1 Query, section 13.2).

    Raises
    ------
    QueryRefused
        A graph's name depends on where the query is asked: a relative IRI without BASE, or one with escapes.

    Examples
    --------
    >>> find_dataset("PREFIX a: <http://a/> SELECT * FROM a:1 FROM NAMED <http://a/2> { ?s ?p ?o }")
    Dataset(default=('http://a/1',), named=('http://a/2',))
    >>> find_dataset("ASK { ?s ?p 'FROM <http://a/1>' }")
    Dataset(default=None, named=None)
    """
    resolve = resolve_names(text)
    default, named = list[str](), list[str]()
    before: Token | None = None
    for token, following in pairwise(tokens(text)):
        if token.is_word("FROM") and not following.is_word("NAMED"):
            default.append(resolve(following))
        elif token.is_word("NAMED") and before is not None and before.is_word("FROM"):
            named.append(resolve(following))
        before = token
    return Dataset(tuple(default), tuple(named)) if default or named else Dataset()


def resolve_names(text: str, base: str = "") -> Callable[[Token], str]:
    """Give what turns a name in a query, prefixed or not, into the IRI that it stands for there.

    ``base`` is what relative IRIs are read from where the query does not say.

    Examples
    --------
    >>> text = "PREFIX a: <http://a/> ASK { GRAPH a:1 { ?s ?p ?o } }"
    >>> [resolve_names(text)(token) for token in tokens(text) if token.text == "a:1"]
    ['http://a/1']
    """
    prefixes: dict[str, str] = {}
    before: Token | None = None
    for token, following in pairwise(tokens(text)):
        if token.is_word(*QUERY_FORMS):
            break
        if token.is_word("BASE") and following.sort is Sort.IRI:
            base = resolve_token(following, base, prefixes)
        elif before is not None and before.is_word("PREFIX") and following.sort is Sort.IRI:
            prefixes[token.text.removesuffix(":")] = resolve_token(following, base, prefixes)
        before = token
    return lambda token: resolve_token(token, base, prefixes)


def resolve_token(token: Token, base: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a token names.

    Raises
    ------
    QueryRefused
        It is relative without a base, has escapes, or its prefix is not declared.
    """
    if token.sort is not Sort.IRI:
        prefix, colon, local = token.text.partition(":")
        if not colon or prefix not in prefixes:
            raise QueryRefused(f"{token.text} at offset {token.start} names nothing; declare its prefix")
        return prefixes[prefix] + _ESCAPED.sub(r"\1", local)
    iri = urljoin(base, token.text[1:-1])
    if "\\" in iri or not _ABSOLUTE.match(iri):
        raise QueryRefused(f"{token.text} at offset {token.start} is relative or escaped; write the whole IRI as it is")
    return iri
