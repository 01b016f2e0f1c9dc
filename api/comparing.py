"""Whether two engines give the same answers to the questions that ship with the package.

Rows are compared as a bag, numbers by value, since engines write ``1.0`` and ``1`` for the same and give a division
more or fewer digits. Where a query orders its rows, their order is compared by the variables that it orders by, so that
rows which tie may stand either way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rdflib import BNode, Literal
from rdflib.term import Identifier

from api.errors import ApiError, StoreError
from api.lexer import Sort, Token, tokens
from api.questions import Question
from api.store import Reader, Rows

_DIGITS = 9
_SHOWN = 3
_SEPARATOR = ", "

type Plain = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one comparison: what was compared, whether it is the same (None: nobody can tell), and how not."""

    what: str
    same: bool | None
    words: str


def compare_graphs(here: Reader, there: Reader) -> Verdict:
    """Compare which graphs two states hold, and how many triples in each."""
    sizes, others = count_triples(here), count_triples(there)
    if sizes == others:
        return Verdict("graphs", same=True, words=f"{len(sizes)} graphs, {sum(sizes.values())} triples on both sides")
    differing = sorted(name for name in sizes.keys() | others.keys() if sizes.get(name) != others.get(name))
    shown = "; ".join(f"{name}: {sizes.get(name, 0)} and {others.get(name, 0)}" for name in differing[:_SHOWN])
    return Verdict("graphs", same=False, words=f"{len(differing)} differ in their triples ({shown})")


def count_triples(reader: Reader) -> Mapping[str, int]:
    """Count the triples of each graph."""
    found = reader.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    rows = found.records() if isinstance(found, Rows) else ()
    return {str(row["g"]): int(str(row["n"])) for row in rows if "g" in row}


def compare(question: Question, here: Reader, there: Reader) -> Verdict:
    """Ask both a question, and say whether their answers are the same.

    Raises
    ------
    StoreError
        One of them cannot be asked at all.
    """
    answers: list[Rows] = []
    for side, reader in (("here", here), ("there", there)):
        try:
            found = reader.query(question.query)
        except StoreError:
            raise
        except ApiError as error:
            return Verdict(question.name, same=False, words=f"no answer {side}: {error}")
        answers.append(found if isinstance(found, Rows) else Rows((), ()))
    ours, theirs = answers
    difference = find_difference(question.query, ours, theirs)
    if difference is None:
        return Verdict(question.name, same=True, words=f"{len(ours.rows)} rows on both sides")
    return Verdict(question.name, same=False, words=difference)


def find_difference(query: str, ours: Rows, theirs: Rows) -> str | None:
    """Say how two answers to a query differ; None where they do not.

    Examples
    --------
    >>> one, two = Rows(("n",), ((Literal(1),),)), Rows(("n",), ((Literal(Decimal("1.0")),),))
    >>> find_difference("SELECT ?n { ?n ?p ?o }", one, two)
    >>> find_difference("SELECT ?n { ?n ?p ?o }", one, Rows(("n",), ()))
    '1 rows here and 0 there; only here: n=1'
    """
    if set(ours.variables) != set(theirs.variables):
        return f"columns {', '.join(ours.variables)} here and {', '.join(theirs.variables)} there"
    names, loose = sorted(ours.variables), find_joined(query)
    left, right = _flatten(ours, names, loose), _flatten(theirs, names, loose)
    only_here, only_there = Counter(left) - Counter(right), Counter(right) - Counter(left)
    if only_here or only_there:
        parts = [f"{len(left)} rows here and {len(right)} there"]
        for side, rows in (("here", only_here), ("there", only_there)):
            parts += [f"only {side}: {_show(names, row)}" for row in list(rows)[:_SHOWN]]
        return "; ".join(parts)
    keys = [name for name in find_order(query) if name in names]
    picked = [names.index(name) for name in keys]
    for number, (a, b) in enumerate(zip(left, right, strict=True), 1):
        if [a[n] for n in picked] != [b[n] for n in picked]:
            return f"the same rows in another order from row {number} on, by {', '.join(keys)}"
    return None


def find_order(query: str) -> tuple[str, ...]:
    """Name the variables that a query orders its rows by; none for those of its subqueries.

    Examples
    --------
    >>> find_order("SELECT * { { SELECT ?a { ?a ?b ?c } ORDER BY ?a } } ORDER BY DESC(?share) ?article LIMIT 2")
    ('share', 'article')
    """
    depth, ordering, found = 0, False, list[str]()
    for token, following in pairwise([*tokens(query), Token(Sort.SIGN, "", len(query))]):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.is_word("ORDER") and following.is_word("BY"):
            ordering = True
        elif token.is_word("LIMIT", "OFFSET", "VALUES"):
            ordering = False
        elif ordering and depth == 0 and token.sort is Sort.VARIABLE:
            found.append(token.text[1:])
    return tuple(found)


def find_joined(query: str) -> frozenset[str]:
    """Name the variables that hold several values in one, which may stand in any order (SPARQL 1.1 Query, 18.5.1.7).

    Examples
    --------
    >>> sorted(find_joined("SELECT ?a (GROUP_CONCAT(DISTINCT ?b; SEPARATOR=', ') AS ?bs) { ?a ?p ?b } GROUP BY ?a"))
    ['bs']
    """
    joining, found = False, set[str]()
    for token, following in pairwise(tokens(query)):
        if token.is_word("GROUP_CONCAT"):
            joining = True
        elif joining and token.is_word("AS") and following.sort is Sort.VARIABLE:
            found.add(following.text[1:])
            joining = False
    return frozenset(found)


def _flatten(answer: Rows, names: list[str], loose: frozenset[str]) -> list[Plain]:
    places = [answer.variables.index(name) for name in names]
    return [
        tuple(_plain(row[place], joined=name in loose) for name, place in zip(names, places, strict=True))
        for row in answer.rows
    ]


def _plain(term: Identifier | None, *, joined: bool) -> object:
    match term:
        case None:
            return None
        case BNode():
            return "a blank node"
        case Literal(language=str() as language):
            return (str(term), language.lower())
        case Literal():
            value = term.toPython()
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                return round(float(value), _DIGITS)
            if joined:
                return tuple(sorted(str(term).split(_SEPARATOR)))
            return (str(term), str(term.datatype or ""))
    return f"<{term}>"


def _show(names: list[str], row: Plain) -> str:
    return ", ".join(f"{name}={_word(value)}" for name, value in zip(names, row, strict=True))


def _word(value: object) -> str:
    match value:
        case None:
            return "unbound"
        case float():
            return f"{value:g}"
        case (str() as text, *_):
            return repr(text)
    return str(value)


def compare_all(questions: tuple[Question, ...], here: Reader, there: Reader) -> Iterator[Verdict]:
    """Compare the graphs, then the answer to every question."""
    yield compare_graphs(here, there)
    for question in questions:
        yield compare(question, here, there)
