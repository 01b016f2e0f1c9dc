"""Articles and attributions made by hand, for tests that are about neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ingest.discourse import Discourse, resolve
from ingest.model import (
    Article,
    Attribution,
    Block,
    BlockRole,
    Kind,
    QuoteForm,
    Reference,
    Span,
    Stance,
    Statement,
)
from ingest.nlp import Annotator
from ingest.statements import RuleExtractor
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


@dataclass(frozen=True)
class Heard:
    """An article read by the rules; a statement in it is found by words of its content."""

    text: str
    found: Discourse

    def statement(self, words: str) -> Statement:
        """The one with the shortest content that has these words, not the publisher's own."""
        told = [s for s in self.found.statements if s.attribution.quote_form is not QuoteForm.AUTHORIAL]
        fitting = [s for s in told if words in self.content(s)]
        assert fitting, f"nobody said {words!r}, only {[self.content(s) for s in told]}"
        return min(fitting, key=lambda s: len(self.content(s)))

    def content(self, statement: Statement) -> str:
        return " ".join(span.of(self.text) for span in statement.attribution.content)

    def who(self, words: str) -> str | None:
        """Whoever says it; several are joined as in a record."""
        return " and ".join(filter(None, (label(self.found, r) for r in self.statement(words).claimants))) or None

    def told(self, words: str) -> str | None:
        return label(self.found, self.statement(words).addressee)

    def where(self, words: str) -> str | None:
        return label(self.found, self.statement(words).venue)

    def day(self, words: str) -> str | None:
        time = self.statement(words).said_on
        return None if time is None else self.found.times[time].edtf


def hear(annotator: Annotator, text: str, publisher: str | None = "The Gazette") -> Heard:
    """Read an article whose lines are its paragraphs, finding what is said in it by the rules."""
    blocks = [Block(Span(*m.span()), BlockRole.BODY, "a line") for m in re.finditer(r"[^\n]+", text)]
    parse = annotator.parse(text, blocks)
    article = Article(text, "a test", published=DAY, publisher=publisher)
    return Heard(text, resolve(article, parse, RuleExtractor().extract(parse), find(parse, DAY)))
