"""From attributions, which are stretches of words, to statements of somebody the article speaks of."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.discourse import lexicon as words
from ingest.discourse.appearances import Appearance, appearing, find_appearances, find_openings
from ingest.discourse.appositions import Appositions
from ingest.discourse.bodies import find_bodies
from ingest.discourse.claimants import Resolver
from ingest.discourse.dating import dates
from ingest.discourse.descriptions import Descriptions
from ingest.discourse.entities import Cast, Gatherer
from ingest.discourse.figures import note_figures
from ingest.discourse.focus import Focus, Group, weight_of
from ingest.discourse.foretold import find_foretold
from ingest.discourse.forgetting import Discourse, forget
from ingest.discourse.inside import note_pronouns
from ingest.discourse.meetings import Meetings
from ingest.discourse.mentions import find_mentions
from ingest.discourse.nouns import head_of, personal
from ingest.discourse.occasions import Sharing
from ingest.discourse.organs import find_organs
from ingest.discourse.own import own_statements
from ingest.discourse.pairs import Pairs
from ingest.discourse.parents import find_parents
from ingest.discourse.pronouns import Pronouns
from ingest.discourse.roles import Description, find_roles
from ingest.discourse.sessions import Sessions
from ingest.discourse.turns import address_questions, address_turns
from ingest.discourse.unnamed import Unnamed
from ingest.discourse.vehicles import Vehicles
from ingest.discourse.venues import Setting, Settings
from ingest.model import (
    Article,
    Attribution,
    Basis,
    EntityKind,
    Kind,
    Membership,
    Reference,
    Statement,
    TimeExpression,
)
from ingest.parse import Parse


def resolve(
    article: Article,
    parse: Parse,
    attributions: tuple[Attribution, ...],
    times: tuple[TimeExpression, ...],
    published: date | None = None,
) -> Discourse:
    """Say who stands behind each attribution of an article, and add what the article says in its own voice.

    The statements of the attributions come first and in their order, so that ``embedded_in`` stays true; the
    authorial ones follow. Entity 0 is the publisher. ``published`` is the day of publication, printed or given.
    """
    published = published or article.published
    lexicon = words.load()
    cast = Cast(article.publisher)
    speakers = [span for found in attributions for span in found.source + found.addressee]
    found = find_mentions(parse, lexicon, speakers)
    mentions = found.mentions
    Gatherer(parse, lexicon, cast, found.acronyms, {}).gather(mentions)
    parents = find_parents(parse, mentions, lexicon, cast)
    organs = find_organs(parse, mentions, lexicon, cast)
    bodies = find_bodies(parse, lexicon, cast)
    people = find_roles(parse, mentions, lexicon, cast)
    focus = Focus(parse, attributions)
    focus.name((*mentions, *organs.mentions, *bodies), cast.at)
    described: dict[str, list[Description]] = {}
    for description in people.descriptions:
        described.setdefault(description.noun, []).append(description)
    resolver = Resolver(
        parse,
        lexicon,
        cast,
        focus,
        pronouns := Pronouns(parse, lexicon, cast, focus),
        descriptions := Descriptions(parse, lexicon, cast, described),
        Meetings(parse, lexicon, cast, descriptions),
        find_foretold(parse, attributions, cast, described, lexicon),
        Vehicles(parse, lexicon, cast, pronouns, described),
        Pairs(parse, lexicon, cast, described),
        Appositions(parse, lexicon, cast, focus),
        Unnamed(parse, lexicon, cast),
    )
    note_figures(resolver, attributions)
    settings = Settings(resolver)
    appearances = find_appearances(settings, attributions)
    reading = Reading(attributions, resolver, people.memberships, settings, {}, {}, appearances)
    reading = replace(reading, openings=find_openings(settings, attributions))
    reported = reading.read()
    note_pronouns(reported, resolver, people.memberships)
    own = own_statements(parse, attributions)
    made, known = dates(parse, [*reported, *own], times, published)
    scenes = [reading.scenes[n] for n in range(len(reported))] + [Setting()] * len(own)
    made = Sessions(parse, lexicon, cast, described, known.known, resolver.meetings).seat(made, scenes)
    made = address_turns(parse, made, cast)
    shared = Sharing(parse, lexicon, cast, made, scenes, known, published, people.memberships).share()
    whole = Discourse(
        tuple(address_questions(parse, lexicon, shared.statements)),
        cast.freeze(),
        people.memberships,
        shared.times,
        shared.occasions,
        parents + organs.parents,
    )
    return forget(whole, frozenset(n for n, draft in enumerate(cast.drafts) if draft.spare))


PEOPLE = frozenset({EntityKind.PERSON, EntityKind.UNNAMED})

NEAR = 1
"""How many sentences lie at most between a question and its answer."""

PAUSE = 4
"""How many sentences lie at most between somebody's words and "he added"."""


