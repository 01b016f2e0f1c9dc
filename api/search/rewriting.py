"""Patterns that search, found among the tokens of a query and put in terms of what was found.

A pattern is a subject and properties of the search namespace, the first of them ``search:matches``::

    ?s search:matches "flood relief" ; search:score ?score ; search:snippet ?words ; search:limit 20 .

It is SPARQL as it stands, so any engine takes the query, and one that knows nothing of it finds nothing. Only tokens
are looked at: a string or a comment that holds such a pattern is none.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from api.errors import QueryRefused
from api.lexer import Sort, Token, find_pattern, tokens
from api.search import KINDS, NAMESPACE

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
PROPERTIES = frozenset({"matches", "score", "snippet", "kind", "limit"})
_FORM = (
    'write ?s search:matches "words" ; search:score ?score ; search:snippet ?snippet ; search:kind "statement" ;'
    " search:limit 20"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that searches: its variables without question marks, its words, and how many hits at most."""

    subject: str
    words: str
    score: str | None = None
    snippet: str | None = None
    kind: str | None = None
    limit: int | None = None


type Answer = Callable[[Pattern], Awaitable[str]]


def may_search(query: str) -> bool:
    """Tell whether a query can hold such a pattern at all."""
    return NAMESPACE in query


async def rewrite(query: str, answer: Answer) -> str:
    """Give the query in which ``answer`` has written what each pattern found.

    Raises
    ------
    QueryRefused
        A property of the search namespace stands where it cannot be understood.
    """
    found = list(tokens(query))
    prefixes = _read_prefixes(found)
    names = [_local_name(token, prefixes) for token in found]
    if not any(names):
        return query
    start = find_pattern(query)
    parts, done, at = list[str](), 0, 0
    while at < len(found):
        if names[at] is None or found[at].start < start or _declares(found, at):
            at += 1
            continue
        subject, pattern, after, onwards = _read_pattern(found, names, at)
        parts += [query[done : subject.start], await answer(pattern)]
        if onwards:
            parts.append(f" {subject.text} ")
        done = found[after].start if after < len(found) else len(query)
        at = after
    return "".join([*parts, query[done:]])


def _read_pattern(found: Sequence[Token], names: Sequence[str | None], at: int) -> tuple[Token, Pattern, int, bool]:
    """Read the pattern whose first property is at a place: also where it ends, and whether its subject goes on."""
    subject = found[at - 1] if at else found[at]
    if names[at] != "matches" or subject.sort is not Sort.VARIABLE or (at > 1 and _is_property(found[at - 2])):
        raise QueryRefused(
            f"{found[at].text} at offset {found[at].start} does not follow a variable as its subject; {_FORM}"
        )
    given: dict[str, Token] = {}
    while True:
        name = names[at] or ""
        if at + 1 >= len(found) or name in given or name not in PROPERTIES:
            raise QueryRefused(f"{found[at].text} at offset {found[at].start} is unknown, or given twice; {_FORM}")
        given[name] = found[at + 1]
        at += 2
        if at < len(found) and found[at].text not in {";", ".", "}"} and not _begins(found[at]):
            raise QueryRefused(f"{found[at].text} at offset {found[at].start} cannot follow a search; {_FORM}")
        onwards = at < len(found) and found[at].text == ";"
        while at < len(found) and found[at].text == ";":
            at += 1
        if not onwards or at >= len(found) or names[at] is None:
            break
    onwards = onwards and at < len(found) and found[at].text not in {".", "}"}
    return subject, _make(subject, given), at, onwards


def _make(subject: Token, given: dict[str, Token]) -> Pattern:
    words, limit = given["matches"], given.get("limit")
    if words.sort is not Sort.STRING:
        raise QueryRefused(f"{words.text} at offset {words.start} is no string of words to search for; {_FORM}")
    for name in ("score", "snippet"):
        if name in given and given[name].sort is not Sort.VARIABLE:
            raise QueryRefused(f"{given[name].text} at offset {given[name].start} is no variable; {_FORM}")
    if limit is not None and not (limit.text.isascii() and limit.text.isdigit() and len(limit.text) < 7):
        raise QueryRefused(f"{limit.text} at offset {limit.start} is no number of hits; {_FORM}")
    return Pattern(
        subject.text[1:],
        _unquote(words.text),
        given["score"].text[1:] if "score" in given else None,
        given["snippet"].text[1:] if "snippet" in given else None,
        _read_kind(given.get("kind")),
        int(limit.text) if limit is not None else None,
    )


def _read_kind(token: Token | None) -> str | None:
    if token is None:
        return None
    kind = _unquote(token.text) if token.sort is Sort.STRING else token.text
    if kind not in KINDS:
        raise QueryRefused(f"{token.text} at offset {token.start} is none of the kinds {', '.join(KINDS)}; {_FORM}")
    return kind


def _is_property(token: Token) -> bool:
    # Where a word, an IRI or a variable stands before the variable, the variable is no subject but a value.
    return (
        token.sort in {Sort.IRI, Sort.VARIABLE} or (token.sort is Sort.WORD and ":" in token.text) or token.is_word("A")
    )


def _begins(token: Token) -> bool:
    # A filter, a bind or a group may follow a triple without a full stop (SPARQL 1.1 Query, rule 55).
    return token.text == "{" or token.is_word("FILTER", "BIND", "OPTIONAL", "MINUS", "GRAPH", "VALUES")


def _declares(found: Sequence[Token], at: int) -> bool:
    return at > 0 and (found[at - 1].is_word("PREFIX", "BASE") or (at > 1 and found[at - 2].is_word("PREFIX")))


def _read_prefixes(found: Sequence[Token]) -> dict[str, str]:
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.is_word("PREFIX") and iri.sort is Sort.IRI
    }


def _local_name(token: Token, prefixes: dict[str, str]) -> str | None:
    """Give a property's name if it is of the search namespace."""
    if token.sort is Sort.IRI:
        iri = token.text[1:-1]
    elif token.sort is Sort.WORD and ":" in token.text:
        prefix, _, local = token.text.partition(":")
        iri = prefixes.get(prefix, "") + local
    else:
        return None
    return iri.removeprefix(NAMESPACE) if iri.startswith(NAMESPACE) else None


def _unquote(text: str) -> str:
    r"""Read a string as SPARQL writes it (SPARQL 1.1 Query, section 19.7).

    Examples
    --------
    >>> _unquote('"a \\"b\\" \\u00e9"'), _unquote("'''c'''")
    ('a "b" é', 'c')
    """
    marks = 3 if len(text) >= 6 and text[:3] in {"'''", '"""'} else 1

    def letter(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(min(int(code, 16), 0x10FFFF)) if code else _LETTERS.get(match[3], match[3])

    return _ESCAPE.sub(letter, text[marks:-marks])
