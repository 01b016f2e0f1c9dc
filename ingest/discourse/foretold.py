"""Whom an article describes before it names them: "The owner of a launch said ..." and then "Rafiqul Bashar, owner of".

News leads keep the name for the second paragraph. A description of one person is taken for the next person who is
quoted where that person has not been named before, nobody else has spoken between them, and nothing that the article
says of the person speaks against it. A word for a source that often stays without a name ("an official") must be among
what the article says of the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.discourse.entities import Cast
from ingest.discourse.lexicon import Lexicon
from ingest.discourse.roles import Description
from ingest.model import Attribution, EntityKind, Kind
from ingest.parse import Parse, Token

NAMED = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM, EntityKind.STATE})
BODIES = frozenset({EntityKind.ORGANIZATION, EntityKind.GROUP})

LEAD = 3
"""How many sentences at the head of an article describe whom the next ones name."""

FAR, NEAR = 7, 2
"""How many sentences after the lead's description, and after another one, the name has to come."""


def find_foretold(
    parse: Parse,
    attributions: Sequence[Attribution],
    cast: Cast,
    people: dict[str, list[Description]],
    lexicon: Lexicon,
) -> dict[int, int]:
    """Return the nouns, by token, that describe somebody named later only, with the entity each means."""
    found: dict[int, int] = {}
    speakers = list(sources(parse, attributions, cast))
    for n, (noun, person) in enumerate(speakers):
        if person is not None or not describes(noun, parse, lexicon):
            continue
        later = named_later(noun, cast, people, lexicon) if noun.sent < LEAD else None
        if later is not None:
            found[noun.i] = later
            continue
        reach = FAR if noun.sent < LEAD else NEAR
        for after, named in speakers[n + 1 :]:
            if after.sent - noun.sent > reach:
                break
            if named is not None:
                if fits(noun, named, parse, cast, people, lexicon):
                    found[noun.i] = named
                    people.setdefault(noun.lower, []).append(Description(named, noun.lower, frozenset({noun.lower})))
                break
            if noun.sent >= LEAD and after.pos != "PRON" and after.lower != noun.lower:
                break
    return found


def named_later(noun: Token, cast: Cast, people: dict[str, list[Description]], lexicon: Lexicon) -> int | None:
    """Return the one person whom the article calls by the same office later, and has not named before."""
    if noun.lower not in lexicon.roles or noun.lower in lexicon.classes:
        return None
    members = {each.member for each in people.get(noun.lower, ())}
    new = [n for n in members if cast.places.get(n) and cast.places[n][0] > noun.i]
    return new[0] if len(new) == 1 == len(members) else None


def sources(parse: Parse, attributions: Sequence[Attribution], cast: Cast) -> Iterator[tuple[Token, int | None]]:
    """Yield the head of each outer statement's source in order, with the person it names if any."""
    outer = [a for a in attributions if a.source and a.embedded_in is None and a.kind is Kind.STATEMENT]
    for attribution in sorted(outer, key=lambda a: a.source[0]):
        words = parse.between(attribution.source[0])
        named = [cast.at[t.i] for t in words if t.i in cast.at]
        head = head_of(words)
        person = next((n for n in named if cast.drafts[n].kind is EntityKind.PERSON), None)
        if person is None and head is not None and head.i in cast.at:
            person = cast.at[head.i] if cast.drafts[cast.at[head.i]].kind in NAMED else None
        if head is not None:
            owned = any(t.tag == "POS" for t in words)
            yield head, None if owned and head.tag == "NN" else person


def head_of(words: Sequence[Token]) -> Token | None:
    """Return the noun or pronoun of a phrase that depends on nothing in it."""
    inside = {t.i for t in words}
    tops = [t for t in words if t.head not in inside or t.head == t.i]
    return next((t for t in tops if t.pos in {"NOUN", "PROPN", "PRON"}), None)


def describes(noun: Token, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether a noun is one for one person, and has words of its own that say which."""
    capitals = noun.tag == "NNP" and (noun.text.isupper() or noun.lower in lexicon.roles)
    if (noun.tag != "NN" and not capitals) or noun.lower not in (
        lexicon.roles | lexicon.persons | lexicon.classes | lexicon.kin
    ) | lexicon.bodies:
        return False
    return any(parse.tokens[i].dep in {"det", "poss", "compound", "amod", "prep"} for i in parse.children[noun.i])


def fits(
    noun: Token, person: int, parse: Parse, cast: Cast, people: dict[str, list[Description]], lexicon: Lexicon
) -> bool:
    """Say whether somebody is new here and can be who was described."""
    draft = cast.drafts[person]
    places = cast.places.get(person, [])
    if not places or places[0] < noun.i:
        return False
    if noun.lower in lexicon.bodies:
        indefinite = any(parse.tokens[i].lower in {"a", "an"} for i in parse.children[noun.i])
        return draft.kind in BODIES and indefinite
    if draft.kind is not EntityKind.PERSON:
        return False
    told = lexicon.gender_of(noun.lower)
    if told is not None and draft.gender not in (told, None):
        return False
    said = {word for group in people.values() for each in group if each.member == person for word in each.words}
    nouns = {each.noun for group in people.values() for each in group if each.member == person}
    word = lexicon.short.get(noun.lower, noun.lower).split()[-1]
    own = {parse.tokens[i].lower for i in parse.subtree(noun.i)} - lexicon.joints - {"a", "an"}
    if {word, *lexicon.wider.get(word, ())} & nouns or len(own & said) > 1:
        return True
    owned = any(parse.tokens[i].tag == "PRP$" for i in parse.children[noun.i])
    if owned and noun.sent < LEAD:
        return True
    titled = titles(places[0], parse, lexicon)
    return word not in lexicon.classes and (not nouns or (noun.sent < LEAD and not titled))


def titles(first: int, parse: Parse, lexicon: Lexicon) -> bool:
    """Say whether an office stands before the first name of a person, which then is who it says and nobody else."""
    return (
        first > 0
        and parse.tokens[first - 1].lower in lexicon.roles
        and parse.tokens[first - 1].sent == parse.tokens[first].sent
    )
