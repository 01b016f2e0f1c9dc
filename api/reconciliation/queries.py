"""What clients send, read and checked: batches of queries and requests for values, as the specification has them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from api.errors import BadRequest, QueryTooLarge
from api.labels import clip
from api.reconciliation import SCHEMA_SPACE, SORTS
from api.reconciliation.entities import Days
from api.reconciliation.properties import COMPARED, DATE, GIVEN

CANDIDATES = 100
"""The most candidates that are given for a query."""
_FEW = 10
_MOST_PROPERTIES = 20
_MOST_VALUES = 100
_STRICT = ("any", "should", "all")
_KEYS = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property in a query, and the values of which it is to have one."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query (section 4.3 of the specification): a name, types, properties, and the number of candidates."""

    text: str = ""
    types: frozenset[str] = frozenset()
    strict: str = "any"
    limit: int = _FEW
    wanted: tuple[Wanted, ...] = ()


def read_json(text: str, name: str) -> Mapping[str, object]:
    """Read a parameter that is a JSON object.

    Raises
    ------
    BadRequest
        It is none.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(
            f"{name} is no JSON ({clip(str(error))}); see https://www.w3.org/community/reports/reconciliation/"
        ) from error
    return _object(found, name)


def read_batch(text: str, most: int) -> dict[str, Query]:
    """Read a batch of queries.

    Raises
    ------
    BadRequest
        It does not follow the specification.
    QueryTooLarge
        It has more queries than are taken at once.

    Examples
    --------
    >>> read_batch('{"q0": {"query": "Kabul", "type": "State"}}', 10)["q0"].types
    frozenset({'State'})
    """
    batch = read_json(text, "queries")
    if len(batch) > most:
        raise QueryTooLarge(f"the batch has {len(batch)} queries, and {most} are taken at once; send it in parts")
    return {key: read_query(value, f"queries.{clip(key, 40)}") for key, value in batch.items()}


def read_query(value: object, where: str) -> Query:
    """Read one query, at a place that is named in what is said of it."""
    given = _object(value, where)
    if unknown := [key for key in given if key not in _KEYS]:
        raise BadRequest(f"{where} has the key {clip(unknown[0], 40)}; there are {', '.join(_KEYS)}")
    wanted = tuple(
        _read_wanted(each, f"{where}.properties[{number}]")
        for number, each in enumerate(_list(given.get("properties", []), f"{where}.properties", _MOST_PROPERTIES))
    )
    text = _string(given.get("query", ""), f"{where}.query")
    if "query" not in given and not wanted:
        raise BadRequest(f"{where} has neither a query nor properties; give one")
    types = given.get("type", [])
    strict = _string(given.get("type_strict", "any"), f"{where}.type_strict")
    if strict not in _STRICT:
        raise BadRequest(f"{where}.type_strict is {clip(strict, 40)}; it is one of {', '.join(_STRICT)}")
    listed = [types] if isinstance(types, str) else _list(types, f"{where}.type", _MOST_VALUES)
    return Query(
        text,
        frozenset(read_type(_string(each, f"{where}.type"), f"{where}.type") for each in listed if each != ""),
        strict,
        read_limit(given.get("limit", _FEW), f"{where}.limit"),
        wanted,
    )


def read_type(text: str, where: str = "type") -> str:
    """Read the identifier of a type, or its IRI.

    Raises
    ------
    BadRequest
        There is no such type.
    """
    found = text.removeprefix(SCHEMA_SPACE)
    if found not in SORTS:
        raise BadRequest(f"{where}: there is no type {clip(text, 80)}; there are {', '.join(SORTS)}")
    return found


def read_limit(value: object, where: str) -> int:
    """Read how many are wanted; more than are ever given is as many as are."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 1:
        raise BadRequest(f"{where} is no number of 1 or more; give one up to {CANDIDATES}")
    return int(min(value, CANDIDATES))


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for values (section 7.2): of which things, which properties, and at most how many of each."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def read_extension(text: str, most: int) -> Extension:
    """Read a request for values.

    Raises
    ------
    BadRequest, QueryTooLarge
        As for a batch.
    """
    given = read_json(text, "extend")
    ids = _listed(given, "ids")
    if len(ids) > most:
        raise QueryTooLarge(f"extend.ids has {len(ids)} identifiers, and {most} are taken at once; send them in parts")
    names = tuple(_string(each, "extend.ids") for each in ids)
    asked = [_object(each, "extend.properties") for each in _listed(given, "properties")[: len(GIVEN) + 1]]
    known = {each.id for each in GIVEN}
    found = dict[str, int]()
    for each in asked:
        name = _string(each.get("id"), "extend.properties.id")
        if name not in known:
            raise BadRequest(
                f"extend.properties: there is no {clip(name, 80)} to fetch; there are {', '.join(sorted(known))}"
            )
        found[name] = _read_most(each.get("settings"))
    return Extension(tuple(dict.fromkeys(names)), tuple(found.items()))


def _read_most(settings: object) -> int:
    limit = _object(settings, "extend.properties.settings").get("limit", 0) if settings is not None else 0
    try:
        wanted = int(limit) if isinstance(limit, int | float | str) else -1
    except (ValueError, OverflowError):
        wanted = -1
    if wanted < 0:
        raise BadRequest("extend.properties.settings.limit is no number; give one, or 0 for all values")
    return min(wanted, CANDIDATES) or CANDIDATES


def _read_wanted(value: object, where: str) -> Wanted:
    given = _object(value, where)
    name = _string(given.get("pid"), f"{where}.pid").removeprefix(SCHEMA_SPACE)
    if name not in COMPARED:
        raise BadRequest(f"{where}.pid is {clip(name, 80)}; there are {', '.join(sorted(COMPARED))}")
    if "v" not in given:
        raise BadRequest(f"{where} has no value v; give one")
    listed = given["v"] if isinstance(given["v"], list) else [given["v"]]
    values = tuple(_read_value(each, f"{where}.v") for each in _list(listed, f"{where}.v", _MOST_VALUES))
    if name == DATE.id:
        for each in values:
            if each and Days.read(each) is None:
                raise BadRequest(f"{where}.v is {clip(each, 40)}; a date is YYYY, YYYY-MM or YYYY-MM-DD")
    return Wanted(name, tuple(each for each in values if each))


def _read_value(value: object, where: str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case {"id": str(identifier)}:
            return identifier.strip()
    raise BadRequest(f"{where} is no string, number, truth value or object with an id; give one")


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadRequest(f"{where} is no JSON object; give one")
    return value


def _listed(given: Mapping[str, object], name: str) -> list[object]:
    if not isinstance(found := given.get(name), list):
        raise BadRequest(f"extend.{name} is no list; give one")
    return found


def _list(value: object, where: str, most: int) -> list[object]:
    if not isinstance(value, list):
        raise BadRequest(f"{where} is no list; give one")
    if len(value) > most:
        raise BadRequest(f"{where} has {len(value)} entries, and {most} are taken; give fewer")
    return value


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadRequest(f"{where} is no string; give one")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
