"""Which body the article shows at work: a court that rules, a council that meets, a parliament that is told things."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.discourse.cues import own
from ingest.discourse.dating import ONE_DAY
from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.meetings import Meetings
from ingest.model import Basis, EntityKind, Reference, Statement, TimeExpression
from ingest.parse import Parse, Token

PANELS = frozenset({"committee", "panel", "subcommittee"})
"""Nouns that a parliament's body can be called by, whichever is in its name."""

SOON = 150
"""How many tokens after "a parliamentary committee" its name comes."""

LEAD = 4
"""How many sentences at the head of an article say which session it reports from."""

ARRIVING = frozenset({"assemble", "begin", "come", "crowd", "flock", "gather", "open", "pack", "start"})
"""What people have done by the time a meeting is on: "300 people had gathered for the village assembly"."""

EARLY = 12
"""In which of its first sentences an article names the session that it reports from."""

AHEAD = frozenset({"another", "any", "every", "further", "no", "next", "similar"})
"""Words that say that a meeting is not the one the article reports from."""

END = 3
"""How many sentences at the end of an article do so too."""

SITTING = frozenset({"at", "before", "during", "in", "to"})


@dataclass(frozen=True)
class Proceedings:
    """Finds the bodies of one article that are at work in it."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    meetings: Meetings
    times: Sequence[TimeExpression] = ()

    @cached_property
    def bygone(self) -> frozenset[int]:
        """The sentences that tell of a month, a year or last week, and not of the day."""
        long = [time.span for time in self.times if time.span is not None and time.edtf and len(time.edtf) != ONE_DAY]
        places = (min(self.parse.first_at(span.start), len(self.parse.tokens) - 1) for span in long)
        return frozenset(self.parse.tokens[i].sent for i in places)

    def session(self, statements: Sequence[Statement]) -> Reference | None:
        """Return the first body that the lead shows at work: a court that rules, or a body something is said in."""
        for token in (t for first, end in self.parse.sentences[:LEAD] for t in self.parse.tokens[first:end]):
            if self.meetings.holds(token) and token.lemma in self.lexicon.sittings and self.works(token):
                found = self.meetings.resolve(token)
                return replace(found, basis=Basis.SAME_OCCASION)
        ruling = {r.entity for s in statements for r in s.claimants}
        heard = {s.venue.entity for s in statements if s.venue is not None and own(s)}
        for i, number in self.forums():
            token = self.parse.tokens[i]
            if self.words(number) <= self.lexicon.courts or self.before(token):
                continue
            if number in heard or (number in ruling and self.court(number)) or self.works(token) or self.told(number):
                return self.reference(self.aliases.get(number, number))
        return self.among_members(statements) or self.elsewhere(statements)

    def among_members(self, statements: Sequence[Statement]) -> Reference | None:
        """Return the body of the lead whose members are told something."""
        members = any(self.before_members(s) for s in statements)
        for _, number in self.forums() if members else ():
            if self.words(number) & (self.lexicon.meeting_bodies | self.lexicon.chambers):
                return self.reference(number)
        return None

    def elsewhere(self, statements: Sequence[Statement]) -> Reference | None:
        """Return the body or meeting that the rest of an article shows at work most often, the first of equals."""
        contents = [span for s in statements if s.attribution.cue for span in s.attribution.content]
        inside = {token.i for span in contents for token in self.parse.between(span)}
        shown: dict[int | str, list[Token]] = {}
        for token in self.parse.tokens:
            number = self.cast.at.get(token.i)
            forum = number is not None and self.cast.drafts[number].kind is EntityKind.FORUM
            key = number if number is not None and forum else token.lemma if self.meetings.holds(token) else None
            if key is None or token.i in inside or self.before(token) or token.sent in self.bygone:
                continue
            if self.works(token) or self.is_told(token) or self.takes_place(token):
                shown.setdefault(key, []).append(token)
        if not shown:
            return None
        first = max(shown.values(), key=lambda tokens: (len({t.sent for t in tokens}), -tokens[0].i))[0]
        number = self.cast.at.get(first.i)
        if number is None:
            return replace(self.meetings.resolve(first), basis=Basis.SAME_OCCASION)
        return self.reference(self.aliases.get(number, number))

    def takes_place(self, token: Token) -> bool:
        """Say whether a meeting happens in a sentence: it is the subject, or something is done at it."""
        below = {self.parse.tokens[i].lower for i in self.parse.children[token.i]}
        occasions = self.lexicon.occasions | self.lexicon.gatherings
        if token.pos != "NOUN" or token.lemma not in occasions or below & (AHEAD | self.lexicon.bygone):
            return False
        owned = any(self.parse.tokens[i].dep == "poss" for i in self.parse.children[token.i])
        if not owned and not below & {"the", "this"}:
            return False
        if token.dep in {"nsubj", "nsubjpass", "ROOT"}:
            return True
        return token.dep == "pobj" and self.parse.tokens[token.head].lower in {"at", "during", "for"}

    def before(self, token: Token) -> bool:
        """Say whether what happens at a body happened before what the article tells: "had told a meeting"."""
        for i in self.parse.ancestors(token.i):
            verb = self.parse.tokens[i]
            if verb.pos == "VERB" and verb.lemma in ARRIVING:
                return False
            if verb.pos == "VERB":
                below = (self.parse.tokens[j] for j in self.parse.children[i])
                return any(t.dep in {"aux", "auxpass"} and t.lower in {"had", "’d", "will", "would"} for t in below)
        return False

    def is_told(self, token: Token) -> bool:
        """Say whether somebody tells a body something, outside quotation marks."""
        noun = self.noun(token)
        verb = self.parse.tokens[noun.head]
        told = noun.dep in {"dobj", "dative", "nsubjpass"} and verb.lemma in self.lexicon.telling
        return told and not self.within(verb)

    def forums(self) -> list[tuple[int, int]]:
        """Return the bodies and meetings of the lead by the tokens that name them, in order."""
        return sorted(
            (i, number)
            for number, places in self.cast.places.items()
            if self.cast.drafts[number].kind is EntityKind.FORUM
            for i in places
            if self.parse.tokens[i].sent < LEAD
        )

    def leads(self, session: Reference) -> bool:
        """Say whether the lead names a session, or the last sentences do, which often say what it all was."""
        if any(number == session.entity for _, number in self.forums()):
            return True
        last = len(self.parse.sentences) - END
        return any(self.parse.tokens[i].sent >= last for i in self.cast.places.get(session.entity or 0, ()))

    def early(self, session: Reference) -> bool:
        """Say whether a session is spoken of before the article is far on."""
        if session.evidence is None:
            return True
        return self.parse.tokens[self.parse.first_at(session.evidence.start)].sent < EARLY

    def reference(self, number: int) -> Reference:
        """Return a body as the session that the article reports from."""
        return Reference(number, Basis.SAME_OCCASION, self.cast.drafts[number].mentions[0])

    def words(self, number: int) -> set[str]:
        """Return the words of a body's name, in lower case."""
        return set(self.cast.drafts[number].label.lower().split())

    def court(self, number: int) -> bool:
        """Say whether a body is a court, by its name."""
        return bool(self.words(number) & self.lexicon.courts)

    def sits(self, number: int) -> bool:
        """Say whether a forum is a body or a sitting, in which an office tells who speaks."""
        return bool(self.words(number) & (self.lexicon.meeting_bodies | self.lexicon.chambers | self.lexicon.sittings))

    @cached_property
    def gathers(self) -> bool:
        """Say whether the lead names a conference or a summit, of which a session is a part."""
        return any(self.words(number) & self.lexicon.gatherings for _, number in self.forums())

    def works(self, token: Token) -> bool:
        """Say whether a body is where something happens ("at a meeting of the council"), or sits."""
        token = self.noun(token)
        if {self.parse.tokens[i].lower for i in self.parse.children[token.i]} & (AHEAD | self.lexicon.bygone):
            return False
        for i in (token.i, *self.parse.ancestors(token.i)):
            above = self.parse.tokens[i]
            if above.dep in {"acl", "relcl"} and i != token.i:
                return False
            if above.dep == "dobj" and self.parse.tokens[above.head].lemma in self.lexicon.holding | {"give"}:
                return above.lemma in self.lexicon.sittings | {"briefing", "conference"}
            acts = self.lexicon.sitting | self.lexicon.holding
            if above.dep in {"nsubj", "nsubjpass"} and self.parse.tokens[above.head].lemma in acts:
                return i == token.i or above.lemma in self.lexicon.occasions
            if above.dep != "pobj":
                continue
            preposition = self.parse.tokens[above.head]
            verb = self.parse.tokens[preposition.head]
            if i == token.i and preposition.lower == "before" and verb.lemma in self.lexicon.appearing:
                return True
            lemma = above.lemma.lower()
            meets = i != token.i and (lemma in self.lexicon.occasions or lemma in self.lexicon.parts)
            if meets and preposition.lower in SITTING:
                return True
        return False

    def told(self, number: int) -> bool:
        """Say whether somebody tells a body something in the lead, outside quotation marks."""
        told = any(self.is_told(self.parse.tokens[i]) for i, n in self.forums() if n == number)
        return told or (self.sits(number) and any(self.presents(token) for token in self.parse.tokens))

    def presents(self, token: Token) -> bool:
        """Say whether something is presented to the members of a body: "presenting the report to councillors"."""
        verb = self.parse.tokens[self.parse.tokens[token.head].head]
        to = token.dep == "pobj" and self.parse.tokens[token.head].lower == "to"
        return to and token.lower in self.lexicon.members and verb.lemma in self.lexicon.appearing

    def noun(self, token: Token) -> Token:
        """Return the noun that a word of a name belongs to."""
        while token.dep in {"compound", "nmod", "amod"} and token.head != token.i:
            token = self.parse.tokens[token.head]
        return token

    def within(self, token: Token) -> bool:
        """Say whether a word stands inside quotation marks."""
        return self.parse.text.count("“", 0, token.start) > self.parse.text.count("”", 0, token.start)

    def before_members(self, statement: Statement) -> bool:
        """Say whether somebody tells the members of a body something: "told lawmakers"."""
        told = statement.addressee
        if told is None or told.entity is None or not own(statement):
            return False
        draft = self.cast.drafts[told.entity]
        members = draft.kind is EntityKind.UNNAMED and draft.label.lower().removeprefix("the ") in self.lexicon.members
        return members and statement.attribution.lemma in self.lexicon.telling

    def identify(self, statements: Sequence[Statement]) -> list[Statement]:
        """Let "a parliamentary committee" be the one committee that is named soon after it."""
        return [renamed(statement, self.aliases) for statement in statements] if self.aliases else list(statements)

    @cached_property
    def aliases(self) -> dict[int, int]:
        """The bodies that are first only classed ("a House panel") with the body each turns out to be."""
        alias: dict[int, int] = {}
        for number, places in self.cast.places.items():
            label = self.cast.drafts[number].label
            noun = label.split()[-1].lower() if label else ""
            if (
                not places
                or noun not in self.lexicon.meeting_bodies
                or not (label.islower() or self.indefinite(places[0]))
            ):
                continue
            if noun == "courtroom" and len(courts := self.courts(number)) == 1:
                alias[number] = courts[0]
                continue
            named = [n for n in self.named({noun}, places[0]) or self.named(PANELS, places[0]) if n != number]
            if len(named) == 1:
                alias[number] = named[0]
        return alias

    def courts(self, but: int) -> list[int]:
        """Return the other courts of the article."""
        forums = [n for n in self.cast.places if self.cast.drafts[n].kind is EntityKind.FORUM and n != but]
        return [n for n in forums if "court" in self.words(n) and " " in self.cast.drafts[n].label]

    def indefinite(self, place: int) -> bool:
        """Say whether the name at a token begins with "a": it says which sort of body it is, and not which one."""
        noun = self.noun(self.parse.tokens[place])
        articles = {self.parse.tokens[i].lower for i in self.parse.children[noun.i]}
        return noun.text.islower() and bool(articles & {"a", "an"})

    def named(self, nouns: Collection[str], place: int) -> list[int]:
        """Return the bodies with one of some nouns in their names that are named soon after a token."""
        return [
            number
            for number, found in self.cast.places.items()
            if self.cast.drafts[number].kind is EntityKind.FORUM
            and not self.cast.drafts[number].label.islower()
            and " " in self.cast.drafts[number].label
            and not self.words(number).isdisjoint(nouns)
            and 0 < found[0] - place < SOON
        ]


def renamed(statement: Statement, alias: dict[int, int]) -> Statement:
    """Return a statement that refers to a body by the entity of its name."""

    def known(reference: Reference | None) -> Reference | None:
        if reference is None or reference.entity not in alias:
            return reference
        return replace(reference, entity=alias[reference.entity], basis=Basis.DESCRIPTION)

    claimants = tuple(found for r in statement.claimants if (found := known(r)) is not None)
    return replace(statement, claimants=claimants, addressee=known(statement.addressee), venue=known(statement.venue))
