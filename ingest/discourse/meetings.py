"""Meetings that have no name: "a news conference in Geneva", "the rally", "a Senate hearing"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from ingest.discourse.descriptions import Descriptions
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import words_of
from ingest.model import Basis, EntityKind, Reference
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

HERE = frozenset({"in", "at"})
TOPIC = frozenset({"of", "on", "between", "for"})
HELD = frozenset({"call", "convene", "host", "hold", "organise", "organize"})
SOME = frozenset(
    {"same", "next", "other", "brief", "rare", "packed", "crowded", "heated", "stormy", "rowdy", "hastily", "several"}
)
"""Adjectives that say how or which and not what sort of meeting."""

PARTS = frozenset({"closing", "final"})
"""Which part of a conference a session is."""

BACK, AHEAD = 400, 60
"""How many tokens back and ahead a meeting is looked for that "the meeting" takes up."""

REGULAR = frozenset({"annual", "daily", "fortnightly", "monthly", "quarterly", "regular", "weekly", "yearly"})
"""How often a meeting is held, which says which one it is although the pipeline takes it for a date."""

KINDS = frozenset({"NOUN", "PROPN", "ADJ"})
PRESS = frozenset({"briefing", "conference", "interview", "rally"})
"""Occasions that a body holds for others, and not the body at work."""

WIDE = frozenset({"conference", "summit"})

LONG = 9
"""How many words may follow a meeting's noun in its name."""


