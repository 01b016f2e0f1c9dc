"""Which way a time in a sentence looks: back, ahead, or neither by its grammar."""

from __future__ import annotations

from ingest.parse import Parse, Token
from ingest.times.lexicon import Lexicon

REACH = 8
"""How many heads above a time its verb may stand; keeps the climb bounded in a bad parse."""


def looks_ahead(parse: Parse, first: int, words: Lexicon) -> bool | None:
    """Say whether the verb over the token at ``first`` lies ahead of the report (True), behind it (False).

    ``None`` where no verb says. A word such as "until" just before the time decides without the verb.
    """
    tokens = parse.tokens
    start, _ = parse.sentences[tokens[first].sent]
    if any(token.lower in words.ahead for token in tokens[max(start, first - 2) : first]):
        return not done(parse, first)
    token, steps = tokens[first], 0
    while token.pos not in ("VERB", "AUX") and token.head != token.i and steps < REACH:
        token, steps = tokens[token.head], steps + 1
    return verb_looks_ahead(parse, token, words) if token.pos in ("VERB", "AUX") else None


def done(parse: Parse, first: int) -> bool:
    """Say whether a time after "through" ends what is over: "had bought 481,000 shares through Sept. 29"."""
    if not first or parse.tokens[first - 1].lower != "through":
        return False
    start, end = parse.sentences[parse.tokens[first].sent]
    tags = {token.tag for token in parse.tokens[start:end]}
    return bool(tags & {"VBD", "VBN"}) and "MD" not in tags


def verb_looks_ahead(parse: Parse, verb: Token, words: Lexicon) -> bool | None:
    """Say which way one verb looks, from its helpers, its form, and the verb it depends on."""
    below = [parse.tokens[i] for i in parse.children[verb.i]]
    helpers = {token.lower for token in below if token.dep in ("aux", "auxpass")}
    if helpers & words.future or verb.lemma in words.appointed:
        return True
    head = parse.tokens[verb.head]
    if "to" in helpers:
        return True if head.lemma in words.plans or head.tag in ("VBZ", "VBP") else None
    if verb.tag == "VBD" or helpers & words.past:
        return False
    if verb.tag == "VBN" and not helpers:
        return False
    above = next((parse.tokens[i] for i in parse.ancestors(verb.i) if parse.tokens[i].pos in ("VERB", "AUX")), None)
    if verb.tag == "VBG" and above is not None and above.tag != "VBG":
        return verb_looks_ahead(parse, above, words)
    return None
