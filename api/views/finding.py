"""The page for searching as values: facets whose every value is a link that asks for it or lets go of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from rdflib import URIRef

from api.labels import Labels, clip
from api.search.tally import Count, Counts
from api.v1.values import DayBasis, EventType, QuoteForm, SpeechAct, When

type Pairs = tuple[tuple[str, str], ...]

TITLES: Final[Mapping[str, str]] = {
    "claimant": "Who says it",
    "role": "In which role",
    "venue": "Where",
    "country": "From which country",
    "publisher": "Published by",
    "quote_form": "How it is quoted",
    "speech_act": "What is done by saying it",
    "event_type": "Type of event",
    "day_basis": "How the day is known",
    "year": "Year, where it is certain",
    "when": "In these days",
}
"""What each facet is called on the page, in the order in which they stand there."""

_OTHERS: Final[Mapping[str, str]] = {
    "addressee": "To whom",
    "about": "About",
    "article": "Article",
    "iri": "Statement",
    "way": "How they stand to it",
    "stance": "Stance of the cue",
    "polarity": "Polarity",
    "kind": "Kind",
    "embedded": "Told by another",
    "min_confidence": "Confidence at least",
    "versions": "Versions",
    "copies": "Copies",
    "q": "Words",
    "from": "From",
    "to": "To",
}
WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("quote_form", "direct"): "word for word",
    ("quote_form", "mixed"): "partly word for word",
    ("quote_form", "indirect"): "in the article's words",
    ("quote_form", "freeIndirect"): "in the article's words, without a cue",
    ("quote_form", "authorial"): "the publisher's own voice",
    ("day_basis", "explicit"): "told in the sentence",
    ("day_basis", "inherited"): "told elsewhere of the same occasion",
    ("day_basis", "publication"): "counted from the day of publication",
    ("day_basis", "none"): "not known",
    ("when", "certain"): "certainly",
    ("when", "possible"): "certainly or possibly",
}
"""Values in plain words, where they are not plain."""

_NAMED = frozenset({"claimant", "venue", "country"})
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    name: {value.value: WORDS.get((name, value.value), value.value) for value in values}
    for name, values in (
        ("quote_form", QuoteForm),
        ("speech_act", SpeechAct),
        ("event_type", EventType),
        ("day_basis", DayBasis),
        ("when", When),
    )
}
FREE: Final = frozenset({"role", "publisher"})
"""The parameters whose values are names, whatever their capitals."""

_FORM: Final = ("q", "from", "to", "when", "sort")
_PAGING = frozenset({"offset", "limit", "format", "sort"})


@dataclass(frozen=True, slots=True)
class Choosable:
    """A value of a facet: its words, how many statements have it, and the address that asks for it or lets go of it."""

    words: str
    number: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet on the page: its parameter, its title and its values."""

    name: str
    title: str
    values: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class InUse:
    """A filter in use: what it is, its value, and the address without it."""

    title: str
    words: str
    address: str


