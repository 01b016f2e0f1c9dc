"""People of whom an article tells something without naming them: "a whistleblower inside the agency tells".

They need not be quoted in the same sentence for "she said" in the next one to mean them. One whom nothing refers to is
forgotten again.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.discourse.claimants import Resolver
from ingest.discourse.focus import weight_of
from ingest.discourse.nouns import personal
from ingest.model import Attribution, EntityKind
from ingest.parse import Parse, Token
from ingest.statements.phrases import name

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NEW = frozenset({"a", "an", "another", "one"})


def note_figures(resolver: Resolver, attributions: Sequence[Attribution]) -> None:
    """Note whom the nouns for people mean that are subjects and no sources: somebody named, or somebody new."""
    parse = resolver.parse
    sources = {t.i for a in attributions for span in a.source + a.addressee for t in parse.between(span)}
    for token in parse.tokens:
        if token.i in sources or token.i in resolver.cast.at or not tells(token, resolver):
            continue
        number = resolver.appositions.apposed(token, parse.span(*parse.edges[token.i]).end)
        if number is None:
            number = resolver.spoken_of(token)
        if number is None and is_new(token, parse):
            span = name(parse, token)[0]
            kind = resolver.unnamed.kind_of(token, parse.between(span)[0])
            number = resolver.unnamed.introduce(token, span) if kind is EntityKind.UNNAMED else None
        if number is not None:
            resolver.focus.note(token, (number,), weight_of(token, parse))


def tells(token: Token, resolver: Resolver) -> bool:
    """Say whether a noun is one for one person, who does something or to whom something is done."""
    return token.pos == "NOUN" and token.tag == "NN" and token.dep in SUBJECTS and personal(token, resolver.lexicon)


def is_new(token: Token, parse: Parse) -> bool:
    """Say whether a noun brings in somebody the article has not spoken of: "a whistleblower"."""
    return any(parse.tokens[i].lower in NEW for i in parse.children[token.i])
