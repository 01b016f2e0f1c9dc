"""Who stands behind a statement: the words beside its cue, resolved to somebody the article speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.discourse.descriptions import Descriptions
from ingest.discourse.entities import BODIES, Cast
from ingest.discourse.focus import Focus, Group
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.meetings import Meetings
from ingest.discourse.mention import words_of
from ingest.discourse.pairs import Pairs
from ingest.discourse.pronouns import Pronouns, Scene
from ingest.discourse.vehicles import Vehicles
from ingest.model import Attribution, Basis, BlockRole, EntityKind, Reference, Span
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

SPEAKING = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM, EntityKind.STATE})
ONE = frozenset({"another", "one", "somebody", "someone"})
PLURAL = frozenset({"NNS", "NNPS"})
NOBODY = frozenset(
    ["anybody", "anyone", "everybody", "everyone", "nobody", "none", "nothing", "something", "there", "what", "you"]
)


def head_of(words: Sequence[Token]) -> Token | None:
    """Return the word of a phrase whose head lies outside it."""
    inside = {token.i for token in words}
    heads = [token for token in words if token.head not in inside or token.head == token.i]
    nouns = [token for token in heads if token.pos in {"PROPN", "NOUN", "PRON"}]
    nouns = nouns or [token for token in heads if token.pos in {"DET", "ADJ", "NUM"}]
    return nouns[0] if nouns else (heads[0] if heads else None)


@dataclass(frozen=True)
class Resolver:
    """Resolves phrases of one article against its cast, statement by statement in order of the text."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    focus: Focus
    pronouns: Pronouns
    descriptions: Descriptions
    meetings: Meetings
    foretold: Mapping[int, int]
    """The entity that is meant by a noun before the article names it, by token."""
    vehicles: Vehicles
    pairs: Pairs
    heads: dict[str, int] = field(default_factory=dict)
    """The last source without a name by its noun."""

    def addressees(self, attribution: Attribution, outer: Group, speakers: Group) -> tuple[Reference, ...]:
        """Return who is told, if the words beside the cue say so; nobody but "himself" is both told and telling."""
        for span in attribution.addressee:
            head = head_of(self.parse.between(span))
            if head is not None and self.meetings.holds(head):
                return (self.meetings.resolve(head),)
            if head is not None and self.publishes(head):
                return (Reference(0, Basis.PUBLISHER, span),)
            found = self.phrase(span, outer, speakers, told=True)
            known = [r for r in found if r.entity is not None and r.entity not in speakers]
            if known:
                return tuple({r.entity: self.as_actor(r) for r in known}.values())
        return ()

    def publishes(self, noun: Token) -> bool:
        """Say whether words stand for the publisher: "this newspaper", "our correspondent"."""
        below = {self.parse.tokens[i].lower for i in self.parse.children[noun.i]}
        return noun.lower in self.lexicon.outlets and bool(below & {"this", "our"})

    def claimants(self, attribution: Attribution, outer: Group) -> tuple[Reference, ...]:
        """Return who stands behind an attribution inside the words of ``outer``; nobody for an agentless passive."""
        found: list[Reference] = []
        if self.asked(attribution):
            return ()
        cited = self.cited(attribution)
        for span in (cited,) if cited is not None else attribution.source:
            for reference in self.phrase(span, outer, wide=self.wide(span, attribution)):
                if reference.entity is None or all(reference.entity != other.entity for other in found):
                    found.append(reference)
        return tuple(found) if attribution.source else self.hearsay(attribution)

    def asked(self, attribution: Attribution) -> bool:
        """Say whether the source is who was asked or told, and nobody who says so: "she was asked if"."""
        heads = [head_of(self.parse.between(span)) for span in attribution.source]
        for token in (t for span in attribution.cue for t in self.parse.between(span)):
            below = [self.parse.tokens[i] for i in self.parse.children[token.i]]
            passive = any(t.dep == "auxpass" for t in below) and not any(t.dep == "agent" for t in below)
            subject = any(t.dep == "nsubjpass" and t in heads for t in below)
            if passive and subject and token.lemma in self.lexicon.asking:
                return True
        return False

    def cited(self, attribution: Attribution) -> Span | None:
        """Return whom an outlet cites for what it reports: "Bisnis Kini, citing a person close to the founder"."""
        if len(attribution.source) != 1 or attribution.lemma in self.lexicon.citing:
            return None
        words = self.parse.between(attribution.source[0])
        subject = head_of(words)
        if subject is None or not self.prints(subject):
            return None
        for i in (*self.parse.children[subject.i], *self.parse.children[subject.head]):
            verb = self.parse.tokens[i]
            if verb.lemma in self.lexicon.citing and verb.tag == "VBG":
                for j in self.parse.children[i]:
                    noun = self.parse.tokens[j]
                    if noun.dep == "dobj" and (self.personal(noun) or noun.i in self.cast.at):
                        span = name(self.parse, noun)[0]
                        return Span(self.parse.tokens[self.parse.edges[j][0]].start, max(span.end, noun.end))
        return None

    def prints(self, noun: Token) -> bool:
        """Say whether somebody is an outlet, by its name or by the noun beside it."""
        number = self.cast.at.get(noun.i)
        beside = {self.parse.tokens[i].lower for i in self.parse.children[noun.i]} | {noun.lower}
        body = number is not None and self.cast.drafts[number].kind not in {EntityKind.PERSON, EntityKind.STATE}
        return bool(beside & self.lexicon.outlets) or body

    def hearsay(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Take the noun for the source where it is the cue itself: "there are reports that"."""
        cue = head_of([token for span in attribution.cue for token in self.parse.between(span)])
        if cue is None or cue.pos != "NOUN" or cue.lemma not in self.lexicon.hearsay:
            return ()
        return (self.unnamed(cue, Span(cue.start, cue.end)),)

    def wide(self, span: Span, attribution: Attribution) -> Span:
        """Return a source with its appositions, as far as they were marked with it."""
        marked = [each for each in attribution.marked.source if each.overlaps(span)] if attribution.marked else []
        ends = [span, *marked]
        return Span(min(each.start for each in ends), max(each.end for each in ends))

    def phrase(
        self,
        span: Span,
        outer: Group = (),
        others: Group = (),
        *,
        wide: Span | None = None,
        told: bool = False,
    ) -> list[Reference]:
        """Resolve one phrase: a name, several names joined, a pronoun that means none of ``others``, a description."""
        head = head_of(self.parse.between(span))
        if head is None:
            return []
        quoted = self.focus.quotation_at(span.start) is not None
        scene = Scene(outer, others + outer if quoted else others, quoted, span.end, told)
        return [
            reference
            for noun in (head, *self.joined(head, wide or span))
            for reference in self.one(noun, self.evidence(noun, span), scene)
        ]

    def joined(self, head: Token, span: Span) -> list[Token]:
        """Return the nouns that stand beside a noun within a phrase, joined by "and"."""
        beside: list[Token] = []
        pending = [head]
        while pending:
            for i in self.parse.children[pending.pop().i]:
                token = self.parse.tokens[i]
                if token.dep == "conj" and span.start <= token.start and token.end <= span.end:
                    beside.append(token)
                    pending.append(token)
        return beside

    def one(self, noun: Token, evidence: Span, scene: Scene) -> Iterator[Reference]:
        """Resolve one noun or pronoun of a phrase; "they" can be several."""
        meant = self.antecedent(noun)
        if meant is not noun:
            noun, evidence = meant, name(self.parse, meant)[0]
        if self.pronouns.speaks(noun) and not scene.outer and not scene.quoted:
            yield Reference(0, Basis.PUBLISHER, evidence)
            return
        group, basis = self.look_up(noun, scene)
        if group is None and self.open_word(noun):
            yield Reference(None, Basis.UNRESOLVED, evidence)
        elif group is None:
            yield self.unnamed(noun, evidence, told=scene.told)
        else:
            for number in group:
                if basis is not Basis.NAMED:
                    self.cast.mention(number, evidence)
                yield self.as_actor(Reference(number, basis, evidence))

    def open_word(self, noun: Token) -> bool:
        """Say whether a word that takes nobody up is no noun for a source either."""
        if noun.lower in self.lexicon.some:
            return False
        return noun.pos in {"PRON", "DET"} or noun.lower in NOBODY | self.lexicon.relative

    def antecedent(self, token: Token) -> Token:
        """Return the noun a relative pronoun stands for, else the token itself."""
        if token.lower in self.lexicon.relative and token.pos != "NOUN":
            for i in self.parse.ancestors(token.i):
                above = self.parse.tokens[i]
                if above.dep == "relcl":
                    return self.parse.tokens[above.head]
                if above.dep not in {"conj", "ccomp", "xcomp"}:
                    break
        return token

    def look_up(self, noun: Token, scene: Scene) -> tuple[Group | None, Basis]:
        """Return whom a noun or pronoun means, and on what ground."""
        taken_up = self.pronouns.resolve(noun, scene)
        if taken_up is not None:
            return taken_up, Basis.PRONOUN
        aged = self.aged(noun)
        if aged is not None:
            return (aged,), Basis.DESCRIPTION
        if noun.i + 1 < len(self.parse.tokens) and (beside := self.body_beside(noun)) is not None:
            return (beside,), Basis.NAMED
        named = self.named_at(noun)
        if named is not None:
            return (named,), Basis.NAMED
        if noun.pos not in {"NOUN", "PROPN"}:
            return None, Basis.UNRESOLVED
        pair = self.pairs.resolve(noun)
        if pair is not None:
            return pair, Basis.DESCRIPTION
        apposed = self.apposed(noun, scene.end)
        if apposed is not None:
            return (apposed,), Basis.NAMED
        if noun.lemma.lower() in self.lexicon.vehicles and noun.pos == "NOUN":
            behind = self.vehicles.behind(noun, scene, self.name_of)
            if behind is not None:
                return behind, Basis.DESCRIPTION
        known = self.foretold.get(noun.i)
        if known is None:
            known = self.descriptions.resolve(noun)
        if known is None and self.parse.blocks[noun.block].role is BlockRole.HEADLINE:
            known = self.descriptions.announced(noun)
        return (None, Basis.UNNAMED) if known is None else ((known,), Basis.DESCRIPTION)

    def aged(self, noun: Token) -> int | None:
        """Return whom "the 54-year-old" means: the one of that age, else the last person in mind."""
        words = self.parse.tokens[max(0, noun.i - 4) : noun.i + 1]
        age = next((t.text for t in words if t.tag == "CD" and t.text.isdigit()), None)
        if noun.lower not in {"old", "year-old"} and not (age and noun.lower.endswith("year-old")):
            return None
        if not any(t.lower == "the" for t in words):
            return None
        said = {self.cast.at[i - 2] for i in self.ages.get(age or "", ()) if i >= 2 and i - 2 in self.cast.at}
        people = {n for n in said if self.cast.drafts[n].kind is EntityKind.PERSON}
        if len(people) == 1:
            return next(iter(people))
        kind = EntityKind.PERSON
        found = self.focus.likeliest(noun, lambda g: float(len(g) == 1 and self.cast.drafts[g[0]].kind is kind))
        return found[0] if found else None

    @cached_property
    def ages(self) -> dict[str, list[int]]:
        """Where a number is set apart as an age is: ", 54,"."""
        found: dict[str, list[int]] = {}
        tokens = self.parse.tokens
        for token in tokens[1:-1]:
            if (
                token.text.isdigit()
                and tokens[token.i - 1].text in {",", "("}
                and tokens[token.i + 1].text in {",", ")", "."}
            ):
                found.setdefault(token.text, []).append(token.i)
        return found

    def body_beside(self, noun: Token) -> int | None:
        """Return the body named right after its noun: "the dam's operator, Itaquera", "the firm Agrivue"."""
        if noun.pos != "NOUN" or noun.tag != "NN" or (self.personal(noun) and noun.lower not in self.lexicon.bodies):
            return None
        tokens = self.parse.tokens
        comma = tokens[noun.i + 1].text == ","
        number = self.cast.at.get(noun.i + (2 if comma else 1))
        if number is None or self.cast.drafts[number].kind not in BODIES | {EntityKind.PERSON}:
            return None
        first = tokens[noun.i + (2 if comma else 1)]
        apposed = any(tokens[i].dep == "appos" and i in self.cast.at for i in self.parse.children[noun.i])
        wanted = noun.lower in self.lexicon.bodies | self.lexicon.outlets | self.lexicon.firm_nouns
        if self.cast.drafts[number].kind is EntityKind.PERSON and not wanted:
            return None
        return (
            number
            if first.sent == noun.sent and (apposed or (wanted and not comma)) and not self.organ(number)
            else None
        )

    def organ(self, number: int) -> bool:
        """Say whether a body has no name of capitals."""
        return self.cast.drafts[number].spare

    def named_at(self, noun: Token) -> int | None:
        """Return the entity that has a noun in its name, or a name that the noun ends in the pipeline's eyes."""
        if noun.i in self.cast.at:
            return self.cast.at[noun.i]
        if noun.pos == "PROPN":
            for i in self.parse.children[noun.i]:
                if self.parse.tokens[i].dep in {"compound", "nmod", "flat"} and i in self.cast.at:
                    return self.cast.at[i]
        if noun.lower in self.lexicon.bodies | self.lexicon.outlets | {"ngo"}:
            after = self.cast.at.get(noun.i + 1)
            if after is not None and self.cast.drafts[after].kind in BODIES:
                return after
        return None

    def apposed(self, noun: Token, end: int) -> int | None:
        """Return the person whose name is set apart after a noun: "the editor in chief, Maria Keller"."""
        after = self.cast.at.get(noun.i + 1)
        if after is not None and noun.tag == "NN" and self.personal(noun):
            return after if self.cast.drafts[after].kind is EntityKind.PERSON else None
        if self.personal(noun):
            commas = [i for i in range(noun.i + 1, self.parse.first_at(end)) if self.parse.tokens[i].text == ","]
            number = self.cast.at.get(commas[0] + 1) if commas else None
            if number is not None and self.cast.drafts[number].kind is EntityKind.PERSON:
                return number
        if noun.dep == "appos" and noun.head in self.cast.at and self.personal(noun):
            return self.cast.at[noun.head]
        for i in self.parse.children[noun.i]:
            if self.parse.tokens[i].dep == "appos":
                for j in (i, *self.parse.children[i]):
                    number = self.cast.at.get(j)
                    if number is not None and self.cast.drafts[number].kind is EntityKind.PERSON:
                        return number
        return None

    def name_of(self, token: Token) -> Group | None:
        """Return the entity that a token names, as far as it can speak."""
        number = self.named_at(token)
        if number is None:
            number = self.descriptions.resolve(token)
        return (number,) if number is not None and self.cast.drafts[number].kind in SPEAKING else None

    def evidence(self, noun: Token, span: Span) -> Span:
        """Return the part of a phrase that belongs to one of its nouns."""
        beside = self.joined(noun, span)
        end = min((self.parse.span(*self.parse.edges[t.i]).start for t in beside), default=span.end)
        first = self.parse.tokens[self.parse.edges[noun.i][0]].start
        words = list(self.parse.between(Span(max(span.start, first), max(end, noun.end))))
        while words and (words[-1].dep in {"cc", "punct"} or words[-1].lower in {"and", ",", "or"}):
            words.pop()
        return Span(words[0].start, words[-1].end) if words else Span(noun.start, noun.end)

    def as_actor(self, reference: Reference) -> Reference:
        """Let a capital speak for its state, and make a body out of any other place that speaks."""
        if reference.entity is None:
            return reference
        draft = self.cast.drafts[reference.entity]
        if draft.kind not in {EntityKind.PLACE, EntityKind.SITE}:
            return reference
        state = self.lexicon.state_of_capital(draft.label)
        if state is not None and draft.kind is EntityKind.PLACE:
            number = self.cast.state(state)
        else:
            known = self.cast.named(draft.label, EntityKind.ORGANIZATION)
            number = self.cast.add(EntityKind.ORGANIZATION, draft.label) if known is None else known
        if reference.evidence is not None:
            self.cast.mention(number, reference.evidence, draft.label)
        return replace(reference, entity=number, basis=Basis.METONYM)

    def told(self, noun: Token, evidence: Span) -> str:
        """Return the words for who is told, without their article and the place at which they are."""
        words = [t for t in self.parse.between(evidence) if t.i <= noun.i]
        for i in self.parse.children[noun.i]:
            token = self.parse.tokens[i]
            last = self.parse.edges[i][1]
            if i == words[-1].i + 1 and token.dep == "prep" and last < noun.i + 8 and not self.places(i):
                words += [t for t in self.parse.tokens[i : last + 1] if t.end <= evidence.end]
        while len(words) > 1 and words[0].lower in {"a", "an", "the"}:
            words = words[1:]
        return words_of(self.parse, words[0].i, words[-1].i)

    def places(self, preposition: int) -> bool:
        """Say whether a phrase says where or when people are, and not which people they are."""
        for i in self.parse.subtree(preposition):
            token = self.parse.tokens[i]
            number = self.cast.at.get(i)
            town = number is not None and self.cast.drafts[number].kind in {EntityKind.PLACE, EntityKind.SITE}
            where = token.lemma in self.lexicon.sites | self.lexicon.buildings | self.lexicon.occasions
            if token.ent in {"DATE", "TIME"} or (self.parse.tokens[preposition].lower != "of" and (town or where)):
                return True
        return False

    def unnamed(self, noun: Token, evidence: Span, *, told: bool = False) -> Reference:
        """Make a source of its own out of people who are not named, under the words that class them."""
        tokens = self.parse.between(evidence)
        comma = next((t.i for t in tokens if t.text in {",", "("} and t.i > noun.i), tokens[-1].i + 1)
        label = words_of(self.parse, tokens[0].i, comma - 1)
        if self.opens(tokens[0]):
            label = label[0].lower() + label[1:]
        body = noun.lower in self.lexicon.bodies and noun.tag not in PLURAL and tokens[0].lower not in {"a", "an"}
        meets = noun.lower in self.lexicon.meeting_bodies and noun.tag not in PLURAL
        body = body or meets
        kind = EntityKind.FORUM if meets else EntityKind.ORGANIZATION if body else EntityKind.UNNAMED
        if body or noun.tag in PLURAL:
            label = re.sub(r"^(?:the|an?) ", "", label)
        if told:
            label = self.told(noun, evidence)
        bare = label in (noun.lower, f"the {noun.lower}")
        known = self.heads.get(noun.lower) if bare and noun.tag not in PLURAL else self.cast.named(label, kind)
        number = self.cast.add(kind, label) if known is None else known
        if known is None:
            draft = self.cast.drafts[number]
            several = noun.lower in self.lexicon.some - ONE or noun.lower in {"police", "people"}
            draft.plural = noun.tag in PLURAL or several
            draft.person = not draft.plural and not body and self.single(noun)
            draft.gender = self.lexicon.gender_of(noun.lower)
        self.cast.mention(number, evidence)
        if body:
            self.cast.place(number, noun.i)
        self.heads[noun.lower] = number
        return Reference(number, Basis.NAMED if body else Basis.UNNAMED, evidence)

    def opens(self, token: Token) -> bool:
        """Say whether a word has its capital only because a sentence begins with it."""
        first = self.parse.sentences[token.sent][0] == token.i
        proper = token.pos == "PROPN" or token.ent in {"NORP", "GPE", "ORG", "PERSON"}
        return (first and not proper and token.text[1:].islower()) or token.text in {"A", "The"}

    def single(self, noun: Token) -> bool:
        """Say whether a source without a name is one person: any one that is no text and no body."""
        texts = self.lexicon.vehicles | self.lexicon.hearsay | self.lexicon.bodies | self.lexicon.meeting_bodies
        one = noun.tag == "NN" and not {noun.lower, noun.lemma.lower()} & texts
        return one or noun.lower in ONE

    def personal(self, noun: Token) -> bool:
        """Say whether a noun is one for a person."""
        words = self.lexicon.roles | self.lexicon.persons | self.lexicon.classes | self.lexicon.kin
        return bool({noun.lower, noun.lemma.lower()} & words) and noun.lower not in self.lexicon.vehicles
