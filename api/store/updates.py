"""The updates that writing needs. No text of an article is ever read as SPARQL here: a serialiser writes the terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox
import rdflib

from api.errors import QueryRefused
from api.lexer import tokens
from api.store.terms import to_named_node, to_triples

_ESCAPE = re.compile(r"\\(?:\\([uU])|.)", re.DOTALL)


def write_replacement(name: str, graph: rdflib.Graph) -> str:
    """Write the update that replaces one named graph.

    The triples are written by a serialiser and the name is a validated IRI, so no text in the graph is ever read
    as SPARQL: N-Triples is a subset of what INSERT DATA takes (SPARQL 1.1 Update, section 3.1.1).

    Examples
    --------
    >>> write_replacement("https://example.org/g", rdflib.Graph())
    'DROP SILENT GRAPH <https://example.org/g>'
    """
    target = to_named_node(name)
    triples = (ox.serialize(to_triples(graph), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    drop = f"DROP SILENT GRAPH {target}"
    return f"{drop} ;\nINSERT DATA {{ GRAPH {target} {{\n{part_escapes(triples)}}} }}" if triples else drop


def write_removal(name: str) -> str:
    """Write the update that removes one named graph, stored or not.

    Examples
    --------
    >>> write_removal("https://example.org/g")
    'DROP SILENT GRAPH <https://example.org/g>'
    """
    return f"DROP SILENT GRAPH {to_named_node(name)}"


def join_updates(updates: Sequence[str]) -> str:
    """Make one update, which is carried out whole or not at all, of several with their own prefixes.

    All prefixes stand before the first operation, for not every engine takes them between two operations, where they
    may stand as well (SPARQL 1.1 Update, section 3.1).

    Raises
    ------
    QueryRefused
        Two of them mean different things by the same prefix.

    Examples
    --------
    >>> print(join_updates(["PREFIX a: <http://a/> CLEAR GRAPH a:1", "PREFIX a: <http://a/> DROP GRAPH a:2"]))
    PREFIX a: <http://a/>
    CLEAR GRAPH a:1 ;
    DROP GRAPH a:2
    """
    declared: dict[str, str] = {}
    operations: list[str] = []
    for update in updates:
        rest = 0
        found = tokens(update)
        for token in found:
            if not token.is_word("PREFIX"):
                break
            name, iri = next(found, token), next(found, token)
            if declared.setdefault(name.text, iri.text) != iri.text:
                raise QueryRefused(f"two updates mean different things by the prefix {name.text}; rename one")
            rest = iri.start + len(iri.text)
        operations.append(update[rest:].strip())
    lines = [f"PREFIX {name} {iri}" for name, iri in declared.items()]
    return "\n".join([*lines, " ;\n".join(operations)])


def part_escapes(terms: str) -> str:
    r"""Write serialised terms so that every engine reads the same in them.

    An article may hold a backslash before the letter u. Serialised, both stand there as ``\\u``, and an engine that
    puts characters in the place of ``\u0022`` before it reads anything else (SPARQL 1.1 Query, section 19.2) takes
    half of it for one. So the letter is written as an escape itself.

    Examples
    --------
    >>> print(part_escapes(r'"\\u0022"'))
    "\\\u00750022"
    """
    return _ESCAPE.sub(lambda found: rf"\\\u00{ord(found[1]):02X}" if found[1] else found[0], terms)
