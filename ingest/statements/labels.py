"""What is read off a content once its spans stand: the claimant's stance to it (STATEMENTS rule 17)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import Cue, Lexicon
from ingest.model import Spans, Stance
from ingest.parse import Parse, Token

COMMITTING = frozenset({"threaten", "promise", "offer", "demand", "urge", "order", "warn"})
"""Acts that stand although a condition is set: a conditional threat is a threat."""
LOOK = 120
"""How many words of a content are looked at; it keeps the work linear where sentences never end."""
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "acomp", "attr", "dobj", "oprd", "advmod"})


def polarity(parse: Parse, content: Spans, cue: Cue, lexicon: Lexicon) -> Stance:
    """Return the claimant's stance to the first main clause of the content, cue and content taken together."""
    tokens = opening(parse, content)
    if not tokens:
        return cue.stance
    if cue.stance is Stance.ENTERTAIN or "?" in parse.text[max(content[-1].end - 2, 0) : content[-1].end]:
        return Stance.ENTERTAIN
    top = topmost(parse, tokens)
    near = [parse.tokens[i] for i in parse.children[top.i]]
    negated = sum(negates(parse, token, lexicon) for token in near) or opens_negated(parse, tokens, lexicon)
    if negated and "doubt" in {t.lower for t in near}:
        return Stance.AFFIRM
    if doubted(top, near, lexicon, negated=bool(negated)):
        return Stance.ENTERTAIN
    if cue.act not in COMMITTING and conditional(parse, tokens[0], near, lexicon):
        return Stance.ENTERTAIN
    inner = lexicon.verb(top)
    denials = negated + called_false(tokens, top, near, lexicon) + (inner is not None and inner.stance is Stance.DENY)
    return Stance.DENY if (denials + (cue.stance is Stance.DENY)) % 2 else Stance.AFFIRM


def opening(parse: Parse, content: Spans) -> list[Token]:
    """Return the words of a content's first sentence, as many as can hold its main verb."""
    words: list[Token] = []
    for span in content:
        low = parse.first_at(span.start)
        for token in parse.tokens[low : min(parse.first_at(span.end), low + LOOK)]:
            if words and token.sent != words[0].sent:
                return words
            if any(c.isalnum() for c in token.text):
                words.append(token)
    return words


def topmost(parse: Parse, words: Sequence[Token]) -> Token:
    """Return the word that the others hang on."""
    return min(words, key=lambda token: (parse.depth(token.i), token.i))


def doubted(top: Token, near: list[Token], lexicon: Lexicon, *, negated: bool) -> bool:
    """Say whether the main verb, or a word beside it, leaves open whether the content holds."""
    words = lexicon.words
    if top.lemma in words.doubts:
        return True
    if any(t.lower in words.doubts and t.dep not in {"ccomp", "xcomp"} for t in near):
        return True
    return any(t.lower in words.possible and t.dep == "aux" and not negated for t in near)


def conditional(parse: Parse, first: Token, near: list[Token], lexicon: Lexicon) -> bool:
    """Say whether the content is a condition or question itself, or holds only under one."""
    if first.lower in lexicon.words.questions:
        return True
    below = (parse.tokens[i] for token in near if token.dep == "advcl" for i in parse.children[token.i])
    return any(token.dep == "mark" and token.lower in lexicon.words.questions for token in below)


def called_false(tokens: Sequence[Token], top: Token, near: list[Token], lexicon: Lexicon) -> bool:
    """Say whether the content calls something untrue."""
    words = [top, *(n for n in near if n.dep in ARGUMENTS)]
    if top.pos not in {"VERB", "AUX"}:
        words = [top, *near, *(t for t in tokens if t.head == top.i or t.dep in ARGUMENTS)]
    return any(t.lower in lexicon.words.falsehoods for t in words)


def opens_negated(parse: Parse, tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Say whether a content begins with its negation: "At no point", "Not one", "not to leave"."""
    first, before = tokens[0], parse.tokens[tokens[0].i - 1] if tokens[0].i else None
    if first.lower == "to" and before is not None and before.lower in {"not", "never"}:
        return 1
    led = first.lower in {"not", *lexicon.words.negations} and first.lower not in {"without"}
    return int(led or (first.lower in {"at", "in", "under"} and len(tokens) > 1 and tokens[1].lower == "no"))


def negates(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a dependent of the main verb turns its clause around."""
    negations = lexicon.words.negations
    if token.dep == "neg" or token.lower in negations:
        return True
    below = [parse.tokens[i] for i in parse.children[token.i]]
    if token.dep == "prep" and token.lower == "of":
        return any(parse.tokens[i].lower == "no" for t in below for i in parse.children[t.i])
    return token.dep in ARGUMENTS and any(
        parse.tokens[i].lower in negations and parse.tokens[i].dep in {"det", "neg", "advmod"}
        for i in parse.children[token.i]
    )
