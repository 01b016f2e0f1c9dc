"""Bodies that meet and can be spoken to, by the nouns in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, capitalised, words_of
from ingest.model import EntityKind
from ingest.parse import Parse, Token

ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})
OF = frozenset({"of"})
TOPIC = frozenset({"on", "for"})
LONG = 6
"""How many words the topic of a body has at most that has no name of capitals."""

NUMERAL = re.compile(r"[IVX]+|\d{1,3}")
ELSE = frozenset({"DATE", "TIME", "PERSON"})
"""What the pipeline calls words that do not go on with a body's name."""


def find_forums(parse: Parse, lexicon: Lexicon) -> Iterator[Mention]:
    """Find capitalised phrases whose noun is a body that meets: "the Standing Committee on Foreign Affairs".

    The noun ends the phrase, or stands before a preposition in it: what follows it without one is no part of the
    name ("Senate Majority Leader").
    """
    starts = {i: name.start for name in parse.names if name.label == "ORG" for i in range(name.start, name.end)}
    i = 0
    while i < len(parse.tokens):
        if not capitalised(parse.tokens[i]):
            i += 1
            continue
        end = end_of_run(parse, i)
        first = starts.get(i, i)
        while first < i and not (capitalised(parse.tokens[first]) and all(whole(t) for t in parse.tokens[first:i])):
            first += 1
        yield from forums_in(parse, lexicon, first, end)
        i = end


def whole(token: Token) -> bool:
    """Say whether a token can stand inside a name, as a word or an ampersand."""
    return token.text[0].isalnum() or token.text in {"&", "-"}


def end_of_run(parse: Parse, i: int) -> int:
    """Return where the run of capitalised words from ``i`` ends, in one sentence."""
    end = i + 1
    while end < len(parse.tokens) and parse.tokens[end].sent == parse.tokens[i].sent and capitalised(parse.tokens[end]):
        end += 1
    return end


def forums_in(parse: Parse, lexicon: Lexicon, first: int, end: int) -> Iterator[Mention]:
    """Yield the forum a run of capitalised words names, up to its last noun for a body."""
    tokens = parse.tokens
    nouns = [k for k in range(first, end) if tokens[k].lower in lexicon.forums or works(parse, k, first, lexicon)]
    if not nouns:
        return
    last = nouns[-1]
    while first < last and tokens[first].lower in ARTICLES:
        first += 1
    while (
        first > 0 and "-" in {tokens[first].text, tokens[first - 1].text} and touches(tokens[first - 1], tokens[first])
    ):
        first -= 1
    if last == end - 1 and end < len(tokens) and tokens[end].lower in lexicon.tails and tokens[end].text.islower():
        last = topic_end(parse, end)
    elif last + 1 < end and NUMERAL.fullmatch(tokens[last + 1].text):
        last = extended(parse, lexicon, last + 1)
    elif last == end - 1:
        last = extended(parse, lexicon, last)
    words = words_of(parse, first, last)
    if not any(never in words.lower() for never in lexicon.never_forums):
        yield Mention(first, last, words, EntityKind.FORUM)


def topic_end(parse: Parse, noun: int) -> int:
    """Return where the name of a body with a small noun ends: "House committee on natural resources"."""
    tokens = parse.tokens
    if noun + 1 == len(tokens) or tokens[noun + 1].lower not in TOPIC:
        return noun
    end = noun + 1
    while end + 1 < len(tokens) and tokens[end + 1].pos in {"ADJ", "NOUN", "CCONJ"} and not tokens[end + 1].ent:
        end += 1
    whole = tokens[end].pos == "NOUN" and end - noun <= LONG
    return end if whole and (end + 1 == len(tokens) or tokens[end + 1].lower != "of") else noun


def works(parse: Parse, k: int, first: int, lexicon: Lexicon) -> bool:
    """Say whether a word is the noun of a working group, which meets as a committee does."""
    return k > first and parse.tokens[k].lower == "group" and parse.tokens[k - 1].lower in lexicon.groups


def touches(one: Token, other: Token) -> bool:
    """Say whether two tokens are written as one word."""
    return one.end == other.start and one.sent == other.sent


def extended(parse: Parse, lexicon: Lexicon, last: int) -> int:
    """Return where a forum's name ends that goes on after its noun: "on Foreign Affairs and Trade"."""
    tokens, noun = parse.tokens, last
    while True:
        after = last + 1
        while after < len(tokens) and tokens[after].lower in lexicon.joints - {"in"}:
            after += 1
        if after == last + 1 or after >= len(tokens) or tokens[after].sent != tokens[last].sent:
            return last
        if not capitalised(tokens[after]) or tokens[after].ent in ELSE:
            return last
        joints = {t.lower for t in tokens[last + 1 : after]}
        if last == noun and not (
            joints & OF or (joints & TOPIC and tokens[noun].lower in lexicon.topical | lexicon.courts | {"group"})
        ):
            return last
        last = end_of_run(parse, after) - 1
