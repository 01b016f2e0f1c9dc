"""Bodies without a name of capitals: "the industry ministry", "a criminal court in Oran", "the Harlan school board".

They are told apart by the words before their noun and by the place after it. One that nobody speaks for and nothing was
said to or in is forgotten again.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, capitalised, words_of
from ingest.model import EntityKind
from ingest.parse import Parse, Token

MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
WHERE = frozenset({"in", "of", "for", "on"})
LONG = 9
"""How many words may follow the noun in a body's name."""


def find_bodies(parse: Parse, lexicon: Lexicon, cast: Cast) -> list[Mention]:
    """Make entities of the bodies that common nouns name, and return where they are named."""
    found: list[Mention] = []
    for token in parse.tokens:
        kind = kind_of(token, lexicon)
        if kind is None or token.i in cast.at or token.i + 1 in cast.at:
            continue
        first, last = bounds(token, parse, lexicon, cast)
        if first == last == token.i:
            continue
        label = words_of(parse, first, last)
        known = cast.named(label, kind)
        number = cast.add(kind, label) if known is None else known
        if known is None:
            cast.drafts[number].spare = True
        cast.mention(number, parse.span(first, last), label)
        cast.at[token.i] = number
        cast.place(number, token.i)
        found.append(Mention(token.i, token.i, token.text, kind))
    return found


def kind_of(token: Token, lexicon: Lexicon) -> EntityKind | None:
    """Return what sort of body a common noun is one for."""
    if token.tag not in {"NN", "NNP"} or capitalised(token):
        return None
    if token.lower in lexicon.meeting_bodies:
        return EntityKind.FORUM
    return EntityKind.ORGANIZATION if token.lower in lexicon.bodies else None


def joins(tokens: Sequence[Token], first: int, parse: Parse) -> bool:
    """Say whether the word before a name of capitals is a part of it: "Half" before "Way Tree parish court"."""
    before = tokens[first - 1] if first else None
    if before is None or before.sent != tokens[first].sent or before.i == parse.sentences[before.sent][0]:
        return False
    return capitalised(before) and before.pos not in {"DET", "PRON", "VERB", "AUX"} and before.text.isalpha()


def bounds(noun: Token, parse: Parse, lexicon: Lexicon, cast: Cast) -> tuple[int, int]:
    """Return the first and last token of the words that say which body it is."""
    tokens = parse.tokens
    first, last = noun.i, noun.i
    definite = any(tokens[i].dep == "det" and tokens[i].lower == "the" for i in parse.children[noun.i])
    for i in sorted((i for i in parse.children[noun.i] if i < noun.i), reverse=True):
        token = tokens[i]
        start, end = parse.edges[i]
        if end != first - 1 or token.dep not in MODIFIERS or token.tag == "PRP$" or token.lower in lexicon.passing:
            break
        if token.dep == "poss" and token.lower in lexicon.grounds | {"country", "nation"} and first < noun.i:
            break
        first = start
    if tokens[first].pos == "DET" and first < noun.i:
        first += 1
    while first < noun.i and capitalised(tokens[first]) and joins(tokens, first, parse):
        first -= 1
    placed = False
    for i in parse.children[noun.i]:
        if i == last + 1 and tokens[i].dep == "prep" and tokens[i].lower in WHERE:
            end = parse.edges[i][1]
            named = any(j in cast.at for j in range(i, end + 1)) or (tokens[i].lower == "of" and definite)
            simple = not any(
                tokens[j].dep in {"relcl", "acl", "punct"} or tokens[j].ent == "DATE" or tokens[j].tag.startswith("VB")
                for j in range(i, end + 1)
            )
            if named and simple and end - i < LONG:
                last, placed = end, True
    named = any(capitalised(tokens[j]) and tokens[j].pos == "PROPN" for j in range(first, noun.i))
    if placed or named or (first < noun.i and (definite or noun.lower in lexicon.meeting_bodies)):
        return first, last
    owned = any(tokens[i].dep == "poss" and tokens[i].tag != "PRP$" for i in parse.children[noun.i])
    return (first, last) if owned else (noun.i, noun.i)
