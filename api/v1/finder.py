"""What the page for searching holds: a part of the statements asked for, all of them counted, and what else matches."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel

from api.answering import Answering
from api.asking import Record, ask
from api.freshness import name_snapshot
from api.labels import Labels, ask_labels, choose_labels
from api.search.tally import Count, Counts
from api.v1.choices import Choice, Choices
from api.v1.collections import ACTORS, ARTICLES, STATEMENTS, VENUES, Collection
from api.v1.desk import ROOT, Desk, narrow
from api.v1.filters import ActorFilters, ArticleFilters, SearchFilters, StatementFilters, VenueFilters
from api.v1.models import Group, Statement
from api.v1.names import Wanted
from api.v1.pages import Plan, write_page
from api.v1.statements import write_list
from api.v1.values import When
from api.views.finding import Pairs, chosen_values, name_things, say_value

_OTHERS: Final[tuple[tuple[Collection[Any, Any], type[Any]], ...]] = (
    (ACTORS, ActorFilters),
    (VENUES, VenueFilters),
    (ARTICLES, ArticleFilters),
)
_PARAMETERS: Final = (
    "claimant",
    "role",
    "venue",
    "country",
    "publisher",
    "quote_form",
    "speech_act",
    "event_type",
    "day_basis",
)
_UNCOUNTED: Final = "the statements of this state are still being counted; ask again in a while for the filters"
_PAGING: Final = frozenset({"offset", "limit", "format", "sort"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, all of it in one state.

    ``pairs`` are the parameters that asked for it, ``others`` the actors, venues and articles, by their names.
    """

    state: str
    pairs: Pairs
    total: int
    statements: tuple[Statement, ...]
    others: Mapping[str, tuple[BaseModel, ...]]
    groups: tuple[Group, ...]
    counts: Counts
    labels: Labels
    notes: tuple[str, ...]

    def label(self, count: Count) -> str:
        """Give what a value of a facet is called."""
        return say_value("", count.value, count.shown, self.labels)


class Finder:
    """Finds what the page for searching holds."""

    def __init__(self, answering: Answering, desk: Desk, choices: Choices, base: str) -> None:
        self._answering = answering
        self._desk = desk
        self._choices = choices
        self._base = base

    async def find(self, server: str, filters: SearchFilters) -> Finding:
        """Find the statements that filters ask for, and with words alone the actors, venues and articles of that name.

        Raises
        ------
        BadRequest
            The words are no search.
        QueryFailed, StoreError
            There is no answer.
        """
        rows, pairs, state = filters.rows(), read_pairs(filters), self._answering.state()
        plan, resolved = await self._desk.plan(rows, STATEMENTS)
        variants = list(_vary(rows, resolved.wanted, pairs))
        choice, *varied = await asyncio.gather(
            self._choices.choose(plan, rows.sort, state, {}),
            *(self._choices.choose(variant.plan, rows.sort, state, variant.shown) for variant in variants),
        )
        counts = dict(choice.counts)
        for variant, found in zip(variants, varied, strict=True):
            known = counts.get("when", ()) if variant.value else ()
            counts[variant.name] = [*known, *variant.read(found)]
        groups = [_group(server, pairs, rows.sort, write_list(plan, rows.sort))]
        words_alone = rows.text is not None and not [name for name, _ in pairs if name not in {*_PAGING, "q"}]
        (statements, labels), besides = await asyncio.gather(
            asyncio.gather(
                self._read(server, rows, resolved.wanted, plan, choice), self._name(counts, pairs, choice.state)
            ),
            asyncio.gather(*(self._find_others(server, rows, kind, state) for kind in _OTHERS if words_alone)),
        )
        others = {group.kind: things for things, group in besides}
        groups += [group for _, group in besides]
        return Finding(
            choice.state,
            pairs,
            choice.total,
            statements,
            others,
            tuple(groups),
            counts,
            labels,
            (*resolved.notes, *(() if choice.counted else (_UNCOUNTED,))),
        )

    async def _read(
        self, server: str, rows: StatementFilters, wanted: Mapping[str, Wanted], plan: Plan, choice: Choice
    ) -> tuple[Statement, ...]:
        chosen = await self._choices.page(plan, rows.sort, choice, rows)
        if not chosen:
            return ()
        part, known = narrow(rows, STATEMENTS, wanted, chosen)
        query = write_page(STATEMENTS.plan(part, known), part)
        _, found = await self._desk.read(server, query, STATEMENTS, name_snapshot(choice.state) or None)
        return tuple(found)

    async def _find_others(
        self, server: str, rows: StatementFilters, kind: tuple[Collection[Any, Any], type[Any]], state: str
    ) -> tuple[tuple[BaseModel, ...], Group]:
        collection, make = kind
        asked = {"text": rows.text, "sort": "-relevance"}
        filters = make.model_validate({**asked, "limit": rows.limit})
        plan, _ = await self._desk.plan(filters, collection)
        query = write_page(plan, filters)
        _, found = await self._desk.read(server, query, collection, name_snapshot(state) or None)
        address = f"{server.removesuffix('/')}{ROOT}/{collection.name}?{urlencode(asked)}"
        return tuple(found[: rows.limit]), Group(kind=collection.name, all=address, query=query)

    async def _name(self, counts: Counts, pairs: Pairs, state: str) -> Labels:
        found: list[Record] = []
        for query in ask_labels(name_things(counts, pairs)):
            found.extend((await ask(self._answering, query, name_snapshot(state) or None)).rows)
        return choose_labels(self._base, found)


@dataclass(frozen=True, slots=True)
class _Variant:
    """What would be found without the filter of a facet, or with another meaning of a window: then its ``value``."""

    name: str
    plan: Plan
    shown: Mapping[str, Sequence[str]]
    value: str = ""

    def read(self, choice: Choice) -> Sequence[Count]:
        return [Count(self.value, self.value, choice.total)] if self.value else choice.counts.get(self.name, ())


def _vary(rows: StatementFilters, wanted: Mapping[str, Wanted], pairs: Pairs) -> Iterator[_Variant]:
    shown = chosen_values(pairs, _PARAMETERS)
    for name, values in shown.items():
        others = rows.model_copy(update={name: []})
        yield _Variant(name, STATEMENTS.plan(others, {**wanted, name: Wanted()}), {name: values})
    if rows.since is None and rows.until is None:
        return
    year = str(rows.since.year) if rows.since is not None else ""
    unbound = rows.model_copy(update={"since": None, "until": None})
    yield _Variant("year", STATEMENTS.plan(unbound, wanted), {"year": [year]})
    for when in When:
        yield _Variant("when", STATEMENTS.plan(rows.model_copy(update={"when": when}), wanted), {}, when.value)


def read_pairs(filters: SearchFilters) -> Pairs:
    """Give the parameters that were given, by the names that they have in addresses.

    Examples
    --------
    >>> read_pairs(SearchFilters.model_validate({"q": "port", "claimant": ["Ana"], "from": ""}))
    (('q', 'port'), ('claimant', 'Ana'))
    """
    given = filters.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return tuple(
        (name, _write(each))
        for name, value in given.items()
        if value is not None
        for each in (value if isinstance(value, list) else [value])
    )


def _write(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _group(server: str, pairs: Pairs, sort: str, query: str) -> Group:
    """Say where all statements are that were asked for: as rows, and as a query."""
    kept = [("text" if name == "q" else name, value) for name, value in pairs if name not in _PAGING]
    address = f"{server.removesuffix('/')}{ROOT}/statements?{urlencode([*kept, ('sort', sort)])}"
    return Group(kind="statements", all=address, query=query)
