"""The offices people hold as the article prints them, and the other words by which it says who somebody is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.discourse.entities import BODIES, Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.mention import Mention, words_of
from ingest.discourse.nouns import known_as
from ingest.model import EntityKind, Membership
from ingest.parse import Parse, Token

PREPOSITIONS = frozenset({"of", "for", "at", "in", "to"})
BEING = frozenset({"be", "become", "remain"})


@dataclass(frozen=True, slots=True)
class Description:
    """Words that say who somebody is ("the Republican nominee"): the person, the noun, and all its words."""

    member: int
    noun: str
    words: frozenset[str]
    phrase: tuple[str, ...] = ()
    """Its words in order up to the noun."""


@dataclass(frozen=True, slots=True)
class People:
    """What an article says of the people it names: offices, and words by which it can take them up."""

    memberships: tuple[Membership, ...]
    descriptions: tuple[Description, ...]


def find_roles(parse: Parse, mentions: Sequence[Mention], lexicon: Lexicon, cast: Cast) -> People:
    """Return each role of each person once, in order of the text, and every description."""
    found: dict[tuple[int, str], Membership] = {}
    described: dict[Description, None] = {}
    for mention in mentions:
        if mention.kind is not EntityKind.PERSON:
            continue
        member = cast.at[mention.first]
        for first, last, holds in phrases(mention, parse, lexicon):
            description = describe(member, first, last, parse, lexicon)
            if description is None:
                continue
            described[description] = None
            draft = cast.drafts[member]
            told = lexicon.gender_of(description.noun)
            if told is not None and not draft.sure:
                draft.gender, draft.sure = told, True
            membership = membership_of(member, first, last, parse, lexicon, cast) if holds else None
            if membership is not None:
                found.setdefault((member, spelled_out(membership.role, lexicon)), membership)
    memberships = tuple(sorted(found.values(), key=lambda membership: membership.evidence))
    return People(memberships, tuple(described))


def spelled_out(role: str, lexicon: Lexicon) -> str:
    """Return a role in lower case with short titles in full, so that "Sen." and "Senator" are one.

    >>> from ingest.discourse.lexicon import load
    >>> spelled_out("Sen.", load())
    'senator'
    """
    return " ".join(lexicon.short.get(word, word) for word in role.lower().split())


def phrases(mention: Mention, parse: Parse, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Yield the noun phrases beside a name that say who it is, and whether they name an office it holds.

    A title before it, an apposition after it ("Maria Keller, the mayor of Bern,"), one it is the apposition of ("the
    mayor, Maria Keller"), and what it is said to be ("Keller is a lawyer").
    """
    tokens = parse.tokens
    if mention.title:
        yield *mention.title, True
    for i in range(mention.first, mention.last + 1):
        token = tokens[i]
        for j in parse.children[i]:
            if tokens[j].dep == "appos" and tells(tokens[j], lexicon):
                yield *phrase_of(tokens[j], parse), True
        above = tokens[token.head]
        if mention.first <= token.head <= mention.last:
            continue
        if token.dep == "appos" and tells(above, lexicon) and not mention.title:
            yield *phrase_of(above, parse), True
        if token.dep in {"pobj", "oprd"}:
            for noun in parse.ancestors(i):
                if tells(parse.tokens[noun], lexicon) and token in known_as(parse.tokens[noun], parse, lexicon):
                    yield *phrase_of(parse.tokens[noun], parse), False
        if token.dep == "nsubj" and above.lemma in BEING:
            for j in parse.children[above.i]:
                if tokens[j].dep == "attr" and tells(tokens[j], lexicon):
                    yield *phrase_of(tokens[j], parse), False


