"""What is read off a content once its spans stand: the claimant's stance to it (STATEMENTS rule 17)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import Cue, Lexicon
from ingest.model import Spans, Stance
from ingest.parse import Parse, Token

COMMITTING = frozenset({"threaten", "promise", "offer", "demand", "urge", "order", "warn"})
"""Acts that stand although a condition is set: a conditional threat is a threat."""
WILLING = frozenset({"'ll", "shall", "will", "would", "’ll"})
UNREAL = frozenset({"would"})
HAPPENING = frozenset(
    [
        *("appear", "become", "break", "collapse", "continue", "decline", "deteriorate", "die", "drop", "end", "face"),
        *("fail", "fall", "grow", "happen", "have", "improve", "increase", "lead", "lose", "mean", "need"),
        *("reach", "remain", "rise", "run", "see", "stay", "suffer", "survive", "take", "worsen"),
    ]
)
"""Verbs of what befalls somebody, which no will brings about."""
OPEN = frozenset({"may", "might"})
"""Auxiliaries that leave something open although they are negated: "may never again flow"."""
WEIGHING = frozenset({"consider", "contemplate", "weigh"})
LOOK = 120
"""How many words of a content are looked at; it keeps the work linear where sentences never end."""
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "acomp", "attr", "dobj", "oprd", "advmod"})


def polarity(parse: Parse, content: Spans, cue: Cue, lexicon: Lexicon) -> Stance:
    """Return the claimant's stance to the first main clause of the content, cue and content taken together."""
    tokens = opening(parse, content)
    if not tokens:
        return cue.stance
    if cue.stance is Stance.ENTERTAIN or asks(parse, tokens):
        return Stance.ENTERTAIN
    top = first_clause(parse, topmost(parse, tokens), tokens)
    near = [parse.tokens[i] for i in parse.children[top.i]]
    negated = sum(negates(parse, token, lexicon) for token in near) or opens_negated(parse, tokens, lexicon)
    if negated and "doubt" in {t.lower for t in near}:
        return Stance.AFFIRM
    if cue.stance is not Stance.DENY and doubted(top, near, lexicon, negated=bool(negated)):
        return Stance.ENTERTAIN
    if cue.act not in COMMITTING and not commits(top, near) and conditional(parse, tokens[0], near, lexicon):
        return Stance.ENTERTAIN
    false = called_false(parse, tokens, top, near, lexicon)
    dismissed = cue.stance is Stance.DENY and tokens[0].lower == "as"
    refused = not negated and top.lemma == "refuse" and any(t.dep == "nsubj" for t in near)
    denials = negated + refused + (false and not dismissed) + (cue.stance is Stance.DENY)
    return Stance.DENY if denials % 2 else Stance.AFFIRM


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
    """Return the word that the others hang on, a verb rather than the one it is said to."""
    return min(words, key=lambda token: (parse.depth(token.i), token.pos not in {"VERB", "AUX"}, token.i))


def first_clause(parse: Parse, top: Token, words: Sequence[Token]) -> Token:
    """Return the verb of the first of two clauses with only a comma between: "It is not a wall, it is a fence"."""
    inside = {token.i for token in words}
    for i in parse.children[top.i]:
        verb = parse.tokens[i]
        if i not in inside or i > top.i or verb.dep != "ccomp" or verb.pos not in {"VERB", "AUX"}:
            continue
        own = {parse.tokens[j].dep: j for j in parse.children[top.i]}
        below = {parse.tokens[j].dep for j in parse.children[i]}
        if "nsubj" in below and "mark" not in below and own.get("nsubj", -1) > i:
            return verb
    return top


def asks(parse: Parse, words: Sequence[Token]) -> bool:
    """Say whether the first sentence of a content is a question."""
    _, end = parse.sentences[words[0].sent]
    return "?" in parse.text[words[-1].end : parse.tokens[end - 1].end + 1]


