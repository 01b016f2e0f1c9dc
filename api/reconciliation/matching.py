"""Which entities a query may mean, how well each fits, and whether one is meant for certain.

The score is out of 100. A name that is the same has that of its kind (`api.reconciliation.names.Form`); one that is
only like it has less. A property that agrees brings the score nearer to 100, one of which nothing is known lowers it a
little, and one that contradicts lowers it much. A candidate is a match only where it has `THRESHOLD` or more and is
`MARGIN` ahead of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.reconciliation.catalogue import Catalogue, fold, name_state
from api.reconciliation.entities import Days, Entity
from api.reconciliation.names import compare
from api.reconciliation.properties import COUNTRY, DATE, PARENT, PROPERTIES, ROLE
from api.reconciliation.queries import Query, Wanted

THRESHOLD, MARGIN = 90.0, 5.0
"""A match has this score or more, and no other candidate comes nearer than this margin."""
_LEAST = 50.0
_NEARER, _UNKNOWN, _CONTRADICTED, _OTHER_TYPE = 0.4, 6.0, 20.0, 25.0
_SAME_ROLE = 85.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a query may mean: its score, that of its name alone, and what each property says of it."""

    entity: Entity
    score: float
    name_score: float
    agreed: tuple[tuple[str, bool], ...]
    match: bool = False


def find_candidates(catalogue: Catalogue, query: Query) -> list[Candidate]:
    """Give the candidates for a query, the best first."""
    named = catalogue.names.find(query.text) if query.text else dict[int, float]()
    numbers = named if query.text else dict.fromkeys(_by_properties(catalogue, query), 0.0)
    found = []
    for number, score in numbers.items():
        entity = catalogue.entities[number]
        fits = not query.types or bool(query.types & entity.types)
        if not (query.types <= entity.types if query.strict == "all" else fits or query.strict == "should"):
            continue
        said = tuple(_compare(catalogue, entity, query))
        total = _weigh(score, said) if query.text else _share(said) - (_UNKNOWN if _inherits(entity, query) else 0)
        total = max(round(total - (0 if fits else _OTHER_TYPE), 1), 0.0)
        if total >= _LEAST:
            known = tuple((name, agrees) for name, agrees in said if agrees is not None)
            found.append(Candidate(entity, total, score, known))
    found.sort(key=lambda each: (-each.score, each.entity.named_in is not None, each.entity.label, each.entity.id))
    return _decide(found)[: query.limit]


def _decide(found: list[Candidate]) -> list[Candidate]:
    if not found or found[0].score < THRESHOLD or any(not agrees for _, agrees in found[0].agreed):
        return found
    if len(found) > 1 and found[0].score - found[1].score < MARGIN:
        return found
    best = found[0]
    return [Candidate(best.entity, best.score, best.name_score, best.agreed, match=True), *found[1:]]


def _weigh(score: float, said: tuple[tuple[str, bool | None], ...]) -> float:
    for _, agrees in said:
        if agrees:
            score += _NEARER * (100 - score)
    score -= _CONTRADICTED * sum(agrees is False for _, agrees in said)
    return score - (_UNKNOWN if any(agrees is None for _, agrees in said) else 0)


def _share(said: tuple[tuple[str, bool | None], ...]) -> float:
    if any(agrees is False for _, agrees in said):
        return 0.0
    return 100 * sum(agrees is True for _, agrees in said) / len(said) if said else 0.0


def _inherits(entity: Entity, query: Query) -> bool:
    """Tell whether a code that is asked for alone may be that of a home state."""
    return any(PROPERTIES[each.property].inherited and not entity.given(each.property) for each in query.wanted)


def _by_properties(catalogue: Catalogue, query: Query) -> frozenset[int]:
    sets = [
        frozenset[int]().union(*(catalogue.having(wanted.property, value) for value in wanted.values))
        for wanted in query.wanted
        if wanted.property not in {DATE.id, PARENT.id} and wanted.values
    ]
    return frozenset.intersection(*sets) if sets else frozenset()


def _compare(catalogue: Catalogue, entity: Entity, query: Query) -> Iterator[tuple[str, bool | None]]:
    days = [found for each in query.wanted if each.property == DATE.id for v in each.values if (found := Days.read(v))]
    has_role = any(each.property == ROLE.id and each.values for each in query.wanted)
    for wanted in query.wanted:
        if not wanted.values or (wanted.property == DATE.id and has_role):
            continue  # an empty cell says nothing, and a date beside a role is the date of the role
        yield wanted.property, _agree(catalogue, entity, wanted, days)


def _agree(catalogue: Catalogue, entity: Entity, wanted: Wanted, days: list[Days]) -> bool | None:
    values = frozenset(map(fold, wanted.values))
    match wanted.property:
        case ROLE.id | DATE.id:
            return _held(entity, values if wanted.property == ROLE.id else frozenset(), days)
        case COUNTRY.id:
            state = catalogue.home(entity)
            return bool(values & name_state(state)) if state is not None else None
        case PARENT.id:
            above = [catalogue.by_iri[up] for up in climb(catalogue, entity)]
            known = {fold(word) for up in above for word in (up.label, up.id, up.iri, *up.given("alias"))}
            return bool(values & known) if above else None
    given = entity.given(wanted.property)
    if not given and PROPERTIES[wanted.property].inherited and (state := catalogue.home(entity)) is not None:
        given = state.given(wanted.property)
    return bool(values & frozenset(map(fold, given))) if given else None


def _held(entity: Entity, roles: frozenset[str], days: list[Days]) -> bool | None:
    """Tell whether a role was held on one of some days; None where nothing is known of either."""
    dated = [tenure for tenure in entity.tenures if tenure.days is not None]
    fitting = [
        tenure
        for tenure in entity.tenures
        if not roles or any(compare(asked, fold(name)) >= _SAME_ROLE for asked in roles for name in tenure.roles)
    ]
    if not days:
        return bool(fitting) if entity.tenures and (fitting or dated) else None
    if any(tenure.days is not None and tenure.days.meets(day) for tenure in fitting for day in days):
        return True
    if not roles or not dated or any(tenure.days is None for tenure in fitting):
        return None
    return False


def climb(catalogue: Catalogue, entity: Entity) -> list[str]:
    """Give the IRIs of the bodies that something is a part of, the nearest first."""
    found = dict[str, None]()
    level = list(entity.parents)
    while level:
        fresh = [up for up in level if up in catalogue.by_iri and up not in found and up != entity.iri]
        found.update(dict.fromkeys(fresh))
        level = [above for up in fresh for above in catalogue.by_iri[up].parents]
    return list(found)
