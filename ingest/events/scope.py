"""Who speaks of what: the innermost statements around each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.model import Span, Statement
from ingest.parse import Parse, Token

DEEP = 4
"""How many statements around a word are looked at, the innermost first."""


@dataclass(frozen=True)
class Scope:
    """The contents of an article's statements, by the tokens that stand in them."""

    parse: Parse
    statements: Sequence[Statement]

    @cached_property
    def cues(self) -> frozenset[int]:
        """The tokens by which somebody is given the word."""
        spans = (span for statement in self.statements for span in statement.attribution.cue)
        return frozenset(token.i for span in spans for token in self.parse.between(span))

    @cached_property
    def around(self) -> tuple[tuple[int, ...], ...]:
        """For each token, the statements whose content it stands in, the innermost first, at most ``DEEP`` of them."""
        parts = sorted(
            ((span, n) for n, statement in enumerate(self.statements) for span in statement.attribution.content),
            key=lambda part: (part[0].start, -part[0].end, part[1]),
        )
        found: list[tuple[int, ...]] = []
        stack: list[tuple[Span, int]] = []
        following = 0
        for token in self.parse.tokens:
            while following < len(parts) and parts[following][0].start <= token.start:
                stack.append(parts[following])
                following += 1
            while stack and stack[-1][0].end <= token.start:
                stack.pop()
            holding = [n for span, n in reversed(stack[-DEEP:]) if token.start < span.end]
            found.append(tuple(dict.fromkeys(holding)))
        return tuple(found)

    def speakers(self, token: Token) -> tuple[int, ...]:
        """Return the statements whose own words a token is: not those that only report another's statement of it."""
        found: list[int] = []
        for number in self.around[token.i]:
            content = self.statements[number].attribution.content
            reported = any(
                span.covers(place) and place != span
                for inner in found
                for place in self.place(inner)
                for span in content
            )
            if not reported:
                found.append(number)
        return tuple(found)

    def place(self, number: int) -> tuple[Span, ...]:
        """Return the words a statement stands at: its cue, or its content where there is none."""
        said = self.statements[number].attribution
        return said.cue[:1] or said.content[:1]
