"""What stands beside a person's name and says who it is: offices, ranks and forms of address."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.discourse.lexicon import Gender, Lexicon
from ingest.discourse.mention import capitalised
from ingest.parse import Parse, Token

BENCH = frozenset({"judge", "justice", "magistrate", "sheriff"})
"""Offices by which a lone family name is a person's and no body's: "Justice Akol"."""

TITLE_REACH = 10
"""How many tokens before a name its title may begin."""


def find_title(first: int, parse: Parse, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the title right before a person's name: "National Security Adviser" before "Moeed Yusuf"."""
    tokens = parse.tokens
    last = first - 1
    while last >= 0 and tokens[last].lower in lexicon.honorifics:
        last -= 1
    if last < 0 or tokens[last].sent != tokens[first].sent:
        return None
    head = last if titular(tokens[last], lexicon) else head_before(last, parse, lexicon)
    if head is None:
        return None
    start = head
    while start > 1 and tokens[start - 1].text == "-" and tokens[start - 2].sent == tokens[first].sent:
        start -= 2
    while start > 0 and tokens[start - 1].sent == tokens[first].sent and belongs(tokens[start - 1]):
        start -= 1
    return start, last


def titular(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word before a name says what the person is."""
    return token.lower in lexicon.roles or token.lower in lexicon.persons


def head_before(last: int, parse: Parse, lexicon: Lexicon) -> int | None:
    """Return the office in "Secretary of State" before a name: a noun of office, "of", and capitals up to the name."""
    tokens = parse.tokens
    for i in range(last, max(last - TITLE_REACH, 0), -1):
        if tokens[i].sent != tokens[last].sent:
            return None
        if tokens[i].lower in {"of", "for"} and tokens[i - 1].lower in lexicon.roles and i < last:
            return i - 1 if capitalised(tokens[i - 1]) else None
        if not capitalised(tokens[i]) and tokens[i].lower not in lexicon.joints:
            return None
    return None


def belongs(token: Token) -> bool:
    """Say whether a word before a title is part of it."""
    return token.pos in {"PROPN", "NOUN", "ADJ"} and token.dep in {"compound", "amod", "nmod", "nsubj", "appos"}


def gender_before(first: int, parse: Parse, lexicon: Lexicon) -> Gender | None:
    """Return what the word before a name tells: "Mr.", "spokeswoman"."""
    return lexicon.gender_of(parse.tokens[first - 1].lower) if first else None


def addressed(parse: Parse, first: int, last: int, lexicon: Lexicon) -> bool:
    """Say whether the word before a name is a form of address, or an office written with it: "Mr.", "President"."""
    if not first:
        return False
    token = parse.tokens[first - 1]
    office = titular(token, lexicon) and token.dep == "compound" and first <= token.head <= last
    return token.lower in lexicon.honorifics or office


def ranked(parse: Parse, first: int, last: int, titles: Sequence[int], lexicon: Lexicon) -> bool:
    """Say whether a name taken for another sort begins with a rank: "Major General Win Htut"."""
    leading = titles == list(range(first, first + len(titles))) and titles[-1] < last
    if not leading:
        return False
    rest = parse.tokens[titles[-1] + 1 : last + 1]
    if len(titles) > 1 or lexicon.given_to(rest[0].text) is not None:
        return True
    closed = lexicon.bodies | lexicon.firms | lexicon.forums | lexicon.buildings | lexicon.portfolios | lexicon.roles
    return (
        len(rest) == 1 and rest[0].tag == "NNP" and rest[0].lower not in closed and parse.tokens[first].lower in BENCH
    )


def set_beside(parse: Parse, first: int, last: int, lexicon: Lexicon) -> bool:
    """Say whether a name of several words is set apart by commas after a noun for a person: "the abbot, Em Sophal,"."""
    tokens = parse.tokens
    after = tokens[last + 1].text if last + 1 < len(tokens) else "."
    before = first - 1
    while before > 0 and tokens[before].pos in {"NOUN", "ADJ"} and titular(tokens[before], lexicon):
        before -= 1
    if first == last or before < 1 or tokens[before].text != "," or after not in {",", ".", ")", ";"}:
        return False
    firm = lexicon.bodies | lexicon.firms | lexicon.firm_nouns | lexicon.outlets | lexicon.takers
    heads = [tokens[before - 1], tokens[tokens[last].head]]
    if any(token.lower in firm for token in (*tokens[first : last + 1], *heads)):
        return False
    return any(
        head.i < before and head.sent == tokens[first].sent and (one_of(head, parse) or personal_noun(head, lexicon))
        for head in heads
    )


def personal_noun(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word is a common noun for one person."""
    return (
        token.tag in {"NN", "JJ"} and token.text.islower() and (titular(token, lexicon) or token.lower in lexicon.kin)
    )


def one_of(token: Token, parse: Parse) -> bool:
    """Say whether a word begins "one of them"."""
    return token.lower in {"one", "another"} and any(parse.tokens[i].lower == "of" for i in parse.children[token.i])


def called(parse: Parse, first: int, lexicon: Lexicon) -> bool:
    """Say whether an office or an occupation stands right before a name."""
    return (
        first > 0
        and parse.tokens[first - 1].sent == parse.tokens[first].sent
        and titular(parse.tokens[first - 1], lexicon)
    )


def followed_by_title(parse: Parse, i: int, lexicon: Lexicon) -> bool:
    """Say whether a word stands right before an office, or after one and "of": "Defence Minister"."""
    tokens = parse.tokens
    before = i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in lexicon.roles
    return before or (i + 1 < len(tokens) and tokens[i + 1].lower in lexicon.roles)


def introduced(parse: Parse, last: int, lexicon: Lexicon) -> bool:
    """Say whether an age or an office is set apart after a name: ", 57,", ", president of Daon Rail"."""
    after = parse.tokens[last + 1 : last + 8]
    if len(after) < 3 or after[0].text not in {",", "(", "—", "–"}:
        return False
    if after[1].tag == "CD" and after[1].text.isdigit() and after[2].text in {",", ")", ".", "—", "–"}:
        return True
    if after[0].text == "," and after[1].lower == "who":
        return True
    for token in after[1:]:
        if token.pos not in {"DET", "ADJ", "NOUN", "PROPN", "PUNCT", "ADV"} or token.text in {",", ".", ";"}:
            return False
        if titular(token, lexicon) and token.tag in {"NN", "NNP"}:
            return True
    return False
