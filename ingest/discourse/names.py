"""Where a name begins and ends: the pipeline often has one part of it only.

"Meenakshi Varadhan", "Dhiyab al-Mayyahi", "HAN JI-WOO", "Y. Dosbolov" and "Prefeitura de Jaguarão do Vale" are each one
run of capitals, joined by hyphens and by the small words of many languages.
"""

from __future__ import annotations

import re

from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import capitalised
from ingest.parse import Parse, Token

INITIAL = re.compile(r"[^\W\d_]{1,2}\.")
"""A given name shortened to its first letters: "Y.", "Zh."."""

SINGLE = frozenset({"", "PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
"""What the pipeline may call the word beside the only one it has of a name; a date or a sum belongs to no name."""

HONOURS = frozenset({"CBE", "KC", "MBE", "MEP", "MP", "OBE", "PhD", "QC", "SC"})
"""Letters after a name that are no part of it."""

LOOSE = frozenset({"", "PERSON"})


def widen(parse: Parse, first: int, last: int, lexicon: Lexicon, *, person: bool = True) -> tuple[int, int]:
    """Return the first and last token of the whole name of which some tokens are known.

    Titles, forms of address and what a body is called by its noun stay outside. A body's name grows over what is
    written as one word with it only.
    """
    beside = SINGLE if first == last else LOOSE
    while (before := part_before(parse, first, lexicon, beside, person=person)) is not None:
        first = before
    while (after := part_after(parse, last, lexicon, beside, person=person)) is not None:
        last = after
    return first, last


def part_before(parse: Parse, first: int, lexicon: Lexicon, beside: frozenset[str], *, person: bool) -> int | None:
    """Return where the part of a name right before a token begins."""
    tokens = parse.tokens
    if not first or tokens[first - 1].sent != tokens[first].sent:
        return None
    token = tokens[first - 1]
    if token.text == "-" and first > 1 and touch(tokens[first - 2], token) and touch(token, tokens[first]):
        part = tokens[first - 2]
        return first - 2 if capitalised(part) or part.lower in lexicon.particles else None
    if not person or (token.lower in parse.nouns and lexicon.given_to(token.text) is None):
        return None
    if token.lower in lexicon.particles and first > 1 and tokens[first - 2].sent == token.sent:
        return first - 2 if proper(tokens[first - 2], lexicon, beside) else None
    if token.text == "." and first > 1 and INITIAL.fullmatch(tokens[first - 2].text + "."):
        return first - 2 if touch(tokens[first - 2], token) else None
    shouted = token.text.isupper() and tokens[first].text.isupper() and token.text.isalpha() and len(token.text) > 1
    if shouted and token.lower not in lexicon.roles | lexicon.honorifics:
        return first - 1
    linked = token.dep == "compound" and token.head == first
    return first - 1 if proper(token, lexicon, SINGLE if linked else beside) else None


def part_after(parse: Parse, last: int, lexicon: Lexicon, beside: frozenset[str], *, person: bool) -> int | None:
    """Return where the part of a name right after a token ends."""
    tokens = parse.tokens
    if last + 1 >= len(tokens) or tokens[last + 1].block != tokens[last].block:
        return None
    token = tokens[last + 1]
    if token.sent != tokens[last].sent:
        return last + 1 if person and mistaken(parse, last, lexicon, beside) else None
    more = last + 2 < len(tokens) and tokens[last + 2].sent == token.sent
    if token.text == "-" and more and touch(tokens[last], token) and touch(token, tokens[last + 2]):
        return last + 2 if capitalised(tokens[last + 2]) or person else None
    if not person:
        return None
    if token.lower in lexicon.particles and more:
        far = last + 2
        if tokens[far].text == "-" and far + 1 < len(tokens):
            far += 1
        return far if proper(tokens[far], lexicon, beside) else None
    linked = tokens[last].dep == "compound" and tokens[last].head == last + 1
    if proper(token, lexicon, SINGLE if linked else beside) or mistaken(parse, last, lexicon, beside):
        return last + 1
    return None


def mistaken(parse: Parse, last: int, lexicon: Lexicon, beside: frozenset[str]) -> bool:
    """Say whether the word after a person's one known name is the other, taken for a verb: "Lu Wenjing dismissed"."""
    one, token = parse.tokens[last], parse.tokens[last + 1]
    lone = one.ent == "PERSON" and (last == 0 or parse.tokens[last - 1].ent != "PERSON")
    return (
        lone
        and token.pos in {"AUX", "VERB", "NOUN", "ADJ"}
        and token.text.istitle()
        and token.ent in beside
        and token.lower not in lexicon.roles | lexicon.persons | lexicon.portfolios
        and not lexicon.state_of_adjective(token.text)
    )


def proper(token: Token, lexicon: Lexicon, beside: frozenset[str]) -> bool:
    """Say whether a token can be a part of a name beside another part."""
    if INITIAL.fullmatch(token.text) and token.lower not in lexicon.honorifics | lexicon.roles:
        return capitalised(token)
    closed = lexicon.roles | lexicon.honorifics | lexicon.persons | lexicon.portfolios
    return (
        token.pos == "PROPN"
        and capitalised(token)
        and token.text[-1].isalnum()
        and token.ent in beside
        and token.lower not in closed
        and not lexicon.state_of_adjective(token.text)
    )


def touch(one: Token, other: Token) -> bool:
    """Say whether two tokens are written without a space."""
    return one.end == other.start


def written(words: str) -> str:
    """Return a name as it is written outside headings and transcripts, without the letters that follow it.

    >>> written("HAN JI-WOO"), written("Han Ji-woo QC"), written("UNICEF")
    ('Han Ji-woo', 'Han Ji-woo', 'UNICEF')
    """
    first, *more = words.split()
    while more and more[-1] in HONOURS:
        more.pop()
    words = " ".join((first, *more))
    if not words.isupper() or not more:
        return words
    return " ".join(word.capitalize() for word in words.split())
