"""Turns of a conversation in print: who asks is spoken to by who answers, and the other way round.

A run of statements with a colon for a cue, by two speakers at least, is a transcript. A question in it goes to whoever
spoke last or speaks next; an answer goes to whoever asked, unless it is given to a body in session.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.model import Basis, EntityKind, Kind, QuoteForm, Reference, Span, Stance, Statement
from ingest.parse import Parse

TURN = re.compile(r"([A-Z][\w.’'-]*(?: [\w.’'-]+){0,3}):")
"""The words before the colon of a turn."""

FAR = 3
"""How many paragraphs may stand between two turns of one conversation."""


def address_turns(parse: Parse, statements: Sequence[Statement], cast: Cast) -> list[Statement]:
    """Return the statements, each turn of a conversation told to the other speaker where nobody else is told it."""
    found = list(statements)
    turns = [n for n, s in enumerate(found) if is_turn(parse, s)]
    for place, n in enumerate(turns):
        around = [
            m for m in (turns[place - 1 : place] + turns[place + 1 : place + 2]) if near(parse, found[m], found[n])
        ]
        others = [m for m in around if speaker(found[m]) != speaker(found[n])]
        asks = asked(parse, found[n])
        if found[n].addressee is not None and not asks:
            continue
        if not others:
            found[n] = replace(found[n], addressee=asker(parse, cast, found[n]))
            continue
        other = next((m for m in reversed(others) if m > n), others[0]) if asks else others[0]
        told = found[other].claimants[0]
        if told.entity is not None:
            reference = Reference(told.entity, Basis.SAME_OCCASION, told.evidence)
            found[n] = replace(found[n], addressee=reference, joint=())
    return found


def address_questions(parse: Parse, lexicon: Lexicon, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements, each question told to who answers it and each answer to who asked.

    Who answers speaks in the same sentence ("Asked by a reporter whether it was, he said") or next; else it is who
    spoke before. Only an answer by its cue ("he replied") is told to who asked.
    """
    found = list(statements)
    order = sorted((n for n, s in enumerate(found) if outer(s)), key=lambda n: found[n].start)
    for place, n in enumerate(order):
        if not questions(found[n], lexicon) or told_outright(found[n]):
            continue
        after = [m for m in order[place + 1 : place + 2] if answers(parse, found[n], found[m], lexicon)]
        before = [m for m in order[max(place - 1, 0) : place] if gap(parse, found[m], found[n]) <= 1]
        reached = [m for m in (*after, *before) if other(found[m], found[n])]
        if reached:
            found[n] = replace(found[n], addressee=speaking(found[reached[0]]), joint=())
    for one, two in pairwise(order):
        replies = found[two].attribution.lemma in lexicon.answering and gap(parse, found[one], found[two]) <= 1
        if (
            questions(found[one], lexicon)
            and replies
            and other(found[one], found[two])
            and not told_outright(found[two])
        ):
            found[two] = replace(found[two], addressee=speaking(found[one]), joint=())
    return found


def questions(statement: Statement, lexicon: Lexicon) -> bool:
    """Say whether somebody asks something, and not for something."""
    found = statement.attribution
    return found.lemma in lexicon.questioning and found.polarity is Stance.ENTERTAIN


def answers(parse: Parse, question: Statement, statement: Statement, lexicon: Lexicon) -> bool:
    """Say whether a statement answers a question before it: by its cue, or right after one that is not quoted."""
    here = gap(parse, question, statement)
    quoted = question.attribution.quote_form is QuoteForm.DIRECT
    return here == 0 or (here <= 1 and (statement.attribution.lemma in lexicon.answering or not quoted))


def gap(parse: Parse, one: Statement, other: Statement) -> int:
    """Return how many sentences lie between the cues of two statements."""
    places = [
        parse.tokens[min(parse.first_at(s.attribution.cue[0].start), len(parse.tokens) - 1)] for s in (one, other)
    ]
    return abs(places[0].sent - places[1].sent)


def outer(statement: Statement) -> bool:
    """Say whether a statement is somebody's own words with a cue."""
    found = statement.attribution
    return found.kind is Kind.STATEMENT and found.embedded_in is None and bool(found.cue)


def told_outright(statement: Statement) -> bool:
    """Say whether the words beside a cue say who is told."""
    return statement.addressee is not None and bool(statement.attribution.addressee)


def other(one: Statement, two: Statement) -> bool:
    """Say whether two statements are by two speakers, of whom the first is known."""
    speakers = {reference.entity for reference in two.claimants}
    return len(one.claimants) == 1 and one.claimants[0].entity not in speakers | {None} and bool(speakers)


def speaking(statement: Statement) -> Reference:
    """Return who speaks as who is spoken to."""
    return Reference(statement.claimants[0].entity, Basis.SAME_OCCASION, statement.claimants[0].evidence)


def asker(parse: Parse, cast: Cast, statement: Statement) -> Reference | None:
    """Return who has the turn right before an answer, by the words before the colon; "Q" is the publisher."""
    number = parse.tokens[min(parse.first_at(statement.start), len(parse.tokens) - 1)].block
    for block in parse.blocks[max(number - 1, 0) : number]:
        turn = TURN.match(parse.text, block.span.start, block.span.end)
        if turn is None:
            continue
        span = Span(turn.start(1), turn.end(1))
        if turn[1] in {"Q", "Question"}:
            return Reference(0, Basis.PUBLISHER, span)
        numbers = [n for n in cast.words.get(turn[1].split()[-1].lower(), ()) if n != speaker(statement)]
        named = numbers[0] if numbers else cast.add(EntityKind.ORGANIZATION, turn[1])
        cast.mention(named, span, turn[1])
        return Reference(named, Basis.SAME_OCCASION, span)
    return None


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
