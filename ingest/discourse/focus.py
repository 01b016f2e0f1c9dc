"""Who an article has in mind at a place in it: what a pronoun there can take up, the likeliest first.

Each name counts by its place in its sentence, and less the further back the sentence stands (after Lappin and Leass,
1994); whoever speaks in a sentence counts more there, and names inside somebody's words count little outside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.discourse.mention import Mention
from ingest.model import Attribution, QuoteForm
from ingest.parse import Parse, Token

Group = tuple[int, ...]
"""One entity, or several that are spoken of together."""

SUBJECT, OBJECT, OTHER, SPEAKER = 4.0, 2.0, 1.5, 3.0
FADE = 0.3
"""What is left of a name's weight with each sentence."""

REACH = 8
"""How many sentences back a name can be taken up."""

MOST = 200
"""How many names of one sentence are weighed; it keeps the work linear in endless sentences."""

QUOTED = 0.25
"""What a name inside quotation marks counts for outside them."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A name or a resolved pronoun in a sentence."""

    token: int
    group: Group
    weight: float
    quotation: int | None


class Focus:
    """The names of one article by sentence. It grows as pronouns are resolved and speakers known."""

    def __init__(self, parse: Parse, attributions: Sequence[Attribution]) -> None:
        self.parse = parse
        self.traces: dict[int, list[Trace]] = {}
        direct = [a for a in attributions if a.quote_form is QuoteForm.DIRECT or is_turn(a, parse)]
        self.quotations = sorted(span for a in direct for span in a.content)
        self.starts = [span.start for span in self.quotations]

    def quotation_at(self, offset: int) -> int | None:
        """Return the number of the quotation that holds an offset."""
        k = bisect_right(self.starts, offset) - 1
        return k if k >= 0 and offset < self.quotations[k].end else None

    def name(self, mentions: Iterable[Mention], at: dict[int, int]) -> None:
        """Note the names of the article."""
        for mention in mentions:
            head = self.head(mention)
            self.note(head, (at[mention.first],), weight_of(head, self.parse))

    def head(self, mention: Mention) -> Token:
        """Return the token of a name that depends on something outside it."""
        inside = range(mention.first, mention.last + 1)
        return next(
            (t for i in inside if (t := self.parse.tokens[i]).head not in inside or t.head == i),
            self.parse.tokens[mention.last],
        )

    def note(self, token: Token, group: Group, weight: float) -> None:
        """Note that somebody is spoken of at a token."""
        self.traces.setdefault(token.sent, []).append(Trace(token.i, group, weight, self.quotation_at(token.start)))

    def speaker(self, token: Token, group: Group) -> None:
        """Note that somebody has the word at a token."""
        if group:
            self.note(token, group, SPEAKER + weight_of(token, self.parse))

    def likeliest(self, token: Token, fits: Callable[[Group], float], *, within: bool = False) -> Group | None:
        """Return whom a pronoun takes up: the fitting group of most weight before it, ``None`` where none fits.

        ``fits`` gives a factor, 0 for what cannot be meant; ``within`` looks at no name outside the same quotation.
        """
        here = self.quotation_at(token.start)
        scores: dict[Group, float] = {}
        last: dict[Group, int] = {}
        fade = 1.0
        for sent in range(token.sent, max(-1, token.sent - REACH - 1), -1):
            best: dict[Group, float] = {}
            for trace in self.traces.get(sent, [])[-MOST:]:
                if sent == token.sent and trace.token >= token.i:
                    continue
                if within and trace.quotation != here:
                    continue
                weight = trace.weight * (1.0 if trace.quotation in (None, here) else QUOTED)
                best[trace.group] = max(best.get(trace.group, 0.0), weight)
                last[trace.group] = max(last.get(trace.group, -1), trace.token)
            for group, weight in best.items():
                scores[group] = scores.get(group, 0.0) + weight * fade
            fade *= FADE
        scores = {group: found for group, score in scores.items() if (found := score * fits(group)) > 0}
        return max(scores, key=lambda group: (scores[group], last[group])) if scores else None


def is_turn(attribution: Attribution, parse: Parse) -> bool:
    """Say whether somebody's words are a turn in a transcript: a name, a colon, and no quotation marks."""
    cue = attribution.cue
    return attribution.embedded_in is None and bool(cue) and cue[0].of(parse.text) == ":"


def weight_of(token: Token, parse: Parse) -> float:
    """Return what a name's place in its sentence counts for."""
    while token.dep in {"compound", "nmod", "conj", "appos"} and token.head != token.i:
        token = parse.tokens[token.head]
    if token.dep in {"nsubj", "nsubjpass"}:
        return SUBJECT
    return OBJECT if token.dep in {"dobj", "dative", "agent"} else OTHER
