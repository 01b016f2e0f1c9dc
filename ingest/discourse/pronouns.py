"""Whom a pronoun takes up, from whom the article has in mind and from who can be meant at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ingest.discourse.entities import Cast, Draft
from ingest.discourse.focus import Focus, Group
from ingest.discourse.lexicon import Gender, Lexicon
from ingest.model import EntityKind
from ingest.parse import Parse, Token


@dataclass(frozen=True, slots=True)
class Scene:
    """Whose words a pronoun stands in, if anybody's; who it cannot mean; and whether those words are quoted."""

    outer: Group = ()
    others: Group = ()
    quoted: bool = False
    end: int = 0
    """Where the phrase ends that is being resolved."""
    told: bool = False
    """Whether the phrase says who is told."""


ONES = frozenset({EntityKind.ORGANIZATION, EntityKind.FORUM, EntityKind.STATE, EntityKind.GROUP})
UNLIKELY = 0.1
"""What a person counts for whose given name is one of the other gender."""

LIKELY = 0.8
"""What a person counts for whom nothing says to be a man or a woman."""

LESS = 0.6
"""What a body counts for where a word for several people is more likely to mean people."""


@dataclass(frozen=True)
class Pronouns:
    """Resolves the pronouns of one article."""

    parse: Parse
    lexicon: Lexicon
    cast: Cast
    focus: Focus

    def resolve(self, pronoun: Token, scene: Scene) -> Group | None:
        """Return whom a pronoun means, ``None`` where nobody fits.

        In words that are quoted, "I" is whoever is quoted, and "they" and "it" are left open unless those words name
        who they are.
        """
        word = pronoun.lower
        if self.speaks(pronoun):
            return scene.outer or None
        fits = self.test(word)
        if fits is None:
            return None
        shut = frozenset(scene.others)

        def chosen(group: Group) -> float:
            return 0.0 if shut & frozenset(group) else fits(group)

        return self.focus.likeliest(pronoun, chosen, within=scene.quoted and word in self.open_words)

    def speaks(self, token: Token) -> bool:
        """Say whether a word means whoever speaks: "we", and not "US"."""
        return token.lower in self.lexicon.speaker | self.lexicon.speakers and token.text != "US"

    @cached_property
    def open_words(self) -> frozenset[str]:
        """Return the pronouns that need name nobody."""
        return self.lexicon.several | self.lexicon.thing

    def test(self, word: str) -> Callable[[Group], float] | None:
        """Return how well a group fits a pronoun, ``None`` for a word that takes nobody up."""
        if word in self.lexicon.male:
            return lambda group: self.one(group, Gender.MAN)
        if word in self.lexicon.female:
            return lambda group: self.one(group, Gender.WOMAN)
        if word in self.lexicon.several:
            return self.several
        return self.thing if word in self.lexicon.thing else None

    def one(self, group: Group, gender: Gender) -> float:
        """Say how well a group is one person of a gender; who is known to be of it comes first."""
        if len(group) != 1:
            return 0.0
        draft = self.cast.drafts[group[0]]
        if not single(draft):
            return 0.0
        if draft.gender not in (gender, None):
            return 0.0 if draft.sure else UNLIKELY
        if draft.gender is gender:
            return 1.0
        return LIKELY

    def several(self, group: Group) -> float:
        """Say how well a group is several people, or a body."""
        if len(group) > 1:
            return 1.0
        draft = self.cast.drafts[group[0]]
        if draft.plural:
            return 1.0
        return LESS if draft.kind in {EntityKind.ORGANIZATION, EntityKind.FORUM} else 0.0

    def thing(self, group: Group) -> float:
        """Say how well a group is one body, or something that speaks without being anybody."""
        if len(group) != 1:
            return 0.0
        draft = self.cast.drafts[group[0]]
        if draft.kind in ONES:
            return 0.0 if draft.kind is EntityKind.GROUP and draft.label.endswith("s") else 1.0
        return LESS if draft.kind is EntityKind.UNNAMED and not draft.person and not draft.plural else 0.0


def single(draft: Draft) -> bool:
    """Say whether an entity is one person."""
    return draft.kind is EntityKind.PERSON or (draft.kind is EntityKind.UNNAMED and draft.person)
