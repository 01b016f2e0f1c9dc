"""Free indirect speech: a telling goes on in the next sentence without a cue and without marks.

"She said the talks had failed. She would not return." Only the surest sign is taken: the sentence right after a
telling begins with a pronoun of its speaker, and what lies ahead is put with "would". Everything else stays with the
reporter, since nobody could tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import Lexicon
from ingest.model import Attribution, Kind, QuoteForm, Span, Stance
from ingest.parse import Parse, Token
from ingest.statements.labels import polarity
from ingest.statements.nouns import ACCORDING
from ingest.statements.spans import shave

RULE = "free indirect"
UNFORCED = ACCORDING
"""What the sentence would have for a cue, had it one: a plain assertion."""


def go_on_freely(parse: Parse, found: Sequence[Attribution], lexicon: Lexicon) -> list[Attribution]:
    """Return the sentences that go on with an indirect telling, each a statement of the same source."""
    taken = {n for a in found for span in a.source + a.cue + a.content for n in parse.sentences_in(span)}
    more: list[Attribution] = []
    for telling in found:
        if telling.embedded_in is not None or not tells(parse, telling):
            continue
        following = parse.tokens[parse.first_at(telling.cue[0].start)].sent + 1
        if following >= len(parse.sentences) or following in taken:
            continue
        taken.add(following)
        first, end = parse.sentences[following]
        tokens = parse.tokens[first:end]
        if tokens[0].block != parse.tokens[first - 1].block or not backshifted(parse, tokens, lexicon):
            continue
        more.extend(resumed(parse, telling, span, lexicon) for span in shave(parse.text, (parse.span(first, end - 1),)))
    return more


def resumed(parse: Parse, telling: Attribution, content: Span, lexicon: Lexicon) -> Attribution:
    """Make a statement of the same source out of a sentence that goes on with a telling."""
    return Attribution(
        source=telling.source,
        cue=(),
        content=(content,),
        addressee=(),
        lemma="",
        speech_act=UNFORCED.act,
        kind=Kind.STATEMENT,
        stance=Stance.AFFIRM,
        polarity=polarity(parse, (content,), UNFORCED, lexicon),
        quote_form=QuoteForm.FREE_INDIRECT,
        confidence=lexicon.precision.confidence(RULE, Kind.STATEMENT),
        rule=RULE,
    )


def tells(parse: Parse, telling: Attribution) -> bool:
    """Say whether an attribution is a telling in the past tense, in the reporter's words, by somebody."""
    if telling.kind is not Kind.STATEMENT or telling.quote_form is not QuoteForm.INDIRECT:
        return False
    if not telling.source or not telling.cue:
        return False
    return any(token.tag == "VBD" for token in parse.between(telling.cue[0]))


def backshifted(parse: Parse, tokens: tuple[Token, ...], lexicon: Lexicon) -> bool:
    """Say whether a sentence's main verb has a personal pronoun for its subject and "would" beside it."""
    root = next((token for token in tokens if token.head == token.i), None)
    if root is None or tokens[0].lower not in lexicon.words.pronouns:
        return False
    near = [parse.tokens[i] for i in parse.children[root.i]]
    begins = any(t.i == tokens[0].i and t.dep == "nsubj" for t in near)
    return begins and any(t.dep == "aux" and t.lower == "would" for t in near)
