"""Where something was said, from the words beside its cue: a body in session, a meeting, a place, or a channel.

STATEMENTS rules 13 and 14: a forum is a body, a meeting, a hearing, a court or a press conference, a site a building
or a town; what is said in an interview, by telephone or in writing has no venue, and the interviewing outlet is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.discourse.claimants import Resolver
from ingest.discourse.nouns import head_of, personal
from ingest.discourse.sites import make_site
from ingest.model import Attribution, Basis, EntityKind, Reference, Span
from ingest.parse import Parse, Token
from ingest.statements.phrases import name
from ingest.times.lexicon import load as load_times

ASKED = frozenset({"ask", "press", "question"})

WRITING = "writing"
"""The channel of a verb of writing that does not say in what."""

MONTHS = frozenset(load_times().months)

WHERE = frozenset(
    {"at", "in", "during", "before", "to", "on", "inside", "outside", "near", "from", "via", "through", "by"}
)
BEFORE = frozenset({"at", "before", "during", "in", "to"})
IN = frozenset({"at", "in", "inside", "outside", "near", "from"})
TO = frozenset({"to", "with", "before"})
ENDS = frozenset({".", "!", "?"})
FRONT = 4
"""How many tokens a sentence that begins with its place has at least."""

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
        addressed = self.addressed(attribution)
        for found in (addressed, *(self.read_phrase(*phrase) for phrase in self.phrases(attribution))):
            setting = Setting(
                setting.venue if better(setting.venue, found.venue, self) else found.venue,
                setting.audience or found.audience,
                setting.channel or found.channel,
                setting.dated or found.dated,
            )
        if setting.venue is None:
            setting = replace(setting, venue=self.opening(attribution))
        if attribution.lemma in self.resolver.lexicon.writing:
            setting = replace(setting, channel=setting.channel or WRITING)
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
        cue = self.top(attribution)
        if cue is None:
            return
        for verb in self.clauses(cue, nested=attribution.embedded_in is not None):
            yield from self.right_after(verb)
            for i in self.parse.children[verb.i]:
                preposition = self.parse.tokens[i]
                if preposition.dep not in {"prep", "dative"} or preposition.lower not in WHERE | TO:
                    continue
                if (verb.lemma, preposition.lower) == ("call", "on"):
                    continue  # a demand, and no broadcast
                taken = attribution.content + attribution.cue + attribution.source + attribution.addressee
                if any(span.start <= preposition.start < span.end for span in taken):
                    continue
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        yield preposition, self.parse.tokens[j]
        for span in attribution.addressee:
            head = head_of(self.parse.between(span))
            for i in self.parse.children[head.i] if head is not None else ():
                preposition = self.parse.tokens[i]
                if (
                    preposition.dep == "prep"
                    and preposition.lower in IN
                    and not any(each.start <= preposition.start < each.end for each in attribution.content)
                ):
                    for j in self.parse.children[i]:
                        if self.parse.tokens[j].dep == "pobj":
                            yield preposition, self.parse.tokens[j]

    def right_after(self, verb: Token) -> Iterator[tuple[Token, Token]]:
        """Yield "before" and the body after it where the parser has taken them for a clause: "appearing before"."""
        tokens, cast = self.parse.tokens, self.resolver.cast
        preposition = tokens[min(verb.i + 1, len(tokens) - 1)]
        if (
            verb.lemma not in self.resolver.lexicon.appearing
            or preposition.dep != "mark"
            or preposition.lower != "before"
        ):
            return
        number = cast.at.get(preposition.i + 1)
        if number is not None and cast.drafts[number].kind is EntityKind.FORUM:
            yield preposition, tokens[preposition.i + 1]

    def addressed(self, attribution: Attribution) -> Setting:
        """Return the scene of "addressing the meeting" and "briefing the committee" beside a cue."""
        cue = self.top(attribution)
        opening = (self.start(cue).i,) if cue is not None and self.start(cue).tag == "VBG" else ()
        for i in (*opening, *self.parse.children[cue.i], *self.beside(cue)) if cue is not None else ():
            verb = self.parse.tokens[i]
            leads = verb.lemma in self.resolver.lexicon.holding
            clause = verb.dep in {"advcl", "relcl", "acl"} or i in opening
            if not clause or not (leads or verb.lemma in self.resolver.lexicon.before):
                continue
            for j in self.parse.children[i]:
                noun = self.parse.tokens[j]
                if noun.dep == "dobj":
                    venue = self.body(noun)
                    if venue is not None or leads:
                        return Setting(venue, None if leads else venue)
                    told = next(iter(self.resolver.phrase(name(self.parse, noun)[0], told=True)), None)
                    if told is not None and told.entity is not None:
                        return replace(self.within(noun), audience=told, venue=self.within(noun).venue or self.at(verb))
        return Setting()

    def at(self, verb: Token) -> Reference | None:
        """Return the place at which something is done: "who briefed reporters at the hotel"."""
        return self.within(verb).venue

    def within(self, noun: Token) -> Setting:
        """Return the place that a phrase on a noun gives: "a crowd in the main square"."""
        for i in self.parse.children[noun.i]:
            preposition = self.parse.tokens[i]
            if preposition.dep == "prep" and preposition.lower in IN:
                for j in self.parse.children[i]:
                    if self.parse.tokens[j].dep == "pobj":
                        return self.read_phrase(preposition, self.parse.tokens[j])
        return Setting()

    def body(self, noun: Token) -> Reference | None:
        """Return the body or meeting that a noun names, if it is one that can be spoken to."""
        number, meetings = self.resolver.cast.at.get(noun.i), self.resolver.meetings
        if number is not None and self.resolver.cast.drafts[number].kind is EntityKind.FORUM:
            return Reference(number, Basis.NAMED, name(self.parse, noun)[0])
        if noun.lower == "body" and (known := self.resolver.descriptions.resolve(noun)) is not None:
            return Reference(known, Basis.DESCRIPTION, name(self.parse, noun)[0])
        return meetings.resolve(noun) if meetings.holds(noun) else None

    def opening(self, attribution: Attribution) -> Reference | None:
        """Return the place that a sentence begins with: "In Beijing, a spokeswoman said"."""
        cue = self.top(attribution)
        if cue is None or attribution.embedded_in is not None:
            return None
        first, end = self.start(cue).i, self.parse.sentences[cue.sent][1]
        if end - first < FRONT or self.parse.tokens[first].lower not in {"in", "at"}:
            return None
        after = first + 1
        while after < end and after in self.resolver.cast.at:
            after += 1
        number = self.resolver.cast.at.get(first + 1)
        if number is None or self.parse.tokens[after].text != "," or after > cue.i:
            return None
        draft = self.resolver.cast.drafts[number]
        span = self.parse.span(first + 1, after - 1)
        inside = any(each.overlaps(span) for each in attribution.content)
        place = draft.kind in {EntityKind.PLACE, EntityKind.SITE}
        return Reference(number, Basis.NAMED, span) if place and not inside else None

    def top(self, attribution: Attribution) -> Token | None:
        """Return the highest token of a cue."""
        return min(
            (token for span in attribution.cue for token in self.parse.between(span)),
            key=lambda token: self.parse.depth(token.i),
            default=None,
        )

    def clauses(self, cue: Token, *, nested: bool) -> Iterator[Token]:
        """Yield the cue, what its speaker does meanwhile ("speaking at a rally"), and the verbs it is joined to."""
        yield cue
        for i in self.parse.children[cue.i]:
            token = self.parse.tokens[i]
            speaks = token.lemma in self.resolver.lexicon.appearing | self.resolver.lexicon.before
            if token.dep == "advcl" and (speaks or (token.tag == "VBG" and token.i > cue.i and self.stays(token))):
                yield token
        opening = self.start(cue)
        if opening.tag == "VBG" and opening.lemma in self.resolver.lexicon.appearing | self.resolver.lexicon.before:
            yield opening
        for i in self.parse.children[cue.i]:
            if self.parse.tokens[i].dep == "advcl" and self.parse.tokens[i].lemma in ASKED:
                yield from self.asked_at(i)
        for i in self.beside(cue):
            if self.parse.tokens[i].lemma in self.resolver.lexicon.appearing | self.resolver.lexicon.before:
                yield self.parse.tokens[i]
            elif self.parse.tokens[i].lemma in ASKED:
                yield from self.asked_at(i)
        token = cue
        for _ in range(0 if nested else STEPS):
            head = self.parse.tokens[token.head]
            joined = token.dep in {"conj", "xcomp"} or (token.dep == "advcl" and token.tag == "VBG")
            if not joined or head.i == token.i or head.pos not in {"VERB", "AUX"}:
                return
            yield head
            token = head

    def stays(self, verb: Token) -> bool:
        """Say whether somebody does something at a place while speaking: "says, setting down two cups in her shop"."""
        for i in self.parse.children[verb.i]:
            if self.parse.tokens[i].dep == "prep" and self.parse.tokens[i].lower in IN:
                nouns = [self.parse.tokens[j] for j in self.parse.children[i]]
                return any(noun.dep == "pobj" and noun.lemma in self.resolver.lexicon.sites for noun in nouns)
        return False

    def beside(self, cue: Token) -> Iterator[int]:
        """Yield what the subject of a cue is said to be doing: "X, who briefed the media at the ministry, said"."""
        for i in self.parse.children[cue.i]:
            if self.parse.tokens[i].dep in {"nsubj", "nsubjpass"}:
                yield from self.clauses_on(i)
            elif cue.lower == "according" and self.parse.tokens[i].lower == "to":
                yield from (k for j in self.parse.children[i] for k in self.clauses_on(j))

    def clauses_on(self, i: int) -> Iterator[int]:
        """Yield the clauses on a noun and on those in its phrase: "an aide to the envoy, who briefed reporters"."""
        for j in self.parse.children[i]:
            token = self.parse.tokens[j]
            if token.dep in {"relcl", "acl"}:
                yield j
            elif token.dep in {"prep", "pobj", "appos"}:
                yield from self.clauses_on(j)

    def asked_at(self, i: int) -> Iterator[Token]:
        """Yield the words of a question that say at what it was asked: "asked about it at the briefing"."""
        below = (self.parse.tokens[j] for j in self.parse.subtree(i))
        yield from (t for t in below if any(self.parse.tokens[k].lower == "at" for k in self.parse.children[t.i]))

    def start(self, cue: Token) -> Token:
        """Return the first word of the sentence a cue stands in, whatever the parser takes for one."""
        return self.parse.tokens[self._starts[cue.i]]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """For each token, the first one after the last mark that ends a sentence, in its block."""
        tokens, starts = self.parse.tokens, list[int]()
        for token in tokens:
            before = tokens[token.i - 1] if token.i else None
            goes_on = before is not None and before.block == token.block and before.text not in ENDS
            starts.append(starts[-1] if goes_on else token.i)
        return tuple(starts)

    def read_phrase(self, preposition: Token, noun: Token) -> Setting:
        """Return what one phrase says of the scene."""
        lexicon, word = self.resolver.lexicon, preposition.lower
        if (noun.ent in {"DATE", "TIME"} and not self.resolver.meetings.holds(noun)) or noun.lower in MONTHS:
            return Setting()
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
        if lemma in lexicon.parts:
            return self.read_part(noun)
        if lemma in lexicon.channels or (lemma in lexicon.vehicles - lexicon.speeches and word in {"in", "through"}):
            read = self.read_out(noun)
            return Setting(None, self.party(noun), lemma) if read == Setting() else read
        if lemma in lexicon.speeches:
            return self.read_speech(noun)
        if word in BEFORE and meetings.holds(noun) and (lemma not in lexicon.meeting_bodies or word != "to"):
            between = self.party(noun) if lemma in lexicon.dialogues else None
            return Setting(meetings.resolve(noun), between, dated=meetings.dated(noun))
        if word in IN and noun.tag in {"NN", "NNP", "NNS"} and (lemma in lexicon.sites or lemma in lexicon.buildings):
            return Setting(make_site(noun, self.parse, self.resolver.cast))
        if word == "on" and {lemma, noun.lower} & lexicon.standing:
            return Setting(make_site(noun, self.parse, self.resolver.cast))
        if word == "to" and noun.pos in {"NOUN", "PROPN"} and personal(noun, lexicon):
            return Setting(None, next(iter(self.resolver.phrase(span)), None))
        return Setting()

    def read_name(self, word: str, named: int, kind: EntityKind | None, span: Span) -> Setting:
        """Return what a name after a preposition says: a place one is in, an outlet one is on, who one speaks to."""
        reference = Reference(named, Basis.NAMED, span)
        if kind in {EntityKind.PLACE, EntityKind.SITE} and word in IN:
            return Setting(reference)
        if word == "on" and self.parse.text[span.start : span.end].lower() in self.resolver.lexicon.channels:
            return Setting(None, None, "post")
        if word == "on" and kind is EntityKind.ORGANIZATION:
            return Setting(None, reference, "broadcast")
        if word == "to" and kind in {EntityKind.ORGANIZATION, EntityKind.PERSON, EntityKind.STATE, EntityKind.GROUP}:
            return Setting(None, reference)
        return Setting()

    def read_out(self, noun: Token) -> Setting:
        """Return where a text was read out: "in a statement read out at the meeting"."""
        for i in self.parse.children[noun.i]:
            verb = self.parse.tokens[i]
            for j in self.parse.children[i] if verb.dep == "acl" and verb.lemma == "read" else ():
                preposition = self.parse.tokens[j]
                if preposition.dep == "prep" and preposition.lower in BEFORE:
                    for k in self.parse.children[j]:
                        venue = self.body(self.parse.tokens[k])
                        if venue is not None:
                            return Setting(venue)
        return Setting()

    def read_part(self, noun: Token) -> Setting:
        """Return the meeting of whose part something is said to be: "on the sidelines of the summit"."""
        for i in self.parse.children[noun.i]:
            for j in self.parse.children[i] if self.parse.tokens[i].lower == "of" else ():
                venue = self.body(self.parse.tokens[j])
                if venue is not None:
                    return Setting(venue)
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
