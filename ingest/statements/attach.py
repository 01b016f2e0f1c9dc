"""Which quotation belongs to which cue (STATEMENTS rules 1 and 7).

A cue takes the quotation right before or right after it, with nothing between them but who speaks, who is told and
when. A quotation that no cue takes goes on with the one before it, across the end of the cue's sentence or, as
printers do it, into the next paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.model import Span, Spans
from ingest.parse import Parse, Token
from ingest.quotes import Quotation

BESIDE = " \u00a0,:"
ARGUMENTS = frozenset({"prt", "dobj", "dative", "prep", "npadvmod", "advmod", "tmod", "agent", "nsubj", "advcl"})
ENDS = frozenset(".?!…")
MARKS = frozenset("\"'”’»“‘«")
REACH = 400
"""How far from its cue a quotation after it may begin, in code points: it keeps the work linear."""
FEWEST_WORDS = 2
FEW_WORDS = 7
WITHIN = frozenset({"IN", "TO", "DT", "PRP$", "POS", "JJ"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue that can take a quotation: the verb, and the words of it and of its speaker, from ``start`` to ``end``."""

    verb: Token
    start: int
    end: int


@dataclass
class Attachments:
    """The quotations of one article, and the cue that each one belongs to."""

    parse: Parse
    quotations: Sequence[Quotation]
    owners: dict[int, Saying] = field(default_factory=dict)
    """The cue of each quotation, by the quotation's place in the sequence."""
    verbs: set[int] = field(default_factory=set)
    """The indices of all cues that can take a quotation."""

    def attach(self, sayings: Iterable[Saying]) -> Mapping[int, Spans]:
        """Give each quotation its cue, and return the quotations of each cue by the index of its verb."""
        every = list(sayings)
        self.verbs.update(saying.verb.i for saying in every)
        for saying in every:
            self.take_before(saying)
        for saying in every:
            self.take_after(saying)
        self.take_back()
        self.take_on()
        taken: dict[int, list[Span]] = {}
        for place, saying in sorted(self.owners.items()):
            taken.setdefault(saying.verb.i, []).append(self.quotations[place].span)
        return {verb: tuple(spans) for verb, spans in taken.items()}

    @property
    def free(self) -> list[Span]:
        """The quotations that no cue has taken."""
        return [q.span for n, q in enumerate(self.quotations) if n not in self.owners]

    def take_before(self, saying: Saying) -> None:
        """Take the quotation that runs into the cue: "...," she said."""
        place = bisect_right(self.quotations, saying.start, key=lambda q: q.span.end) - 1
        if place < 0 or place in self.owners:
            return
        span = self.quotations[place].span
        if self.in_phrase(span):
            return
        gap = self.parse.text[span.end : min(saying.start, span.end + REACH)]
        if leads_to_cue(span.of(self.parse.text)[-3:], gap) and saying.start - span.end < REACH:
            self.owners[place] = saying

    def take_after(self, saying: Saying) -> None:
        """Take the quotation that follows the cue: she told reporters on Monday: "..."."""
        place = bisect_left(self.quotations, saying.end, key=lambda q: q.span.start)
        if place >= len(self.quotations) or place in self.owners:
            return
        start = self.quotations[place].span.start
        if start - saying.end < REACH and self.only_arguments(saying, start):
            self.owners[place] = saying

    def in_phrase(self, span: Span) -> bool:
        """Say whether a few words in marks belong to a phrase of the sentence around: in an interview on "Today"."""
        if len(span.of(self.parse.text).split()) > FEW_WORDS:
            return False
        first = self.parse.first_at(span.start)
        if first == 0 or first >= len(self.parse.tokens):
            return False
        before, inner = self.parse.tokens[first - 1], span.of(self.parse.text).strip("\"'“”‘’«» ")
        if before.block != self.parse.tokens[first].block or before.lower == "that" or not before.text[-1].isalnum():
            return False
        return before.tag in WITHIN or inner[:1].islower()

    def only_arguments(self, saying: Saying, start: int) -> bool:
        """Say whether nothing stands between a cue and a quotation but who is told, where and when."""
        between = self.parse.between(Span(saying.end, start)) if start > saying.end else ()
        words = [t for t in between if t.text not in BESIDE and t.text not in MARKS]
        if any(t.text in ENDS or t.block != saying.verb.block or t.i in self.verbs for t in words):
            return False
        if words and between[-1].text not in {",", ":", "that"}:
            return False
        return all(self.argument(t, saying.verb) for t in words)

    def argument(self, token: Token, verb: Token) -> bool:
        """Say whether a token stands in an argument of the verb that is no content."""
        step = token
        for _ in range(12):
            if step.head == verb.i:
                return step.dep in ARGUMENTS or step.lower == "that"
            if step.head == step.i:
                return False
            step = self.parse.tokens[step.head]
        return False

    def take_back(self) -> None:
        """Give the quotations before one that ran into its cue to the same cue: the speech began earlier."""
        for place in range(len(self.quotations) - 2, -1, -1):
            after = self.owners.get(place + 1)
            if place in self.owners or after is None or after.start < self.quotations[place + 1].span.start:
                continue
            if self.unbroken(place) or self.printed_on(place):
                self.owners[place] = after

    def take_on(self) -> None:
        """Give the quotations after one to the same cue where they have none of their own."""
        for place in range(1, len(self.quotations)):
            before = self.owners.get(place - 1)
            if place in self.owners or before is None:
                continue
            if self.unbroken(place - 1) or self.printed_on(place - 1) or self.resumes(place, before):
                self.owners[place] = before

    def unbroken(self, place: int) -> bool:
        """Say whether a quotation and the next have no word between them, within one paragraph."""
        one, two = self.quotations[place].span, self.quotations[place + 1].span
        gap = self.parse.text[one.end : two.start]
        return "\n" not in gap and not any(c.isalnum() for c in gap)

    def printed_on(self, place: int) -> bool:
        """Say whether a quotation left open at the end of its paragraph is opened again in the next."""
        one, two = self.quotations[place], self.quotations[place + 1]
        gap = self.parse.text[one.span.end : two.span.start]
        return not one.closed and not gap.strip()

    def resumes(self, place: int, saying: Saying) -> bool:
        """Say whether a quotation of whole sentences follows as soon as the cue's sentence ends."""
        one, two = self.quotations[place - 1].span, self.quotations[place].span
        if not whole(two.of(self.parse.text)):
            return False
        between = self.parse.between(Span(one.end, two.start)) if two.start > one.end else ()
        words = [t for t in between if any(c.isalnum() for c in t.text)]
        if any(t.sent != saying.verb.sent for t in words):
            return False
        gap = self.parse.text[one.end : two.start].rstrip()
        if "\n" in gap.strip():
            return False
        if not words:
            return False
        return gap[-1:] in {".", ",", ":", "?", "!"} and words[0].start <= saying.end + REACH


def leads_to_cue(ending: str, gap: str) -> bool:
    """Say whether a quotation runs into the cue after it: a comma inside or after it, or its own closing mark."""
    bare = gap.strip(BESIDE)
    return bare in {"", "—", "–", "--"} and ("," in gap or bool(bare) or any(mark in ",?!—-…" for mark in ending))


def whole(quotation: str) -> bool:
    """Say whether a quotation holds at least a sentence and not a word or two."""
    words = quotation.split()
    inner = quotation.strip(" \u00a0\"'“”‘’«»")
    return (len(words) >= FEWEST_WORDS and inner[-1:] in ENDS) or len(words) >= 8
