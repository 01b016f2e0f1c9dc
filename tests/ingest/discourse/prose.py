"""Articles and attributions made by hand, for tests that are about neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.discourse import Discourse, resolve
from ingest.model import Article, Attribution, Block, BlockRole, Kind, QuoteForm, Reference, Span, Stance
from ingest.nlp import Annotator
from ingest.times import find

DAY = date(2024, 3, 15)
"""A Friday."""

LEMMAS = {
    "testified": "testify",
    "begged": "beg",
    "ruled": "rule",
    "noted": "note",
    "said": "say",
    "told": "tell",
    "added": "add",
    "tweeted": "tweet",
}


def spans(text: str, *words: str, after: int = 0) -> tuple[Span, ...]:
    found = []
    for phrase in words:
        start = text.index(phrase, after)
        found.append(Span(start, start + len(phrase)))
    return tuple(found)


def attribution(text: str, source: str, cue: str, content: str, addressee: str = "") -> Attribution:
    """The first ``cue`` in ``text`` after which, or before which, everything else is looked for near by."""
    first = text.index(content)
    line = text.rfind("\n", 0, first) + 1
    said = spans(text, cue, after=line)
    return Attribution(
        source=spans(text, source, after=line) if source else (),
        cue=said,
        content=spans(text, content),
        addressee=spans(text, addressee, after=line) if addressee else (),
        lemma=LEMMAS.get(cue, cue),
        speech_act="assert",
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=Stance.AFFIRM,
        quote_form=QuoteForm.INDIRECT,
        confidence=1.0,
        rule="by hand",
    )


def read(
    annotator: Annotator,
    text: str,
    *given: tuple[str, ...],
    publisher: str | None = "The Gazette",
    published: date | None = DAY,
    quoted: bool = False,
) -> Discourse:
    form = QuoteForm.DIRECT if quoted else QuoteForm.INDIRECT
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(Span(start, start + len(line)), BlockRole.BODY, "a line"))
        start += len(line) + 1
    parse = annotator.parse(text, blocks)
    return resolve(
        Article(text, "a test", published=published, publisher=publisher),
        parse,
        tuple(replace(attribution(text, *one), quote_form=form) for one in given),
        find(parse, published),
    )


def label(discourse: Discourse, reference: Reference | None) -> str | None:
    if reference is None or reference.entity is None:
        return None
    return discourse.entities[reference.entity].label


def claimant(discourse: Discourse, number: int = 0) -> str | None:
    references = discourse.statements[number].claimants
    return label(discourse, references[0]) if references else None
