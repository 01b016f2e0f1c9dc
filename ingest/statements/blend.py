"""Rules and tagger together, by one principle: where the tagger sees a cue, its spans hold; elsewhere the rules speak.

Where the two differ about a cue's words, annotators bear out the tagger three times as often as the rules. What the
rules alone have found is as sure as such findings proved to be, by where they stand (``confidence.toml``, the rules
named "within", "beside" and "apart"), and is kept above the same floor as the tagger's own findings.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ingest.lexicon import Lexicon, load
from ingest.model import Attribution, Kind, QuoteForm, Span, Spans, Stance
from ingest.parse import Parse
from ingest.quotes import Quotations
from ingest.statements.nesting import place
from ingest.statements.reading import Reading
from ingest.statements.rules import finish
from ingest.statements.shown import in_dateline
from ingest.statements.spans import join, met, without
from ingest.statements.tagged import Labels, proposes
from ingest.tagger.model import Tagged

FLOOR = 0.37
"""The least confidence of what the rules alone find: about half of the F1 reached, below which each costs more."""

WITHIN = "within"

NEAR = 12
"""How many findings away, in the order of the text, one can bear on another."""


class Tagger(Protocol):
    """Finds cues with their sources and contents."""

    @property
    def digest(self) -> str:
        """What tells this tagger from any other."""
        ...

    def tag(self, parse: Parse, quotations: Quotations) -> Sequence[Tagged]:
        """Return what is found, in order of the text."""
        ...


@dataclass(frozen=True)
class BlendedExtractor:
    """Finds attributions by a trained tagger, with rules for what its training data does not have."""

    tagger: Tagger
    lexicon: Lexicon = field(default_factory=load)

    @property
    def name(self) -> str:
        """The name of the rules and of the tagger's very file in the provenance of a graph."""
        return f"rules+tagger:{self.tagger.digest[:12]}"

    def extract(self, parse: Parse) -> tuple[Attribution, ...]:
        """Return the attributions in order of their first cue word or content, those that go on freely at the end."""
        reading = Reading.of(parse, self.lexicon)
        return finish(reading, merge(reading, list(reading.find()), list(self.tag(reading))))

    def tag(self, reading: Reading) -> Iterator[Attribution]:
        """Yield what the tagger finds, labelled."""
        labels = Labels(reading)
        for each in self.tagger.tag(reading.parse, reading.quotations):
            found = labels.attribution(each)
            if found is not None and not (found.cue and in_dateline(reading.parse, found.cue[0])):
                yield found


