"""Where something was said, from the words beside its cue: a body in session, a meeting, a place, or a channel.

STATEMENTS rules 13 and 14: a forum is a body, a meeting, a hearing, a court or a press conference, a site a building
or a town; what is said in an interview, by telephone or in writing has no venue, and the interviewing outlet is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.discourse.claimants import Resolver
from ingest.model import Attribution, Basis, EntityKind, Reference, Span
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

WHERE = frozenset(
    {"at", "in", "during", "before", "to", "on", "inside", "outside", "near", "from", "via", "through", "by"}
)
BEFORE = frozenset({"at", "before", "during", "in", "to"})
IN = frozenset({"at", "in", "inside", "outside", "near", "from"})
TO = frozenset({"to", "with", "before"})
STEPS = 4
"""How many clauses above a cue share its scene."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words beside one cue say of its scene. ``channel`` is the noun of a way to speak that is no place."""

    venue: Reference | None = None
    audience: Reference | None = None
    channel: str | None = None
    dated: bool = False
    """Whether the words name another day with the meeting ("at Monday's debate")."""


@dataclass(frozen=True)
class Settings:
    """Reads the scenes of one article's statements."""

    resolver: Resolver

    @property
    def parse(self) -> Parse:
        """The annotated article."""
        return self.resolver.parse

    def read(self, attribution: Attribution, told: Reference | None) -> Setting:
        """Return the scene of one statement, ``told`` being who the cue itself says is told."""
        setting = Setting(audience=told)
        for phrase in self.phrases(attribution):
            found = self.read_phrase(*phrase)
            setting = Setting(
                setting.venue if better(setting.venue, found.venue, self) else found.venue,
                setting.audience or found.audience,
                setting.channel or found.channel,
                setting.dated or found.dated,
            )
        if attribution.lemma in self.resolver.lexicon.writing:
            setting = replace(setting, channel=setting.channel or "post")
        if self.in_session(attribution, told):
            return Setting(told, told)
        if setting.channel:
            return replace(setting, venue=None)
        return setting

    def in_session(self, attribution: Attribution, told: Reference | None) -> bool:
        """Say whether a body that meets was told something: it is the audience and the venue in one."""
        if told is None or told.entity is None:
            return False
        draft, lexicon = self.resolver.cast.drafts[told.entity], self.resolver.lexicon
        court = bool(set(draft.label.lower().split()) & lexicon.courts)
        verbs = lexicon.telling | lexicon.pleading if court else lexicon.telling
        return draft.kind is EntityKind.FORUM and attribution.lemma in verbs

    def phrases(self, attribution: Attribution) -> Iterator[tuple[Token, Token]]:
        """Yield the prepositions with their nouns on the cue and on the clauses that share its scene."""
        cue = min(
            (token for span in attribution.cue for token in self.parse.between(span)),
            key=lambda token: self.parse.depth(token.i),
            default=None,
        )
        if cue is None:
            return
        for verb in self.clauses(cue, nested=attribution.embedded_in is not None):
            for i in self.parse.children[verb.i]:
                preposition = self.parse.tokens[i]
                if preposition.dep not in {"prep", "dative"} or preposition.lower not in WHERE | TO:
                    continue
                taken = attribution.content + attribution.cue + attribution.source + attribution.addressee
                if any(span.start <= preposition.start < span.end for span in taken):
                    continue
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        yield preposition, self.parse.tokens[j]

    def clauses(self, cue: Token, *, nested: bool) -> Iterator[Token]:
        """Yield the cue, what its speaker does meanwhile ("speaking at a rally"), and the verbs it is joined to."""
        yield cue
        for i in self.parse.children[cue.i]:
            token = self.parse.tokens[i]
            if token.dep == "advcl" and token.lemma in self.resolver.lexicon.appearing:
                yield token
        token = cue
        for _ in range(0 if nested else STEPS):
            head = self.parse.tokens[token.head]
            joined = token.dep in {"conj", "xcomp"} or (token.dep == "advcl" and token.tag == "VBG")
            if not joined or head.i == token.i or head.pos not in {"VERB", "AUX"}:
                return
            yield head
            token = head

    def read_phrase(self, preposition: Token, noun: Token) -> Setting:
        """Return what one phrase says of the scene."""
        lexicon, word = self.resolver.lexicon, preposition.lower
        named = self.resolver.cast.at.get(noun.i)
        kind = self.resolver.cast.drafts[named].kind if named is not None else None
        span = name(self.parse, noun)[0]
        if named is not None and kind is EntityKind.FORUM:
            if word not in BEFORE:
                return Setting()
            venue = Reference(named, Basis.NAMED, span)
            return Setting(venue, venue if word in {"before", "to"} else None)
        if named is not None:
            return self.read_name(word, named, kind, span)
        lemma, meetings = noun.lemma.lower(), self.resolver.meetings
        if lemma in lexicon.channels:
            return Setting(None, self.party(noun), lemma)
        if lemma in lexicon.speeches:
            return self.read_speech(noun)
        if (
            word in BEFORE
            and noun.tag in {"NN", "NNP"}
            and (lemma in lexicon.occasions or (lemma in lexicon.meeting_bodies and word != "to"))
        ):
            return Setting(meetings.resolve(noun), self.party(noun), dated=meetings.dated(noun))
        if word == "to" and noun.pos in {"NOUN", "PROPN"} and self.resolver.personal(noun):
            return Setting(None, next(iter(self.resolver.phrase(span)), None))
        return Setting()

    def read_name(self, word: str, named: int, kind: EntityKind | None, span: Span) -> Setting:
        """Return what a name after a preposition says: a place one is in, an outlet one is on, who one speaks to."""
        reference = Reference(named, Basis.NAMED, span)
        if kind in {EntityKind.PLACE, EntityKind.SITE} and word in IN:
            return Setting(reference)
        if word == "on" and kind is EntityKind.ORGANIZATION:
            return Setting(None, reference, "broadcast")
        if word == "to" and kind in {EntityKind.ORGANIZATION, EntityKind.PERSON, EntityKind.STATE, EntityKind.GROUP}:
            return Setting(None, reference)
        return Setting()

    def read_speech(self, noun: Token) -> Setting:
        """Return where a speech was given, from the phrases on it."""
        for i in self.parse.children[noun.i]:
            preposition = self.parse.tokens[i]
            if preposition.dep == "prep" and preposition.lower in BEFORE | IN:
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        found = self.read_phrase(preposition, self.parse.tokens[j])
                        if found != Setting():
                            return found
        return Setting()

    def party(self, noun: Token) -> Reference | None:
        """Return who an interview, a call or a letter was with or to; an outlet may also own it ("a CNN interview")."""
        for i in self.parse.children[noun.i]:
            token = self.parse.tokens[i]
            if token.dep == "prep" and token.lower in TO:
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        span = name(self.parse, self.parse.tokens[j])[0]
                        found = next(iter(self.resolver.phrase(span)), None)
                        return found if found is not None and found.entity is not None else None
        return None


def better(one: Reference | None, other: Reference | None, settings: Settings) -> bool:
    """Say whether the first venue is to be kept: any before none, and a forum before a place."""
    if one is None or other is None or one.entity is None or other.entity is None:
        return one is not None
    drafts = settings.resolver.cast.drafts
    return drafts[one.entity].kind is EntityKind.FORUM or drafts[other.entity].kind is not EntityKind.FORUM
