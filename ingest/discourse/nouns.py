"""The nouns of a phrase: its head, those joined to it, the words that belong to each, and what each is a noun for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.discourse.lexicon import Lexicon
from ingest.model import Span
from ingest.parse import Parse, Token

NOBODY = frozenset(
    ["anybody", "anyone", "everybody", "everyone", "nobody", "none", "nothing", "something", "there", "what", "you"]
)


def head_of(words: Sequence[Token]) -> Token | None:
    """Return the word of a phrase whose head lies outside it."""
    inside = {token.i for token in words}
    heads = [token for token in words if token.head not in inside or token.head == token.i]
    nouns = [token for token in heads if token.pos in {"PROPN", "NOUN", "PRON"}]
    nouns = nouns or [token for token in heads if token.pos in {"ADJ", "NUM"}]
    nouns = nouns or [token for token in heads if token.pos == "DET"]
    return nouns[0] if nouns else (heads[0] if heads else None)


def joined(head: Token, span: Span, parse: Parse) -> list[Token]:
    """Return the nouns that stand beside a noun within a phrase, joined by "and"."""
    beside: list[Token] = []
    pending = [head]
    while pending:
        for i in parse.children[pending.pop().i]:
            token = parse.tokens[i]
            if token.dep == "conj" and span.start <= token.start and token.end <= span.end:
                beside.append(token)
                pending.append(token)
    return beside


def part_of(span: Span, noun: Token, parse: Parse) -> Span:
    """Return the part of a phrase that belongs to one of its nouns."""
    beside = joined(noun, span, parse)
    end = min((parse.span(*parse.edges[t.i]).start for t in beside), default=span.end)
    first = parse.tokens[parse.edges[noun.i][0]].start
    words = list(parse.between(Span(max(span.start, first), max(end, noun.end))))
    while words and (words[-1].dep in {"cc", "punct"} or words[-1].lower in {"and", ",", "or"}):
        words.pop()
    return Span(words[0].start, words[-1].end) if words else Span(noun.start, noun.end)


def antecedent(token: Token, parse: Parse, lexicon: Lexicon) -> Token:
    """Return the noun a relative pronoun stands for, else the token itself."""
    if token.lower in lexicon.relative and token.pos != "NOUN":
        for i in parse.ancestors(token.i):
            above = parse.tokens[i]
            if above.dep == "relcl":
                return parse.tokens[above.head]
            if above.dep not in {"conj", "ccomp", "xcomp"}:
                break
    return token


def known_as(noun: Token, parse: Parse, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the names that a clause on a noun gives: "a tenant known as Umm Karim", "who gave his name as Fadil"."""
    for i in parse.children[noun.i]:
        verb = parse.tokens[i]
        if verb.dep not in {"acl", "relcl"} or verb.lemma not in lexicon.naming:
            continue
        for j in parse.subtree(i):
            token = parse.tokens[j]
            as_name = token.dep == "pobj" and parse.tokens[token.head].lower == "as"
            if j > i and (as_name or (token.dep == "oprd" and token.head == i)):
                yield token


def open_word(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a word that takes nobody up is no noun for a source either."""
    if noun.lower in lexicon.some:
        return False
    return noun.pos in {"PRON", "DET"} or noun.lower in NOBODY | lexicon.relative


def personal(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is one for a person."""
    words = lexicon.roles | lexicon.persons | lexicon.classes | lexicon.kin
    return bool({noun.lower, noun.lemma.lower()} & words) and noun.lower not in lexicon.vehicles
