"""Whom the pronouns inside somebody's words mean, so that what is said about somebody can be found under the name."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.discourse.claimants import Resolver
from ingest.discourse.focus import Group
from ingest.discourse.pronouns import Scene
from ingest.model import EntityKind, Membership, Span, Statement
from ingest.parse import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative"})


def note_pronouns(statements: Sequence[Statement], resolver: Resolver, memberships: Sequence[Membership]) -> None:
    """Note the subjects of contents that are pronouns as mentions of those they mean.

    "We" in an official's words is the state or body the office is held in, and so is "his group".
    """
    seen: set[int] = set()
    for statement in sorted(statements, key=size):
        speakers = tuple(r.entity for r in statement.claimants if r.entity is not None)
        for span in statement.attribution.content:
            for token in resolver.parse.between(span):
                if token.i not in seen and (token.dep in SUBJECTS or token.tag == "PRP$"):
                    seen.add(token.i)
                    for number in meant(token, speakers, resolver, memberships):
                        resolver.cast.mention(number, Span(token.start, token.end))


def size(statement: Statement) -> int:
    """Return how long a statement's content is: the innermost of nested ones is the shortest."""
    return sum(span.end - span.start for span in statement.attribution.content)


def meant(token: Token, speakers: Group, resolver: Resolver, memberships: Sequence[Membership]) -> Group:
    """Return whom a pronoun inside the words of some speakers means."""
    lexicon, cast = resolver.lexicon, resolver.cast
    if token.tag == "PRP$":
        noun = resolver.parse.tokens[token.head]
        if noun.lower not in lexicon.takers or noun.tag != "NN":
            return ()
        owner = resolver.pronouns.resolve(token, Scene(speakers)) or ()
        return bodies_of(owner, resolver, memberships)
    quoted = resolver.focus.quotation_at(token.start) is not None
    if token.lower in lexicon.speakers:
        return bodies_of(speakers, resolver, memberships) if quoted else ()
    if token.lower in lexicon.thing and not acts(token, resolver):
        return ()
    found = resolver.pronouns.resolve(token, Scene(speakers, speakers if quoted else (), quoted))
    return tuple(n for n in found or () if cast.drafts[n].kind is not EntityKind.UNNAMED)


def acts(token: Token, resolver: Resolver) -> bool:
    """Say whether "it" does something to something, which weather and "it is said" do not."""
    return any(resolver.parse.tokens[i].dep in OBJECTS for i in resolver.parse.children[token.head])


def bodies_of(people: Group, resolver: Resolver, memberships: Sequence[Membership]) -> Group:
    """Return the body that each person holds an office in; what is no person stands for itself."""
    found: list[int] = []
    for number in people:
        if resolver.cast.drafts[number].kind is EntityKind.PERSON:
            held = [m.organization for m in memberships if m.member == number and m.organization is not None]
            found += held[:1]
        elif resolver.cast.drafts[number].kind is not EntityKind.UNNAMED:
            found.append(number)
    return tuple(found)
