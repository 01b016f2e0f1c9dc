"""What the publisher says in its own voice: the words of the story in which nobody else is given the word.

It is the last step, after every extractor: what is nobody's reported words is the reporter's assertion (STATEMENTS
rule 20). These attributions have neither source nor cue, and their form keeps them apart from all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.lexicon import Cue, Lexicon
from ingest.model import Attribution, Kind, QuoteForm, Span, Spans, Stance
from ingest.parse import Parse, Token
from ingest.statements.labels import polarity
from ingest.statements.spans import shave, without
from ingest.statements.tagged import ACT

VERBS = frozenset({"VBD", "VBP", "VBZ", "VBN", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
CLAUSES = frozenset({"advcl", "relcl", "acl", "conj", "parataxis", "ccomp", "xcomp", "pcomp"})
OWN = Cue("", frozenset(), "assert", Stance.AFFIRM, Kind.STATEMENT)
RULE = "authorial"
PARTLY = "authorial rest"
FEWEST_WORDS = 3


def assert_own(parse: Parse, reported: Iterable[Attribution], lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Return what the speaking sentences assert in the publisher's own voice.

    A sentence without any reported statement is asserted whole. One whose main verb belongs to nobody else is asserted
    without the clauses that report: "Thousands rallied on Monday, vowing to return" says that thousands rallied. What
    somebody is only said to have done is the reporter's assertion too.
    """
    told: dict[int, list[Attribution]] = {}
    for attribution in reported:
        if attribution.rule == ACT:
            continue
        spans = attribution.source + attribution.cue + attribution.content
        for number in {n for span in spans for n in parse.sentences_in(span)}:
            told.setdefault(number, []).append(attribution)
    found = []
    for number, (first, end) in enumerate(parse.sentences):
        tokens = parse.tokens[first:end]
        if asserts(parse, tokens):
            content = shave(parse.text, own_words(parse, tokens, told.get(number, []), lexicon))
            if content:
                found.append(assertion(parse, content, lexicon, RULE if number not in told else PARTLY))
    return tuple(found)


def own_words(parse: Parse, tokens: Sequence[Token], told: Sequence[Attribution], lexicon: Lexicon) -> Spans:
    """Return the words of a sentence outside what is reported in it; nothing if its main verb is reported."""
    root = main(tokens)
    sentence = parse.span(tokens[0].i, tokens[-1].i)
    reported: list[Span] = []
    for attribution in told:
        spans = attribution.cue + attribution.content
        reported += [span for span in spans if span.overlaps(sentence)]
        for cue in attribution.cue:
            reported += [reporting(parse, token) for token in parse.between(cue) if sentence.covers(cue)]
    if any(span.start <= root.start < span.end for span in reported):
        return ()
    if reported and (root.lemma in lexicon.words.relaying or lexicon.verb(root) is not None):
        return ()
    subjects = [parse.tokens[i] for i in parse.children[root.i] if parse.tokens[i].dep in SUBJECTS]
    if any(span.start <= token.start < span.end for span in reported for token in subjects):
        return ()
    return without((sentence,), tuple(reported))


def reporting(parse: Parse, cue: Token) -> Span:
    """Return the clause below the main verb that a cue stands in."""
    step = cue
    while step.dep not in CLAUSES and step.head != step.i:
        step = parse.tokens[step.head]
    return parse.span(*parse.edges[step.i])


def main(tokens: Sequence[Token]) -> Token:
    """Return the main verb of a sentence."""
    return next((token for token in tokens if token.head == token.i), tokens[0])


def asserts(parse: Parse, tokens: Sequence[Token]) -> bool:
    """Say whether a sentence has a main verb with a subject, and asks nothing."""
    if len(tokens) < FEWEST_WORDS or "?" in {tokens[-1].text, tokens[-2].text}:
        return False
    root = main(tokens)
    near = [root, *(parse.tokens[i] for i in parse.children[root.i])]
    return any(token.tag in VERBS for token in near) and any(token.dep in SUBJECTS for token in near)


def assertion(parse: Parse, content: Spans, lexicon: Lexicon, rule: str) -> Attribution:
    """Make an attribution of the publisher's own."""
    return Attribution(
        source=(),
        cue=(),
        content=content,
        addressee=(),
        lemma="",
        speech_act=OWN.act,
        kind=OWN.kind,
        stance=OWN.stance,
        polarity=polarity(parse, content, OWN, lexicon),
        quote_form=QuoteForm.AUTHORIAL,
        confidence=lexicon.precision.confidence(rule, OWN.kind),
        rule=rule,
    )