@dataclass(frozen=True)
class Reading:
    """The attributions of one article on the way to statements, in the order of the text, outer ones first."""

    attributions: Sequence[Attribution]
    resolver: Resolver
    memberships: tuple[Membership, ...]
    settings: Settings
    statements: dict[int, Statement]
    scenes: dict[int, Setting]
    appearances: tuple[Appearance, ...] = ()
    openings: Mapping[int, Setting] = field(default_factory=dict)
    """The place that each paragraph begins with, if it does."""
    outer: list[tuple[int, int]] = field(default_factory=list)
    """Where each attribution read stands that is no part of anybody's words, with its number, in order."""

    def read(self) -> list[Statement]:
        """Return the statements in the order of their attributions."""
        for n in sorted(range(len(self.attributions)), key=lambda n: start_of(self.attributions[n])):
            for m in reversed(self.outward(n)):
                self.statements[m] = self.fill(m)
        return [self.statements[n] for n in range(len(self.attributions))]

    def outward(self, n: int) -> list[int]:
        """Return an attribution and those it stands in, the innermost first, that have not been read yet."""
        found: list[int] = []
        step: int | None = n
        while step is not None and step not in self.statements and step not in found:
            found.append(step)
            step = self.attributions[step].embedded_in
        return found

    def fill(self, n: int) -> Statement:
        """Resolve one attribution, and remember its claimants as those who spoke last."""
        attribution, resolver = self.attributions[n], self.resolver
        outer = self.speakers(attribution.embedded_in)
        claimants = self.told_so(attribution) or self.going_on(attribution) or self.answering(attribution)
        claimants = claimants or resolver.claimants(attribution, outer, self.asker(attribution))
        speakers = tuple(reference.entity for reference in claimants if reference.entity is not None)
        if attribution.kind is Kind.STATEMENT and attribution.cue and attribution.source and not outer:
            resolver.vehicles.made(attribution, speakers)
            resolver.focus.speaker(resolver.parse.between(attribution.source[0])[0], speakers)
        told = self.asked_back(attribution, speakers) or resolver.addressees(attribution, outer, speakers)
        self.hear(attribution, told)
        scene = self.scene(attribution, next(iter(told), None), speakers)
        self.scenes[n] = scene
        if attribution.embedded_in is None:
            insort(self.outer, (start_of(attribution), n))
        if scene.venue is not None and scene.venue.entity is not None:
            self.hold(scene.venue.entity)
        self.witness(attribution, scene, speakers)
        roles = self.roles(speakers)
        joint = told[1:] if scene.audience in told else ()
        return Statement(attribution, claimants, scene.audience, scene.venue, roles=roles, joint=joint)

    def hear(self, attribution: Attribution, told: Sequence[Reference]) -> None:
        """Remember who is told, if it is somebody by a noun or a pronoun; a name is remembered as it stands."""
        focus, at = self.resolver.focus, self.resolver.cast.at
        for span in attribution.addressee:
            head = head_of(self.resolver.parse.between(span))
            heard = tuple(r.entity for r in told if r.entity is not None and r.evidence is not None)
            people = head is not None and (head.pos == "PRON" or personal(head, self.resolver.lexicon))
            if head is not None and people and head.i not in at and heard:
                focus.note(head, heard, weight_of(head, self.resolver.parse))

    def scene(self, attribution: Attribution, told: Reference | None, speakers: Group) -> Setting:
        """Return the scene of a statement: that of its own words, else that of an appearance near it."""
        own = self.settings.read(attribution, told)
        heads = [head_of(self.resolver.parse.between(span)) for span in attribution.source]
        if any(
            head is not None and head.lemma in self.resolver.lexicon.vehicles and head.pos == "NOUN" for head in heads
        ):
            return replace(own, channel=own.channel or "text", venue=None)
        if own.venue is not None or own.channel is not None or attribution.embedded_in is not None:
            return own
        words = self.resolver.parse.between(attribution.cue[0]) if attribution.cue else ()
        found = appearing(self.appearances, speakers, words[0], self.fits) if words else None
        if (
            found is None
            and words
            and all(r.kind in PEOPLE for r in map(self.resolver.cast.drafts.__getitem__, speakers))
        ):
            opened = self.openings.get(words[0].block)
            return own if opened is None else replace(own, venue=opened.venue)
        if found is None or (own.audience is not None and own.audience.entity not in (None, 0)):
            return own
        return replace(found, audience=own.audience or found.audience)

    def fits(self, pronoun: str, speakers: Group) -> bool:
        """Say whether a pronoun can mean some speakers."""
        test = self.resolver.pronouns.test(pronoun)
        return test is not None and test(speakers) > 0

    def told_so(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Return whom "you" means in somebody's words: whoever is told them."""
        n = attribution.embedded_in
        if n is None or n not in self.statements or not attribution.source:
            return ()
        words = self.resolver.parse.between(attribution.source[0])
        told = self.statements[n].addressee
        if [token.lower for token in words] != ["you"] or told is None or told.entity is None:
            return ()
        return (Reference(told.entity, Basis.PRONOUN, attribution.source[0]),)

    def asker(self, attribution: Attribution) -> Group:
        """Return who asked in the same sentence, and does not answer: "Asked by her whether it would, he said"."""
        last = self.last(attribution)
        if (
            last is None
            or not attribution.cue
            or self.attributions[last].lemma not in self.resolver.lexicon.questioning
        ):
            return ()
        here = self.resolver.parse.between(attribution.cue[0])
        return self.speakers(last) if here and here[0].sent == self.sentence(last) else ()

    def going_on(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Return who goes on: with "he added", whoever spoke last and can be meant."""
        if attribution.lemma not in self.resolver.lexicon.continuing or len(attribution.source) != 1:
            return ()
        words = self.resolver.parse.between(attribution.source[0])
        test = self.resolver.pronouns.test(words[0].lower) if len(words) == 1 else None
        last = self.last(attribution)
        if test is None or last is None or words[0].sent - self.sentence(last) > PAUSE:
            return ()
        spoke = self.speakers(last)
        if not spoke or not test(spoke):
            return ()
        for number in spoke:
            self.resolver.cast.mention(number, attribution.source[0])
        return tuple(Reference(number, Basis.PRONOUN, attribution.source[0]) for number in spoke)

    def answering(self, attribution: Attribution) -> tuple[Reference, ...]:
        """Return who answers: a pronoun that can mean whoever was asked just before means that one."""
        if not attribution.source:
            return ()
        words = self.resolver.parse.between(attribution.source[0])
        test = self.resolver.pronouns.test(words[0].lower) if len(words) == 1 else None
        last = self.last(attribution)
        if test is None or last is None:
            return ()
        asked = self.statements[last].addressee
        lexicon = self.resolver.lexicon
        answers = attribution.lemma in lexicon.answering or self.attributions[last].lemma in lexicon.questioning
        if not answers:
            return ()
        near = words[0].sent - self.sentence(last)
        if asked is None or asked.entity is None or near > NEAR or not test((asked.entity,)):
            return ()
        self.resolver.cast.mention(asked.entity, attribution.source[0])
        return (Reference(asked.entity, Basis.PRONOUN, attribution.source[0]),)

    def asked_back(self, attribution: Attribution, speakers: Group) -> tuple[Reference, ...]:
        """Return who is asked: a pronoun that can mean whoever spoke just before means that one."""
        if attribution.lemma not in self.resolver.lexicon.questioning or len(attribution.addressee) != 1:
            return ()
        words = self.resolver.parse.between(attribution.addressee[0])
        test = self.resolver.pronouns.test(words[0].lower) if len(words) == 1 else None
        last = self.last(attribution)
        if test is None or last is None or words[0].sent - self.sentence(last) > NEAR:
            return ()
        spoke = self.speakers(last)
        if len(spoke) != 1 or spoke[0] in speakers or not test(spoke):
            return ()
        return (Reference(spoke[0], Basis.PRONOUN, attribution.addressee[0]),)

    def last(self, attribution: Attribution) -> int | None:
        """Return the outer statement read last before another one, which is no part of anybody's words."""
        return self.outer[-1][1] if self.outer and attribution.embedded_in is None else None

    def sentence(self, n: int) -> int:
        """Return the number of the sentence in which an attribution has its cue."""
        return self.resolver.parse.tokens[self.resolver.parse.first_at(start_of(self.attributions[n]))].sent

    def witness(self, attribution: Attribution, scene: Setting, speakers: Group) -> None:
        """Note who has told a court something: the article can call that person the witness."""
        resolver, venue = self.resolver, scene.venue
        if venue is None or venue.entity is None or attribution.embedded_in is not None or len(speakers) != 1:
            return
        words = set(resolver.cast.drafts[venue.entity].label.lower().split())
        if words & resolver.lexicon.meeting_bodies and resolver.cast.drafts[speakers[0]].kind is EntityKind.PERSON:
            told = Description(speakers[0], "witness", frozenset({"witness"}))
            resolver.descriptions.people.setdefault("witness", []).append(told)

    def speakers(self, n: int | None) -> Group:
        """Return who stands behind an attribution that was read before."""
        if n is None or n not in self.statements:
            return ()
        return tuple(reference.entity for reference in self.statements[n].claimants if reference.entity is not None)

    def hold(self, number: int) -> None:
        """Make a site of a place in which something was said, and a forum of a body that was in session."""
        draft = self.resolver.cast.drafts[number]
        if draft.kind is EntityKind.PLACE:
            draft.kind = EntityKind.SITE
        elif draft.kind is EntityKind.ORGANIZATION:
            draft.kind = EntityKind.FORUM

    def roles(self, speakers: Group) -> tuple[int, ...]:
        """Return the memberships of the speakers."""
        return tuple(n for n, membership in enumerate(self.memberships) if membership.member in speakers)


def start_of(attribution: Attribution) -> int:
    """Return where the cue of an attribution stands, or its first words where it has none."""
    spans = attribution.cue or attribution.source + attribution.content
    return min(span.start for span in spans)
