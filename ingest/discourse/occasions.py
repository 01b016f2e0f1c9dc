"""One occasion, one audience: what the statements of a briefing, a hearing or an interview share.

STATEMENT rules 13 to 16: whoever is told is the addressee; a body that is told something in session is the venue
too; the statements the same speaker makes on the same occasion share addressee, venue and day, and the lead sentence
counts although it comes before the occasion is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.discourse.entities import Cast
from ingest.model import Basis, EntityKind, Kind, QuoteForm, Reference, Statement, TimeBasis, TimeExpression
from ingest.parse import Parse
from ingest.times.occasion import inherit, saying

SPEAKERS = frozenset({EntityKind.PERSON, EntityKind.UNNAMED})
BEFORE = frozenset({"earlier", "previously", "later", "separately"})


@dataclass(frozen=True)
class Occasions:
    """The statements of one article with whom they were made to, where and when."""

    statements: tuple[Statement, ...]
    times: tuple[TimeExpression, ...]


def share(
    statements: Sequence[Statement],
    parse: Parse,
    cast: Cast,
    times: Sequence[TimeExpression],
    published: date | None,
    telling: frozenset[str],
) -> Occasions:
    """Date each statement by its own words, then let those of one occasion share what one of them says."""
    known = list(times)
    made: list[Statement] = []
    for statement in statements:
        found = None
        if statement.attribution.quote_form is not QuoteForm.AUTHORIAL:
            found = saying(parse, statement.attribution, times, published)
        made.append(replace(statement, said_on=place(found, known)))
    for run in runs(made, parse, cast, known, telling):
        pool(run, made, known, telling)
    return Occasions(tuple(made), tuple(known))


def place(time: TimeExpression | None, known: list[TimeExpression]) -> int | None:
    """Return a time's number among those known, added if it is new."""
    if time is None:
        return None
    if time not in known:
        known.append(time)
    return known.index(time)


def runs(
    made: Sequence[Statement],
    parse: Parse,
    cast: Cast,
    known: Sequence[TimeExpression],
    telling: frozenset[str],
) -> list[list[int]]:
    """Group the statements by occasion: the same speaker, and no new audience, day or "earlier" between them."""
    open_runs: dict[tuple[int | None, ...], list[int]] = {}
    finished: list[list[int]] = []
    for n in sorted(range(len(made)), key=lambda n: made[n].start):
        statement = made[n]
        speaker = tuple(reference.entity for reference in statement.claimants)
        if not shares(statement, cast) or moved(statement, parse):
            continue
        run = open_runs.get(speaker)
        if run is None or any(differs(made[m], statement, known, telling) for m in run):
            run = open_runs[speaker] = []
            finished.append(run)
        run.append(n)
    return finished


def shares(statement: Statement, cast: Cast) -> bool:
    """Say whether a statement can share an occasion: somebody's own words, not told by another."""
    found = statement.attribution
    if found.kind is not Kind.STATEMENT or found.embedded_in is not None or not found.cue:
        return False
    people = [r.entity for r in statement.claimants if r.entity is not None]
    return bool(people) and all(cast.drafts[number].kind in SPEAKERS for number in people)


def moved(statement: Statement, parse: Parse) -> bool:
    """Say whether the sentence itself puts the statement at another time than those around it."""
    first = parse.between(statement.attribution.cue[0])
    if not first:
        return False
    cue = first[0]
    return any(parse.tokens[i].lower in BEFORE for i in parse.children[cue.i]) or any(
        parse.tokens[i].dep == "aux" and parse.tokens[i].lower == "had" for i in parse.children[cue.i]
    )


def differs(one: Statement, other: Statement, known: Sequence[TimeExpression], telling: frozenset[str]) -> bool:
    """Say whether two statements were plainly made to different people or on different days."""
    heard = [s.addressee.entity for s in (one, other) if s.addressee is not None and audience(s, telling)]
    if len(heard) == 2 and heard[0] != heard[1]:
        return True
    if one.venue is not None and other.venue is not None and one.venue.entity != other.venue.entity:
        return True
    days = [known[s.said_on].edtf for s in (one, other) if explicit(s, known) and s.said_on is not None]
    return len(days) == 2 and days[0] != days[1]


def audience(statement: Statement, telling: frozenset[str]) -> bool:
    """Say whether the addressee is who was listening, and not only whom a demand was aimed at."""
    return statement.addressee is not None and statement.attribution.lemma in telling


def explicit(statement: Statement, known: Sequence[TimeExpression]) -> bool:
    """Say whether the statement's own sentence dates it."""
    return statement.said_on is not None and known[statement.said_on].basis is TimeBasis.EXPLICIT


def pool(run: Sequence[int], made: list[Statement], known: list[TimeExpression], telling: frozenset[str]) -> None:
    """Give every statement of an occasion what one of them has, on the ground that it is the same occasion."""
    addressee = next((made[n].addressee for n in run if audience(made[n], telling)), None)
    venue = next((made[n].venue for n in run if made[n].venue is not None), None)
    dated = next((made[n].said_on for n in run if explicit(made[n], known)), None)
    for n in run:
        statement = made[n]
        if statement.addressee is None and addressee is not None:
            statement = replace(statement, addressee=shared(addressee))
        if statement.venue is None and venue is not None:
            statement = replace(statement, venue=shared(venue))
        if dated is not None and not explicit(statement, known):
            statement = replace(statement, said_on=place(inherit(known[dated]), known))
        made[n] = statement


def shared(reference: Reference) -> Reference:
    """Return the same reference on the ground of the same occasion; its evidence stays where the words are."""
    return replace(reference, basis=Basis.SAME_OCCASION)
