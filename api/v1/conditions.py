"""Conditions on the things that are asked for: patterns of ours, and values that are written as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rdflib import XSD, Literal, URIRef

from api.search import MATCHES, NAMESPACE
from api.search.words import read_search
from api.store.binding import write_term, write_values
from api.v1.filters import Days, Window
from api.v1.names import Wanted
from api.v1.values import When, to_iri

_NAMES = "rdfs:label|skos:altLabel"
_CODES = "rdfs:label|skos:altLabel|rec:iso2|rec:iso3"


def one_of(variable: str, wanted: Wanted, *, codes: bool = False) -> str:
    """Give the pattern in which a variable is one of the things that are wanted.

    Examples
    --------
    >>> from rdflib import URIRef
    >>> one_of("who", Wanted((URIRef("https://example.org/a"),)))
    'VALUES ?who { <https://example.org/a> }'
    >>> one_of("who", Wanted(names=(Literal("Ana"),)))
    'VALUES ?whoName { "Ana" } ?who rdfs:label|skos:altLabel ?whoName .'
    """
    by_iri = write_values(variable, wanted.iris)
    named = f"{variable}Name"
    by_name = f"{write_values(named, wanted.names)} ?{variable} {_CODES if codes else _NAMES} ?{named} ."
    if wanted.iris and wanted.names:
        return f"{{ {by_iri} }} UNION {{ {by_name} }}"
    return by_iri if wanted.iris else by_name


def of_article(version: str, given: Sequence[URIRef]) -> str:
    """Give the pattern in which a version is one of these, is of one of these articles, or was read from there."""
    work = f"{version}Work"
    return (
        f"{{ {write_values(version, given)} }}"
        f" UNION {{ {write_values(work, given)} ?{version} rec:versionOf ?{work} }}"
        f" UNION {{ {write_values(f'{version}Url', [Literal(str(iri)) for iri in given])}"
        f" ?{work} schema:url ?{version}Url . ?{version} rec:versionOf ?{work} }}"
    )


def matching(variable: str, text: str, kind: str) -> str:
    """Give the pattern in which a thing holds words, with its score and the words around them.

    Raises
    ------
    BadRequest
        The words are no search.

    Examples
    --------
    >>> matching("s", "flood", "statement").partition(" ; ")[0]
    '?s <https://w3id.org/onrecord/ns/search#matches> "flood"'
    """
    read_search(text)
    return (
        f"?{variable} <{MATCHES}> {write_term(Literal(text))} ; <{NAMESPACE}kind> {write_term(Literal(kind))} ;"
        f" <{NAMESPACE}score> ?rank ; <{NAMESPACE}snippet> ?around ."
    )


def among(variable: str, values: Iterable[StrEnum]) -> str:
    """Give the pattern in which a variable is one of these terms of the vocabulary."""
    return write_values(variable, map(to_iri, values))


def has(thing: str, path: str, variable: str, values: Sequence[StrEnum]) -> Iterator[str]:
    """Give the patterns in which a thing has one of these terms of the vocabulary.

    A single one is written in its place, for engines join what VALUES holds with all that the path leads to.

    Examples
    --------
    >>> from api.v1.values import Stance
    >>> list(has("?s", "rec:stance", "stance", [Stance.deny]))
    ['?s rec:stance <https://w3id.org/onrecord/ns/stance#deny> .']
    """
    if len(values) == 1:
        yield f"{thing} {path} {write_term(to_iri(values[0]))} ."
    else:
        yield among(variable, values)
        yield f"{thing} {path} ?{variable} ."


def at_least(variable: str, least: float) -> str:
    """Give the pattern in which a number is not below another."""
    bound = write_values(f"{variable}Least", [Literal(Decimal(str(least)))])
    return f"{bound} FILTER (?{variable} >= ?{variable}Least)"


def in_window(time: str, window: Window) -> Iterator[str]:
    """Give the patterns in which a time lies in a window of days, for certain or possibly."""
    if window.since is None and window.until is None:
        return
    yield from _bounds(window)
    if window.when is When.certain:
        bounds = (f"?{time} rec:earliest ?earliest .", f"?{time} rec:latest ?latest .")
        yield from _tests(
            window, f"{bounds[0]} FILTER (?earliest >= ?windowFrom)", f"{bounds[1]} FILTER (?latest <= ?windowTo)"
        )
        return
    yield f"OPTIONAL {{ ?{time} rec:earliest ?earliest }} OPTIONAL {{ ?{time} rec:latest ?latest }}"
    yield "FILTER (BOUND(?earliest) || BOUND(?latest))"
    yield from _tests(
        window,
        "FILTER (COALESCE(?latest >= ?windowFrom, true))",
        "FILTER (COALESCE(?earliest <= ?windowTo, true))",
    )


def on_days(day: str, window: Days) -> Iterator[str]:
    """Give the patterns in which a day lies in a window."""
    if window.since is not None or window.until is not None:
        yield from _bounds(window)
        yield from _tests(window, f"FILTER (?{day} >= ?windowFrom)", f"FILTER (?{day} <= ?windowTo)")


def _bounds(window: Days) -> Iterator[str]:
    for name, day in (("windowFrom", window.since), ("windowTo", window.until)):
        if day is not None:
            yield write_values(name, [_day(day)])


def _tests(window: Days, after: str, before: str) -> Iterator[str]:
    if window.since is not None:
        yield after
    if window.until is not None:
        yield before


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
