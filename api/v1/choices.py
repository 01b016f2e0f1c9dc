"""Which statements are asked for, how many they are, and how many of them have each value of each facet.

Both are kept for the state that they are true of, so that one page leads to the next without being counted again.
"""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool

from api.answering import Answering
from api.asking import ask, ask_column
from api.errors import IndexUnready
from api.freshness import name_snapshot
from api.search.facets import FACETS, Facet
from api.search.indexes import FACETS as MADE_OF_FACETS
from api.search.indexes import Indexes
from api.search.tally import Arranged, Count, Counts, Sort, Tally
from api.settings import Settings
from api.store import Store
from api.store.embedded import EmbeddedStore
from api.v1.filters import Paging
from api.v1.pages import PREFIXES, Plan, write_choice, write_members
from api.v1.statements import IN_ARTICLE, LATEST, SAID

VALUES_SHOWN = 10
_FIRST_KEPT = 1000
_CHOICES_KEPT = 128


_SORTS = {"-said_on": Sort.LATEST_FIRST, "said_on": Sort.EARLIEST_FIRST}


@dataclass(frozen=True, slots=True)
class Choice:
    """The statements that a plan leads to: how many, the first of them in their order, and the counts of facets.

    It is not ``counted`` where the file to count by is still being made.
    """

    state: str
    total: int
    first: tuple[str, ...]
    counts: Counts
    counted: bool = True


class Choices:
    """Finds out which statements are asked for, and counts them."""

    def __init__(self, answering: Answering, store: Store, settings: Settings) -> None:
        self._answering = answering
        self._files = Indexes(store, settings, MADE_OF_FACETS) if isinstance(store, EmbeddedStore) else None
        self._patience = settings.query_timeout / 2
        self._kept: OrderedDict[tuple[str, str, str], Choice] = OrderedDict()

    async def stop(self) -> None:
        """Stop what is being made."""
        if self._files is not None:
            await self._files.stop()

    async def choose(self, plan: Plan, sort: str, state: str, shown: Mapping[str, Sequence[str]]) -> Choice:
        """Give the statements of a plan in a state, with the most frequent values of each facet and those in ``shown``.

        Raises
        ------
        QueryFailed, StoreError
            They cannot be told.
        """
        values = json.dumps({name: list(values) for name, values in shown.items()}, sort_keys=True)
        key = state, write_choice(plan), values
        if state and key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._files is None or not state:
            found = await ask_column(self._answering, write_choice(plan))
            counts = {facet.name: await self._ask(plan, facet, shown.get(facet.name, ())) for facet in FACETS}
            return Choice(found.state, len(found.values), found.values, counts)
        try:
            arranged = await self._arrange(plan, sort, state, shown, _FIRST_KEPT)
        except IndexUnready:
            found = await ask_column(self._answering, write_choice(plan), name_snapshot(state))
            return Choice(found.state, len(found.values), found.values, {}, counted=False)
        choice = self._kept[key] = Choice(state, arranged.total, arranged.first, arranged.counts)
        while len(self._kept) > _CHOICES_KEPT:
            self._kept.popitem(last=False)
        return choice

    async def page(self, plan: Plan, sort: str, choice: Choice, paging: Paging) -> tuple[str, ...]:
        """Give the statements of a part of the list."""
        end = paging.offset + paging.limit
        if end <= len(choice.first) or len(choice.first) == choice.total:
            return choice.first[paging.offset : end]
        found = await self._arrange(plan, sort, choice.state, {}, end)
        return found.first[paging.offset :]

    async def _arrange(
        self, plan: Plan, sort: str, state: str, shown: Mapping[str, Sequence[str]], first: int
    ) -> Arranged:
        assert self._files is not None  # noqa: S101  # who calls has looked
        tally = Tally(await self._files.at(state, self._patience))
        order = _SORTS.get(sort, Sort.GIVEN)
        conditions, current = _reduce(plan, order)
        subjects: Sequence[str] | None = None
        if conditions or order is Sort.GIVEN:
            part = replace(plan, conditions=conditions)
            query = write_choice(part) if order is Sort.GIVEN else write_members(part)
            subjects = (await ask_column(self._answering, query, name_snapshot(state))).values
        return await run_in_threadpool(
            tally.arrange, subjects, order, current=current, first=first, most=VALUES_SHOWN, kept=shown
        )

    async def _ask(self, plan: Plan, facet: Facet, shown: Sequence[str]) -> Sequence[Count]:
        """Count the values of a facet by a query, for an engine elsewhere, of which nothing is kept here."""
        conditions = "\n".join(plan.conditions)
        query = (
            f"{PREFIXES}SELECT ?term (COUNT(DISTINCT ?statement) AS ?number) WHERE {{\n"
            f"{conditions}\n{facet.pattern}\n}}\n"
            "GROUP BY ?term ORDER BY DESC(?number) ?term"
        )
        numbers, words = defaultdict[str, int](int), dict[str, str]()
        for row in (await ask(self._answering, query)).rows:
            value = facet.form.write(str(row["term"]))
            numbers[value] += int(str(row["number"]))
            shown = facet.form.show(str(row["term"]))
            words[value] = min(words.get(value, shown), shown)
        counts = sorted(
            (Count(value, words[value], number) for value, number in numbers.items()),
            key=lambda count: (-count.number, count.shown, count.value),
        )
        return [count for place, count in enumerate(counts) if place < VALUES_SHOWN or count.value in shown]


def _reduce(plan: Plan, order: Sort) -> tuple[tuple[str, ...], bool]:
    """Give the conditions of a plan that the file of a state does not know the answer to, and whether it knows others.

    Most plans ask for what is said in the latest texts, which is true of most statements and long to find out of each.
    """
    if LATEST not in plan.conditions or SAID not in plan.conditions:
        return plan.conditions, False
    left = tuple(each for each in plan.conditions if each not in {LATEST, SAID})
    others = [each for each in left if each != IN_ARTICLE] + ([plan.order.pattern] if order is Sort.GIVEN else [])
    needed = any("?version" in each for each in others)
    return (left if needed else tuple(each for each in left if each != IN_ARTICLE)), True
