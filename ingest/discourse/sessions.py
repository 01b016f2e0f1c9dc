"""A court, a council or a parliament at work: who else speaks in the session that an article reports from.

STATEMENTS rules 14 and 15: statements of one hearing share its venue where the article makes that evident. It is
evident from what only those in the session do ("testified", "moved that"), from an office in it ("the judge" of the
court, "the chairwoman" of the council), and from words that put the saying there ("under cross-examination").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.roles import Description
from ingest.discourse.venues import Setting
from ingest.model import Basis, EntityKind, Kind, Reference, Statement
from ingest.parse import Parse, Token

LEAD = 4
"""How many sentences at the head of an article say which session it reports from."""

SITTING = frozenset({"at", "before", "during", "in", "to"})
SPEAKERS = frozenset({EntityKind.PERSON, EntityKind.UNNAMED})


@dataclass(frozen=True)
class Sessions:
    """Seats the speakers of one article in the session it reports from."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    people: dict[str, list[Description]]

    def seat(self, statements: Sequence[Statement], scenes: list[Setting]) -> list[Statement]:
        """Return the statements, with the session for venue where it is evident; ``scenes`` takes it up as well."""
        seated = list(statements)
        session = self.session(statements)
        if session is None:
            return seated
        for n in sorted(range(len(seated)), key=lambda n: seated[n].start):
            statement = seated[n]
            if self.leaves(statement, scenes[n], session):
                break
            if not self.sits(statement, session, scenes[n]):
                continue
            told = session if statement.addressee is None and self.pleads(statement, session) else None
            scenes[n] = replace(scenes[n], venue=session, audience=scenes[n].audience or told)
            seated[n] = replace(statement, venue=session, addressee=statement.addressee or told)
        return seated

    def session(self, statements: Sequence[Statement]) -> Reference | None:
        """Return the first body that the lead shows at work: a court that rules, or a body something is said in."""
        ruling = {r.entity for s in statements for r in s.claimants}
        heard = {s.venue.entity for s in statements if s.venue is not None}
        for i, number in self.forums():
            token = self.parse.tokens[i]
            if number in heard or (number in ruling and self.court(number)) or self.works(token):
                return Reference(number, Basis.SAME_OCCASION, self.cast.drafts[number].mentions[0])
        return None

    def forums(self) -> list[tuple[int, int]]:
        """Return the bodies and meetings of the lead by the tokens that name them, in order."""
        return sorted(
            (i, number)
            for number, places in self.cast.places.items()
            if self.cast.drafts[number].kind is EntityKind.FORUM
            for i in places
            if self.parse.tokens[i].sent < LEAD
        )

    def court(self, number: int) -> bool:
        """Say whether a body is a court, by its name."""
        return bool(set(self.cast.drafts[number].label.lower().split()) & self.lexicon.courts)

    def works(self, token: Token) -> bool:
        """Say whether a body is where something happens ("at a meeting of the council"), or sits."""
        for i in (token.i, *self.parse.ancestors(token.i)):
            above = self.parse.tokens[i]
            if above.dep == "nsubj" and self.parse.tokens[above.head].lemma in self.lexicon.sitting:
                return i == token.i or above.lemma in self.lexicon.occasions
            if above.dep != "pobj":
                continue
            preposition = self.parse.tokens[above.head]
            meets = i != token.i and above.lemma.lower() in self.lexicon.occasions
            if meets and preposition.lower in SITTING:
                return True
        return False

    def leaves(self, statement: Statement, scene: Setting, session: Reference) -> bool:
        """Say whether an article has left the session: somebody speaks elsewhere, or to an outlet."""
        if statement.attribution.embedded_in is not None or not statement.claimants:
            return False
        venue, told = statement.venue, scene.audience
        elsewhere = venue is not None and venue.entity not in (None, session.entity) and not self.bare(statement)
        if told is None or told.entity is None or statement.attribution.lemma not in self.lexicon.telling:
            return elsewhere
        return elsewhere or self.outlet(told.entity)

    def bare(self, statement: Statement) -> bool:
        """Say whether a statement's venue is only "the meeting" or "the hearing", which is that of the session."""
        venue = statement.venue
        if venue is None or venue.entity is None:
            return False
        label = self.cast.drafts[venue.entity].label
        return label in self.lexicon.occasions and self.put_there(statement)

    def outlet(self, number: int) -> bool:
        """Say whether somebody told is an outlet, or the press."""
        draft = self.cast.drafts[number]
        press = draft.kind is EntityKind.UNNAMED and draft.label.split()[-1] in self.lexicon.press
        return press or draft.kind in {EntityKind.ORGANIZATION, EntityKind.PUBLISHER}

    def sits(self, statement: Statement, session: Reference, scene: Setting) -> bool:
        """Say whether it is evident that a statement was made in the session."""
        found = statement.attribution
        if found.kind is not Kind.STATEMENT or found.embedded_in is not None or not found.cue:
            return False
        speakers = [r.entity for r in statement.claimants if r.entity is not None]
        persons = bool(speakers) and all(self.cast.drafts[n].kind in SPEAKERS for n in speakers)
        if (
            not persons
            or (statement.venue is not None and not self.bare(statement))
            or scene.channel is not None
            or scene.dated
        ):
            return False
        court = session.entity is not None and self.court(session.entity)
        cues = self.lexicon.trial_cues if court else self.lexicon.chamber_cues
        offices = self.lexicon.trial_offices if court else self.lexicon.chamber_offices
        held = any(set(self.offices(statement)) & offices for _ in speakers)
        return (held and not self.past(statement)) or found.lemma in cues or self.put_there(statement)

    def offices(self, statement: Statement) -> Iterator[str]:
        """Yield the nouns by which the article, or the source itself, says who speaks."""
        speakers = {r.entity for r in statement.claimants}
        for noun, descriptions in self.people.items():
            if any(description.member in speakers for description in descriptions):
                yield noun
        for span in statement.attribution.source:
            yield from (token.lower for token in self.parse.between(span))

    def past(self, statement: Statement) -> bool:
        """Say whether the cue stands in a perfect, or lies ahead."""
        cue = self.parse.between(statement.attribution.cue[0])[0]
        below = [self.parse.tokens[i] for i in self.parse.children[cue.i]]
        return any(t.dep == "aux" and t.lower in {"had", "has", "have", "will", "would"} for t in below)

    def put_there(self, statement: Statement) -> bool:
        """Say whether words of the sentence outside the content put the saying in a session."""
        cue = self.parse.between(statement.attribution.cue[0])[0]
        first, end = self.parse.sentences[cue.sent]
        content = statement.attribution.content
        outside = " ".join(
            t.lower for t in self.parse.tokens[first:end] if not any(s.start <= t.start < s.end for s in content)
        )
        return any(phrase in outside for phrase in self.lexicon.session_phrases)

    def pleads(self, statement: Statement, session: Reference) -> bool:
        """Say whether a statement is one that a court is told, and not one of its own judge."""
        return bool(
            session.entity is not None
            and self.court(session.entity)
            and statement.attribution.lemma in self.lexicon.pleading
        )