@dataclass(frozen=True)
class Meetings:
    """Finds or makes the forum that a noun for a meeting stands for."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    descriptions: Descriptions

    def holds(self, noun: Token) -> bool:
        """Say whether a noun is one for a meeting, or for a body that meets, and no name."""
        words = self.lexicon.occasions | self.lexicon.meeting_bodies
        several = noun.tag == "NNS" and noun.lower in self.lexicon.plural_occasions
        one = noun.tag in {"NN", "NNP"} and noun.lemma.lower() in words
        return (one or several) and noun.i not in self.cast.at

    def resolve(self, noun: Token) -> Reference:
        """Return the body whose session a meeting is, else the meeting spoken of before, else a new one.

        Two meetings of the same sort are two, so only "the rally" is one that was named before.
        """
        left, right = self.parse.edges[noun.i]
        evidence = name(self.parse, noun)[0]
        for i in range(left, right + 1):
            number = self.cast.at.get(i)
            forum = number is not None and self.cast.drafts[number].kind is EntityKind.FORUM
            meets = noun.lemma.lower() not in PRESS or i == noun.i
            if number is not None and forum and meets and not self.holder(i, noun):
                return Reference(number, Basis.NAMED, evidence)
        body = self.session_of(noun)
        if body is not None:
            return Reference(body, Basis.NAMED, evidence)
        known = self.descriptions.resolve(noun)
        if known is not None:
            return Reference(known, Basis.DESCRIPTION, evidence)
        before = self.spoken_of(noun)
        if before is not None:
            return replace(self.resolve(before), basis=Basis.DESCRIPTION, evidence=evidence)
        label = self.label(noun)
        known = self.cast.named(label, EntityKind.FORUM) if noun.tag == "NNS" else None
        number = self.cast.add(EntityKind.FORUM, label) if known is None else known
        self.cast.mention(number, self.parse.span(*self.bounds(noun)), words_of(self.parse, *self.bounds(noun)))
        self.cast.place(number, noun.i)
        return Reference(number, Basis.NAMED, evidence)

    def session_of(self, noun: Token) -> int | None:
        """Return the body, whichever sort of body it is, whose session a noun says: "a session of the Arab League"."""
        if noun.lemma.lower() not in self.lexicon.sittings:
            return None
        whole = self.conference(noun)
        if whole is not None:
            return whole
        of = [i for i in self.parse.children[noun.i] if self.parse.tokens[i].lower == "of" and i > noun.i]
        inside = (self.cast.at.get(j) for i in of for j in self.parse.children[i])
        return next((n for n in inside if n is not None and self.cast.drafts[n].kind is EntityKind.ORGANIZATION), None)

    def conference(self, noun: Token) -> int | None:
        """Return the conference of which "the closing session" is a part: the one named last before it."""
        if noun.lemma != "session" or not any(self.parse.tokens[i].lower in PARTS for i in self.parse.children[noun.i]):
            return None
        named = [
            n
            for word in self.lexicon.gatherings
            for n in self.cast.words.get(word, ())
            if self.cast.drafts[n].kind is EntityKind.FORUM
        ]
        return self.cast.last_before(noun.i, named)

    def holder(self, i: int, noun: Token) -> bool:
        """Say whether a body holds a meeting, and does not itself meet: "a seminar organised by the forum"."""
        above = [self.parse.tokens[j] for j in self.parse.ancestors(i) if j != noun.i and noun.i < j < i]
        return any(token.dep == "acl" for token in above)

    def spoken_of(self, noun: Token) -> Token | None:
        """Return where "the meeting" was spoken of with words that say which one it is, last before or soon after."""
        if self.bounds(noun) != (noun.i, noun.i) or not self.definite(noun):
            return None
        near = range(noun.i - 1, max(-1, noun.i - BACK), -1)
        for i in chain(near, range(noun.i + 1, min(len(self.parse.tokens), noun.i + AHEAD))):
            token = self.parse.tokens[i]
            if token.lemma.lower() == noun.lemma.lower() and self.holds(token) and self.bounds(token) != (i, i):
                return token
        return None

    def definite(self, noun: Token) -> bool:
        """Say whether a noun takes up what was named before: "the meeting"."""
        return any(self.parse.tokens[i].lower in {"the", "that"} for i in self.parse.children[noun.i])

    def label(self, noun: Token) -> str:
        """Return what a meeting is called here: its words, and the place in which it is said to be.

        A conference and a summit are known without it, by who holds them.
        """
        words, place = words_of(self.parse, *self.bounds(noun)), self.place_of(noun)
        if noun.lemma.lower() in WIDE:
            return words
        return words if place is None or words.endswith(f"in {place}") else f"{words} in {place}"

    def bounds(self, noun: Token) -> tuple[int, int]:
        """Return the first and last token of the words that say which meeting it is."""
        first, last = noun.i, noun.i
        for i in sorted((i for i in self.parse.children[noun.i] if i < noun.i), reverse=True):
            token = self.parse.tokens[i]
            if self.parse.edges[i][1] != first - 1 or not self.classes(token):
                break
            first = i if token.dep == "poss" else self.parse.edges[i][0]
        for i in self.parse.children[noun.i]:
            if i > noun.i and self.parse.edges[i][0] == last + 1 and self.tells(self.parse.tokens[i]):
                last = self.until(i)
        return first, last

    def until(self, first: int) -> int:
        """Return the last token of a phrase before a date, a clause or a comma in it."""
        end = self.parse.edges[first][1]
        for i in range(first + 1, end + 1):
            token = self.parse.tokens[i]
            if token.ent in {"DATE", "TIME"} or token.dep in {"relcl", "punct", "npadvmod"}:
                return i - 2 if self.parse.tokens[i - 1].pos == "ADP" else i - 1
        return end

    def tells(self, token: Token) -> bool:
        """Say whether words after a noun say which meeting it is: its topic, its members, or who holds it."""
        last = self.until(token.i)
        if last - token.i > LONG or last == token.i:
            return False
        return (token.dep == "prep" and token.lower in TOPIC) or (token.dep == "acl" and token.lemma in HELD)

    def classes(self, token: Token) -> bool:
        """Say whether a word before a noun says which sort of meeting or body it is: "news", "customary"."""
        if token.lower in REGULAR:
            return True
        if self.is_date(token.i) and token.ent != "ORDINAL":
            return False
        if token.dep == "poss" and token.tag == "NNS":
            return True
        bygone = token.lower in self.lexicon.bygone | SOME
        return token.dep in {"compound", "amod", "nmod"} and (token.pos in KINDS or token.tag == "VBG") and not bygone

    def place_of(self, noun: Token) -> str | None:
        """Return the name of the place a meeting is said to be in."""
        for i in self.parse.children[noun.i]:
            if self.parse.tokens[i].dep == "prep" and self.parse.tokens[i].lower in HERE:
                for j in self.parse.children[i]:
                    number = self.cast.at.get(j)
                    if number is not None:
                        draft = self.cast.drafts[number]
                        words = set(draft.label.lower().split())
                        built = bool(words & (self.lexicon.buildings | self.lexicon.sites))
                        town = draft.kind in {EntityKind.PLACE, EntityKind.SITE} and not built
                        return draft.label if town else None
        return None

    def dated(self, noun: Token) -> bool:
        """Say whether a meeting's own words say that it was not the day's: "Monday's debate", "a recent rally"."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i] if i < noun.i]
        return any((self.is_date(t.i) and t.lower not in REGULAR) or t.lower in self.lexicon.bygone for t in below)

    def is_date(self, i: int) -> bool:
        """Say whether a token is part of a date."""
        return self.parse.tokens[i].ent in {"DATE", "TIME"}
