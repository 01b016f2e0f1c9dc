"""What the publisher says in its own voice: sentences of the story in which nobody else is given the word.

It is the last step, after every extractor: what is nobody's reported words is the reporter's assertion (STATEMENTS
rule 20). These attributions have neither source nor cue, and their form keeps them apart from all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.lexicon import Cue, Lexicon
from ingest.model import Attribution, BlockRole, Kind, QuoteForm, Span, Stance
from ingest.parse import Parse, Token
from ingest.statements.labels import polarity
from ingest.statements.spans import shave

VERBS = frozenset({"VBD", "VBP", "VBZ", "MD"})
OWN = Cue("", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
RULE = "authorial"
FEWEST_WORDS = 3


def assert_own(parse: Parse, reported: Iterable[Attribution], lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Return the sentences of the body that assert something and share no word with a reported statement."""
    taken = {
        token.sent
        for attribution in reported
        for span in attribution.source + attribution.cue + attribution.content
        for token in parse.between(span)
    }
    return tuple(
        assertion(parse, span, lexicon)
        for number, (first, end) in enumerate(parse.sentences)
        if number not in taken and asserts(parse, parse.tokens[first:end])
        for span in shave(parse.text, (parse.span(first, end - 1),))
    )


def asserts(parse: Parse, tokens: tuple[Token, ...]) -> bool:
    """Say whether a sentence of the body has a finite main verb with a subject, and asks nothing."""
    if parse.blocks[tokens[0].block].role is not BlockRole.BODY or len(tokens) < FEWEST_WORDS:
        return False
    if "?" in {tokens[-1].text, tokens[-min(2, len(tokens))].text}:
        return False
    root = next((token for token in tokens if token.head == token.i), tokens[0])
    near = [root, *(parse.tokens[i] for i in parse.children[root.i])]
    return any(token.tag in VERBS for token in near) and any(token.dep.startswith(("nsubj", "expl")) for token in near)


def assertion(parse: Parse, span: Span, lexicon: Lexicon) -> Attribution:
    """Make an attribution of the publisher's own out of a sentence."""
    return Attribution(
        source=(),
        cue=(),
        content=(span,),
        addressee=(),
        lemma="",
        speech_act=OWN.act,
        kind=OWN.kind,
        stance=OWN.stance,
        polarity=polarity(parse, (span,), OWN, lexicon),
        quote_form=QuoteForm.AUTHORIAL,
        confidence=lexicon.confidence(RULE, OWN.kind),
        rule=RULE,
    )
