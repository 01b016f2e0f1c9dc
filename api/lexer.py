"""The tokens of a SPARQL text: enough to see its form, its brackets and its keywords, without parsing it.

Strings, comments and IRIs are single tokens (SPARQL 1.1 Query, section 19.8), so what they hold is never taken for
syntax. Reading is linear in the length of the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from api.errors import QueryRefused

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = QUERY_FORMS | UPDATE_FORMS


class Sort(StrEnum):
    """What a token is."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"


class Token(NamedTuple):
    """A token and where it starts; a tuple, for a text may have tens of thousands."""

    sort: Sort
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of these keywords, in capitals or not."""
        return self.sort is Sort.WORD and self.text.upper() in words


_TOKEN = re.compile(
    r"""
      (?P<blank>[\s\ufeff]+|\#[^\r\n]*)
    | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
                |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
    | (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\[uU])*>)
    | (?P<variable>[?$]\w+)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<word>@?(?:[\w:]|\\.|%[0-9A-Fa-f]{2})+(?:[-.]+(?:[\w:]|\\.|%[0-9A-Fa-f]{2})+)*)
    | (?P<sign><<|>>|&&|\|\||!=|<=|>=|\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SORTS: dict[str | None, Sort] = {sort.value: sort for sort in Sort}


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a SPARQL text in order, without white space and comments.

    Examples
    --------
    >>> [token.text for token in tokens('ASK { ?s <http://a/#b> "}" } # {')]
    ['ASK', '{', '?s', '<http://a/#b>', '"}"', '}']
    """
    for match in _TOKEN.finditer(text):
        if (sort := _SORTS.get(match.lastgroup)) is not None:
            yield Token(sort, match[0], match.start())


def find_form(text: str) -> str | None:
    r"""Name the form of a query or of the first operation of an update, in capitals; None if there is none.

    Examples
    --------
    >>> find_form("PREFIX ask: <http://a/> # select\nselect * {}")
    'SELECT'
    """
    for sort, word, _ in tokens(text):
        if sort is Sort.WORD and (capitals := word.upper()) in _FORMS:
            return capitals
        if word == "{":
            return None
    return None


def names_dataset(text: str) -> bool:
    """Tell whether a query names the graphs it is asked of, by ``FROM``.

    Examples
    --------
    >>> names_dataset("ASK FROM <http://a/g> {}"), names_dataset("ASK { ?s ?p 'FROM <http://a/g>' }")
    (True, False)
    """
    found = tokens(text)
    return any(
        word.is_word("FROM") and (following.sort is Sort.IRI or following.is_word("NAMED") or ":" in following.text)
        for word, following in pairwise(found)
    )


def find_pattern(text: str) -> int:
    """Find where the outermost graph pattern of a query begins: the offset after its opening brace.

    Raises
    ------
    QueryRefused
        The query has none.
    """
    depth, braces, form = 0, 0, ""
    previous: Token | None = None
    for token in tokens(text):
        if not form and token.is_word(*QUERY_FORMS):
            form = token.text.upper()
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        elif token.text == "{" and depth == 0 and form:
            template = form == "CONSTRUCT" and previous is not None and previous.is_word("CONSTRUCT")
            if not template and braces == 0:
                return token.start + 1
            braces += 1
        elif token.text == "}" and depth == 0:
            braces -= 1
        previous = token
    raise QueryRefused("the query has no graph pattern in which a value could be bound; add WHERE { … }")
