"""Whether anything was said at all: wished, possible and denied sayings are no statements (STATEMENTS rule 2)."""

from __future__ import annotations

from ingest.lexicon import Words
from ingest.model import Kind
from ingest.parse import Parse, Token
from ingest.statements.phrases import dependents


def hypothetical(parse: Parse, verb: Token, kind: Kind, words: Words) -> bool:
    """Say whether a verb is given as wished, possible or not done: nothing was said then.

    A purpose clause is no wish: "used the speech to accuse ..." tells of an accusation. A belief can be denied and is
    a belief still: "does not think that ...".
    """
    negated = bool(dependents(parse, verb, "neg"))
    auxiliaries = [t.lower for t in dependents(parse, verb, "aux")]
    if any(word in words.modals for word in auxiliaries):
        return True
    if subjunctive(parse, verb, auxiliaries, words):
        return True
    if verb.tag == "VB" and "to" in auxiliaries:
        above = parse.tokens[verb.head]
        return negated or not (verb.dep == "advcl" or (verb.dep == "xcomp" and above.lemma in words.carried_out))
    return negated and kind is Kind.STATEMENT


def subjunctive(parse: Parse, verb: Token, auxiliaries: list[str], words: Words) -> bool:
    """Say whether a bare verb stands in what is demanded: "insisted that the league promise to ..."."""
    if verb.dep != "ccomp" or auxiliaries or verb.tag not in {"VB", "VBP"}:
        return False
    if parse.tokens[verb.head].lemma not in words.demanding:
        return False
    return verb.tag == "VB" or any(t.tag in {"NN", "NNP"} for t in dependents(parse, verb, "nsubj"))
