"""Who stands behind a statement: the words beside its cue, resolved to somebody the article speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.discourse.appositions import Appositions
from ingest.discourse.citations import asked, cited, hearsay, publishes, quoted
from ingest.discourse.descriptions import LOOSE, Descriptions
from ingest.discourse.entities import Cast
from ingest.discourse.focus import Focus, Group
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.meetings import Meetings
from ingest.discourse.nouns import antecedent, head_of, joined, open_word, part_of, personal
from ingest.discourse.pairs import Pairs
from ingest.discourse.pronouns import Pronouns, Scene
from ingest.discourse.unnamed import Unnamed
from ingest.discourse.vehicles import Vehicles
from ingest.model import Attribution, Basis, BlockRole, EntityKind, Reference, Span
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

SPEAKING = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM, EntityKind.STATE})


ORDERED = frozenset({"next", "first", "second", "third", "last", "other", "same", "fourth"})
"""Words that tell one of several apart, who then is nobody spoken of before."""

LOOK = 500
"""How many words of a content are searched for names; it keeps the work linear where quotations never end."""


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
    appositions: Appositions
    unnamed: Unnamed

    def addressees(self, attribution: Attribution, outer: Group, speakers: Group) -> tuple[Reference, ...]:
        """Return who is told, if the words beside the cue say so; nobody but "himself" is both told and telling."""
        for span in attribution.addressee:
            head = head_of(self.parse.between(span))
            if head is not None and self.meetings.holds(head):
                return (self.meetings.resolve(head),)
            if head is not None and publishes(head, self.parse, self.lexicon):
                return (Reference(0, Basis.PUBLISHER, span),)
            found = self.phrase(span, outer, speakers, told=True)
            known = [r for r in found if r.entity is not None and r.entity not in speakers]
            if known:
                return tuple({r.entity: self.as_actor(r) for r in known}.values())
        return ()

    def claimants(self, attribution: Attribution, outer: Group, others: Group = ()) -> tuple[Reference, ...]:
        """Return who stands behind an attribution inside the words of ``outer``, and is none of ``others``.

        Nobody stands behind a passive without an agent.
        """
        if asked(attribution, self.parse, self.lexicon):
            return ()
        if not attribution.source:
            cue = hearsay(attribution, self.parse, self.lexicon)
            return () if cue is None else (self.unnamed.take(cue, Span(cue.start, cue.end)),)
        found: list[Reference] = []
        other = quoted(attribution, self.parse, self.lexicon)
        other = other or cited(attribution, self.parse, self.lexicon, self.cast)
        for span in attribution.source if other is None else (other,):
            spoken_of = (*self.named_in(attribution), *others)
            for reference in self.phrase(span, outer, spoken_of, wide=widen(span, attribution)):
                if reference.entity is None or all(reference.entity != known.entity for known in found):
                    found.append(reference)
        if len(found) == 1 and found[0].entity is not None and attribution.cue:
            found = [*self.joint(attribution, found[0]), *found]
        return tuple(found)

    def joint(self, attribution: Attribution, last: Reference) -> list[Reference]:
        """Return who stands before a name in a list: "Norway, Ghana and" of "Norway, Ghana and Uruguay called"."""
        head = head_of(self.parse.between(attribution.source[0]))
        cast, tokens = self.cast, self.parse.tokens
        if head is None or cast.at.get(head.i) != last.entity or head.start >= attribution.cue[0].start:
            return []
        found: list[Reference] = []
        place, joiner = self.begin(head.i), "and"
        while place > 2 and tokens[place - 1].lower == joiner:
            before = place - 2 if tokens[place - 2].text != "," else place - 3
            number = cast.at.get(before)
            if (
                number is None
                or number == last.entity
                or cast.drafts[number].kind is not cast.drafts[last.entity or 0].kind
            ):
                break
            start = self.begin(before)
            found.insert(0, self.as_actor(Reference(number, Basis.NAMED, self.parse.span(start, before))))
            place, joiner = start, ","
        return found

    def begin(self, i: int) -> int:
        """Return the first token of the name that ends at a token, with its article or owner."""
        number = self.cast.at.get(i)
        while i and self.cast.at.get(i - 1) == number:
            i -= 1
        return i - 1 if i and self.parse.tokens[i - 1].lower == "the" else i

    def named_in(self, attribution: Attribution) -> Iterator[int]:
        """Yield the people named in a content: "Mr Pym, he argued, had concealed nothing" is not Mr Pym who argues."""
        for span in attribution.content:
            for token in self.parse.between(span)[:LOOK]:
                number = self.cast.at.get(token.i)
                if number is not None and self.cast.drafts[number].kind is EntityKind.PERSON:
                    yield number

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
            for noun in (head, *joined(head, wide or span, self.parse))
            for reference in self.one(noun, part_of(span, noun, self.parse), scene)
        ]

    def one(self, noun: Token, evidence: Span, scene: Scene) -> Iterator[Reference]:
        """Resolve one noun or pronoun of a phrase; "they" can be several."""
        meant = antecedent(noun, self.parse, self.lexicon)
        if meant is not noun:
            noun, evidence = meant, name(self.parse, meant)[0]
        if self.pronouns.speaks(noun) and not scene.outer and not scene.quoted:
            yield Reference(0, Basis.PUBLISHER, evidence)
            return
        group, basis = self.look_up(noun, scene)
        if group is None and open_word(noun, self.lexicon):
            yield Reference(None, Basis.UNRESOLVED, evidence)
        elif group is None:
            yield self.unnamed.take(noun, evidence, told=scene.told)
        else:
            for number in group:
                if basis is not Basis.NAMED:
                    self.cast.mention(number, evidence)
                yield self.as_actor(Reference(number, basis, evidence))

    def look_up(self, noun: Token, scene: Scene) -> tuple[Group | None, Basis]:
        """Return whom a noun or pronoun means, and on what ground."""
        taken_up = self.pronouns.resolve(noun, scene)
        if taken_up is not None:
            return taken_up, Basis.PRONOUN
        aged = self.appositions.aged(noun)
        if aged is not None:
            return (aged,), Basis.DESCRIPTION
        national = self.descriptions.national(noun)
        if national is not None:
            return (national,), Basis.DESCRIPTION
        named = self.appositions.named(noun)
        if named is not None:
            return (named,), Basis.NAMED
        if noun.pos in {"NOUN", "PROPN"}:
            return self.describe(noun, scene)
        apart = self.appositions.set_apart(noun)
        return ((apart,), Basis.NAMED) if apart is not None else (None, Basis.UNRESOLVED)

    def describe(self, noun: Token, scene: Scene) -> tuple[Group | None, Basis]:
        """Return whom a noun describes that is no name, and on what ground."""
        pair = self.pairs.resolve(noun)
        if pair is not None:
            return pair, Basis.DESCRIPTION
        apposed = self.appositions.apposed(noun, scene.end)
        if apposed is not None:
            return (apposed,), Basis.NAMED
        if noun.lemma.lower() in self.lexicon.vehicles and noun.pos == "NOUN":
            behind = self.vehicles.behind(noun, scene, self.name_of)
            if behind is not None:
                return behind, Basis.DESCRIPTION
        known = self.spoken_of(noun)
        return (None, Basis.UNNAMED) if known is None else ((known,), Basis.DESCRIPTION)

    def spoken_of(self, noun: Token) -> int | None:
        """Return whom a noun takes up that the article names: later, before, or below the headline it stands in."""
        known = self.foretold.get(noun.i)
        if known is None:
            known = self.descriptions.resolve(noun)
        if known is None and self.parse.blocks[noun.block].role is BlockRole.HEADLINE:
            known = self.descriptions.announced(noun)
        return self.bridged(noun) if known is None else known

    def bridged(self, noun: Token) -> int | None:
        """Return whom "the bishop" means where somebody is in mind of whom no office is known."""
        below = [self.parse.tokens[i] for i in self.parse.children[noun.i]]
        if noun.tag != "NN" or not any(t.lower == "the" for t in below) or any(t.dep in LOOSE for t in below):
            return None
        if not personal(noun, self.lexicon) or noun.lower in self.lexicon.meeting_bodies:
            return None
        more = {t.lower for t in below if t.dep in {"amod", "compound", "nmod"}}
        if self.focus.quotation_at(noun.start) is not None or not more or more & ORDERED:
            return None
        named = {d.member for group in self.descriptions.people.values() for d in group}
        gender = self.lexicon.gender_of(noun.lower)

        def fits(group: Group) -> float:
            draft = self.cast.drafts[group[0]]
            plain = len(group) == 1 and draft.kind is EntityKind.PERSON and group[0] not in named
            return float(plain and (gender is None or draft.gender in (gender, None)))

        found = self.focus.likeliest(noun, fits)
        return found[0] if found else None

    def name_of(self, token: Token) -> Group | None:
        """Return the entity that a token names, as far as it can speak."""
        number = self.appositions.named_at(token)
        if number is None:
            number = self.descriptions.resolve(token)
        return (number,) if number is not None and self.cast.drafts[number].kind in SPEAKING else None

    def as_actor(self, reference: Reference) -> Reference:
        """Let a capital speak for its state, and make a body out of any other place that speaks."""
        if reference.entity is None:
            return reference
        draft = self.cast.drafts[reference.entity]
        if reference.entity and shortens(draft.label, self.cast.drafts[0].label):
            return replace(reference, entity=0, basis=Basis.PUBLISHER)
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


def shortens(name: str, publisher: str) -> bool:
    """Say whether a name is the first or the last words of the publisher's: "the Star" for "Evening Star".

    >>> shortens("Star", "Evening Star"), shortens("Star", "Star"), shortens("Evening", "Evening Post and Star")
    (True, False, True)
    """
    words, whole = name.split(), publisher.split()
    return 0 < len(words) < len(whole) and words in (whole[: len(words)], whole[-len(words) :])


def widen(span: Span, attribution: Attribution) -> Span:
    """Return a source with its appositions, as far as they were marked with it."""
    marked = [each for each in attribution.marked.source if each.overlaps(span)] if attribution.marked else []
    ends = [span, *marked]
    return Span(min(each.start for each in ends), max(each.end for each in ends))
