"""Names in place of IRIs: what things are called that bear a name, found before the rows are asked for.

A name is looked for among labels and other names, capitals or not. What is found is not the thing but the literal as
it is stored, so that the query for the rows looks it up in the engine's index, and many things may share a name. A
name that nothing bears as a whole is looked for inside names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from api.answering import Answering
from api.asking import ask
from api.errors import BadRequest, InvalidTerm
from api.store.binding import bind, bind_each
from api.store.terms import to_named_node

_IRI = re.compile(r"(?:https?://|urn:)", re.IGNORECASE)
_MOST_NAMES = 200
_PATHS = "rdfs:label|skos:altLabel|rec:iso2|rec:iso3"
_PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
"""
_WHOLE = (
    _PREFIXES + f"SELECT DISTINCT ?wanted ?name WHERE {{ ?thing {_PATHS} ?name . FILTER(LCASE(STR(?name)) = ?wanted) }}"
)
_PART = (
    _PREFIXES
    + f"SELECT DISTINCT ?name WHERE {{ ?thing {_PATHS} ?name . FILTER(CONTAINS(LCASE(STR(?name)), ?wanted)) }}"
    f" ORDER BY ?name LIMIT {_MOST_NAMES + 1}"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter asks for: things by their IRIs, and things by names as they are stored."""

    iris: tuple[URIRef, ...] = ()
    names: tuple[Literal, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.iris or self.names)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the filters of a request ask for, by parameter, and what to say of it."""

    wanted: Mapping[str, Wanted]
    notes: tuple[str, ...]


def read_iri(parameter: str, value: str) -> URIRef:
    """Read an IRI from a parameter.

    Raises
    ------
    BadRequest
        It is none.
    """
    try:
        return URIRef(to_named_node(value).value)
    except InvalidTerm as error:
        raise BadRequest(f"{parameter}={value!r} is no IRI; give one as /api/v1 shows them, or a name") from error


async def resolve(answering: Answering, given: Mapping[str, Sequence[str]]) -> Resolved:
    """Find out what the values of parameters mean, each an IRI or a name.

    Raises
    ------
    BadRequest
        A value is no IRI though it begins as one, or a part of too many names.
    """
    names = {value.lower() for values in given.values() for value in values if not _IRI.match(value)}
    found = await _find(answering, names)
    wanted, notes = dict[str, Wanted](), list[str]()
    for parameter, values in given.items():
        iris = tuple(read_iri(parameter, value) for value in values if _IRI.match(value))
        literals = list[Literal]()
        for value in (value for value in values if not _IRI.match(value)):
            whole, part = found[value.lower()]
            if len(part) > _MOST_NAMES:
                raise BadRequest(f"{parameter}={value!r} is a part of more than {_MOST_NAMES} names; give a longer one")
            if not whole:
                notes.append(_note(parameter, value, part))
            literals += whole or part or [Literal(value)]
        wanted[parameter] = Wanted(iris, tuple(dict.fromkeys(literals)))
    return Resolved(wanted, tuple(notes))


async def _find(answering: Answering, names: Iterable[str]) -> dict[str, tuple[list[Literal], list[Literal]]]:
    asked = sorted(names)
    found: dict[str, tuple[list[Literal], list[Literal]]] = {name: ([], []) for name in asked}
    if not asked:
        return found
    rows = (await ask(answering, bind_each(_WHOLE, "wanted", map(Literal, asked)))).rows
    for row in rows:
        found[str(row["wanted"])][0].append(_literal(row["name"]))
    for name in asked:
        if not found[name][0]:
            parts = (await ask(answering, bind(_PART, {"wanted": Literal(name)}))).rows
            found[name][1].extend(_literal(row["name"]) for row in parts)
    return found


def _literal(term: object) -> Literal:
    assert isinstance(term, Literal)  # noqa: S101  # STR gives nothing for anything else that LCASE would take
    return term


def _note(parameter: str, value: str, part: Sequence[Literal]) -> str:
    if not part:
        return f"{parameter}={value}: nothing on record is called so"
    names = list(dict.fromkeys(map(str, part)))
    shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    return f"{parameter}={value}: nothing is called so as a whole; taken for {shown}"
