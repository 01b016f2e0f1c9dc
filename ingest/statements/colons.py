"""Quotations that a sentence without a verb of saying leads up to: "She filmed the bridge from her roof: “...”"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.model import Span
from ingest.parse import Token
from ingest.statements.attach import whole
from ingest.statements.grammar import NOMINAL, Grammar
from ingest.statements.phrases import full_name, span_of
from ingest.statements.shown import Shown

SPEAKERS = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def find_introduced(grammar: Grammar, free: Iterable[Span]) -> Iterator[Shown]:
    """Yield each quotation right after a colon that no cue has taken, with the subject of the words before it."""
    parse, words = grammar.parse, grammar.lexicon.words
    for quotation in free:
        first = parse.first_at(quotation.start)
        if first == 0 or not whole(quotation.of(parse.text)):
            continue
        colon = parse.tokens[first - 1]
        if colon.text != ":" or colon.block != parse.tokens[min(first, len(parse.tokens) - 1)].block:
            continue
        speaker = subject_before(grammar, colon)
        if speaker is None:
            continue
        if speaker.ent in SPEAKERS or speaker.lower in words.pronouns or speaker.lemma in words.speakers:
            yield Shown(full_name(parse, speaker, colon.i), (span_of(colon),), (quotation,))


def subject_before(grammar: Grammar, colon: Token) -> Token | None:
    """Return the subject of the sentence that a colon ends, or its noun where it has no verb."""
    parse = grammar.parse
    start, _ = parse.sentences[colon.sent]
    words = [token for token in parse.tokens[start : colon.i] if any(c.isalnum() for c in token.text)]
    if not words:
        return None
    top = min(words, key=lambda token: (parse.depth(token.i), token.i))
    if top.tag in NOMINAL:
        return top
    return grammar.subject(top) if top.tag.startswith("V") else None
