"""What an article's statements come to together, and entities that turned out to be of no use left out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.model import Entity, Membership, Occasion, Reference, Statement, TimeExpression


@dataclass(frozen=True, slots=True)
class Discourse:
    """What an article's statements come to together. Indices point into the tuples here, as in ``Extraction``."""

    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    memberships: tuple[Membership, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    parents: tuple[tuple[int, int], ...] = ()


def forget(found: Discourse, spare: frozenset[int]) -> Discourse:
    """Leave out the spare entities that nothing refers to, and number the others anew."""
    used = {reference.entity for statement in found.statements for reference in references(statement)}
    used |= {number for pair in found.parents for number in pair}
    used |= {number for held in found.memberships for number in (held.member, held.organization)}
    kept = [n for n in range(len(found.entities)) if n not in spare or n in used]
    if len(kept) == len(found.entities):
        return found
    place = {number: n for n, number in enumerate(kept)}
    return Discourse(
        tuple(renumber(statement, place) for statement in found.statements),
        tuple(found.entities[number] for number in kept),
        tuple(
            replace(held, member=place[held.member], organization=moved(held.organization, place))
            for held in found.memberships
        ),
        found.times,
        tuple(
            replace(each, venue=move(each.venue, place), addressee=move(each.addressee, place))
            for each in found.occasions
        ),
        tuple((place[one], place[other]) for one, other in found.parents),
    )


def references(statement: Statement) -> tuple[Reference, ...]:
    """Return everything a statement refers to."""
    venue = () if statement.venue is None else (statement.venue,)
    return (*statement.claimants, *statement.addressees, *venue)


def renumber(statement: Statement, place: dict[int, int]) -> Statement:
    """Return a statement with its references to entities numbered anew."""
    return replace(
        statement,
        claimants=tuple(replace(each, entity=moved(each.entity, place)) for each in statement.claimants),
        addressee=move(statement.addressee, place),
        joint=tuple(replace(each, entity=moved(each.entity, place)) for each in statement.joint),
        venue=move(statement.venue, place),
    )


def move(reference: Reference | None, place: dict[int, int]) -> Reference | None:
    """Return a reference with its entity numbered anew."""
    return None if reference is None else replace(reference, entity=moved(reference.entity, place))


def moved(number: int | None, place: dict[int, int]) -> int | None:
    """Return the new number of an entity."""
    return None if number is None else place[number]
