"""What is read off a content once its spans stand: the claimant's stance to it (STATEMENTS rule 17)."""

from __future__ import annotations

from ingest.lexicon import Cue, Lexicon
from ingest.model import Spans, Stance
from ingest.parse import Parse, Token

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nobody", "nothing", "none"})
POSSIBLE = frozenset({"may", "might", "could"})
DOUBTS = frozenset(
    {"possibly", "probably", "likely", "perhaps", "maybe", "seem", "appear", "hope", "consider", "whether"}
)


def polarity(parse: Parse, content: Spans, cue: Cue, lexicon: Lexicon) -> Stance:
    """Return the claimant's stance to the first main clause of the content, cue and content taken together."""
    tokens = [token for span in content for token in parse.between(span)]
    if not tokens:
        return cue.stance
    if cue.stance is Stance.ENTERTAIN or tokens[-1].text == "?":
        return Stance.ENTERTAIN
    top = min(tokens, key=lambda t: (t.sent, parse.depth(t.i), t.i))
    near = [parse.tokens[i] for i in parse.children[top.i]]
    negated = sum(negates(parse, token) for token in near)
    doubtful = top.lemma in DOUBTS or any(t.lower in DOUBTS or (t.lower in POSSIBLE and not negated) for t in near)
    doubtful = doubtful or (tokens[0].lower in {"if", "whether"} and not near_clause(near))
    if "doubt" in {t.lower for t in near} and negated:
        return Stance.AFFIRM
    if doubtful:
        return Stance.ENTERTAIN
    inner = lexicon.verbs.get(top.lemma)
    negative = (negated + (inner is not None and inner.stance is Stance.DENY) + (cue.stance is Stance.DENY)) % 2
    return Stance.DENY if negative else Stance.AFFIRM


def near_clause(near: list[Token]) -> bool:
    """Say whether a conditional clause hangs below the main verb, so that the verb itself is not the condition."""
    return any(token.dep == "advcl" for token in near)


def negates(parse: Parse, token: Token) -> bool:
    """Say whether a dependent of the main verb turns its clause around."""
    if token.dep == "neg" or token.lower in NEGATIONS:
        return True
    if token.dep in {"nsubj", "nsubjpass", "acomp", "attr", "dobj"}:
        return any(
            parse.tokens[i].lower in NEGATIONS and parse.tokens[i].dep in {"det", "neg"}
            for i in parse.children[token.i]
        )
    return False