def merge(reading: Reading, ruled: Sequence[Attribution], tagged: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield one attribution a cue."""
    ruled = sorted(ruled, key=place)
    partners: dict[int, int] = {}
    for m, owner in pair(ruled, tagged):
        if owner is not None:
            partners.setdefault(owner, m)
    sure = reading.lexicon.precision.confidence
    hidden = {
        m
        for n, m in partners.items()
        if tagged[n].confidence < sure(f"{ruled[m].rule} within", ruled[m].kind) and is_hidden(ruled, m, tagged[n])
    }
    held = [
        reconcile(each, ruled, partners[n], hidden) if n in partners else each
        for n, each in enumerate(tagged)
        if partners.get(n) not in hidden
    ]
    yield from held
    yield from (each for each in without_partners(reading, ruled, held) if each.confidence >= FLOOR)


def is_hidden(ruled: Sequence[Attribution], m: int, own: Attribution) -> bool:
    """Say whether the rules see a cue and its speaker within what another says, and the tagger another speaker.

    The tagger's training data has no statement within another, so it gives such a cue to whoever told of it: in
    "Berg told them that the union had refused by saying that ..." it was not Berg who said so.
    """
    inner = ruled[m]
    if not inner.source or any(span.overlaps(other) for span in inner.source for other in own.source):
        return False
    within = (ruled[k].content for k in around(ruled, m))
    return any(holds(content, inner.cue[0]) and holds(content, inner.source[0]) for content in within)


def reconcile(own: Attribution, ruled: Sequence[Attribution], m: int, hidden: Container[int]) -> Attribution:
    """Take from the rules what they alone can tell of a cue: who is told, and which other cues its content holds.

    A content ends where its speaker goes on with another cue ("said that X and pleaded for Y"), and goes as far as the
    rules say where the tagger has cut it before a cue within it.
    """
    partner = ruled[m]
    goes_on = any(
        ruled[k].source == partner.source and own_holds and not partner_holds
        for k, own_holds, partner_holds in cues_around(ruled, m, own)
    )
    cut = any(
        k in hidden and partner_holds and not own_holds for k, own_holds, partner_holds in cues_around(ruled, m, own)
    )
    if partner.source and (goes_on or cut):
        own = replace(own, content=partner.content, polarity=partner.polarity, quote_form=partner.quote_form)
    if own.marked and partner.marked and own.marked.that is None and (that := partner.marked.that) is not None:
        content = without(own.content, (Span(that.start, that.end + 1),))
        own = replace(own, content=content, marked=replace(own.marked, that=that))
    return own if own.addressee else replace(own, addressee=without(partner.addressee, own.source))


def cues_around(ruled: Sequence[Attribution], m: int, own: Attribution) -> Iterator[tuple[int, bool, bool]]:
    """Yield the cues near one, with whether the tagger's content and the rules' hold them."""
    for k in around(ruled, m):
        if ruled[k].cue:
            yield k, holds(own.content, ruled[k].cue[0]), holds(ruled[m].content, ruled[k].cue[0])


def around(ruled: Sequence[Attribution], m: int) -> Iterator[int]:
    """Yield the numbers of the findings near one in the text; a few are enough, and keep the work linear."""
    yield from (k for k in range(max(0, m - NEAR), min(len(ruled), m + NEAR + 1)) if k != m)


def holds(content: Spans, span: Span) -> bool:
    """Say whether a content has a span within it."""
    return any(each.covers(span) for each in content)


def pair(ruled: Sequence[Attribution], tagged: Sequence[Attribution]) -> Iterator[tuple[int, int | None]]:
    """Yield the number of each of the rules' findings, and of the tagger's first that shares a character of its cue."""
    cues = [each.cue if each.marked is None else each.marked.cue for each in tagged]
    owners = {i: n for n, cue in enumerate(cues) for span in cue for i in range(span.start, span.end)}
    for m, each in enumerate(ruled):
        shared = (owners[i] for span in each.cue for i in range(span.start, span.end) if i in owners)
        yield m, min(shared, default=None)


def without_partners(
    reading: Reading, ruled: Sequence[Attribution], tagged: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield what the rules alone have found, each as sure as such findings are."""
    told = join(span for each in tagged for span in each.content)
    for m, owner in pair(ruled, tagged):
        if owner is None:
            found = doubt(reading, ruled[m], told)
            if not found.rule.endswith(WITHIN) or is_told(reading, found):
                yield found


def is_told(reading: Reading, found: Attribution) -> bool:
    """Say whether something within another's words is a saying of somebody's: a denial, or with a clause of its own.

    "He has mocked the effort" and "people say so", said by a third, tell of no statement that could be looked up.
    """
    anybody = any(span.of(reading.parse.text).lower() in reading.lexicon.words.anybody for span in found.source)
    quoted = found.quote_form is not QuoteForm.INDIRECT and reading.quotations.at(place(found).start) is None
    tells = found.kind is Kind.ATTITUDE or found.stance is Stance.DENY or proposes(reading.parse, found)
    return not anybody and (quoted or tells)


def doubt(reading: Reading, found: Attribution, told: Spans) -> Attribution:
    """Give what the rules alone have found the confidence of such findings, by where it stands to the tagger's.

    Within what somebody says the tagger's training data has nothing, so its silence means little there. Beside it, on
    words that the tagger gives to another cue, or apart from all of it, it means much.
    """
    here = place(found)
    if reading.quotations.at(here.start) is not None or met(told, Span(here.start, here.start + 1)):
        where = WITHIN
    elif any(met(told, span) for span in found.content):
        where = "beside"
    else:
        where = "apart"
    rule = f"{found.rule} {where}"
    return replace(found, rule=rule, confidence=reading.lexicon.precision.confidence(rule, found.kind))
