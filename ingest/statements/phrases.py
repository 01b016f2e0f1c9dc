"""Reading the tree around a cue: who is named, which clause hangs below."""

from __future__ import annotations

from ingest.model import Span, Spans
from ingest.parse import Parse, Token

SET_APART = frozenset({"appos", "relcl", "acl"})
SEPARATORS = frozenset({",", ".", ";", ":", "-", "--", "–", "—"})
SHARING = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep"})
CHAIN = 12
"""How many heads up a shared subject is looked for; it keeps the work linear in endless sentences."""
RELATIVES = frozenset({"who", "which", "that", "whom"})


def name(parse: Parse, head: Token) -> Spans:
    """Return the words of a name or noun phrase without what is set apart from it (STATEMENTS rule 10)."""
    first, last = head.i, head.i
    for i in parse.children[head.i]:
        child = parse.tokens[i]
        left, right = parse.edges[i]
        if child.dep in SET_APART or child.dep == "punct":
            if i > head.i and child.dep != "punct":
                break
            continue
        first, last = min(first, left), max(last, right)
    while first < last and parse.tokens[last].text in SEPARATORS:
        last -= 1
    return (parse.span(first, last),)


def whole_name(parse: Parse, head: Token) -> Spans:
    """Return a noun phrase with everything set apart from it, as PolNeAR's annotators do."""
    return trim(parse, *parse.edges[head.i])


def subject(parse: Parse, verb: Token) -> Token | None:
    """Return the verb's subject, its own or the one it shares with the verbs it hangs on."""
    step = verb
    for _ in range(CHAIN):
        child = {parse.tokens[i].dep: parse.tokens[i] for i in reversed(parse.children[step.i])}
        if "nsubj" in child:
            return child["nsubj"]
        if "nsubjpass" in child and step is not verb:
            return child["nsubjpass"]
        if "nsubjpass" in child or "auxpass" in child:
            return agent(parse, step)
        if step.dep == "acl" and step.tag == "VBG":
            return parse.tokens[step.head]
        if step.dep not in SHARING or step.head == step.i:
            return None
        step = parse.tokens[step.head]
    return None


def agent(parse: Parse, verb: Token) -> Token | None:
    """Return the noun after "by" of a passive verb."""
    for i in parse.children[verb.i]:
        if parse.tokens[i].dep == "agent":
            for j in parse.children[i]:
                if parse.tokens[j].dep == "pobj":
                    return parse.tokens[j]
    return None


def antecedent(parse: Parse, token: Token) -> Token:
    """Return the noun a relative pronoun stands for, else the token itself."""
    if token.lower in RELATIVES:
        for i in parse.ancestors(token.i):
            above = parse.tokens[i]
            if above.dep == "relcl":
                return parse.tokens[above.head]
            if above.dep not in {"conj", "ccomp", "xcomp"}:
                break
    return token


def clause(parse: Parse, head: Token) -> Spans:
    """Return a clause without its complementiser."""
    first, last = parse.edges[head.i]
    while first < last and parse.tokens[first].lower in {"that", ","} and parse.tokens[first].dep in {"mark", "punct"}:
        first += 1
    return trim(parse, first, last)


def trim(parse: Parse, first: int, last: int) -> Spans:
    """Return the span of a run of tokens without separating punctuation at its edges."""
    while first < last and parse.tokens[last].text in SEPARATORS:
        last -= 1
    while first < last and parse.tokens[first].text in SEPARATORS:
        first += 1
    return (parse.span(first, last),)


def dependents(parse: Parse, head: Token, *labels: str) -> list[Token]:
    """Return the dependents of a token that carry one of the labels."""
    return [parse.tokens[i] for i in parse.children[head.i] if parse.tokens[i].dep in labels]


def span_of(token: Token) -> Span:
    """Return a token's place in the text."""
    return Span(token.start, token.end)


AUXILIARIES = frozenset({"to", "would", "could", "should", "can", "must", "may", "might", "will", "did", "do", "does"})
"""Before a bare verb these leave open whether anything was said, or deny it ("did not say")."""


def hypothetical(parse: Parse, verb: Token) -> bool:
    """Say whether a verb is given as wished, possible or not done: nothing was said then (STATEMENTS rule 2).

    A purpose clause is no wish: "used the speech to accuse ..." tells of an accusation.
    """
    if verb.tag != "VB":
        return False
    modal = [t.lower for t in dependents(parse, verb, "aux") if t.lower in AUXILIARIES]
    if modal == ["to"]:
        above = parse.tokens[verb.head]
        return not (
            verb.dep == "advcl" or (verb.dep == "xcomp" and above.lemma in {"go", "appear", "seem", "continue"})
        )
    return bool(modal)
