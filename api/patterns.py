"""The groups of a query's pattern and what stands in them, by where they begin and end in its text.

Enough of the grammar is read to tell one element of a group from the next (SPARQL 1.1 Query, section 19.8, rules 53 to
67); triples and expressions are passed over as they are. Depth is bounded by the guard that every query goes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from api.errors import QueryRefused
from api.lexer import QUERY_FORMS, Sort, Token, tokens

_OPENING, _CLOSING = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}


class Kind(StrEnum):
    """What an element of a group is."""

    TRIPLES = "triples"
    GROUP = "group"
    OPTIONAL = "optional"
    MINUS = "minus"
    GRAPH = "graph"
    SERVICE = "service"
    FILTER = "filter"
    BIND = "bind"
    VALUES = "values"
    SELECT = "select"


_WORDS = {kind.upper(): kind for kind in Kind if kind not in {Kind.TRIPLES, Kind.GROUP}}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a group; a union is one with several groups. ``target`` names a graph or a service."""

    kind: Kind
    start: int
    end: int
    groups: tuple[Group, ...] = ()
    target: Token | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group, its braces included."""

    start: int
    end: int
    elements: tuple[Element, ...] = ()


@dataclass(slots=True)
class Query:
    """The parts of a query: where its form begins, where its graphs are named, and its pattern.

    Examples
    --------
    >>> found = Query.read("SELECT * FROM <g:1> { ?a ?b ?c FILTER (?c > 1) OPTIONAL { SERVICE <e:1> { ?c ?d ?e } } }")
    >>> [element.kind.value for element in found.pattern.elements]
    ['triples', 'filter', 'optional']
    >>> found.datasets
    ['FROM <g:1>']
    """

    text: str
    form: int
    pattern: Group
    datasets: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> Query:
        """Read a query.

        Raises
        ------
        QueryRefused
            Its brackets do not close, or it is written in a way that is not understood here.
        """
        found = [*tokens(text)]
        form = next((n for n, token in enumerate(found) if token.is_word(*QUERY_FORMS)), len(found))
        datasets: list[str] = []
        at = form
        while at < len(found):
            token = found[at]
            if token.text == "{" and not (found[form].is_word("CONSTRUCT") and at == form + 1):
                reader = _Reader(text, found)
                pattern, _ = reader.group(at)
                return cls(text, found[form].start, pattern, datasets)
            if token.is_word("FROM") and at + 2 < len(found):
                last = found[at + 2] if found[at + 1].is_word("NAMED") else found[at + 1]
                datasets.append(text[token.start : last.start + len(last.text)])
            at = _skip(found, at) if token.text in _OPENING else at + 1
        raise QueryRefused("the query has no graph pattern; add WHERE { … }")


def find_services(
    group: Group, path: tuple[tuple[Group, Element], ...] = ()
) -> Iterator[tuple[tuple[Group, Element], ...]]:
    """Give the ways that lead from a group to each SERVICE in it, as the groups and elements on it, in order."""
    for element in group.elements:
        way = (*path, (group, element))
        if element.kind is Kind.SERVICE:
            yield way
        else:
            for inner in element.groups:
                yield from find_services(inner, way)


class _Reader:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found

    def group(self, at: int) -> tuple[Group, int]:
        """Read the group whose brace is at a token, and give the token after it."""
        start, at = self._tokens[self._expect(at, "{")].start, at + 1
        elements: list[Element] = []
        while (token := self._token(at)).text != "}":
            if token.text == ".":
                at += 1
                continue
            element, at = self._element(at)
            elements.append(element)
        return Group(start, token.start + 1, tuple(elements)), at + 1

    def _element(self, at: int) -> tuple[Element, int]:
        token = self._token(at)
        if token.text == "{":
            return self._union(at)
        kind = _WORDS.get(token.text.upper()) if token.sort is Sort.WORD else None
        match kind:
            case None:
                return self._triples(at)
            case Kind.OPTIONAL | Kind.MINUS:
                inner, after = self.group(at + 1)
                return self._make(kind, at, after, (inner,)), after
            case Kind.GRAPH | Kind.SERVICE:
                silent = kind is Kind.SERVICE and self._token(at + 1).is_word("SILENT")
                name = at + 1 + silent
                inner, after = self.group(name + 1)
                return Element(kind, token.start, inner.end, (inner,), self._token(name), silent), after
            case Kind.FILTER:
                after = self._constraint(at + 1)
            case Kind.BIND:
                after = _skip(self._tokens, self._expect(at + 1, "("))
            case Kind.VALUES:
                after = at + 1
                if self._token(after).text == "(":
                    after = _skip(self._tokens, after)
                else:
                    after += 1
                after = _skip(self._tokens, self._expect(after, "{"))
            case _:
                return self._select(at)
        return self._make(kind, at, after), after

    def _union(self, at: int) -> tuple[Element, int]:
        inner, after = self.group(at)
        groups = [inner]
        while self._token(after).is_word("UNION"):
            inner, after = self.group(after + 1)
            groups.append(inner)
        return self._make(Kind.GROUP, at, after, tuple(groups)), after

    def _triples(self, at: int) -> tuple[Element, int]:
        after = at
        while not self._ends_triples(token := self._token(after)):
            after = _skip(self._tokens, after) if token.text in _OPENING else after + 1
        if after == at:
            raise QueryRefused(f"{token.text} at offset {token.start} stands where no pattern can begin; mend it there")
        return self._make(Kind.TRIPLES, at, after), after

    def _ends_triples(self, token: Token) -> bool:
        return token.text in {"{", "}"} or (token.sort is Sort.WORD and token.text.upper() in _WORDS)

    def _constraint(self, at: int) -> int:
        while self._token(at).text not in {"(", "{"}:  # a function's name, or NOT EXISTS
            at += 1
        return _skip(self._tokens, at)

    def _select(self, at: int) -> tuple[Element, int]:
        """Read a query within a query: its pattern, and what stands behind that, up to the brace around it."""
        after = at
        while self._token(after).text != "{":
            after = _skip(self._tokens, after) if self._token(after).text in _OPENING else after + 1
        inner, after = self.group(after)
        while (token := self._token(after)).text != "}":
            after = _skip(self._tokens, after) if token.text in _OPENING else after + 1
        return self._make(Kind.SELECT, at, after, (inner,)), after

    def _make(self, kind: Kind, at: int, after: int, groups: tuple[Group, ...] = ()) -> Element:
        last = self._tokens[after - 1]
        return Element(kind, self._tokens[at].start, last.start + len(last.text), groups)

    def _token(self, at: int) -> Token:
        if at >= len(self._tokens):
            raise QueryRefused("the query ends within a pattern; close its braces")
        return self._tokens[at]

    def _expect(self, at: int, sign: str) -> int:
        token = self._token(at)
        if token.text != sign:
            raise QueryRefused(f"{token.text} at offset {token.start} stands where {sign} has to; mend it there")
        return at


def _skip(found: list[Token], at: int) -> int:
    """Give the token behind the bracket that closes the one at a token."""
    awaited: list[str] = []
    for number in range(at, len(found)):
        sign = found[number].text
        if sign in _OPENING and found[number].sort is Sort.SIGN:
            awaited.append(_OPENING[sign])
        elif sign in _CLOSING and found[number].sort is Sort.SIGN and (not awaited or awaited.pop() != sign):
            break
        if not awaited:
            return number + 1
    raise QueryRefused(f"the bracket at offset {found[at].start} is not closed; mend it there")
