"""The days on which the statements of an article were made, by their own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.model import Kind, QuoteForm, Span, Statement, TimeBasis, TimeExpression
from ingest.parse import Parse
from ingest.times.occasion import saying

ONE_DAY = len("2022-01-27")
"""How many characters a time has that is one day."""

FRESH = 7
"""How many days back the news of an article may lie."""


@dataclass
class Times:
    """The times of one article, found by sentence; new ones are added at the end."""

    known: list[TimeExpression]
    numbers: dict[TimeExpression, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {time: n for n, time in reversed(list(enumerate(self.known)))}

    def number(self, time: TimeExpression | None) -> int | None:
        """Return a time's number, added if it is new."""
        if time is None:
            return None
        if time not in self.numbers:
            self.numbers[time] = len(self.known)
            self.known.append(time)
        return self.numbers[time]

    def timed(self, statement: Statement) -> bool:
        """Say whether words have dated a statement, its own or those of its occasion."""
        return statement.said_on is not None and self.known[statement.said_on].basis is not TimeBasis.PUBLICATION

    def dated(self, statement: Statement) -> bool:
        """Say whether the statement's own sentence dates it."""
        return statement.said_on is not None and self.known[statement.said_on].basis is TimeBasis.EXPLICIT

    def day(self, statement: Statement) -> int | None:
        """Return the time of a statement that its own sentence dates to one day."""
        if not self.dated(statement) or statement.said_on is None:
            return None
        time = self.known[statement.said_on]
        one = time.earliest is None or time.earliest == time.latest
        return statement.said_on if one else None

    def bygone(self, day: int, published: date | None) -> bool:
        """Say whether a day lies too far back to be that of statements before the one it dates."""
        latest = self.known[day].latest
        return latest is not None and published is not None and (published - latest).days > FRESH


def dates(
    parse: Parse, statements: Sequence[Statement], times: Sequence[TimeExpression], published: date | None
) -> tuple[list[Statement], Times]:
    """Date each statement by its own words; the publisher's own and attitudes have no time of saying."""
    known = Times(list(times))
    by_sentence: dict[int, list[TimeExpression]] = {}
    for time in times:
        if time.span is not None:
            by_sentence.setdefault(sentence_of(parse, time.span), []).append(time)
    contents = contents_of(parse, statements)
    made = []
    for statement in statements:
        found, said = None, statement.attribution
        if not authorial(statement) and said.kind is Kind.STATEMENT:
            place = sentence_of(parse, (said.cue or (Span(0, 1),))[0])
            found = saying(parse, said, by_sentence.get(place, ()), published, contents.get(place, ()))
        made.append(replace(statement, said_on=known.number(found)))
    return made, known


def contents_of(parse: Parse, statements: Sequence[Statement]) -> dict[int, list[Span]]:
    """Return what anybody but the publisher says, by the sentences it reaches into."""
    contents: dict[int, list[Span]] = {}
    for statement in statements:
        if not authorial(statement):
            for span in statement.attribution.content:
                for number in parse.sentences_in(span):
                    contents.setdefault(number, []).append(span)
    return contents


def sentence_of(parse: Parse, span: Span) -> int:
    """Return the number of the sentence a stretch of text begins in, -1 where the text has no word there."""
    i = parse.first_at(span.start)
    return parse.tokens[i].sent if i < len(parse.tokens) else -1


def authorial(statement: Statement) -> bool:
    """Say whether a statement is the publisher's own."""
    return statement.attribution.quote_form is QuoteForm.AUTHORIAL
