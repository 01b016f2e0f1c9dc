"""What goes on: words right after those of the same speaker, at the same time, or right after what was just told of.

STATEMENTS rule 16: statements of one occasion share its day. Where no occasion is named, the same speaker's next
sentence is of it ("he said last week. He would return, he said"), "at the time" is the time just told of, and
"afterwards" is the day of what went before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.discourse.dating import ONE_DAY, sentence_of
from ingest.discourse.scenes import Scenes, same_occasion
from ingest.model import Statement, TimeBasis
from ingest.parse import Token
from ingest.times.occasion import inherit

NEXT = 2
"""How many sentences lie at most between words and those that go on from them."""

BACK = 6
"""How many sentences before "afterwards" the day was told."""

FIRST = 3
"""How many statements of an article are those of its lead."""

AFTER = frozenset({"after", "afterward", "afterwards"})


@dataclass(frozen=True)
class Following:
    """Dates statements of one article by those right before them."""

    scenes: Scenes
    published: date | None

    def share(self) -> None:
        """Let each statement without a day of its own take that of what it goes on from."""
        order = sorted(range(len(self.scenes.statements)), key=lambda n: self.scenes.statements[n].start)
        before: list[int] = []
        for n in order:
            if not self.scenes.shares(self.scenes.statements[n]):
                continue
            if self.open(self.scenes.statements[n]):
                self.go_on(n, before)
            before.append(n)
        self.date_by_lead(before)

    def date(self, n: int, time: int) -> None:
        """Let a statement take the day of another, by the number of its time."""
        inherited = self.scenes.times.number(inherit(self.scenes.times.known[time]))
        self.scenes.statements[n] = replace(self.scenes.statements[n], said_on=inherited)

    def date_by_lead(self, order: Sequence[int]) -> None:
        """Date by the lead's day what was said to somebody somewhere, and what the lead's speakers said besides.

        An article that begins with yesterday's hearing goes on with it.
        """
        times = self.scenes.times
        lead = next((n for n in order[:FIRST] if self.one_day(n)), None)
        said = self.scenes.statements[lead].said_on if lead is not None else None
        if said is None or times.known[said].latest in (None, self.published) or times.bygone(said, self.published):
            return
        speaking = {
            r.entity
            for n in order
            if self.one_day(n) and self.edtf(n) == times.known[said].edtf
            for r in self.scenes.statements[n].claimants
        }
        for n in order:
            statement = self.scenes.statements[n]
            if not self.open(statement) or self.scenes.moved(statement):
                continue
            placed = statement.venue is not None and statement.addressee is not None
            if placed or speaking & {r.entity for r in statement.claimants}:
                self.date(n, said)

    def edtf(self, n: int) -> str | None:
        """Return the day of a statement as it is written."""
        said = self.scenes.statements[n].said_on
        return None if said is None else self.scenes.times.known[said].edtf

    def one_day(self, n: int) -> bool:
        """Say whether words have dated a statement to one day."""
        return self.scenes.times.timed(self.scenes.statements[n]) and len(self.edtf(n) or "") == ONE_DAY

    def open(self, statement: Statement) -> bool:
        """Say whether nothing has dated a statement."""
        said = statement.said_on
        return said is not None and self.scenes.times.known[said].basis is TimeBasis.PUBLICATION

    def go_on(self, n: int, before: Sequence[int]) -> None:
        """Date a statement by the last before it that it goes on from."""
        cue = self.scenes.cue(self.scenes.statements[n])
        if cue is None:
            return
        if self.at_the_time(cue):
            self.date_then(n, cue)
        elif self.after(cue):
            self.date_after(n, before)
        elif not self.scenes.moved(self.scenes.statements[n]):
            self.date_next(n, before)
            if self.open(self.scenes.statements[n]):
                self.date_meeting(n, cue)

    def date_next(self, n: int, before: Sequence[int]) -> None:
        """Date the words of a speaker by those that the same speaker said last, in the sentences right before."""
        statements = self.scenes.statements
        speakers = [r.entity for r in statements[n].claimants]
        m = next((m for m in reversed(before[-3:]) if [r.entity for r in statements[m].claimants] == speakers), None)
        if m is None or self.scenes.sentence(n) - self.scenes.sentence(m) > NEXT or not self.same_block(m, n):
            return
        said = statements[m].said_on
        if said is None or self.open(statements[m]) or self.scenes.times.known[said].basis is TimeBasis.NONE:
            return
        if self.scenes.apart(self.scenes.heard(m), self.scenes.heard(n)):
            return
        self.date(n, said)
        heard = self.scenes.heard(m)
        if statements[n].addressee is None and heard is not None:
            statements[n] = replace(statements[n], addressee=same_occasion(heard))

    def date_meeting(self, n: int, cue: Token) -> None:
        """Date what is told after a meeting of a day in its paragraph: "They held talks on Sunday. He offered"."""
        parse = self.scenes.parse
        if cue.tag != "VBD" or self.scenes.heard(n) is not None:
            return
        for sent in range(cue.sent - 1, max(-1, cue.sent - 1 - NEXT), -1):
            first, end = parse.sentences[sent]
            if parse.tokens[first].block != cue.block:
                return
            days = self.days_in(sent)
            if days:
                if len(days) == 1 and self.tells_of_meeting(parse.tokens[first:end]):
                    self.date(n, days[0])
                return

    def tells_of_meeting(self, tokens: Sequence[Token]) -> bool:
        """Say whether a sentence speaks of a meeting."""
        lexicon = self.scenes.lexicon
        words = lexicon.occasions | lexicon.gatherings | lexicon.dialogues
        return any({t.lower, t.lemma} & words and t.pos == "NOUN" for t in tokens)

    def days_in(self, sent: int) -> list[int]:
        """Return the times of one day, none of them to come, that stand in a sentence outside anybody's words."""
        said = [span for s in self.scenes.statements for span in s.attribution.content if s.attribution.cue]
        return [
            n
            for n, time in enumerate(self.scenes.times.known)
            if time.span is not None
            and time.basis is TimeBasis.EXPLICIT
            and time.edtf is not None
            and len(time.edtf) == ONE_DAY
            and sentence_of(self.scenes.parse, time.span) == sent
            and not any(span.covers(time.span) for span in said)
            and (self.published is None or time.earliest is None or time.earliest <= self.published)
        ]

    def same_block(self, m: int, n: int) -> bool:
        """Say whether two statements stand in one paragraph."""
        one, other = (self.scenes.cue(self.scenes.statements[each]) for each in (m, n))
        return one is not None and other is not None and one.block == other.block

    def at_the_time(self, cue: Token) -> bool:
        """Say whether a saying is put "at the time"."""
        return any(self.scenes.then(self.scenes.parse.tokens[i]) for i in self.scenes.parse.children[cue.i])

    def date_then(self, n: int, cue: Token) -> None:
        """Date "at the time" by the last time before it in its paragraph."""
        times = self.scenes.times.known
        start = self.scenes.parse.tokens[self.scenes.parse.sentences[cue.sent][0]].start
        found = [
            number
            for number, time in enumerate(times)
            if time.span is not None
            and time.span.start < start
            and time.latest is not None
            and cue.sent - sentence_of(self.scenes.parse, time.span) <= NEXT
        ]
        if found:
            self.date(n, found[-1])

    def after(self, cue: Token) -> bool:
        """Say whether a saying is put "afterwards", or after the hearing, or outside it."""
        parse, lexicon = self.scenes.parse, self.scenes.lexicon
        first, end = parse.sentences[cue.sent]
        content = [span for s in self.scenes.statements for span in s.attribution.content]
        for token in parse.tokens[first:end]:
            if token.lower not in AFTER or any(span.start <= token.start < span.end for span in content):
                continue
            if token.lower in {"afterward", "afterwards"}:
                return True
            if token.lower == "after" and any(
                parse.tokens[i].dep == "pobj" and parse.tokens[i].lemma in lexicon.occasions | lexicon.gatherings
                for i in parse.children[token.i]
            ):
                return True
        return False

    def date_after(self, n: int, before: Sequence[int]) -> None:
        """Date words after an occasion by the day on which anything was said right before them."""
        here = self.scenes.sentence(n)
        for m in reversed(before):
            if here - self.scenes.sentence(m) > BACK:
                return
            said = self.scenes.statements[m].said_on
            time = self.scenes.times.known[said] if said is not None else None
            if said is not None and time is not None and time.edtf is not None and len(time.edtf) == ONE_DAY:
                self.date(n, said)
                return