def tells(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun can say who one person is."""
    one = token.tag in {"NN", "NNP"}
    return one and (token.lower in lexicon.roles or token.lower in lexicon.persons or token.lower in lexicon.classes)


def phrase_of(head: Token, parse: Parse) -> tuple[int, int]:
    """Return a noun with what stands before it, and after it the phrases with "of" and the like."""
    first, last = head.i, head.i
    for i in parse.children[head.i]:
        token = parse.tokens[i]
        if i < head.i and token.dep in {"compound", "amod", "nmod", "poss", "det"}:
            first = min(first, parse.edges[i][0])
        elif i > head.i and token.dep == "prep" and token.lower in PREPOSITIONS and i == last + 1:
            last = plain_end(i, parse)
    return first, last


def plain_end(preposition: int, parse: Parse) -> int:
    """Return the last token of a phrase with a preposition, without what is set apart from it."""
    last = parse.edges[preposition][1]
    for i in range(preposition, last + 1):
        token = parse.tokens[i]
        if token.dep in {"relcl", "acl", "appos", "punct"} and token.text != "-":
            return max(parse.edges[i][0] - 1, preposition)
    return last


def describe(member: int, first: int, last: int, parse: Parse, lexicon: Lexicon) -> Description | None:
    """Return the words of a phrase as a description; its noun is the last that can be one before a preposition."""
    tokens = parse.tokens
    end = next((i for i in range(first, last + 1) if tokens[i].lower in PREPOSITIONS and i > first), last + 1)
    nouns = [t for t in tokens[first:end] if tells(t, lexicon) or t.lower in lexicon.short]
    if not nouns:
        return None
    noun = lexicon.short.get(nouns[-1].lower, nouns[-1].lower).split()[-1]
    words = frozenset(t.lower for t in tokens[first : last + 1])
    return Description(member, noun, words, tuple(t.lower for t in tokens[first : nouns[-1].i + 1]))


def membership_of(member: int, first: int, last: int, parse: Parse, lexicon: Lexicon, cast: Cast) -> Membership | None:
    """Return the office of a phrase as printed, without the body before it that it is held in, and that body."""
    tokens = parse.tokens
    organization: int | None = None
    start = first
    while start < last:
        token = tokens[start]
        two = words_of(parse, start, start + 1)
        if start + 1 < last and (state := lexicon.state_of_adjective(two) or lexicon.state_of_name(two)):
            organization, start = cast.state(state), start + 2
        elif state := lexicon.state_of_adjective(token.text) or lexicon.state_of_name(token.text):
            organization, start = cast.state(state), start + 1
        elif token.lower in {"its", "their"}:
            organization, start = cast.nearest(start, BODIES | {EntityKind.STATE}), start + 1
        elif token.pos in {"DET", "PUNCT"} or token.tag in {"POS", "PRP$"}:
            start += 1
        elif start in cast.at and body(cast.at[start], cast) and cast.at[start] != member:
            organization, start = cast.at[start], start + 1
        elif owns(token, last, parse):
            owner = cast.at.get(start)
            organization = owner if body(owner, cast) else organization
            start += 1
        else:
            break
    if not any(t.lower in lexicon.roles for t in tokens[start : last + 1]):
        return None
    if organization is None and first > 1 and tokens[first - 1].tag == "POS" and body(cast.at.get(first - 2), cast):
        organization = cast.at[first - 2]
    if organization is None:
        within = (cast.at.get(i) for i in range(start, last + 1))
        organization = next((n for n in within if n != member and body(n, cast)), None)
    return Membership(member, words_of(parse, start, last), organization, parse.span(first, last))


def owns(token: Token, last: int, parse: Parse) -> bool:
    """Say whether a word is, or is part of, an owner with an apostrophe."""
    head = token
    while head.dep in {"compound", "amod", "nmod", "det"} and token.i <= head.head <= last:
        head = parse.tokens[head.head]
    return head.dep == "poss"


def body(number: int | None, cast: Cast) -> bool:
    """Say whether an entity is a body in which an office can be held."""
    kinds = {EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM, EntityKind.STATE}
    return number is not None and cast.drafts[number].kind in kinds
