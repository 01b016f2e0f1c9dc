"""Who an article speaks of: its mentions brought together under the fullest name it gives each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.discourse.mentions import Mention
from ingest.model import Basis, Entity, EntityKind, Span
from ingest.parse import Parse

NOUNS_OF_BODIES = frozenset({EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.FORUM})


@dataclass(slots=True)
class Draft:
    """An entity while its mentions are still being gathered."""

    kind: EntityKind
    label: str
    names: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)

    def freeze(self) -> Entity:
        """Return the finished value: other names and mentions without repetition, in the order of the text."""
        names = tuple(dict.fromkeys(name for name in self.names if name != self.label))
        return Entity(self.kind, self.label, names, tuple(sorted(set(self.mentions))))


class Cast:
    """The entities of one article in the making. Number 0 is its publisher."""

    def __init__(self, publisher: str | None) -> None:
        self.drafts = [Draft(EntityKind.PUBLISHER, publisher or "")]
        self.at: dict[int, int] = {}
        """The entity named at a token."""
        self.grounds: dict[int, Basis] = {}
        """Why the entity at a token was taken, where that is not its name."""

    def add(self, kind: EntityKind, label: str, span: Span | None = None) -> int:
        """Add a new entity and return its number."""
        self.drafts.append(Draft(kind, label, [], [span] if span else []))
        return len(self.drafts) - 1

    def named(self, label: str, kind: EntityKind) -> int | None:
        """Return the entity of this label and kind, if there is one."""
        for number, draft in enumerate(self.drafts):
            if draft.kind is kind and draft.label == label:
                return number
        return None

    def mention(self, number: int, span: Span, name: str | None = None) -> None:
        """Note one more mention of an entity, and the name it goes by there."""
        draft = self.drafts[number]
        draft.mentions.append(span)
        if name:
            draft.names.append(name)

    def state(self, label: str) -> int:
        """Return the state of this name, added if the article has not named it itself."""
        known = self.named(label, EntityKind.STATE)
        return self.add(EntityKind.STATE, label) if known is None else known

    def freeze(self) -> tuple[Entity, ...]:
        """Return the finished entities."""
        return tuple(draft.freeze() for draft in self.drafts)


def gather(parse: Parse, mentions: Sequence[Mention], cast: Cast) -> None:
    """Bring mentions of the same together, the longest names first, so that short names find the full ones."""
    groups: list[tuple[list[str], EntityKind, int]] = []
    placed: dict[tuple[str, EntityKind], int] = {}
    counts: dict[str, int] = {}
    mentions = agree(mentions)
    for mention in mentions:
        name = mention.words.lower()
        counts[name] = counts.get(name, 0) + 1
    for mention in sorted(mentions, key=lambda m: (-len(m.words.split()), m.first)):
        key = (mention.words, mention.kind)
        if key not in placed:
            parts = mention.words.lower().split()
            longer = [
                (counts.get(" ".join(words), 0), -number, number)
                for words, kind, number in groups
                if alike(kind, mention.kind) and shortens(parts, words, mention.kind)
            ]
            if longer:
                placed[key] = max(longer)[2]
            else:
                placed[key] = cast.add(mention.kind, mention.words)
                groups.append((parts, mention.kind, placed[key]))
        number = placed[key]
        cast.mention(number, parse.span(mention.first, mention.last), mention.words)
        for i in range(mention.first, mention.last + 1):
            cast.at[i] = number


def agree(mentions: Sequence[Mention]) -> list[Mention]:
    """Give mentions in the same words the same kind: the one given most often, a person's where it ends a full name."""
    votes: dict[str, list[EntityKind]] = {}
    for mention in mentions:
        votes.setdefault(mention.words, []).append(mention.kind)
    kinds = {words: max(given, key=lambda kind: (given.count(kind), kind)) for words, given in votes.items()}
    people = {words.split()[-1] for words, kind in kinds.items() if kind is EntityKind.PERSON and " " in words}
    for words, kind in kinds.items():
        if words in people and kind in {EntityKind.ORGANIZATION, EntityKind.PLACE, EntityKind.GROUP}:
            kinds[words] = EntityKind.PERSON
    return [replace(mention, kind=kinds[mention.words]) for mention in mentions]


def alike(one: EntityKind, other: EntityKind) -> bool:
    """Say whether two mentions of these kinds can be of the same: the pipeline mixes up bodies, and people never."""
    return one is other or (one in NOUNS_OF_BODIES and other in NOUNS_OF_BODIES)


def shortens(short: list[str], full: list[str], kind: EntityKind) -> bool:
    """Say whether a name is a short form of a fuller one: a person's first or last name, a body's last words."""
    if short == full:
        return True
    if len(short) >= len(full):
        return False
    tail = full[-len(short) :] == short
    if kind is EntityKind.PERSON:
        return tail or full[: len(short)] == short
    return tail
