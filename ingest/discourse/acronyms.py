"""Acronyms and the full names an article explains them by: "the Free Trade Party (FTP)", "ABC — the Asociación"."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import capitalised, words_of
from ingest.parse import Parse

SHORT, LONG = 2, 8
"""How many letters an acronym has."""

DASHES = frozenset({"—", "–", "-", "(", ",", "or"})
"""What stands between an acronym and the name that explains it."""

REACH = 10
"""How many tokens a name in full may have."""


def find_acronyms(parse: Parse, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Yield acronyms with the first and last token of the name in full that stands before or after them."""
    people = {i for name in parse.names if name.label == "PERSON" for i in range(name.start, name.end)}
    ends = {name.end: name.start for name in parse.names if name.label in {"ORG", "NORP"}}
    tokens = parse.tokens
    for i in range(1, len(tokens) - 1):
        short = tokens[i].text
        if not short.isupper() or not short.isalpha() or not SHORT <= len(short) <= LONG:
            continue
        if tokens[i - 1].text == "(" and tokens[i + 1].text == ")" and i > 1:
            first = explained_from(parse, i, short, ends.get(i - 1), people, lexicon)
            if first is not None:
                yield short, first, i - 2
        elif tokens[i + 1].text in DASHES:
            last = explained_after(parse, i + 2, short, lexicon)
            if last is not None:
                yield short, *last


def explained_from(
    parse: Parse, i: int, short: str, named_from: int | None, people: set[int], lexicon: Lexicon
) -> int | None:
    """Return where the name begins that an acronym in brackets at ``i`` stands for.

    Its words begin with the acronym's letters, or the pipeline has a body's name there, or a run of capitals that is
    nobody's (an acronym may be of another language).
    """
    first = i - 1
    while first > 0 and i - first < len(short) + 4 and parse.tokens[first - 1].sent == parse.tokens[i].sent:
        first -= 1
        if initials(parse, first, i - 2) == short or spells(parse, first, i - 2, short, lexicon):
            return first
    while named_from is not None and named_from < i - 2 and not capitalised(parse.tokens[named_from]):
        named_from += 1
    if named_from is not None and named_from < i - 2:
        return named_from
    first = i - 2
    while first > max(0, i - REACH) and parse.tokens[first - 1].sent == parse.tokens[i].sent:
        token = parse.tokens[first - 1]
        if not capitalised(token) and token.lower not in lexicon.particles | lexicon.joints - {"the"}:
            break
        first -= 1
    while first < i - 2 and not capitalised(parse.tokens[first]):
        first += 1
    return first if first < i - 2 and not people & set(range(first, i - 1)) else None


def explained_after(parse: Parse, start: int, short: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the first and last token of a name from ``start`` whose words begin with an acronym's letters."""
    tokens = parse.tokens
    first = start + 1 if start < len(tokens) and tokens[start].lower in {"the", "or"} else start
    for last in range(first + 1, min(len(tokens), first + REACH)):
        if tokens[last].sent != tokens[start - 1].sent:
            return None
        if not capitalised(tokens[last]) and tokens[last].lower not in lexicon.particles | lexicon.joints:
            return None
        if capitalised(tokens[last]) and initials(parse, first, last) == short:
            return first, last
    return None


def spells(parse: Parse, first: int, last: int, short: str, lexicon: Lexicon) -> bool:
    """Say whether an acronym has a letter of every word of a name but the small ones, which may have one too."""
    if not capitalised(parse.tokens[first]):
        return False
    letters = plain(short)
    for word in words_of(parse, first, last).replace("-", " ").split():
        if plain(word).startswith(letters[:1]) and letters:
            letters = letters[1:]
        elif word.lower() not in lexicon.particles | lexicon.joints:
            return False
    return not letters


def plain(word: str) -> str:
    """Return a word in capitals without accents."""
    return "".join(c for c in normalize("NFD", word.upper()) if c.isalnum())


def initials(parse: Parse, first: int, last: int) -> str:
    """Return the capitals that the words of a name begin with.

    Small words count for nothing, and the parts of a word with hyphens each for themselves.
    """
    parts = words_of(parse, first, last).replace("-", " ").split()
    return "".join(part[0] for part in parts if part[0].isupper()) if capitalised(parse.tokens[first]) else ""