def doubted(top: Token, near: list[Token], lexicon: Lexicon, *, negated: bool) -> bool:
    """Say whether the main verb, or a word beside it, leaves open whether the content holds."""
    words = lexicon.words
    if any(t.lower in OPEN and t.dep == "aux" for t in near) or (top.pos == "AUX" and top.lower in OPEN):
        return True
    if negated:
        return top.lemma in words.doubts and top.lemma not in WEIGHING
    if top.lemma in words.doubts:
        return True
    if any(t.lower in words.doubts and t.dep not in {"ccomp", "xcomp"} for t in near):
        return True
    return any(t.lower in words.possible and t.dep == "aux" for t in near)


def commits(top: Token, near: list[Token]) -> bool:
    """Say whether a main clause says what somebody will do or let happen, which stands although a condition is set."""
    wills = any(t.dep == "aux" and t.lower in WILLING - UNREAL for t in near)
    fronted = any(t.dep == "advcl" and t.i < top.i for t in near)
    wills = wills or (fronted and any(t.dep == "aux" and t.lower in UNREAL for t in near))
    acts = top.pos == "VERB" and top.lemma not in HAPPENING
    return acts and ((wills and any(t.dep == "nsubj" for t in near)) or top.lower == "let")


def conditional(parse: Parse, first: Token, near: list[Token], lexicon: Lexicon) -> bool:
    """Say whether the content is a condition or question itself, or holds only under one."""
    if first.lower in lexicon.words.questions:
        return True
    below = (parse.tokens[i] for token in near if token.dep == "advcl" for i in parse.children[token.i])
    return any(token.dep == "mark" and token.lower in lexicon.words.questions for token in below)


def called_false(parse: Parse, tokens: Sequence[Token], top: Token, near: list[Token], lexicon: Lexicon) -> bool:
    """Say whether the content calls something untrue."""
    words = [top, *(n for n in near if n.dep in ARGUMENTS)]
    if top.pos not in {"VERB", "AUX"}:
        words = [top, *near, *(t for t in tokens if t.head == top.i or t.dep in ARGUMENTS)]
    return any(t.lower in lexicon.words.falsehoods and not lies_somewhere(parse, t) for t in words)


def lies_somewhere(parse: Parse, token: Token) -> bool:
    """Say whether "lies" says where something is: "the area lies within its zone"."""
    return (
        token.pos == "VERB"
        and token.lemma == "lie"
        and any(parse.tokens[i].dep == "prep" for i in parse.children[token.i])
    )


def bounds(parse: Parse, token: Token) -> bool:
    """Say whether a negation only bounds a measure: "no later than June"."""
    after = parse.tokens[token.i + 1 : token.i + 3]
    return token.lower in {"no", "not"} and [t.lower for t in after[1:]] == ["than"]


def opens_negated(parse: Parse, tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Say whether a content begins with its negation: "At no point", "Not one", "not to leave"."""
    first, before = tokens[0], parse.tokens[tokens[0].i - 1] if tokens[0].i else None
    if first.lower == "to" and before is not None and before.lower in {"not", "never"}:
        return 1
    if bounds(parse, first):
        return 0
    led = first.lower in {"not", *lexicon.words.negations} and first.lower not in {"without"}
    return int(led or (first.lower in {"at", "in", "under"} and len(tokens) > 1 and tokens[1].lower == "no"))


def negates(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a dependent of the main verb turns its clause around."""
    negations = lexicon.words.negations
    if token.dep == "neg" or token.lower in negations:
        return not bounds(parse, token)
    below = [parse.tokens[i] for i in parse.children[token.i]]
    if token.dep == "prep" and token.lower == "of":
        return any(parse.tokens[i].lower == "no" for t in below for i in parse.children[t.i])
    return token.dep in ARGUMENTS and any(
        t.lower in negations and t.dep in {"det", "neg", "advmod"} and not bounds(parse, t) for t in below
    )
