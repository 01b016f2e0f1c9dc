"""What an article says in its own voice: the sentences, and the parts of sentences, that are nobody else's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.model import Attribution, Basis, Kind, QuoteForm, Reference, Span, Spans, Stance, Statement
from ingest.parse import Parse, Token
from ingest.statements.spans import without

CONFIDENCE = 1.0
LEAST = 3
"""How many words are left of a sentence for it to say something."""


def own_statements(parse: Parse, attributions: Sequence[Attribution]) -> list[Statement]:
    """Return the authorial statements: what is left of each sentence whose main verb is in nobody else's words.

    "Crowds filled the square, demanding that the mayor resign" says in the article's own voice that crowds filled it.
    """
    by_sentence: dict[int, list[Span]] = {}
    for attribution in attributions:
        for span in attribution.source + attribution.cue + attribution.content:
            for number in sentences_of(parse, span):
                by_sentence.setdefault(number, []).append(span)
    found: list[Statement] = []
    for number, (first, end) in enumerate(parse.sentences):
        taken = by_sentence.get(number, [])
        root = main_verb(parse, first, end)
        if root is None or any(span.start <= root.start < span.end for span in taken):
            continue
        content = rest(parse, first, end, taken)
        if content:
            found.append(authorial(content))
    return found


def sentences_of(parse: Parse, span: Span) -> Iterator[int]:
    """Yield the numbers of the sentences a stretch of text shares a word with."""
    low, high = parse.first_at(span.start), parse.first_at(span.end)
    if low and parse.tokens[low - 1].end > span.start:
        low -= 1
    if high > low:
        yield from range(parse.tokens[low].sent, parse.tokens[high - 1].sent + 1)


def main_verb(parse: Parse, first: int, end: int) -> Token | None:
    """Return the verb at the head of a sentence, ``None`` where it has none."""
    roots = [t for t in parse.tokens[first:end] if t.head == t.i and (t.tag.startswith("V") or t.pos == "AUX")]
    return roots[0] if roots else None


def rest(parse: Parse, first: int, end: int, taken: Sequence[Span]) -> Spans:
    """Return what is left of a sentence without some stretches of it, the joints at their edges taken off."""
    spans = without((parse.span(first, end - 1),), tuple(taken))
    kept: list[Span] = []
    for span in spans:
        words = list(parse.between(span))
        if not taken:
            return spans
        while words and (words[-1].pos in {"PUNCT", "ADP", "SCONJ", "CCONJ"} or words[-1].lower == "that"):
            words.pop()
        while words and words[0].pos in {"PUNCT", "CCONJ"}:
            words.pop(0)
        if len(words) >= LEAST:
            kept.append(parse.span(words[0].i, words[-1].i))
    return tuple(kept)


def authorial(content: Spans) -> Statement:
    """Make a statement of the publisher's own."""
    attribution = Attribution(
        source=(),
        cue=(),
        content=content,
        addressee=(),
        lemma="",
        speech_act="assert",
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=Stance.AFFIRM,
        quote_form=QuoteForm.AUTHORIAL,
        confidence=CONFIDENCE,
        rule="authorial sentence",
    )
    return Statement(attribution, (Reference(0, Basis.PUBLISHER),))