def make_address(pairs: Iterable[tuple[str, str]], path: str = "/search") -> str:
    """Write an address with parameters.

    Examples
    --------
    >>> make_address([("q", "flood relief"), ("claimant", "Ana")])
    '/search?q=flood+relief&claimant=Ana'
    """
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def change(pairs: Pairs, name: str, value: str) -> Pairs:
    """Give the parameters with a value more, or without it where they have it; a year is a window of days.

    Examples
    --------
    >>> change((("claimant", "Ana"), ("offset", "20")), "claimant", "Ana")
    ()
    >>> change((), "year", "2022")
    (('from', '2022-01-01'), ('to', '2022-12-31'), ('when', 'certain'))
    """
    kept = tuple(pair for pair in pairs if pair[0] != "offset")
    if name in FREE:
        value = next((known for given, known in kept if given == name and known.lower() == value.lower()), value)
    if name == "year":
        window = (("from", f"{value}-01-01"), ("to", f"{value}-12-31"), ("when", "certain"))
        others = tuple(pair for pair in kept if pair[0] not in {"from", "to", "when"})
        return others if set(window) <= set(kept) else (*others, *window)
    if (name, value) in kept:
        return tuple(pair for pair in kept if pair != (name, value))
    if name == "when":
        kept = tuple(pair for pair in kept if pair[0] != "when")
    return (*kept, (name, value))


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page for searching.

    ``given`` is what its form begins with, ``hidden`` the filters that it keeps besides; ``first`` to ``last`` are the
    places of the statements on the page, of ``total``.
    """

    given: Mapping[str, str]
    hidden: Pairs
    in_use: tuple[InUse, ...]
    facets: tuple[FacetView, ...]
    total: int
    first: int
    last: int
    before: str | None
    after: str | None
    form: Mapping[str, Mapping[str, str]]


def show_search(
    pairs: Pairs,
    counts: Counts | None = None,
    labels: Labels | None = None,
    total: int = 0,
    at: int = 0,
    limit: int = 20,
) -> SearchView:
    """Give the page for searching; without counts, that of a search that was not understood.

    Examples
    --------
    >>> show_search((("q", "port"), ("claimant", "Ana"))).hidden
    (('claimant', 'Ana'),)
    """
    known = labels or Labels("", {})
    kept = tuple(pair for pair in pairs if pair[0] not in {"offset", "format"})
    last = min(at + limit, total)
    return SearchView(
        given={**dict.fromkeys(_FORM, ""), **{name: value for name, value in pairs if name in _FORM}},
        hidden=tuple(pair for pair in kept if pair[0] not in _FORM),
        in_use=tuple(show_in_use(pairs, known)),
        facets=tuple(show_facets(counts or {}, pairs, known)),
        total=total,
        first=min(at + 1, total),
        last=last,
        before=make_address((*kept, ("offset", str(max(at - limit, 0))))) if at else None,
        after=make_address((*kept, ("offset", str(last)))) if last < total else None,
        form=_CHOICES,
    )


def show_facets(counts: Counts, pairs: Pairs, labels: Labels) -> Iterator[FacetView]:
    """Give the facets that have a value, in the order of the page."""
    for name, title in TITLES.items():
        values = tuple(_show(name, count, pairs, labels) for count in counts.get(name, ()))
        if values:
            yield FacetView(name, title, values)


def show_in_use(pairs: Pairs, labels: Labels) -> Iterator[InUse]:
    """Give the filters in use, each with the address that lets go of it."""
    for name, value in dict.fromkeys(pairs):
        if name not in _PAGING:
            title = TITLES.get(name) or _OTHERS.get(name, name)
            yield InUse(title, say_value(name, value, value, labels), make_address(change(pairs, name, value)))


def name_things(counts: Counts, pairs: Pairs) -> list[URIRef]:
    """Give the things whose names the page needs."""
    found = [count.value for name in _NAMED for count in counts.get(name, ())]
    found += [value for _, value in pairs if value.startswith(("https://", "http://", "urn:"))]
    return [URIRef(iri) for iri in dict.fromkeys(found)]


def _show(name: str, count: Count, pairs: Pairs, labels: Labels) -> Choosable:
    changed = change(pairs, name, count.value)
    chosen = len(changed) < len([pair for pair in pairs if pair[0] != "offset"])
    return Choosable(say_value(name, count.value, count.shown, labels), count.number, make_address(changed), chosen)


def say_value(name: str, value: str, shown: str, labels: Labels) -> str:
    """Say a value of a parameter in words."""
    if (name, value) in WORDS:
        return WORDS[name, value]
    if value.startswith(("https://", "http://")):
        return clip(labels.words(URIRef(value)), 60)
    return clip(shown, 60) or value


def chosen_values(pairs: Pairs, facets: Sequence[str]) -> dict[str, list[str]]:
    """Give the values of facets that are asked for, by facet.

    Examples
    --------
    >>> chosen_values((("claimant", "Ana"), ("q", "port"), ("role", "Minister")), ["claimant", "role"])
    {'claimant': ['Ana'], 'role': ['minister']}
    """
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in facets:
            found.setdefault(name, []).append(value.lower() if name in FREE else value)
    return found
