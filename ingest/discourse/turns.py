"""Turns of a conversation in print: who asks is spoken to by who answers, and the other way round.

A run of statements with a colon for a cue, by two speakers at least, is a transcript. A question in it goes to whoever
spoke last or speaks next; an answer goes to whoever asked, unless it is given to a body in session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Basis, Kind, QuoteForm, Reference, Statement
from ingest.parse import Parse

FAR = 3
"""How many paragraphs may stand between two turns of one conversation."""


def address_turns(parse: Parse, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements, each turn of a conversation told to the other speaker where nobody else is told it."""
    found = list(statements)
    turns = [n for n, s in enumerate(found) if is_turn(parse, s)]
    for place, n in enumerate(turns):
        around = [
            m for m in (turns[place - 1 : place] + turns[place + 1 : place + 2]) if near(parse, found[m], found[n])
        ]
        others = [m for m in around if speaker(found[m]) != speaker(found[n])]
        asks = asked(parse, found[n])
        if not others or (found[n].addressee is not None and not asks):
            continue
        other = next((m for m in reversed(others) if m > n), others[0]) if asks else others[0]
        told = found[other].claimants[0]
        if told.entity is not None:
            reference = Reference(told.entity, Basis.SAME_OCCASION, told.evidence)
            found[n] = replace(found[n], addressee=reference, joint=())
    return found


def is_turn(parse: Parse, statement: Statement) -> bool:
    """Say whether a statement is a turn: a name, a colon, and no other cue."""
    found = statement.attribution
    if found.kind is not Kind.STATEMENT or found.quote_form is QuoteForm.AUTHORIAL or len(statement.claimants) != 1:
        return False
    return found.embedded_in is None and bool(found.cue) and found.cue[0].of(parse.text) == ":"


def speaker(statement: Statement) -> int | None:
    """Return who has the turn."""
    return statement.claimants[0].entity


def near(parse: Parse, one: Statement, other: Statement) -> bool:
    """Say whether two turns can be of one conversation."""
    blocks = [parse.tokens[min(parse.first_at(s.start), len(parse.tokens) - 1)].block for s in (one, other)]
    return abs(blocks[0] - blocks[1]) <= FAR


def asked(parse: Parse, statement: Statement) -> bool:
    """Say whether a turn ends in a question."""
    last = statement.attribution.content[-1] if statement.attribution.content else None
    return last is not None and "?" in parse.text[max(last.start, last.end - 2) : last.end + 2]
