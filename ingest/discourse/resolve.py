"""From attributions, which are stretches of words, to statements of somebody the article speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.discourse import lexicon as words
from ingest.discourse.claimants import Resolver, Said
from ingest.discourse.entities import Cast, gather
from ingest.discourse.mentions import find_mentions
from ingest.discourse.occasions import share
from ingest.discourse.roles import find_roles
from ingest.model import (
    Article,
    Attribution,
    Basis,
    Entity,
    Kind,
    Membership,
    QuoteForm,
    Reference,
    Span,
    Stance,
    Statement,
    TimeExpression,
)
from ingest.parse import Parse

AUTHORIAL_CONFIDENCE = 1.0


@dataclass(frozen=True, slots=True)
class Discourse:
    """What an article's statements come to together. Indices point into the tuples here, as in ``Extraction``."""

    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    memberships: tuple[Membership, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    parents: tuple[tuple[int, int], ...] = ()


def resolve(
    article: Article, parse: Parse, attributions: tuple[Attribution, ...], times: tuple[TimeExpression, ...]
) -> Discourse:
    """Say who stands behind each attribution of an article, and add what the article says in its own voice.

    The statements of the attributions come first and in their order, so that ``embedded_in`` stays true; the
    authorial ones follow. Entity 0 is the publisher.
    """
    lexicon = words.load()
    cast = Cast(article.publisher)
    mentions = find_mentions(parse, lexicon)
    gather(parse, mentions, cast)
    memberships = find_roles(parse, mentions, lexicon, cast)
    resolver = Resolver(parse, lexicon, cast, memberships, [], [])
    order = sorted(range(len(attributions)), key=lambda n: start_of(attributions[n]))
    found: dict[int, Statement] = {}
    for n in order:
        found[n] = fill(attributions[n], resolver)
    reported = tuple(found[n] for n in range(len(attributions)))
    own = tuple(authorial(span) for span in own_sentences(parse, attributions))
    occasions = share(reported + own, parse, cast, times, article.published, lexicon.telling)
    return Discourse(occasions.statements, cast.freeze(), memberships, occasions.times)


def fill(attribution: Attribution, resolver: Resolver) -> Statement:
    """Resolve one attribution, and remember its claimants as those who spoke last."""
    claimants = resolver.claimants(attribution)
    addressee = resolver.addressee(attribution)
    speakers = {reference.entity for reference in claimants if reference.entity is not None}
    if attribution.kind is Kind.STATEMENT:
        resolver.said.extend(Said(start_of(attribution), number) for number in sorted(speakers))
    roles = tuple(n for n, membership in enumerate(resolver.memberships) if membership.member in speakers)
    return Statement(attribution, claimants, addressee, resolver.venue(attribution, addressee), roles=roles)


def start_of(attribution: Attribution) -> int:
    """Return where the cue of an attribution stands, or its first words where it has none."""
    spans = attribution.cue or attribution.source + attribution.content
    return min(span.start for span in spans)


def own_sentences(parse: Parse, attributions: tuple[Attribution, ...]) -> list[Span]:
    """Return the sentences with a finite verb in which nobody else is given the word."""
    taken = [span for a in attributions for span in a.cue + a.content + a.source]
    found: list[Span] = []
    for first, end in parse.sentences:
        span = parse.span(first, end - 1)
        asserts = any(
            t.pos in {"VERB", "AUX"} and t.tag in {"VBD", "VBP", "VBZ", "MD"} for t in parse.tokens[first:end]
        )
        if asserts and not any(span.overlaps(other) for other in taken):
            found.append(span)
    return found


def authorial(span: Span) -> Statement:
    """Make a statement of the publisher's own out of a sentence."""
    attribution = Attribution(
        source=(),
        cue=(),
        content=(span,),
        addressee=(),
        lemma="",
        speech_act="assert",
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=Stance.AFFIRM,
        quote_form=QuoteForm.AUTHORIAL,
        confidence=AUTHORIAL_CONFIDENCE,
        rule="authorial sentence",
    )
    return Statement(attribution, (Reference(0, Basis.PUBLISHER),))
